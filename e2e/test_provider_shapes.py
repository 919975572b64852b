"""Answers in shapes that providers have and the simulator has not, through the gateway."""

from __future__ import annotations

import json
import threading
from decimal import Decimal
from typing import Any, Callable, Iterator

import httpx
import pytest

from scripted import ScriptedProvider, json_answer, wav

pytestmark = pytest.mark.gateway_only

USAGE = {
    "input_tokens": 100,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 50,
    "output_tokens_details": {"reasoning_tokens": 20},
    "total_tokens": 150,
}
COST = Decimal("0.00075")
"""100 + 50 tokens of gpt-4o."""


@pytest.fixture
def provide(own_gateway: Any) -> Iterator[Callable[..., Any]]:
    """Makes a provider of this test's own with a gateway in front: `(gateway, client, provider)`."""
    made: list[Any] = []

    def make(answer: Callable[[str, str, bytes], Any], **variables: str) -> Any:
        provider = ScriptedProvider(answer)
        names = ["GEMINI", "AZURE", "GROQ", "FIREWORKS", "MISTRAL", "COHERE", "OLLAMA", "ANTHROPIC"]
        env = {f"TOLLGATE_{name}_BASE_URL": provider.url for name in names} | {"GEMINI_API_KEY": ""} | variables
        gateway = own_gateway(provider.url, env=env).start()
        client = httpx.Client(base_url=gateway.url, trust_env=False, timeout=30)
        made.extend([client, provider])
        return gateway, client, provider

    yield make
    for one in made:
        one.close()


def response(id: str, status: str) -> dict[str, Any]:
    usage = USAGE if status == "completed" else None
    return {"id": id, "object": "response", "model": "gpt-4o", "status": status, "usage": usage, "output": []}


def test_a_background_response_is_counted_by_the_first_fetch_that_is_told_its_usage(provide):
    done = threading.Event()

    def answer(method: str, path: str, body: bytes) -> Any:
        if method == "POST":
            return json_answer(response("resp_bg1", "queued"))
        if "stream=true" in path:
            event = {"type": "response.completed", "response": response("resp_bg1", "completed")}
            return 200, "text/event-stream", [f"event: response.completed\ndata: {json.dumps(event)}\n\n".encode()]
        return json_answer(response(path.split("/")[-1], "completed" if done.is_set() else "in_progress"))

    gateway, client, _ = provide(answer)
    asked = client.post("/v1/responses", json={"model": "gpt-4o", "input": "Hi", "background": True})
    assert asked.json()["status"] == "queued"
    assert client.get("/v1/responses/resp_bg1").json()["status"] == "in_progress"
    # What is known of it survives the process.
    gateway.kill()
    gateway.start()
    done.set()
    assert client.get("/v1/responses/resp_bg1").headers["x-tollgate-cost-usd"] == str(COST)
    assert client.get("/v1/responses/resp_bg1").headers["x-tollgate-cost-usd"] == "0"
    gateway.kill()
    gateway.start()
    assert client.get("/v1/responses/resp_bg1").headers["x-tollgate-cost-usd"] == "0"
    assert "response.completed" in client.get("/v1/responses/resp_bg1?stream=true").text
    # Nobody asked for this one here.
    assert client.get("/v1/responses/resp_other").headers["x-tollgate-cost-usd"] == "0"
    rows = gateway.rows()[::-1]
    assert [row["cost_usd"] for row in rows] == [None, 0, COST, 0, 0, 0, 0]
    assert [row["usage_source"] for row in rows] == ["none", "none", "reported"] + ["none"] * 4
    assert gateway.costs()["total_cost_usd"] == COST
    assert [row["output_tokens"] for row in rows] == [0, 0, 50, 0, 0, 0, 0]


def test_fetching_a_response_that_was_told_when_it_was_made_costs_nothing(provide):
    gateway, client, _ = provide(lambda *_: json_answer(response("resp_1", "completed")))
    client.post("/v1/responses", json={"model": "gpt-4o", "input": "Hi"})
    for _ in range(2):
        client.get("/v1/responses/resp_1")
    assert [row["cost_usd"] for row in gateway.rows()] == [0, 0, COST]


