"""What the gateway reports to Sentry, as Sentry's own reader and normaliser see it; and that it never costs a call."""

from __future__ import annotations

import json
import re
import subprocess
import time
from typing import Any, Iterator

import openai
import pytest
from prometheus_client.parser import text_string_to_metric_families

from budgets import set_budget
from processes import Gateway, binary, free_port
from questions import CHAT, sim
from sentry_server import HANG, RESET, SentryServer

pytestmark = pytest.mark.gateway_only
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SECRET_PROMPT = "PROMPT-that-nobody-may-report"


@pytest.fixture
def sentry() -> Iterator[SentryServer]:
    server = SentryServer()
    yield server
    server.close()


@pytest.fixture
def reporting(own_gateway, sentry):
    return own_gateway(env={"SENTRY_DSN": sentry.dsn(), "SENTRY_ENVIRONMENT": "e2e", "SENTRY_RELEASE": "shop@1"}).start()


def fail(case, status: int, **headers: str) -> None:
    chat = CHAT | {"messages": [{"role": "user", "content": SECRET_PROMPT}]}
    with pytest.raises(openai.APIStatusError):
        case.openai().chat.completions.create(**chat, extra_headers=sim(status=status) | headers)


def metric(gateway: Gateway, name: str, **labels: str) -> float:
    found = [
        sample.value
        for family in text_string_to_metric_families(gateway.metrics())
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    ]
    assert found, f"no {name} {labels}"
    return sum(found)


def wait_for_metric(gateway: Gateway, value: float, name: str, **labels: str) -> None:
    deadline = time.monotonic() + 30
    while (found := metric(gateway, name, **labels)) < value:
        assert time.monotonic() < deadline, (name, labels, found)
        time.sleep(0.1)


def of_kind(*fingerprint: str):
    return lambda event: event["fingerprint"][: len(fingerprint)] == list(fingerprint)


def test_a_providers_failure_is_an_event_that_says_who_what_and_where(case_for, reporting, sentry):
    case = case_for(reporting)
    fail(case, 503, traceparent=PARENT)
    row = case.row()
    (event,) = sentry.wait(1)
    assert event["fingerprint"] == ["tollgate", "call", "openai", "server_error", CHAT["model"]]
    (exception,) = event["exception"]["values"]
    assert exception["type"] == "server_error" and exception["mechanism"]["handled"] is True
    assert exception["value"] == f"openai answered 503 to chat.completions ({CHAT['model']})"
    assert event["level"] == "error" and event["environment"] == "e2e" and event["release"] == "shop@1"
    assert event["user"] == {"id": case.name}
    tags = event["tags"]
    assert tags["component"] == case.component and tags["provider"] == "openai" and tags["status"] == "503"
    assert tags["request_id"] == row["id"] and tags["provider_request_id"] == case.calls()[0]["request_id"]
    assert event["contexts"]["trace"]["trace_id"] == row["trace_id"] == PARENT[3:35]
    assert event["contexts"]["call"]["request_model"] == CHAT["model"]
    assert {"os", "runtime"} <= event["contexts"].keys() and event["sdk"]["name"] == "sentry.swift.tollgate"
    sentry.check()
    sent = b"".join(request.raw for request in sentry.requests)
    for secret in (SECRET_PROMPT, "sk-caller", "sk-e2e-configured", "tg-"):
        assert secret.encode() not in sent, secret
    wait_for_metric(reporting, 1, "tollgate_telemetry_sent_total", signal="errors")


def test_each_kind_is_an_issue_of_its_own_and_callers_errors_are_breadcrumbs(case_for, reporting, sentry):
    case = case_for(reporting)
    fail(case, 400)
    for status in (429, 401, 500):
        fail(case, status)
    events = sentry.wait(3)
    kinds = {event["fingerprint"][3]: event for event in events}
    assert kinds.keys() == {"rate_limit", "authentication", "server_error"}
    assert kinds["rate_limit"]["level"] == "warning"
    crumbs = [crumb for event in events for crumb in event["breadcrumbs"]["values"]]
    assert any("answered 400" in crumb["message"] for crumb in crumbs), crumbs
    sentry.check()


def test_a_storm_is_a_few_events_that_count_the_rest(case_for, reporting, sentry):
    case = case_for(reporting)
    count = 300
    with case.http() as client:
        for _ in range(count):
            assert client.post("/v1/chat/completions", json=CHAT, headers=sim(status=500)).status_code == 500
    case.rows(count)
    assert metric(reporting, "tollgate_telemetry_dropped_total", signal="errors", reason="storm") >= count - 5
    assert reporting.terminate() == 0
    # What the last two seconds did not suffice for is on disk, and sent by the next start.
    reporting.start()
    events = sentry.wait(2)
    assert len(events) <= 8, len(events)
    counts = [event.get("extra", {}).get("failures_since_last_report", 1) for event in events]
    assert sum(counts) == count
    assert {tuple(event["fingerprint"]) for event in events} == {tuple(events[0]["fingerprint"])}
    sentry.check()


