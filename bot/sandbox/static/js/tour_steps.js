// The guided tour's five steps. Each task: who does it, what to say, what to point at, and the fact that ends it.
import { cast, store } from "./store.js";

/** The first such button of the newest message that has one, of those about our advocate where there are any. */
const button = (action) => ({ name }) => {
  const all = [...document.querySelectorAll(`.message:has([data-action="${action}"])`)];
  const ours = all.filter((one) => name && one.textContent.includes(name));
  return (ours.at(-1) ?? all.at(-1))?.querySelector(`[data-action="${action}"]`);
};

/** Whoever has the newest message with that button, among direct messages. */
function holder(action) {
  let best = null;
  for (const { members, newest } of Object.values(store.others)) {
    if (members.length !== 2) continue;
    const mark = newest.findLast((one) => one.offers.includes(action));
    if (mark && (!best || mark.ts > best.ts)) best = { ts: mark.ts, user: members.find((id) => id !== store.bot.id) };
  }
  return best?.user ?? null;
}

const isSales = (one) => one && !one.guest && /sales|account exec/i.test(one.title);

function salesRep(facts) {
  if (facts.sales) return facts.sales;
  const mine = store.people.get(store.me);
  return (isSales(mine) ? mine : cast().find(isSales) ?? cast()[0]).id;
}

/** What the form's send button needs first, or the button itself. */
const sendOr = (action) => () => {
  const field = document.querySelector(`dialog.modal [data-action="${action}"]`);
  return field && !field.value ? field : document.getElementById("modal-submit");
};

export const STEPS = [
  {
    title: "Ask in your own words",
    why: "Sales needs somebody like their prospect. No form, no search: they say whom.",
    tasks: [{
      fact: "asked", who: salesRep,
      say: "Type `/reference fintech enterprise` into the message box and press Enter.",
      find: () => document.querySelector(".composer"), type: "/reference fintech enterprise",
    }],
  },
  {
    title: "Request one of them",
    why: "Who was asked lately, or has not been thanked, is left out, with the reason.",
    tasks: [{
      fact: "requested", who: salesRep,
      say: "Press the button beside somebody who fits.",
      find: button("reference_request"),
      callback: "reference_request", inForm: "Name a deal, any name will do, then send it. Everything else is optional.", formFind: sendOr("deal_name"),
    }],
  },
  {
    title: "Approve, and write as a person",
    why: "Nobody is asked over the head of the one who knows them.",
    tasks: [
      {
        fact: "approved", who: () => holder("ask_review"),
        say: "Press Review: the deal, the advocate’s history and a draft are in it.",
        find: button("ask_review"),
        callback: "ask_review", inForm: "Change the note as you like. Leave “approve” chosen and send.", formFind: sendOr("note"),
      },
      {
        fact: "sent", who: () => holder("ask_sent"),
        say: "The bot never writes to customers. Pretend you sent the note from your own mail: press “I sent it”.",
        find: button("ask_sent"),
      },
    ],
  },
  {
    title: "Record the answer, and how it went",
    why: "Two clicks each, by whoever knows.",
    tasks: [
      {
        fact: "answered", who: () => holder("ask_answer"),
        say: "They wrote back: yes. Press “Record the answer”.",
        find: button("ask_answer"),
        callback: "ask_answer", inForm: "Choose the yes. Leave the date empty, as if they had talked at once.",
        formFind: () => {
          const yes = document.querySelector('dialog.modal [data-action="answer"][value="yes"]');
          return yes && !yes.checked ? yes.closest(".choice") : document.getElementById("modal-submit");
        },
      },
      {
        fact: "reported", who: salesRep,
        say: "The contact’s address is yours now. You had the talk: tell how it went.",
        find: button("ask_outcome"),
        callback: "ask_outcome", inForm: "Did it happen? Say so, and what helped most: the thank-you is made of it.",
        formFind: () => {
          const yes = document.querySelector('dialog.modal [data-action="happened"][value="yes"]');
          return yes && !yes.checked ? yes.closest(".choice") : document.getElementById("modal-submit");
        },
      },
    ],
  },
  {
    title: "A week later, say thank you",
    why: "Until they are thanked, nobody may ask them again.",
    tasks: [
      {
        fact: "travelled", say: "Travel a week ahead. Whatever comes due on the way happens in its order.",
        find: () => [document.getElementById("travel-week"), document.getElementById("travel-chip")].find((one) => one?.offsetParent),
      },
      {
        fact: "thanked", who: ({ csm }) => csm ?? holder("thanks_record"),
        say: "The bot remembers who helped. Record your thanks.",
        find: button("thanks_record"),
        callback: "thanks_record", inForm: "The draft says what they really did. Choose how you thanked them, and send.", 
        formFind: () => {
          const ways = [...document.querySelectorAll('dialog.modal [data-action="how"]')];
          return ways.some((one) => one.checked) || !ways.length ? document.getElementById("modal-submit") : ways[0].closest(".choices") ?? ways[0];
        },
      },
    ],
  },
];

/** Whom the button that was pressed stands beside: the bold words of its section. */
function nameBeside({ place, block_id: id }) {
  const block = store.ephemerals.get(place.ts)?.blocks.find((one) => one.block_id === id);
  return /\*(.+?)\*/.exec(block?.text?.text ?? "")?.[1] ?? null;
}

/** The facts that one deed makes true, or takes back: {name: value}. */
export function factsOf({ what, body, told }) {
  if (told.refused || Object.keys(told.errors ?? {}).length) return {};
  if (what === "command" && body.name === "/reference" && body.text) return { asked: true, sales: store.me };
  if (what === "click" && body.action_id === "reference_request") return { name: nameBeside(body) };
  if (what === "click" && body.action_id === "ask_sent") return { sent: true };
  if (what === "travel" && body.days >= 7) return { travelled: true };
  if (what !== "submit") return {};
  const { values, callback_id: form } = body;
  switch (form) {
    case "reference_request": return { requested: true, sales: store.me };
    case "ask_review": return values.decision === "approve" ? { approved: true, csm: store.me } : {};
    case "ask_answer": return values.answer === "yes" ? { answered: true } : { approved: false, sent: false };
    case "ask_outcome": return values.happened === "yes" ? { reported: true } : {};
    case "thanks_record": return { thanked: true };
    default: return {};
  }
}
