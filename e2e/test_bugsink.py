"""Error reports in Bugsink, which validates them strictly: stored, grouped and shown. Heavy: run by `make test-peers`.

BUGSINK_BIN names the `bin` folder of Bugsink's virtual environment; Scripts/test-peers.sh installs it from PyPI.
"""

from __future__ import annotations

import ctypes
import json
import re
import signal
import time
import uuid
from pathlib import Path
from typing import Iterator

import httpx
import pytest
import sentry_sdk

from bugsink import BIN, Bugsink
from questions import CHAT, sim

pytestmark = [
    pytest.mark.gateway_only,
    pytest.mark.peers,
    pytest.mark.skipif(not BIN, reason="BUGSINK_BIN is not set: make test-peers installs Bugsink"),
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def bugsink(tmp_path_factory) -> Iterator[Bugsink]:
    bugsink = Bugsink(tmp_path_factory.mktemp("bugsink"))
    yield bugsink
    bugsink.close()


def mine(bugsink: Bugsink, release: str, count: int = 1, timeout: float = 60) -> list[dict]:
    """Events of one test, told apart by their release."""
    deadline = time.monotonic() + timeout
    while True:
        events = [event for event in bugsink.events() if event["data"].get("release") == release]
        if len(events) >= count or time.monotonic() > deadline:
            assert len(events) == count, f"{events}\n{bugsink.tail()}"
            return events
        time.sleep(0.3)


def post(bugsink: Bugsink, event: dict) -> int:
    """Sends an event as it is, and returns the status."""
    payload = json.dumps(event).encode()
    header = json.dumps({"event_id": event["event_id"], "dsn": bugsink.dsn}).encode()
    item = json.dumps({"type": "event", "length": len(payload)}).encode()
    key = re.match(r"http://(\w+)@", bugsink.dsn)[1]
    return httpx.post(
        f"{bugsink.url}/api/{bugsink.project}/envelope/",
        content=header + b"\n" + item + b"\n" + payload,
        headers={"x-sentry-auth": f"Sentry sentry_version=7, sentry_key={key}, sentry_client=e2e/1"},
        trust_env=False,
        timeout=30,
    ).status_code


def test_an_event_of_the_python_sdk_is_stored_and_shown(bugsink):
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(sentry_sdk.Client(dsn=bugsink.dsn, release="python@1", default_integrations=False))
        scope.set_user({"id": "alice"})
        try:
            raise ValueError("ü")
        except ValueError as error:
            sentry_sdk.capture_exception(error)
        scope.client.close(timeout=20)
    (event,) = mine(bugsink, "python@1")
    assert event["data"]["user"] == {"id": "alice"}
    assert "test_an_event_of_the_python_sdk" in bugsink.stacktrace(event)


def test_what_breaks_the_schema_is_not_stored(bugsink):
    good = {"event_id": uuid.uuid4().hex, "timestamp": time.time(), "platform": "native", "release": "schema@1"}
    assert post(bugsink, good) == 200
    for bad in ({"level": "nonsense"}, {"tags": 7}, {"breadcrumbs": {"values": 3}}):
        post(bugsink, good | bad | {"event_id": uuid.uuid4().hex})
    (event,) = mine(bugsink, "schema@1")
    assert event["event_id"].replace("-", "") == good["event_id"]


def test_the_gateways_errors_are_grouped_stored_and_shown(own_gateway, case_for, bugsink):
    gateway = own_gateway(env={"SENTRY_DSN": bugsink.dsn, "SENTRY_RELEASE": "gateway@1", "SENTRY_ENVIRONMENT": "e2e"}).start()
    case = case_for(gateway)
    with case.http() as client:
        for status, model in ((400, "gpt-4o-mini"), (429, "gpt-4o-mini"), (503, "gpt-4o-mini"), (503, "gpt-4o")):
            headers = sim(status=status)
            assert client.post("/v1/chat/completions", json=CHAT | {"model": model}, headers=headers).status_code == status
    rows = {row["id"]: row for row in case.rows(4)}
    events = mine(bugsink, "gateway@1", 3)
    titles = set()
    for event in events:
        data = event["data"]
        row = rows[data["tags"]["request_id"]]
        titles.add((data["exception"]["values"][-1]["type"], data["tags"]["model"]))
        assert data["user"]["id"] == case.name and data["environment"] == "e2e"
        assert data["tags"]["component"] == case.component and data["contexts"]["trace"]["trace_id"] == row["trace_id"]
        assert "answered 400" in json.dumps(data["breadcrumbs"])
    assert titles == {("rate_limit", "gpt-4o-mini"), ("server_error", "gpt-4o-mini"), ("server_error", "gpt-4o")}
    issues = {event["issue"] for event in events}
    assert len(issues) == 3
    shown = {issue["id"]: issue for issue in bugsink.issues() if issue["id"] in issues}
    assert {issue["calculated_type"] for issue in shown.values()} == {"rate_limit", "server_error"}
    values = {issue["calculated_value"] for issue in shown.values()}
    assert "openai answered 429 to chat.completions (gpt-4o-mini)" in values


def test_a_crash_is_shown_with_functions_files_and_lines_of_the_swift_source(own_gateway, bugsink):
    gateway = own_gateway(env={"SENTRY_DSN": bugsink.dsn, "SENTRY_RELEASE": "crash@1", "SENTRY_ENVIRONMENT": "e2e"}).start()
    tasks = Path(f"/proc/{gateway.pid}/task")
    thread = next(int(task.name) for task in tasks.iterdir() if (task / "comm").read_text().startswith("NIO"))
    # To a thread that waits in Swift code, as a fault of its own would come.
    assert ctypes.CDLL(None).tgkill(gateway.pid, thread, signal.SIGSEGV) == 0
    assert gateway.wait(90) in (-signal.SIGSEGV, -signal.SIGKILL), gateway.tail()
    gateway.start()
    (event,) = mine(bugsink, "crash@1", timeout=150)
    data = event["data"]
    (exception,) = data["exception"]["values"]
    assert exception["type"] == "SIGSEGV" and data["level"] == "fatal" and data["environment"] == "e2e"
    frames = [frame for frame in exception["stacktrace"]["frames"] if frame.get("filename", "").endswith(".swift")]
    assert frames and all(frame["function"] and frame["lineno"] > 0 for frame in frames), exception["stacktrace"]
    shown = bugsink.stacktrace(event)
    assert re.search(r"\.swift:\d+ in `", shown), shown
    (issue,) = [issue for issue in bugsink.issues() if issue["id"] == event["issue"]]
    assert issue["calculated_type"] == "SIGSEGV"
