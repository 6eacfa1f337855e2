// Every select: one or many, of fixed options, of people and channels, or of what the bot suggests while one types.
import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { place } from "./place.js";
import { sourceOf } from "./options.js";

const WAIT = 150; // ms without a key before the bot is asked

/** A combobox. Its value is an option's value, an id, or the whole option where the bot suggested it; a list where many. */
export function select(one, env) {
  const many = one.type.startsWith("multi_");
  const source = sourceOf(one, env);
  const most = many ? one.max_selected_items ?? Infinity : 1;
  const listId = freshId("list");
  let chosen = source.start(env.held);
  let shown = [];
  let active = -1;
  let asked = 0;
  let typed = Promise.resolve(); // done when what was typed last has its options on show

  const box = h("input", {
    id: env.id ?? freshId("input"), class: "select-box", role: "combobox", type: "text", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", "data-action": one.action_id,
    "aria-label": env.labelledBy ? null : env.label, "aria-describedby": env.describedBy,
    "aria-required": env.required ? "true" : null,
  });
  const chips = h("span", { class: "chips" });
  const clear = h("button", { type: "button", class: "select-clear", "aria-label": "Clear", tabindex: "-1", on: { click: () => { take([]); box.focus(); } } }, icon("close"));
  const list = h("ul", { class: "options", id: listId, role: "listbox", popover: "manual", "aria-label": env.label });
  const node = h("div", { class: many ? "select many" : "select" }, chips, box, clear, icon("down"));

  const isOpen = () => list.isConnected;
  const keyOf = (option) => option?.value;
  const has = (option) => chosen.some((other) => keyOf(other) === keyOf(option));

  function draw() {
    chips.replaceChildren(...(many ? chosen.map((option) => h("span", { class: "chip" }, option.label,
      h("button", { type: "button", "aria-label": `Remove ${option.label}`, on: { click: () => take(chosen.filter((other) => other !== option)) } }, icon("close")))) : []));
    if (!many) box.value = chosen[0]?.label ?? "";
    box.placeholder = chosen.length ? "" : one.placeholder?.text ?? "Choose";
    clear.hidden = many || !chosen.length || env.required;
  }

  function take(options, silently = false) {
    chosen = options.slice(0, most);
    draw();
    if (!silently) env.changed?.();
  }

  async function open(query = "") {
    const mine = ++asked;
    if (!isOpen()) {
      (node.closest("dialog") ?? document.body).append(list);
      list.showPopover();
      box.setAttribute("aria-expanded", "true");
      document.addEventListener("pointerdown", outside, true);
      addEventListener("scroll", follow, true);
    }
    if (source.slow && query.length < source.shortest) {
      return show([], source.shortest ? `Type ${source.shortest === 1 ? "a letter" : `${source.shortest} letters`} to search.` : "");
    }
    if (source.slow) show([], "Asking …");
    const found = await source.find(query);
    if (mine === asked && isOpen()) show(found, found.length ? "" : "Nothing found.");
  }

  function show(options, note) {
    shown = options;
    active = many ? (options.length ? 0 : -1) : Math.max(options.findIndex(has), options.length ? 0 : -1);
    const rows = [];
    options.forEach((option, at) => {
      if (option.group && option.group !== options[at - 1]?.group) rows.push(h("li", { class: "option-group", role: "presentation" }, option.group));
      rows.push(h("li", { id: `${listId}-${at}`, role: "option", class: "option", "aria-selected": String(has(option)), on: { pointerdown: (event) => { event.preventDefault(); pick(at); } } },
        h("span", {}, option.label, option.about ? h("small", {}, option.about) : null), has(option) ? icon("check") : null));
    });
    list.replaceChildren(...rows, ...(note ? [h("li", { class: "option-note", role: "presentation" }, note)] : []));
    place(list, node, { wide: true });
    light();
  }

  function light() {
    for (const row of list.querySelectorAll(".option")) row.classList.toggle("active", row.id === `${listId}-${active}`);
    const row = document.getElementById(`${listId}-${active}`);
    row?.scrollIntoView({ block: "nearest" });
    if (row) box.setAttribute("aria-activedescendant", row.id);
    else box.removeAttribute("aria-activedescendant");
  }

  function pick(at) {
    const option = shown[at];
    if (!option) return;
    if (!many) { close(); take([option]); return; }
    box.value = "";
    take(has(option) ? chosen.filter((other) => keyOf(other) !== keyOf(option)) : [...chosen, option]);
    if (chosen.length >= most) close(); else open("");
  }

  function close() {
    if (!isOpen()) return;
    asked++;
    list.remove();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    document.removeEventListener("pointerdown", outside, true);
    removeEventListener("scroll", follow, true);
    if (many) box.value = ""; else draw();
  }
  const outside = (event) => { if (!node.contains(event.target) && !list.contains(event.target)) close(); };
  const follow = (event) => { if (!list.contains(event.target)) node.isConnected ? place(list, node, { wide: true }) : close(); };

  box.addEventListener("pointerdown", () => { if (!isOpen()) { box.focus(); box.select(); open(); } });
  box.addEventListener("input", () => {
    const query = box.value;
    const pause = source.slow ? new Promise((resolve) => setTimeout(resolve, WAIT)) : Promise.resolve();
    typed = pause.then(() => (box.value === query ? open(query) : null));
    if (!query && !many && !env.required && chosen.length) take([]);
  });
  box.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== box) close(); }, 100));
  box.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) { open(); return; }
      if (shown.length) active = (active + (key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length;
      light();
    } else if (key === "Enter") {
      event.preventDefault();
      if (isOpen()) typed.then(() => pick(active)); else open();
    } else if (key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (key === "Backspace" && many && !box.value && chosen.length) take(chosen.slice(0, -1));
  });
  node.addEventListener("click", (event) => { if (event.target === node || event.target.closest(".icon-down")) { box.focus(); open(); } });
  draw();

  const values = () => chosen.map((option) => (source.slow ? option.whole : option.value));
  return {
    node,
    value: () => (many ? values() : values()[0] ?? null),
    restore: (value) => take(source.restore(value), true),
    problem: () => (many && chosen.length > most ? `At most ${most}.` : ""),
    mark: (wrong) => box.setAttribute("aria-invalid", String(wrong)),
    focus: () => box.focus(),
  };
}
