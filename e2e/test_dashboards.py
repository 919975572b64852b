"""Every query of every dashboard, recording and alert rule against a real Prometheus that scraped a real gateway.

What happened is known call by call (the ledger's rows; for the two months before, a made history): old series and newborn
ones, errors, calls without a price, budgets that are used up, a provider that is not there, a restart and a kill -9. Each
query is asked over the time since scraping began, over a part of it, over more than it, and over thirty days.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from facts import Fact, Facts
from history import History
from listener import Listener
from monitoring import DEPLOY, Alertmanager, Prometheus, panel_queries
from questions import CHAT, MESSAGE, sim
from test_deploy import alert_rules

pytestmark = [pytest.mark.gateway_only, pytest.mark.peers]
CONFIG = """
limits: {request_body: 64KiB}
budgets:
  - {scope: component, id: capped, window: total, limit_usd: 0.000001, mode: hard}
  - {scope: component, id: agent, window: month, limit_usd: 0.0001, thresholds: [0.5, 1.0]}
  - {scope: gateway, window: day, limit_usd: 1000}
"""
NAMES = {"component_type": "component", "error_type": "error"}
MONTH = 30 * 86400
# The models of the history.
OF_OLD = {("gpt-4o",), ("gpt-4o-mini",), ("claude-sonnet-4-5",)}


# What queries should say -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A time that a dashboard shows, in steps."""

    name: str
    start: float
    end: float
    step: int


@dataclass
class World:
    """All that is known: calls, rows of the live gateway, and what it refused."""

    facts: Facts
    rows: list[dict[str, Any]]
    times: dict[str, float]
    refused: int

    def within(self, span: Span) -> Facts:
        return self.facts.within(span.start, span.end)

    def rows_within(self, span: Span) -> list[dict[str, Any]]:
        """Rows of what could be scraped."""
        start = max(span.start, self.times["begun"])
        return [row for row in self.rows if start < row["_at"] <= span.end]


Vector = dict[tuple[str, ...], float]
Expected = Callable[[World, Span], Vector]


@dataclass(frozen=True)
class Answer:
    """What a query should say: values by labels. `scale` makes of a point of a chart what happened in its step."""

    expected: Expected
    by: tuple[str, ...] = ()
    tolerance: float = 1e-6
    scale: Callable[[Span], float] = lambda span: 1
    # How the points of a chart become a number.
    points: Callable[[list[float]], float] = sum


@dataclass(frozen=True)
class Within:
    """A query whose values are not known but bounded; `some`: there must be one."""

    low: float
    high: float
    some: bool = True


def sums(value: Callable[[Fact], float], *by: str, where: Callable[[Fact], bool] = lambda fact: True) -> Expected:
    attributes = [NAMES.get(name, name) for name in by]
    return lambda world, span: world.within(span).where(where).sum(value, *attributes)


def quantile(value: Callable[[Fact], float | None]) -> Expected:
    return lambda world, span: world.within(span).quantile(0.95, value, "model")


def before(span: Span) -> Span:
    return Span(span.name, span.start - (span.end - span.start), span.start, span.step)


def change(expected: Expected, relative: bool = True) -> Expected:
    def both(world: World, span: Span) -> Vector:
        now, then = expected(world, span).get((), 0.0), expected(world, before(span)).get((), 0.0)
        if relative:
            return {(): now / then - 1} if then else {}
        return {(): now - then} if world.within(before(span)).all else {}

    return both


def rows(key: Callable[[dict[str, Any]], tuple[str, ...] | None]) -> Expected:
    def count(world: World, span: Span) -> Vector:
        return dict(Counter(found for row in world.rows_within(span) if (found := key(row)) is not None))

    return count


def fixed(vector: Vector) -> Expected:
    return lambda world, span: vector


def error_rate(world: World, span: Span) -> Vector:
    facts = world.within(span).all
    return {(): sum(bool(fact.error) for fact in facts) / len(facts)} if facts else {}


