// One block to its nodes. `ctx`: place (what the server calls it), act(blockId, actionId, value), form (in a modal), typed.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { markdown } from "../markdown.js";
import { mrkdwn, textObject } from "../mrkdwn.js";
import { richText } from "../richtext.js";
import { store } from "../store.js";
import { withEmoji } from "../emoji.js";
import { card, carousel, container, plan, taskCard } from "./cards.js";
import { chart } from "./charts.js";
import { element } from "./elements.js";
import { input } from "./input.js";
import { dataTable, table } from "./tables.js";

/** The nodes of a list of blocks. */
export const blocks = (all, ctx) => all.map((one) => block(one, ctx));

/** A message: its blocks, or its text where it has none; files to download below. */
export function content(message, ctx) {
  const shown = message.blocks?.length ? blocks(message.blocks, ctx) : [h("div", { class: "text" }, ...mrkdwn(message.text))];
  return [...shown, ...(message.files ?? []).map((file) =>
    h("a", { class: "file", href: address(file.id), download: file.name }, icon("download"), file.title || file.name))];
}

function block(one, ctx) {
  const make = KINDS[one.type];
  const made = make ? make(one, ctx) : h("p", { class: "unknown" }, `The sandbox does not show ${one.type} blocks.`);
  made.dataset.block = one.block_id ?? "";
  return made;
}

const KINDS = {
  section,
  header: (one) => h("div", { class: "b-header", role: "heading", "aria-level": 3 }, withEmoji(one.text.text)),
  divider: () => h("hr", { class: "b-divider" }),
  context: (one) => h("div", { class: "b-context" }, ...one.elements.map((part) =>
    part.type === "image" ? picture(part, "context-image") : h("span", { class: "context-text" }, ...textObject(part)))),
  image: (one) => h("figure", { class: "b-image" },
    one.title ? h("figcaption", {}, withEmoji(one.title.text)) : null, picture(one, "")),
  actions: (one, ctx) => h("div", { class: "b-actions" }, ...one.elements.map((part) => element(part, one, ctx))),
  context_actions: (one, ctx) => h("div", { class: "b-context-actions" }, ...one.elements.map((part) => element(part, one, ctx))),
  input,
  rich_text: (one) => h("div", { class: "b-rich" }, ...richText(one)),
  markdown: (one) => h("div", { class: "b-markdown" }, ...markdown(one.text)),
  table,
  data_table: dataTable,
  data_visualization: chart,
  card: (one, ctx) => card(one, ctx, picture),
  carousel: (one, ctx) => carousel(one, ctx, picture),
  container: (one, ctx) => container(one, ctx, picture, blocks),
  alert,
  task_card: (one) => taskCard(one),
  plan: (one) => plan(one),
  video: (one) => h("figure", { class: "b-image" }, h("figcaption", {}, one.title.text),
    h("img", { src: one.thumbnail_url, alt: one.alt_text })),
  file: (one) => h("div", { class: "file" }, icon("external"), one.external_id),
};

function section(one, ctx) {
  const { accessory } = one;
  const side = accessory
    ? h("div", { class: "accessory" }, accessory.type === "image" ? picture(accessory, "accessory-image") : element(accessory, one, ctx))
    : null;
  return h("div", { class: side ? "b-section has-accessory" : "b-section" },
    h("div", { class: "section-body" },
      one.text ? h("div", { class: "text" }, ...textObject(one.text)) : null,
      one.fields ? h("div", { class: "fields" }, ...one.fields.map((field) => h("div", { class: "text" }, ...textObject(field)))) : null),
    side);
}

const address = (fileId) => `/files/${encodeURIComponent(fileId)}?as=${encodeURIComponent(store.me)}`;

function picture(one, kind) {
  const image = h("img", { src: one.slack_file?.id ? address(one.slack_file.id) : one.image_url, alt: one.alt_text, class: kind, loading: "lazy" });
  image.addEventListener("error", () => image.replaceWith(
    h("span", { class: `picture-file ${kind}`, role: "img", "aria-label": one.alt_text }, one.alt_text)));
  return image;
}

function alert(one) {
  const level = one.level ?? "default";
  const sign = { warning: "warn", error: "warn", success: "check" }[level] ?? "info";
  return h("div", { class: `b-alert ${level}`, role: level === "error" ? "alert" : "note" }, icon(sign),
    h("div", { class: "text" }, ...textObject(one.text)));
}
