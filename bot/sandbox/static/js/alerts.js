// What must not be missed: refusals of the pretend Slack in red, what time travel brought, a lost connection.
import { announce, h } from "./dom.js";
import { icon } from "./icons.js";
import { on } from "./store.js";

const MOST = 3;
const CALM = 9000; // ms that good news stay

export function startAlerts() {
  const node = document.getElementById("alerts");
  let offline = null;

  function add(kind, picture, ...words) {
    const entry = h("div", { class: `note ${kind}`, role: kind === "red" ? "alert" : "status" }, icon(picture), h("div", { class: "note-words" }, ...words),
      h("button", { type: "button", class: "button icon-only quiet small", "aria-label": "Dismiss", on: { click: () => entry.remove() } }, icon("close")));
    node.prepend(entry);
    while (node.children.length > MOST) node.lastElementChild.remove();
    return entry;
  }

  on("refused", ({ method, error, detail, injected }) => {
    add("red", "warn", h("b", {}, injected ? "Slack was told to fail: " : "Slack refused "), h("code", {}, method), ` with `, h("code", {}, error),
      detail ? h("span", { class: "note-detail" }, detail) : null);
  });
  on("problem", (words) => add("red", "warn", words));
  on("travelled", (said) => {
    const entry = add("gold", "calendar", said);
    announce(said);
    setTimeout(() => entry.remove(), CALM);
  });
  on("connection", (up) => {
    if (up) { offline?.remove(); offline = null; }
    else offline ??= add("red", "warn", "The sandbox does not answer; trying again.");
  });
}
