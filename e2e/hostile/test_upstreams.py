"""Providers that answer early, late, wrongly, in parts or not at all: the right row and the right end for the client."""

from __future__ import annotations

import itertools
import json
import os
import socket
import struct
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from namespaces import NamespacedGateway, needs_namespaces
from processes import Gateway
from raw import Broken, Message, Provider, Stream, ask, connect, get, post, reply, wait_for

QUESTION = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "How many?"}]}
CHAT = json.dumps(QUESTION).encode()
CHAT_STREAM = json.dumps(QUESTION | {"stream": True, "stream_options": {"include_usage": True}}).encode()
MESSAGE = json.dumps({"model": "claude-sonnet-4-5", "max_tokens": 9, "messages": QUESTION["messages"]}).encode()
USAGE = {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14}
COMPLETION = json.dumps(
    {"id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-4o-mini", "usage": USAGE,
     "choices": [{"index": 0, "message": {"role": "assistant", "content": "Five."}, "finish_reason": "stop"}]}
).encode()  # fmt: skip


def sse(*payloads: object) -> bytes:
    return b"".join(
        b"data: %s\n\n" % (p if isinstance(p, bytes) else json.dumps(p, separators=(",", ":")).encode()) for p in payloads
    )


def chunk(text: str | None, **more: object) -> dict:
    choices = [] if text is None else [{"index": 0, "delta": {"content": text}, "finish_reason": None}]
    return {"id": "c1", "object": "chat.completion.chunk", "model": "gpt-4o-mini", "choices": choices} | more


EVENTS = sse(chunk("One "), chunk("two "), chunk(None, usage=USAGE), b"[DONE]")
TERMINAL = b"data: [DONE]\n\n"
PLAIN_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-request-id: u1\r\nContent-Length: %d\r\n\r\n"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nx-request-id: u1\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunks(data: bytes, size: int) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


ANSWERS = {
    "plain": PLAIN_HEAD % len(COMPLETION) + COMPLETION,
    "plain, chunked": STREAM_HEAD.replace(b"text/event-stream", b"application/json") + chunks(COMPLETION, 50),
    "stream": STREAM_HEAD + chunks(EVENTS, 37),
    "stream with a length": PLAIN_HEAD.replace(b"application/json", b"text/event-stream") % len(EVENTS) + EVENTS,
}


@dataclass
class Got:
    """What a client got of an answer that was perhaps cut."""

    status: int = 0
    body: bytes = b""
    whole: bool = False
    fields: dict[bytes, bytes] = field(default_factory=dict)


def got(stream: Stream) -> Got:
    """Reads an answer as far as it goes."""
    result = Got()
    try:
        message = stream.head()
        result.status = message.status
        result.fields = {name.lower(): value for name, value in message.fields}
        if b"content-length" in result.fields:
            length = int(result.fields[b"content-length"])
            while len(stream.buffer) < length:
                if not stream.fill():
                    result.body = stream.buffer
                    return result
            result.body, result.whole = stream.buffer[:length], True
            return result
        while True:
            size = int(stream.until(b"\r\n"), 16)
            while len(stream.buffer) < size + 2:
                if not stream.fill():
                    result.body += stream.buffer[:size]
                    return result
            result.body += stream.buffer[:size]
            stream.buffer = stream.buffer[size + 2 :]
            if size == 0:
                result.whole = True
                return result
    except (Broken, OSError):
        return result


def cutting(provider_answers: dict[str, bytes]):
    """A provider that closes after so many bytes: the request's own header says after how many, and how."""

    def script(request: Message, stream: Stream) -> bool:
        kind, at, how = (request.get("x-cut") or b"").decode().split("|")
        answer = provider_answers[kind]
        stream.send(answer[: int(at)])
        if how == "rst":
            time.sleep(0.01)  # what was sent is to be read first: a reset takes with it what is on its way
            stream.reset()
        return True

    return script


@pytest.fixture(scope="module")
def cut_gateway(shared_gateway) -> Gateway:
    return shared_gateway(Provider(cutting(ANSWERS)).url, name="cut").start()


