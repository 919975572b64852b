"""What a cut stream is taken to have used, beside what tiktoken says of the same text: within two per cent."""

from __future__ import annotations

import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from processes import ROOT, Gateway
from raw import Message, Provider, Stream, connect, post, wait_for

sys.path.insert(0, str(ROOT / "Benchmarks"))
import tokens as vocabularies  # noqa: E402

ENCODINGS = {"gpt-4o-mini": "o200k_base", "gpt-5": "o200k_base", "gpt-4": "cl100k_base"}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nx-request-id: u1\r\nTransfer-Encoding: chunked\r\n\r\n"
OTHERS = [
    "Größenänderungen kosten überraschend viel – ",
    "これはテストです。モデルは日本語も話します。",
    "🙂👩‍👩‍👧 naïve café ",
    "func f(_ x: Int) -> [String: Int] {\n    return [\"a\": x]\n}\n\n",
    '{"city": "Zürich", "days": 3}\n',
    "1234567890 3.14159 0xdeadbeef ",
]


@pytest.fixture(scope="module")
def tiktoken_of():
    """tiktoken's encodings, made of the project's own vocabularies."""
    return {name: vocabularies.encoding(name) for name in set(ENCODINGS.values())}


def prose(random: random.Random, size: int) -> str:
    """Text of some `size` characters, mostly English."""
    from pydoc_data import topics

    paragraphs = [text for topic in topics.topics.values() for text in topic.split("\n\n") if len(text) > 80]
    parts, length = [], 0
    while length < size:
        part = random.choice(paragraphs) if random.random() < 0.8 else random.choice(OTHERS)
        parts.append(part + "\n\n")
        length += len(part) + 2
    return "".join(parts)[:size]


def pieces(encoding, text: str) -> list[str]:
    """The text as a model would stream it: a token each, or as many as make whole characters."""
    result, waiting = [], b""
    for token in encoding.encode_ordinary(text):
        waiting += encoding.decode_single_token_bytes(token)
        try:
            result.append(waiting.decode())
            waiting = b""
        except UnicodeDecodeError:
            pass
    return result


def chunk(model: str, delta: dict) -> bytes:
    body = {"id": "c1", "object": "chat.completion.chunk", "model": model,
            "choices": [{"index": 0, "delta": delta, "finish_reason": None}], "usage": None}  # fmt: skip
    event = b"data: %s\n\n" % json.dumps(body, separators=(",", ":")).encode()
    return b"%x\r\n%s\r\n" % (len(event), event)


class Streamer:
    """A provider that streams what was prepared for a call, and closes in the middle."""

    def __init__(self) -> None:
        self.answers: dict[str, list[bytes]] = {}

    def __call__(self, request: Message, stream: Stream) -> bool:
        stream.send(HEAD)
        answer = self.answers[(request.get("x-call") or b"").decode()]
        for start in range(0, len(answer), 50):
            stream.send(b"".join(answer[start : start + 50]))
        return True


@pytest.fixture(scope="module")
def streamer() -> Streamer:
    return Streamer()


@pytest.fixture(scope="module")
def cutting(streamer, shared_gateway) -> Gateway:
    return shared_gateway(Provider(streamer).url, name="cut-estimates").start()


def call(gateway: Gateway, name: str, body: dict) -> None:
    stream = connect(gateway.port, timeout=60)
    stream.send(post("/v1/chat/completions", json.dumps(body).encode(), f"x-call: {name}", f"x-tollgate-user: {name}"))
    try:
        stream.rest()
    except OSError:
        pass
    stream.close()


def prompt_tokens(encoding, model: str, messages: list[dict]) -> int:
    """The rule of OpenAI's cookbook, with a token less for models that reason."""
    total = 2 if model.startswith(("gpt-5", "o")) else 3
    for message in messages:
        total += 3 + len(encoding.encode_ordinary(message["role"])) + len(encoding.encode_ordinary(message["content"]))
    return total


def row_of(gateway: Gateway, name: str) -> dict:
    wait_for(lambda: gateway.rows(user_id=name), 60, name)
    [row] = gateway.rows(user_id=name)
    assert row["usage_source"] == "estimated" and row["error_type"] is not None, row
    assert row["cost_usd"] > 0, row
    return row