def test_calls_are_transactions_by_a_decision_of_sentrys_own(own_gateway, case_for, sentry):
    gateway = own_gateway(env={"SENTRY_DSN": sentry.dsn(), "SENTRY_TRACES_SAMPLE_RATE": "1"}).start()
    case = case_for(gateway)
    answer = case.openai().chat.completions.create(**CHAT, extra_headers={"traceparent": PARENT})
    (transaction,) = sentry.wait(1, "transaction")
    row = case.row()
    trace = transaction["contexts"]["trace"]
    assert trace["trace_id"] == row["trace_id"] == PARENT[3:35] and trace["parent_span_id"] == PARENT[36:52]
    assert transaction["transaction"] == "POST /v1/chat/completions" and trace["op"] == "http.server"
    (span,) = [span for span in transaction["spans"] if span["op"] == "gen_ai.chat"]
    assert span["data"]["gen_ai.usage.input_tokens"] == answer.usage.prompt_tokens
    fail(case, 503)
    (event,) = sentry.wait(1)
    (failed,) = sentry.wait(1, "transaction", where=lambda other: other["event_id"] != transaction["event_id"])
    assert event["contexts"]["trace"]["trace_id"] == failed["contexts"]["trace"]["trace_id"]
    spans = {failed["contexts"]["trace"]["span_id"], *(span["span_id"] for span in failed["spans"])}
    assert event["contexts"]["trace"]["span_id"] in spans
    sentry.check()


def test_errors_in_the_log_are_events_and_the_rest_breadcrumbs(case_for, reporting, sentry):
    fail(case_for(reporting), 500)
    (event,) = sentry.wait(1)
    crumbs = [(crumb["category"], crumb["message"]) for crumb in event["breadcrumbs"]["values"]]
    assert any(category == "tollgate" for category, _ in crumbs), crumbs
    sentry.check()


def test_budget_refusals_are_warnings_where_that_is_asked_for_and_alerts_are_events(own_gateway, case_for, sentry):
    env = {"SENTRY_DSN": sentry.dsn(), "TOLLGATE_SENTRY_BUDGET_REFUSALS": "warning", "TOLLGATE_TRUST_USER_HEADER": "true"}
    gateway = own_gateway(env=env).start()
    case = case_for(gateway)
    set_budget(gateway, "user", case.name, "month", "0.000001", mode="hard", thresholds=[0.5])
    with pytest.raises(openai.APIStatusError):
        case.openai().chat.completions.create(**CHAT)
    (event,) = sentry.wait(1, where=of_kind("tollgate", "call"))
    assert event["fingerprint"][3] == "budget_exceeded" and event["level"] == "warning"
    set_budget(gateway, "user", case.name, "month", "0.000001", mode="soft", thresholds=[0.5])
    case.openai().chat.completions.create(**CHAT)
    (alert,) = sentry.wait(1, where=of_kind("tollgate", "budget_alert"))
    assert alert["level"] == "warning" and alert["user"]["id"] == case.name
    assert case.name in alert["logentry"]["formatted"] and alert["tags"]["budget_threshold"] == "0.5"
    sentry.check()


def test_a_redis_that_is_away_is_one_event(own_gateway, sentry):
    gateway = own_gateway(
        env={"SENTRY_DSN": sentry.dsn(), "REDIS_URL": f"redis://:hunter2secret@127.0.0.1:{free_port()}"}
    )
    gateway.start()
    (event,) = sentry.wait(1, where=of_kind("tollgate", "shared_store"))
    assert event["exception"]["values"][0]["value"].startswith("Redis cannot be used")
    assert all(b"hunter2secret" not in request.raw for request in sentry.requests)
    sentry.check()


@pytest.mark.parametrize("step", [HANG, RESET, 500, "dead"])
def test_a_receiver_in_trouble_costs_no_call(own_gateway, case_for, sentry, step):
    sentry.standard = step
    dsn = f"http://{'0' * 32}@127.0.0.1:{free_port()}/1" if step == "dead" else sentry.dsn()
    gateway = own_gateway(env={"SENTRY_DSN": dsn}).start()
    case = case_for(gateway)
    began = time.monotonic()
    for status in (500, 429, 401):
        fail(case, status)
    case.openai().chat.completions.create(**CHAT)
    assert len(case.rows(4)) == 4
    assert time.monotonic() - began < 30
    if step == 500:
        wait_for_metric(gateway, 1, "tollgate_telemetry_dropped_total", signal="errors", reason="send_error")
    assert gateway.terminate(20) == 0


