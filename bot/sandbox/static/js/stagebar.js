// The bar above the workspace: the program's date and how to move it, the tour, the curtain, light and dark.
import { fullDate, shortDate, time, weekday } from "./dates.js";
import { deed } from "./deeds.js";
import { announce, h } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { emit, on, store } from "./store.js";

const JOURNEYS = [
  { id: "morning", words: "Next working morning", picture: "sunrise", body: { to: "morning" } },
  { id: "day", words: "+1 day", body: { days: 1 } },
  { id: "week", words: "+1 week", body: { days: 7 } },
];
const MINUTE = 60_000;
let date = null;
let buttons = [];
let chip = null;

export function startStagebar({ toggleTour, toggleCurtain, isCurtainOpen }) {
  date = h("time", { class: "program-date" });
  chip = h("button", {
    type: "button", class: "stage-button travel-chip", id: "travel-chip", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "Travel in time",
    on: { click: (event) => menu(event.currentTarget, JOURNEYS.map((one) => ({ label: one.words, icon: icon(one.picture ?? "calendar"), act: () => travel(one) })), "Travel in time") },
  }, icon("calendar"), h("span", { class: "chip-date" }));
  buttons = JOURNEYS.map((one) => h("button", { type: "button", class: "stage-button travel", id: `travel-${one.id}`, on: { click: () => travel(one) } },
    one.picture ? icon(one.picture) : null, one.words));
  const curtain = h("button", { type: "button", class: "stage-button", id: "curtain-toggle", "aria-label": "Behind the curtain", "aria-pressed": "false", on: { click: toggleCurtain } }, icon("curtain"), h("span", {}, "Behind the curtain"));
  const tour = h("button", { type: "button", class: "stage-button", id: "tour-toggle", "aria-label": "Guided tour", on: { click: toggleTour } }, icon("flag"), h("span", {}, "Tour"));
  const theme = h("button", { type: "button", class: "stage-button icon-only", id: "theme", on: { click: switchTheme } });
  document.getElementById("stagebar").replaceChildren(
    h("div", { class: "stage-name" }, h("img", { src: "/static/mark.svg", alt: "" }), h("span", {}, "The sandbox")),
    h("div", { class: "travels", role: "group", "aria-label": "Time travel" }, h("span", { class: "date-leaf" }, icon("calendar"), date), ...buttons), chip,
    h("div", { class: "stage-end" }, tour, curtain, theme));
  nameTheme(theme);
  on("all now", drawDate);
  setInterval(drawDate, MINUTE / 3);
  on("curtain", () => curtain.setAttribute("aria-pressed", String(isCurtainOpen())));
}

function drawDate() {
  date.replaceChildren(h("b", {}, `${weekday(store.now)} ${shortDate(store.now)}`), ` ${time(store.now)}`);
  date.title = `${fullDate(store.now)}, as the program sees it`;
  chip.querySelector(".chip-date").textContent = `${weekday(store.now)} ${shortDate(store.now).replace(/,? \d{4}$/, "")}`;
}

async function travel({ words, body }) {
  if (chip.getAttribute("aria-busy")) return;
  const busy = (on) => [chip, ...buttons].forEach((one) => { one.disabled = on; on ? one.setAttribute("aria-busy", "true") : one.removeAttribute("aria-busy"); });
  busy(true);
  announce(`${words} …`);
  const told = await deed("travel", body);
  busy(false);
  if (told) emit("travelled", told.said);
}

const isDark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function nameTheme(button) {
  button.replaceChildren(icon(isDark() ? "sun" : "moon"));
  button.setAttribute("aria-label", isDark() ? "Switch to light" : "Switch to dark");
}

function switchTheme(event) {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("sandbox.theme", theme);
  nameTheme(event.currentTarget);
}
