// Tokens over time, in classes that do not overlap.

import { el } from "./dom.js";
import { area } from "./chart-area.js";
import { brief, count } from "./format.js";

const CLASSES = [
  { name: "input", title: "Input", of: (row) => row.input_tokens - row.cached_input_tokens - row.cache_write_tokens },
  { name: "cached", title: "Cached input", of: (row) => row.cached_input_tokens },
  { name: "write", title: "Cache write", of: (row) => row.cache_write_tokens },
  { name: "output", title: "Output", of: (row) => row.output_tokens - row.reasoning_tokens },
  { name: "reasoning", title: "Reasoning", of: (row) => row.reasoning_tokens },
];

const HOUR = 3600e3;

/** Every bucket of the report, those without calls too. */
function buckets({ since, until, bucket, series }) {
  const step = bucket === "hour" ? HOUR : 24 * HOUR;
  const found = new Map(series.map((row) => [Date.parse(row.start), row]));
  const made = [];
  for (let at = Math.floor(Date.parse(since) / step) * step; at < Date.parse(until); at += step) {
    const text = new Date(at).toISOString();
    const row = found.get(at);
    made.push({
      label: bucket === "hour" ? text.slice(11, 16) : text.slice(5, 10),
      title: bucket === "hour" ? text.slice(0, 16).replace("T", " ") : text.slice(0, 10),
      values: CLASSES.map((entry) => (row ? entry.of(row) : 0)),
    });
  }
  return made;
}

/** The chart, with its table. */
export function tokensOverTime(report) {
  const all = buckets(report);
  const used = CLASSES.map((entry, index) => ({ ...entry, index })).filter(
    ({ index }) => all.some(({ values }) => values[index] > 0),
  );
  const { total } = report;
  return area({
    caption: "Tokens over time by class",
    summary: `${count(total.input_tokens + total.output_tokens)} tokens: ${CLASSES.map((entry) => `${entry.title.toLowerCase()} ${count(entry.of(total))}`).join(", ")}.`,
    buckets: all.map((entry) => ({ ...entry, values: used.map(({ index }) => entry.values[index]) })),
    classes: used,
    show: brief,
    more: () =>
      el(
        "details",
        {},
        el("summary", {}, "As a table"),
        el(
          "div",
          { class: "scroll", tabindex: 0, role: "region", "aria-label": "Tokens over time" },
          el(
            "table",
            { class: "plain" },
            el("caption", { class: "hidden" }, "Tokens over time by class"),
            el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "From (UTC)"), CLASSES.map(({ title }) => el("th", { scope: "col", class: "number" }, title)))),
            el("tbody", {}, all.map(({ title, values }) => el("tr", {}, el("th", { scope: "row" }, title), values.map((value) => el("td", { class: "number" }, count(value)))))),
          ),
        ),
      ),
  });
}
