"""Prompts and answers in spans: only where somebody asked for them, without the secrets in them, up to a limit."""

from __future__ import annotations

import gzip
import json
from typing import Any, Callable, Iterator

import httpx
import pytest

from collector import Collector
from questions import CHAT
from scripted import ScriptedProvider, json_answer
from test_tracing import PARENT, QUICK

pytestmark = pytest.mark.gateway_only
MODE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
KEY, MAIL, CARD, PHONE = "sk-proj-Abcdefgh1234567890", "jane.doe@example.com", "4111 1111 1111 1111", "+49 30 901820"
SECRETS = [KEY, "Abcdefgh", MAIL, "jane.doe", CARD, PHONE, "hunter22xyz", "ACME-123456"]
PROMPT = f"My key is {KEY}, mail {MAIL}, card {CARD}, call {PHONE}, password=hunter22xyz, badge ACME-123456."
REDACTED = "My key is [KEY], mail [EMAIL], card [CARD], call [PHONE], password=[SECRET], badge ACME-123456."


def events(*payloads: Any) -> tuple[int, str, list[bytes]]:
    return 200, "text/event-stream", [f"data: {json.dumps(each)}\n\n".encode() for each in payloads]


def answer(method: str, path: str, body: bytes) -> Any:
    """Each dialect's answer with a secret in it, that of streams cut apart between events."""
    if "messages" in path:
        content = [{"type": "text", "text": f"Ask {MAIL}."}]
        usage = {"input_tokens": 9, "output_tokens": 3}
        message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5", "usage": usage}
        return json_answer(message | {"content": content, "stop_reason": "end_turn"})
    if "generateContent" in path or "GenerateContent" in path:
        return json_answer(
            {
                "candidates": [
                    {"content": {"role": "model", "parts": [{"text": f"Call {PHONE}."}]}, "finishReason": "STOP"}
                ],
                "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 3},
            }
        )
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "gpt-4o-mini-2024-07-18"}
    long = b"At length" in (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
    usage = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}
    if not json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).get("stream"):
        message = {"role": "assistant", "content": f"Not {KEY}!" + " and so on" * (150_000 if long else 0)}
        return json_answer(
            chunk | {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": usage}
        )
    text = ["Use ", KEY[:9], KEY[9:15], KEY[15:], " no more: ", "jane.doe", "@example", ".com"]
    status, kind, parts = events(
        *[chunk | {"choices": [{"index": 0, "delta": {"content": each}}]} for each in text],
        chunk | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        chunk | {"choices": [], "usage": usage},
    )
    return status, kind, [*parts, b"data: [DONE]\n\n"]


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    collector.close()


@pytest.fixture
def provider() -> Iterator[ScriptedProvider]:
    provider = ScriptedProvider(answer)
    yield provider
    provider.close()


@pytest.fixture
def recorded(own_gateway: Any, collector: Collector, provider: ScriptedProvider) -> Callable[..., Any]:
    def start(config: str | None = None, **variables: str) -> Any:
        env = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url} | QUICK | variables
        return own_gateway(provider.url, config=config, env=env).start()

    return start


def messages(role: str, text: str, reason: str | None = None) -> list[dict[str, Any]]:
    more = {"finish_reason": reason} if reason else {}
    return [{"role": role, "parts": [{"type": "text", "content": text}]} | more]


def content(attributes: dict[str, Any]) -> dict[str, Any]:
    names = ("input.messages", "output.messages", "system_instructions", "tool.definitions")
    found = {name: attributes.get(f"gen_ai.{name}") for name in names}
    return {name: json.loads(text) for name, text in found.items() if text is not None}


def everything(collector: Collector) -> str:
    return repr(collector.spans())


@pytest.mark.parametrize("mode", [None, "NO_CONTENT", "true", "SPAN_ONLY", "event_only", "SPAN_AND_EVENT"])
def test_content_is_where_it_was_asked_for_and_nowhere_else(recorded, case_for, collector, mode):
    gateway = recorded(**({MODE: mode} if mode else {}))
    case = case_for(gateway)
    chat = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": PROMPT}]}
    case.openai().chat.completions.create(**chat)
    case.row()
    (span,) = collector.wait(1, tollgate__user=case.name)
    wanted = {
        "input.messages": messages("user", REDACTED),
        "output.messages": messages("assistant", "Not [KEY]!", "stop"),
    }
    on_span, on_event = mode in ("SPAN_ONLY", "SPAN_AND_EVENT"), mode in ("event_only", "SPAN_AND_EVENT")
    assert content(span["attributes"]) == (wanted if on_span else {})
    details = [attributes for name, attributes in span["events"] if name == "gen_ai.client.inference.operation.details"]
    assert [content(each) for each in details] == ([wanted] if on_event else [])
    if not on_span and not on_event:
        assert "My key" not in everything(collector) and "Not " not in everything(collector)
    assert not [each for each in SECRETS[:-1] if each in everything(collector)]
    log = gateway.log.read_text()
    assert not [each for each in SECRETS if each in log]
    assert (f"{MODE} is none of" in log) == (mode == "true")


