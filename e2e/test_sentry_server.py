"""The ingest server and the normaliser of these tests, proved with the official Python SDK as the sender."""

from __future__ import annotations

import time
from typing import Iterator

import pytest
import sentry_sdk
from sentry_sdk.transport import HttpTransport

from sentry_server import RESET, SentryServer, check_event, items_of, problems

pytestmark = pytest.mark.gateway_only


@pytest.fixture
def server() -> Iterator[SentryServer]:
    server = SentryServer()
    yield server
    server.close()


def client(server: SentryServer) -> sentry_sdk.Client:
    return sentry_sdk.Client(dsn=server.dsn(), default_integrations=False, auto_session_tracking=False)


def test_an_event_of_the_python_sdk_passes_every_check(server):
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client(server))
        try:
            raise ValueError("ü\nnew line")
        except ValueError as error:
            sentry_sdk.capture_exception(error)
        scope.client.close(timeout=10)
    (event,) = server.wait(1)
    assert event["exception"]["values"][0]["value"] == "ü\nnew line"
    assert event["exception"]["values"][0]["stacktrace"]["frames"][-1]["function"].startswith("test_an_event")
    server.check()


def test_the_script_is_played_as_written(server):
    server.script = [(429, {"retry-after": "1"}), 500, RESET]
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client(server))
        assert isinstance(scope.client.transport, HttpTransport)
        for number in range(4):
            sentry_sdk.capture_message(f"message {number}")
            scope.client.flush(timeout=10)
            time.sleep(1.1)  # the SDK keeps still for as long as Retry-After says
        scope.client.close(timeout=10)
    assert [request.status for request in server.requests][:4] == [429, 500, "reset", 200]
    assert any(event["message"] == "message 3" for event in server.events)


@pytest.mark.parametrize(
    "event",
    [
        {"event_id": "x"},
        {"level": "nonsense"},
        {"timestamp": "yesterday"},
        {"exception": {"values": [{"mechanism": {"type": "generic"}}]}},
        {"breadcrumbs": {"values": "none"}},
    ],
    ids=lambda event: next(iter(event)),
)
def test_the_normaliser_finds_what_is_wrong(event):
    good = {"event_id": "0" * 31 + "1", "timestamp": 1.7e9, "platform": "native", "level": "error"}
    assert not problems(good)
    assert problems(good | event)


def test_lengths_are_taken_at_their_word():
    assert list(items_of(b'{}\n{"type":"event","length":3}\n\xc3\xbc\n\n')) == [
        ({"type": "event", "length": 3}, b"\xc3\xbc\n")
    ]
    for broken in (b'{}\n{"type":"event","length":4}\n{}', b'{}\n{"type":"event","length":1}\n{}\n'):
        with pytest.raises(AssertionError):
            list(items_of(broken))


def test_an_event_without_a_trace_is_refused():
    event = {"event_id": "0" * 32, "timestamp": 1.7e9, "platform": "native", "contexts": {}}
    with pytest.raises(KeyError):
        check_event(event, {"event_id": "0" * 32})
