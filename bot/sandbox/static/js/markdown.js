// The markdown block: the common Markdown that Slack takes there, as DOM nodes.
import { h, link } from "./dom.js";
import { withEmoji } from "./emoji.js";

const START = [
  ["code", /^```/], ["heading", /^(#{1,6}) +(.+)$/], ["rule", /^(?:---+|\*\*\*+)\s*$/], ["quote", /^> ?(.*)$/],
  ["table", /^\|.*\|\s*$/], ["task", /^\s*[-*] \[([ xX])\] +(.*)$/], ["list", /^\s*[-*+] +(.*)$/], ["ordered", /^\s*\d+[.)] +(.*)$/],
];
const kindOf = (line) => START.find(([, pattern]) => pattern.test(line))?.[0] ?? (line.trim() ? "text" : "gap");

/** The nodes of a markdown text. */
export function markdown(text) {
  const rows = text.split("\n");
  const nodes = [];
  for (let at = 0; at < rows.length;) {
    const kind = kindOf(rows[at]);
    let end = at + 1;
    if (kind === "code") {
      while (end < rows.length && !rows[end].startsWith("```")) end++;
      nodes.push(h("pre", {}, h("code", {}, rows.slice(at + 1, end).join("\n"))));
      at = end + 1;
      continue;
    }
    while (!["heading", "rule", "gap"].includes(kind) && end < rows.length && kindOf(rows[end]) === kind) end++;
    const made = MAKE[kind](rows.slice(at, end));
    if (made) nodes.push(made);
    at = end;
  }
  return nodes;
}

const after = (kind, row) => START.find(([name]) => name === kind)[1].exec(row);
const items = (kind) => (rows) => rows.map((row) => h("li", {}, ...inline(after(kind, row)[1])));

const MAKE = {
  gap: () => null,
  rule: () => h("hr"),
  text: (rows) => h("p", {}, ...rows.flatMap((row, at) => (at ? [h("br"), ...inline(row)] : inline(row)))),
  heading: ([row]) => {
    const [, signs, text] = after("heading", row);
    return h("p", { role: "heading", "aria-level": signs.length + 2, class: `md-heading md-${signs.length}` }, ...inline(text));
  },
  quote: (rows) => h("blockquote", {}, ...markdown(rows.map((row) => after("quote", row)[1]).join("\n"))),
  list: (rows) => h("ul", {}, ...items("list")(rows)),
  ordered: (rows) => h("ol", {}, ...items("ordered")(rows)),
  task: (rows) => h("ul", { class: "tasks" }, ...rows.map((row) => {
    const [, tick, text] = after("task", row);
    return h("li", {}, tick === " " ? "☐ " : "☑ ", ...inline(text));
  })),
  table: (rows) => {
    const cells = rows.map((row) => row.trim().slice(1, -1).split("|").map((cell) => cell.trim()));
    const [head, ...body] = cells.filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
    return h("div", { class: "table-scroll", tabindex: "0" }, h("table", {},
      h("thead", {}, h("tr", {}, ...head.map((cell) => h("th", { scope: "col" }, ...inline(cell))))),
      h("tbody", {}, ...body.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, ...inline(cell))))))));
  },
};

const SPANS = [
  [/^`([^`]+)`/, (m) => h("code", {}, m[1])],
  [/^!?\[([^\]]*)\]\(([^)\s]+)\)/, (m) => link(m[2], m[1])],
  [/^(\*\*|__)(?=\S)(.+?)(?<=\S)\1/, (m) => h("strong", {}, ...inline(m[2]))],
  [/^~~(.+?)~~/, (m) => h("s", {}, ...inline(m[1]))],
  [/^([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)/, (m) => h("em", {}, ...inline(m[2]))],
  [/^<?(https?:\/\/[^\s<>)]+)>?/, (m) => link(m[1], m[1])],
];

function inline(text) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length;) {
    const inWord = /\w/.test(text[at - 1] ?? "") && text[at] === "_";
    const found = inWord ? null : SPANS.map(([pattern, make]) => [pattern.exec(text.slice(at)), make]).find(([m]) => m);
    if (!found) { plain += text[at++]; continue; }
    if (plain) nodes.push(withEmoji(plain));
    plain = "";
    nodes.push(found[1](found[0]));
    at += found[0][0].length;
  }
  if (plain) nodes.push(withEmoji(plain));
  return nodes;
}
