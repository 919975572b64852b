"""The google-genai SDK through the gateway: every call reconciled with what the simulator served."""

from __future__ import annotations

import base64
import json
from decimal import Decimal

import pytest
from google import genai
from google.genai import errors, types

from processes import DIRECT, GEMINI_KEY
from questions import PIXEL, sim

MODEL = "gemini-2.5-flash"
QUESTION = "How many tokens is this? Ünïcode 🙂"
BODY = {"contents": [{"role": "user", "parts": [{"text": QUESTION}]}]}


def test_plain(case):
    answer = case.gemini().models.generate_content(model=MODEL, contents=QUESTION)
    assert answer.text and answer.candidates[0].finish_reason == types.FinishReason.STOP
    usage = answer.usage_metadata
    assert usage.total_token_count == usage.prompt_token_count + usage.candidates_token_count
    case.reconcile(1)
    assert case.calls()[0]["response_id"] == answer.response_id
    if not DIRECT:
        assert case.calls()[0]["key"] == GEMINI_KEY[-4:]


def test_stream_gives_the_same_as_plain(case):
    client = case.gemini()
    chunks = list(client.models.generate_content_stream(model=MODEL, contents=QUESTION))
    plain = client.models.generate_content(model=MODEL, contents=QUESTION)
    assert "".join(chunk.text or "" for chunk in chunks) == plain.text
    assert chunks[-1].usage_metadata == plain.usage_metadata and chunks[-1].candidates[0].finish_reason
    rows = case.reconcile(2)
    if rows:
        assert rows[0]["cost_usd"] == rows[1]["cost_usd"] and rows[0]["stream"] and not rows[1]["stream"]


@pytest.mark.parametrize("version", ["v1", "v1beta"])
def test_both_generations_of_urls(case, version):
    client = genai.Client(
        api_key="g-caller",
        http_options={"base_url": case.url, "api_version": version, "headers": case.headers, "timeout": 30_000},
    )
    client.models.generate_content(model=MODEL, contents=QUESTION)
    list(client.models.generate_content_stream(model=MODEL, contents=QUESTION))
    case.reconcile(2)
    assert all(f"/{version}/models/" in call["path"] for call in case.calls())


@pytest.mark.parametrize("stream", [False, True])
def test_thoughts_cached_and_tool_prompt_tokens(case, stream):
    client = case.gemini(**sim(reasoning_tokens=321, cached_tokens=1_000, tool_prompt_tokens=77))
    if stream:
        answer = list(client.models.generate_content_stream(model=MODEL, contents=QUESTION))[-1]
    else:
        answer = client.models.generate_content(model=MODEL, contents=QUESTION)
    assert answer.usage_metadata.thoughts_token_count == 321
    assert answer.usage_metadata.tool_use_prompt_token_count == 77
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["input_tokens"] == 1_077 and rows[0]["cached_input_tokens"] == 1_000
        assert rows[0]["output_tokens"] > 321 == rows[0]["reasoning_tokens"]


@pytest.mark.parametrize("stream", [False, True])
def test_pictures_and_sound(case, stream):
    parts = [
        types.Part.from_bytes(data=base64.b64decode(PIXEL), mime_type="image/png"),
        types.Part.from_bytes(data=b"RIFF" * 100, mime_type="audio/wav"),
        types.Part(text="What is this?"),
    ]
    client = case.gemini()
    call = client.models.generate_content_stream if stream else client.models.generate_content
    answer = call(model=MODEL, contents=[types.Content(role="user", parts=parts)])
    if stream:
        answer = list(answer)[-1]
    counts = {d.modality.value: d.token_count for d in answer.usage_metadata.prompt_tokens_details}
    assert counts["IMAGE"] == 258 and counts["AUDIO"] == 160
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["audio_input_tokens"] == 160


@pytest.mark.parametrize("tier", ["flex", "priority", "standard"])
def test_the_service_tier_that_served_decides_the_price(case, tier):
    case.gemini(**sim(service_tier=tier)).models.generate_content(model=MODEL, contents=QUESTION)
    case.reconcile(1)


@pytest.mark.parametrize("prompt,known", [(200_000, True), (200_001, True), (7, True)])
def test_long_prompts_have_a_price_of_their_own(case, prompt, known):
    usage = {"promptTokenCount": prompt, "candidatesTokenCount": 11, "totalTokenCount": prompt + 11}
    client = case.gemini(**sim(usage=json.dumps(usage)))
    client.models.generate_content(model="gemini-2.5-pro", contents=QUESTION)
    rows = case.reconcile(1)
    if rows:
        rate = (Decimal("1.25"), Decimal(10)) if prompt <= 200_000 else (Decimal("2.5"), Decimal(15))
        assert rows[0]["cost_usd"] == (prompt * rate[0] + 11 * rate[1]) / 1_000_000


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("model", ["gemini-2.5-flash", "gemini-3-flash-preview"])
def test_grounding_is_billed(case, model, stream):
    config = types.GenerateContentConfig(tools=[types.Tool(google_search=types.GoogleSearch())])
    client = case.gemini(**sim(tool_calls=3))
    if stream:
        list(client.models.generate_content_stream(model=model, contents=QUESTION, config=config))
    else:
        client.models.generate_content(model=model, contents=QUESTION, config=config)
    case.reconcile(1)
    assert case.calls()[0]["used"]["per_web_search"] == (1 if "2.5" in model else 3)


