// Keeps the page up to date: a stream of changes, or asking again and again where a stream is not to be had.
import { get } from "./api.js";
import { apply, emit, replaceAll, store } from "./store.js";

const POLL = 1500; // ms between two questions
const RETRY_STREAM = 30_000; // ms until a stream is tried again

const tab = crypto.randomUUID();
let source = null;
let polling = 0;
let turn = 0; // what an older turn still brings is not for us any more

/** Reads everything as `user` and follows what happens from there. */
export async function follow(user) {
  stop();
  const mine = ++turn;
  const state = await whenReached(() => get("/state", { as: user }), mine);
  if (mine !== turn) return;
  emit("connection", true);
  store.me = user;
  replaceAll(state);
  listen(mine);
}

/** Tries until the sandbox answers, or until it is no longer of use. */
async function whenReached(question, mine) {
  while (mine === turn) {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // a TypeError is fetch's word for: nobody answered
      emit("connection", false);
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }
  return null;
}

/** Asks at once what changed: after something was done, while no stream is open. */
export async function catchUp() {
  if (source?.readyState !== EventSource.OPEN) await ask(turn);
}

function stop() {
  source?.close();
  source = null;
  clearTimeout(polling);
}

function listen(mine) {
  const query = new URLSearchParams({ as: store.me, tab, since: store.seq });
  source = new EventSource(`/stream?${query}`);
  let lost = false;
  source.onopen = () => {
    emit("connection", true);
    if (lost && mine === turn) follow(store.me); // it may be another process, with another story
  };
  source.onmessage = (event) => {
    if (mine === turn && !apply(JSON.parse(event.data))) follow(store.me);
  };
  source.onerror = () => {
    if (mine !== turn) return;
    lost = true;
    emit("connection", false);
    if (source.readyState === EventSource.CLOSED) poll(mine, Date.now() + RETRY_STREAM);
  };
}

function poll(mine, until) {
  polling = setTimeout(async () => {
    if (mine !== turn) return;
    await ask(mine);
    if (mine !== turn) return;
    if (Date.now() > until) listen(mine);
    else poll(mine, until);
  }, POLL);
}

async function ask(mine) {
  try {
    const told = await get("/changes", { as: store.me, since: store.seq });
    if (mine !== turn) return;
    emit("connection", true);
    if (!apply(told)) await follow(store.me);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    emit("connection", false);
  }
}

// A browser keeps six connections to one server: a tab that nobody looks at gives its own back.
document.addEventListener("visibilitychange", () => {
  if (!store.me) return;
  if (document.hidden) stop();
  else follow(store.me);
});
