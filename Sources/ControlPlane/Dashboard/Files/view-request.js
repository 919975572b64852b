// One call: what it used, what each part cost, where its trace is.

import { read } from "./api.js";
import { card, el, empty } from "./dom.js";
import { count, duration, money, time } from "./format.js";
import { decimal, units } from "./exact.js";
import { outcome, price } from "./view-requests.js";

const UNITS = { 1000000: "per million", 1: "each", 3600000000: "per hour" };

function facts(pairs) {
  return el("dl", { class: "facts" }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function rows(caption, titles, lines, foot) {
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    el(
      "table",
      { class: "plain" },
      el("caption", { class: "hidden" }, caption),
      el("thead", {}, el("tr", {}, titles.map((title, index) => el("th", { scope: "col", class: index ? "number" : undefined }, title)))),
      el("tbody", {}, lines.map((line) => el("tr", {}, line.map((value, index) => (index ? el("td", { class: "number" }, value) : el("th", { scope: "row" }, value)))))),
      foot && el("tfoot", {}, el("tr", {}, el("th", { scope: "row", colspan: titles.length - 1 }, foot[0]), el("td", { class: "number" }, foot[1]))),
    ),
  );
}

function arithmetic(call) {
  if (!call.price_lines.length) {
    const why = { none: "No price is known for this model.", provider: "The provider itself states what it charged." };
    return empty(why[call.price_source] ?? "Nothing was billed by the unit.");
  }
  const total = decimal(units(call.price_lines_usd));
  const same = units(total) === units(call.cost_known_usd);
  return [
    rows(
      "Price, line by line",
      ["What", "Quantity", "Rate", "Amount"],
      call.price_lines.map((line) => [
        line.name,
        count(line.quantity),
        line.rate_usd === null ? "no price" : `$${line.rate_usd} ${UNITS[line.per] ?? ""}`,
        line.amount_usd === null ? "unpriced" : el("data", { value: line.amount_usd }, `$${line.amount_usd}`),
      ]),
      ["Sum, rounded once to a nano-dollar", el("data", { value: total, class: "sum" }, `$${total}`)],
    ),
    same
      ? el("p", { class: "notice good" }, `This is what the ledger has: $${call.cost_known_usd}.`)
      : el("p", { class: "notice" }, `The ledger has $${call.cost_known_usd}, which holds: a row is never priced again. The lines are the price list's for the time of the call as it stands today, which is another.`),
  ];
}

/** The view. */
export async function request({ content, id, signal }) {
  const [call, status] = await Promise.all([read(`requests/${encodeURIComponent(id)}`, {}, signal), read("status", {}, signal)]);
  document.title = `${call.id} – Tollgate`;
  // Digits and letters only, so that an id cannot change what the template says.
  const traced = call.trace_id && status.trace_url && /^https?:/.test(status.trace_url) && /^[0-9a-f]+$/.test(call.trace_id);
  const trace = traced
    ? el("a", { href: status.trace_url.replaceAll("{trace_id}", call.trace_id), rel: "noopener noreferrer", target: "_blank" }, `${call.trace_id} ↗`)
    : call.trace_id;
  const classes = Object.entries(call.token_classes).filter(([, number]) => number !== 0);
  const tags = Object.entries(call.tags);
  content.replaceChildren(
    el("nav", { "aria-label": "Back" }, el("a", { href: "#/requests" }, "‹ All requests")),
    el("h1", { class: "mono" }, call.id),
    el(
      "div",
      { class: "grid detail" },
      card("Call", facts([
        ["Began", time(call.started_at)], ["Outcome", outcome(call)], ["Provider", call.provider], ["API", call.api],
        ["Requested model", call.request_model], ["Answering model", call.response_model], ["User", call.user_id],
        ["Component", call.component_type], ["Key", call.key_id], ["Streamed", call.stream ? "yes" : "no"],
        ["Duration", duration(call.duration_ms)],
        ["First token", call.time_to_first_token_ms === null ? null : duration(call.time_to_first_token_ms)],
        ["Provider's id", call.upstream_request_id], ["Trace", trace],
        ["Tags", tags.length ? tags.map(([name, value]) => el("span", { class: "tag" }, `${name}: ${value}`)) : null],
      ])),
      card("Price, line by line", arithmetic(call)),
      card("Cost", facts([
        ["Cost", price(call)], ["Priced part", money(call.cost_known_usd)], ["Priced as", call.priced_as],
        ["Price from", call.price_source], ["Usage", call.usage_source], ["Without a price", call.unpriced.join(", ")],
      ])),
      card("Tokens", classes.length
        ? rows("Token classes", ["Class", "Tokens"], classes.map(([name, number]) => [name, count(number)]),
            ["All", count(classes.reduce((total, [, number]) => total + number, 0))])
        : empty("No tokens were counted.")),
      card("Attempts", call.attempts.length
        ? rows("Attempts at the provider", ["Attempt", "Provider", "Outcome", "Status", "Duration", "First token"], call.attempts.map((attempt) => [
            count(attempt.number), attempt.provider, attempt.outcome.replaceAll("_", " "), attempt.status ?? "–",
            attempt.duration_ms === null ? "–" : duration(attempt.duration_ms),
            attempt.time_to_first_token_ms === null ? "–" : duration(attempt.time_to_first_token_ms),
          ]))
        : empty("A budget refused the call; no provider was asked.")),
      call.detail && card("Further facts", el("pre", {}, JSON.stringify(call.detail, null, 2))),
    ),
  );
}
