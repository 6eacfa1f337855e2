// The message box: slash commands with completion and hints, and the shortcuts.
import { deed } from "./deeds.js";
import { announce, h } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { conversation, emit, isDm, me, on, store } from "./store.js";

let box = null;
let list = null;
let hint = null;
let offers = [];
let active = 0;
const drafts = new Map(); // what was typed and not sent, by person and conversation
let draftKey = "";

export function startComposer() {
  const bar = document.getElementById("composer");
  list = h("ul", { class: "completions", id: "completions", role: "listbox", "aria-label": "Commands", hidden: true });
  hint = h("p", { class: "command-hint", id: "command-hint" });
  box = h("textarea", {
    id: "composer-text", rows: 1, class: "composer-text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": "completions", "aria-describedby": "command-hint", autocomplete: "off",
    on: { input: typed, keydown: keys, blur: () => setTimeout(() => { if (document.activeElement !== box) close(); }, 120) },
  });
  const shortcuts = h("button", {
    type: "button", class: "button icon-only quiet", id: "shortcuts", "aria-label": "Shortcuts", "aria-haspopup": "menu", "aria-expanded": "false", title: "Shortcuts",
    on: { click: (event) => menu(event.currentTarget, shortcutItems(), "Shortcuts") },
  }, icon("bolt"));
  const send = h("button", { type: "button", class: "button icon-only primary", id: "send", "aria-label": "Send", on: { click: submit } }, icon("send"));
  bar.replaceChildren(h("div", { class: "composer" }, list, hint, h("div", { class: "composer-row" }, shortcuts, box, send)));
  on("here all", refresh);
}

function refresh() {
  const key = `${store.me} ${store.here}`;
  if (key !== draftKey) {
    drafts.set(draftKey, box.value);
    draftKey = key;
    box.value = drafts.get(key) ?? "";
    typed();
    close();
  }
  const name = isDm() ? store.people.get(store.bot.id).name : `#${conversation(store.here)?.name}`;
  box.placeholder = isDm() ? `Type / for commands` : `Write to ${name}, or type / for commands`;
  box.setAttribute("aria-label", `Message ${name} as ${me().name}`);
  document.getElementById("composer").hidden = store.tab === "home";
}

function shortcutItems() {
  const global = store.shortcuts.filter((one) => one.kind === "global").map((one) => ({
    label: one.name, about: one.about, icon: icon("bolt"), act: () => deed("shortcut", { callback_id: one.callback_id }),
  }));
  const commands = store.commands.map((one) => ({
    label: one.name, about: one.about, icon: h("span", { class: "slash", "aria-hidden": "true" }, "/"), act: () => put(`${one.name} `),
  }));
  return [{ heading: "Shortcuts" }, ...global, { heading: "Commands" }, ...commands];
}

/** Puts a text into the box, as if it had been typed. */
export function put(text) {
  box.value = text;
  box.focus();
  box.setSelectionRange(text.length, text.length);
  typed();
}

function typed() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
  const { value } = box;
  const command = store.commands.find((one) => value.startsWith(`${one.name} `));
  if (command) {
    const rest = value.slice(command.name.length + 1).toLowerCase();
    offers = command.examples.filter((text) => text.toLowerCase().startsWith(rest) && text.toLowerCase() !== rest)
      .map((text) => ({ value: `${command.name} ${text}`, label: `${command.name} ${text}` }));
  } else if (value.startsWith("/") && !value.includes(" ")) {
    offers = store.commands.filter((one) => one.name.startsWith(value.toLowerCase()))
      .map((one) => ({ value: `${one.name} `, label: one.name, hint: one.hint, about: one.about }));
  } else offers = [];
  const said = store.commands.find((one) => value === one.name || value.startsWith(`${one.name} `));
  hint.replaceChildren(...(said?.hint ? [h("b", {}, said.name), ` ${said.hint}`] : []));
  active = 0;
  draw();
  emit("typed", value);
}

function draw() {
  list.hidden = offers.length === 0;
  box.setAttribute("aria-expanded", String(!list.hidden));
  list.replaceChildren(...offers.map((offer, at) => h("li", {
    id: `completion-${at}`, role: "option", class: at === active ? "completion active" : "completion", "aria-selected": String(at === active),
    on: { pointerdown: (event) => { event.preventDefault(); take(at); } },
  }, h("span", { class: "completion-name" }, offer.label, offer.hint ? h("em", {}, ` ${offer.hint}`) : null), offer.about ? h("small", {}, offer.about) : null)));
  if (offers.length) box.setAttribute("aria-activedescendant", `completion-${active}`);
  else box.removeAttribute("aria-activedescendant");
}

function close() {
  offers = [];
  draw();
}

const take = (at) => put(offers[at].value);

function keys(event) {
  const { key } = event;
  if (offers.length && (key === "ArrowDown" || key === "ArrowUp")) {
    active = (active + (key === "ArrowDown" ? 1 : -1) + offers.length) % offers.length;
    draw();
    event.preventDefault();
  } else if (offers.length && key === "Tab" && !event.shiftKey) {
    take(active);
    event.preventDefault();
  } else if (offers.length && key === "Escape") {
    close();
    event.preventDefault();
  } else if (key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    // A name half typed is completed; a whole command is sent.
    if (offers.length && !box.value.includes(" ") && !store.commands.some((one) => one.name === box.value)) take(active);
    else submit();
  }
}

async function submit() {
  const text = box.value.trim();
  if (!text) return;
  close();
  const slash = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
  if (slash && !store.commands.some((one) => one.name === slash[1])) {
    hint.replaceChildren(h("span", { class: "wrong" }, `${slash[1]} is no command here. Type / to see what there is.`));
    announce(hint.textContent);
    return;
  }
  box.value = "";
  typed();
  close();
  if (slash) await deed("command", { name: slash[1], text: slash[2], channel: store.here });
  else await deed("say", { channel: store.here, text });
}
