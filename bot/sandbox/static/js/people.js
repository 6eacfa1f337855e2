// Faces: initials on a quiet colour of one's own, and the bot's mark.
import { h } from "./dom.js";

const HUES = 8;

const hue = (id) => [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % HUES;
const initials = (name) => name.split(/\s+/).filter(Boolean).map((word) => word[0]).filter((_, at, all) => at === 0 || at === all.length - 1).join("");

/** Decoration: the name stands beside it. */
export function avatar(person, size = "") {
  if (person?.bot) {
    return h("span", { class: `avatar bot ${size}`, "aria-hidden": "true" }, h("img", { src: "/static/mark.svg", alt: "" }));
  }
  return h("span", { class: `avatar hue-${hue(person?.id ?? "")} ${size}`, "aria-hidden": "true" }, initials(person?.name ?? "?"));
}

const SHORT = [["Customer Success Manager", "CSM"], ["Account Executive", "Sales"]];

/** What somebody is in the company, in a word or two, as the program calls it. */
export function roleOf(person) {
  if (person.outsider) return "Another company";
  if (person.guest) return "Guest";
  return SHORT.reduce((title, [long, short]) => title.replace(long, short), person.title) || "Colleague";
}
