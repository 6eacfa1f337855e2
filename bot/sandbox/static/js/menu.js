// Small menus that open from a button: arrow keys move, Escape closes, focus goes back to the button.
import { h } from "./dom.js";
import { place } from "./place.js";

let close = null;

/** Opens a menu under `trigger`. Items: {label, about, icon, act} or {heading}. A second press closes it. */
export function menu(trigger, items, label) {
  const again = close?.trigger === trigger;
  close?.();
  if (again) return;
  const list = h("div", { class: "menu", role: "menu", "aria-label": label, popover: "manual" },
    ...items.map((item) => item.heading ? h("div", { class: "menu-heading", role: "presentation" }, item.heading) : entry(item)));
  (trigger.closest("dialog") ?? document.body).append(list);
  trigger.setAttribute("aria-expanded", "true");
  list.showPopover();
  place(list, trigger);
  const entries = [...list.querySelectorAll("[role=menuitem]")];

  const shut = (refocus) => {
    list.remove();
    trigger.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    close = null;
    if (refocus) trigger.focus();
  };
  const outside = (event) => { if (!list.contains(event.target) && !trigger.contains(event.target)) shut(false); };
  document.addEventListener("pointerdown", outside, true);
  close = () => shut(false);
  close.trigger = trigger;

  list.addEventListener("keydown", (event) => {
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to !== undefined) {
      entries.at(to % entries.length)?.focus();
      event.preventDefault();
    } else if (event.key === "Escape" || event.key === "Tab") {
      shut(true);
      event.preventDefault();
      event.stopPropagation();
    }
  });
  entries[0]?.focus();

  function entry({ label: words, about, icon: picture, act, checked }) {
    return h("button", {
      type: "button", role: "menuitem", tabindex: "-1", class: checked ? "menu-item chosen" : "menu-item",
      on: { click: () => { shut(true); act(); } },
    }, picture, h("span", { class: "menu-words" }, words, about ? h("small", {}, about) : null));
  }
}