def test_each_dialects_content_and_parameters_and_a_stream_put_together(recorded, case_for, collector):
    gateway = recorded("tracing:\n  content: span_only\n  redact: 'ACME-[0-9]+'\n")
    case = case_for(gateway)
    http = httpx.Client(base_url=gateway.url, headers=case.headers, trust_env=False, timeout=30)
    tool = {"name": "look", "description": "Looks.", "parameters": {"type": "object"}}
    stream = {
        "model": "gpt-4o-mini", "stream": True, "n": 2, "temperature": 0.25, "top_p": 0.5, "seed": 7, "stop": ["END"],
        "frequency_penalty": 0.1, "presence_penalty": -0.1, "reasoning_effort": "low", "max_tokens": 50,
        "response_format": {"type": "json_object"}, "tools": [{"type": "function", "function": tool}],
        "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": PROMPT}],
    }  # fmt: skip
    packed = {"content-encoding": "gzip", "content-type": "application/json"}
    body = gzip.compress(json.dumps(stream).encode())
    assert http.post("/v1/chat/completions", content=body, headers=packed).is_success
    anthropic = {
        "model": "claude-sonnet-4-5", "max_tokens": 64, "temperature": 1, "top_k": 40, "stop_sequences": ["a", "b"],
        "system": [{"type": "text", "text": f"Never tell {MAIL}."}],
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}, {"type": "image", "source": {}}]}],
    }  # fmt: skip
    assert http.post("/v1/messages", json=anthropic).is_success
    gemini = {
        "systemInstruction": {"parts": [{"text": "Be kind."}]},
        "contents": [{"role": "user", "parts": [{"text": "Hi"}]}],
        "generationConfig": {"temperature": 0.5, "topP": 0.75, "topK": 3, "seed": 9, "maxOutputTokens": 32,
                             "stopSequences": ["x"], "responseMimeType": "application/json"},
    }  # fmt: skip
    assert http.post("/v1beta/models/gemini-2.0-flash:generateContent", json=gemini).is_success
    case.rows(3)
    spans = sorted(collector.wait(3, tollgate__user=case.name), key=lambda span: span["start"])
    first, second, third = [span["attributes"] for span in spans]

    assert content(first)["output.messages"] == messages("assistant", "Use [KEY] no more: [EMAIL]", "stop")
    assert content(first)["input.messages"] == messages("system", "Be kind.") + messages(
        "user", REDACTED.replace("ACME-123456", "[REDACTED]")
    )
    assert content(first)["tool.definitions"] == [{"type": "function"} | tool]
    wanted = {
        "temperature": 0.25, "top_p": 0.5, "seed": 7, "stop_sequences": ("END",), "frequency_penalty": 0.1,
        "presence_penalty": -0.1, "reasoning.level": "low", "max_tokens": 50, "choice.count": 2, "stream": True,
    }  # fmt: skip
    assert wanted.items() <= {name.removeprefix("gen_ai.request."): value for name, value in first.items()}.items()
    assert first["gen_ai.output.type"] == "json"

    assert content(second) == {
        "system_instructions": [{"type": "text", "content": "Never tell [EMAIL]."}],
        "input.messages": [{"role": "user", "parts": [{"type": "text", "content": "Hi"}, {"type": "image"}]}],
        "output.messages": messages("assistant", "Ask [EMAIL].", "end_turn"),
    }
    wanted = {"temperature": 1.0, "top_k": 40, "stop_sequences": ("a", "b"), "max_tokens": 64}
    assert wanted.items() <= {name.removeprefix("gen_ai.request."): value for name, value in second.items()}.items()

    assert content(third)["system_instructions"] == [{"type": "text", "content": "Be kind."}]
    assert content(third)["output.messages"] == messages("assistant", "Call [PHONE].", "STOP")
    wanted = {"temperature": 0.5, "top_p": 0.75, "top_k": 3, "seed": 9, "max_tokens": 32, "stop_sequences": ("x",)}
    assert wanted.items() <= {name.removeprefix("gen_ai.request."): value for name, value in third.items()}.items()
    assert third["gen_ai.output.type"] == "json"
    assert not [each for each in SECRETS if each in everything(collector)]


