// What it cost, who for, and how it goes.

import { read } from "./api.js";
import { card, el, empty } from "./dom.js";
import { bars } from "./chart-bars.js";
import { tokensOverTime } from "./tokens-over-time.js";
import { meter } from "./meter.js";
import { period, periodControl } from "./period.js";
import { brief, change, costOf, count, dollars, duration, instant, money, percent } from "./format.js";
import { compare, ratio, units } from "./exact.js";

const REFRESH = 15_000;

function tile(name, figure, note, changed) {
  return el(
    "li",
    { class: "tile", "data-tile": name },
    el("h2", {}, name),
    el("p", { class: "figure" }, figure),
    el("p", { class: "note" }, changed && el("span", { class: `change ${changed.kind}` }, changed.text), changed && note ? " · " : "", note),
  );
}

const rate = (sums) => (sums.requests ? sums.errors / sums.requests : null);
const tokens = (sums) => sums.input_tokens + sums.output_tokens;

function tiles({ total, before }, month, chosen) {
  const cost = change(Number(units(total.cost_usd)), Number(units(before.cost_usd)));
  const [errors, errorsBefore] = [rate(total), rate(before)];
  const points = errors !== null && errorsBefore !== null ? errors - errorsBefore : null;
  const pointsChange =
    points === null
      ? null
      : Math.abs(points) < 0.0005
        ? { text: "as before", kind: "flat" }
        : { text: `${points > 0 ? "▲" : "▼"} ${(Math.abs(points) * 100).toFixed(1)} points`, kind: points > 0 ? "worse" : "better" };
  return el(
    "ul",
    { class: "tiles", "aria-label": `Figures of ${chosen.label}` },
    tile("Total cost", costOf(total), before.requests ? `before: ${dollars(before.cost_usd)}` : null, cost),
    tile(
      "Tokens",
      el("data", { value: tokens(total), title: `${count(tokens(total))} tokens` }, brief(tokens(total))),
      `${brief(total.input_tokens)} in, ${brief(total.output_tokens)} out`,
      change(tokens(total), tokens(before)),
    ),
    tile("Requests", el("data", { value: total.requests }, count(total.requests)), null, change(total.requests, before.requests)),
    tile(
      "Error rate",
      el("data", { value: errors ?? "", title: `${total.errors} errors in ${total.requests} requests` }, percent(errors)),
      `${count(total.errors)} failed`,
      pointsChange,
    ),
    tile("Projected month end", money(month.projected_month_end_usd), `${dollars(month.total_cost_usd)} so far in ${month.month}`),
    tile(
      "Unpriced requests",
      el("data", { value: total.unpriced_requests, class: total.unpriced_requests ? "warn" : "" }, count(total.unpriced_requests)),
      total.unpriced_requests ? "their cost is not in the total" : "every call has a price",
    ),
  );
}

function costBars(label, rows, name, link) {
  const top = rows.reduce((most, row) => (compare(row.cost_usd, most) > 0 ? row.cost_usd : most), "0");
  return bars(
    label,
    rows.slice(0, 8).map((row) => ({
      name: name(row),
      share: ratio(row.cost_usd, top) ?? 0,
      shown: costOf(row),
      link: link(row),
    })),
  );
}

function latency(report) {
  const line = (name, now, before) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, name),
      ["p50", "p95", "p99"].map((quantile) => {
        const changed = change(now[quantile], before[quantile]);
        return el(
          "td",
          { class: "number", "data-quantile": quantile },
          duration(now[quantile]),
          changed && changed.kind !== "flat" && el("small", { class: `change ${changed.kind === "up" ? "worse" : "better"}` }, changed.text),
        );
      }),
      el("td", { class: "number" }, count(now.count)),
    );
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Latency" },
    el(
      "table",
      { class: "plain" },
      el("caption", { class: "hidden" }, "Latency of answered calls, quantiles within 6 %, change against the period before"),
      el("thead", {}, el("tr", {}, el("td", {}), ["p50", "p95", "p99", "Calls"].map((title) => el("th", { scope: "col", class: "number" }, title)))),
      el(
        "tbody",
        {},
        line("Duration", report.duration_ms, report.duration_before_ms),
        line("Time to first token", report.time_to_first_token_ms, report.time_to_first_token_before_ms),
      ),
    ),
  );
}

function budgetMeters(listed) {
  if (!listed.budgets.length) return empty("No budgets are set. Budgets has the form.");
  const fullest = [...listed.budgets].sort((a, b) => (b.used_ratio ?? 0) - (a.used_ratio ?? 0)).slice(0, 9);
  return el(
    "ul",
    { class: "budgets" },
    fullest.map((budget) => {
      const name = budget.scope === "gateway" ? "Whole gateway" : `${budget.scope} ${budget.id}`;
      return el(
        "li",
        {},
        el("span", { class: "name" }, name, el("small", {}, ` ${budget.window}, ${budget.mode}`)),
        el("span", { class: "figure" }, `${dollars(budget.spent_usd)} of ${dollars(budget.limit_usd)}`),
        meter(`${name}, ${budget.window}`, budget.used_ratio, budget.thresholds),
      );
    }),
  );
}