@pytest.mark.parametrize("variable", ["SENTRY_DSN", "TOLLGATE_SENTRY_TUNNEL_DSNS"])
def test_a_dsn_that_cannot_be_used_is_said_at_the_start(own_gateway, sentry, variable):
    gateway = own_gateway(env={"SENTRY_DSN": sentry.dsn(), variable: "https://key:S3CRETPART@sentry.example/none"})
    result = subprocess.run([binary(), "serve"], env=gateway.env, capture_output=True, text=True, timeout=60)
    assert result.returncode == 78, result.stderr
    assert "DSN does not end with a project's number" in result.stderr
    assert "S3CRETPART" not in result.stderr + result.stdout


def test_without_a_dsn_there_is_nothing(gateway):
    assert gateway.admin.post("/monitoring", content=b"{}\n").status_code == 404
    assert not re.search(r'telemetry_\w+\{[^}]*signal="errors"', gateway.metrics())


# Pages' reports -------------------------------------------------------------------------------------------------------


def envelope(dsn: str | None, **event: Any) -> bytes:
    """As an official browser SDK sends it to its `tunnel`."""
    identifier = "9ec79c33ec9942ab8353589fcb2e04dc"
    head = {"event_id": identifier, "sent_at": "2026-11-25T22:00:00.000Z", "dsn": dsn,
            "sdk": {"name": "sentry.javascript.browser", "version": "10.49.0"},
            "trace": {"environment": "production", "public_key": "0" * 32, "trace_id": "1" * 32}}  # fmt: skip
    trace = {"trace": {"trace_id": "1" * 32, "span_id": "2" * 16}}
    body = {"event_id": identifier, "timestamp": 1.8e9, "platform": "javascript", "contexts": trace} | event
    lines = [{name: value for name, value in head.items() if value is not None}, {"type": "event"}, body]
    return b"\n".join(json.dumps(line, ensure_ascii=False).encode() for line in lines)


def test_a_pages_envelope_goes_to_sentry_and_nowhere_else(own_gateway, sentry):
    elsewhere = SentryServer()
    env = {"SENTRY_DSN": sentry.dsn(), "TOLLGATE_SENTRY_TUNNEL_DSNS": sentry.dsn("7"),
           "TOLLGATE_SENTRY_TUNNEL_ORIGINS": "https://shop.example", "TOLLGATE_SENTRY_TUNNEL_SIZE": "4KiB",
           "TOLLGATE_ADMIN_TOKEN": "correct-horse-battery-staple"}  # fmt: skip
    gateway = own_gateway(env=env)
    gateway.admin.headers["authorization"] = "Bearer correct-horse-battery-staple"
    gateway.start()
    post = lambda content, **headers: gateway.admin.post(  # noqa: E731
        "/monitoring", content=content, headers={"authorization": "", "content-type": "text/plain;charset=UTF-8"} | headers
    )
    raw = envelope(sentry.dsn(), message="ü\nfrom a page")
    assert post(raw).status_code == 200
    assert [request.raw for request in sentry.requests] == [raw]
    assert sentry.events[0]["message"] == "ü\nfrom a page"
    assert post(envelope(sentry.dsn("7")), origin="https://shop.example").status_code == 200
    assert [request.path for request in sentry.requests] == ["/api/42/envelope/", "/api/7/envelope/"]
    sentry.check()
    for dsn in (elsewhere.dsn(), sentry.dsn("43"), sentry.dsn(key="f" * 32), "http://169.254.169.254/42", None):
        assert post(envelope(dsn)).status_code == 403
    assert post(raw, origin="https://evil.example").status_code == 403
    assert post(raw + b" " * 5_000).status_code == 413
    assert post(raw, **{"content-type": "application/json"}).status_code == 415
    assert post(b"junk").status_code == 400
    sentry.standard = (302, {"location": elsewhere.url})
    assert post(raw).status_code == 302 and "location" not in post(raw).headers
    sentry.standard = (429, {"x-sentry-rate-limits": "60:error:organization", "retry-after": "60"})
    limited = post(raw, origin="https://shop.example")
    assert limited.status_code == 429 and limited.headers["x-sentry-rate-limits"] == "60:error:organization"
    assert limited.headers["access-control-allow-origin"] == "https://shop.example"
    assert not elsewhere.requests
    sentry.standard = RESET
    assert post(raw).status_code == 502
    elsewhere.close()


def test_pages_together_have_a_rate(own_gateway, sentry):
    gateway = own_gateway(env={"SENTRY_DSN": sentry.dsn(), "TOLLGATE_SENTRY_TUNNEL_RATE": "5"}).start()
    answers = [gateway.admin.post("/monitoring", content=envelope(sentry.dsn())) for _ in range(12)]
    statuses = [answer.status_code for answer in answers]
    # A new minute may begin in between.
    assert statuses[:5] == [200] * 5 and 429 in statuses and statuses.count(200) <= 10
    assert int(answers[statuses.index(429)].headers["retry-after"]) >= 1
