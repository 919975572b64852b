// Which stretch of time is looked at: kept in the address, so that it can be linked to.

import { el } from "./dom.js";

const HOUR = 3600e3;
const DAY = 24 * HOUR;
const RANGES = [
  ["24h", "24 h"],
  ["7d", "7 d"],
  ["30d", "30 d"],
  ["month", "Month"],
  ["custom", "Custom"],
];

const hourAfter = (now) => (Math.floor(now / HOUR) + 1) * HOUR;
const dayOf = (time) => Math.floor(time / DAY) * DAY;
const date = (time) => new Date(time).toISOString().slice(0, 10);
const whole = (time) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** What the address says: `{range, since, until, label}`, both ends whole hours. */
export function period(parameters, now = Date.now()) {
  const range = RANGES.some(([name]) => name === parameters.get("range")) ? parameters.get("range") : "24h";
  const end = hourAfter(now);
  const made = (since, until, label) => ({ range, since: whole(since), until: whole(until), label });
  if (range === "7d") return made(dayOf(now) - 6 * DAY, end, "the last 7 days");
  if (range === "30d") return made(dayOf(now) - 29 * DAY, end, "the last 30 days");
  if (range === "month") {
    const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(parameters.get("month") ?? "") ? parameters.get("month") : date(now).slice(0, 7);
    const first = Date.parse(`${month}-01T00:00:00Z`);
    const next = Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1);
    return { ...made(first, Math.max(first + HOUR, Math.min(next, end)), month), month };
  }
  if (range === "custom") {
    const first = Date.parse(parameters.get("since") ?? "");
    const last = Date.parse(parameters.get("until") ?? "");
    const since = Number.isNaN(first) ? dayOf(now) - 6 * DAY : dayOf(first);
    const until = Number.isNaN(last) ? dayOf(now) : dayOf(last);
    const label = `${date(since)} to ${date(Math.max(since, until))}`;
    return { ...made(since, Math.max(since, until) + DAY, label), from: date(since), to: date(until) };
  }
  return made(end - DAY, end, "the last 24 hours");
}

/** The control that chooses it; `choose` is told new parameters. */
export function periodControl(chosen, choose) {
  const buttons = RANGES.map(([name, text]) =>
    el(
      "button",
      { type: "button", "aria-pressed": String(chosen.range === name), onclick: () => choose({ range: name }) },
      text,
    ),
  );
  const input = (label, type, value, changed) =>
    el(
      "label",
      { class: "inline" },
      el("span", {}, label),
      el("input", { type, value, required: true, onchange: (event) => event.target.value && changed(event.target.value) }),
    );
  const more =
    chosen.range === "month"
      ? [input("Month", "month", chosen.month, (month) => choose({ range: "month", month }))]
      : chosen.range === "custom"
        ? [
            input("From", "date", chosen.from, (since) => choose({ range: "custom", since, until: chosen.to })),
            input("To", "date", chosen.to, (until) => choose({ range: "custom", since: chosen.from, until })),
          ]
        : [];
  return el(
    "div",
    { class: "period", role: "group", "aria-label": "Period, UTC" },
    el("div", { class: "segments" }, buttons),
    more,
  );
}