function health(status) {
  const state = (ok, text) => el("span", { class: ok ? "state ok" : "state bad" }, text);
  const { ledger, shared_store: store } = status;
  return el(
    "dl",
    { class: "facts", "data-card": "health" },
    el("dt", {}, "Ledger"),
    el("dd", {}, state(ledger.writable, ledger.writable ? "writable" : "not writable"),
      ` ${count(ledger.rows_waiting)} rows waiting, ${duration(ledger.lag_ms)} behind`, ledger.message && el("p", {}, ledger.message)),
    el("dt", {}, "Redis"),
    el("dd", {}, store ? [state(store.connected, store.connected ? "connected" : "not connected"), ` ${duration(store.lag_ms)} behind`,
      store.message && el("p", {}, store.message)] : "not used: this gateway is alone"),
    status.reasons.length ? [el("dt", {}, "Not ready"), el("dd", {}, status.reasons.join(" "))] : null,
    el("dt", {}, "Version"),
    el("dd", {}, status.version),
  );
}

/** The view. */
export async function overview({ content, parameters, go, signal }) {
  const chosen = period(parameters);
  const within = `since=${encodeURIComponent(chosen.since)}&until=${encodeURIComponent(chosen.until)}`;
  const here = new URLSearchParams(parameters).toString();
  const users = `#/users${here && `?${here}`}`;
  let shown = "";
  let shownAt = "";
  let stale = null;

  async function draw() {
    const [report, month, listed, status] = await Promise.all([
      read("overview", { since: chosen.since, until: chosen.until, limit: 8 }, signal),
      read("llm-costs", { limit: 1 }, signal),
      read("budgets", {}, signal),
      read("status", {}, signal),
    ]);
    const { now, ...lasting } = status;
    const next = JSON.stringify([report, month, listed, lasting]);
    shownAt = new Date().toISOString();
    stale?.remove();
    if (next === shown) return;
    shown = next;
    const link = (name) => (row) => `#/requests?${name}=${encodeURIComponent(row[name === "model" ? "model" : name])}&${within}`;
    content.replaceChildren(
      el("div", { class: "head" }, el("h1", {}, "Overview"), periodControl(chosen, go)),
      el("p", { class: "lead" }, `From ${chosen.since.slice(0, 16).replace("T", " ")} to ${chosen.until.slice(0, 16).replace("T", " ")} UTC, against as long before.`,
        report.complete ? "" : " The calls of this gateway only; the month's projection is that of all."),
      tiles(report, month, chosen),
      el(
        "div",
        { class: "grid" },
        card("Tokens over time", tokensOverTime(report)),
        card("Cost by component", costBars("Cost by component", report.components, (row) => row.component_type, link("component_type"))),
        card("Cost by model", costBars("Cost by model", report.models, (row) => row.model, link("model"))),
        card("Cost by user", costBars("Cost by user", report.users, (row) => row.user_id, link("user_id")),
          report.more_users && el("p", { class: "hint" }, el("a", { href: users }, "All users"))),
        card("Latency", latency(report)),
        card("Errors by type", bars("Errors by type", report.errors_by_type.map(({ error_type, requests: number }) => ({
          name: error_type, share: number / report.errors_by_type[0].requests, shown: el("data", { value: number }, count(number)), kind: "bad",
          link: `#/requests?status=error&${within}`,
        })), "No errors in this period.")),
        card("Health", health(status)),
        card("Budgets", budgetMeters(listed)),
      ),
    );
    const { firstElementChild: first, lastElementChild: last } = content.querySelector(".grid");
    for (const wide of [first, last]) wide.classList.add("wide");
  }

  /** That what is shown is no longer what is; a session that is over asks to log in by itself. */
  function tell(error) {
    if (signal.aborted || error.status === 401) return;
    stale?.remove();
    stale = el("p", { class: "notice", role: "alert" }, `${error.message} These are the figures of ${instant(shownAt)} UTC.`);
    content.querySelector(".head").after(stale);
  }

  await draw();
  const timer = setInterval(() => {
    // What somebody reads or uses is not pulled away; a hidden page asks for nothing.
    if (document.hidden || (document.activeElement !== content && content.contains(document.activeElement))) return;
    draw().catch(tell);
  }, REFRESH);
  signal.addEventListener("abort", () => clearInterval(timer));
}
