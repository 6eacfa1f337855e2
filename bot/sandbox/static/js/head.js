// The head of the open conversation: where we are, and in direct messages the two tabs.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { conversation, isDm, on, store } from "./store.js";

export function startHead({ go, openDrawer }) {
  const node = document.getElementById("place");
  const draw = () => {
    const here = conversation(store.here);
    const bot = store.people.get(store.bot.id);
    const people = here.members.filter((id) => id !== store.bot.id).length;
    node.replaceChildren(
      h("button", { type: "button", class: "button icon-only quiet drawer-button", "aria-label": "People and conversations", on: { click: openDrawer } }, icon("menu")),
      isDm() ? avatar(bot, "small") : h("span", { class: "place-sign" }, icon(here.kind === "private" ? "lock" : "hash")),
      h("div", { class: "place-words" }, h("h1", {}, isDm() ? bot.name : here.name),
        h("p", {}, isDm() ? "Direct messages with the bot" : `${people} ${people === 1 ? "person" : "people"} and the bot`)),
      ...(isDm() ? [tabs()] : []));
  };
  on("all here", draw);

  function tabs() {
    const tab = (name, words) => h("button", {
      type: "button", role: "tab", class: "tab", "aria-selected": String(store.tab === name), tabindex: store.tab === name ? "0" : "-1", "data-tab": name,
      on: { click: () => go(store.here, name) },
    }, words);
    const list = h("div", { class: "tabs", role: "tablist", "aria-label": "The bot’s tabs" }, tab("messages", "Messages"), tab("home", "Home"));
    list.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      go(store.here, store.tab === "home" ? "messages" : "home");
      document.querySelector(`[data-tab="${store.tab}"]`).focus();
    });
    return list;
  }
}
