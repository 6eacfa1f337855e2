// Where a select's options come from. Options here: {value, label, about, group, whole}.
import { deed } from "./deeds.js";
import { withEmoji } from "./emoji.js";
import { dm, store } from "./store.js";

/** {find(query), start(held), restore(value), slow, shortest} for one select element. */
export function sourceOf(one, env) {
  const kind = one.type.replace(/^multi_/, "");
  if (kind === "external_select") return external(one, env);
  if (kind === "static_select") return fixed(grouped(one), one);
  const { holds, all } = { users_select: PEOPLE, conversations_select: CONVERSATIONS, channels_select: CHANNELS }[kind];
  return ids(all(one), holds, one);
}

const optionOf = (option, group) => ({
  value: option.value, label: withEmoji(option.text.text), about: option.description?.text, group, whole: option,
});

function grouped({ options, option_groups: groups }) {
  if (groups) return groups.flatMap((group) => group.options.map((option) => optionOf(option, group.label.text)));
  return (options ?? []).map((option) => optionOf(option));
}

const matching = (options, query) => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const said = (option) => `${option.label} ${option.about ?? ""} ${option.group ?? ""}`.toLowerCase();
  return words.length ? options.filter((option) => words.every((word) => said(option).includes(word))) : options;
};

const many = (value) => (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== undefined);

function chosen(one, held) {
  if (held) return many(held.selected_options ?? held.selected_option);
  return many(one.initial_options ?? one.initial_option);
}

function fixed(options, one) {
  const byValue = (value) => options.find((option) => option.value === value);
  return {
    find: async (query) => matching(options, query),
    start: (held) => chosen(one, held).map((option) => byValue(option.value)).filter(Boolean),
    restore: (value) => many(value).map(byValue).filter(Boolean),
  };
}

function ids(options, holds, one) {
  const byId = (id) => options.find((option) => option.value === id) ?? { value: id, label: id };
  return {
    find: async (query) => matching(options, query),
    start: (held) => many(held ? held[`selected_${holds}s`] ?? held[`selected_${holds}`] : one[`initial_${holds}s`] ?? one[`initial_${holds}`]).map(byId),
    restore: (value) => many(value).map(byId),
  };
}

function external(one, env) {
  return {
    slow: true,
    shortest: one.min_query_length ?? 3,
    find: async (query) => {
      const told = await deed("suggest", { place: env.place, action_id: one.action_id, query });
      return (told?.options ?? []).map((option) => optionOf(option));
    },
    start: (held) => chosen(one, held).map((option) => optionOf(option)),
    restore: (value) => many(value).map((option) => optionOf(option)),
  };
}

const PEOPLE = {
  holds: "user",
  all: () => [...store.people.values()].filter((one) => !one.gone).map((one) => ({ value: one.id, label: one.name, about: one.bot ? "The bot" : one.title })),
};
const CHANNELS = {
  holds: "channel",
  all: () => store.channels.filter((one) => one.kind === "public" && !one.archived).map((one) => ({ value: one.id, label: `#${one.name}` })),
};
const CONVERSATIONS = {
  holds: "conversation",
  all: ({ filter }) => {
    const kinds = filter?.include ?? ["im", "public", "private"];
    const channels = store.conversations.filter((one) => one.kind !== "im" && kinds.includes(one.kind));
    const direct = kinds.includes("im") && !filter?.exclude_bot_users ? [{ value: dm().id, label: store.people.get(store.bot.id).name, about: "Direct messages" }] : [];
    return [...channels.map((one) => ({ value: one.id, label: `#${one.name}` })), ...direct];
  },
};
