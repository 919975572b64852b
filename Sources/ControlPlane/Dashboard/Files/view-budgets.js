// Budgets: how much of each is used, set and removed.

import { read, send } from "./api.js";
import { el } from "./dom.js";
import { ask, check, choice, field } from "./dialog.js";
import { table } from "./table.js";
import { meter } from "./meter.js";
import { dollars, money, time } from "./format.js";

const SCOPES = ["user", "key", "component", "model", "gateway"].map((name) => [name, name]);
const WINDOWS = ["hour", "day", "week", "month", "total"].map((name) => [name, name]);
const MODES = [["soft", "soft: only alerts"], ["hard", "hard: calls beyond it are refused"]];
const OUTAGES = [["closed", "closed: refuse"], ["local_lease", "local_lease: spend what is leased"], ["open", "open: go on"]];

const path = ({ scope, id, window }) => `budgets/${scope}/${encodeURIComponent(id)}/${window}`;
const name = (budget) => (budget.scope === "gateway" ? "the whole gateway" : `${budget.scope} ${budget.id}`);

function form(budget) {
  return [
    !budget && el("div", { class: "row" },
      choice("Scope", "scope", SCOPES, "user"),
      field("Name", { name: "id", maxlength: 256 }, "The user, the key's id, the component or the model; for the gateway: leave it."),
      choice("Window", "window", WINDOWS, "month")),
    el("div", { class: "row" },
      field("Limit in USD", { name: "limit_usd", required: true, inputmode: "decimal", pattern: "[0-9]+([.][0-9]{1,9})?", value: budget?.limit_usd ?? "" }),
      choice("Mode", "mode", MODES, budget?.mode ?? "soft")),
    field("Alerts at", { name: "thresholds", required: true, value: (budget?.thresholds ?? [0.8]).join(", ") }, "Shares of the limit with commas between, such as 0.8, 1."),
    field("Time zone", { name: "timezone", required: true, value: budget?.timezone ?? "UTC" }, "By which its window begins, such as Europe/Berlin."),
    choice("While Redis is away", "on_outage", OUTAGES, budget?.on_outage ?? "closed", "For hard budgets that gateways share."),
    check("Lower the output cap of calls to what is left", "cap_output", budget?.cap_output ?? false),
  ];
}

const terms = (values) => ({
  limit_usd: values.get("limit_usd").trim(),
  mode: values.get("mode"),
  thresholds: values.get("thresholds").split(",").map((text) => Number(text.trim())),
  timezone: values.get("timezone").trim(),
  on_outage: values.get("on_outage"),
  cap_output: values.has("cap_output"),
});

const setBudget = (budget) =>
  ask({
    title: budget ? `Change the budget of ${name(budget)}` : "Set a budget",
    text: budget && `Its window: ${budget.window}.`,
    button: budget ? "Change it" : "Set it",
    fields: form(budget),
    act: (values) => {
      const id = budget ?? { scope: values.get("scope"), id: values.get("scope") === "gateway" ? "gateway" : values.get("id").trim(), window: values.get("window") };
      if (!id.id) throw new Error("Say whose budget it is.");
      return send("PUT", path(id), terms(values));
    },
  });

const removeBudget = (budget) =>
  ask({
    title: `Remove the budget of ${name(budget)}?`,
    text: `${dollars(budget.limit_usd)} a ${budget.window}, ${budget.mode}. What was spent stays in the ledger.`,
    button: "Remove the budget",
    danger: true,
    act: async () => {
      await send("DELETE", path(budget));
      return true;
    },
  });

/** The view. */
export async function budgets(view) {
  const { content, signal } = view;
  const { budgets: rows, default: standard } = await read("budgets", {}, signal);
  const then = (change) => async () => {
    if (await change()) await budgets(view);
  };
  const shown = table({
    caption: "Budgets in force",
    file: "tollgate-budgets",
    sort: "-used_ratio",
    rows,
    empty: "No budgets yet.",
    columns: [
      { name: "id", title: "Of", value: (budget) => `${budget.scope} ${budget.id}`, show: (budget) => (budget.scope === "gateway" ? "whole gateway" : [el("small", {}, `${budget.scope} `), budget.id]) },
      { name: "window", title: "Window", value: (budget) => budget.window },
      { name: "mode", title: "Mode", value: (budget) => budget.mode },
      { name: "used_ratio", title: "Used", value: (budget) => budget.used_ratio ?? 0, show: (budget) => meter(`${name(budget)}, ${budget.window}`, budget.used_ratio, budget.thresholds) },
      { name: "spent_usd", title: "Spent", number: true, value: (budget) => budget.spent_usd, show: (budget) => money(budget.spent_usd) },
      { name: "held_usd", title: "Held", number: true, value: (budget) => budget.held_usd, show: (budget) => money(budget.held_usd) },
      { name: "left_usd", title: "Left", number: true, value: (budget) => budget.left_usd, show: (budget) => money(budget.left_usd) },
      { name: "limit_usd", title: "Limit", number: true, value: (budget) => budget.limit_usd, show: (budget) => money(budget.limit_usd) },
      { name: "period_end", title: "Until (UTC)", value: (budget) => budget.period_end, show: (budget) => (budget.period_end ? time(budget.period_end) : "no end") },
      {
        name: "actions", title: "Actions",
        show: (budget) =>
          budget.configured
            ? el("span", { class: "hint" }, "from the configuration")
            : [
                el("button", { type: "button", class: "quiet", "aria-label": `Change the budget of ${name(budget)}, ${budget.window}`, onclick: then(() => setBudget(budget)) }, "Change"),
                el("button", { type: "button", class: "quiet danger", "aria-label": `Remove the budget of ${name(budget)}, ${budget.window}`, onclick: then(() => removeBudget(budget)) }, "Remove"),
              ],
      },
    ],
  });
  content.replaceChildren(
    el("div", { class: "head" }, el("h1", {}, "Budgets"), el("button", { type: "button", class: "primary", onclick: then(() => setBudget(null)) }, "Set a budget")),
    el("p", { class: "lead" }, standard
      ? `A user without a budget has the default: ${dollars(standard.limit_usd)} a ${standard.window}, ${standard.mode}, alerts at ${standard.thresholds.map((share) => `${share * 100} %`).join(", ")}.`
      : "There is no default budget for users."),
    shown,
  );
}