GEMINI = [
    {"candidates": [{"content": {"parts": [{"text": "Good "}]}}], "usageMetadata": {"promptTokenCount": 10}},
    {
        "candidates": [{"content": {"parts": [{"text": "day"}]}, "finishReason": "STOP"}],
        "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 4, "thoughtsTokenCount": 6},
        "modelVersion": "gemini-2.5-flash",
    },
]


@pytest.mark.parametrize("query", ["?alt=sse", ""])
@pytest.mark.parametrize("version", ["v1beta", "v1"])
def test_a_gemini_stream_ends_after_its_row(provide, query, version):
    waiting = threading.Event()
    gateway: Any = None

    def answer(method: str, path: str, body: bytes) -> Any:
        texts = [json.dumps(chunk) for chunk in GEMINI]
        pieces = [f"data: {text}\r\n\r\n" for text in texts] if query else ["[" + texts[0], "\n,\r\n" + texts[1], "\n]\n"]
        parts: list[Any] = [piece.encode() for piece in pieces]
        # The last counts are kept back until the stream has ended, and everything before them is not.
        parts.insert(2, lambda: waiting.wait(20))
        kind = "text/event-stream" if query else "application/json; charset=UTF-8"
        return 200, kind, parts

    gateway, client, provider = provide(answer)
    path = f"/{version}/models/gemini-2.5-flash:streamGenerateContent{query}"
    body = {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}
    with client.stream("POST", path, json=body, headers={"x-goog-api-key": "caller"}) as stream:
        chunks = stream.iter_raw()
        received = b""
        while b"Good" not in received:
            received += next(chunks)
        assert b"STOP" not in received
        waiting.set()
        for chunk in chunks:
            received += chunk
            if b"STOP" in received:
                assert len(gateway.rows()) == 1
    if not query:
        assert json.loads(received) == GEMINI
    row = gateway.rows()[0]
    assert (row["provider"], row["api"], row["stream"]) == ("gemini", "generateContent", True)
    assert (row["input_tokens"], row["output_tokens"], row["reasoning_tokens"]) == (10, 10, 6)
    assert (row["request_model"], row["response_model"]) == ("gemini-2.5-flash", "gemini-2.5-flash")
    assert row["cost_usd"] == Decimal("0.000028")
    assert provider.requests[0][2]["x-goog-api-key"] == "caller"


def test_counting_tokens_and_moderating_are_free(provide):
    def answer(method: str, path: str, body: bytes) -> Any:
        if "moderations" in path:
            return json_answer({"id": "modr-1", "model": "omni-moderation-latest", "results": [{"flagged": False}]})
        return json_answer({"totalTokens": 7} if ":countTokens" in path else {"input_tokens": 7})

    gateway, client, _ = provide(answer)
    client.post("/v1/messages/count_tokens", json={"model": "claude-x", "messages": []})
    client.post("/v1beta/models/gemini-x:countTokens", json={"contents": []})
    client.post("/v1/responses/input_tokens", json={"model": "x", "input": "Hi"})
    client.post("/v1/moderations", json={"input": "Hi"})
    rows = gateway.rows()[::-1]
    assert [row["api"] for row in rows] == ["count_tokens"] * 3 + ["moderations"]
    assert [row["provider"] for row in rows] == ["anthropic", "gemini", "openai", "openai"]
    assert [row["cost_usd"] for row in rows] == [0, 0, 0, 0]


@pytest.mark.parametrize("format", ["text", "srt", "vtt"])
@pytest.mark.parametrize("seconds", [2, 30])
def test_a_transcription_without_usage_is_billed_by_the_audio_that_was_sent(provide, format, seconds):
    gateway, client, provider = provide(lambda *_: (200, "text/plain; charset=utf-8", b"Good day\n"))
    audio = wav(seconds)
    answer = client.post(
        "/v1/audio/transcriptions",
        data={"model": "whisper-1", "response_format": format},
        files={"file": ("a.wav", audio, "audio/wav")},
    )
    assert answer.text == "Good day\n"
    assert audio in provider.requests[0][3]
    row = gateway.rows()[0]
    assert (row["api"], row["request_model"], row["usage_source"]) == ("audio.transcriptions", "whisper-1", "estimated")
    assert row["cost_usd"] == Decimal("0.0001") * seconds


