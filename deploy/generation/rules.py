"""Recording and alert rules, from which Prometheus' rule files and Grafana's alert rules are made.

Prometheus evaluates an alert on recorded series; Grafana's copy of it has the same expression on raw series, so that it
needs no rule files. Every alert's expression is empty while all is well and has a value above 0 otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from generation.promql import Window, grown, plain_quantile, quantile, ratio, selector, total

JOB = 'job="tollgate"'
UP = selector("up", JOB)
HOUR = Window("1h")
HOUR_LAST_WEEK = Window("1h", offset="1w")
WEEK = Window("1w")
TEN_MINUTES = Window("10m")
UNREACHABLE = 'outcome=~"connect_failed|connect_timeout|first_byte_timeout|idle_timeout|cut|malformed"'
BROKEN = 'error_type=~"server_error|timeout|upstream_unreachable"'


@dataclass(frozen=True)
class Recording:
    """A recorded series; `raw` is its expression without any other recorded series."""

    record: str
    expr: str
    raw: str


@dataclass(frozen=True)
class Alert:
    """An alert; `expr` makes its expression from what stands for each recorded series."""

    name: str
    title: str
    expr: Callable[[Callable[[str], str]], str]
    lasting: str
    severity: str
    summary: str
    description: str
    # How far back Grafana is told that the query looks.
    looks_back: str = "1h"


def _calls(by: str, metric: str, window: Window, *matchers: str) -> str:
    return total(by, metric, ",".join([JOB, *matchers]), window, up=UP)


_requests = _calls("job", "ai_requests_total", TEN_MINUTES)
_model_requests = _calls("job, model", "ai_requests_total", TEN_MINUTES)
_failed = _calls("job", "ai_requests_total", TEN_MINUTES, 'status="error"')
_broken = _calls("job, model", "ai_request_errors_total", TEN_MINUTES, BROKEN)
_cost = _calls("job, component_type", "ai_cost_dollars_total", HOUR)
_attempts = f"sum by (job, provider) (increase({selector('tollgate_upstream_requests_total', JOB)}[10m]))"
_unreachable = f"sum by (job, provider) (increase({selector('tollgate_upstream_requests_total', JOB, UNREACHABLE)}[10m]))"


def _recordings() -> list[Recording]:
    def plain(record: str, expr: str) -> Recording:
        return Recording(record, expr, expr)

    return [
        plain("job:ai_requests:increase10m", _requests),
        plain("job_model:ai_requests:increase10m", _model_requests),
        Recording(
            "job:ai_requests_failed:ratio10m", ratio(_failed, "job:ai_requests:increase10m", "job"),
            ratio(_failed, _requests, "job"),
        ),
        Recording(
            "job_model:ai_requests_broken:ratio10m", ratio(_broken, "job_model:ai_requests:increase10m", "job, model"),
            ratio(_broken, _model_requests, "job, model"),
        ),
        plain(
            "job_model:ai_request_duration_seconds:p95_10m",
            quantile("0.95", "job, model", "ai_request_duration_seconds", JOB, TEN_MINUTES, "15s", up=UP),
        ),
        plain(
            "job:ai_tokens:rate10m",
            f"(\n{_calls('job', 'ai_tokens_input_total', TEN_MINUTES)}\n+\n"
            f"{_calls('job', 'ai_tokens_output_total', TEN_MINUTES)}\n) / 600",
        ),
        plain("job_component_type:ai_cost_dollars:increase1h", _cost),
        Recording(
            "job:ai_cost_dollars:increase1h", "sum by (job) (job_component_type:ai_cost_dollars:increase1h)",
            _calls("job", "ai_cost_dollars_total", HOUR),
        ),
        plain("job:ai_cost_dollars:increase1w", _calls("job", "ai_cost_dollars_total", WEEK)),
        plain("job_model:ai_unpriced_requests:increase1h", _calls("job, model", "ai_unpriced_requests_total", HOUR)),
        plain("job_provider:tollgate_upstream_requests:increase10m", _attempts),
        Recording(
            "job_provider:tollgate_upstream_requests_unreachable:ratio10m",
            ratio(_unreachable, "job_provider:tollgate_upstream_requests:increase10m", "job, provider"),
            ratio(_unreachable, _attempts, "job, provider"),
        ),
    ]  # fmt: skip


RECORDINGS = _recordings()
RAW = {recording.record: f"({recording.raw})" for recording in RECORDINGS}


def _cost_above_last_week(of: Callable[[str], str]) -> str:
    """This hour's cost in multiples of last week's: of the same hour or of the average one, whichever was more.

    Only where the gateway was scraped a week ago: before, there is nothing to compare with.
    """
    this_hour = of("job:ai_cost_dollars:increase1h")
    average = f"{of('job:ai_cost_dollars:increase1w')} / 168"
    same_hour = f"sum by (job) {grown('ai_cost_dollars_total', JOB, HOUR_LAST_WEEK, up=UP)}"
    return f"""({this_hour} > 1)
