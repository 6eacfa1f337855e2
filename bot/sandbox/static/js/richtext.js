// Slack's rich text, both ways: blocks to nodes, and what was typed (as mrkdwn) to a block.
import { h, link } from "./dom.js";
import { slackDate } from "./dates.js";
import { emoji } from "./emoji.js";
import { channel, mention } from "./mrkdwn.js";

const WRAPS = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]];

/** The nodes of a rich_text block. */
export const richText = (block) => grouped(block.elements ?? []).map(part);

function part(one) {
  const inner = () => (one.elements ?? []).flatMap(element);
  switch (one.type) {
    case "rich_text_quote": return h("blockquote", {}, ...inner());
    case "rich_text_preformatted": return h("pre", {}, h("code", {}, ...inner()));
    case "lists": return list(one.lists, 0);
    default: return h("p", { class: "rich-line" }, ...inner());
  }
}

/** Neighbouring lists, which Slack sends one indent at a time, as one. */
function grouped(elements) {
  const parts = [];
  for (const one of elements) {
    if (one.type !== "rich_text_list") parts.push(one);
    else if (parts.at(-1)?.type === "lists") parts.at(-1).lists.push(one);
    else parts.push({ type: "lists", lists: [one] });
  }
  return parts;
}

function list(lists, depth) {
  const root = h(lists[0].style === "ordered" ? "ol" : "ul", { class: "rich-list" });
  for (let at = 0; at < lists.length; at++) {
    const one = lists[at];
    if ((one.indent ?? 0) <= depth) {
      root.append(...one.elements.map((item) => h("li", {}, ...item.elements.flatMap(element))));
      continue;
    }
    const deeper = [];
    while (at < lists.length && (lists[at].indent ?? 0) > depth) deeper.push(lists[at++]);
    at--;
    (root.lastElementChild ?? root).append(list(deeper, depth + 1));
  }
  return root;
}

function element(one) {
  const nodes = content(one);
  return WRAPS.filter(([style]) => one.style?.[style]).reduce((inner, [, tag]) => [h(tag, {}, ...inner)], nodes);
}

function content(one) {
  switch (one.type) {
    case "text": return one.text.split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]));
    case "link": return [link(one.url, one.text ?? one.url)];
    case "user": return [mention(one.user_id)];
    case "channel": return [channel(one.channel_id)];
    case "broadcast": return [h("span", { class: "mention wide" }, `@${one.range}`)];
    case "usergroup": return [h("span", { class: "mention" }, `@${one.usergroup_id}`)];
    case "team": return [h("span", { class: "mention" }, one.team_id)];
    case "emoji": return [one.unicode ? fromHex(one.unicode) : emoji(one.name) ?? `:${one.name}:`];
    case "date": return [slackDate(one.timestamp, one.format ?? "{date}") ?? one.fallback ?? ""];
    case "color": return [h("code", {}, one.value)];
    default: return [];
  }
}

const fromHex = (codes) => String.fromCodePoint(...codes.split("-").map((one) => parseInt(one, 16)));

/** The plain text of a rich text block, for a text box. */
export const plainOf = (block) => (block?.elements ?? [])
  .map((one) => h("div", {}, ...[part(one)]).textContent).join("\n");

const STYLED = /(\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|`[^`\n]+`|https?:\/\/\S+)/;
const SIGNS = { "*": "bold", _: "italic", "~": "strike", "`": "code" };

/** What was typed as a rich_text block: *bold*, _italic_, ~strike~, `code`, > quotes, and lists with "- " or "1. ". */
export function richFrom(typed) {
  const elements = [];
  for (const line of typed.split("\n")) {
    const [, sign, text] = /^(> ?|[-•] |\d+\. )?(.*)$/.exec(line);
    const inner = inlineFrom(text);
    if (sign?.startsWith(">")) push(elements, "rich_text_quote", {}, inner);
    else if (sign) pushItem(elements, /\d/.test(sign) ? "ordered" : "bullet", inner);
    else push(elements, "rich_text_section", {}, inner);
  }
  return { type: "rich_text", elements };
}

function push(elements, type, more, inner) {
  const last = elements.at(-1);
  if (last?.type === type) last.elements.push({ type: "text", text: "\n" }, ...inner);
  else elements.push({ type, ...more, elements: inner });
}

function pushItem(elements, style, inner) {
  const item = { type: "rich_text_section", elements: inner };
  const last = elements.at(-1);
  if (last?.type === "rich_text_list" && last.style === style) last.elements.push(item);
  else elements.push({ type: "rich_text_list", style, indent: 0, elements: [item] });
}

const inlineFrom = (text) => text.split(STYLED).filter(Boolean).map((piece) => {
  if (/^https?:\/\//.test(piece)) return { type: "link", url: piece };
  const style = SIGNS[piece[0]];
  if (style && STYLED.test(piece) && piece.at(-1) === piece[0] && piece.length > 2) {
    return { type: "text", text: piece.slice(1, -1), style: { [style]: true } };
  }
  return { type: "text", text: piece };
});