def test_a_large_form_is_passed_on_while_it_comes(provide):
    usage = {"type": "tokens", "input_tokens": 300, "input_token_details": {"audio_tokens": 290}, "output_tokens": 20}
    gateway, client, provider = provide(lambda *_: json_answer({"text": "Good day", "usage": usage}))
    audio = wav(600)
    client.post(
        "/v1/audio/transcriptions",
        data={"model": "gpt-4o-transcribe"},
        files={"file": ("a.wav", audio, "audio/wav")},
    ).raise_for_status()
    assert audio in provider.requests[0][3]
    row = gateway.rows()[0]
    assert (row["request_model"], row["audio_input_tokens"], row["output_tokens"]) == ("gpt-4o-transcribe", 290, 20)
    assert row["cost_usd"] == Decimal("0.001965")


def test_speech_is_billed_by_its_characters(provide):
    gateway, client, _ = provide(lambda *_: (200, "audio/mpeg", [b"\xff\xfb" + bytes(100_000)] * 30))
    answer = client.post("/v1/audio/speech", json={"model": "tts-1", "voice": "alloy", "input": "Grüße 😀" * 100})
    assert len(answer.content) == 30 * 100_002
    assert gateway.rows()[0]["cost_usd"] == Decimal("0.0105")


def chat(model: str) -> Any:
    usage = {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150}
    return json_answer({"id": "c-1", "object": "chat.completion", "model": model, "choices": [], "usage": usage})


def test_azure_is_priced_by_the_model_that_answered(provide):
    gateway, client, provider = provide(lambda *_: chat("gpt-4o-2024-08-06"), AZURE_OPENAI_API_KEY="azure-key")
    path = "/openai/deployments/prod/chat/completions?api-version=2024-10-21"
    for prefix in ["/azure", ""]:
        answer = client.post(prefix + path, json={"messages": []}, headers={"api-key": "caller"})
        assert answer.headers["x-tollgate-cost-usd"] == str(COST)
    assert [request[1] for request in provider.requests] == [path, path]
    assert {request[2]["api-key"] for request in provider.requests} == {"azure-key"}
    row = gateway.rows()[0]
    assert (row["provider"], row["request_model"], row["response_model"]) == ("azure", "prod", "gpt-4o-2024-08-06")


def test_streams_of_azure_are_asked_for_usage_where_the_version_knows_it(provide):
    gateway, client, provider = provide(lambda *_: (200, "text/event-stream", [b"data: [DONE]\n\n"]))
    body = {"messages": [], "stream": True}
    for version in ["2024-02-01", "2024-10-21", "2025-04-01-preview"]:
        client.post(f"/azure/openai/deployments/d/chat/completions?api-version={version}", json=body)
    assert ["include_usage" in str(request[3]) for request in provider.requests] == [False, True, True]


def test_presets_need_no_configuration_and_pass_the_callers_key(provide):
    gateway, client, provider = provide(lambda *_: chat("llama-3.3-70b-versatile"))
    answer = client.post(
        "/groq/openai/v1/chat/completions", json={"model": "x", "messages": []}, headers={"authorization": "Bearer gsk"}
    )
    assert Decimal(answer.headers["x-tollgate-cost-usd"]) == Decimal("0.0000985")
    assert provider.requests[0][1] == "/openai/v1/chat/completions"
    assert provider.requests[0][2]["authorization"] == "Bearer gsk"
    assert gateway.rows()[0]["provider"] == "groq"


def test_errors_of_the_gateway_have_the_shape_of_the_api_that_was_called(provide):
    gateway, client, _ = provide(lambda *_: chat("x"), TOLLGATE_REQUIRE_KEYS="true")
    gemini = client.post("/v1beta/models/gemini-2.5-flash:generateContent", json={}).json()
    assert gemini["error"]["status"] == "UNAUTHENTICATED" and gemini["error"]["code"] == 401
    openai = client.post("/gemini/v1beta/openai/chat/completions", json={}).json()
    assert openai["error"]["code"] == "invalid_api_key"
    anthropic = client.post("/v1/messages", json={}).json()
    assert anthropic["error"]["type"] == "authentication_error"


@pytest.mark.parametrize(
    ("headers", "provider_name"),
    [
        ({}, "openai"),
        ({"anthropic-version": "2026-10-21"}, "anthropic"),
        ({"x-goog-api-key": "k"}, "gemini"),
    ],
)
def test_listing_models_is_told_apart_by_headers(provide, headers, provider_name):
    gateway, client, _ = provide(lambda *_: json_answer({"data": []}))
    client.get("/v1/models", headers=headers)
    row = gateway.rows()[0]
    assert (row["provider"], row["api"], row["cost_usd"]) == (provider_name, "unmetered", 0)


