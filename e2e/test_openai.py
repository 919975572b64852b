"""The openai SDK through the gateway: every call reconciled with what the simulator served."""

from __future__ import annotations

import asyncio
import json

import openai
import pytest
from pydantic import BaseModel

from processes import DIRECT, OPENAI_KEY
from questions import CHAT, OPENAI_TOOL, PIXEL, sim


def test_plain(case):
    answer = case.openai().chat.completions.create(**CHAT)
    assert answer.object == "chat.completion" and answer.choices[0].finish_reason == "stop"
    assert answer.choices[0].message.content and answer.usage.total_tokens > 0
    assert answer.model == "gpt-4o-mini-2024-07-18"
    case.reconcile(1)
    assert case.calls()[0]["response_id"] == answer.id


@pytest.mark.gateway_only
def test_plain_tells_id_and_cost_and_relays_the_providers_headers(case):
    raw = case.openai().chat.completions.with_raw_response.create(**CHAT, extra_headers=sim(cookies=1))
    row = case.reconcile(1)[0]
    assert raw.headers["x-tollgate-request-id"] == row["id"]
    assert raw.headers["x-tollgate-cost-usd"] == format(row["cost_usd"], "f")
    assert raw.headers["x-request-id"] == row["upstream_request_id"]
    assert raw.headers["openai-processing-ms"] and raw.headers["x-ratelimit-remaining-tokens"]
    assert [cookie.split("=")[0] for cookie in raw.headers.get_list("set-cookie")] == ["__cf_bm", "_cfuvid"]


@pytest.mark.gateway_only
def test_the_configured_key_goes_upstream_and_the_request_is_left_alone(case):
    case.openai().chat.completions.create(**CHAT, extra_headers={"x-custom-thing": "kept"})
    call = case.calls()[0]
    assert call["key"] == OPENAI_KEY[-4:]
    assert "x-custom-thing" in call["headers"] and "x-stainless-lang" in call["headers"]
    assert call["accept_encoding"] == "identity"
    assert case.row()["id"]


def stream_text(chunks):
    return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)


def test_stream_without_usage_shows_no_extra_chunk(case):
    chunks = list(case.openai().chat.completions.create(**CHAT, stream=True))
    plain = case.openai().chat.completions.create(**CHAT)
    assert all(len(chunk.choices) == 1 for chunk in chunks), "the chunk with the usage was for the gateway only"
    assert all(chunk.usage is None for chunk in chunks)
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert stream_text(chunks) == plain.choices[0].message.content
    case.reconcile(2)
    if not DIRECT:
        assert case.calls()[0]["include_usage"] is True


def test_stream_with_usage_shows_the_extra_chunk(case):
    chunks = list(
        case.openai().chat.completions.create(**CHAT, stream=True, stream_options={"include_usage": True})
    )
    assert chunks[-1].choices == [] and chunks[-1].usage.completion_tokens > 0
    assert all(chunk.usage is None for chunk in chunks[:-1])
    case.reconcile(1)
    assert chunks[-1].usage.prompt_tokens == case.calls()[0]["usage"]["prompt_tokens"]


def test_stream_with_usage_declined(case):
    chunks = list(
        case.openai().chat.completions.create(**CHAT, stream=True, stream_options={"include_usage": False})
    )
    assert all(chunk.choices for chunk in chunks)
    case.reconcile(1)


def test_stream_helper(case):
    with case.openai().chat.completions.stream(**CHAT) as stream:
        final = stream.get_final_completion()
    assert final.choices[0].finish_reason == "stop"
    case.reconcile(1)


def test_tool_call_and_its_result(case):
    client = case.openai()
    messages = list(CHAT["messages"])
    first = client.chat.completions.create(model="gpt-4o", messages=messages, tools=[OPENAI_TOOL])
    called = first.choices[0].message.tool_calls[0]
    assert first.choices[0].finish_reason == "tool_calls" and called.function.name == "get_weather"
    assert json.loads(called.function.arguments)["days"] == 42
    messages += [
        first.choices[0].message.model_dump(exclude_none=True),
        {"role": "tool", "tool_call_id": called.id, "content": "rain"},
    ]
    second = client.chat.completions.create(model="gpt-4o", messages=messages, tools=[OPENAI_TOOL])
    assert second.choices[0].finish_reason == "stop"
    case.reconcile(2)


def test_tool_call_streamed(case):
    chunks = list(
        case.openai().chat.completions.create(**CHAT, tools=[OPENAI_TOOL], tool_choice="required", stream=True)
    )
    deltas = [c.choices[0].delta.tool_calls[0] for c in chunks if c.choices[0].delta.tool_calls]
    assert deltas[0].function.name == "get_weather"
    assert json.loads("".join(d.function.arguments for d in deltas))["unit"] == "celsius"
    case.reconcile(1)


def test_structured_output(case):
    class Harbour(BaseModel):
        name: str
        depth: float
        open: bool

    answer = case.openai().chat.completions.parse(**CHAT, response_format=Harbour)
    assert answer.choices[0].message.parsed == Harbour(name='Zürich "42"', depth=4.2, open=True)
    case.reconcile(1)


