// An input block: label, control, hint, and what is wrong with what was entered.
import { confirmed } from "../dialogs.js";
import { freshId, h } from "../dom.js";
import { control } from "../inputs.js";

const GROUPS = ["radio_buttons", "checkboxes"];

export function input(block, ctx) {
  const { element: one } = block;
  const ids = { label: freshId("label"), input: freshId("input"), hint: freshId("hint"), error: freshId("error") };
  const grouped = GROUPS.includes(one.type);
  const error = h("p", { class: "field-error", id: ids.error, role: "alert" });
  const made = control(one, {
    ...ctx, block, id: ids.input, labelledBy: ids.label,
    label: block.label.text,
    describedBy: block.hint ? `${ids.hint} ${ids.error}` : ids.error,
    required: !block.optional,
    held: ctx.typed?.[block.block_id]?.[one.action_id],
    changed: async () => {
      if (error.textContent) say("");
      if (block.dispatch_action && (await confirmed(one.confirm))) await ctx.act(block.block_id, one.action_id, made.value());
    },
  });
  const label = [block.label.text, block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  const node = h("div", { class: `b-input input-${one.type}`, role: grouped ? "group" : null, "aria-labelledby": grouped ? ids.label : null },
    grouped ? h("span", { class: "label", id: ids.label }, ...label) : h("label", { class: "label", id: ids.label, for: ids.input }, ...label),
    made.node,
    block.hint ? h("p", { class: "hint", id: ids.hint }, block.hint.text) : null,
    error);

  function say(what) {
    error.textContent = what;
    node.classList.toggle("wrong", Boolean(what));
    made.mark(Boolean(what));
  }
  ctx.form?.add({
    blockId: block.block_id, actionId: one.action_id, kind: one.type, optional: Boolean(block.optional), wantsFocus: Boolean(one.focus_on_load),
    value: made.value, restore: made.restore, focus: made.focus, problem: made.problem, say, node,
  });
  return node;
}
