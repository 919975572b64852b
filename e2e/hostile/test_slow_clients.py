"""Clients that are slow, silent, many, or half gone: bounded in time and number, and nobody else suffers."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import pytest

from memory import Growth
from raw import HEAD_END, Broken, Provider, Stream, ask, connect, get, post, wait_for

CHAT = json.dumps({"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "x"}]}).encode()


def descriptors(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


@pytest.fixture(scope="module")
def impatient(shared_gateway):
    """A gateway with little patience, and its provider."""
    upstream = Provider()
    config = "timeouts:\n  client_read: 700ms\n  client_idle: 900ms\n"
    return shared_gateway(upstream.url, config=config, name="impatient").start(), upstream


def drip(stream: Stream, data: bytes, pause: float) -> float:
    """Sends a byte at a time until that fails; how long it lasted."""
    began = time.monotonic()
    try:
        for byte in data:
            stream.send(bytes([byte]))
            time.sleep(pause)
    except OSError:
        pass
    return time.monotonic() - began


HEADS = {
    "request line": b"GET /v1/" + b"x" * 200,
    "fields": b"GET /v1/x HTTP/1.1\r\nHost: h\r\n" + b"X: y\r\n" * 50,
    "empty line": b"\r",
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_that_drips_in(impatient, name):
    """The limit is for the whole head: a byte now and then does not prolong it."""
    gateway, upstream = impatient
    stream = connect(gateway.port, timeout=5)
    lasted = drip(stream, HEADS[name][:60], 0.1)
    try:
        answer = stream.answer()
        assert answer.status == 408 and json.loads(answer.body)["error"]["message"]
    except ConnectionError:
        pass  # it went on sending, and the reset took the answer with it
    assert lasted < 6.5
    stream.close()
    assert gateway.rows() == [] or all(row["status"] != 408 for row in gateway.rows())


def test_a_head_that_stops(impatient):
    gateway, _ = impatient
    stream = connect(gateway.port, timeout=5)
    began = time.monotonic()
    stream.send(b"GET /v1/x HTTP/1.1\r\nHo")
    assert stream.answer().status == 408 and stream.ended()
    assert 0.5 < time.monotonic() - began < 3
    stream.close()


@pytest.mark.parametrize("framing", ["length", "chunked"])
@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/files"])
def test_a_body_that_stops(impatient, path, framing):
    gateway, upstream = impatient
    stream = connect(gateway.port, timeout=5)
    head = "Content-Length: 200000" if framing == "length" else "Transfer-Encoding: chunked"
    stream.send(f"POST {path} HTTP/1.1\r\nHost: h\r\n{head}\r\n\r\n".encode())
    stream.send(b"{" * 1_000 if framing == "length" else b"3e8\r\n" + b"{" * 1_000)
    began = time.monotonic()
    try:
        assert stream.answer().status == 408
    except (Broken, ConnectionError):
        assert path == "/v1/files", "only where half of it has gone to the provider is the connection just closed"
    assert 0.5 < time.monotonic() - began < 3
    stream.close()


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/files"])
def test_a_body_that_drips_in_is_taken(impatient, path):
    """The limit is between two reads: a slow upload is not an attack."""
    gateway, upstream = impatient
    stream = connect(gateway.port, timeout=10)
    body = CHAT + b" " * (14 - len(CHAT) % 14)
    stream.send(post(path, body)[: -len(body)])
    for at in range(0, len(body), 14):
        stream.send(body[at : at + 14])
        time.sleep(0.3)
    assert stream.answer().status == 200
    stream.close()
    assert upstream.requests[-1].body == body


def test_a_connection_that_says_nothing(impatient):
    gateway, _ = impatient
    stream = connect(gateway.port, timeout=5)
    began = time.monotonic()
    assert stream.ended() and 0.7 < time.monotonic() - began < 3
    stream.close()
    stream = connect(gateway.port, timeout=5)
    stream.send(get("/v1/x"))
    assert stream.answer().status == 200
    began = time.monotonic()
    assert stream.ended() and 0.7 < time.monotonic() - began < 3, "and none that says nothing any more"
    stream.close()


def test_empty_lines_without_an_end(impatient):
    """What is no head counts as one that takes its time."""
    gateway, _ = impatient
    stream = connect(gateway.port, timeout=5)
    lasted = drip(stream, b"\r\n" * 60, 0.05)
    assert lasted < 5
    stream.close()


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "count", [pytest.param(2_000, id="2000"), pytest.param(10_000, id="10000", marks=pytest.mark.peers)]
)
def test_idle_connections(own_gateway, provider, count):
    """Thousands that do nothing: small, and nothing to those who do something."""
    gateway = own_gateway(provider().url, config="timeouts:\n  client_idle: 1h\n").start()
    assert ask(gateway.port, get("/v1/x")).status == 200
    before = descriptors(gateway.pid)
    growth = Growth(gateway.pid)
    idle = []
    for number in range(count):
        # From several addresses, each within its own limit.
        sock = socket.socket()
        sock.bind((f"127.0.1.{1 + number % 4}", 0))
        sock.connect(("127.0.0.1", gateway.port))
        idle.append(sock)
    wait_for(lambda: descriptors(gateway.pid) >= before + count, 30)
    print(f"{count} idle connections: {growth.now / count / 1024:.1f} KiB each")
    assert growth.peak / count < 16 * 1024
    began = time.monotonic()
    for number in range(20):
        assert ask(gateway.port, get("/v1/x")).status == 200
    assert time.monotonic() - began < 5
    for sock in idle:
        sock.close()
    wait_for(lambda: descriptors(gateway.pid) <= before + 8, 20)
    assert ask(gateway.port, get("/v1/x")).status == 200


def test_the_limit_of_connections(own_gateway, provider):
    """More wait until one is closed: not refused, not lost."""
    gateway = own_gateway(provider().url, config="limits:\n  connections: 20\n").start()
    held = [connect(gateway.port) for _ in range(20)]
    for stream in held:
        stream.send(get("/v1/x"))
        assert stream.answer().status == 200
    waiting = connect(gateway.port, timeout=0.5)
    waiting.send(get("/v1/waiting"))
    with pytest.raises(TimeoutError):
        waiting.answer()
    held.pop().close()
    waiting.socket.settimeout(5)
    assert waiting.answer().status == 200
    for stream in [*held, waiting]:
        stream.close()
    wait_for(lambda: ask(gateway.port, get("/v1/x")).status == 200, 5)


def test_the_limit_of_connections_of_one_address(own_gateway, provider):
    """More of one address are closed; others are served."""
    gateway = own_gateway(provider().url, config="limits:\n  connections_per_address: 10\n").start()
    held = [connect(gateway.port) for _ in range(10)]
    for stream in held:
        stream.send(get("/v1/x"))
        assert stream.answer().status == 200
    for _ in range(3):
        refused = connect(gateway.port, timeout=5)
        assert refused.ended()
        refused.close()
    other = socket.socket()
    other.bind(("127.0.0.2", 0))
    other.settimeout(5)
    other.connect(("127.0.0.1", gateway.port))
    stream = Stream(other)
    stream.send(get("/v1/x"))
    assert stream.answer().status == 200
    stream.close()
    held.pop().close()
    wait_for(lambda: not_refused(gateway.port), 5, "the place of a closed one is free again")
    for stream in held:
        stream.close()


def not_refused(port: int) -> bool:
    stream = connect(port)
    try:
        stream.send(get("/v1/x"))
        return stream.answer().status == 200
    except (Broken, OSError):
        return False
    finally:
        stream.close()


# Half-closed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["nothing", "half a head", "half a body"])
def test_a_client_that_ends_before_its_request_does(impatient, at):
    gateway, upstream = impatient
    before = descriptors(gateway.pid), len(upstream.requests), len(gateway.rows())
    stream = connect(gateway.port, timeout=5)
    data = post("/v1/chat/completions", CHAT)
    stream.send({"nothing": b"", "half a head": data[:30], "half a body": data[:-20]}[at])
    stream.socket.shutdown(socket.SHUT_WR)
    assert stream.ended()
    stream.close()
    wait_for(lambda: descriptors(gateway.pid) <= before[0], 5)
    assert (len(upstream.requests), len(gateway.rows())) == before[1:]


@pytest.mark.parametrize("forwarded", [True, False])
def test_a_client_that_ends_its_side_after_its_request(own_gateway, provider, forwarded):
    """It is taken for gone, as nginx does it: booked where the provider has it, else not forwarded; then closed."""

    def script(request, stream):
        time.sleep(0.4)
        body = b'{"model":"gpt-4o-mini","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}'
        stream.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    upstream = provider(script)
    gateway = own_gateway(upstream.url).start()
    before = descriptors(gateway.pid)
    stream = connect(gateway.port, timeout=5)
    stream.send(post("/v1/chat/completions", CHAT))
    if forwarded:
        wait_for(lambda: upstream.requests, 5)
    stream.socket.shutdown(socket.SHUT_WR)
    try:
        answered = stream.answer().status == 200
    except (Broken, ConnectionError):
        answered = False
    stream.close()
    time.sleep(0.7)
    rows = gateway.rows()
    assert len(rows) == len(upstream.requests) and (rows or not forwarded)
    for row in rows:
        assert row["usage_source"] == "reported" and row["output_tokens"] == 2
        assert row["client_disconnected"] is not answered
    wait_for(lambda: descriptors(gateway.pid) <= before + 2, 5)


@pytest.mark.parametrize("when", ["before the answer", "with the answer"])
def test_a_provider_that_ends_its_side(own_gateway, provider, when):
    def script(request, stream):
        if when == "with the answer":
            stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        stream.socket.shutdown(socket.SHUT_WR)
        try:
            stream.fill()
        except OSError:
            pass
        return True

    upstream = provider(script)
    gateway = own_gateway(upstream.url, env={"TOLLGATE_THREADS": "1"}).start()
    for number in range(5):
        answer = ask(gateway.port, post("/v1/chat/completions", CHAT))
        assert answer.status == (502 if when == "before the answer" else 200)
    wait_for(lambda: all(c.ended for c in upstream.connections), 5)
    assert len(gateway.rows()) == 5
