// Budget alerts: those that were told, and new ones as they come.

import { read } from "./api.js";
import { el } from "./dom.js";
import { table } from "./table.js";
import { sentence } from "./live.js";
import { money, percent, time } from "./format.js";

/** The view. */
export async function alerts({ content, signal }) {
  let { alerts: rows, next_cursor: cursor } = await read("alerts", {}, signal);
  const shown = table({
    caption: "Alerts, newest first",
    file: "tollgate-alerts",
    rows,
    empty: "No budget has reached a threshold yet.",
    columns: [
      { name: "at", title: "Time (UTC)", value: (alert) => alert.at, show: (alert) => time(alert.at) },
      { name: "scope", title: "Scope", value: (alert) => alert.scope },
      { name: "scope_id", title: "Of", value: (alert) => alert.scope_id },
      { name: "window", title: "Window", value: (alert) => alert.window },
      { name: "threshold", title: "Threshold", number: true, value: (alert) => alert.threshold, show: (alert) => percent(alert.threshold) },
      { name: "spent_usd", title: "Spent", number: true, value: (alert) => alert.spent_usd, show: (alert) => money(alert.spent_usd) },
      { name: "limit_usd", title: "Limit", number: true, value: (alert) => alert.limit_usd, show: (alert) => money(alert.limit_usd) },
      { name: "projected_usd", title: "Projected", number: true, value: (alert) => alert.projected_usd, show: (alert) => money(alert.projected_usd) },
    ],
  });
  const state = el("p", { class: "lead", role: "status", "aria-live": "polite" }, "New alerts appear here as they come.");
  document.addEventListener(
    "tollgate:alert",
    ({ detail }) => {
      if (rows.some(({ id }) => id === detail.id)) return;
      rows = [detail, ...rows];
      shown.update(rows);
      state.textContent = sentence(detail);
    },
    { signal },
  );
  const older = el("button", { type: "button", hidden: !cursor, onclick: async () => {
    const next = await read("alerts", { cursor }, signal);
    rows = [...rows, ...next.alerts];
    cursor = next.next_cursor;
    older.hidden = !cursor;
    shown.update(rows);
  } }, "Older");
  content.replaceChildren(el("h1", {}, "Alerts"), state, shown, older);
}