@pytest.mark.parametrize("how", ["fin", "rst"])
@pytest.mark.parametrize("kind", ANSWERS)
def test_closing_at_every_byte(cut_gateway, kind, how):
    gateway = cut_gateway
    answer = ANSWERS[kind]
    body = EVENTS if kind.startswith("stream") else COMPLETION
    head_end = answer.index(b"\r\n\r\n") + 4
    step = 1 if how == "fin" else 9
    offsets = [*range(0, len(answer), step), len(answer)]
    user = f"cut {kind} {how}"
    question = CHAT_STREAM if kind.startswith("stream") else CHAT

    def one(at: int) -> Got:
        stream = connect(gateway.port)
        stream.send(post("/v1/chat/completions", question, f"x-cut: {kind}|{at}|{how}", f"x-tollgate-user: {user}",
                         f"x-tollgate-tag-at: {at}"))  # fmt: skip
        result = got(stream)
        stream.close()
        return result

    with ThreadPoolExecutor(16) as pool:
        results = dict(zip(offsets, pool.map(one, offsets)))
    wait_for(lambda: len(gateway.rows(user_id=user)) >= len(offsets), 20)
    rows = {int(row["tags"]["at"]): row for row in gateway.rows(user_id=user)}
    assert len(gateway.rows(user_id=user)) == len(rows) == len(offsets), "one row for each"
    for at in offsets:
        client, row = results[at], rows[at]
        where = f"\nafter {at} of {len(answer)}\n{client}\n{row}"
        assert row["client_disconnected"] is False, where
        if at == len(answer):
            assert client.whole and client.status == 200 and client.body == body, where
        elif at < head_end or kind.startswith("plain"):
            # Nothing has reached the client: it gets an answer of the gateway's own.
            assert client.whole and client.status == row["status"] == 502, where
            assert json.loads(client.body)["error"]["message"], where
            assert row["error_type"] in ("upstream_unreachable", "server_error"), where
            # A provider that had begun a 200 may bill it; what, nobody knows.
            assert row["cost_usd"] == (0 if at < head_end else None) and row["usage_source"] == "none", where
            continue
        else:
            assert client.status == row["status"] == 200 and not client.whole, where
            assert body.startswith(client.body), where
        assert row["upstream_request_id"] == "u1", where
        if kind.startswith("plain") or TERMINAL in client.body:
            assert row["error_type"] is None and row["usage_source"] == "reported", where
            assert (row["input_tokens"], row["output_tokens"]) == (9, 5), where
        else:
            assert row["error_type"] in ("upstream_unreachable", "server_error"), where
            # The usage event is among the last; what it says stands.
            assert row["usage_source"] in ("estimated", "reported"), where
            assert row["input_tokens"] > 0 and row["cost_usd"] > 0, where
        if row["error_type"] is None and kind.startswith("stream"):
            assert TERMINAL in client.body, f"a call without an error whose client did not see the end{where}"


# Early answers ---------------------------------------------------------------------------------------------------


