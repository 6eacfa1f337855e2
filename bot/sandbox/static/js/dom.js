// Building the page: every text that came from outside becomes a text node, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element. `props`: class, on (events by name), and attributes; null and false are left out. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "class") element.setAttribute("class", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return element;
}

let last = 0;
/** A fresh id for labels and descriptions. */
export const freshId = (prefix) => `${prefix}-${++last}`;

/** Says something to a screen reader, once. */
export function announce(text) {
  const region = document.getElementById("announcer");
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

/** Puts `wanted` nodes into `parent` in order, moving no node that stands right already. */
export function reconcile(parent, wanted) {
  let at = parent.firstChild;
  for (const node of wanted) {
    if (node === at) { at = at.nextSibling; continue; }
    parent.insertBefore(node, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** Only http, https and mailto addresses are followed. */
export function safeUrl(url) {
  try {
    const parsed = new URL(url);
    return ["http:", "https:", "mailto:"].includes(parsed.protocol) ? url : null;
  } catch {
    return null; // not an address at all
  }
}

export const link = (url, ...children) => {
  const safe = safeUrl(url);
  if (!safe) return h("span", {}, ...children);
  return h("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, ...children);
};
