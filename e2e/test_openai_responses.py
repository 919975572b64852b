"""The openai SDK's responses through the gateway: plain, streamed, in the background, with the provider's own tools."""

from __future__ import annotations

import asyncio
import json
import time
from decimal import Decimal

import openai
import pytest

import ledger
from prices import expected_cost
from processes import DIRECT
from questions import PIXEL, RESPONSE, RESPONSE_TOOL, sim


def test_plain(case):
    answer = case.openai().responses.create(**RESPONSE)
    assert answer.object == "response" and answer.status == "completed" and answer.output_text
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens
    case.reconcile(1)
    assert case.calls()[0]["response_id"] == answer.id


def test_stream_events(case):
    events = list(case.openai().responses.create(**RESPONSE, stream=True))
    kinds = [event.type for event in events]
    assert kinds[:2] == ["response.created", "response.in_progress"] and kinds[-1] == "response.completed"
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert events[0].response.usage is None and events[-1].response.usage.output_tokens > 0
    case.reconcile(1)


def test_stream_helper_gives_the_same_as_plain(case):
    client = case.openai()
    with client.responses.stream(**RESPONSE) as stream:
        final = stream.get_final_response()
    plain = client.responses.create(**RESPONSE)
    assert final.output_text == plain.output_text and final.usage == plain.usage
    rows = case.reconcile(2)
    if rows:
        assert rows[0]["cost_usd"] == rows[1]["cost_usd"] and rows[0]["stream"] and not rows[1]["stream"]


@pytest.mark.parametrize("stream", [False, True])
def test_reasoning_cached_and_capped(case, stream):
    client = case.openai()
    for options in (
        {"extra_headers": sim(reasoning_tokens=640, cached_tokens=1_024, cache_write_tokens=96)},
        {"max_output_tokens": 3, "extra_headers": sim(reasoning_tokens=0)},
    ):
        answer = client.responses.create(**RESPONSE, stream=stream, **options)
        if stream:
            answer = list(answer)[-1].response
    assert answer.status == "incomplete" and answer.incomplete_details.reason == "max_output_tokens"
    rows = case.reconcile(2)
    if rows:
        assert rows[0]["reasoning_tokens"] == 640 and rows[0]["cached_input_tokens"] == 1_024
        assert rows[0]["cache_write_tokens"] == 96 and rows[1]["output_tokens"] == 3


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("tier", ["flex", "priority"])
def test_the_responses_service_tier_decides_the_price(case, tier, stream):
    answer = case.openai().responses.create(**RESPONSE, service_tier=tier, stream=stream)
    if stream:
        list(answer)
    case.reconcile(1)
    assert case.calls()[0]["used"]["tier"] == tier


@pytest.mark.parametrize("stream", [False, True])
def test_built_in_tools_are_billed_by_the_call(case, stream):
    tools = [
        {"type": "web_search"},
        {"type": "file_search", "vector_store_ids": ["vs_1"]},
        {"type": "code_interpreter", "container": {"type": "auto"}},
    ]
    answer = case.openai().responses.create(
        **RESPONSE, tools=tools, stream=stream, extra_headers=sim(tool_calls=3)
    )
    if stream:
        answer = list(answer)[-1].response
    kinds = [item.type for item in answer.output]
    assert kinds.count("web_search_call") == 4 and kinds.count("code_interpreter_call") == 3
    rows = case.reconcile(1)
    used = case.calls()[0]["used"]
    assert (used["per_web_search"], used["per_file_search"], used["per_code_session"]) == (3, 3, 1)
    if rows:
        assert rows[0]["cost_usd"] > Decimal("0.0675")


def test_a_preview_search_has_its_own_price(case):
    request = RESPONSE | {"model": "gpt-4o", "tools": [{"type": "web_search_preview"}]}
    case.openai().responses.create(**request)
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["cost_usd"] > Decimal("0.025")


@pytest.mark.parametrize("stream", [False, True])
def test_function_call_and_its_result(case, stream):
    client = case.openai()
    first = client.responses.create(**RESPONSE, tools=[RESPONSE_TOOL], stream=stream)
    if stream:
        first = list(first)[-1].response
    called = next(item for item in first.output if item.type == "function_call")
    assert json.loads(called.arguments)["city"] == 'Zürich "42"'
    items = [
        {"role": "user", "content": RESPONSE["input"]},
        {"type": "function_call", "call_id": called.call_id, "name": called.name, "arguments": called.arguments},
        {"type": "function_call_output", "call_id": called.call_id, "output": "rain"},
    ]
    second = client.responses.create(**(RESPONSE | {"input": items}), tools=[RESPONSE_TOOL])
    assert second.output_text
    case.reconcile(2)


def test_image_and_instructions(case):
    content = [
        {"type": "input_text", "text": "What is this?"},
        {"type": "input_image", "image_url": f"data:image/png;base64,{PIXEL}", "detail": "high"},
    ]
    request = RESPONSE | {"input": [{"role": "user", "content": content}], "instructions": "Be short."}
    case.openai().responses.create(**request)
    case.reconcile(1)


