"""deploy/: what is generated is what is committed, every file is what its program takes, every rule does what it should."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from grafana_foundation_sdk.models import alerting, dashboard, expr, prometheus

from grafana_models import problems
from monitoring import DEPLOY, dashboards, panel_queries, program

pytestmark = pytest.mark.gateway_only
RULES = DEPLOY / "prometheus/rules"
# Metrics that only some gateways have: with a Redis, with traces, with budgets; and Prometheus' own.
SOMETIMES = {
    "up", "tollgate_shared_store_up", "tollgate_shared_store_lag_seconds", "tollgate_budget_outages_total",
    "tollgate_telemetry_queued", "tollgate_budget_used_ratio", "tollgate_budget_alerts_total",
}  # fmt: skip


def run(*command: str) -> str:
    """A command's output; it must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def alert_rules() -> list[dict[str, Any]]:
    """Grafana's."""
    groups = yaml.safe_load((DEPLOY / "grafana/provisioning/alerting/tollgate.yaml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> dict[str, str]:
    """Every PromQL text in deploy/, by where it is."""
    found = {query.name: query.text(1_000_000, 1_003_600, 60) for query in panel_queries()}
    for path in RULES.glob("*.yml"):
        for group in yaml.safe_load(path.read_text())["groups"]:
            found |= {rule.get("alert") or rule["record"]: rule["expr"] for rule in group["rules"]}
    return found | {f"grafana/{rule['uid']}": rule["data"][0]["model"]["expr"] for rule in alert_rules()}


def test_generated_files_are_what_the_generator_makes():
    run(sys.executable, str(DEPLOY / "generate.py"), "--check")


def test_every_rule_fires_when_it_should_and_not_otherwise():
    tests = sorted((DEPLOY / "prometheus/tests").glob("*.yml"))
    command = [program("promtool", "prometheus"), "test", "rules"]
    running = [subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE, text=True) for path in tests]
    for process in running:
        output, _ = process.communicate(timeout=100)
        assert process.returncode == 0, output
    tested = "".join(path.read_text() for path in tests)
    for path in RULES.glob("*.yml"):
        for rule in yaml.safe_load(path.read_text())["groups"][0]["rules"]:
            name = rule.get("alert")
            if name is None:
                assert rule["record"] in tested, f"{rule['record']} has no test"
                continue
            quiet = re.search(rf"alertname: {name}, eval_time: \w+, exp_alerts: \[\]", tested)
            fires = re.search(rf"- alertname: {name}\n +eval_time: \w+\n +exp_alerts:\n", tested)
            assert quiet and fires, f"{name} has no test in which it does (not) fire"


def test_the_programs_take_their_files():
    run(program("promtool", "prometheus"), "check", "config", str(DEPLOY / "prometheus/prometheus.yml"))
    run(program("promtool", "prometheus"), "check", "config", "--agent", str(DEPLOY / "managed/prometheus-agent.yml"))
    run(program("amtool", "prometheus-alertmanager"), "check-config", str(DEPLOY / "alertmanager/alertmanager.yml"))


def test_every_query_is_promql_and_about_metrics_that_the_gateway_has(case, tmp_path: Path):
    # `promtool check rules` reads expressions as Prometheus does.
    queries = expressions()
    rules = [{"record": f"query{number}", "expr": query} for number, query in enumerate(queries.values())]
    path = tmp_path / "queries.yml"
    path.write_text(json.dumps({"groups": [{"name": "queries", "rules": rules}]}))
    run(program("promtool", "prometheus"), "check", "rules", str(path))

    exposed = set(re.findall(r"^([a-z_]+)[{ ]", case.gateway.metrics(), re.MULTILINE)) | SOMETIMES
    for name, query in queries.items():
        unquoted = re.sub(r'"[^"]*"', "", query)
        for metric in re.findall(r"(?<![\w:])(?:ai|tollgate|process)_[a-z_]+(?![\w(:])", unquoted):
            assert metric in exposed, f"{name} asks for {metric}"


@pytest.mark.parametrize("name", dashboards())
def test_a_dashboard_fits_grafanas_models(name: str):
    board = dashboards()[name]
    assert problems(dashboard.Dashboard, board) == []
    variables = {variable["name"] for variable in board["templating"]["list"]}
    assert {"datasource"} | ({"model", "component"} if name == "overview" else set()) <= variables
    for panel in board["panels"]:
        assert panel["title"]
        if panel["type"] == "row":
            continue
        assert panel["description"] and panel["targets"], panel["title"]
        used = set(re.findall(r"\$\{?(\w+)", json.dumps(panel["targets"])))
        assert used <= variables | {"__range", "__interval", "__interval_ms", "__rate_interval", "__from"}, panel["title"]
    positions = [
        (panel["gridPos"]["x"] + x, panel["gridPos"]["y"] + y)
        for panel in board["panels"]
        for x in range(panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["h"])
    ]
    assert len(positions) == len(set(positions)) and max(x for x, _ in positions) < 24, "panels lie on each other"
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_what_grafana_does_not_know_is_found():
    board = dashboards()["overview"]
    number, chart = next((n, panel) for n, panel in enumerate(board["panels"]) if panel["type"] == "timeseries")
    changes = {
        f"$.panels[{number}].field_config.defaults.custom.draw_style": chart["fieldConfig"]["defaults"]["custom"] | {"drawStyle": "barz"},
        "colour is not in Grafana's model": chart["fieldConfig"]["defaults"]["custom"] | {"colour": "red"},
    }
    for found, custom in changes.items():
        chart["fieldConfig"]["defaults"]["custom"] = custom
        assert any(found in problem for problem in problems(dashboard.Dashboard, board)), found
    board["panels"][number] = chart | {"type": "bars"}
    assert any("no panel is called 'bars'" in problem for problem in problems(dashboard.Dashboard, board))


def test_grafanas_alert_rules_fit_its_models_and_are_prometheus_alerts():
    rules = alert_rules()
    for rule in rules:
        # The file's group has the folder, the group and the organisation.
        whole = rule | {"folderUID": "tollgate", "ruleGroup": "tollgate", "orgID": 1}
        assert problems(alerting.Rule, whole) == []
        query, threshold = (each["model"] for each in rule["data"])
        assert problems(prometheus.Dataquery, query) == []
        assert problems(expr.TypeThreshold, threshold) == []
        assert rule["condition"] == "B" == threshold["refId"] and threshold["expression"] == "A"
        # Provisioning takes $name for a variable of the environment.
        assert not re.search(r"(?<!\$)\$(?!\$)", json.dumps(rule).replace("$$", "")), rule["title"]
        # It needs no recorded series.
        assert not re.search(r"\b\w+:\w+:\w+", query["expr"]), rule["title"]
    alerts = yaml.safe_load((RULES / "alerts.yml").read_text())["groups"][0]["rules"]
    assert [rule["labels"] for rule in rules] == [alert["labels"] for alert in alerts]
    assert len({rule["uid"] for rule in rules}) == len(rules) and max(len(rule["uid"]) for rule in rules) <= 40
    sources = yaml.safe_load((DEPLOY / "grafana/provisioning/datasources/tollgate.yaml").read_text())["datasources"]
    assert {rule["data"][0]["datasourceUid"] for rule in rules} == {source["uid"] for source in sources}
