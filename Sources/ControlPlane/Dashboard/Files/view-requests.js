// Calls, newest first, by whatever they are looked for.

import { read } from "./api.js";
import { el } from "./dom.js";
import { field, choice } from "./dialog.js";
import { table } from "./table.js";
import { count, duration, money, time } from "./format.js";

const PAGE = 100;
const MOST = 100_000;
const FILTERS = ["user_id", "model", "component_type", "status", "since", "until"];

const STATUSES = [
  ["", "Any"],
  ["ok", "Answered"],
  ["error", "Failed"],
  ["0", "No answer"],
  ...[400, 401, 403, 404, 429, 500, 502, 503, 504].map((code) => [String(code), String(code)]),
];

/** What became of a call, in words. */
export function outcome(row) {
  const parts = [row.status === 0 ? "no answer" : String(row.status)];
  if (row.error_type) parts.push(row.error_type);
  if (row.client_disconnected) parts.push("client gone");
  if (row.usage_source === "estimated" || row.usage_source === "interrupted") parts.push(row.usage_source);
  return el("span", { class: row.error_type ? "state bad" : "state" }, parts.join(", "));
}

/** What a call cost, where a part or all of it may have no price. */
export function price(row) {
  if (row.cost_usd !== null) return money(row.cost_usd);
  return row.unpriced.length || row.price_source === "none" ? el("span", { class: "warn" }, row.cost_known_usd === "0" ? "unpriced" : [money(row.cost_known_usd), " + unpriced"]) : "–";
}

const columns = [
  { name: "started_at", title: "Time (UTC)", value: (row) => row.started_at,
    show: (row) => el("a", { href: `#/requests/${row.id}` }, time(row.started_at)) },
  { name: "user_id", title: "User", value: (row) => row.user_id },
  { name: "component_type", title: "Component", value: (row) => row.component_type },
  { name: "model", title: "Model", value: (row) => row.response_model ?? row.request_model ?? row.api },
  { name: "status", title: "Outcome", value: (row) => row.status, show: outcome },
  { name: "input_tokens", title: "Input", number: true, value: (row) => row.input_tokens, show: (row) => count(row.input_tokens) },
  { name: "output_tokens", title: "Output", number: true, value: (row) => row.output_tokens, show: (row) => count(row.output_tokens) },
  { name: "cost_usd", title: "Cost", number: true, value: (row) => row.cost_usd, show: price },
  { name: "duration_ms", title: "Duration", number: true, value: (row) => row.duration_ms, show: (row) => duration(row.duration_ms) },
  { name: "time_to_first_token_ms", title: "First token", number: true, value: (row) => row.time_to_first_token_ms,
    show: (row) => duration(row.time_to_first_token_ms) },
];

// In the file, what the table has no room for as well.
const SAVED = [
  "id", "started_at", "provider", "api", "request_model", "response_model", "user_id", "component_type", "stream", "status",
  "error_type", "client_disconnected", "input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens",
  "reasoning_tokens", "audio_input_tokens", "audio_output_tokens", "cost_usd", "cost_known_usd", "price_source", "usage_source",
  "duration_ms", "time_to_first_token_ms", "upstream_request_id", "trace_id",
];

/** The view. */
export async function requests({ content, parameters, go, signal }) {
  const query = Object.fromEntries(FILTERS.map((name) => [name, parameters.get(name)]).filter(([, value]) => value));
  const page = (cursor, limit = PAGE) => read("requests", { ...query, limit, cursor }, signal);
  let { requests: rows, next_cursor: cursor } = await page();

  async function all() {
    const every = [];
    let next;
    do {
      const { requests: found, next_cursor } = await page(next, 1000);
      every.push(...found);
      next = next_cursor;
    } while (next && every.length < MOST);
    return every;
  }

  const hidden = SAVED.filter((name) => !columns.some((column) => column.name === name));
  const shown = table({
    caption: "Requests, newest first",
    columns,
    rows,
    empty: "No calls match. Point an SDK's base URL at the gateway's port, or change the filters.",
  });
  const saved = table({ caption: "", columns: SAVED.map((name) => ({ name, title: name, value: (row) => row[name] })), rows: [], file: "tollgate-requests", all });
  const save = saved.querySelector(".save");
  save.title = `With ${hidden.length} columns more, all pages up to ${count(MOST)} rows`;
  const older = el("button", { type: "button", hidden: !cursor, onclick: async () => {
    older.disabled = true;
    try {
      const next = await page(cursor);
      rows = [...rows, ...next.requests];
      cursor = next.next_cursor;
      shown.update(rows);
      older.hidden = !cursor;
    } finally {
      older.disabled = false;
    }
  } }, "Older");

  const form = el(
    "form",
    {
      class: "filters", "aria-label": "Filters",
      onsubmit: (event) => {
        event.preventDefault();
        go(Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()])));
      },
    },
    field("User", { name: "user_id", value: query.user_id ?? "" }),
    field("Model", { name: "model", value: query.model ?? "" }),
    field("Component", { name: "component_type", value: query.component_type ?? "" }),
    choice("Outcome", "status", STATUSES.some(([value]) => value === (query.status ?? "")) ? STATUSES : [...STATUSES, [query.status, query.status]], query.status ?? ""),
    field("Since (UTC)", { name: "since", value: query.since ?? "", placeholder: "2026-11-22T18:00:00Z" }),
    field("Until (UTC)", { name: "until", value: query.until ?? "", placeholder: "2026-11-23" }),
    el("div", { class: "buttons" }, el("button", { type: "submit", class: "primary" }, "Filter"),
      el("button", { type: "button", onclick: () => go({}) }, "Clear")),
  );
  content.replaceChildren(el("h1", {}, "Requests"), form, shown, el("div", { class: "buttons" }, older, save));
}
