// The guided tour: says who to be and what to do, points at the real thing, and goes on by itself when it happened.
import { put } from "./composer.js";
import { announce, h } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { dm, isDm, on, store } from "./store.js";
import { STEPS, factsOf } from "./tour_steps.js";

const LOOK = 400; // ms: what it points at may be drawn anew at any time

let node = null;
let be = null;
let go = null;
let state = { facts: {}, left: false };
let pointed = null;
let shown = "";

const key = () => `sandbox.tour.${store.born}`;
const save = () => localStorage.setItem(key(), JSON.stringify(state));

export function startTour(actions) {
  ({ be, go } = actions);
  node = document.getElementById("tour");
  on("all", () => { state = JSON.parse(localStorage.getItem(key()) ?? "null") ?? { facts: {}, left: false }; draw(); });
  on("done", (deed) => {
    Object.assign(state.facts, factsOf(deed));
    save();
    draw();
  });
  on("others here drawn", draw);
  setInterval(point, LOOK);
}

export function toggleTour() {
  state = state.left || !now() ? { facts: {}, left: false } : { ...state, left: true };
  save();
  shown = "";
  draw();
}

/** The first task that is still to do: {step, task}, or null when all is done. */
function now() {
  for (const [step, { tasks }] of STEPS.entries()) {
    const task = tasks.find((one) => !state.facts[one.fact]);
    if (task) return { step, task };
  }
  return null;
}

/** What to do next: {say, target, person} for a task, as things stand. */
function guidance({ task }) {
  const open = document.querySelector("dialog.modal .modal-body");
  if (open && task.callback && open.dataset.callback === task.callback) return { say: task.inForm, target: task.formFind, inForm: true };
  const who = task.who?.(state.facts);
  if (task.who && !who) return { say: "One moment, the bot is writing to whoever decides." };
  if (who && who !== store.me) {
    const person = store.people.get(who);
    return { person, say: `Now be ${person.name}.`, target: () => document.querySelector(`[data-person="${who}"]`) };
  }
  if (who && (!isDm() || store.tab !== "messages")) {
    return { away: true, say: "Go back to the direct messages with the bot.", target: () => document.querySelector(".talk") };
  }
  return { say: task.say, target: task.find, type: task.type };
}

function draw() {
  if (!node || !store.me) return;
  const current = now();
  node.hidden = state.left;
  document.getElementById("tour-toggle")?.setAttribute("aria-pressed", String(!state.left));
  if (state.left) { mark(null); slot(null); return; }
  const guide = current ? guidance(current) : null;
  const signature = JSON.stringify([current?.step, current?.task.fact, guide?.say, guide?.person?.id]);
  if (signature !== shown) {
    shown = signature;
    node.replaceChildren(...(current ? card(current, guide) : done()));
    announce(current ? guide.say : "That was the whole tour.");
  }
  slot(guide?.inForm ? guide.say : null);
  point();
}

function card({ step, task }, guide) {
  const { title, why } = STEPS[step];
  const skip = () => { state.facts[task.fact] = true; save(); draw(); };
  return [
    h("div", { class: "tour-progress", "aria-label": `Step ${step + 1} of ${STEPS.length}`, role: "img" },
      ...STEPS.map((_, at) => h("span", { class: at < step ? "dot past" : at === step ? "dot here" : "dot" }))),
    h("div", { class: "tour-words" },
      h("h2", {}, h("span", { class: "tour-step" }, `${step + 1} of ${STEPS.length}`), title),
      h("p", { class: "tour-say" }, ...mrkdwn(guide.say)), h("p", { class: "tour-why" }, why)),
    h("div", { class: "tour-buttons" },
      guide.person ? h("button", { type: "button", class: "button gold", id: "tour-be", on: { click: () => be(guide.person.id) } }, avatar(guide.person, "tiny"), `Be ${guide.person.name.split(" ")[0]}`) : null,
      guide.type ? h("button", { type: "button", class: "button gold", id: "tour-type", on: { click: () => put(guide.type) } }, "Type it for me") : null,
      guide.away ? h("button", { type: "button", class: "button gold", on: { click: () => go(dm().id, "messages") } }, "Take me there") : null,
      h("button", { type: "button", class: "link-button", on: { click: skip } }, "Skip"),
      h("button", { type: "button", class: "link-button", id: "tour-leave", on: { click: toggleTour } }, "Leave the tour")),
  ];
}

const done = () => [
  h("div", { class: "tour-words" }, h("h2", {}, icon("check"), "That is the whole loop"),
    h("p", { class: "tour-say" }, "Asked with care, answered, reported, thanked. Travel on, be the owner, break things: it is your own workspace.")),
  h("div", { class: "tour-buttons" }, h("button", { type: "button", class: "button gold", id: "tour-end", on: { click: () => { state.left = true; save(); draw(); } } }, "Done")),
];

/** The same words inside an open form, which covers the rest. */
function slot(words) {
  const place = document.querySelector("dialog.modal .tour-slot");
  if (place && place.textContent !== (words ?? "")) place.replaceChildren(...(words ? [icon("flag"), words] : []));
}

function point() {
  if (state.left || !store.me) { mark(null); return; }
  const current = now();
  mark(current ? guidance(current).target?.(state.facts) : null);
}

function mark(target) {
  if (pointed === target) return;
  pointed?.classList.remove("tour-target");
  target?.classList.add("tour-target");
  pointed = target ?? null;
}
