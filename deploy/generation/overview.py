"""The dashboard "AI cost overview"."""

from __future__ import annotations

from typing import Any

from generation.panels import COMPONENT, DATASOURCE, JOB, MODEL, RED, ORANGE, Layout, Query, bar_gauge, chart, dashboard, stat
from generation.promql import Window, grown, quantile, ratio, total

JOBS = 'job=~"$job"'
MODELS = f'{JOBS},model=~"$model"'
PAIRS = f'{MODELS},component_type=~"$component"'
UP = f"up{{{JOBS}}}"

RANGE = Window("$__range")
BEFORE = Window("$__range", end="${__from:date:seconds}")
STEP = Window("$__interval")
FIVE_MINUTES = Window("5m")


def _sum(metric: str, window: Window, by: str = "", matchers: str = PAIRS) -> str:
    return total(by, metric, matchers, window, up=UP)


def _tokens(window: Window) -> str:
    return f"(\n{_sum('ai_tokens_input_total', window)}\n+\n{_sum('ai_tokens_output_total', window)}\n)"


def _error_rate(window: Window) -> str:
    failed = _sum("ai_requests_total", window, matchers=f'{PAIRS},status="error"')
    return ratio(failed, _sum("ai_requests_total", window))


def _p95(window: Window, by: str = "model") -> str:
    return quantile("0.95", by, "ai_request_duration_seconds", PAIRS, window, "$__interval", up=UP)


def _change(expr: Any) -> str:
    """The relative change against the period before; nothing where that had none."""
    return f"{expr(RANGE)}\n/\n({expr(BEFORE)} > 0)\n- 1"


def _without(whole: str, *parts: str) -> str:
    """Tokens of a class without those of the classes that are counted in it."""
    return "\n-\n".join([_sum(whole, STEP), *(_sum(part, STEP) for part in parts)])


def overview() -> dict[str, Any]:
    layout = Layout()
    cost = lambda window: _sum("ai_cost_dollars_total", window)  # noqa: E731
    layout.row(
        "Totals", 5,
        (5, stat("Total cost", "What the calls of the chosen time cost, as far as it is known.", cost(RANGE),
                 "currencyUSD", change=_change(cost), decimals=2)),
        (5, stat("Tokens", "Input and output tokens, cached and reasoning ones included.", _tokens(RANGE), "short",
                 change=_change(_tokens))),
        (5, stat("Error rate", "Failed calls of all calls; below, the difference to the period before in percentage "
                 "points.", _error_rate(RANGE), "percentunit", change=f"{_error_rate(RANGE)}\n-\n{_error_rate(BEFORE)}",
                 decimals=2)),
        (3, stat("Requests", "Calls that have ended.", _sum("ai_requests_total", RANGE), "short", decimals=0)),
        (3, stat("Without a price", "Calls that have no price, or the fallback price: the cost above leaves out what "
                 "is not known.", _sum("ai_unpriced_requests_total", RANGE, matchers=MODELS), "short",
                 steps=((1, ORANGE),), decimals=0)),
        (3, stat("Tokens a minute", "Input and output tokens a minute over the last five minutes.",
                 f"{_tokens(FIVE_MINUTES)} / 5", "short")),
    )  # fmt: skip
    layout.row(
        "Cost", 9,
        (16, chart("Cost over time", "Cost by component; the bars add up to the total.",
                   [Query(_sum("ai_cost_dollars_total", STEP, "component_type"), "{{component_type}}")], "currencyUSD",
                   bars=True)),
        (8, bar_gauge("Cost by component", "Cost of the chosen time by component.",
                      _sum("ai_cost_dollars_total", RANGE, "component_type"), "{{component_type}}", "currencyUSD")),
        (12, bar_gauge("Cost by model", "Cost of the chosen time by model.",
                       _sum("ai_cost_dollars_total", RANGE, "model"), "{{model}}", "currencyUSD")),
        (12, bar_gauge("Calls without a price by model", "Their cost is not in the totals, or a guess by the fallback "
                       "price.", _sum("ai_unpriced_requests_total", RANGE, "model", MODELS) + " > 0", "{{model}}", "short")),
    )  # fmt: skip
    per_minute = " / ($__interval_ms / 60000)"
    layout.row(
        "Tokens", 9,
        (14, chart("Token usage over time", "Tokens by class; the classes are disjoint and the bars add up to the total.",
                   [
                       Query(_without("ai_tokens_input_total", "ai_tokens_cached_total", "ai_tokens_cache_write_total"), "input"),
                       Query(_sum("ai_tokens_cached_total", STEP), "input from a cache"),
                       Query(_sum("ai_tokens_cache_write_total", STEP), "input into a cache"),
                       Query(_without("ai_tokens_output_total", "ai_tokens_reasoning_total"), "output"),
                       Query(_sum("ai_tokens_reasoning_total", STEP), "reasoning"),
                   ], "short", bars=True)),
        (10, chart("Token rate", "Tokens a minute, by direction.",
                   [
                       Query(_sum("ai_tokens_input_total", STEP) + per_minute, "input"),
                       Query(_sum("ai_tokens_output_total", STEP) + per_minute, "output"),
                   ], "short", points=240)),
    )  # fmt: skip
    layout.row(
        "Latency", 9,
        (16, chart("p95 latency by model", "One call in twenty takes longer.", [Query(_p95(STEP), "{{model}}")], "s",
                   least="5m", points=120, calculations=("lastNotNull", "max"))),
        (8, bar_gauge("p95 latency by model, whole time", "One call in twenty of the chosen time takes longer.",
                      _p95(RANGE), "{{model}}", "s", decimals=2)),
        (24, chart("p95 time to the first token by model", "Streamed calls; one in twenty waits longer.",
                   [Query(quantile("0.95", "model", "ai_time_to_first_token_seconds", PAIRS, STEP, "$__interval", up=UP), "{{model}}")],
                   "s", least="5m", points=120)),
    )  # fmt: skip
    errors = lambda window: _sum("ai_request_errors_total", window, "error_type", MODELS)  # noqa: E731
    layout.row(
        "Errors", 9,
        (10, chart("Errors by type", "Failed calls; the bars add up to the total.",
                   [Query(errors(STEP) + " > 0", "{{error_type}}")], "short", bars=True)),
        (6, bar_gauge("Errors by type, whole time", "Failed calls of the chosen time, by type.", errors(RANGE) + " > 0",
                      "{{error_type}}", "short")),
        (8, chart("Error rate over time", "Failed calls of all calls.", [Query(_error_rate(STEP), "error rate")],
                  "percentunit", least="5m", points=120, steps=((0.05, ORANGE), (0.25, RED)))),
    )  # fmt: skip
    return dashboard(
        "tollgate-overview", "AI cost overview",
        "What the calls to models cost. The ledger of the gateway has the exact figures by user; these are from "
        "Prometheus.", [DATASOURCE, JOB, MODEL, COMPONENT], layout, "now-30d", refresh="5m",
    )  # fmt: skip
