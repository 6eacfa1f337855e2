// The bot's Home tab, as it published it for this person.
import { blocks } from "./blocks/index.js";
import { deed } from "./deeds.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { emit, on, store } from "./store.js";

let parent = null;

export function startHome() {
  on("home", () => { if (store.tab === "home" && parent?.isConnected) draw(); });
}

/** Opens the tab: the bot hears of it and may publish anew. */
export function showHome(into) {
  parent = into;
  draw();
  deed("home", { tab: "home" });
}

function draw() {
  const view = store.home;
  if (!view) {
    parent.replaceChildren(h("div", { class: "scroller" }, h("div", { class: "empty" }, icon("home"),
      h("h2", {}, "Nothing here yet"), h("p", {}, "The bot has not laid out a page for you. What it has to say, it says in Messages."))));
    return;
  }
  const at = parent.querySelector(".scroller")?.scrollTop ?? 0;
  const place = { view_id: view.id };
  const ctx = { place, typed: view.typed, act: (block_id, action_id, value) => deed("click", { place, block_id, action_id, value }) };
  const pane = h("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": "Home" }, h("div", { class: "home" }, ...blocks(view.blocks, ctx)));
  parent.replaceChildren(pane);
  pane.scrollTop = at;
  emit("drawn");
}
