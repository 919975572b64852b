"""The dashboard "Gateway health"."""

from __future__ import annotations

from typing import Any

from generation.panels import DATASOURCE, JOB, ORANGE, RED, Layout, Query, chart, dashboard, stat
from generation.promql import Window, plain_quantile, total

JOBS = 'job=~"$job"'
UP = f"up{{{JOBS}}}"
RANGE = Window("$__range")
STEP = Window("$__interval")
PER_SECOND = " / ($__interval_ms / 1000)"


def _sum(metric: str, window: Window, by: str = "", *matchers: str) -> str:
    return total(by, metric, ",".join([JOBS, *matchers]), window, up=UP)


def _quantiles(metric: str, *quantiles: str, by: str = "") -> list[Query]:
    name = "{{" + by + "}} " if by else ""
    return [
        Query(plain_quantile(q, by, metric, JOBS, STEP), f"{name}p{q.removeprefix('0.').ljust(2, '0')}") for q in quantiles
    ]


def health() -> dict[str, Any]:
    layout = Layout()
    layout.row(
        "State", 4,
        (4, stat("Gateways", "That can be scraped.", f"sum({UP})", "short", steps=((1, "green"),), decimals=0)),
        (4, stat("Version", "That runs.", f"count by (version) (tollgate_build_info{{{JOBS}}})", "short", text="name")
         | {"targets": [_version_target()]}),
        (4, stat("Running since", "The youngest process.",
                 f"time() - max(process_start_time_seconds{{{JOBS}}})", "s", decimals=0)),
        (4, stat("Calls in flight", "That have a hold.", f"sum(tollgate_holds_open{{{JOBS}}})", "short", decimals=0)),
        (4, stat("Ledger lag", "Age of the oldest row that is not committed.",
                 f"max(tollgate_ledger_lag_seconds{{{JOBS}}})", "s", steps=((1, ORANGE), (5, RED)), decimals=2)),
        (4, stat("Telemetry dropped", "In the chosen time.", _sum("tollgate_telemetry_dropped_total", RANGE), "short",
                 steps=((1, ORANGE),), decimals=0)),
    )  # fmt: skip
    layout.row(
        "Calls", 8,
        (8, chart("Calls a second", "By outcome.",
                  [Query(_sum("ai_requests_total", STEP, "status") + PER_SECOND, "{{status}}")], "reqps", points=240)),
        (8, chart("Overhead of the gateway", "Time that the gateway itself adds to a call.",
                  _quantiles("tollgate_overhead_seconds", "0.5", "0.95", "0.99"), "s", points=240)),
        (8, chart("Lag of event loops", "How late a timer comes: what any call waits for its turn.",
                  _quantiles("tollgate_event_loop_lag_seconds", "0.99", by="instance"), "s", points=240)),
        (8, chart("Attempts at providers", "By outcome.",
                  [Query(_sum("tollgate_upstream_requests_total", STEP, "outcome") + " > 0", "{{outcome}}")], "short",
                  bars=True)),
        (8, chart("Failed attempts by provider", "Without an answer, or with an error's.",
                  [Query(_sum("tollgate_upstream_requests_total", STEP, "provider", 'outcome!~"ok|aborted"') + " > 0",
                         "{{provider}}")], "short", bars=True)),
        (8, chart("Refused calls", "Turned away without a row, by reason.",
                  [Query(_sum("tollgate_refused_requests_total", STEP, "reason") + " > 0", "{{reason}}")], "short",
                  bars=True)),
        (12, chart("Clients gone", "Calls whose client went away before the end of the answer, by model.",
                   [Query(_sum("ai_client_disconnects_total", STEP, "model") + " > 0", "{{model}}")], "short", bars=True)),
        (12, chart("Sent once more", "Calls that met a connection which the provider had closed, by provider.",
                   [Query(_sum("tollgate_upstream_reconnects_total", STEP, "provider") + " > 0", "{{provider}}")], "short",
                   bars=True)),
    )  # fmt: skip
    layout.row(
        "Ledger", 8,
        (8, chart("Commits", "Time that a batch of rows takes to be committed.",
                  _quantiles("tollgate_ledger_commit_seconds", "0.5", "0.99"), "s", points=240)),
        (8, chart("Lag and open calls", "Age of the oldest row that is not committed, and calls in flight.",
                  [Query(f"max(tollgate_ledger_lag_seconds{{{JOBS}}})", "lag in seconds"),
                   Query(f"sum(tollgate_holds_open{{{JOBS}}})", "calls in flight")], "short", points=240)),
        (8, chart("Ledger failures", "Batches that were not committed, and answers that were released before.",
                  [Query(_sum("tollgate_ledger_failures_total", STEP, "result"), "{{result}}"),
                   Query(_sum("tollgate_released_before_commit_total", STEP), "released before the commit")], "short",
                  bars=True)),
    )  # fmt: skip
    layout.row(
        "Telemetry and process", 8,
        (8, chart("Telemetry dropped", "By signal and reason.",
                  [Query(_sum("tollgate_telemetry_dropped_total", STEP, "signal, reason"), "{{signal}}: {{reason}}")],
                  "short", bars=True)),
        (8, chart("Telemetry waiting", "To be sent, by signal.",
                  [Query(f"sum by (signal) (tollgate_telemetry_queued{{{JOBS}}})", "{{signal}}")], "short", points=240)),
        (8, chart("CPU", "Cores in use, by gateway.",
                  [Query(f"sum by (instance) (rate(process_cpu_seconds_total{{{JOBS}}}[$__rate_interval]))", "{{instance}}")],
                  "short", points=240)),
        (8, chart("Memory", "Resident, by gateway.",
                  [Query(f"sum by (instance) (process_resident_memory_bytes{{{JOBS}}})", "{{instance}}")], "bytes",
                  points=240)),
        (8, chart("Open files", "By gateway.",
                  [Query(f"sum by (instance) (process_open_fds{{{JOBS}}})", "{{instance}}")], "short", points=240)),
        (8, chart("Common store", "Of several gateways: whether it answers, and the age of what the others cannot see yet.",
                  [Query(f"min(tollgate_shared_store_up{{{JOBS}}})", "answers"),
                   Query(f"max(tollgate_shared_store_lag_seconds{{{JOBS}}})", "lag in seconds")], "short", points=240)),
    )  # fmt: skip
    return dashboard(
        "tollgate-health", "Gateway health", "Whether the gateway and its ledger are well.", [DATASOURCE, JOB], layout,
        "now-6h",
    )  # fmt: skip


def _version_target() -> dict[str, Any]:
    """The version is a label: its name is shown, not the number of gateways that run it."""
    return {
        "refId": "A", "datasource": {"type": "prometheus", "uid": "${datasource}"}, "instant": True, "range": False,
        "expr": f"count by (version) (tollgate_build_info{{{JOBS}}})", "legendFormat": "{{version}}", "editorMode": "code",
    }  # fmt: skip
