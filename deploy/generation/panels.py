"""Panels and dashboards of Grafana as plain values, in the schema that grafana-foundation-sdk describes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SOURCE = {"type": "prometheus", "uid": "${datasource}"}
GREEN, ORANGE, RED, GREY = "green", "orange", "red", "text"


@dataclass(frozen=True)
class Query:
    """A query of a panel: at one moment (`instant`), or over time."""

    expr: str
    legend: str = ""
    instant: bool = False


def _targets(queries: list[Query], table: bool = False) -> list[dict[str, Any]]:
    targets = []
    for number, query in enumerate(queries):
        target: dict[str, Any] = {
            "refId": chr(ord("A") + number),
            "datasource": SOURCE,
            "expr": query.expr,
            "legendFormat": query.legend or "__auto",
            "instant": query.instant,
            "range": not query.instant,
            "editorMode": "code",
        }
        if table:
            target["format"] = "table"
        targets.append(target)
    return targets


def _steps(*steps: tuple[float, str], base: str = GREEN) -> dict[str, Any]:
    return {
        "mode": "absolute",
        "steps": [{"value": None, "color": base}, *({"value": value, "color": color} for value, color in steps)],
    }


def _panel(kind: str, title: str, description: str, queries: list[Query], defaults: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "title": title,
        "description": description,
        "datasource": SOURCE,
        "targets": _targets(queries, table=kind == "table"),
        "fieldConfig": {"defaults": defaults, "overrides": more.pop("overrides", [])},
        "options": more.pop("options"),
        **more,
    }


def _by_name(name: str, **properties: Any) -> dict[str, Any]:
    """Properties of the field that is called `name`."""
    return {
        "matcher": {"id": "byName", "options": name},
        "properties": [{"id": key.replace("__", "."), "value": value} for key, value in properties.items()],
    }


REDUCE_LAST = {"calcs": ["lastNotNull"], "fields": "", "values": False}


def stat(
    title: str, description: str, expr: str, unit: str, *, change: str = "", change_title: str = "against the period before",
    steps: tuple[tuple[float, str], ...] = (), decimals: int | None = None, more_is_worse: bool = True,
    text: str = "value",
) -> dict[str, Any]:
    """A number, and by how much it differs from the one of the period before where `change` is given."""  # fmt: skip
    queries = [Query(expr, title, instant=True)]
    defaults: dict[str, Any] = {"unit": unit, "thresholds": _steps(*steps, base=GREEN if steps else GREY), "noValue": "–"}
    if decimals is not None:
        defaults["decimals"] = decimals
    overrides = []
    if change:
        queries.append(Query(change, change_title, instant=True))
        worse, better = (ORANGE, GREEN) if more_is_worse else (GREEN, ORANGE)
        overrides.append(
            _by_name(
                change_title, unit="percentunit", decimals=1,
                thresholds={
                    "mode": "absolute",
                    "steps": [{"value": None, "color": better}, {"value": 0, "color": GREY}, {"value": 0.000001, "color": worse}],
                },
            )
        )  # fmt: skip
    return _panel(
        "stat", title, description, queries, defaults, overrides=overrides,
        options={
            "reduceOptions": REDUCE_LAST, "orientation": "vertical", "colorMode": "value", "graphMode": "none",
            "justifyMode": "auto", "textMode": "value_and_name" if change else text, "wideLayout": True,
            "showPercentChange": False, "percentChangeColorMode": "standard",
        },
    )  # fmt: skip


def chart(
    title: str, description: str, queries: list[Query], unit: str, *, bars: bool = False, least: str = "1m",
    points: int | None = None, maximum: float | None = None, steps: tuple[tuple[float, str], ...] = (),
    calculations: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Lines, or stacked bars whose sum over the whole width is the total; `least` is the shortest step."""  # fmt: skip
    custom: dict[str, Any] = {
        "drawStyle": "bars" if bars else "line", "lineWidth": 1, "fillOpacity": 70 if bars else 10,
        "showPoints": "never" if bars else "auto", "stacking": {"mode": "normal" if bars else "none", "group": "A"},
        "spanNulls": False, "axisSoftMin": 0,
    }  # fmt: skip
    defaults: dict[str, Any] = {"unit": unit, "min": 0, "custom": custom}
    if maximum is not None:
        defaults["max"] = maximum
    if steps:
        defaults["thresholds"] = _steps(*steps)
        custom["thresholdsStyle"] = {"mode": "line"}
    calcs = list(calculations) or (["sum"] if bars else ["lastNotNull", "max"])
    return _panel(
        "timeseries", title, description, queries, defaults, interval=least,
        **({"maxDataPoints": points or 120} if bars or points else {}),
        options={
            "legend": {"displayMode": "table", "placement": "bottom", "showLegend": True, "calcs": calcs},
            "tooltip": {"mode": "multi", "sort": "desc"},
        },
    )  # fmt: skip