def test_no_more_is_recorded_than_the_limit_says_and_no_half_of_a_secret(recorded, case_for, collector):
    gateway = recorded(TOLLGATE_TRACING_CONTENT="span_only", TOLLGATE_TRACING_CONTENT_TEXT="1KiB")
    case = case_for(gateway)
    client = case.openai()
    # Where the copy of a text ends, a key, whatever is before it; and a body so large that it is kept in a file.
    for before in (1_500, 1_510, 1_520, 1_530, 1_536):
        text = ("word " * 400)[:before] + f" {KEY} " + "and more " * 100
        client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": text}])
    client.chat.completions.create(
        model="gpt-4o-mini", temperature=0.5, messages=[{"role": "user", "content": f"{PROMPT} " * 20_000}]
    )
    case.rows(6)
    spans = sorted(collector.wait(6, tollgate__user=case.name), key=lambda span: span["start"])
    assert not [each for each in SECRETS[:-1] if each in everything(collector)]
    for span in spans[:5]:
        (message,) = content(span["attributes"])["input.messages"]
        text = message["parts"][0]["content"]
        assert text.startswith("word word") and text.endswith("…[cut]") and len(text) <= 1_024 + 6
    large = spans[5]["attributes"]
    assert large["gen_ai.request.temperature"] == 0.5 and len(large.get("gen_ai.input.messages", "")) < 5_000


@pytest.mark.parametrize("packed", [False, True])
def test_of_large_bodies_texts_are_cut_and_their_ends_are_told(recorded, case_for, collector, packed):
    gateway = recorded(**{MODE: "SPAN_ONLY"})
    case = case_for(gateway)
    http = httpx.Client(base_url=gateway.url, headers=case.headers, trust_env=False, timeout=60)

    def send(said: list[Any]) -> None:
        # What stands behind the messages is read, too.
        body = json.dumps({"model": "gpt-4o-mini", "messages": said, "temperature": 0.25}).encode()
        packing = {"content-encoding": "gzip"} if packed else {}
        content = gzip.compress(body) if packed else body
        http.post("/v1/chat/completions", content=content, headers=packing | {"content-type": "application/json"})

    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "QUJD" * 200_000}}
    send([{"role": "user", "content": [picture]}, {"role": "user", "content": f"At length, {MAIL}."}])
    send([{"role": "user", "content": f"{number} " + "word " * 1_000} for number in range(100)])
    case.rows(2)
    spans = sorted(collector.wait(2, tollgate__user=case.name), key=lambda span: span["start"])
    first, second = [span["attributes"] for span in spans]
    assert first["gen_ai.request.temperature"] == second["gen_ai.request.temperature"] == 0.25
    assert content(first)["input.messages"] == [
        {"role": "user", "parts": [{"type": "image_url"}]},
        {"role": "user", "parts": [{"type": "text", "content": "At length, [EMAIL]."}]},
    ]
    (answered,) = content(first)["output.messages"]
    text = answered["parts"][0]["content"]
    assert text.startswith("Not [KEY]! and so on and so on") and text.endswith("…[cut]") and 4_000 < len(text) <= 4_200
    assert answered["finish_reason"] == "stop" and "tollgate.content_cut" not in first
    # Of many long messages the last ones; and it is said that there were others.
    told = [message["parts"][0]["content"] for message in content(second)["input.messages"]]
    assert 0 < len(told) < 10 and told[-1].startswith("99 word") and second["tollgate.content_cut"] is True


def test_what_is_not_sampled_is_not_recorded_and_a_bad_rule_is_refused_at_start(
    recorded, own_gateway, case_for, collector, provider
):
    gateway = recorded(**{MODE: "SPAN_AND_EVENT"})
    case = case_for(gateway)
    case.openai().chat.completions.create(**CHAT, extra_headers={"traceparent": PARENT[:-1] + "0"})
    case.openai().chat.completions.create(**CHAT)
    case.rows(2)
    collector.wait(1, tollgate__user=case.name)
    assert PARENT[3:35] not in everything(collector)
    refused = own_gateway(provider.url, config="tracing:\n  redact: '('\n")
    refused.spawn(["serve"], refused.env)
    assert refused.process.wait(30) == 78
    assert "tracing.redact" in refused.log.read_text() and "regular expression" in refused.log.read_text()
