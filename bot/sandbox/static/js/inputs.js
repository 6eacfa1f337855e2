// The controls: each gives {node, value(), restore(value), problem(), mark(wrong), focus()}.
// Values are what the server takes: texts, ISO dates, unix seconds, option values or ids; null when empty.
import { h, freshId } from "./dom.js";
import { localFromUnix, unixFromLocal } from "./dates.js";
import { textObject } from "./mrkdwn.js";
import { plainOf, richFrom } from "./richtext.js";
import { select } from "./select.js";

/** The control of one element. `env`: id, labelledBy, describedBy, label, required, held, changed(), and the block's context. */
export function control(one, env) {
  if (one.type.endsWith("_select")) return select(one, env);
  return (MAKE[one.type] ?? unknown)(one, env);
}

const shared = (env) => ({
  id: env.id ?? freshId("input"),
  "aria-label": env.labelledBy ? null : env.label,
  "aria-describedby": env.describedBy,
  "aria-required": env.required ? "true" : null,
});

function field(node, env, { read = (text) => text, write = (value) => value ?? "", problem = () => "", start }) {
  node.value = write(start);
  return {
    node,
    value: () => (node.value.trim() ? read(node.value) : null),
    restore: (value) => { node.value = write(value); node.dispatchEvent(new Event("restore")); },
    problem: () => (node.validity?.badInput ? "That is not complete." : problem(node.value)),
    mark: (wrong) => node.setAttribute("aria-invalid", String(wrong)),
    focus: () => node.focus(),
  };
}

const heldOr = (env, key, initial) => (env.held && key in env.held ? env.held[key] : initial);

function text(one, env, { type = "text", check = () => "" } = {}) {
  const most = one.max_length ?? 3000;
  const least = one.min_length ?? 0;
  const props = {
    ...shared(env), class: "field", placeholder: one.placeholder?.text, "data-action": one.action_id,
    autocomplete: "off", spellcheck: type === "text" ? "true" : "false",
  };
  const node = one.multiline ? h("textarea", { ...props, rows: 4 }) : h("input", { ...props, type });
  const count = h("span", { class: "count", "aria-live": "polite" });
  const grow = () => {
    if (one.multiline) {
      node.style.height = "auto";
      if (node.scrollHeight) node.style.height = `${Math.min(node.scrollHeight + 2, 340)}px`;
    }
    const left = most - node.value.length;
    count.textContent = left <= 100 && left < most / 2 ? String(left) : "";
    count.classList.toggle("over", left < 0);
  };
  const begins = (one.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]);
  node.addEventListener("input", () => { grow(); if (!env.block?.dispatch_action || begins.includes("on_character_entered")) env.changed?.(); });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || one.multiline || !env.block?.dispatch_action) return;
    event.preventDefault();
    if (begins.includes("on_enter_pressed")) env.changed?.();
  });
  node.addEventListener("restore", grow);
  requestAnimationFrame(grow);
  const made = field(node, env, {
    start: heldOr(env, "value", one.initial_value),
    problem: (value) => {
      if (!value.trim()) return "";
      if (value.length > most) return `That is ${value.length - most} characters too long; ${most} fit.`;
      if (value.length < least) return `Please write at least ${least} characters.`;
      return check(value);
    },
  });
  return { ...made, node: h("div", { class: "field-wrap" }, node, count) };
}

function number(one, env) {
  const node = h("input", {
    ...shared(env), class: "field", type: "text", inputmode: one.is_decimal_allowed ? "decimal" : "numeric",
    placeholder: one.placeholder?.text, autocomplete: "off", "data-action": one.action_id, on: { input: env.changed },
  });
  const problem = (value) => {
    if (!value.trim()) return "";
    if (!/^-?\d+(\.\d+)?$/.test(value.trim())) return "Please enter a number, such as 1200.";
    const amount = Number(value);
    if (!one.is_decimal_allowed && !Number.isInteger(amount)) return "Please enter a whole number.";
    if (one.min_value !== undefined && amount < Number(one.min_value)) return `It starts at ${one.min_value}.`;
    if (one.max_value !== undefined && amount > Number(one.max_value)) return `It ends at ${one.max_value}.`;
    return "";
  };
  return field(node, env, { start: heldOr(env, "value", one.initial_value), read: (value) => value.trim(), problem });
}

