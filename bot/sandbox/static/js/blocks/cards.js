// Cards, alone or in a row to look through, containers, and the steps of a plan.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { textObject } from "../mrkdwn.js";
import { richText } from "../richtext.js";
import { element } from "./elements.js";

export function card(one, ctx, picture) {
  return h("article", { class: "b-card" },
    one.hero_image ? picture(one.hero_image, "card-hero") : null,
    h("div", { class: "card-head" },
      one.icon ? picture(one.icon, "card-icon") : null,
      h("div", {},
        one.title ? h("div", { class: "card-title" }, ...textObject(one.title)) : null,
        one.subtitle ? h("div", { class: "card-subtitle" }, ...textObject(one.subtitle)) : null)),
    one.body ? h("div", { class: "card-body" }, ...textObject(one.body)) : null,
    one.actions?.length ? h("div", { class: "b-actions" }, ...one.actions.map((part) => element(part, one, ctx))) : null);
}

export function carousel(one, ctx, picture) {
  const row = h("div", { class: "carousel-row", tabindex: "0", role: "group", "aria-label": `${one.elements.length} cards` },
    ...one.elements.map((part) => {
      const made = card(part, ctx, picture);
      made.dataset.block = part.block_id ?? "";
      return made;
    }));
  const step = (way) => () => row.scrollBy({ left: way * (row.firstElementChild.offsetWidth + 12), behavior: "smooth" });
  const arrow = (name, words, way) => h("button", { type: "button", class: `carousel-step ${name}`, "aria-label": words, on: { click: step(way) } }, icon("back"));
  return h("div", { class: "b-carousel" }, row, one.elements.length > 1
    ? h("div", { class: "carousel-steps" }, arrow("to-left", "Back", -1), arrow("to-right", "Further", 1)) : null);
}

export function container(one, ctx, picture, blocks) {
  const head = [
    one.icon ? picture(one.icon, "card-icon") : null,
    h("span", {},
      one.rich_text_title ? h("span", { class: "card-title" }, ...richText(one.rich_text_title))
        : one.title ? h("span", { class: "card-title" }, ...textObject(one.title)) : null,
      one.subtitle ? h("span", { class: "card-subtitle" }, ...textObject(one.subtitle)) : null),
  ];
  const inner = h("div", { class: "container-body" }, ...blocks(one.child_blocks ?? [], ctx));
  if (!one.is_collapsible) return h("section", { class: "b-container" }, h("div", { class: "card-head" }, ...head), inner);
  return h("details", { class: "b-container", open: !one.default_collapsed }, h("summary", { class: "card-head" }, ...head), inner);
}

const STATUS = { pending: ["○", "to do"], in_progress: ["◐", "under way"], complete: ["●", "done"], error: ["✕", "failed"] };

export function taskCard(one) {
  const [sign, words] = STATUS[one.status] ?? STATUS.pending;
  return h("div", { class: `b-task ${one.status}` },
    h("span", { class: "task-sign", "aria-hidden": "true" }, sign),
    h("div", {}, h("strong", {}, one.title), h("span", { class: "unseen" }, `: ${words}`),
      one.details ? h("div", {}, ...richText(one.details)) : null, one.output ? h("div", {}, ...richText(one.output)) : null));
}

export const plan = (one) => h("section", { class: "b-container" }, h("div", { class: "card-title" }, one.title),
  h("div", { class: "container-body" }, ...(one.tasks ?? []).map(taskCard)));
