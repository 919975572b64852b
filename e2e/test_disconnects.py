"""Clients that hang up: read on for the provider's own usage (`drain`), or close and estimate (`abort`)."""

from __future__ import annotations

import json
import time

import httpx
import pytest

import ledger
from questions import CHAT, MESSAGE, sim

pytestmark = pytest.mark.gateway_only
REQUESTS = {
    "openai": ("/v1/chat/completions", CHAT | {"stream": True}, {}),
    "anthropic": ("/v1/messages", MESSAGE | {"stream": True}, {"anthropic-version": "2023-06-01"}),
}


def hang_up(case, api: str, bytes_read: int, **settings) -> None:
    """Reads so much of a stream, then closes the connection."""
    path, body, headers = REQUESTS[api]
    with case.http().stream("POST", path, json=body, headers=headers | sim(**settings)) as answer:
        read = 0
        for part in answer.iter_raw():
            read += len(part)
            if read >= bytes_read:
                break


@pytest.mark.parametrize("bytes_read", [1, 700, 4_000])
@pytest.mark.parametrize("api", ["openai", "anthropic"])
def test_drained(case, api, bytes_read):
    hang_up(case, api, bytes_read, events=60, event_delay_ms=10)
    row = case.row()
    (call,) = case.calls()
    assert call["complete"] is True and call["usage"] is not None
    ledger.compare(call, row)
    assert row["client_disconnected"] is True and row["usage_source"] == "reported" and row["output_tokens"] == 60


def test_drained_in_time_only(own_gateway, case_for):
    gateway = own_gateway(config="timeouts:\n  drain: 300ms\n").start()
    case = case_for(gateway)
    hang_up(case, "openai", 700, events=2_000, event_delay_ms=10)
    row = case.row()
    assert row["client_disconnected"] is True and row["usage_source"] == "estimated"
    assert case.calls()[0]["complete"] is False and case.calls()[0]["events"] < 2_000


ABORT = """
providers:
  - name: openai
    on_disconnect: abort
  - name: anthropic
    on_disconnect: abort
"""


@pytest.mark.parametrize("api", ["openai", "anthropic"])
def test_aborted(own_gateway, case_for, api):
    case = case_for(own_gateway(config=ABORT).start())
    hang_up(case, api, 4_000, events=2_000, event_delay_ms=10)
    row = case.row()
    (call,) = case.calls()
    assert call["complete"] is False and call["events"] < 2_000, "the provider's connection is closed"
    assert row["client_disconnected"] is True and row["usage_source"] == "estimated"
    assert row["status"] == 200 and row["error_type"] is None
    assert 5 < row["output_tokens"] < 2_000 and row["input_tokens"] > 0 and row["cost_usd"] > 0
    assert row["upstream_request_id"] == call["request_id"]


@pytest.mark.parametrize("api,terminal", [("openai", b"\n\ndata: [DONE]\n"), ("anthropic", b"\n\nevent: message_stop\n")])
def test_gone_after_the_terminal_event_is_no_disconnect(case, api, terminal):
    path, body, headers = REQUESTS[api]
    with case.http().stream("POST", path, json=body, headers=headers | sim(events=12)) as answer:
        seen = b""
        for part in answer.iter_raw():
            seen += part
            if terminal in seen:
                break
    row = case.row()
    assert row["client_disconnected"] is False and row["usage_source"] == "reported"
    ledger.compare(case.calls()[0], row)


def test_gone_before_the_answer(case):
    with pytest.raises(httpx.ReadTimeout):
        case.http().post("/v1/chat/completions", json=CHAT, headers=sim(delay_ms=1_500), timeout=0.2)
    row = case.row()
    assert row["client_disconnected"] is True and row["usage_source"] == "reported" and row["status"] == 200


def test_what_a_client_saw_is_committed(case):
    """The terminal event is withheld until the row is in the ledger: at the moment it is seen, the row is there."""
    for number in range(10):
        path, body, headers = REQUESTS["openai"]
        with case.http().stream("POST", path, json=body, headers=headers | sim(events=3)) as answer:
            for line in answer.iter_lines():
                if line == "data: [DONE]":
                    assert len(case.gateway.rows(user_id=case.name)) == number + 1
    for number in range(10):
        answer = case.http().post("/v1/chat/completions", json=CHAT)
        assert json.loads(answer.content)["usage"]
        assert len(case.gateway.rows(user_id=case.name)) == 11 + number


def test_a_client_that_takes_nothing_is_treated_as_gone(own_gateway, case_for):
    gateway = own_gateway(config="timeouts:\n  client_stall: 500ms\n  drain: 5s\n").start()
    case = case_for(gateway)
    path, body, headers = REQUESTS["openai"]
    with case.http().stream(
        "POST", path, json=body, headers=headers | sim(events=3_000, chunk_bytes=10_000)
    ) as answer:
        next(answer.iter_raw())
        deadline = time.monotonic() + 20
        while not gateway.rows(user_id=case.name) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert case.row()["client_disconnected"] is True
