// Bars: a list of names with a bar and a figure each.

import { el, empty, svg } from "./dom.js";

/** `rows`: `{name, share, shown, link}`, shares from 0 to 1 of the longest bar. */
export function bars(label, rows, none = "No calls in this period.") {
  if (!rows.length) return empty(none);
  return el(
    "ul",
    { class: "bars", "aria-label": label },
    rows.map(({ name, share, shown, link, kind }) =>
      el(
        "li",
        {},
        el("span", { class: "name", title: name }, link ? el("a", { href: link }, name) : name),
        el("span", { class: "figure" }, shown),
        svg(
          "svg",
          { class: "strip", "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 100 4" },
          svg("rect", { class: "track", width: 100, height: 4 }),
          svg("rect", { class: kind ?? "value", width: Math.max(0, Math.min(100, share * 100)), height: 4 }),
        ),
      ),
    ),
  );
}
