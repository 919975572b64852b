"""What goes wrong at the provider or on the way, as the SDKs raise it and as the ledger books it."""

from __future__ import annotations

import time

import anthropic
import httpx
import httpx2  # what the SDKs are built on
import openai
import pytest

from processes import DIRECT, free_port
from questions import CHAT, MESSAGE, sim

STATUSES = [
    (400, "BadRequestError", "invalid_request"),
    (401, "AuthenticationError", "authentication"),
    (403, "PermissionDeniedError", "authentication"),
    (404, "NotFoundError", "invalid_request"),
    (429, "RateLimitError", "rate_limit"),
    (500, "InternalServerError", "server_error"),
    (503, "InternalServerError", "server_error"),
]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("status,error,kind", STATUSES)
def test_openai_errors_are_the_sdks_own_exceptions(case, status, error, kind, stream):
    with pytest.raises(getattr(openai, error)) as raised:
        case.openai().chat.completions.create(**CHAT, stream=stream, extra_headers=sim(status=status))
    assert raised.value.status_code == status and raised.value.body["message"]
    rows = case.reconcile(1)
    assert rows == [] or rows[0]["error_type"] == kind


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("status,error,kind", [*STATUSES, (413, "RequestTooLargeError", "invalid_request"),
                                               (529, "InternalServerError", "server_error")])  # fmt: skip
def test_anthropic_errors_are_the_sdks_own_exceptions(case, status, error, kind, stream):
    with pytest.raises(getattr(anthropic, error, anthropic.APIStatusError)) as raised:
        case.anthropic().messages.create(**MESSAGE, stream=stream, extra_headers=sim(status=status))
    assert raised.value.status_code == status and raised.value.body["error"]["message"]
    assert raised.value.body["request_id"] == case.calls()[0]["request_id"]
    rows = case.reconcile(1)
    assert rows == [] or rows[0]["error_type"] == kind


def test_an_unknown_model_is_the_providers_404(case):
    with pytest.raises(openai.NotFoundError) as raised:
        case.openai().chat.completions.create(model="no-such-model-1", messages=CHAT["messages"])
    assert raised.value.code == "model_not_found"
    case.reconcile(1)


def test_retry_after_reaches_the_client(case):
    with pytest.raises(openai.RateLimitError) as raised:
        case.openai().chat.completions.create(**CHAT, extra_headers=sim(status=429, retry_after=17))
    assert raised.value.response.headers["retry-after"] == "17"


@pytest.mark.parametrize("status", [429, 500])
def test_each_attempt_of_a_retry_is_a_row(case, status):
    headers = sim(status=status, fail_attempts=2, retry_after="0.05")
    answer = case.openai(max_retries=3).chat.completions.create(**CHAT, extra_headers=headers)
    assert answer.choices[0].message.content
    rows = case.reconcile(3)
    assert [call["retry_count"] for call in case.calls()] == ["0", "1", "2"]
    assert [call["status"] for call in case.calls()] == [status, status, 200]
    assert rows == [] or [row["status"] for row in rows] == [status, status, 200]


def test_anthropic_retries_give_up_in_the_end(case):
    with pytest.raises(anthropic.InternalServerError):
        headers = sim(status=529, retry_after="0.05")
        case.anthropic(max_retries=2).messages.create(**MESSAGE, extra_headers=headers)
    case.reconcile(3)


def test_openai_error_within_a_stream(case):
    with pytest.raises(openai.APIError, match="had an error"):
        list(case.openai().chat.completions.create(**CHAT, stream=True, extra_headers=sim(error_in_stream=4)))
    if not DIRECT:
        row = case.row()
        assert row["status"] == 200 and row["error_type"] == "server_error" and row["client_disconnected"] is False


def test_anthropic_error_within_a_stream(case):
    with pytest.raises(anthropic.APIStatusError, match="Overloaded"):
        with case.anthropic().messages.stream(**MESSAGE, extra_headers=sim(error_in_stream=4)) as stream:
            stream.until_done()
    if not DIRECT:
        row = case.row()
        assert row["status"] == 200 and row["error_type"] == "server_error"


@pytest.mark.parametrize("cut", ["fin", "rst"])
@pytest.mark.parametrize("after", ["cut_after_events", "cut_after_bytes"])
def test_openai_stream_cut_by_the_provider(case, cut, after):
    where = {"cut_after_events": 5, "cut_after_bytes": 1_500}[after]
    headers = sim(**{after: where, "cut": cut, "event_delay_ms": 2, "events": 60}) | {"accept-encoding": "identity"}
    with pytest.raises(openai.APIConnectionError):
        list(case.openai().chat.completions.create(**CHAT, stream=True, extra_headers=headers))
    if not DIRECT:
        row = case.row()
        assert row["status"] == 200 and row["error_type"] == "server_error"
        assert row["usage_source"] == "estimated" and row["output_tokens"] > 0 and row["cost_usd"] > 0
        assert row["client_disconnected"] is False
        assert row["upstream_request_id"] == case.calls()[0]["request_id"]


