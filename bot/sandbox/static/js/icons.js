// Line icons on a 20 × 20 grid, drawn for this page.
import { s } from "./dom.js";

const PATHS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  close: "M5 5l10 10M15 5L5 15",
  back: "M12 4l-6 6 6 6",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  down: "M5 8l5 5 5-5",
  up: "M5 12l5-5 5 5",
  home: "M3.5 9.5L10 4l6.5 5.5V16h-4.5v-4H8v4H3.5z",
  hash: "M8 3L6.5 17M13.5 3L12 17M3.5 7.5h13.5M3 12.5h13.5",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 016 0V9",
  talk: "M3.5 4.5h13v9h-7l-3.5 3v-3H3.5z",
  send: "M3.5 10L16.5 4 12 16.5l-2.6-5z",
  bolt: "M11 2.5L4.5 11.5H9.5L8.5 17.5 15.5 8.5H10.5z",
  eye: "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zM10 7.8a2.2 2.2 0 100 4.4 2.2 2.2 0 000-4.4z",
  sun: "M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM10 2v1.8M10 16.2V18M2 10h1.8M16.2 10H18M4.4 4.4l1.2 1.2M14.4 14.4l1.2 1.2M4.4 15.6l1.2-1.2M14.4 5.6l1.2-1.2",
  moon: "M16.5 12.2A7 7 0 117.8 3.5a5.6 5.6 0 008.7 8.7z",
  curtain: "M3 3.5h14M4.5 3.5v13c2.4-1.4 4-5.5 4.2-13M15.5 3.5v13c-2.4-1.4-4-5.5-4.2-13",
  flag: "M5 17.5V3M5 3.5h10l-2.2 3.5L15 10.5H5",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
  check: "M4 10.5l4 4 8-9",
  info: "M10 9v5M10 6.2h.01M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15z",
  warn: "M10 3L17.5 16.5h-15zM10 8v4M10 14.3h.01",
  sunrise: "M2.5 15.5h15M5.5 12.5a4.5 4.5 0 019 0M10 2.5v3.2M7.5 4.8L10 2.5l2.5 2.3M3 8.2l1.6 1.2M17 8.2l-1.6 1.2",
  good: "M6 9v7.5H3.5V9zM6 9l3-6c1.4 0 2 1 2 2.200V8h4.300c1 0 1.600.9 1.400 1.800l-1.200 5.300c-.2.900-.9 1.400-1.700 1.400H6",
  bad: "M14 11V3.500h2.500V11zM14 11l-3 6c-1.400 0-2-1-2-2.200V12H4.700c-1 0-1.600-.9-1.400-1.800l1.200-5.300c.2-.9.9-1.400 1.700-1.400H14",
  download: "M10 3.500v9M6.500 9.500l3.500 3.500 3.500-3.500M4 16.500h12",
  external: "M8 4.500H4.500v11h11V12M11.500 3.500h5v5M16 4l-7 7",
};

/** A picture that says nothing to a screen reader: what it means stands beside it. */
export function icon(name) {
  return s("svg", { class: `icon icon-${name}`, viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    s("path", { d: PATHS[name] ?? PATHS.info }));
}
