"""Grafana's alert rules, in the form of its provisioning files."""

from __future__ import annotations

import re

from generation.promql import seconds
from generation.rules import ALERTS, RAW, Alert

DATASOURCE = "tollgate-prometheus"


def _text(template: str) -> str:
    """A Prometheus template as Grafana's: provisioning reads `$name` as a variable of the environment, `$$` as `$`."""
    return template.replace("$value", "$$values.A.Value").replace("$labels", "$$labels")


def _uid(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def _rule(alert: Alert) -> dict[str, object]:
    expr = alert.expr(lambda record: RAW[record])
    return {
        "uid": _uid(alert.name),
        "title": alert.title,
        "condition": "B",
        "data": [
            {
                "refId": "A",
                "relativeTimeRange": {"from": seconds(alert.looks_back), "to": 0},
                "datasourceUid": DATASOURCE,
                "model": {"refId": "A", "expr": expr, "instant": True, "range": False, "editorMode": "code"},
            },
            {
                "refId": "B",
                "relativeTimeRange": {"from": 0, "to": 0},
                "datasourceUid": "__expr__",
                "model": {
                    "refId": "B",
                    "type": "threshold",
                    "datasource": {"type": "__expr__", "uid": "__expr__"},
                    "expression": "A",
                    "conditions": [{"evaluator": {"type": "gt", "params": [0]}}],
                },
            },
        ],
        # A query finds nothing while all is well.
        "noDataState": "OK",
        "execErrState": "Error",
        "for": alert.lasting,
        "labels": {"severity": alert.severity},
        "annotations": {"summary": _text(alert.summary), "description": _text(alert.description)},
        "isPaused": False,
    }


def provisioning() -> dict[str, object]:
    """The file that Grafana reads."""
    group = {"orgId": 1, "name": "tollgate", "folder": "Tollgate", "interval": "1m", "rules": [_rule(a) for a in ALERTS]}
    return {"apiVersion": 1, "groups": [group]}
