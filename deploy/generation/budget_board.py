"""The dashboard "Budgets"."""

from __future__ import annotations

from typing import Any

from generation.panels import DATASOURCE, JOB, ORANGE, RED, Layout, Query, bar_gauge, chart, dashboard, stat, table
from generation.promql import Window, total

JOBS = 'job=~"$job"'
UP = f"up{{{JOBS}}}"
RANGE = Window("$__range")
STEP = Window("$__interval")
# Gateways that share budgets all tell the same share.
USED = f"max by (scope, id, window) (tollgate_budget_used_ratio{{{JOBS}}})"
STEPS = ((0.8, ORANGE), (1.0, RED))


def _sum(metric: str, window: Window, by: str, *matchers: str) -> str:
    return total(by, metric, ",".join([JOBS, *matchers]), window, up=UP)


def budgets() -> dict[str, Any]:
    layout = Layout()
    exceeded = 'error_type="budget_exceeded"'
    layout.row(
        "Now", 5,
        (6, stat("Budgets", "That were set by name; users' default budgets are in the gateway's own dashboard.",
                 f"count({USED}) or vector(0)", "short", decimals=0)),
        (6, stat("80 % used", "Budgets of which 80 % is used, and not all.", f"count({USED} >= 0.8 < 1) or vector(0)", "short",
                 steps=((1, ORANGE),), decimals=0)),
        (6, stat("Used up", "Budgets that are used up.", f"count({USED} >= 1) or vector(0)", "short", steps=((1, RED),),
                 decimals=0)),
        (6, stat("Refused calls", "By hard budgets, in the chosen time.",
                 _sum("ai_request_errors_total", RANGE, "", exceeded), "short", steps=((1, ORANGE),), decimals=0)),
    )  # fmt: skip
    layout.row(
        "Budgets", 9,
        (12, bar_gauge("Used", "Spend of the running window by the limit.", USED, "{{scope}} {{id}} {{window}}",
                       "percentunit", maximum=1, steps=STEPS)),
        (12, table("All budgets", "Spend of the running window by the limit.", USED,
                   {"scope": "Scope", "id": "Id", "window": "Window", "Value": "Used"}, "percentunit", STEPS)),
        (24, chart("Used over time", "A new window begins at 0.", [Query(USED, "{{scope}} {{id}} {{window}}")],
                   "percentunit", points=240, steps=STEPS)),
    )  # fmt: skip
    layout.row(
        "Alerts", 8,
        (8, chart("Alerts told", "By scope and threshold.",
                  [Query(_sum("tollgate_budget_alerts_total", STEP, "scope, threshold") + " > 0", "{{scope}} {{threshold}}")],
                  "short", bars=True)),
        (8, chart("Calls refused by a budget", "By model.",
                  [Query(_sum("ai_request_errors_total", STEP, "model", exceeded) + " > 0", "{{model}}")], "short",
                  bars=True)),
        (8, chart("Decided without the common store", "Calls under a hard budget while the Redis was away, as on_outage says.",
                  [Query(_sum("tollgate_budget_outages_total", STEP, "decision") + " > 0", "{{decision}}")], "short",
                  bars=True)),
    )  # fmt: skip
    return dashboard(
        "tollgate-budgets", "Budgets", "Budgets that were set by name, and what they have refused.", [DATASOURCE, JOB],
        layout, "now-7d",
    )  # fmt: skip
