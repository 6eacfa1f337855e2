// The modal on top of the person's stack. <dialog> keeps the focus inside and makes the rest inert.
import { blocks } from "./blocks/index.js";
import { deed } from "./deeds.js";
import { announce, freshId, h } from "./dom.js";
import { form } from "./form.js";
import { icon } from "./icons.js";
import { emit, on, store } from "./store.js";

let dialog = null;
let shown = null; // {id, hash, form}
let opener = null;

export function startModal() {
  on("views all", draw);
}

const top = () => store.views.at(-1);

function draw() {
  const view = top();
  if (!view) { shut(); return; }
  if (shown && shown.id === view.id && shown.hash === view.hash && shown.me === store.me) return;
  const before = shown?.id === view.id ? shown : null;
  const typed = before?.form.typed();
  const focused = before?.form.holding(document.activeElement)?.blockId;
  if (!dialog) open();
  const made = form();
  shown = { id: view.id, hash: view.hash, form: made, me: store.me };
  const titleId = freshId("title");
  dialog.setAttribute("aria-labelledby", titleId);
  const ctx = {
    place: { view_id: view.id },
    form: made,
    typed: view.typed,
    act: (block_id, action_id, value) => deed("click", { place: { view_id: view.id }, block_id, action_id, value, values: made.values() }),
  };
  const parts = blocks(view.blocks, ctx);
  const scrolled = before ? dialog.querySelector(".modal-body").scrollTop : 0;
  dialog.replaceChildren(head(view, titleId), body(view, parts), foot(view, made));
  if (typed) made.restore(typed);
  dialog.querySelector(".modal-body").scrollTop = scrolled;
  const target = focused ? made.field(focused) : made.first();
  (target ?? { focus: () => dialog.querySelector(".modal-foot button, .modal-head button").focus() }).focus();
  if (!before) announce(view.title.text);
  emit("drawn");
}

function open() {
  opener = document.activeElement;
  dialog = h("dialog", { class: "modal" });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave(false);
  });
  document.body.append(dialog);
  dialog.showModal();
}

function shut() {
  if (!dialog) return;
  dialog.close();
  dialog.remove();
  dialog = shown = null;
  (opener?.isConnected ? opener : document.getElementById("composer-text"))?.focus({ preventScroll: true });
  emit("drawn");
}

const leave = (whole) => deed("close", { whole });

function head(view, titleId) {
  const back = store.views.length > 1
    ? h("button", { type: "button", class: "button icon-only quiet", "aria-label": "Back", on: { click: () => leave(false) } }, icon("back"))
    : null;
  return h("header", { class: "modal-head" }, back, h("h2", { id: titleId }, view.title.text),
    h("button", { type: "button", class: "button icon-only quiet", "aria-label": "Close", on: { click: () => leave(true) } }, icon("close")));
}

function body(view, parts) {
  return h("form", {
    class: "modal-body", id: `form-${view.id}`, novalidate: true, "data-callback": view.callback_id,
    on: { submit: (event) => { event.preventDefault(); send(view); } },
  }, h("div", { class: "tour-slot" }), ...parts, h("p", { class: "form-problem", role: "alert" }));
}

function foot(view) {
  const submit = view.submit
    ? h("button", { type: "submit", form: `form-${view.id}`, class: "button primary", id: "modal-submit" }, view.submit.text)
    : null;
  return h("footer", { class: "modal-foot" },
    h("button", { type: "button", class: "button", on: { click: () => leave(false) } }, view.close?.text ?? (submit ? "Cancel" : "Close")), submit);
}

async function send(view) {
  const { form: made } = shown;
  const button = dialog.querySelector("#modal-submit");
  if (!button || button.getAttribute("aria-busy") || !made.check()) return;
  const problem = dialog.querySelector(".form-problem");
  problem.textContent = "";
  button.setAttribute("aria-busy", "true");
  const told = await deed("submit", { view_id: view.id, callback_id: view.callback_id, values: made.values() });
  button.removeAttribute("aria-busy");
  if (!told || !dialog) return;
  if (told.refused) problem.textContent = `Slack could not take the bot’s answer (${told.refused}). Your form is still here.`;
  else if (Object.keys(told.errors ?? {}).length) made.show(told.errors);
}
