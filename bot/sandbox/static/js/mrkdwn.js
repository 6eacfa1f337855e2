// Slack's mrkdwn as DOM nodes: never markup, so nothing that people typed can become code.
import { h, link } from "./dom.js";
import { longMoment, slackDate } from "./dates.js";
import { emoji, withEmoji } from "./emoji.js";
import { store } from "./store.js";

/** Slack's three escapes taken away. */
export const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** The nodes of one mrkdwn text. */
export function mrkdwn(text) {
  return text.split(/(```[\s\S]*?```)/).flatMap((part) => {
    if (!part.startsWith("```") || part.length < 6) return blocksOf(part);
    const code = part.slice(3, -3).replace(/^\n/, "");
    return [h("pre", {}, h("code", {}, ...inCode(code)))];
  });
}

/** A text object: mrkdwn or plain. */
export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : lines(withEmoji(object.text), (line) => [line]);
}

/** What a screen reader or a notification says of a mrkdwn text. */
export const spoken = (text) => h("div", {}, ...mrkdwn(text)).textContent;

function blocksOf(text) {
  const nodes = [];
  let group = [];
  let kind = "";
  const close = () => {
    if (!group.length) return;
    if (kind === "quote") nodes.push(h("blockquote", {}, ...lines(group.join("\n"), inline)));
    else if (kind === "list") nodes.push(h("ul", { class: "said-list" }, ...group.map((one) => h("li", {}, ...inline(one)))));
    else nodes.push(...lines(group.join("\n"), inline));
    group = [];
  };
  for (const line of text.replace(/^\n|\n$/g, "").split("\n")) {
    const quote = /^(?:>|&gt;) ?(.*)$/.exec(line);
    const bullet = /^[•◦] +(.*)$/.exec(line);
    const found = quote ? "quote" : bullet ? "list" : "text";
    if (found !== kind) close();
    kind = found;
    group.push(quote?.[1] ?? bullet?.[1] ?? line);
  }
  close();
  return nodes;
}

function lines(text, each) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), ...each(line)] : each(line)));
}

const inCode = (text) => text.split(/(<[^<>\n]+>)/).map((part) => {
  const inside = /^<([^<>]+)>$/.exec(part)?.[1];
  return inside ? angle(inside) : unescaped(part);
});

// What opens must stand at the beginning of a word, what closes at its end: snake_case and 2*3*4 stay as they are.
const MARKS = [["*", "strong"], ["_", "em"], ["~", "s"]];
const before = (char) => !char || /[\s\p{P}\p{S}]/u.test(char);

function inline(text) {
  const nodes = [];
  let plain = "";
  const flush = () => { if (plain) nodes.push(...leaf(plain)); plain = ""; };
  let at = 0;
  while (at < text.length) {
    const found = spanAt(text, at);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else plain += text[at++];
  }
  flush();
  return nodes;
}

function spanAt(text, at) {
  const char = text[at];
  if (char === "<") {
    const end = text.indexOf(">", at);
    return end > at + 1 ? { node: angle(text.slice(at + 1, end)), end: end + 1 } : null;
  }
  if (char === "`") {
    const end = text.indexOf("`", at + 1);
    return end > at + 1 ? { node: h("code", {}, ...inCode(text.slice(at + 1, end))), end: end + 1 } : null;
  }
  const mark = MARKS.find(([sign]) => sign === char);
  if (!mark || !before(text[at - 1]) || /\s/.test(text[at + 1] ?? " ")) return null;
  for (let end = text.indexOf(char, at + 2); end > 0; end = text.indexOf(char, end + 1)) {
    if (!/\s/.test(text[end - 1]) && before(text[end + 1])) {
      return { node: h(mark[1], {}, ...inline(text.slice(at + 1, end))), end: end + 1 };
    }
  }
  return null;
}

function leaf(text) {
  return text.split(/(:[a-z0-9_+-]+:|https?:\/\/[^\s<>|]+)/).filter(Boolean).map((part) => {
    if (part.startsWith("http")) return link(unescaped(part), unescaped(part));
    const known = /^:(.+):$/.exec(part);
    return (known && emoji(known[1])) || unescaped(part);
  });
}

/** What stands between angle brackets: a mention, a date, a link. */
function angle(inside) {
  const [what, label] = split(inside, "|");
  if (what.startsWith("@")) return mention(what.slice(1), label);
  if (what.startsWith("#")) return channel(what.slice(1), label);
  if (what.startsWith("!date^")) return date(what, label);
  if (what.startsWith("!")) {
    const [kind] = what.slice(1).split("^");
    return h("span", { class: "mention wide" }, `@${unescaped(label ?? kind)}`);
  }
  return link(unescaped(what), unescaped(label ?? what.replace(/^mailto:/, "")));
}

export function mention(id, label) {
  const name = store.people.get(id)?.name ?? label ?? id;
  return h("span", { class: id === store.me ? "mention mine" : "mention" }, `@${unescaped(name)}`);
}

export function channel(id, label) {
  const name = store.channels.find((one) => one.id === id)?.name ?? label ?? id;
  return h("span", { class: "mention" }, `#${unescaped(name)}`);
}

function date(what, fallback) {
  const [, unix, format, url] = what.split("^");
  const told = slackDate(unix, unescaped(format ?? ""));
  if (told === null) return unescaped(fallback ?? "");
  const shown = h("time", { datetime: new Date(unix * 1000).toISOString(), title: longMoment(new Date(unix * 1000)) }, told);
  return url ? link(unescaped(url), shown) : shown;
}

function split(text, sign) {
  const at = text.indexOf(sign);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
