// Areas on top of each other over time; arrow keys or the pointer read a bucket, a table says the same.

import { el, empty, svg } from "./dom.js";

const [HEIGHT, LEFT, BOTTOM, TOP] = [220, 56, 24, 10];

/** A round number at or above `value`, for the top of the axis. */
function ceiling(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value);
}

/**
 * A chart of `buckets`: `{label, values}`, a value for each of `classes`: `{name, title}`.
 *
 * `show` writes a value, `summary` is what is said instead of the picture.
 */
export function area({ buckets, classes, show, summary, caption, more = () => [] }) {
  if (!buckets.some(({ values }) => values.some((value) => value > 0))) return empty("No tokens in this period.");
  const totals = buckets.map(({ values }) => values.reduce((a, b) => a + b, 0));
  const top = ceiling(Math.max(...totals));
  const readout = el("p", { class: "readout", role: "status", "aria-live": "polite" });
  const frame = el("div", {
    class: "chart", tabindex: 0, role: "group",
    "aria-label": `${caption}. ${summary} Left and right arrow keys read the buckets.`,
  });
  let width = 0;
  let chosen = -1;
  const x = (index) => LEFT + ((width - LEFT - 8) * (index + 0.5)) / buckets.length;
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);

  function path(lower, upper) {
    if (buckets.length === 1) {
      const [from, to] = [LEFT + 8, width - 16];
      return `M${from} ${y(upper[0])}H${to}V${y(lower[0])}H${from}Z`;
    }
    const there = upper.map((value, index) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`);
    const back = lower.map((value, index) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`).reverse();
    return `M${there.join("L")}L${back.join("L")}Z`;
  }

  function draw() {
    let lower = buckets.map(() => 0);
    const areas = classes.map(({ name }, number) => {
      const upper = lower.map((value, index) => value + buckets[index].values[number]);
      const shape = svg("path", { class: `area ${name}`, d: path(lower, upper) });
      lower = upper;
      return shape;
    });
    const lines = [0, 0.5, 1].map((share) => [
      svg("line", { class: "grid", x1: LEFT, x2: width - 8, y1: y(top * share), y2: y(top * share) }),
      svg("text", { x: LEFT - 8, y: y(top * share) + 4, "text-anchor": "end" }, show(top * share)),
    ]);
    const step = Math.ceil(buckets.length / Math.max(2, Math.floor((width - LEFT) / 90)));
    const labels = buckets.map(({ label }, index) =>
      index % step === 0 ? svg("text", { x: x(index), y: HEIGHT - 6, "text-anchor": "middle" }, label) : null,
    );
    const cross =
      chosen >= 0
        ? svg("line", { class: "cross", x1: x(chosen), x2: x(chosen), y1: TOP, y2: HEIGHT - BOTTOM })
        : null;
    frame.replaceChildren(
      svg("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true" }, lines, areas, labels, cross),
    );
  }

  function choose(index) {
    chosen = Math.max(0, Math.min(buckets.length - 1, index));
    const { title, values } = buckets[chosen];
    const parts = classes.map((entry, number) => `${entry.title} ${show(values[number])}`);
    readout.textContent = `${title}: ${show(totals[chosen])} in all; ${parts.join(", ")}`;
    draw();
  }

  frame.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    event.preventDefault();
    choose(chosen < 0 ? buckets.length - 1 : chosen + move);
  });
  frame.addEventListener("pointermove", (event) => {
    const place = event.clientX - frame.getBoundingClientRect().left - LEFT;
    choose(Math.floor((place / (width - LEFT - 8)) * buckets.length));
  });
  new ResizeObserver(([entry]) => {
    const next = Math.floor(entry.contentRect.width);
    if (next === width || next < 40) return;
    width = next;
    draw();
  }).observe(frame);

  const legend = el(
    "ul",
    { class: "legend", "aria-label": "Classes" },
    classes.map(({ name, title }) =>
      el("li", {}, svg("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("rect", { class: `area ${name}`, width: 10, height: 10, rx: 2 })), title),
    ),
  );
  return el("div", {}, legend, frame, readout, more());
}