def early(path: str, body: int, provider: Provider, gateway: Gateway) -> Got:
    """Sends a large body, as far as it is taken, while it waits for an answer."""
    stream = connect(gateway.port, timeout=20)
    stream.send(f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: {body}\r\n\r\n".encode())
    data = json.dumps(QUESTION | {"pad": ""}).encode()
    data = data[:-2] + b"x" * (body - len(data)) + data[-2:]

    def send() -> None:
        try:
            stream.send(data)
        except OSError:
            pass

    sender = threading.Thread(target=send)
    sender.start()
    result = got(stream)
    stream.close()
    sender.join(20)
    return result


TOO_LARGE = b'{"error":{"message":"too large","type":"invalid_request_error"}}'


@pytest.mark.parametrize("manner", ["reads on", "reads nothing", "closes", "closes with a reset", "closes later"])
@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/files"])
def test_an_answer_before_the_body_has_been_read(own_gateway, provider, path, manner):
    """413 as soon as the head is there; the client gets it, whatever the provider does with the rest."""

    def impatient(stream: Stream) -> bool:
        request = stream.head()
        stream.send(reply(TOO_LARGE, "413 Content Too Large", *(["Connection: close"] if "closes" in manner else [])))
        match manner:
            case "reads on":
                stream.exactly(int(request.get("content-length") or 0))
                stream.fill()
            case "reads nothing":
                time.sleep(3)
            case "closes later":
                time.sleep(0.3)
            case "closes with a reset":
                time.sleep(0.1)
                stream.reset()
        return True

    upstream = provider(on_connect=impatient, receive_buffer=32_768)
    gateway = own_gateway(upstream.url).start()
    result = early(path, 16 << 20, upstream, gateway)
    assert result.status == 413 and result.body == TOO_LARGE, f"{result}\n{gateway.tail()}"
    wait_for(gateway.rows, 10)
    (row,) = gateway.rows()
    assert row["status"] == 413 and row["error_type"] == "invalid_request" and row["cost_usd"] == 0
    assert gateway.alive()


def test_an_early_answer_does_not_spoil_the_next_call(own_gateway, provider):
    """The rest of the body must not be read as a request, nor a new request be sent behind half a body."""

    def impatient(stream: Stream) -> bool:
        request = stream.head()
        stream.send(reply(TOO_LARGE, "413 Content Too Large"))
        return b"/v1/files" in request.first and False

    seen: list[bytes] = []

    def script(request: Message, stream: Stream) -> None:
        seen.append(request.first)
        stream.send(reply())

    upstream = provider(script, on_connect=lambda stream: peek(stream))

    def peek(stream: Stream) -> bool:
        while b"\r\n\r\n" not in stream.buffer:
            if not stream.fill():
                return True
        if b"POST /v1/files" not in stream.buffer:
            return False
        stream.send(reply(TOO_LARGE, "413 Content Too Large"))
        request = stream.head()
        stream.exactly(int(request.get("content-length") or 0))
        return False

    gateway = own_gateway(upstream.url, env={"TOLLGATE_THREADS": "1"}).start()
    assert early("/v1/files", 4 << 20, upstream, gateway).status == 413
    for number in range(5):
        assert ask(gateway.port, get(f"/v1/after-{number}")).status == 200
    assert [line.split()[1] for line in seen] == [b"/v1/after-%d" % n for n in range(5)]


# Relayed as they are ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_relayed_not_followed(own_gateway, provider, status):
    elsewhere = provider()
    location = f"http://127.0.0.1:{elsewhere.port}/v1/chat/completions"
    upstream = provider(reply(b"", f"{status} Moved", f"Location: {location}"))
    gateway = own_gateway(upstream.url).start()
    answer = ask(gateway.port, post("/v1/chat/completions", CHAT))
    assert answer.status == status and answer.get("location") == location.encode() and answer.body == b""
    assert elsewhere.connections == []
    wait_for(gateway.rows, 5)
    (row,) = gateway.rows()
    assert row["status"] == status and row["error_type"] is None


HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
BODIES = {
    "HTML with 200": (reply(HTML).replace(b"application/json", b"text/html"), 200, HTML),
    "HTML with 502": (reply(HTML, "502 Bad Gateway").replace(b"application/json", b"text/html"), 502, HTML),
    "HTML with 503, chunked": (
        b"HTTP/1.1 503 Busy\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(HTML, 7), 503, HTML,
    ),
    "nothing with 200": (reply(b""), 200, b""),
    "nothing with 500": (reply(b"", "500 Oops"), 500, b""),
    "nothing with 429": (reply(b"", "429 Slow down", "Retry-After: 3"), 429, b""),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
    "an empty stream": (STREAM_HEAD + b"0\r\n\r\n", 200, b""),
    "a stream that is none": (STREAM_HEAD + chunks(HTML, 9), 200, HTML),
    "JSON that is cut off": (reply(COMPLETION[:60]), 200, COMPLETION[:60]),
    "JSON of another kind": (reply(b"[1,2,[3]]"), 200, b"[1,2,[3]]"),
    "usage that is no number": (reply(b'{"usage":{"prompt_tokens":"x","completion_tokens":-1}}'), 200, b'{"usage":{"prompt_tokens":"x","completion_tokens":-1}}'),
    "a million brackets": (reply(b"[" * 1_000_000), 200, b"[" * 1_000_000),
    "bytes that are no text": (reply(bytes(range(256)) * 10), 200, bytes(range(256)) * 10),
    "a status without a phrase": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}"),
    "an unknown status": (reply(b"{}", "299 Strange"), 299, b"{}"),
    "status 600": (reply(b"{}", "600 Strange"), 600, b"{}"),
    "HTTP/1.0 with a length": (reply(COMPLETION).replace(b"HTTP/1.1", b"HTTP/1.0"), 200, COMPLETION),
    "HTTP/1.0 until its end": (b"HTTP/1.0 200 OK\r\n\r\n" + COMPLETION, 200, COMPLETION),
    "HTTP/1.1 until its end": (b"HTTP/1.1 200 OK\r\n\r\n" + COMPLETION, 200, COMPLETION),
    "a stream until its end": (STREAM_HEAD.replace(b"Transfer-Encoding: chunked\r\n", b"") + EVENTS, 200, EVENTS),
    "trailers": (STREAM_HEAD + chunks(EVENTS, 80)[:-2] + b"X-Sum: 1\r\nContent-Length: 5\r\n\r\n", 200, EVENTS),
    "chunk extensions": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0;c\r\n\r\n", 200, b"{}"),
    "one byte a chunk": (STREAM_HEAD + chunks(EVENTS, 1), 200, EVENTS),
    "100 and 103 first": (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + reply(COMPLETION), 200, COMPLETION),
    "102 first, ten times": (b"HTTP/1.1 102 Processing\r\n\r\n" * 10 + reply(COMPLETION), 200, COMPLETION),
}  # fmt: skip
CLOSING = {"HTTP/1.0 until its end", "HTTP/1.1 until its end", "a stream until its end", "HTTP/1.0 with a length"}