def test_anthropic_stream_cut_by_the_provider(case):
    with pytest.raises(httpx2.TransportError):
        with case.anthropic().messages.stream(
            **MESSAGE, extra_headers=sim(events=60, cut_after_events=50, event_delay_ms=2)
        ) as stream:
            stream.until_done()
    if not DIRECT:
        row = case.row()
        assert row["error_type"] == "server_error" and row["usage_source"] == "estimated"
        assert row["input_tokens"] > 0 and row["output_tokens"] > case.calls()[0]["actual_usage"]["output_tokens"] / 10


@pytest.mark.gateway_only
@pytest.mark.parametrize("bad", [40, -40])
def test_plain_answer_with_a_wrong_length_does_not_pass_as_whole(case, bad):
    answer = None
    try:
        answer = case.http().post("/v1/chat/completions", json=CHAT, headers=sim(bad_length=bad))
    except httpx.TransportError:
        pass
    row = case.row()
    if bad > 0:  # the provider's connection ended before the length that it had promised
        assert answer is None or answer.status_code == 502
        assert row["error_type"] == "server_error"
    else:  # the body ends where its length says: relayed as it is, and the usage stands before that
        assert answer is not None and answer.status_code == 200
        assert len(answer.content) == case.calls()[0]["bytes"] + bad
        assert row["error_type"] is None and row["usage_source"] == "reported"
    assert case.http().post("/v1/chat/completions", json=CHAT).json()["usage"], "bytes left over harm nobody"


@pytest.mark.gateway_only
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("api", ["openai", "anthropic"])
def test_usage_that_the_provider_does_not_tell_is_estimated(case, api, stream):
    headers = sim(no_usage=1, events=40)
    if api == "openai":
        answer = case.openai().chat.completions.create(**CHAT, stream=stream, extra_headers=headers)
    else:
        answer = case.anthropic().messages.create(**MESSAGE, stream=stream, extra_headers=headers)
    if stream:
        list(answer)
    row = case.row()
    assert row["usage_source"] == "estimated" and row["error_type"] is None
    actual = case.calls()[0]["actual_usage"]
    served = actual["completion_tokens" if api == "openai" else "output_tokens"]
    assert served == 40 and 10 <= row["output_tokens"] <= 160, "an estimate, not a count, but no fantasy"
    assert row["input_tokens"] > 0 and row["cost_usd"] > 0


@pytest.mark.gateway_only
@pytest.mark.parametrize("stream", [False, True])
def test_a_model_without_a_price_costs_null(case, stream):
    def unpriced() -> float:
        lines = [line for line in case.gateway.metrics().splitlines() if line.startswith("ai_unpriced_requests_total{")]
        return sum(float(line.split()[-1]) for line in lines)

    before = unpriced()
    answer = case.openai().chat.completions.create(model="acme-llm-1", messages=CHAT["messages"], stream=stream)
    if stream:
        list(answer)
    row = case.reconcile(1)[0]
    assert row["cost_usd"] is None and row["cost_known_usd"] == 0 and row["input_tokens"] > 0
    # A call is observed after its answer was released, if only just.
    deadline = time.monotonic() + 20
    while unpriced() == before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert unpriced() == before + 1


@pytest.mark.gateway_only
def test_provider_down(own_gateway, case_for):
    gateway = own_gateway(f"http://127.0.0.1:{free_port()}").start()
    case = case_for(gateway)
    with pytest.raises(openai.InternalServerError) as raised:
        case.openai().chat.completions.create(**CHAT)
    assert raised.value.status_code == 502 and raised.value.body["message"]
    with pytest.raises(openai.InternalServerError):
        case.openai().chat.completions.create(**CHAT, stream=True)
    with pytest.raises(anthropic.InternalServerError) as raised:
        case.anthropic().messages.create(**MESSAGE)
    assert raised.value.status_code == 502
    assert raised.value.body["type"] == "error" and raised.value.body["error"]["message"]
    for row in case.rows(3):
        assert row["status"] == 502 and row["error_type"] == "upstream_unreachable" and row["cost_usd"] == 0
        assert row["usage_source"] == "none" and row["upstream_request_id"] is None
    assert gateway.admin.get("/readyz").status_code == 200


