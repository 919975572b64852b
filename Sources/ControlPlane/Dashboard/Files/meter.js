// How much of a limit is used: a bar that changes its colour at the thresholds.

import { el, svg } from "./dom.js";
import { percent } from "./format.js";

/** A meter of a budget's share. */
export function meter(label, share, thresholds = [0.8]) {
  const used = share ?? 0;
  const kind = used >= 1 ? "over" : used >= Math.min(...thresholds, 1) ? "near" : "fine";
  return el(
    "div",
    { class: `meter ${kind}`, role: "img", "aria-label": `${label}: ${percent(used)} used` },
    svg(
      "svg",
      { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: "track", width: 100, height: 6 }),
      svg("rect", { class: "value", width: Math.min(100, used * 100), height: 6 }),
      thresholds
        .filter((threshold) => threshold < 1)
        .map((threshold) => svg("rect", { class: "tick", x: threshold * 100, width: 0.6, height: 6 })),
    ),
    el("span", { class: "figure" }, percent(used)),
  );
}
