// Behind the curtain: what was sent to the bot and its answer, what the bot asked of Slack, the outbox, the audit trail.
import { NotDone, get } from "./api.js";
import { shortDate, time } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { emit, on, personName, store } from "./store.js";

const SOON = 250; // ms: a burst of changes is one question
const TABS = [["sent", "Front door"], ["calls", "Web API"], ["slots", "Outbox"], ["history", "Audit trail"]];
const WORDS = {
  sent: ["Signed requests to the bot, newest first.", "Nothing was sent yet. Type a command or press a button."],
  calls: ["What the bot asked of the pretend Slack.", "The bot has asked for nothing yet."],
  slots: ["A message is a view of state: what it should show, and what was sent.", "The outbox is empty."],
  history: ["What happened to this person’s newest request.", "No request of this person is open. Ask for a reference, or be somebody who did."],
};

let node = null;
let tab = "sent";
let timer = 0;
let told = null;
const opened = new Set(); // the entries whose bodies are shown

export const isCurtainOpen = () => !node.hidden;

export function startCurtain() {
  node = document.getElementById("curtain");
  on("all done messages called refused now", () => {
    if (!isCurtainOpen()) return;
    clearTimeout(timer);
    timer = setTimeout(read, SOON);
  });
  node.addEventListener("keydown", (event) => { if (event.key === "Escape") toggleCurtain(); });
}

export function toggleCurtain() {
  node.hidden = !node.hidden;
  document.getElementById("app").classList.toggle("with-curtain", !node.hidden);
  emit("curtain");
  if (node.hidden) { document.getElementById("curtain-toggle").focus(); return; }
  draw();
  read();
  node.querySelector("[aria-selected=true]").focus();
}

async function read() {
  try {
    told = await get("/curtain", { as: store.me });
    draw();
  } catch (error) {
    if (!(error instanceof NotDone || error instanceof TypeError)) throw error;
    emit("problem", "Behind the curtain there is nothing to read just now.");
  }
}

function draw() {
  const focused = document.activeElement?.closest("#curtain [data-key]")?.dataset.key;
  const at = node.querySelector(".curtain-body")?.scrollTop ?? 0;
  const rows = told?.[tab] ?? [];
  const [about, none] = WORDS[tab];
  node.replaceChildren(
    h("header", { class: "curtain-head" }, h("h2", {}, "Behind the curtain"),
      h("button", { type: "button", class: "button icon-only quiet", "aria-label": "Close", "data-key": "close", on: { click: toggleCurtain } }, icon("close"))),
    h("div", { class: "tabs", role: "tablist", "aria-label": "Behind the curtain", on: { keydown: arrows } }, ...TABS.map(([name, words]) => h("button", {
      type: "button", role: "tab", class: "tab", "aria-selected": String(tab === name), tabindex: tab === name ? "0" : "-1", "data-key": name, "data-curtain": name,
      on: { click: () => choose(name) },
    }, words))),
    h("div", { class: "curtain-body", role: "tabpanel", tabindex: "0", "aria-label": TABS.find(([name]) => name === tab)[1] },
      h("p", { class: "curtain-about" }, about), rows.length ? h("ol", { class: "entries" }, ...rows.map(ROWS[tab])) : h("p", { class: "curtain-none" }, told ? none : "")));
  node.querySelector(".curtain-body").scrollTop = at;
  if (focused) node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function choose(name) {
  tab = name;
  draw();
  node.querySelector(`[data-key="${name}"]`).focus();
}

function arrows(event) {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (way) choose(TABS[(TABS.findIndex(([name]) => name === tab) + way + TABS.length) % TABS.length][0]);
}

const ms = (value) => h("span", { class: value > 1000 ? "ms slow" : "ms" }, `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`);
const wall = (at) => time(new Date(at * 1000));

const ROWS = {
  sent: (one) => {
    const key = `sent-${one.number}`;
    const details = h("details", { open: opened.has(key), on: { toggle: (event) => (event.target.open ? opened.add(key) : opened.delete(key)) } },
      h("summary", { "data-key": key }, h("span", { class: "entry-name" }, one.what), h("span", { class: one.refused ? "status bad" : "status" }, one.refused || one.status), ms(one.ms),
        h("small", {}, `${personName(one.who)}, ${wall(one.at)}`)),
      h("h3", {}, "Sent"), h("pre", { tabindex: "0" }, one.sent), h("h3", {}, "Answered"), h("pre", { tabindex: "0" }, one.answer || "(empty)"));
    return h("li", { class: "entry" }, details);
  },
  calls: (one) => h("li", { class: "entry plain" }, h("span", { class: "entry-name" }, one.method), h("span", { class: one.ok ? "status" : "status bad" }, one.ok ? "ok" : one.error), ms(one.ms),
    h("small", {}, `${one.channel ? `${where(one.channel)}, ` : ""}${wall(one.at)}`)),
  slots: (one) => h("li", { class: "entry plain" }, h("span", { class: "entry-name" }, one.subject),
    h("span", { class: one.parked ? "status bad" : "status" }, one.parked || (one.sent === one.wanted ? `sent, version ${one.sent}` : `version ${one.wanted} due, ${one.sent || 0} sent`)),
    h("small", {}, [`to ${personName(one.audience)}`, one.due && one.sent !== one.wanted && !one.parked ? `due ${moment(one.due)}` : "", one.tries ? `${one.tries} tries` : ""].filter(Boolean).join(", "))),
  history: (one) => h("li", { class: "entry trail" }, h("span", { class: "entry-name" }, one.what), h("small", {}, `${personName(one.actor)}, ${moment(one.at)}`)),
};

const where = (id) => {
  const known = store.channels.find((one) => one.id === id);
  if (known) return `#${known.name}`;
  const members = store.others[id]?.members ?? [id];
  return personName(members.find((one) => one !== store.bot.id) ?? id);
};
const moment = (iso) => (Number.isNaN(Date.parse(iso)) ? String(iso) : `${shortDate(new Date(iso))}, ${time(new Date(iso))}`);