@pytest.mark.gateway_only
def test_provider_too_slow(own_gateway, case_for):
    gateway = own_gateway(config="timeouts:\n  first_byte: 400ms\n  upstream_idle: 400ms\n").start()
    case = case_for(gateway)
    with pytest.raises(openai.InternalServerError) as raised:
        case.openai().chat.completions.create(**CHAT, extra_headers=sim(delay_ms=20_000))
    assert raised.value.status_code == 504 and raised.value.body["message"]
    with pytest.raises(anthropic.InternalServerError) as raised:
        case.anthropic().messages.create(**MESSAGE, stream=True, extra_headers=sim(hang=1))
    assert raised.value.status_code == 504 and raised.value.body["error"]["message"]
    with pytest.raises(openai.APIConnectionError):
        list(case.openai().chat.completions.create(**CHAT, stream=True, extra_headers=sim(hang_after_events=5)))
    first, second, third = case.rows(3)
    for row in (first, second):
        assert row["status"] == 504 and row["error_type"] == "timeout" and row["cost_usd"] == 0
    assert third["status"] == 200 and third["error_type"] == "timeout"
    assert third["usage_source"] == "estimated" and third["output_tokens"] > 0


@pytest.mark.gateway_only
def test_body_over_the_limit(own_gateway, case_for):
    gateway = own_gateway(config="limits:\n  request_body: 64KiB\n").start()
    case = case_for(gateway)
    large = [{"role": "user", "content": "x" * 100_000}]
    with pytest.raises(openai.APIStatusError) as raised:
        case.openai().chat.completions.create(model="gpt-4o-mini", messages=large)
    assert raised.value.status_code == 413 and raised.value.body["message"]
    with pytest.raises(anthropic.APIStatusError) as raised:
        case.anthropic().messages.create(**(MESSAGE | {"messages": large}))
    assert raised.value.status_code == 413 and raised.value.body["error"]["message"]
    case.openai().chat.completions.create(**CHAT)
    assert len(case.calls()) == 1, "what is too large is not forwarded"
    assert case.row()["status"] == 200


@pytest.mark.gateway_only
def test_large_bodies_within_the_limit_pass(case):
    case.openai().chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": "word " * 4_000_000}]
    )
    rows = case.reconcile(1)
    assert rows[0]["input_tokens"] > 4_000_000 and case.calls()[0]["request_bytes"] > 20_000_000


def test_client_timeout(case):
    with pytest.raises(openai.APITimeoutError):
        case.openai(timeout=0.3).chat.completions.create(**CHAT, extra_headers=sim(delay_ms=1_200))
    if not DIRECT:  # drained: the provider's own usage, though nobody waited for it
        row = case.row()
        assert row["client_disconnected"] is True and row["usage_source"] == "reported"
        assert row["status"] == 200 and row["error_type"] is None


@pytest.mark.gateway_only
def test_content_that_is_no_json_is_refused(case):
    answer = case.http().post("/v1/chat/completions", content=b"{no json", headers={"content-type": "application/json"})
    assert answer.status_code == 400 and answer.json()["error"]["message"]
    assert case.calls() == [] and case.gateway.rows(user_id=case.name) == [], "counted, not stored"


@pytest.mark.gateway_only
def test_unknown_paths_are_relayed_and_recorded_as_unmetered(case):
    answer = case.http().post("/v1/no/such/thing", json={})
    assert answer.status_code == 404 and answer.json()["error"]["message"] == "Invalid URL (POST /v1/no/such/thing)"
    row = case.row()
    assert row["api"] == "unmetered" and row["status"] == 404


@pytest.mark.gateway_only
def test_a_provider_may_be_named_in_the_path(case):
    http = case.http()
    assert http.post("/openai/v1/chat/completions", json=CHAT).status_code == 200
    headers = {"anthropic-version": "2023-06-01"}
    assert http.post("/anthropic/v1/messages", json=MESSAGE, headers=headers).status_code == 200
    case.reconcile(2)
    assert [call["path"] for call in case.calls()] == ["/v1/chat/completions", "/v1/messages"]


@pytest.mark.gateway_only
def test_no_upstream_is_tried_longer_than_its_client_waits(own_gateway, case_for):
    """A closed port is answered at once, not after a connect timeout."""
    gateway = own_gateway(f"http://127.0.0.1:{free_port()}").start()
    began = time.monotonic()
    case_for(gateway).http().post("/v1/chat/completions", json=CHAT)
    assert time.monotonic() - began < 5