def tokens(fact: Fact) -> float:
    return fact.input + fact.output


def outcome(row: dict[str, Any]) -> str | None:
    if row["error_type"] == "budget_exceeded":
        return None
    if row["error_type"] == "upstream_unreachable":
        return "connect_failed"
    return "error_status" if row["status"] >= 400 else "ok"


def budgets_used(world: World, span: Span) -> Vector:
    spent = lambda condition: sum(float(row["cost_known_usd"]) for row in world.rows if condition(row))  # noqa: E731
    return {
        ("component", "capped", "total"): 0.0,
        ("component", "agent", "month"): spent(lambda row: row["component_type"] == "agent") / 0.0001,
        ("gateway", "gateway", "day"): spent(lambda row: True) / 1000,
    }


def rate(unit: float) -> Callable[[Span], float]:
    return lambda span: span.step / unit


def last(points: list[float]) -> float:
    return points[-1] if points else math.nan


COST = lambda fact: fact.cost  # noqa: E731
ONE = lambda fact: 1  # noqa: E731
UNPRICED = sums(lambda fact: fact.unpriced, "model")
# Counters that are not restored at a restart: over a window with one, increase() extrapolates by a scrape or so.
LOOSE = 0.12

EXPECTED: dict[str, Answer | Within] = {
    "overview/Total cost/A": Answer(sums(COST)),
    "overview/Total cost/B": Answer(change(sums(COST))),
    "overview/Tokens/A": Answer(sums(tokens)),
    "overview/Tokens/B": Answer(change(sums(tokens))),
    "overview/Error rate/A": Answer(error_rate),
    "overview/Error rate/B": Answer(change(error_rate, relative=False)),
    "overview/Requests/A": Answer(sums(ONE)),
    "overview/Without a price/A": Answer(sums(lambda fact: fact.unpriced)),
    "overview/Tokens a minute/A": Answer(
        lambda world, span: {(): world.facts.within(span.end - 300, span.end).sum(tokens).get((), 0) / 5}
    ),
    "overview/Cost over time/A": Answer(sums(COST, "component_type"), ("component_type",)),
    "overview/Cost by component/A": Answer(sums(COST, "component_type"), ("component_type",)),
    "overview/Cost by model/A": Answer(sums(COST, "model"), ("model",)),
    "overview/Calls without a price by model/A": Answer(UNPRICED, ("model",)),
    "overview/Token usage over time/A": Answer(sums(lambda fact: fact.input - fact.cached - fact.cache_write)),
    "overview/Token usage over time/B": Answer(sums(lambda fact: fact.cached)),
    "overview/Token usage over time/C": Answer(sums(lambda fact: fact.cache_write)),
    "overview/Token usage over time/D": Answer(sums(lambda fact: fact.output - fact.reasoning)),
    "overview/Token usage over time/E": Answer(sums(lambda fact: fact.reasoning)),
    "overview/Token rate/A": Answer(sums(lambda fact: fact.input), scale=rate(60)),
    "overview/Token rate/B": Answer(sums(lambda fact: fact.output), scale=rate(60)),
    # Of each step's own calls: within what a call took at all.
    "overview/p95 latency by model/A": Within(0, 20),
    "overview/p95 latency by model, whole time/A": Answer(quantile(lambda fact: fact.duration), ("model",), tolerance=0.15),
    "overview/p95 time to the first token by model/A": Within(0, 20),
    "overview/Errors by type/A": Answer(sums(ONE, "error_type", where=lambda fact: fact.error), ("error_type",)),
    "overview/Errors by type, whole time/A": Answer(sums(ONE, "error_type", where=lambda fact: fact.error), ("error_type",)),
    "overview/Error rate over time/A": Within(0, 1),
    "health/Gateways/A": Answer(fixed({(): 1})),
    "health/Version/A": Within(1, 1),
    "health/Running since/A": Answer(lambda world, span: {(): span.end - world.times["killed"]}, tolerance=0.3),
    "health/Calls in flight/A": Answer(fixed({(): 0})),
    "health/Ledger lag/A": Within(0, 5),
    "health/Telemetry dropped/A": Answer(fixed({(): 0})),
    "health/Calls a second/A": Answer(sums(ONE, "status"), ("status",), scale=rate(1)),
    "health/Overhead of the gateway/A": Within(0, 2.5),
    "health/Overhead of the gateway/B": Within(0, 2.5),
    "health/Overhead of the gateway/C": Within(0, 2.5),
    "health/Lag of event loops/A": Within(0, 1),
    "health/Attempts at providers/A": Answer(
        rows(lambda row: (outcome(row),) if outcome(row) else None), ("outcome",), tolerance=LOOSE
    ),
    "health/Failed attempts by provider/A": Answer(
        rows(lambda row: (row["provider"],) if outcome(row) not in (None, "ok") else None), ("provider",), tolerance=LOOSE
    ),
    "health/Refused calls/A": Answer(
        lambda world, span: {("body_too_large",): world.refused} if span.start < world.times["refused"] else {},
        ("reason",), tolerance=LOOSE,
    ),
    "health/Clients gone/A": Answer(sums(lambda fact: fact.gone, "model"), ("model",)),
    "health/Sent once more/A": Answer(fixed({}), ("provider",)),
    "health/Commits/A": Within(0, 2),
    "health/Commits/B": Within(0, 2),
    "health/Lag and open calls/A": Within(0, 5),
    "health/Lag and open calls/B": Within(0, 50),
    "health/Ledger failures/A": Answer(fixed({("failed",): 0, ("journaled",): 0}), ("result",)),
    "health/Ledger failures/B": Answer(fixed({(): 0})),
    "health/Telemetry dropped/A over time": Answer(
        fixed({("metrics", "label_cap"): 0, ("metrics", "registry_full"): 0}), ("signal", "reason")
    ),
    "health/Telemetry waiting/A": Answer(fixed({}), ("signal",)),
    "health/CPU/A": Within(0, 8),
    "health/Memory/A": Within(1_000_000, 4_000_000_000),
    "health/Open files/A": Within(5, 10_000),
    "health/Common store/A": Answer(fixed({})),
    "health/Common store/B": Answer(fixed({})),
    "budgets/Budgets/A": Answer(fixed({(): 3})),
    "budgets/80 % used/A": Answer(fixed({(): 0})),
    "budgets/Used up/A": Answer(fixed({(): 1})),
    "budgets/Refused calls/A": Answer(sums(ONE, where=lambda fact: fact.error == "budget_exceeded")),
    "budgets/Used/A": Answer(budgets_used, ("scope", "id", "window")),
    "budgets/All budgets/A": Answer(budgets_used, ("scope", "id", "window")),
    "budgets/Used over time/A": Answer(budgets_used, ("scope", "id", "window"), points=last),
    "budgets/Alerts told/A": Answer(
        lambda world, span: {("component", each): 1 for each in ("0.5", "1")} if span.start < world.times["restart"] else {},
        ("scope", "threshold"), tolerance=LOOSE,
    ),
    "budgets/Calls refused by a budget/A": Answer(
        sums(ONE, "model", where=lambda fact: fact.error == "budget_exceeded"), ("model",)
    ),
    "budgets/Decided without the common store/A": Answer(fixed({}), ("decision",)),
}  # fmt: skip


