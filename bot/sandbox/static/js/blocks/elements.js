// What can be pressed or chosen outside a form: it reaches the bot at once.
import { h, safeUrl } from "../dom.js";
import { confirmed } from "../dialogs.js";
import { withEmoji } from "../emoji.js";
import { icon } from "../icons.js";
import { menu } from "../menu.js";
import { control } from "../inputs.js";

/** The node of one interactive element of `block`. */
export function element(one, block, ctx) {
  const make = { button, workflow_button: button, overflow, icon_button: iconButton, feedback_buttons: feedback }[one.type];
  if (make) return make(one, block, ctx);
  const held = ctx.typed?.[block.block_id]?.[one.action_id];
  const made = control(one, {
    ...ctx, held, block,
    label: one.placeholder?.text ?? { overflow: "More" }[one.type] ?? one.action_id.replaceAll("_", " "),
    changed: async () => {
      if (await confirmed(one.confirm)) await ctx.act(block.block_id, one.action_id, made.value());
    },
  });
  return h("div", { class: `standing standing-${one.type}` }, made.node);
}

function button(one, block, ctx) {
  const url = one.url && safeUrl(one.url);
  const style = `button ${one.style ?? ""}`;
  const named = { "aria-label": one.accessibility_label, "data-action": one.action_id, class: style };
  const words = withEmoji(one.text.text);
  const press = (event) => pressed(event.currentTarget, one, block, ctx, one.value);
  if (url) {
    return h("a", { ...named, href: url, target: "_blank", rel: "noopener noreferrer", on: { click: press } }, words, icon("external"));
  }
  return h("button", { ...named, type: "button", on: { click: press } }, words);
}

async function pressed(node, one, block, ctx, value) {
  if (node.getAttribute("aria-busy")) return;
  if (!(await confirmed(one.confirm))) return;
  node.setAttribute("aria-busy", "true");
  await ctx.act(block.block_id, one.action_id, value);
  node.removeAttribute("aria-busy");
}

function overflow(one, block, ctx) {
  const open = (event) => menu(event.currentTarget, one.options.map((option) => ({
    label: withEmoji(option.text.text),
    about: option.description?.text,
    act: async () => {
      if (option.url && safeUrl(option.url)) window.open(option.url, "_blank", "noopener");
      if (await confirmed(one.confirm)) await ctx.act(block.block_id, one.action_id, option.value);
    },
  })), "More");
  return h("button", {
    type: "button", class: "button icon-only", "aria-label": "More", "aria-haspopup": "menu", "aria-expanded": "false",
    "data-action": one.action_id, on: { click: open },
  }, icon("more"));
}

function iconButton(one, block, ctx) {
  const words = one.accessibility_label ?? one.text?.text ?? one.icon;
  return h("button", {
    type: "button", class: "button small", "data-action": one.action_id, "aria-label": words,
    on: { click: (event) => pressed(event.currentTarget, one, block, ctx, one.value) },
  }, icon(one.icon === "trash" ? "close" : "bolt"), one.text?.text ?? words);
}

function feedback(one, block, ctx) {
  const thumb = (which, picture) => h("button", {
    type: "button", class: "button small feedback", "data-action": one.action_id, "aria-pressed": "false",
    "aria-label": which.accessibility_label ?? which.text.text,
    on: {
      click: async (event) => {
        const node = event.currentTarget;
        for (const other of node.parentNode.children) other.setAttribute("aria-pressed", String(other === node));
        await pressed(node, one, block, ctx, which.value);
      },
    },
  }, icon(picture), which.text.text);
  return h("div", { class: "feedback-pair", role: "group", "aria-label": "Was this good?" },
    thumb(one.positive_button, "good"), thumb(one.negative_button, "bad"));
}
