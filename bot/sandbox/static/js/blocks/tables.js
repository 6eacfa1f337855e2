// Tables: plain ones, and those with many rows that can be sorted and paged through.
import { announce, h } from "../dom.js";
import { icon } from "../icons.js";
import { withEmoji } from "../emoji.js";
import { richText } from "../richtext.js";

const PAGE = 10;

const cellNodes = (cell) => (cell.type === "rich_text" ? richText(cell) : [withEmoji(cell.text ?? String(cell.value ?? ""))]);
const isNumber = (cell) => cell.type === "raw_number";

function row(cells, settings = [], header = -1) {
  return h("tr", {}, ...cells.map((cell, at) => {
    const setting = settings[at] ?? {};
    const style = `align-${setting.align ?? (isNumber(cell) ? "right" : "left")}${setting.is_wrapped === false ? " nowrap" : ""}`;
    return at === header ? h("th", { scope: "row", class: style }, ...cellNodes(cell)) : h("td", { class: style }, ...cellNodes(cell));
  }));
}

/** The first row names the columns. */
export function table(one) {
  const [head, ...body] = one.rows;
  const settings = one.column_settings ?? [];
  return h("div", { class: "b-table table-scroll", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", {},
    h("thead", {}, h("tr", {}, ...head.map((cell, at) => h("th", { scope: "col", class: `align-${settings[at]?.align ?? "left"}` }, ...cellNodes(cell))))),
    h("tbody", {}, ...body.map((cells) => row(cells, settings)))));
}

/** The first row names the columns; a press on a name sorts by it, up and down in turn. */
export function dataTable(one) {
  const [head, ...rows] = one.rows;
  const size = one.page_size || PAGE;
  let sorted = rows;
  let by = { column: -1, up: true };
  let page = 0;

  const numeric = head.map((_, at) => rows.length > 0 && rows.every((cells) => isNumber(cells[at])));
  const names = head.map((cell, at) => {
    const button = h("button", { type: "button", class: "sort", on: { click: () => sort(at) } }, ...cellNodes(cell), icon("up"));
    return h("th", { scope: "col", "aria-sort": "none", class: numeric[at] ? "align-right" : null }, button);
  });
  const body = h("tbody");
  const where = h("span", { class: "page-where", "aria-live": "polite" });
  const step = (way, words, name) => h("button", { type: "button", class: `button small ${name}`, on: { click: () => { page += way; draw(); } } }, words);
  const back = step(-1, "Back", "page-back");
  const next = step(1, "More", "page-next");

  function sort(column) {
    by = { column, up: by.column === column ? !by.up : true };
    const text = (cell) => cell.text ?? "";
    const compare = (a, b) => (numeric[column]
      ? (a[column].value ?? Number(a[column].text)) - (b[column].value ?? Number(b[column].text))
      : text(a[column]).localeCompare(text(b[column]), undefined, { numeric: true }));
    sorted = [...rows].sort((a, b) => (by.up ? compare(a, b) : -compare(a, b)));
    names.forEach((name, at) => name.setAttribute("aria-sort", at !== column ? "none" : by.up ? "ascending" : "descending"));
    page = 0;
    draw();
    announce(`Sorted by ${head[column].text}, ${by.up ? "up" : "down"}`);
  }

  function draw() {
    const from = page * size;
    body.replaceChildren(...sorted.slice(from, from + size).map((cells) => row(cells, [], one.row_header_column_index ?? -1)));
    where.textContent = `${rows.length ? from + 1 : 0}–${Math.min(from + size, rows.length)} of ${rows.length}`;
    back.disabled = page === 0;
    next.disabled = from + size >= rows.length;
  }
  draw();
  return h("div", { class: "b-table" },
    h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": one.caption }, h("table", {},
      h("caption", {}, one.caption), h("thead", {}, h("tr", {}, ...names)), body)),
    rows.length > size ? h("div", { class: "pages" }, where, back, next) : null);
}
