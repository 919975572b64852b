"""Error reports of a real gateway over outages, refusals and `kill -9`: each arrives once, or is counted as given up."""

from __future__ import annotations

import datetime
import time
from typing import Any, Iterator

import openai
import pytest

from processes import Gateway, free_port
from questions import CHAT, sim
from sentry_server import HANG, KEY, PROJECT, RESET, SentryServer
from test_error_reports import metric, wait_for_metric

pytestmark = pytest.mark.gateway_only


@pytest.fixture
def sentry() -> Iterator[SentryServer]:
    server = SentryServer()
    yield server
    server.close()


def reporting(own_gateway: Any, dsn: str) -> Gateway:
    """A gateway without transactions, which would share the server's script."""
    return own_gateway(env={"SENTRY_DSN": dsn, "SENTRY_TRACES_SAMPLE_RATE": "0", "SENTRY_RELEASE": "shop@1"}).start()


def fail(case: Any, status: int = 503) -> None:
    with pytest.raises(openai.APIStatusError):
        case.openai().chat.completions.create(**CHAT, extra_headers=sim(status=status))


def spooled(gateway: Gateway) -> list:
    return list((gateway.data / "sentry" / "spool").glob("*.envelope"))


def wait_until(condition: Any, what: str, timeout: float = 60) -> None:
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def kinds(events: list[dict[str, Any]]) -> list[str]:
    return sorted(event["fingerprint"][3] for event in events)


def test_an_error_outlives_kill_9_and_a_dead_sentry_and_arrives_once(own_gateway, case_for):
    port = free_port()
    gateway = reporting(own_gateway, f"http://{KEY}@127.0.0.1:{port}/{PROJECT}")
    case = case_for(gateway)
    for status in (503, 401):
        fail(case, status)
    wait_until(lambda: len(spooled(gateway)) == 2, "not in the spool")
    gateway.kill()
    restarted = time.time()
    sentry = SentryServer(port=port)
    try:
        gateway.start()
        events = sentry.wait(2)
        assert kinds(events) == ["authentication", "server_error"]
        wait_until(lambda: not spooled(gateway), "the spool is not emptied")
        for _ in range(2):
            assert gateway.terminate() == 0
            gateway.start()
        assert gateway.terminate() == 0
        assert len(sentry.events) == 2 == len({event["event_id"] for event in sentry.events})
        for request in sentry.requests:
            if b'"type":"event"' in request.raw:
                sent_at = datetime.datetime.fromisoformat(request.envelope.headers["sent_at"].replace("Z", "+00:00"))
                assert sent_at.timestamp() >= restarted - 1, "sent_at is not that of the sending"
        sentry.check()
    finally:
        sentry.close()


def test_killed_while_sentry_takes_its_time_an_error_is_still_told(own_gateway, case_for, sentry):
    """The answer is never seen: the next start sends it again, under the same id, which Sentry takes for one."""
    sentry.script = [HANG]
    gateway = reporting(own_gateway, sentry.dsn())
    fail(case_for(gateway))
    sentry.wait_for_requests(1)
    gateway.kill()
    gateway.start()
    (event,) = sentry.wait(1)
    (first, _) = sentry.payloads("event", accepted_only=False)
    assert event["event_id"] == first["event_id"]
    assert gateway.terminate() == 0
    sentry.check()


def test_an_outage_is_waited_out(own_gateway, case_for):
    """Broken connections, then a server that is back: all arrives, without another failure to wake the client."""
    sentry = SentryServer([RESET, RESET])
    try:
        gateway = reporting(own_gateway, sentry.dsn())
        case = case_for(gateway)
        for status in (503, 429, 401):
            fail(case, status)
        assert kinds(sentry.wait(3, timeout=90)) == ["authentication", "rate_limit", "server_error"]
        wait_for_metric(gateway, 3, "tollgate_telemetry_sent_total", signal="errors")
        wait_until(lambda: not spooled(gateway), "the spool is not emptied")
        assert gateway.terminate() == 0
        assert len(sentry.events) == 3
        sentry.check()
    finally:
        sentry.close()


