"""The anthropic SDK through the gateway: every call reconciled with what the simulator served."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal

import anthropic
import pytest

from processes import ANTHROPIC_KEY, DIRECT
from questions import ANTHROPIC_TOOL, MESSAGE, PIXEL, sim


def test_plain(case):
    answer = case.anthropic().messages.create(**MESSAGE)
    assert answer.type == "message" and answer.stop_reason == "end_turn" and answer.content[0].text
    assert answer.model == "claude-sonnet-4-5-20250929"
    case.reconcile(1)
    assert case.calls()[0]["response_id"] == answer.id


@pytest.mark.gateway_only
def test_plain_tells_id_and_cost(case):
    raw = case.anthropic().messages.with_raw_response.create(**MESSAGE)
    row = case.reconcile(1)[0]
    assert raw.headers["x-tollgate-request-id"] == row["id"]
    assert raw.headers["x-tollgate-cost-usd"] == format(row["cost_usd"], "f")
    assert raw.headers["request-id"] == row["upstream_request_id"]
    assert raw.headers["anthropic-ratelimit-requests-limit"]
    call = case.calls()[0]
    assert call["key"] == ANTHROPIC_KEY[-4:] and call["accept_encoding"] == "identity"


@pytest.mark.gateway_only
@pytest.mark.parametrize("header", ["x-api-key", "authorization"])
def test_either_way_of_sending_a_key(case, header):
    value = {"x-api-key": "sk-caller", "authorization": "Bearer sk-caller"}[header]
    http = case.http()
    del http.headers["authorization"]
    answer = http.post("/v1/messages", json=MESSAGE, headers={header: value, "anthropic-version": "2023-06-01"})
    assert answer.status_code == 200
    case.reconcile(1)
    assert case.calls()[0]["key"] == ANTHROPIC_KEY[-4:]


def test_stream_events(case):
    events = list(case.anthropic().messages.create(**MESSAGE, stream=True))
    kinds = [event.type for event in events]
    assert kinds[:2] == ["message_start", "content_block_start"]
    assert kinds[-3:] == ["content_block_stop", "message_delta", "message_stop"]
    assert events[-2].usage.output_tokens > events[0].message.usage.output_tokens
    case.reconcile(1)


def test_stream_helper_gives_the_same_as_plain(case):
    client = case.anthropic()
    with client.messages.stream(**MESSAGE) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    plain = client.messages.create(**MESSAGE)
    assert text == final.content[0].text == plain.content[0].text
    assert final.usage.output_tokens == plain.usage.output_tokens
    first, second = case.calls()
    if not DIRECT:
        a, b = case.reconcile(2)
        assert a["cost_usd"] == b["cost_usd"] and a["stream"] and not b["stream"]
    assert first["stream"] and not second["stream"]


@pytest.mark.parametrize("stream", [False, True])
def test_tool_use_and_its_result(case, stream):
    client = case.anthropic()
    request = MESSAGE | {"tools": [ANTHROPIC_TOOL]}
    if stream:
        with client.messages.stream(**request) as events:
            first = events.get_final_message()
    else:
        first = client.messages.create(**request)
    assert first.stop_reason == "tool_use" and first.content[0].input["city"] == 'Zürich "42"'
    messages = MESSAGE["messages"] + [
        {"role": "assistant", "content": [first.content[0].model_dump()]},
        {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": first.content[0].id, "content": "rain"}]},
    ]  # fmt: skip
    second = client.messages.create(**(request | {"messages": messages}))
    assert second.stop_reason == "end_turn"
    case.reconcile(2)


@pytest.mark.parametrize("stream", [False, True])
def test_thinking(case, stream):
    request = MESSAGE | {"max_tokens": 4_000, "thinking": {"type": "enabled", "budget_tokens": 1_024}}
    client = case.anthropic()
    if stream:
        with client.messages.stream(**request) as events:
            answer = events.get_final_message()
    else:
        answer = client.messages.create(**request)
    assert [block.type for block in answer.content] == ["thinking", "text"] and answer.content[0].signature
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["reasoning_tokens"] == 24 < rows[0]["output_tokens"]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("ttl", ["5m", "1h"])
def test_cache_writes_and_reads(case, ttl, stream):
    system = [
        {"type": "text", "text": "You know the tariff. " * 300, "cache_control": {"type": "ephemeral", "ttl": ttl}}
    ]
    client = case.anthropic()
    for headers in ({}, sim(cached_tokens=1_500, cache_write_tokens=0)):
        answer = client.messages.create(**MESSAGE, system=system, stream=stream, extra_headers=headers)
        if stream:
            list(answer)
    rows = case.reconcile(2)
    assert case.calls()[0]["usage"]["cache_creation_input_tokens"] > 1_000
    if rows:
        assert rows[0]["cache_write_tokens"] > 1_000 and rows[1]["cached_input_tokens"] == 1_500


def test_image_content(case):
    content = [
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PIXEL}},
        {"type": "text", "text": "What is this?"},
    ]
    request = MESSAGE | {"messages": [{"role": "user", "content": content}], "model": "claude-haiku-4-5"}
    client = case.anthropic()
    client.messages.create(**request)
    with client.messages.stream(**request) as stream:
        stream.until_done()
    case.reconcile(2)


def test_output_cap(case):
    answer = case.anthropic().messages.create(**(MESSAGE | {"max_tokens": 4}))
    assert answer.stop_reason == "max_tokens" and answer.usage.output_tokens == 4
    case.reconcile(1)


@pytest.mark.parametrize("stream", [False, True])
def test_costs_are_exact_to_the_nano_dollar(case, stream):
    usage = {
        "input_tokens": 17, "cache_creation_input_tokens": 1_003, "cache_read_input_tokens": 20_011,
        "cache_creation": {"ephemeral_5m_input_tokens": 1_000, "ephemeral_1h_input_tokens": 3}, "output_tokens": 7,
        "output_tokens_details": {"thinking_tokens": 2}, "service_tier": "standard",
    }  # fmt: skip
    answer = case.anthropic().messages.create(**MESSAGE, stream=stream, extra_headers=sim(usage=json.dumps(usage)))
    if stream:
        list(answer)
    rows = case.reconcile(1)
    if rows:
        nano = 17 * 3_000 + 1_000 * 3_750 + 3 * 6_000 + 20_011 * 300 + 7 * 15_000
        assert rows[0]["cost_usd"] * 1_000_000_000 == nano


SEARCH = {"type": "web_search_20250305", "name": "web_search", "max_uses": 5}


@pytest.mark.parametrize("stream", [False, True])
def test_searches_by_the_provider_are_billed(case, stream):
    client = case.anthropic(default_headers=sim(tool_calls=3))
    if stream:
        with client.messages.stream(**MESSAGE, tools=[SEARCH]) as events:
            answer = events.get_final_message()
    else:
        answer = client.messages.create(**MESSAGE, tools=[SEARCH])
    assert [block.type for block in answer.content][:2] == ["server_tool_use", "web_search_tool_result"]
    assert answer.usage.server_tool_use.web_search_requests == 3
    rows = case.reconcile(1)
    assert case.calls()[0]["used"]["per_web_search"] == 3
    if rows:
        assert rows[0]["cost_usd"] > Decimal("0.03")


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    "more", [{"inference_geo": "us"}, {"speed": "fast"}, {"speed": "fast", "inference_geo": "us"}], ids=str
)
def test_where_and_how_fast_it_was_served_changes_the_price(case, more, stream):
    answer = case.anthropic().messages.create(
        **(MESSAGE | {"model": "claude-opus-4-6"}), stream=stream, extra_body=more, extra_headers=sim(cached_tokens=777)
    )
    if stream:
        list(answer)
    case.reconcile(1)


@pytest.mark.parametrize("stream", [False, True])
def test_the_tier_that_served_decides_the_price(case, stream):
    answer = case.anthropic().messages.create(**MESSAGE, stream=stream, extra_headers=sim(service_tier="batch"))
    if stream:
        list(answer)
    case.reconcile(1)


@pytest.mark.parametrize("stream", [False, True])
def test_iterations_that_are_not_in_the_sums_are_billed_too(case, stream):
    iterations = [
        {"type": "compaction", "input_tokens": 180_000, "output_tokens": 3_500, "cache_read_input_tokens": 5,
         "cache_creation_input_tokens": 0},
        {"type": "message", "input_tokens": 23_000, "output_tokens": 1_000, "cache_read_input_tokens": 0,
         "cache_creation_input_tokens": 0},
    ]  # fmt: skip
    usage = {
        "input_tokens": 23_000, "output_tokens": 1_000, "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0, "iterations": iterations, "service_tier": "standard",
    }  # fmt: skip
    answer = case.anthropic().beta.messages.create(
        **MESSAGE, stream=stream, betas=["compact-2026-01-12"], extra_headers=sim(usage=json.dumps(usage))
    )
    if stream:
        list(answer)
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["input_tokens"] == 203_005 and rows[0]["output_tokens"] == 4_500


async def test_async_client(case):
    async with case.anthropic(anthropic.AsyncAnthropic) as client:
        await client.messages.create(**MESSAGE)
        async with client.messages.stream(**MESSAGE) as stream:
            assert [text async for text in stream.text_stream]
    case.reconcile(2)


async def test_forty_concurrent_streams(case):
    async with case.anthropic(anthropic.AsyncAnthropic) as client:

        async def one(number: int) -> int:
            async with client.messages.stream(
                **MESSAGE, extra_headers=sim(events=10 + number, event_delay_ms=3)
            ) as stream:
                return (await stream.get_final_message()).usage.output_tokens

        assert await asyncio.gather(*(one(number) for number in range(40))) == list(range(10, 50))
    case.reconcile(40)


FORMS = [
    {"gzip": 1}, {"deflate": 1}, {"crlf": 1}, {"comments": 1}, {"multiline": 1}, {"split": 1}, {"split": 13},
    {"gzip": 1, "split": 5}, {"crlf": 1, "comments": 1, "multiline": 1, "split": 11}, {"chunk-bytes": 40_000},
    {"event-delay-ms": 5, "split": 50}, {"close": 1},
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: "+".join(f"{k}={v}" for k, v in form.items()))
def test_streams_in_any_form(case, form):
    with case.anthropic().messages.stream(**MESSAGE, extra_headers=sim(events=9, **form)) as stream:
        assert stream.get_final_message().usage.output_tokens == 9
    case.reconcile(1)


def test_token_counting_is_relayed_and_costs_nothing(case):
    answer = case.anthropic().messages.count_tokens(model=MESSAGE["model"], messages=MESSAGE["messages"])
    assert answer.input_tokens > 0
    if not DIRECT:
        assert not [row for row in case.gateway.rows(user_id=case.name) if row["cost_usd"]]


def test_models_are_relayed(case):
    client = case.anthropic()
    assert "claude-sonnet-4-5-20250929" in [model.id for model in client.models.list()]
    assert client.models.retrieve("claude-haiku-4-5-20251001").type == "model"