# What happens ------------------------------------------------------------------------------------------------------


class Traffic:
    """Calls through the gateway, many at once."""

    def __init__(self, case: Any) -> None:
        self.case = case

    def chat(self, count: int, model: str, component: str, **behaviour: Any) -> None:
        self._many(count, {"model": model, "messages": CHAT["messages"]}, "/v1/chat/completions", component, behaviour)

    def stream(self, count: int, model: str, component: str, **behaviour: Any) -> None:
        body = {"model": model, "messages": CHAT["messages"], "stream": True}
        self._many(count, body, "/v1/chat/completions", component, behaviour)

    def messages(self, count: int, component: str, **behaviour: Any) -> None:
        client = self.case.anthropic()
        for _ in range(count):
            client.messages.create(**MESSAGE, extra_headers={"x-tollgate-component": component} | sim(**behaviour))

    def unreachable(self, count: int) -> None:
        body = {"model": "openai/gpt-oss-20b", "messages": CHAT["messages"]}
        self._many(count, body, "/groq/openai/v1/chat/completions", "chat", {})

    def too_large(self, count: int) -> None:
        self._many(count, {"model": "gpt-4o", "messages": [{"role": "user", "content": "x" * 70_000}]},
                   "/v1/chat/completions", "chat", {})  # fmt: skip

    def gone(self, count: int) -> None:
        """Clients that hang up after the first bytes."""
        body = CHAT | {"stream": True}
        for _ in range(count):
            with self.case.http().stream(
                "POST", "/v1/chat/completions", json=body,
                headers={"x-tollgate-component": "chat"} | sim(events=20, event_delay_ms=30),
            ) as answer:  # fmt: skip
                next(answer.iter_raw())

    def _many(self, count: int, body: dict[str, Any], path: str, component: str, behaviour: dict[str, Any]) -> None:
        client = self.case.http()
        with ThreadPoolExecutor(6) as pool:
            for answer in pool.map(
                lambda _: client.post(path, json=body, headers={"x-tollgate-component": component} | sim(**behaviour)), range(count)
            ):
                answer.read()


