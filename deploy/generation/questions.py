"""The questions of docs/grafana.md with their queries."""

from __future__ import annotations

import re

from generation.promql import Window, quantile, ratio, total

JOB = 'job="tollgate"'
UP = f"up{{{JOB}}}"


def _sum(metric: str, window: str, by: str = "", more: str = "") -> str:
    return total(by, metric, JOB + more, Window(window), up=UP)


QUESTIONS = {
    "Total cost over 30 days": _sum("ai_cost_dollars_total", "30d"),
    "Cost by component": _sum("ai_cost_dollars_total", "30d", "component_type"),
    "Tokens a second, over the last ten minutes": (
        f"(\n{_sum('ai_tokens_input_total', '10m')}\n+\n{_sum('ai_tokens_output_total', '10m')}\n) / 600"
    ),
    "Error rate of the last hour": ratio(
        _sum("ai_requests_total", "1h", more=',status="error"'), _sum("ai_requests_total", "1h")
    ),
    "p95 latency by model, over the last hour": quantile(
        "0.95", "model", "ai_request_duration_seconds", JOB, Window("1h"), "15s", up=UP
    ),
}


def within(document: str) -> str:
    """The document with the questions between its marks."""
    text = "".join(f"{title}:\n\n```promql\n{query}\n```\n\n" for title, query in QUESTIONS.items())
    marks = re.compile(r"(<!-- questions: .*? -->\n).*(<!-- end of questions -->)", re.DOTALL)
    return marks.sub(lambda found: f"{found[1]}\n{text}{found[2]}", document)