@pytest.mark.parametrize("stream", [False, True])
def test_failed_in_the_end_is_billed_all_the_same(case, stream):
    answer = case.openai().responses.create(**RESPONSE, stream=stream, extra_headers=sim(failed=1))
    if stream:
        answer = list(answer)[-1].response
    assert answer.status == "failed" and answer.error.code == "server_error"
    (call,) = case.calls()
    if not DIRECT:
        row = case.row()
        cost, _ = expected_cost("openai", call["response_model"], ledger.used(call))
        assert row["status"] == 200 and row["cost_usd"] == cost and row["output_tokens"] > 0


def test_retrieving_a_stored_response_bills_nothing_again(case):
    client = case.openai()
    answer = client.responses.create(**RESPONSE)
    assert client.responses.retrieve(answer.id).usage == answer.usage
    list(client.responses.retrieve(answer.id, stream=True))
    client.responses.delete(answer.id)
    assert_billed_once(case, 2)


def test_a_background_response_is_billed_once_however_often_it_is_retrieved(case):
    client = case.openai()
    answer = client.responses.create(**RESPONSE, background=True, extra_headers=sim(polls=3))
    assert answer.status == "queued" and answer.usage is None
    seen = []
    while answer.status in ("queued", "in_progress"):
        answer = client.responses.retrieve(answer.id)
        seen.append(answer.status)
        assert len(seen) < 20
    assert seen == ["in_progress"] * 3 + ["completed"]
    for _ in range(2):
        assert client.responses.retrieve(answer.id).usage == answer.usage
    list(client.responses.retrieve(answer.id, stream=True))
    assert_billed_once(case, 7)


def test_a_background_response_that_is_streamed(case):
    client = case.openai()
    events = list(client.responses.create(**RESPONSE, background=True, stream=True))
    assert events[1].type == "response.queued" and events[-1].type == "response.completed"
    client.responses.retrieve(events[-1].response.id)
    assert_billed_once(case, 1)


def test_a_background_response_that_is_cancelled(case):
    client = case.openai()
    answer = client.responses.create(**RESPONSE, background=True, extra_headers=sim(polls=3))
    assert client.responses.cancel(answer.id).status == "cancelled"
    assert client.responses.retrieve(answer.id).usage is None
    if not DIRECT:
        wait_for_create(case)
        assert sum(row["cost_usd"] or 0 for row in case.gateway.rows(user_id=case.name)) == 0


async def test_async_client(case):
    async with case.openai(openai.AsyncOpenAI) as client:
        await client.responses.create(**RESPONSE)
        async for _ in await client.responses.create(**RESPONSE, stream=True):
            pass
    case.reconcile(2)


async def test_forty_concurrent_streams(case):
    async with case.openai(openai.AsyncOpenAI) as client:

        async def one(number: int) -> int:
            stream = await client.responses.create(
                **(RESPONSE | {"model": "gpt-4o"}), stream=True, extra_headers=sim(events=10 + number, event_delay_ms=3)
            )
            return [event async for event in stream][-1].response.usage.output_tokens

        assert await asyncio.gather(*(one(number) for number in range(40))) == list(range(10, 50))
    case.reconcile(40)


FORMS = [{"gzip": 1}, {"crlf": 1, "comments": 1, "multiline": 1, "split": 11}, {"split": 1}, {"chunk-bytes": 40_000}]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: "+".join(f"{k}={v}" for k, v in form.items()))
def test_streams_in_any_form(case, form):
    events = list(case.openai().responses.create(**RESPONSE, stream=True, extra_headers=sim(events=9, **form)))
    assert events[-1].type == "response.completed"
    case.reconcile(1)


@pytest.mark.gateway_only
@pytest.mark.parametrize("status", [400, 429, 500])
def test_errors(case, status):
    with pytest.raises(openai.APIStatusError) as error:
        case.openai().responses.create(**RESPONSE, extra_headers=sim(status=status))
    assert error.value.status_code == status
    case.reconcile(1)


def wait_for_create(case) -> None:
    deadline = time.monotonic() + 15
    while not case.gateway.rows(user_id=case.name) and time.monotonic() < deadline:
        time.sleep(0.05)


def assert_billed_once(case, retrievals: int) -> None:
    """What the first call asked for is in the ledger with its cost once, however many rows tell of it."""
    created, *others = case.calls()
    assert len([call for call in others if call["api"] == "responses.stored"]) >= retrievals
    if DIRECT:
        return
    cost, _ = expected_cost("openai", created["response_model"], created["used"])
    wait_for_create(case)
    rows = case.gateway.rows(user_id=case.name)
    assert sum(row["cost_usd"] or 0 for row in rows) == cost, rows
    billed = [row for row in rows if row["cost_usd"]]
    assert len(billed) == 1, rows
    assert billed[0]["input_tokens"] == created["used"]["input_tokens"]
    assert billed[0]["output_tokens"] == created["used"]["output_tokens"]
    assert sum(row["output_tokens"] for row in rows) == created["used"]["output_tokens"]
