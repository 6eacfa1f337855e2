// Moments in the reader's own zone and language.
import { me, store } from "./store.js";

const zone = () => me()?.tz ?? "UTC";
// The page speaks English: of the reader's locale only an English one tells how to write dates.
const language = () => (me()?.locale?.startsWith("en") ? me().locale : "en-GB");
const made = new Map();

function formatter(options, tz = zone()) {
  const key = JSON.stringify([language(), tz, options]);
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(language(), { timeZone: tz, ...options }));
  return made.get(key);
}

const day = (moment, tz = zone()) => new Intl.DateTimeFormat("en-CA", { timeZone: tz }).format(moment);
const DAY = 86_400_000;

/** The moment of a message timestamp. */
export const momentOf = (ts) => new Date(Number(ts) * 1000);
export const time = (moment, tz) => formatter({ hour: "2-digit", minute: "2-digit" }, tz).format(moment);
export const weekday = (moment, tz) => formatter({ weekday: "short" }, tz).format(moment);
export const shortDate = (moment) => formatter({ day: "numeric", month: "short", year: "numeric" }).format(moment);
export const fullDate = (moment) =>
  formatter({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(moment);
export const longMoment = (moment) => `${fullDate(moment)}, ${time(moment)}`;
export const dayKey = (moment) => day(moment);

/** "Today", "Yesterday", or the date. */
export function dayName(moment, otherwise = fullDate) {
  return near(moment) ?? otherwise(moment);
}

function near(moment) {
  const distance = Math.round((Date.parse(day(moment)) - Date.parse(day(store.now))) / DAY);
  return { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[distance];
}

function ago(moment) {
  const seconds = (moment - store.now) / 1000;
  const steps = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60]];
  const [unit, length] = steps.find(([, one]) => Math.abs(seconds) >= one) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(Math.round(seconds / length), unit);
}

const lower = (text) => text.toLowerCase();
const TOKENS = {
  date_num: (at) => day(at),
  date: (at) => formatter({ day: "numeric", month: "long", year: "numeric" }).format(at),
  date_slash: (at) => day(at).replaceAll("-", "/"),
  date_short: shortDate,
  date_long: fullDate,
  date_pretty: (at) => near(at) ? lower(near(at)) : TOKENS.date(at),
  date_short_pretty: (at) => near(at) ? lower(near(at)) : shortDate(at),
  date_long_pretty: (at) => near(at) ? lower(near(at)) : fullDate(at),
  day_divider_pretty: (at) => dayName(at),
  time: (at) => time(at),
  time_secs: (at) => formatter({ hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at),
  ago: (at) => ago(at),
};

/** Slack's date format, such as "{date_short_pretty} at {time}". Null where it cannot be told. */
export function slackDate(unix, format) {
  const at = new Date(Number(unix) * 1000);
  if (Number.isNaN(at.getTime())) return null;
  return format.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(at) ?? whole);
}

/** Unix seconds as the wall clock of the reader's zone reads them: "2026-11-03T09:30". */
export function localFromUnix(unix, tz = zone()) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(new Date(unix * 1000));
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/** The unix seconds at which the reader's wall clock shows that; across a clock change the later reading. */
export function unixFromLocal(local, tz = zone()) {
  const wanted = Date.parse(`${local}:00Z`) / 1000;
  let guess = wanted;
  for (let round = 0; round < 3; round++) {
    guess += wanted - Date.parse(`${localFromUnix(guess, tz)}:00Z`) / 1000;
  }
  return guess;
}