class Receiver(Listener):
    """What Alertmanager sends."""

    def __init__(self) -> None:
        self.alerts: list[dict[str, Any]] = []
        super().__init__()

    def answer(self, path: str, fields: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        self.alerts += json.loads(body)["alerts"]
        return 200, {}, b""

    def named(self, name: str) -> list[dict[str, Any]]:
        return [alert for alert in self.alerts if alert["labels"]["alertname"] == name]


def until(condition: Callable[[], Any], what: str, seconds: float = 180) -> Any:
    """The condition's value once it is true."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.5)
    return value


def scraped(prometheus: Prometheus) -> None:
    """Waits until what is now has been scraped, twice."""
    now = time.time()
    until(
        lambda: sum(value for _, value in prometheus.at(f"count_over_time(up{{instance!=''}}[{max(1, math.ceil(time.time() - now))}s])", time.time())) >= 4,
        "scrapes",
    )  # fmt: skip


def configuration(gateway: Any, alertmanager: Alertmanager) -> dict[str, Any]:
    """deploy/prometheus/prometheus.yml with the live addresses, and quicker."""
    made = yaml.safe_load((DEPLOY / "prometheus/prometheus.yml").read_text())
    made["global"] = {"scrape_interval": "1s", "evaluation_interval": "4s"}
    made["rule_files"] = [str(DEPLOY / "prometheus/rules/*.yml")]
    made["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = [alertmanager.target]
    made["scrape_configs"][0]["static_configs"][0]["targets"] = [gateway.admin_url.removeprefix("http://")]
    return made


def receiving(receiver: Receiver) -> dict[str, Any]:
    """deploy/alertmanager/alertmanager.yml with the live receiver, and quicker."""
    made = yaml.safe_load((DEPLOY / "alertmanager/alertmanager.yml").read_text())
    made["receivers"][0]["webhook_configs"][0]["url"] = f"{receiver.url}/alerts"
    for route in (made["route"], *made["route"]["routes"]):
        route["group_wait"] = "1s"
    return made


@pytest.mark.timeout(600)
def test_every_query_says_what_happened(own_gateway, case_for, tmp_path: Path):
    gateway = own_gateway(config=CONFIG, env={"TOLLGATE_GROQ_BASE_URL": "http://127.0.0.1:9"}).start()
    traffic = Traffic(case_for(gateway))
    times: dict[str, float] = {}
    receiver = Receiver()
    alertmanager = Alertmanager(tmp_path, receiving(receiver))
    history = History(time.time())
    history.write(tmp_path)
    # Spent before anything was scraped.
    traffic.chat(8, "gpt-4o", "chat", cached_tokens=100)
    traffic.chat(2, "gpt-4o", "chat", status=500)

    prometheus = Prometheus(tmp_path, configuration(gateway, alertmanager))
    try:
        times["begun"] = until(lambda: prometheus.at("up", time.time()) and time.time(), "the first scrape")
        time.sleep(3)
        times["live"] = math.floor(time.time())
        time.sleep(2)
        first_part(traffic, times)
        # Longer than a step: a birth and a restart within one would cost the p95 what was born.
        time.sleep(16)
        times["restart"] = time.time()
        assert gateway.terminate() == 0
        time.sleep(3)
        gateway.start()
        time.sleep(3)
        times["part"] = settle(times["live"], 5)
        time.sleep(2)
        second_part(traffic)
        time.sleep(16)
        gateway.kill()
        times["killed"] = time.time()
        gateway.start()
        time.sleep(3)
        # A pair that is born with all it ever does, after the last restart.
        traffic.chat(9, "gpt-4o", "last", delay_ms=120)
        time.sleep(4)
        # The part must be as long as what was before it, so that the period before the part has that whole.
        while time.time() - times["part"] < times["part"] - times["live"] + 2:
            time.sleep(0.2)
        times["end"] = settle(times["part"], 5)
        time.sleep(1)

        world = known(gateway, history, times)
        problems = check_panels(prometheus, world)
        problems += check_questions(prometheus, world)
        problems += check_rules(prometheus, world)
        assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems)
        check_alerts(receiver)
    finally:
        prometheus.stop()
        alertmanager.stop()
        receiver.close()


@pytest.mark.timeout(300)
def test_what_an_agent_sends_to_a_managed_prometheus_answers_as_well(own_gateway, case_for, tmp_path: Path):
    gateway = own_gateway().start()
    traffic = Traffic(case_for(gateway))
    traffic.chat(5, "gpt-4o", "chat")
    begun = time.time()
    managed = Prometheus(tmp_path, {"global": {"scrape_interval": "1s"}})
    sending = yaml.safe_load((DEPLOY / "managed/prometheus-agent.yml").read_text())
    sending["global"] = {"scrape_interval": "1s"}
    sending["scrape_configs"][0]["static_configs"][0]["targets"] = [gateway.admin_url.removeprefix("http://")]
    sending["remote_write"] = [{"url": f"{managed.url}/api/v1/write", "queue_config": {"batch_send_deadline": "1s"}}]
    agent = Prometheus(tmp_path, sending, agent=True)
    try:
        until(lambda: managed.at("up == 1", time.time()), "a scrape that was sent on")
        traffic.chat(7, "gpt-4o-mini", "born")
        traffic.chat(3, "gpt-4o", "chat")
        cost = sum(Fact.of(row, "").cost for row in gateway.rows() if Fact.of(row, "").at > begun)
        query = next(query for query in panel_queries() if query.name == "overview/Total cost/A")

        def found() -> float:
            now = time.time()
            return sum(value for _, value in managed.at(query.text(now - 600, now, 15), now))

        until(lambda: math.isclose(found(), cost, rel_tol=1e-6), "the cost of ten calls")
        time.sleep(3)
        assert math.isclose(found(), cost, rel_tol=1e-6)
        assert not managed.at('{__name__=~".+_created"}', time.time())
    finally:
        agent.stop()
        managed.stop()


def settle(since: float, step: int) -> float:
    """A moment that is a whole number of steps after `since`, once it has passed."""
    moment = since + math.ceil((time.time() - since) / step) * step
    time.sleep(max(0, moment - time.time()))
    return moment


def first_part(traffic: Traffic, times: dict[str, float]) -> None:
    traffic.chat(12, "gpt-4o", "chat", cached_tokens=64, reasoning_tokens=5)
    traffic.chat(10, "gpt-4o", "chat", delay_ms=300)
    # Born with more than one call between two scrapes.
    traffic.chat(15, "gpt-4o-mini", "agent", delay_ms=5)
    traffic.messages(6, "agent", cached_tokens=30, cache_write_tokens=77)
    traffic.stream(8, "gpt-4o", "streams", events=8, event_delay_ms=20)
    traffic.chat(4, "gpt-4o", "chat", status=500)
    traffic.chat(3, "gpt-4o-mini", "chat", status=429)
    traffic.chat(2, "gpt-4o-mini", "born-failing", status=400)
    traffic.chat(5, "acme-llm-1", "chat")
    # No name that nobody knows becomes a label by a call that fails.
    traffic.chat(2, "no-such-model-9", "chat")
    traffic.chat(4, "gpt-4o-mini", "capped")
    traffic.unreachable(7)
    times["refused"] = time.time()
    traffic.too_large(3)
    traffic.gone(2)
    time.sleep(2)


def second_part(traffic: Traffic) -> None:
    traffic.chat(10, "gpt-4o", "chat", delay_ms=700)
    traffic.chat(6, "gpt-4o-mini", "agent")
    traffic.chat(5, "o4-mini", "after-restart", reasoning_tokens=20)
    traffic.stream(5, "gpt-4o-mini", "streams", events=5, event_delay_ms=40)
    traffic.chat(2, "gpt-4o", "chat", status=503)


def known(gateway: Any, history: History, times: dict[str, float]) -> World:
    rows = gateway.rows()
    facts = []
    for row in rows:
        model = row["request_model"]
        fact = Fact.of(row, "other" if model.startswith("no-such-model") else model)
        row["_at"] = fact.at
        if fact.at > times["begun"]:
            facts.append(fact)
    assert len(facts) == 117
    return World(Facts(history.facts.all + facts), rows, times, 3)


# What is compared --------------------------------------------------------------------------------------------------


def spans(world: World) -> list[Span]:
    times = world.times
    length = (times["end"] - times["live"]) // 5 * 5
    return [
        Span("live", times["end"] - length, times["end"], 5),
        Span("part", times["part"], times["end"], 5),
        Span("longer than scraped", times["live"] - 60, times["live"] - 60 + (length + 60) // 5 * 5, 5),
        Span("30 days", times["end"] - MONTH, times["end"], 6 * 3600),
    ]


def compare(name: str, answer: Answer, found: Vector, expected: Vector) -> list[str]:
    """What differs; a series that is not there is one of 0."""
    problems = []
    for labels in sorted(set(found) | set(expected)):
        left, right = found.get(labels, 0.0), expected.get(labels, 0.0)
        if not math.isclose(left, right, rel_tol=answer.tolerance, abs_tol=1e-9):
            problems.append(f"{name} {labels}: {left}, not {right}")
    return problems


def check_panels(prometheus: Prometheus, world: World) -> list[str]:
    problems: list[str] = []
    asked = set()
    for query in panel_queries():
        name = query.name
        if name == "health/Telemetry dropped/A" and not query.instant:
            name += " over time"
        assert name not in asked, f"{name} is there twice"
        asked.add(name)
        for span in spans(world):
            where = f"{name} over {span.name}"
            text = query.text(span.start, span.end, span.step)
            if query.instant:
                series = [(labels, [value]) for labels, value in prometheus.at(text, span.end)]
            else:
                series = prometheus.over(text, span.start + span.step, span.end, span.step)
            answer = EXPECTED[name]
            if isinstance(answer, Within):
                values = [value for _, points in series for value in points]
                if answer.some and not values:
                    problems.append(f"{where}: nothing")
                problems += [f"{where}: {value}" for value in values if not answer.low <= value <= answer.high]
                continue
            found = {
                tuple(labels.get(label, "") for label in answer.by): answer.points(points) * answer.scale(span)
                for labels, points in series
                if points
            }
            assert len(found) == len([1 for _, points in series if points]), f"{where}: {series}"
            expected = answer.expected(world, span)
            if "p95" in name and span.name == "30 days":
                # Steps of six hours: pairs that were born and restarted within one are lost (docs/grafana.md).
                expected = {labels: value for labels, value in expected.items() if labels in OF_OLD}
                found = {labels: value for labels, value in found.items() if labels in OF_OLD}
            problems += compare(where, answer, found, expected)
    assert asked == set(EXPECTED), f"no expectation, or no query: {asked ^ set(EXPECTED)}"
    return problems


def check_questions(prometheus: Prometheus, world: World) -> list[str]:
    """The queries that docs/grafana.md shows."""
    text = (DEPLOY / "../docs/grafana.md").read_text()
    queries = dict(re.findall(r"([^\n]+):\n\n```promql\n(.*?)\n```", text, re.DOTALL))
    end = world.times["end"]
    window = lambda seconds: Span("", end - seconds, end, 5)  # noqa: E731
    expected: dict[str, tuple[Answer, Span]] = {
        "Total cost over 30 days": (Answer(sums(COST)), window(MONTH)),
        "Cost by component": (Answer(sums(COST, "component_type"), ("component_type",)), window(MONTH)),
        "Tokens a second, over the last ten minutes": (Answer(sums(tokens), scale=lambda span: 600), window(600)),
        "Error rate of the last hour": (Answer(error_rate), window(3600)),
        "p95 latency by model, over the last hour": (
            Answer(quantile(lambda fact: fact.duration), ("model",), tolerance=0.15), window(3600)),
    }  # fmt: skip
    assert set(queries) == set(expected)
    problems = []
    for title, (answer, span) in expected.items():
        found = {
            tuple(labels.get(label, "") for label in answer.by): value * answer.scale(span)
            for labels, value in prometheus.at(queries[title], end)
        }
        problems += compare(title, answer, found, answer.expected(world, span))
    return problems


def check_rules(prometheus: Prometheus, world: World) -> list[str]:
    """Recorded series have the values that follow from the calls; alerts, Prometheus' and Grafana's, are the same."""
    end = world.times["end"]
    window = lambda seconds: Span("", end - seconds, end, 5)  # noqa: E731
    ten, hour, week = window(600), window(3600), window(604800)

    def per(part: Expected, whole: Expected, span: Span) -> Vector:
        parts = part(world, span)
        return {labels: parts.get(labels, 0) / count for labels, count in whole(world, span).items()}

    calls, by_model = sums(ONE), sums(ONE, "model")
    broken = sums(ONE, "model", where=lambda fact: fact.error in ("server_error", "timeout", "upstream_unreachable"))
    attempts = rows(lambda row: (row["provider"],) if outcome(row) else None)
    missed = rows(lambda row: (row["provider"],) if outcome(row) == "connect_failed" else None)
    live = lambda expected, span: expected(world, Span("", max(span.start, world.times["live"]), span.end, 5))  # noqa: E731
    expected: dict[str, tuple[tuple[str, ...], Vector, float]] = {
        "job:ai_requests:increase10m": ((), calls(world, ten), 1e-6),
        "job_model:ai_requests:increase10m": (("model",), by_model(world, ten), 1e-6),
        "job:ai_requests_failed:ratio10m": ((), error_rate(world, ten), 1e-6),
        "job_model:ai_requests_broken:ratio10m": (("model",), per(broken, by_model, ten), 1e-6),
        "job_model:ai_request_duration_seconds:p95_10m": (
            ("model",), quantile(lambda fact: fact.duration)(world, ten), 0.15),
        "job:ai_tokens:rate10m": ((), {(): sums(tokens)(world, ten)[()] / 600}, 1e-6),
        "job_component_type:ai_cost_dollars:increase1h": (("component_type",), sums(COST, "component_type")(world, hour), 1e-6),
        "job:ai_cost_dollars:increase1h": ((), sums(COST)(world, hour), 1e-6),
        "job:ai_cost_dollars:increase1w": ((), sums(COST)(world, week), 1e-6),
        "job_model:ai_unpriced_requests:increase1h": (("model",), UNPRICED(world, hour), 1e-6),
        "job_provider:tollgate_upstream_requests:increase10m": (("provider",), live(attempts, ten), LOOSE),
        "job_provider:tollgate_upstream_requests_unreachable:ratio10m": (
            ("provider",),
            {labels: live(missed, ten).get(labels, 0) / count for labels, count in live(attempts, ten).items()}, LOOSE),
    }  # fmt: skip
    files = {name: yaml.safe_load((DEPLOY / f"prometheus/rules/{name}.yml").read_text()) for name in ("recordings", "alerts")}
    recorded = {rule["record"] for rule in files["recordings"]["groups"][0]["rules"]}
    assert recorded == set(expected), recorded ^ set(expected)

    # Nothing has happened since the end, so that what is recorded now is what is expected.
    until(
        lambda: all(prometheus.at(f"timestamp({record})", time.time()) for record in recorded)
        and min(value for record in recorded for _, value in prometheus.at(f"timestamp({record})", time.time())) > end,
        "an evaluation of the rules after the end",
    )  # fmt: skip
    now = time.time()
    problems = []
    for record, (by, vector, tolerance) in expected.items():
        found = {tuple(labels[label] for label in by): value for labels, value in prometheus.at(record, now)}
        problems += compare(record, Answer(fixed({}), by, tolerance), found, vector)

    grafana = {rule["title"]: rule["data"][0]["model"]["expr"] for rule in alert_rules()}
    firing: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for rule, (title, expression) in zip(files["alerts"]["groups"][0]["rules"], grafana.items(), strict=True):
        one, other = (
            {tuple(sorted((k, v) for k, v in labels.items() if k != "__name__")): value for labels, value in prometheus.at(text, now)}
            for text in (rule["expr"], expression)
        )
        if set(one) != set(other) or any(not math.isclose(one[key], other[key], rel_tol=0.1) for key in one):
            problems.append(f"{rule['alert']}: {one} in Prometheus, {other} in Grafana")
        firing[rule["alert"]] = one
    labels = {name: [dict(key) for key in found] for name, found in firing.items() if found and name != "TollgateOverheadHigh"}
    wanted = {
        "TollgateErrorRateHigh": [{"job": "tollgate"}],
        "TollgateModelFailing": [{"job": "tollgate", "model": "openai/gpt-oss-20b"}],
        "TollgateProviderDown": [{"job": "tollgate", "provider": "groq"}],
        "TollgateUnpricedModel": [{"job": "tollgate", "model": "acme-llm-1"}],
        "TollgateBudgetUsed": [{"job": "tollgate", "scope": "component", "id": "agent", "window": "month"}],
    }
    if labels != wanted:
        problems.append(f"alerts: {labels}, not {wanted}")
    return problems


def check_alerts(receiver: Receiver) -> None:
    """What fires at once has come through Alertmanager to the webhook, with its words."""
    for name in ("TollgateBudgetUsed", "TollgateUnpricedModel"):
        until(lambda: receiver.named(name), f"{name} at the webhook")
    (used, unpriced) = (receiver.named(name)[0] for name in ("TollgateBudgetUsed", "TollgateUnpricedModel"))
    assert used["status"] == "firing" and used["labels"]["severity"] == "critical"
    assert used["labels"]["scope"] == "component" and used["labels"]["id"] == "agent"
    assert used["annotations"]["description"].startswith("The month budget of component agent is ")
    assert unpriced["labels"]["model"] == "acme-llm-1" and unpriced["annotations"]["summary"] == "acme-llm-1 has no price"
    assert not receiver.named("TollgateBudgetAlmostUsed")