@pytest.fixture(scope="module")
def body_gateway(shared_gateway):
    def script(request: Message, stream: Stream) -> bool:
        name = (request.get("x-body") or b"").decode()
        stream.send(BODIES[name][0])
        return name in CLOSING

    upstream = Provider(script)
    return shared_gateway(upstream.url, name="bodies").start(), upstream


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/unmetered"])
@pytest.mark.parametrize("name", BODIES)
def test_any_answer_is_relayed_as_it_is(body_gateway, name, path):
    gateway, upstream = body_gateway
    _, status, body = BODIES[name]
    user = f"{name} {path}"
    stream = connect(gateway.port)
    stream.send(post(path, CHAT_STREAM, f"x-body: {name}", f"x-tollgate-user: {user}"))
    answer = stream.answer(interim=True)
    assert answer.status == status and answer.body == body and answer.trailers == b"", answer
    wait_for(lambda: gateway.rows(user_id=user), 5)
    (row,) = gateway.rows(user_id=user)
    assert row["status"] == status, row
    assert (row["error_type"] is not None) is (status >= 400), row
    if path.endswith("completions"):
        reported = body in (COMPLETION, EVENTS)
        if name == "usage that is no number":
            assert row["cost_usd"] is None, "what it said cannot be counted, and is no zero"
        else:
            assert (row["usage_source"] == "reported") is reported, row
        assert row["output_tokens"] == (5 if reported else row["output_tokens"]), row
    # The client's connection is good for another request.
    stream.send(post(path, CHAT_STREAM, "x-body: JSON of another kind", f"x-tollgate-user: {user} again"))
    assert stream.answer().body == b"[1,2,[3]]"
    stream.close()


def test_interim_answers_without_an_end(own_gateway, provider):
    """A provider that only ever promises: the time for the first byte of an answer is not prolonged by it."""

    def script(request: Message, stream: Stream) -> bool:
        while True:
            stream.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
            time.sleep(0.05)

    gateway = own_gateway(provider(script).url, config="timeouts:\n  first_byte: 700ms\n").start()
    began = time.monotonic()
    answer = ask(gateway.port, post("/v1/chat/completions", CHAT))
    assert answer.status == 504 and time.monotonic() - began < 5
    assert gateway.rows()[0]["error_type"] == "timeout"


