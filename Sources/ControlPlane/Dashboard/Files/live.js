// Alerts as they come: told wherever one is, and to the view that lists them.

import { events } from "./api.js";
import { el } from "./dom.js";
import { dollars, percent } from "./format.js";
import { ratio } from "./exact.js";

/** What an alert says. */
export function sentence({ scope, scope_id, spent_usd, limit_usd, window }) {
  const whose = scope === "gateway" ? "The gateway" : `The ${scope} “${scope_id}”`;
  return `${whose} has spent ${dollars(spent_usd)} of ${dollars(limit_usd)} (${percent(ratio(spent_usd, limit_usd))}) in ${window}.`;
}

function toast(alert) {
  const node = el(
    "div",
    { class: "toast" },
    el("p", {}, el("strong", {}, "Budget alert. "), sentence(alert)),
    el("button", { type: "button", class: "quiet", "aria-label": "Dismiss this alert", onclick: () => node.remove() }, "Dismiss"),
  );
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), 30_000);
}

const AGAIN = 10_000;

/** Listens until the returned function is called; `probe` finds out why a stream ended. */
export function listen(probe) {
  let timer;
  let stream = open();
  function open() {
    const opened = events();
    opened.addEventListener("budget_alert", told);
    opened.addEventListener("error", ended);
    return opened;
  }
  function told(event) {
    const alert = JSON.parse(event.data, (key, value, context) =>
      typeof value === "number" && key.endsWith("_usd") ? (context?.source ?? String(value)) : value,
    );
    toast(alert);
    document.dispatchEvent(new CustomEvent("tollgate:alert", { detail: alert }));
  }
  function ended() {
    // The browser connects again by itself, except where it was refused: the session is over, and a read says so, or
    // somebody else answered for the gateway, such as a proxy while it starts.
    if (stream.readyState !== EventSource.CLOSED) return;
    timer = setTimeout(() => (stream = open()), AGAIN);
    probe().catch(() => {});
  }
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}