def bar_gauge(
    title: str, description: str, expr: str, legend: str, unit: str, *, maximum: float | None = None,
    steps: tuple[tuple[float, str], ...] = (), decimals: int | None = None,
) -> dict[str, Any]:
    """A bar for each series at one moment."""  # fmt: skip
    defaults: dict[str, Any] = {"unit": unit, "min": 0, "thresholds": _steps(*steps), "noValue": "–"}
    if not steps:
        defaults["color"] = {"mode": "continuous-BlPu"}
    if maximum is not None:
        defaults["max"] = maximum
    if decimals is not None:
        defaults["decimals"] = decimals
    return _panel(
        "bargauge", title, description, [Query(expr, legend, instant=True)], defaults,
        options={
            "reduceOptions": REDUCE_LAST, "orientation": "horizontal", "displayMode": "gradient", "valueMode": "color",
            "showUnfilled": True, "minVizWidth": 8, "minVizHeight": 16, "namePlacement": "left", "sizing": "auto",
        },
    )  # fmt: skip


def table(title: str, description: str, expr: str, names: dict[str, str], unit: str, steps: tuple[tuple[float, str], ...]) -> dict[str, Any]:
    """A row for each series; `names` gives its labels, and `Value`, their headings, in their order."""
    shown = {"Time": True, **{label: False for label in names}}
    return _panel(
        "table", title, description, [Query(expr, instant=True)], {"noValue": "–"},
        overrides=[
            _by_name(
                names["Value"], unit=unit, thresholds=_steps(*steps),
                custom__cellOptions={"type": "gauge", "mode": "basic"}, min=0, max=1,
            )
        ],
        options={"showHeader": True, "cellHeight": "sm", "sortBy": [{"displayName": names["Value"], "desc": True}]},
        transformations=[
            {
                "id": "organize",
                "options": {
                    "excludeByName": {label: hidden for label, hidden in shown.items() if hidden},
                    "indexByName": {label: position for position, label in enumerate(names)},
                    "renameByName": names,
                },
            }
        ],
    )  # fmt: skip


@dataclass
class Layout:
    """Puts panels into rows of 24 columns."""

    panels: list[dict[str, Any]] = field(default_factory=list)
    _y: int = 0

    def row(self, title: str, height: int, *widths_and_panels: tuple[int, dict[str, Any]]) -> None:
        """A heading, then panels from left to right."""
        self._add({"type": "row", "title": title, "collapsed": False, "panels": []}, 0, 24, 1)
        self._y += 1
        x = 0
        for width, panel in widths_and_panels:
            if x + width > 24:
                self._y += height
                x = 0
            self._add(panel, x, width, height)
            x += width
        self._y += height

    def _add(self, panel: dict[str, Any], x: int, width: int, height: int) -> None:
        position = {"x": x, "y": self._y, "w": width, "h": height}
        self.panels.append({"id": len(self.panels) + 1, "gridPos": position} | panel)


def _variable(name: str, label: str, query: str, all_value: str | None = None) -> dict[str, Any]:
    variable: dict[str, Any] = {
        "type": "query", "name": name, "label": label, "datasource": SOURCE,
        "query": {"qryType": 1, "query": query, "refId": "PrometheusVariableQueryEditor-VariableQuery"},
        "refresh": 2, "sort": 1, "includeAll": True, "multi": True, "hide": 0, "options": [],
        "current": {"text": ["All"], "value": ["$__all"], "selected": True},
    }  # fmt: skip
    if all_value:
        variable["allValue"] = all_value
    return variable


DATASOURCE = {
    "type": "datasource", "name": "datasource", "label": "Prometheus", "query": "prometheus", "hide": 0, "refresh": 1,
    "includeAll": False, "multi": False, "options": [], "regex": "",
    "current": {"text": "Tollgate", "value": "tollgate-prometheus", "selected": True},
}  # fmt: skip
# Expanded to the names that there are, so that `up` of other jobs is never read.
JOB = _variable("job", "Job", "label_values(tollgate_build_info, job)")
MODEL = _variable("model", "Model", 'label_values(ai_requests_total{job=~"$job"}, model)', ".*")
COMPONENT = _variable("component", "Component", 'label_values(ai_requests_total{job=~"$job"}, component_type)', ".*")


def dashboard(uid: str, title: str, description: str, variables: list[dict[str, Any]], layout: Layout, since: str, refresh: str = "1m") -> dict[str, Any]:
    """A dashboard that opens with the time from `since` to now."""
    links = [
        {
            "type": "dashboards", "title": "Tollgate", "tags": ["tollgate"], "asDropdown": True, "includeVars": True,
            "keepTime": True, "icon": "external link", "tooltip": "", "url": "", "targetBlank": False,
        }
    ]  # fmt: skip
    return {
        "uid": uid,
        "title": title,
        "description": description,
        "tags": ["tollgate"],
        "schemaVersion": 39,
        "version": 1,
        "editable": True,
        "graphTooltip": 1,
        "timezone": "browser",
        "refresh": refresh,
        "time": {"from": since, "to": "now"},
        "timepicker": {},
        "fiscalYearStartMonth": 0,
        "links": links,
        "annotations": {"list": []},
        "templating": {"list": variables},
        "panels": layout.panels,
    }