function picker(type, key, initial, { read = (value) => value, write = (value) => value ?? "" } = {}) {
  return (one, env) => {
    const node = h("input", { ...shared(env), class: `field ${type}`, type, "data-action": one.action_id, on: { change: env.changed } });
    return field(node, env, { start: heldOr(env, key, one[initial]), read, write });
  };
}

function choices(type) {
  return (one, env) => {
    const name = freshId("choice");
    const many = type === "checkbox";
    const start = many
      ? heldOr(env, "selected_options", one.initial_options) ?? []
      : [heldOr(env, "selected_option", one.initial_option)].filter(Boolean);
    const boxes = one.options.map((option) => h("input", { type, name, value: option.value, class: "tick", "data-action": one.action_id, on: { change: env.changed } }));
    const restore = (values) => {
      const wanted = many ? values ?? [] : [values];
      for (const box of boxes) box.checked = wanted.includes(box.value);
    };
    restore(many ? start.map((option) => option.value) : start[0]?.value);
    const node = h("div", { class: "choices", role: env.labelledBy ? null : type === "radio" ? "radiogroup" : "group", "aria-label": env.labelledBy ? null : env.label, "aria-describedby": env.describedBy },
      ...one.options.map((option, at) => h("label", { class: "choice" }, boxes[at],
        h("span", {}, ...textObject(option.text), option.description ? h("small", {}, ...textObject(option.description)) : null))));
    const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
    return {
      node, restore,
      value: () => (many ? chosen() : chosen()[0] ?? null),
      problem: () => "",
      mark: (wrong) => boxes.forEach((box) => box.setAttribute("aria-invalid", String(wrong))),
      focus: () => (boxes.find((box) => box.checked) ?? boxes[0]).focus(),
    };
  };
}

function rich(one, env) {
  const made = text({ ...one, multiline: true, initial_value: undefined }, { ...env, held: undefined });
  made.restore(plainOf(heldOr(env, "rich_text_value", one.initial_value)));
  const hint = h("p", { class: "hint" }, "*bold*, _italic_, ~struck~, `code`, > quotes and - lists become formatted.");
  const typed = made.value;
  return {
    ...made,
    node: h("div", {}, made.node, hint),
    value: () => (typed() ? richFrom(typed()) : null),
    restore: (value) => made.restore(typeof value === "string" ? value : plainOf(value)),
  };
}

const unknown = (one) => ({
  node: h("p", { class: "unknown" }, `The sandbox has no ${one.type}.`),
  value: () => null, restore: () => {}, problem: () => "", mark: () => {}, focus: () => {},
});

const isEmail = (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? "" : "Please enter an e-mail address, such as ana@company.com.");
const isUrl = (value) => (/^https?:\/\/\S+$/.test(value.trim()) ? "" : "Please enter a link that begins with https://.");

const MAKE = {
  plain_text_input: text,
  email_text_input: (one, env) => text(one, env, { type: "email", check: isEmail }),
  url_text_input: (one, env) => text(one, env, { type: "url", check: isUrl }),
  number_input: number,
  rich_text_input: rich,
  datepicker: picker("date", "selected_date", "initial_date"),
  timepicker: picker("time", "selected_time", "initial_time"),
  datetimepicker: picker("datetime-local", "selected_date_time", "initial_date_time", {
    read: (value) => unixFromLocal(value),
    write: (value) => (value ? localFromUnix(value) : ""),
  }),
  radio_buttons: choices("radio"),
  checkboxes: choices("checkbox"),
};
