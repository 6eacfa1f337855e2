// What the person does: each goes to the server, which sends it to the bot as Slack would.
import { NotDone, post } from "./api.js";
import { catchUp } from "./stream.js";
import { emit, setNow, store } from "./store.js";

/** Does it as the person we are. What is not possible is said on the page; the result is null then. */
export async function deed(what, body = {}) {
  emit("doing");
  try {
    const told = await post(`/do/${what}`, { as: store.me, ...body });
    if (told.now) setNow(told.now);
    emit("done", { what, body, told });
    await catchUp();
    return told;
  } catch (error) {
    const offline = error instanceof TypeError;
    if (!offline && !(error instanceof NotDone)) throw error;
    emit("problem", offline ? "The sandbox does not answer. Is it still running?" : error.message);
    return null;
  }
}