def test_function_call_and_its_result(case):
    declaration = types.FunctionDeclaration(
        name="get_weather",
        parameters=types.Schema(type="OBJECT", properties={"city": types.Schema(type="STRING")}),
    )
    config = types.GenerateContentConfig(tools=[types.Tool(function_declarations=[declaration])])
    client = case.gemini()
    first = client.models.generate_content(model=MODEL, contents=QUESTION, config=config)
    (called,) = first.function_calls
    assert called.name == "get_weather" and called.args["city"] == 'Zürich "42"'
    answer = types.Part.from_function_response(name="get_weather", response={"result": "rain"})
    contents = [types.Content(role="user", parts=[types.Part(text=QUESTION)]), first.candidates[0].content,
                types.Content(role="user", parts=[answer])]  # fmt: skip
    assert client.models.generate_content(model=MODEL, contents=contents, config=config).text
    case.reconcile(2)


def test_output_cap_and_chat(case):
    client = case.gemini()
    capped = client.models.generate_content(
        model=MODEL, contents=QUESTION, config=types.GenerateContentConfig(max_output_tokens=3)
    )
    assert capped.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS
    chat = client.chats.create(model=MODEL)
    assert chat.send_message(QUESTION).text and chat.send_message("And this?").text
    rows = case.reconcile(3)
    if rows:
        assert rows[0]["output_tokens"] == 3


def test_embeddings(case):
    answer = case.gemini().models.embed_content(model="gemini-embedding-001", contents=["the ledger", "is right"])
    assert [len(e.values) for e in answer.embeddings] == [768] * 2
    http = case.http(headers={"x-goog-api-key": "g-caller"})
    body = {"content": {"parts": [{"text": "the ledger is right"}]}, "outputDimensionality": 64}
    one = http.post("/v1beta/models/gemini-embedding-001:embedContent", json=body)
    assert len(one.json()["embedding"]["values"]) == 64
    case.reconcile(2)


def test_counting_tokens_is_free(case):
    answer = case.gemini().models.count_tokens(model=MODEL, contents=QUESTION)
    assert answer.total_tokens > 0
    if not DIRECT:
        rows = case.gateway.rows(user_id=case.name)
        assert not [row for row in rows if row["cost_usd"] or row["cost_usd"] is None], rows


def test_models_are_relayed(case):
    names = [model.name for model in case.gemini().models.list()]
    assert "models/gemini-2.5-flash" in names, "told apart from OpenAI's list by the key's header"


@pytest.mark.parametrize("place", ["header", "query"])
def test_either_way_of_sending_a_key(case, place):
    http = case.http()
    del http.headers["authorization"]
    options = {"headers": {"x-goog-api-key": "g-caller"}} if place == "header" else {"params": {"key": "g-caller"}}
    answer = http.post(f"/v1beta/models/{MODEL}:generateContent", json=BODY, **options)
    assert answer.status_code == 200 and answer.json()["candidates"]
    case.reconcile(1)
    if not DIRECT:
        assert case.calls()[0]["key"] == GEMINI_KEY[-4:]


FORMS = [{}, {"gzip": 1}, {"split": 1}, {"split": 13}, {"event-delay-ms": 5, "split": 50}, {"chunk-bytes": 40_000}]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_stream_as_one_list_of_objects(case, form):
    http = case.http(headers={"x-goog-api-key": "g-caller"} | sim(events=9, **form))
    answer = http.post(f"/v1beta/models/{MODEL}:streamGenerateContent", json=BODY)
    chunks = answer.json()
    assert len(chunks) == 9 and chunks[-1]["candidates"][0]["finishReason"] == "STOP"
    case.reconcile(1)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_streams_in_any_form(case, form):
    client = case.gemini(**sim(events=9, **form))
    chunks = list(client.models.generate_content_stream(model=MODEL, contents=QUESTION))
    assert len(chunks) == 9
    case.reconcile(1)


def test_a_stream_with_comments_and_bare_line_ends(case):
    """The SDK itself takes neither."""
    http = case.http(headers={"x-goog-api-key": "g-caller"} | sim(events=9, comments=1, multiline=1, split=3))
    answer = http.post(f"/v1beta/models/{MODEL}:streamGenerateContent?alt=sse", json=BODY)
    assert answer.text.count('"candidates":') == 9 and ": simulator keeps the line open" in answer.text
    case.reconcile(1)


async def test_async_client(case):
    client = case.gemini()
    await client.aio.models.generate_content(model=MODEL, contents=QUESTION)
    async for _ in await client.aio.models.generate_content_stream(model=MODEL, contents=QUESTION):
        pass
    case.reconcile(2)


@pytest.mark.gateway_only
@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
@pytest.mark.parametrize("stream", [False, True])
def test_errors(case, status, stream):
    client = case.gemini(**sim(status=status))
    with pytest.raises(errors.APIError) as error:
        if stream:
            list(client.models.generate_content_stream(model=MODEL, contents=QUESTION))
        else:
            client.models.generate_content(model=MODEL, contents=QUESTION)
    assert error.value.code == status and error.value.status
    case.reconcile(1)
