// Puts the page together.
import { startAlerts } from "./alerts.js";
import { get } from "./api.js";
import { startComposer } from "./composer.js";
import { isCurtainOpen, startCurtain, toggleCurtain } from "./curtain.js";
import { startHead } from "./head.js";
import { showHome, startHome } from "./home.js";
import { showMessages, startMessages } from "./messages.js";
import { startModal } from "./modal.js";
import { startSidebar } from "./sidebar.js";
import { startStagebar } from "./stagebar.js";
import { emit, on, replaceAll, store } from "./store.js";
import { follow } from "./stream.js";
import { startTour, toggleTour } from "./tour.js";

const app = document.getElementById("app");
const sidebar = document.getElementById("sidebar");
const scrim = document.getElementById("scrim");
const phone = matchMedia("(max-width: 760px)");

function drawer(open) {
  app.classList.toggle("drawer-open", open);
  scrim.hidden = !open;
  sidebar.inert = phone.matches && !open;
  if (open) sidebar.querySelector("[aria-current]")?.focus();
}

/** Opens a conversation, or the Home tab of the direct messages. */
function go(channel, tab = "messages") {
  store.here = channel;
  store.tab = tab;
  drawer(false);
  show();
  emit("here");
}

function show() {
  const body = document.getElementById("body");
  if (store.tab === "home") showHome(body);
  else showMessages(body);
}

/** Looks through somebody else's eyes, at their direct messages with the bot. */
async function be(user) {
  store.here = "";
  store.tab = "messages";
  localStorage.setItem("sandbox.me", user);
  await follow(user);
  drawer(false);
  emit("here");
  if (!document.querySelector("dialog[open]")) document.getElementById("composer-text").focus({ preventScroll: true });
}

async function start() {
  const [cast, help] = await Promise.all([get("/state"), get("/help")]);
  replaceAll(cast);
  store.commands = help.commands;
  store.shortcuts = help.shortcuts;
  startStagebar({ toggleTour, toggleCurtain, isCurtainOpen });
  startAlerts();
  startCurtain();
  startSidebar({ go, be });
  startHead({ go, openDrawer: () => drawer(true) });
  startMessages();
  startHome();
  startComposer();
  startModal();
  startTour({ be, go });
  on("all", show);
  scrim.addEventListener("click", () => drawer(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && app.classList.contains("drawer-open")) drawer(false); });
  phone.addEventListener("change", () => drawer(false));
  drawer(false);
  const people = [...store.people.values()].filter((one) => !one.bot && !one.gone);
  const last = localStorage.getItem("sandbox.me");
  await be(people.some((one) => one.id === last) ? last : people[0].id);
  app.removeAttribute("aria-busy");
}

start();
