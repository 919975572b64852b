// Users, components and models: who and what it was spent on.

import { read } from "./api.js";
import { el } from "./dom.js";
import { period, periodControl } from "./period.js";
import { table } from "./table.js";
import { costOf, count, percent } from "./format.js";
import { ratio } from "./exact.js";

const counted = (name, title) => ({ name, title, number: true, value: (row) => row[name], show: (row) => count(row[name]) });

function columns(total) {
  return [
    { name: "cost_usd", title: "Cost", number: true, value: (row) => row.cost_usd, show: costOf },
    {
      name: "share", title: "Share", number: true, value: (row) => ratio(row.cost_usd, total.cost_usd) ?? 0,
      show: (row) => percent(ratio(row.cost_usd, total.cost_usd)), csv: false,
    },
    counted("requests", "Requests"),
    counted("errors", "Errors"),
    {
      name: "error_rate", title: "Error rate", number: true, value: (row) => row.errors / row.requests,
      show: (row) => percent(row.errors / row.requests), csv: false,
    },
    counted("unpriced_requests", "Unpriced"),
    counted("input_tokens", "Input"),
    counted("cached_input_tokens", "Cached"),
    counted("cache_write_tokens", "Cache write"),
    counted("output_tokens", "Output"),
    counted("reasoning_tokens", "Reasoning"),
  ];
}

function view({ title, list, names, parameter }) {
  return async ({ content, parameters, go, signal }) => {
    const chosen = period(parameters);
    const report = await read("overview", { since: chosen.since, until: chosen.until, limit: 1000 }, signal);
    const rows = report[list];
    const link = (row) =>
      `#/requests?${parameter}=${encodeURIComponent(row[names.at(-1).name])}&since=${encodeURIComponent(chosen.since)}&until=${encodeURIComponent(chosen.until)}`;
    const [first, ...others] = names.map(({ name, title: heading }) => ({ name, title: heading, value: (row) => row[name] }));
    const linked = names.length > 1 ? others[0] : first;
    linked.show = (row) => el("a", { href: link(row) }, linked.value(row));
    const shown = table({
      caption: `${title}, ${chosen.label}`,
      columns: [first, ...others, ...columns(report.total)],
      rows,
      sort: "-cost_usd",
      file: `tollgate-${list}-${chosen.since.slice(0, 10)}-${chosen.until.slice(0, 10)}`,
      empty: "No calls in this period.",
    });
    const filter = el("input", {
      type: "search", placeholder: "Name contains …", "aria-label": `Filter ${title.toLowerCase()} by name`,
      oninput: (event) => {
        const wanted = event.target.value.toLowerCase();
        shown.update(rows.filter((row) => names.some(({ name }) => row[name].toLowerCase().includes(wanted))));
      },
    });
    content.replaceChildren(
      ...[
        el("div", { class: "head" }, el("h1", {}, title), periodControl(chosen, go)),
        el("div", { class: "filters" }, filter,
          list === "users" && el("a", { class: "hint", href: "/api/v1/admin/llm-costs?format=csv", download: true }, "The running month's users with budgets, as CSV")),
        list === "users" && report.more_users &&
          el("p", { class: "notice" }, "These are the 1,000 dearest; the month's report (CSV) has all of them."),
        !report.complete && el("p", { class: "notice" }, "The calls of this gateway only."),
        shown,
      ].filter(Boolean),
    );
  };
}

export const users = view({ title: "Users", list: "users", names: [{ name: "user_id", title: "User" }], parameter: "user_id" });
export const components = view({
  title: "Components", list: "components", names: [{ name: "component_type", title: "Component" }], parameter: "component_type",
});
export const models = view({
  title: "Models", list: "models", names: [{ name: "provider", title: "Provider" }, { name: "model", title: "Model" }], parameter: "model",
});
