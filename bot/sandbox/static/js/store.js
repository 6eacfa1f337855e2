// What the person in front of the page sees, kept up to date; everything that draws listens here.

const listeners = new Map();
let refusedUpTo = 0;
let ahead = 0; // ms by which the program's clock is ahead of this machine's

export const store = {
  me: "", // whose eyes we look through
  here: "", // the open conversation
  tab: "messages", // or "home", in the direct messages with the bot
  /** The program's present moment, which runs on by itself. */
  get now() { return new Date(Date.now() + ahead); },
  seq: 0,
  born: 0,
  team: "",
  bot: { id: "", name: "" },
  people: new Map(),
  channels: [],
  conversations: [],
  messages: new Map(), // channel → Map(ts → message)
  ephemerals: new Map(), // ts → ephemeral
  views: [],
  home: null,
  refusals: [],
  others: {},
  commands: [],
  shortcuts: [],
};

/** Calls back whenever one of `kinds` happens. */
export function on(kinds, listener) {
  for (const kind of kinds.split(" ")) {
    if (!listeners.has(kind)) listeners.set(kind, []);
    listeners.get(kind).push(listener);
  }
}

export function emit(kind, detail) {
  for (const listener of listeners.get(kind) ?? []) listener(detail);
}

export const me = () => store.people.get(store.me);
export const cast = () => [...store.people.values()].filter((one) => !one.bot && !one.gone);
export const personName = (id) => store.people.get(id)?.name ?? id;
export const conversation = (id) => store.conversations.find((one) => one.id === id);
export const dm = () => store.conversations.find((one) => one.kind === "im");
export const isDm = () => conversation(store.here)?.kind === "im";

/** What the program's clock shows; tells when it was moved. */
export function setNow(iso) {
  const before = ahead;
  ahead = Date.parse(iso) - Date.now();
  if (Math.abs(ahead - before) > 30_000) emit("now");
}

/** Everything that the server said about one person replaces what was there. */
export function replaceAll(state) {
  store.seq = state.seq;
  setNow(state.now);
  if (store.born && store.born !== state.born) location.reload(); // the workspace was begun anew
  store.born = state.born;
  store.team = state.team;
  store.bot = state.bot;
  store.people = new Map(state.people.map((one) => [one.id, one]));
  store.channels = state.channels;
  if (!state.conversations) return;
  store.conversations = state.conversations;
  store.messages = new Map(Object.entries(state.messages).map(
    ([channel, all]) => [channel, kept(store.messages.get(channel), all)]));
  store.ephemerals = kept(store.ephemerals, state.ephemerals);
  store.views = state.views;
  store.home = state.home;
  store.others = state.others;
  if (!conversation(store.here)) store.here = dm().id;
  emit("all");
}

/** By ts; what has not changed stays the same object, so that nothing of it is drawn anew. */
function kept(before, all) {
  return new Map(all.map((one) => {
    const there = before?.get(one.ts);
    return [one.ts, there && JSON.stringify(there) === JSON.stringify(one) ? there : one];
  }));
}

/** What changed, one event after the other. Returns false when everything must be read again. */
export function apply({ seq, now, events }) {
  if (seq < store.seq) return true; // told already
  store.seq = seq;
  setNow(now);
  for (const event of events) {
    if (event.kind === "reset") return false;
    one(event);
  }
  return true;
}

function one(event) {
  const { kind, channel, ts } = event;
  if (kind === "message") {
    const there = store.messages.get(channel) ?? store.messages.set(channel, new Map()).get(channel);
    const isNew = !there.has(ts);
    there.set(ts, event.message);
    emit("messages", { channel, ts, isNew, message: event.message });
  } else if (kind === "message_gone") {
    store.messages.get(channel)?.delete(ts);
    emit("messages", { channel, ts });
  } else if (kind === "ephemeral") {
    const { ephemeral } = event;
    const isNew = !store.ephemerals.has(ephemeral.ts);
    store.ephemerals.set(ephemeral.ts, ephemeral);
    emit("messages", { channel: ephemeral.channel, ts: ephemeral.ts, isNew, message: ephemeral });
  } else if (kind === "ephemeral_gone") {
    store.ephemerals.delete(ts);
    emit("messages", { channel: store.here, ts });
  } else if (kind === "views") {
    store.views = event.views;
    emit("views");
  } else if (kind === "home") {
    store.home = event.home;
    emit("home");
  } else if (kind === "others") {
    store.others = event.others;
    emit("others");
  } else if (kind === "refused" && event.seq > refusedUpTo) {
    refusedUpTo = event.seq; // after everything was read again, a change may be told twice
    emit("refused", event.refusal);
  }
  if (kind === "called") emit("called");
}

// Unread marks: the newest message each person has seen in each conversation, kept in the browser for this workspace.

const key = () => `sandbox.read.${store.born}`;
const marks = () => JSON.parse(localStorage.getItem(key()) ?? "{}");

/** How many messages of others wait there for that person. */
export function unread(user, channel) {
  const seen = marks()[`${user} ${channel}`] ?? "0";
  return (store.others[channel]?.newest ?? []).filter((one) => one.user !== user && one.ts > seen).length;
}

export function unreadOf(user) {
  return Object.entries(store.others)
    .filter(([, { members }]) => members.includes(user))
    .reduce((sum, [channel]) => sum + unread(user, channel), 0);
}

/** Notes that the person in front of the page has seen what is there now. */
export function markRead() {
  const newest = store.others[store.here]?.newest.at(-1)?.ts;
  const all = marks();
  const which = `${store.me} ${store.here}`;
  if (!newest || all[which] === newest) return;
  localStorage.setItem(key(), JSON.stringify({ ...all, [which]: newest }));
  emit("read");
}