@pytest.mark.parametrize("media", ["application/stream+json", "application/json"])
def test_lines_of_json_are_a_stream(provide, media):
    meta = {"billed_units": {"input_tokens": 1000, "output_tokens": 100}, "tokens": {"input_tokens": 1066}}
    lines = [
        {"is_finished": False, "event_type": "text-generation", "text": 'Good {day} "}'},
        {"is_finished": True, "event_type": "stream-end", "finish_reason": "COMPLETE", "response": {"meta": meta}},
    ]
    answered = "".join(json.dumps(line) + "\n" for line in lines).encode()
    gateway, client, _ = provide(lambda *_: (200, media, [answered[:70], answered[70:90], answered[90:]]))
    body = {"model": "command-r", "message": "Hello", "stream": True}
    assert client.post("/cohere/v1/chat", json=body).content == answered
    [row] = gateway.rows()
    assert (row["api"], row["stream"], row["usage_source"]) == ("chat", True, "reported")
    assert (row["input_tokens"], row["output_tokens"]) == (1000, 100) and row["cost_usd"] is not None


def test_ollamas_own_api_is_counted(provide):
    last = {"model": "llama3.2", "done": True, "done_reason": "stop", "prompt_eval_count": 26, "eval_count": 282}
    lines = [{"model": "llama3.2", "message": {"role": "assistant", "content": "Hi"}, "done": False}, last]
    answered = "".join(json.dumps(line) + "\n" for line in lines).encode()

    def answer(method: str, path: str, body: bytes) -> Any:
        if path == "/api/chat":
            return 200, "application/x-ndjson", [answered]
        return json_answer(last | {"response": "Hi"} if path == "/api/generate" else {"models": []})

    gateway, client, _ = provide(answer)
    assert client.post("/ollama/api/chat", json={"model": "llama3.2", "messages": []}).content == answered
    client.post("/ollama/api/generate", json={"model": "llama3.2", "prompt": "Hello", "stream": False})
    client.get("/ollama/api/tags")
    rows = gateway.rows()
    counts = [(row["api"], row["stream"], row["input_tokens"], row["output_tokens"]) for row in rows]
    assert sorted(counts) == [("ollama", False, 26, 282), ("ollama", True, 26, 282), ("unmetered", False, 0, 0)]
    assert {row["response_model"] for row in rows} == {"llama3.2", None}


def test_an_error_in_the_place_of_the_first_token_costs_nothing(provide):
    error = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    stream = 200, "text/event-stream", [b"event: error\ndata: " + json.dumps(error).encode() + b"\n\n"]
    gateway, client, _ = provide(lambda method, path, _: stream if "messages" in path else json_answer(error))
    messages = [{"role": "user", "content": "Hello"}]
    client.post("/v1/messages", json={"model": "claude-sonnet-4-6", "max_tokens": 9, "stream": True, "messages": messages})
    client.post("/v1/chat/completions", json={"model": "gpt-4o", "messages": messages})
    for row in gateway.rows():
        assert (row["cost_usd"], row["usage_source"], row["error_type"]) == (0, "none", "server_error")


def test_an_error_beside_text_costs_what_the_text_does(provide):
    choice = {"index": 0, "message": {"role": "assistant", "content": "Seven words that somebody will be billed."}}
    answer = {"id": "c1", "model": "gpt-4o", "choices": [choice], "error": {"type": "server_error", "message": "broke off"}}
    gateway, client, _ = provide(lambda *_: json_answer(answer))
    client.post("/v1/chat/completions", json={"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello"}]})
    (row,) = gateway.rows()
    assert (row["usage_source"], row["error_type"]) == ("estimated", "server_error")
    assert 5 <= row["output_tokens"] <= 12 and row["cost_usd"] > 0


def test_a_models_name_in_an_answer_is_bounded(provide):
    answer = {"id": "c1", "model": "m" * 50_000, "choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 100}}
    gateway, client, _ = provide(lambda *_: json_answer(answer))
    client.post("/v1/chat/completions", json={"model": "gpt-4o", "messages": []})
    assert gateway.rows()[0]["response_model"] == "m" * 256
