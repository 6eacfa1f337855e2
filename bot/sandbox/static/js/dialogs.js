// Questions before something that cannot be taken back. <dialog> holds the focus and gives it back.
import { freshId, h } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Asks what a confirm object asks. Resolves to whether the person agreed. */
export function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const id = freshId("confirm");
    const answer = (yes) => () => { dialog.close(); resolve(yes); };
    const style = confirm.style === "danger" ? "button danger" : "button primary";
    const no = h("button", { type: "button", class: "button", on: { click: answer(false) } }, confirm.deny?.text ?? "Cancel");
    const dialog = h("dialog", { class: "confirm", "aria-labelledby": id },
      h("h2", { id }, confirm.title?.text ?? "Are you sure?"),
      h("p", {}, ...textObject(confirm.text)),
      h("div", { class: "confirm-buttons" }, no,
        h("button", { type: "button", class: style, on: { click: answer(true) } }, confirm.confirm?.text ?? "Yes")));
    dialog.addEventListener("cancel", () => resolve(false));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  });
}
