// Charts as SVG: pie, bar, line and area; the figures stand below for whoever cannot see them, or wants them exactly.
import { freshId, h, s } from "../dom.js";

const WIDTH = 560;
const HEIGHT = 240;
const LEFT = 48;
const BOTTOM = 44;
const TOP = 12;
const round = (value) => Math.round(value * 100) / 100;
const shown = (value) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 }).format(value);
const compact = (value) => new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 }).format(value);

export function chart(one) {
  const { chart: data, title } = one;
  const id = freshId("chart");
  const drawn = data.type === "pie" ? pie(data.segments, id, title) : plot(data, id, title);
  const names = data.type === "pie" ? data.segments.map((part) => part.label) : data.series.map((part) => part.name);
  return h("figure", { class: `b-chart chart-${data.type}` },
    h("figcaption", { id }, title), h("div", { class: "chart-area" }, drawn,
      names.length > 1 || data.type === "pie" ? h("ul", { class: "legend" }, ...names.map((name, at) =>
        h("li", {}, h("span", { class: `swatch tint-${at % 12}`, "aria-hidden": "true" }), name, data.type === "pie" ? h("b", {}, shown(data.segments[at].value)) : null))) : null),
    h("details", { class: "figures" }, h("summary", {}, "The figures"), figures(data, title)));
}

function figures(data, title) {
  const series = data.type === "pie" ? [{ name: title, data: data.segments }] : data.series;
  const labels = data.type === "pie" ? data.segments.map((part) => part.label) : data.axis_config.categories;
  const valueOf = (one, label) => one.data.find((point) => point.label === label)?.value;
  return h("div", { class: "table-scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, h("td", {}, ""), ...series.map((one) => h("th", { scope: "col" }, one.name)))),
    h("tbody", {}, ...labels.map((label) => h("tr", {}, h("th", { scope: "row" }, label),
      ...series.map((one) => h("td", { class: "align-right" }, valueOf(one, label) === undefined ? "–" : shown(valueOf(one, label)))))))));
}

const picture = (id, width, ...children) =>
  s("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-labelledby": id, class: "chart" }, ...children);

function pie(segments, id) {
  const total = segments.reduce((sum, part) => sum + Math.max(part.value, 0), 0) || 1;
  const [x, y, outer, inner] = [HEIGHT / 2, HEIGHT / 2, 104, 58];
  let turn = -Math.PI / 2;
  const at = (angle, radius) => `${round(x + radius * Math.cos(angle))} ${round(y + radius * Math.sin(angle))}`;
  const slices = segments.filter((part) => part.value > 0).map((part) => {
    const angle = Math.min((part.value / total) * 2 * Math.PI, 2 * Math.PI - 0.0001);
    const [from, to] = [turn, turn + angle];
    turn = to;
    const far = angle > Math.PI ? 1 : 0;
    return s("path", {
      class: `slice tint-${segments.indexOf(part) % 12}`,
      d: `M${at(from, outer)}A${outer} ${outer} 0 ${far} 1 ${at(to, outer)}L${at(to, inner)}A${inner} ${inner} 0 ${far} 0 ${at(from, inner)}Z`,
    }, s("title", {}, `${part.label}: ${shown(part.value)}, ${Math.round((part.value / total) * 100)} %`));
  });
  return picture(id, HEIGHT, ...slices);
}

/** Round steps from the lowest to the highest value, zero included. */
function scale(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values, low + 1);
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const ticks = [];
  for (let tick = Math.floor(low / step) * step; tick < high + step; tick += step) ticks.push(round(tick));
  return { ticks, low: ticks[0], high: ticks.at(-1) };
}

function plot({ type, series, axis_config: axis }, id) {
  const { categories } = axis;
  const values = series.flatMap((one) => one.data.map((point) => point.value));
  const { ticks, low, high } = scale(values);
  const y = (value) => round(TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM));
  const slot = (WIDTH - LEFT - 8) / categories.length;
  const middle = (at) => round(LEFT + slot * (at + 0.5));
  const every = Math.ceil(categories.length / 10);
  const grid = ticks.flatMap((tick) => [
    s("line", { class: tick === 0 ? "axis" : "grid", x1: LEFT, x2: WIDTH - 8, y1: y(tick), y2: y(tick) }),
    s("text", { class: "tick", x: LEFT - 8, y: y(tick) + 4, "text-anchor": "end" }, compact(tick)),
  ]);
  const names = categories.flatMap((name, at) => (at % every ? [] : [
    s("text", { class: "tick", x: middle(at), y: HEIGHT - BOTTOM + 18, "text-anchor": "middle" }, fit(name, slot * every))]));
  const axes = [
    axis.x_label ? s("text", { class: "axis-name", x: (LEFT + WIDTH) / 2, y: HEIGHT - 6, "text-anchor": "middle" }, axis.x_label) : null,
    axis.y_label ? s("text", { class: "axis-name", transform: `translate(11 ${(HEIGHT - BOTTOM) / 2}) rotate(-90)`, "text-anchor": "middle" }, axis.y_label) : null,
  ];
  const point = (one, name) => one.data.find((candidate) => candidate.label === name)?.value;
  const told = (one, name, value) => s("title", {}, `${one.name}, ${name}: ${shown(value)}`);

  const bars = () => {
    const width = Math.min((slot * 0.72) / series.length, 48);
    return series.flatMap((one, which) => categories.flatMap((name, at) => {
      const value = point(one, name);
      if (value === undefined) return [];
      const left = middle(at) + (which - series.length / 2) * width;
      return [s("rect", {
        class: `bar tint-${which % 12}`, x: round(left + 1), width: round(width - 2), rx: 2,
        y: Math.min(y(value), y(0)), height: Math.max(Math.abs(y(value) - y(0)), 1),
      }, told(one, name, value))];
    }));
  };
  const curves = () => series.flatMap((one, which) => {
    const points = categories.map((name, at) => [middle(at), point(one, name), name]).filter(([, value]) => value !== undefined);
    if (!points.length) return [];
    const path = points.map(([x, value], at) => `${at ? "L" : "M"}${x} ${y(value)}`).join("");
    const under = `${path}L${points.at(-1)[0]} ${y(0)}L${points[0][0]} ${y(0)}Z`;
    return [
      type === "area" ? s("path", { class: `under tint-${which % 12}`, d: under }) : null,
      s("path", { class: `curve tint-${which % 12}`, d: path }),
      ...points.map(([x, value, name]) => s("circle", { class: `dot tint-${which % 12}`, cx: x, cy: y(value), r: 3.5 }, told(one, name, value))),
    ];
  });
  return picture(id, WIDTH, ...grid, ...names, ...axes.filter(Boolean), ...(type === "bar" ? bars() : curves()).filter(Boolean));
}

const fit = (name, room) => {
  const letters = Math.max(Math.floor(room / 6.5), 3);
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
};
