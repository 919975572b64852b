// Figures as a person reads them; all times are UTC.

import { decimal, units } from "./exact.js";
import { el } from "./dom.js";

const grouped = new Intl.NumberFormat("en-US");
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** 1,234,567 */
export const count = (value) => grouped.format(value);

/** 1.2M */
export const brief = (value) => short.format(value);

/** $1,234.57 from a dollar on, $0.0421 from a cent on, three digits below; the whole amount is behind it. */
export function dollars(text) {
  if (text === null || text === undefined) return "–";
  const size = text.replace("-", "");
  const nano = units(size);
  const digits = nano.toString().length;
  const places = digits >= 10 ? 2 : digits >= 8 ? 4 : Math.min(9, 12 - digits);
  const [whole, fraction = ""] = decimal(units(size, places), places).split(".");
  const padded = nano === 0n ? "" : fraction.padEnd(2, "0");
  return `${text.startsWith("-") ? "-" : ""}$${grouped.format(BigInt(whole))}${padded && `.${padded}`}`;
}

/** Dollars with the exact amount behind them. */
export const money = (text, attributes) =>
  el("data", { value: text ?? "", title: text === null ? "no price" : `${text} USD`, ...attributes }, dollars(text));

/** What calls cost, where an unknown price must not look like $0. */
export const costOf = (sums) =>
  sums.unpriced_requests > 0 && units(sums.cost_usd) === 0n
    ? el("data", { value: sums.cost_usd, title: `${sums.unpriced_requests} calls without a full price` }, "unpriced")
    : money(sums.cost_usd);

/** 2.5 % */
export const percent = (share) => (share === null || share === undefined ? "–" : `${(share * 100).toFixed(1)} %`);

/** 950 ms, 1.24 s, 2.1 min */
export function duration(ms) {
  if (ms === null || ms === undefined) return "–";
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 120000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 60000).toFixed(1)} min`;
}

/** 2026-11-22 18:13:27 */
export const instant = (text) => (text ? text.slice(0, 19).replace("T", " ") : "–");

/** A moment as an element. */
export const time = (text) => el("time", { datetime: text, title: `${text}, UTC` }, instant(text));

/** From one number to another, in words: what a tile says below its figure. */
export function change(now, before, describe = percent) {
  if (now === null || before === null || before === 0) return now ? { text: "nothing before", kind: "flat" } : null;
  const share = now / before - 1;
  if (Math.abs(share) < 0.0005) return { text: "as before", kind: "flat" };
  return { text: `${share > 0 ? "▲" : "▼"} ${describe(Math.abs(share))}`, kind: share > 0 ? "up" : "down" };
}