def test_a_head_that_drips(own_gateway, provider):
    """A byte now and then does not prolong the time for a head for ever."""

    def script(request: Message, stream: Stream) -> bool:
        for byte in itertools.cycle(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000):
            stream.send(bytes([byte]))
            time.sleep(0.05)
        return True

    gateway = own_gateway(provider(script).url, config="timeouts:\n  first_byte: 700ms\n  upstream_idle: 700ms\n").start()
    began = time.monotonic()
    answer = ask(gateway.port, post("/v1/chat/completions", CHAT))
    assert answer.status == 504 and time.monotonic() - began < 8


# Connections -----------------------------------------------------------------------------------------------------


def test_connections_are_used_again_and_not_for_ever(own_gateway, provider):
    upstream = provider()
    config = "timeouts:\n  upstream_keep_alive: 600ms\nlimits:\n  idle_upstreams: 2\n"
    gateway = own_gateway(upstream.url, config=config, env={"TOLLGATE_THREADS": "1"}).start()
    stream = connect(gateway.port)
    for number in range(10):
        stream.send(get(f"/v1/{number}"))
        assert stream.answer().status == 200
    assert len(upstream.connections) == 1
    with ThreadPoolExecutor(12) as pool:
        assert {a.status for a in pool.map(lambda n: ask(gateway.port, get(f"/v1/many-{n}")), range(60))} == {200}
    wait_for(lambda: sum(not c.ended for c in upstream.connections) <= 2, 5, "no more than two are kept")
    wait_for(lambda: all(c.ended for c in upstream.connections), 5, "none is kept for ever")
    before = len(upstream.connections)
    stream.send(get("/v1/later"))
    assert stream.answer().status == 200 and len(upstream.connections) == before + 1
    stream.close()


@pytest.mark.parametrize("how", ["fin", "rst"])
def test_a_provider_that_closes_idle_connections(own_gateway, provider, how):
    """The close crosses the next request: sent once more, on a new connection; never twice to one that has read it."""

    def script(request: Message, stream: Stream) -> bool:
        stream.send(reply())
        if how == "rst":
            time.sleep(0.005)
            stream.reset()
        return True

    upstream = provider(script)
    gateway = own_gateway(upstream.url, env={"TOLLGATE_THREADS": "1"}).start()
    stream = connect(gateway.port)
    for number in range(60):
        stream.send(post("/v1/chat/completions", CHAT, f"x-number: {number}-"))
        assert stream.answer().status == 200, number
    stream.close()
    assert [len(upstream.about(f"x-number: {n}-")) for n in range(60)] == [1] * 60
    assert len(gateway.rows()) == 60


def test_an_upload_does_not_go_on_a_connection_that_may_be_stale(own_gateway, provider):
    """A body that is passed on as it comes cannot be sent twice."""

    def script(request: Message, stream: Stream) -> bool:
        stream.send(reply())
        time.sleep(0.005)
        return True

    gateway = own_gateway(provider(script).url, env={"TOLLGATE_THREADS": "1"}).start()
    stream = connect(gateway.port)
    for number in range(30):
        stream.send(get(f"/v1/{number}") + post("/v1/files", bytes(200_000)))
        assert [stream.answer().status, stream.answer().status] == [200, 200], number
    stream.close()


def test_a_request_that_a_provider_has_read_is_sent_once_more_at_most(own_gateway, provider):
    """A provider that reads each request on a reused connection and closes without an answer gets it twice, not more."""
    count = itertools.count()

    def script(request: Message, stream: Stream) -> bool:
        if next(count) == 0:
            stream.send(reply())
            return False
        return True

    upstream = provider(script)
    gateway = own_gateway(upstream.url, env={"TOLLGATE_THREADS": "1"}).start()
    assert ask(gateway.port, post("/v1/chat/completions", CHAT)).status == 200
    assert ask(gateway.port, post("/v1/chat/completions", CHAT, "x-lost: 1")).status == 502
    assert len(upstream.about("x-lost")) == 2
    rows = gateway.rows()
    assert len(rows) == 2 and rows[0]["error_type"] == "upstream_unreachable"