@pytest.mark.parametrize("status", [413, 500, 400, 403])
def test_what_is_refused_is_given_up_and_told_with_the_next(own_gateway, case_for, sentry, status):
    sentry.script = [status]
    gateway = reporting(own_gateway, sentry.dsn())
    case = case_for(gateway)
    fail(case)
    wait_for_metric(gateway, 1, "tollgate_telemetry_dropped_total", signal="errors", reason="send_error")
    fail(case, 401)
    (event,) = sentry.wait(1)
    assert kinds([event]) == ["authentication"]
    (report,) = sentry.wait(1, "client_report")
    assert report["discarded_events"] == [{"reason": "send_error", "category": "error", "quantity": 1}]
    assert not spooled(gateway)
    sentry.check()


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": "600"},
        {"retry-after": "Wed, 01 Jan 2200 00:00:00 GMT"},
        {"retry-after": "1", "x-sentry-rate-limits": "600:error:organization, 1:transaction:key"},
        {},
    ],
    ids=["seconds", "a date", "categories", "nothing said"],
)
def test_a_429_keeps_the_gateway_still(own_gateway, case_for, sentry, headers):
    """MUST 7: what it refuses is not reported, as the receiver knows of it; what is held back afterwards is counted."""
    sentry.script = [(429, headers)]
    gateway = reporting(own_gateway, sentry.dsn())
    case = case_for(gateway)
    fail(case)
    dropped = {"signal": "errors", "reason": "ratelimit_backoff"}
    wait_for_metric(gateway, 1, "tollgate_telemetry_dropped_total", **dropped)
    for status in (401, 429):
        fail(case, status)
    wait_for_metric(gateway, 3, "tollgate_telemetry_dropped_total", **dropped)
    assert [request.status for request in sentry.requests if b'"type":"event"' in request.raw] == [429]
    assert gateway.terminate() == 0
    assert not sentry.events


def test_a_limit_on_a_200_is_obeyed_by_its_category(own_gateway, case_for, sentry):
    sentry.script = [(200, {"x-sentry-rate-limits": "600:transaction;session:organization"}), 200,
                     (200, {"x-sentry-rate-limits": "600::organization"})]  # fmt: skip
    gateway = reporting(own_gateway, sentry.dsn())
    case = case_for(gateway)
    for status in (503, 401, 429):
        fail(case, status)
        wait_for_metric(gateway, 1, "tollgate_telemetry_sent_total", signal="errors")
    sentry.wait(3)
    fail(case, 408)
    wait_for_metric(gateway, 1, "tollgate_telemetry_dropped_total", signal="errors", reason="ratelimit_backoff")
    assert len(sentry.requests) == 3


def test_requests_are_sessions_of_the_release(own_gateway, case_for, sentry):
    """MUST 15: server mode, in aggregates by the minute; the last of them go out at the end of the process."""
    gateway = reporting(own_gateway, sentry.dsn())
    case = case_for(gateway)
    for _ in range(3):
        case.openai().chat.completions.create(**CHAT)
    for status in (503, 401):
        fail(case, status)
    for status in (429, 400):
        fail(case, status)
    with case.http() as client:
        assert client.get("/no/such/path").status_code == 404
    case.rows(7)
    assert gateway.terminate() == 0
    # What its last two seconds did not suffice for is on disk, and sent by the next start.
    gateway.start()
    wait_until(lambda: sum(sessions(sentry).values()) >= 8, f"sessions: {sessions(sentry)}")
    assert gateway.terminate() == 0
    assert sessions(sentry) == {"exited": 6, "errored": 2}
    sentry.check()


def sessions(sentry: SentryServer) -> dict[str, int]:
    sums: dict[str, int] = {}
    for payload in sentry.payloads("sessions"):
        assert payload["attrs"] == {"release": "shop@1", "environment": "production"}
        for aggregate in payload["aggregates"]:
            assert datetime.datetime.fromisoformat(aggregate["started"].replace("Z", "+00:00")).second == 0
            for outcome in aggregate.keys() - {"started"}:
                sums[outcome] = sums.get(outcome, 0) + aggregate[outcome]
    return sums