def near(estimate: int, counted: int) -> bool:
    return abs(estimate - counted) <= max(1, counted * 0.02)


@pytest.mark.parametrize("model", ENCODINGS)
def test_streams_cut_anywhere(cutting, streamer, tiktoken_of, model):
    encoding, chance = tiktoken_of[ENCODINGS[model]], random.Random(7)
    wanted = {}
    for number in range(40):
        name = f"{model}-{number}"
        messages = [
            {"role": "system", "content": prose(chance, chance.randrange(1, 400))},
            {"role": "user", "content": prose(chance, chance.randrange(1, 20_000))},
        ]
        parts = pieces(encoding, prose(chance, 4_000))
        parts = parts[: chance.randrange(1, len(parts))]
        text = "".join(parts)
        deltas = [{"content": part} for part in parts]
        if number % 4 == 0:  # arguments of a function count as text does
            deltas = [
                {"tool_calls": [{"index": 0, "function": {"arguments": part}}]} for part in parts
            ]
        streamer.answers[name] = [chunk(model, delta) for delta in deltas]
        wanted[name] = (
            {"model": model, "messages": messages, "stream": True},
            prompt_tokens(encoding, model, messages),
            len(encoding.encode_ordinary(text)),
        )
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: call(cutting, name, wanted[name][0]), wanted))
    for name, (_, prompt, output) in wanted.items():
        row = row_of(cutting, name)
        assert row["input_tokens"] == prompt, (name, row)
        assert near(row["output_tokens"], output), (name, output, row)


def test_a_stream_too_long_to_keep_and_a_request_too_large_to_count_at_once(cutting, streamer, tiktoken_of):
    encoding, chance = tiktoken_of["o200k_base"], random.Random(11)
    parts = pieces(encoding, prose(chance, 700_000))
    streamer.answers["long"] = [chunk("gpt-4o-mini", {"content": part}) for part in parts]
    messages = [{"role": "user", "content": prose(chance, 2_000_000)}]
    call(cutting, "long", {"model": "gpt-4o-mini", "messages": messages, "stream": True})
    row = row_of(cutting, "long")
    assert row["input_tokens"] == prompt_tokens(encoding, "gpt-4o-mini", messages)
    assert near(row["output_tokens"], len(encoding.encode_ordinary("".join(parts)))), row


def test_text_without_any_end_of_a_word(cutting, streamer, tiktoken_of):
    encoding, text = tiktoken_of["o200k_base"], "a" * 900_000
    streamer.answers["letters"] = [chunk("gpt-4o-mini", {"content": text[at : at + 3_000]}) for at in range(0, len(text), 3_000)]
    messages = [{"role": "user", "content": text}]
    call(cutting, "letters", {"model": "gpt-4o-mini", "messages": messages, "stream": True})
    row = row_of(cutting, "letters")
    assert row["input_tokens"] == prompt_tokens(encoding, "gpt-4o-mini", messages)
    assert near(row["output_tokens"], len(encoding.encode_ordinary(text))), row


def test_other_models_are_estimated_by_the_same_vocabulary(cutting, streamer, tiktoken_of):
    encoding, chance = tiktoken_of["o200k_base"], random.Random(13)
    parts = pieces(encoding, prose(chance, 3_000))
    question = prose(chance, 5_000)
    stream = connect(cutting.port, timeout=60)
    body = {"model": "claude-sonnet-4-5", "max_tokens": 9, "stream": True, "messages": [{"role": "user", "content": question}]}
    start = {"type": "message_start", "message": {"id": "m", "model": "claude-sonnet-4-5"}}
    events = [start, *({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": part}} for part in parts)]
    payloads = [b"event: %s\ndata: %s\n\n" % (event["type"].encode(), json.dumps(event).encode()) for event in events]
    streamer.answers["other"] = [b"%x\r\n%s\r\n" % (len(event), event) for event in payloads]
    stream.send(post("/v1/messages", json.dumps(body).encode(), "x-call: other", "x-tollgate-user: other",
                     "anthropic-version: 2023-06-01"))  # fmt: skip
    stream.rest()
    stream.close()
    row = row_of(cutting, "other")
    assert near(row["output_tokens"], len(encoding.encode_ordinary("".join(parts)))), row
    assert abs(row["input_tokens"] - len(encoding.encode_ordinary(question))) < 20, row
