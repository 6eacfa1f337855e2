// The open conversation: messages by day, the newest in sight, what changed drawn anew and nothing else.
import { content } from "./blocks/index.js";
import { dayKey, dayName, longMoment, momentOf, time } from "./dates.js";
import { deed } from "./deeds.js";
import { announce, h, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { spoken } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { conversation, emit, isDm, markRead, on, personName, store, unread } from "./store.js";

const OWN_DOING = 2500; // ms in which what arrives is taken for the answer to what one did
const TOGETHER = 300; // seconds within which one person's messages stand under one name

let drawn = new Map(); // ts → {record, head, node}
let dividers = new Map();
let list = null;
let newFrom = null;
let pinned = true; // whether the newest is to stay in sight
let watcher = null;
let pill = null; // says that something new stands below
let acted = 0;
let measured = "";
let shownFor = ""; // the person and conversation on show

export function startMessages() {
  on("doing done", () => { acted = Date.now(); });
  on("all", () => { if (list?.isConnected && shownFor === place()) draw(); });
  on("messages", ({ channel, isNew, message }) => {
    if (channel !== store.here || store.tab !== "messages") return;
    const stuck = atEnd();
    draw();
    if (isNew) arrived(message, stuck);
  });
}

const place = () => `${store.me} ${store.here}`;

/** Draws the conversation into `parent`, unless it stands there already. */
export function showMessages(parent) {
  if (list?.isConnected && shownFor === place()) return;
  shownFor = place();
  drawn = new Map();
  dividers = new Map();
  const waiting = unread(store.me, store.here);
  newFrom = waiting ? store.others[store.here].newest.filter((one) => one.user !== store.me).at(-waiting)?.ts : null;
  list = h("ol", { class: "messages", "aria-label": "Messages" });
  watcher?.disconnect();
  const pane = h("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": "Conversation" }, list);
  pill = h("button", { type: "button", class: "new-below", hidden: true, on: { click: () => { pane.scrollTop = pane.scrollHeight; } } }, icon("down"), "Something new below");
  parent.replaceChildren(pane, pill);
  draw();
  pane.scrollTop = pane.scrollHeight;
  pinned = true;
  pane.addEventListener("scroll", () => {
    if (size() !== measured) return; // it was the layout that moved, not the reader
    pinned = atEnd();
    if (pinned) pill.hidden = true;
  });
  // A picture that arrives late, or a form that grows, does not push the newest words out of sight.
  watcher = new ResizeObserver(() => {
    measured = size();
    if (pinned) pane.scrollTop = pane.scrollHeight;
  });
  watcher.observe(list);
  watcher.observe(pane);
  const first = newFrom && drawn.get(newFrom)?.node;
  if (first && first.offsetTop < pane.scrollTop) {
    pinned = false;
    pane.scrollTop = first.offsetTop - 44;
  }
}

const size = () => `${scroller().scrollHeight} ${scroller().clientHeight}`;
const scroller = () => list.parentElement;
const atEnd = () => scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight < 120;

function arrived(message, stuck) {
  if (message.user !== store.me) announce(`${personName(message.user ?? store.bot.id)}: ${spoken(message.text)}`);
  if (!stuck && Date.now() - acted > OWN_DOING) { pill.hidden = false; return; }
  const { node } = drawn.get(message.ts);
  const pane = scroller();
  pinned = node.offsetHeight <= pane.clientHeight;
  pane.scrollTop = pinned ? pane.scrollHeight : node.offsetTop - 8;
}

function everything() {
  const here = [...(store.messages.get(store.here)?.values() ?? [])];
  const mine = [...store.ephemerals.values()].filter((one) => one.channel === store.here);
  return [...here, ...mine].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

function draw() {
  const wanted = [];
  const kept = new Map();
  let before = null;
  for (const record of everything()) {
    const at = momentOf(record.ts);
    const day = dayKey(at);
    const newDay = !before || dayKey(momentOf(before.ts)) !== day;
    if (newDay) wanted.push(divider(day, () => dayName(at)));
    if (record.ts === newFrom) wanted.push(divider("new", () => "New"));
    const head = newDay || record.ts === newFrom || authorOf(record) !== authorOf(before) || Boolean(record.ephemeral) !== Boolean(before.ephemeral)
      || Number(record.ts) - Number(before.ts) > TOGETHER;
    const there = drawn.get(record.ts);
    const entry = there?.record === record && there.head === head ? there : { record, head, node: messageNode(record, head) };
    kept.set(record.ts, entry);
    wanted.push(entry.node);
    before = record;
  }
  if (!wanted.length) wanted.push(empty());
  drawn = kept;
  reconcile(list, wanted);
  if (!document.hidden) markRead();
  emit("drawn");
}

const authorOf = (record) => record.user ?? store.bot.id;

function divider(key, words) {
  if (!dividers.has(key)) dividers.set(key, h("li", { class: key === "new" ? "divider fresh" : "divider" }, h("span", {}, words())));
  return dividers.get(key);
}

function messageNode(record, head) {
  const author = store.people.get(authorOf(record));
  const at = momentOf(record.ts);
  const where = { channel: record.channel, ts: record.ts };
  const ctx = {
    place: where, typed: {},
    act: (block_id, action_id, value) => deed("click", { place: where, block_id, action_id, value }),
  };
  const stamp = h("time", { datetime: at.toISOString(), title: longMoment(at) }, time(at));
  return h("li", { class: `message${record.ephemeral ? " ephemeral" : ""}${head ? "" : " follows"}${author?.bot ? " by-bot" : ""}`, "data-ts": record.ts },
    head ? avatar(author) : h("span", { class: "gutter" }, stamp.cloneNode(true)),
    h("div", { class: "message-body" },
      head ? h("div", { class: "byline" }, h("strong", {}, author?.name ?? "Somebody"), author?.bot ? h("span", { class: "tag" }, "bot") : null, stamp)
        : h("span", { class: "unseen" }, `${author?.name ?? "Somebody"}, ${time(at)}`),
      ...content(record, ctx),
      record.ephemeral ? onlyYou(record) : null),
    record.ephemeral ? null : more(record));
}

function onlyYou(record) {
  return h("p", { class: "only-you" }, icon("eye"), "Only visible to you",
    h("button", { type: "button", class: "link-button", on: { click: () => deed("dismiss", { ts: record.ts }) } }, "Dismiss"));
}

function more(record) {
  const items = () => [
    ...store.shortcuts.filter((one) => one.kind === "message").map((one) => ({
      label: one.name, about: one.about, icon: icon("bolt"),
      act: () => deed("message_shortcut", { callback_id: one.callback_id, channel: record.channel, ts: record.ts }),
    })),
    { label: "Copy the text", icon: icon("talk"), act: () => navigator.clipboard.writeText(spoken(record.text)) },
  ];
  return h("div", { class: "message-tools" }, h("button", {
    type: "button", class: "button icon-only small", "aria-label": "More about this message", "aria-haspopup": "menu", "aria-expanded": "false",
    on: { click: (event) => menu(event.currentTarget, items(), "This message") },
  }, icon("more")));
}

function empty() {
  const name = conversation(store.here)?.name;
  const [title, words] = isDm()
    ? ["A quiet desk", "Type / below to see what the bot can do, or wait: it writes when somebody needs you."]
    : [`#${name}`, "Nothing has been said here yet."];
  return h("li", { class: "empty" }, h("h2", {}, title), h("p", {}, words));
}