def test_image_content(case):
    content = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}", "detail": "high"}},
    ]
    client = case.openai()
    client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": content}])
    list(client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": content}], stream=True))
    case.reconcile(2)
    assert case.calls()[0]["usage"]["prompt_tokens"] > 765


def test_several_choices(case):
    client = case.openai()
    assert len(client.chat.completions.create(**CHAT, n=3).choices) == 3
    chunks = list(client.chat.completions.create(**CHAT, n=3, stream=True))
    assert {chunk.choices[0].index for chunk in chunks} == {0, 1, 2}
    case.reconcile(2)


@pytest.mark.parametrize("stream", [False, True])
def test_reasoning_cached_and_capped(case, stream):
    client = case.openai()
    settings = sim(reasoning_tokens=640, cached_tokens=1_024)
    answers = [
        client.chat.completions.create(**(CHAT | {"model": "o4-mini"}), stream=stream, extra_headers=settings),
        client.chat.completions.create(**CHAT, max_completion_tokens=3, stream=stream),
    ]
    if stream:
        assert list(answers[1])[-1].choices[0].finish_reason == "length"
        list(answers[0])
    rows = case.reconcile(2)
    if rows:
        by_model = {row["request_model"]: row for row in rows}
        assert by_model["o4-mini"]["reasoning_tokens"] == 640
        assert by_model["o4-mini"]["cached_input_tokens"] == 1_024
        assert by_model["gpt-4o-mini"]["output_tokens"] == 3


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("tier", ["flex", "priority"])
def test_the_responses_service_tier_decides_the_price(case, tier, stream):
    answer = case.openai().chat.completions.create(
        **(CHAT | {"model": "gpt-5"}), service_tier=tier, stream=stream, extra_headers=sim(cached_tokens=2_000)
    )
    if stream:
        list(answer)
    case.reconcile(1, tier=tier)


def test_a_tier_that_was_asked_for_but_not_served_costs_the_standard_price(case):
    case.openai().chat.completions.create(
        **(CHAT | {"model": "gpt-5"}), service_tier="priority", extra_headers=sim(service_tier="default")
    )
    case.reconcile(1, tier="default")


@pytest.mark.parametrize("counts", [(1, 1), (0, 0), (3, 7), (123_456, 99_999), (333, 333)])
def test_costs_are_exact_to_the_nano_dollar(case, counts):
    prompt, completion = counts
    usage = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    case.openai().chat.completions.create(**CHAT, extra_headers=sim(usage=json.dumps(usage)))
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["cost_usd"] * 1_000_000_000 == prompt * 150 + completion * 600


def test_embeddings(case):
    client = case.openai()
    one = client.embeddings.create(model="text-embedding-3-small", input="the ledger is right")
    many = client.embeddings.create(model="text-embedding-3-small", input=["a", "b", "c"], dimensions=256)
    listed = client.embeddings.create(model="text-embedding-3-small", input="the ledger is right", encoding_format="float")
    assert len(one.data[0].embedding) == 1_536 and [len(d.embedding) for d in many.data] == [256] * 3
    assert listed.data[0].embedding == pytest.approx(one.data[0].embedding, abs=1e-6)
    case.reconcile(3)


def test_models_are_relayed(case):
    assert "gpt-4o" in [model.id for model in case.openai().models.list()]


async def test_async_client(case):
    async with case.openai(openai.AsyncOpenAI) as client:
        await client.chat.completions.create(**CHAT)
        async for _ in await client.chat.completions.create(**CHAT, stream=True):
            pass
        await client.embeddings.create(model="text-embedding-3-small", input="async")
    case.reconcile(3)


async def test_forty_concurrent_streams(case):
    async with case.openai(openai.AsyncOpenAI) as client:

        async def one(number: int) -> str:
            stream = await client.chat.completions.create(
                **CHAT, stream=True, extra_headers=sim(events=10 + number, event_delay_ms=3)
            )
            return "".join([c.choices[0].delta.content or "" async for c in stream])

        texts = await asyncio.gather(*(one(number) for number in range(40)))
    assert len(set(texts)) == 40 and all(len(a) < len(b) for a, b in zip(texts, texts[1:]))
    rows = case.reconcile(40)
    if rows:
        assert sorted(row["output_tokens"] for row in rows) == list(range(10, 50))


FORMS = [
    {"gzip": 1}, {"deflate": 1}, {"crlf": 1}, {"comments": 1}, {"multiline": 1}, {"split": 1}, {"split": 7},
    {"gzip": 1, "split": 5}, {"crlf": 1, "comments": 1, "multiline": 1, "split": 11}, {"chunk-bytes": 40_000},
    {"event-delay-ms": 5, "split": 50}, {"close": 1},
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: "+".join(f"{k}={v}" for k, v in form.items()))
def test_streams_in_any_form(case, form):
    client = case.openai()
    mine = list(client.chat.completions.create(**CHAT, stream=True, extra_headers=sim(events=9, **form)))
    if "gzip" in form or "deflate" in form:  # relayed as it came, with the chunk that was asked for
        mine = [chunk for chunk in mine if chunk.choices]
    assert all(len(chunk.choices) == 1 for chunk in mine) and mine[-1].choices[0].finish_reason == "stop"
    asked = list(
        client.chat.completions.create(
            **CHAT, stream=True, stream_options={"include_usage": True}, extra_headers=sim(events=9, **form)
        )
    )
    assert len(asked) == len(mine) + 1 and asked[-1].usage.completion_tokens == 9
    case.reconcile(2)


@pytest.mark.parametrize("form", [{"gzip": 1}, {"deflate": 1}, {"split": 3}, {"close": 1}, {"events": 30_000}], ids=str)
def test_plain_answers_in_any_form(case, form):
    answer = case.openai().chat.completions.create(**CHAT, extra_headers=sim(**form))
    assert answer.choices[0].message.content
    case.reconcile(1)


def test_plain_answer_larger_than_the_buffer_is_streamed_through(case):
    raw = case.openai().chat.completions.with_raw_response.create(
        **CHAT, extra_headers=sim(events=3_000, chunk_bytes=1_000)
    )
    assert len(raw.parse().choices[0].message.content) == 3_000_000
    if not DIRECT:
        assert "x-tollgate-cost-usd" not in raw.headers
    case.reconcile(1)