/ on (job)
(
  (({same_hour}) > on (job) ({average}))
  or ({average})
)
> 2
and on (job) last_over_time({UP}[1h] offset 1w)"""


def _increased(metric: str, by: str, window: str = "10m") -> str:
    return f"sum by ({by}) (increase({selector(metric, JOB)}[{window}])) > 0"


ALERTS = [
    Alert(
        "TollgateDown", "Gateway cannot be scraped",
        lambda of: f"1 - {UP} > 0 or absent({UP})", "2m", "critical",
        "The gateway cannot be scraped",
        "Prometheus gets no metrics from {{ $labels.instance }}: it is down, or its control plane cannot be reached.",
        "10m",
    ),
    Alert(
        "TollgateErrorRateHigh", "More than 5 % of calls fail",
        lambda of: f"{of('job:ai_requests_failed:ratio10m')} > 0.05\n"
        f"and on (job) {of('job:ai_requests:increase10m')} >= 20",
        "5m", "warning",
        "{{ $value | humanizePercentage }} of calls fail",
        "Of the calls of the last ten minutes, {{ $value | humanizePercentage }} failed (20 calls or more).",
    ),
    Alert(
        "TollgateModelFailing", "A model answers with errors of its own",
        lambda of: f"{of('job_model:ai_requests_broken:ratio10m')} > 0.5\n"
        f"and on (job, model) {of('job_model:ai_requests:increase10m')} >= 5",
        "2m", "critical",
        "{{ $labels.model }} fails",
        "{{ $value | humanizePercentage }} of the calls to {{ $labels.model }} in the last ten minutes ended in a server "
        "error, a timeout or without a connection.",
    ),
    Alert(
        "TollgateProviderDown", "A provider cannot be reached",
        lambda of: f"{of('job_provider:tollgate_upstream_requests_unreachable:ratio10m')} > 0.5\n"
        f"and on (job, provider) {of('job_provider:tollgate_upstream_requests:increase10m')} >= 5",
        "2m", "critical",
        "{{ $labels.provider }} cannot be reached",
        "{{ $value | humanizePercentage }} of the attempts at {{ $labels.provider }} in the last ten minutes got no whole "
        "answer.",
    ),
    Alert(
        "TollgateLatencyHigh", "A model is slow",
        lambda of: f"{of('job_model:ai_request_duration_seconds:p95_10m')} > 30\n"
        f"and on (job, model) {of('job_model:ai_requests:increase10m')} >= 20",
        "10m", "warning",
        "{{ $labels.model }} is slow",
        "One in twenty calls to {{ $labels.model }} takes longer than {{ $value | humanizeDuration }}.",
    ),
    Alert(
        "TollgateCostAboveLastWeek", "This hour costs more than twice what it did last week",
        _cost_above_last_week, "10m", "warning",
        "An hour costs {{ $value | humanize }} times what it did last week",
        "The last hour's cost is more than a dollar and {{ $value | humanize }} times that of the same hour a week ago and of "
        "the average hour of the week.",
        "2w",
    ),
    Alert(
        "TollgateBudgetAlmostUsed", "80 % of a budget is used",
        lambda of: f"max by (job, scope, id, window) ({selector('tollgate_budget_used_ratio', JOB)}) >= 0.8 < 1",
        "0s", "warning",
        "{{ $value | humanizePercentage }} of a budget is used",
        "The {{ $labels.window }} budget of {{ $labels.scope }} {{ $labels.id }} is {{ $value | humanizePercentage }} used.",
        "10m",
    ),
    Alert(
        "TollgateBudgetUsed", "A budget is used up",
        lambda of: f"max by (job, scope, id, window) ({selector('tollgate_budget_used_ratio', JOB)}) >= 1",
        "0s", "critical",
        "A budget is used up",
        "The {{ $labels.window }} budget of {{ $labels.scope }} {{ $labels.id }} is {{ $value | humanizePercentage }} used.",
        "10m",
    ),
    Alert(
        "TollgateUnpricedModel", "Calls without a price",
        lambda of: f"{of('job_model:ai_unpriced_requests:increase1h')} > 0",
        "0s", "warning",
        "{{ $labels.model }} has no price",
        "{{ $value | humanize }} calls to {{ $labels.model }} in the last hour have no price or the fallback price: their "
        "cost is not known. Give the model a price in the configuration.",
    ),
    Alert(
        "TollgateLedgerLagging", "The ledger falls behind",
        lambda of: f"max by (job, instance) (max_over_time({selector('tollgate_ledger_lag_seconds', JOB)}[2m])) > 5",
        "1m", "critical",
        "The ledger of {{ $labels.instance }} falls behind",
        "Rows wait {{ $value | humanizeDuration }} to be committed: the disk is full, slow or broken.",
        "10m",
    ),
    Alert(
        "TollgateLedgerFailing", "The ledger cannot be written",
        lambda of: _increased("tollgate_ledger_failures_total", "job, instance, result"),
        "0s", "critical",
        "The ledger of {{ $labels.instance }} cannot be written",
        "Batches of rows were not committed in the last ten minutes ({{ $labels.result }}).",
    ),
    Alert(
        "TollgateTelemetryDropped", "Telemetry is given up",
        lambda of: _increased("tollgate_telemetry_dropped_total", "job, signal, reason"),
        "0s", "warning",
        "{{ $labels.signal }} are given up",
        "{{ $value | humanize }} {{ $labels.signal }} were given up in the last ten minutes: {{ $labels.reason }}.",
    ),
    Alert(
        "TollgateSharedStoreDown", "The gateways' common store is away",
        lambda of: f"1 - {selector('tollgate_shared_store_up', JOB)} > 0",
        "1m", "critical",
        "{{ $labels.instance }} does not reach the common store",
        "Budgets over several gateways are kept as their on_outage says until the Redis answers again.",
        "10m",
    ),
    Alert(
        "TollgateOverheadHigh", "The gateway itself is slow",
        lambda of: plain_quantile("0.99", "job, instance", "tollgate_overhead_seconds", JOB, TEN_MINUTES) + " > 0.1",
        "10m", "warning",
        "{{ $labels.instance }} is slow",
        "The gateway adds {{ $value | humanizeDuration }} to one call in a hundred: too little CPU, or a slow disk.",
    ),
]  # fmt: skip


def prometheus_recordings() -> dict[str, object]:
    """The rule file of the recorded series."""
    rules = [{"record": recording.record, "expr": recording.expr} for recording in RECORDINGS]
    return {"groups": [{"name": "tollgate-recordings", "rules": rules}]}


def prometheus_alerts() -> dict[str, object]:
    """The rule file of the alerts."""
    rules = []
    for alert in ALERTS:
        rule: dict[str, object] = {"alert": alert.name, "expr": alert.expr(lambda record: record)}
        if alert.lasting != "0s":
            rule["for"] = alert.lasting
        rule["labels"] = {"severity": alert.severity}
        rule["annotations"] = {"summary": alert.summary, "description": alert.description}
        rules.append(rule)
    return {"groups": [{"name": "tollgate-alerts", "rules": rules}]}
