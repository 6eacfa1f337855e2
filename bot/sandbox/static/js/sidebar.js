// Whom to be, and their conversations, with what each has not read yet.
import { time } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, roleOf } from "./people.js";
import { cast, dm, me, on, store, unread, unreadOf } from "./store.js";

let node = null;
let go = null;
let be = null;

/** `go(channel, tab)` opens a conversation, `be(user)` looks through somebody else's eyes. */
export function startSidebar(actions) {
  ({ go, be } = actions);
  node = document.getElementById("sidebar");
  on("all others read here now", draw);
  node.addEventListener("keydown", arrows);
}

function draw() {
  const focused = document.activeElement?.closest("#sidebar [data-key]")?.dataset.key;
  node.replaceChildren(people(), conversations(), about());
  if (focused) node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  const waiting = unreadOf(store.me);
  document.title = `${waiting ? `(${waiting}) ` : ""}${me().name} · ${store.team}`;
}

function badge(count) {
  return count ? [h("span", { class: "badge", "aria-hidden": "true" }, String(count)), h("span", { class: "unseen" }, `, ${count} unread`)] : [];
}

function people() {
  return h("section", { class: "side-part" }, h("h2", { id: "cast-title" }, "Who are you today?"),
    h("ul", { "aria-labelledby": "cast-title", class: "rows" }, ...cast().map((one) => {
      const mine = one.id === store.me;
      return h("li", {}, h("button", {
        type: "button", class: "row person", "aria-current": mine ? "true" : null, "data-key": one.id, "data-person": one.id,
        title: `${one.name}, ${roleOf(one)}: ${time(store.now, one.tz)} for them`,
        on: { click: () => be(one.id) },
      }, avatar(one, "small"), h("span", { class: "row-words" }, h("span", { class: "row-name" }, one.name), h("span", { class: "row-about" }, roleOf(one))),
      ...(mine ? [icon("check")] : badge(unreadOf(one.id)))));
    })));
}

function conversations() {
  const bot = store.people.get(store.bot.id);
  const direct = dm();
  const channels = store.conversations.filter((one) => one !== direct);
  const rows = [
    row(direct.id, "messages", avatar(bot, "tiny"), bot.name, unread(store.me, direct.id)),
    row(direct.id, "home", icon("home"), "Home", 0),
    ...channels.map((one) => row(one.id, "messages", icon(one.kind === "private" ? "lock" : "hash"), one.name, unread(store.me, one.id))),
  ];
  return h("section", { class: "side-part" }, h("h2", { id: "talks-title" }, "Conversations"), h("ul", { "aria-labelledby": "talks-title", class: "rows" }, ...rows));
}

function row(channel, tab, picture, name, count) {
  const here = store.here === channel && store.tab === tab;
  return h("li", {}, h("button", {
    type: "button", class: count ? "row talk fresh" : "row talk", "aria-current": here ? "page" : null, "data-key": `${channel}-${tab}`, "data-talk": tab === "home" ? "home" : name,
    on: { click: () => go(channel, tab) },
  }, picture, h("span", { class: "row-name" }, name), ...badge(here ? 0 : count)));
}

const about = () => h("p", { class: "side-note" }, "A pretend workspace on this machine. Nobody outside sees anything of it.");

/** Up and down walk through the rows. */
function arrows(event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way) return;
  const rows = [...node.querySelectorAll(".row")];
  const at = rows.indexOf(document.activeElement);
  if (at < 0) return;
  rows[(at + way + rows.length) % rows.length].focus();
  event.preventDefault();
}