# Addresses -------------------------------------------------------------------------------------------------------


def test_ipv6(own_gateway, provider):
    try:
        upstream = provider(host="::1")
    except OSError:
        pytest.skip("no IPv6 here")
    gateway = own_gateway(f"http://[::1]:{upstream.port}").start()
    assert ask(gateway.port, get("/v1/x")).status == 200
    assert upstream.requests[0].get("host") == f"[::1]:{upstream.port}".encode()


def named(tmp_path, upstream: str, *addresses: str, **options) -> tuple[NamespacedGateway, object]:
    """A gateway for which `provider.test` has these addresses; and what changes them."""
    hosts = tmp_path / "hosts"

    def say(*addresses: str) -> None:
        hosts.write_text("127.0.0.1 localhost\n" + "".join(f"{address} provider.test\n" for address in addresses))

    say(*addresses)
    return NamespacedGateway(tmp_path, upstream, f'mount --bind "{hosts}" /etc/hosts', **options), say


@needs_namespaces
def test_a_name_with_several_addresses_of_which_the_first_is_dead(tmp_path, provider):
    upstream = provider(host="127.0.0.12")
    gateway, say = named(tmp_path, f"http://provider.test:{upstream.port}", "127.0.0.11", "127.0.0.12", "127.0.0.13")
    gateway.start()
    try:
        for number in range(4):
            assert ask(gateway.port, get(f"/v1/{number}", "Connection: close")).status == 200
    finally:
        assert gateway.terminate() == 0


@needs_namespaces
def test_a_name_with_an_address_that_never_answers(tmp_path, provider):
    """A full accept queue: neither refused nor accepted. The next address is tried meanwhile."""
    upstream = provider(host="127.0.0.22")
    silent = socket.socket()
    silent.bind(("127.0.0.21", upstream.port))
    silent.listen(0)
    fillers = []
    for _ in range(8):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(("127.0.0.21", upstream.port))
        fillers.append(filler)
    gateway, say = named(tmp_path, f"http://provider.test:{upstream.port}", "127.0.0.21", "127.0.0.22",
                         config="timeouts:\n  connect: 5s\n")  # fmt: skip
    gateway.start()
    try:
        began = time.monotonic()
        assert ask(gateway.port, get("/v1/x")).status == 200
        assert time.monotonic() - began < 4
        say("127.0.0.21")
        gateway.terminate()
        gateway.env["TOLLGATE_TIMEOUTS_CONNECT"] = "700ms"
        gateway.start()
        began = time.monotonic()
        answer = ask(gateway.port, post("/v1/chat/completions", CHAT))
        assert answer.status == 504 and 0.5 < time.monotonic() - began < 5
        assert b"provider.test" in answer.body
        assert gateway.rows()[0]["error_type"] == "timeout"
    finally:
        assert gateway.terminate() == 0
        for sock in [*fillers, silent]:
            sock.close()


@needs_namespaces
def test_a_name_that_changes_its_address(tmp_path, provider):
    """A name is looked up for each new connection; connections to the old address live until they are idle."""
    first = provider(host="127.0.0.31")
    second = provider(host="127.0.0.32", port=first.port)
    gateway, say = named(tmp_path, f"http://provider.test:{first.port}", "127.0.0.31",
                         config="timeouts:\n  upstream_keep_alive: 300ms\n")  # fmt: skip
    gateway.start()
    try:
        assert ask(gateway.port, get("/v1/x")).status == 200 and len(first.requests) == 1
        say("127.0.0.32")
        wait_for(lambda: all(c.ended for c in first.connections), 5)
        assert ask(gateway.port, get("/v1/x")).status == 200 and len(second.requests) == 1
        say()
        wait_for(lambda: all(c.ended for c in second.connections), 5)
        answer = ask(gateway.port, post("/v1/chat/completions", CHAT))
        assert answer.status == 502 and b"provider.test" in answer.body
        assert gateway.rows()[0]["error_type"] == "upstream_unreachable"
    finally:
        assert gateway.terminate() == 0
