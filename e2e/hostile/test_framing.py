"""Framing attacks, each sent to the gateway and to nginx: what nginx refuses, the gateway refuses; nothing is forwarded
twice, nothing is smuggled, nothing kills the process.
"""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from dataclasses import dataclass

import pytest

from framing_table import ROWS, Row
from nginx import Nginx
from raw import Broken, Message, Provider, Stream, connect, get, post

SEED = int(os.environ.get("E2E_SEED", "20261122"))


@dataclass
class Proxy:
    """A proxy under attack, and the provider behind it."""

    port: int
    provider: Provider


@dataclass
class Outcome:
    """What became of some bytes."""

    statuses: list[int]
    ended: bool
    forwarded: list[Message]

    @property
    def refused(self) -> bool:
        return not self.forwarded and (self.ended or (self.statuses != [] and self.statuses[0] >= 400))


@pytest.fixture(scope="module")
def attacked(gateway, shared_gateway):
    provider = Provider()
    return Proxy(shared_gateway(provider.url).start().port, provider)


@pytest.fixture(scope="module")
def reference(directory):
    provider = Provider()
    nginx = Nginx(directory, provider.port)
    yield Proxy(nginx.port, provider)
    assert nginx.alive()
    nginx.close()


def attack(proxy: Proxy, data: bytes, word: str, answers: int, patience: float) -> Outcome:
    """Sends the bytes; reads so many answers, then until the end or as long as the patience lasts."""
    stream = connect(proxy.port, timeout=patience)
    statuses: list[int] = []
    ended = False
    try:
        try:
            stream.send(data)
        except OSError:
            pass  # refused before all of it was taken; the answer is there to be read
        while True:
            if answers and len(statuses) == answers:
                stream.socket.settimeout(0.03)
                break
            statuses.append(stream.answer().status)
        ended = stream.ended()
    except TimeoutError:
        pass
    except (Broken, ValueError, IndexError, ConnectionError):
        ended = True
    finally:
        stream.close()
    return Outcome(statuses, ended, proxy.provider.about(word))


_numbers = iter(range(1_000_000))


def with_paths(data: bytes) -> tuple[bytes, str]:
    """The bytes with paths that only they have, and the word by which both can be found."""
    word = f"row-{next(_numbers)}-"
    return data.replace(b"{p}", f"/v1/{word}open".encode()).replace(b"{s}", f"/v1/{word}hidden".encode()), word


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_framing(attacked, reference, row: Row):
    data, word = with_paths(row.data)
    wanted = len(row.answers) or row.forwards
    mine = attack(attacked, data, word, wanted or (1 if row.refused == (404,) else 0), 5)
    theirs = attack(reference, data, word, wanted, 0.4)
    if row.refused:
        assert mine.forwarded == [], mine
        assert mine.statuses and mine.statuses[0] in row.refused, mine
        assert len(mine.statuses) == 1 and (mine.ended or row.refused == (404,)), f"not closed: {mine}"
    else:
        assert len(mine.forwarded) == row.forwards, f"{mine}\nnginx: {theirs}"
        assert mine.statuses == list(row.answers or [200] * row.forwards), f"{mine}\nnginx: {theirs}"
        for request in mine.forwarded:
            assert f"{word}open" in request.target, request
        assert not theirs.refused, f"nginx refuses what is let through: {theirs}"
    assert not [r for r in mine.forwarded if f"{word}hidden" in r.target], "smuggled"


def test_what_is_forwarded_means_one_thing(attacked):
    """Fields of this connection stay behind; the body has a length; the caller's own lines pass byte for byte."""
    data, word = with_paths(
        b"POST {p} HTTP/1.1\r\nhOsT: h\r\nX-Case:   kept \t \r\nTransfer-Encoding: chunked\r\nConnection: x-hop, keep-alive\r\n"
        b"X-Hop: 1\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nTrailer: X-Sum\r\nProxy-Connection: x\r\nUpgrade: h2c\r\n"
        b"Proxy-Authorization: Basic eA==\r\nExpect: 100-continue\r\nx-tollgate-user: me\r\nX-Twice: 1\r\nx-twice: 2\r\n\r\n"
        b"5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: z\r\n\r\n"
    )
    outcome = attack(attacked, data, word, 1, 5)
    (request,) = outcome.forwarded
    names = [name.lower() for name, _ in request.fields]
    for name in (b"x-hop", b"keep-alive", b"te", b"trailer", b"proxy-connection", b"upgrade", b"proxy-authorization",
                 b"expect", b"x-tollgate-user", b"connection", b"x-sum"):  # fmt: skip
        assert name not in names, request
    assert request.body == b"hello world" and request.trailers == b""
    framed = [name for name in names if name in (b"content-length", b"transfer-encoding")]
    assert len(framed) == 1, request
    assert b"X-Case:   kept" in request.raw_head and request.all("x-twice") == [b"1", b"2"]
    assert names.count(b"host") == 1 and request.get("host") == f"127.0.0.1:{attacked.provider.port}".encode()


def test_expect_continue(attacked):
    """The body is asked for, once; not where it has come already, and not where it would be refused."""
    stream = connect(attacked.port)
    for number in range(2):
        stream.send(post(f"/v1/expected-{number}", b"hello", "Expect: 100-continue")[:-5])
        interim = stream.answer(interim=True)
        assert interim.status == 100 and interim.fields == []
        stream.send(b"hello")
        assert stream.answer(interim=True).status == 200
    stream.send(post("/v1/expected-3", b"hello", "Expect: 100-continue"))
    first = stream.answer(interim=True)
    assert (first if first.status == 200 else stream.answer(interim=True)).status == 200
    stream.close()
    assert [r.body for r in attacked.provider.about("expected-")] == [b"hello"] * 3

    stream = connect(attacked.port)
    head = post("/v1/expected-4", b"", "Expect: 100-continue").replace(b"Content-Length: 0", b"Content-Length: 99999999")
    stream.send(head)
    assert stream.answer(interim=True).status == 413 and stream.ended()


def test_an_answer_waits_for_the_one_before(shared_gateway):
    """Pipelined requests are answered in their order, whatever their providers' order would be; one at a time."""
    seen: list[str] = []

    def script(request: Message, stream: Stream) -> None:
        seen.append(request.target)
        if "slow" in request.target:
            time.sleep(0.3)
        stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(request.target), request.target.encode()))

    provider = Provider(script)
    gateway = shared_gateway(provider.url).start()
    stream = connect(gateway.port)
    paths = ["/v1/slow-1", "/v1/fast-2", "/v1/slow-3", "/v1/fast-4"]
    stream.send(b"".join(get(path) for path in paths))
    assert [stream.answer().body.decode() for _ in paths] == paths == seen
    stream.close()


def test_an_answer_of_the_gateways_own_reaches_who_has_half_closed(attacked):
    body = b"{not JSON"
    request = b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    for _ in range(20):
        stream = connect(attacked.port, timeout=30)
        stream.send(request % len(body) + body)
        stream.socket.shutdown(socket.SHUT_WR)
        assert stream.head().status == 400
        stream.socket.close()


def test_a_flood_of_pipelined_requests_is_bounded_and_answered(attacked):
    stream = connect(attacked.port, timeout=20)
    count = 300
    data = b"".join(post(f"/v1/flood-{n}", b"x" * 2_000) for n in range(count))
    sender = threading.Thread(target=lambda: stream.send(data))
    sender.start()
    assert [stream.answer().status for _ in range(count)] == [200] * count
    sender.join()
    stream.close()
    targets = [r.target for r in attacked.provider.about("/v1/flood-")]
    assert sorted(targets) == sorted(f"/v1/flood-{n}" for n in range(count)), "each once"


# What a hostile provider answers ---------------------------------------------------------------------------------

SPLITTING = {
    "CR LF in a value": b"HTTP/1.1 200 OK\r\nX: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "LF in a value": b"HTTP/1.1 200 OK\r\nX: a\nSet-Cookie: stolen\r\nContent-Length: 2\r\n\r\n{}",
    "CR in a value": b"HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: stolen\r\nContent-Length: 2\r\n\r\n{}",
    "NUL in a value": b"HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 2\r\n\r\n{}",
    "LF in the reason": b"HTTP/1.1 200 OK\nX: y\r\nContent-Length: 2\r\n\r\n{}",
    "CR in the reason": b"HTTP/1.1 200 O\rK\r\nContent-Length: 2\r\n\r\n{}",
    "fold": b"HTTP/1.1 200 OK\r\nX: a\r\n Set-Cookie: stolen\r\nContent-Length: 2\r\n\r\n{}",
    "LF only": b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 44\r\n\r\n{}",
    "length and chunks": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "signed length": b"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}",
    "negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
    "huge length": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
    "list of lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}",
    "two codings": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "unknown coding": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "blank before the colon": b"HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\n{}",
    "no status": b"HTTP/1.1 OK\r\nContent-Length: 2\r\n\r\n{}",
    "status of four digits": b"HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\n{}",
    "status below 100": b"HTTP/1.1 099 OK\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/2": b"HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/0.9": b"{\"hello\": 1}\r\n\r\n",
    "switching protocols": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\nGET /",
    "SSH": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "head of 100 KB": b"HTTP/1.1 200 OK\r\n" + b"X: yyyyyyyyyyyyyyyy\r\n" * 5_000 + b"Content-Length: 2\r\n\r\n{}",
    "head without an end": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000,
    "coding of a 204": b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/whatever"])
@pytest.mark.parametrize("name", SPLITTING)
def test_a_provider_that_splits_its_answer(split_gateway, name, path):
    gateway, answers = split_gateway
    answers["next"] = SPLITTING[name]
    body = b'{"model":"gpt-4o-mini","messages":[{"role":"user","content":"x"}]}'
    stream = connect(gateway.port)
    stream.send(post(path, body))
    answer = stream.answer()
    if name == "CR LF in a value":  # a whole answer, ended by the connection; what follows is its body
        assert answer.status == 200 and answer.body.startswith(b"HTTP/1.1 200") or answer.status == 502
        stream.close()
        return
    assert answer.status == 502, answer
    assert b"openai" in answer.body and b"stolen" not in answer.raw_head + answer.body
    answers["next"] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    stream.send(post(path, body))
    assert stream.answer().status == 200, "the client's connection is as good as before"
    stream.close()


@pytest.fixture(scope="module")
def split_gateway(shared_gateway):
    answers: dict[str, bytes] = {}

    def script(request: Message, stream: Stream) -> bool:
        stream.send(answers["next"])
        return True

    return shared_gateway(Provider(script).url).start(), answers


EXTRA = {
    "a second answer": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen",
    "bytes behind the length": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}stolen",
    "bytes behind the chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nstolen",
    "body of a 204": b"HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen",
    "body of a 304": b"HTTP/1.1 304 Not Modified\r\nContent-Length: 6\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen",
}


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("name", EXTRA)
def test_what_follows_an_answer_reaches_nobody(shared_gateway, name, late):
    """The next call on the same provider connection would read it as its own answer."""
    first, extra = EXTRA[name], b""
    if late:
        at = first.rindex(b"HTTP/1.1") if first.count(b"HTTP/1.1") > 1 else first.rindex(b"stolen")
        first, extra = first[:at], first[at:]

    def script(request: Message, stream: Stream) -> None:
        if "victim" in request.target:
            stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood")
            return
        stream.send(first)
        if extra:
            time.sleep(0.05)
            stream.send(extra)

    provider = Provider(script)
    gateway = shared_gateway(provider.url, env={"TOLLGATE_THREADS": "1"}).start()
    for number in range(5):
        stream = connect(gateway.port)
        stream.send(get("/v1/first"))
        assert stream.answer().status in (200, 204, 304)
        if late:
            time.sleep(0.1)
        stream.send(get(f"/v1/victim-{number}"))
        assert stream.answer().body == b"good"
        stream.close()


def test_an_answer_to_no_request_reaches_nobody(shared_gateway):
    """A provider that speaks first: the connection is not one to send keys on."""

    def speaks_first(stream: Stream) -> bool:
        stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen")
        return False

    provider = Provider(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood", on_connect=speaks_first)
    gateway = shared_gateway(provider.url).start()
    stream = connect(gateway.port)
    for number in range(4):
        stream.send(get(f"/v1/first-{number}"))
        assert stream.answer().status in (200, 502)
    stream.close()


# Mutations -------------------------------------------------------------------------------------------------------

SEEDS = [row.data for row in ROWS if row.forwards and len(row.data) < 2_000]
PIECES = [b"\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b":", b";", b",", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n",
          b"0\r\n\r\n", b"5\r\nhello\r\n", b"\xff", b"%2e", b"..", b"/", b"\\", b"HTTP/1.1", b"Host: h\r\n", b"\x7f", b"\x0b", b"+", b"-", b"0x"]  # fmt: skip


def mutate(random: random.Random, data: bytes) -> bytes:
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(data) + 1)
        match random.randrange(4):
            case 0:
                data = data[:at] + random.choice(PIECES) + data[at:]
            case 1:
                data = data[:at] + data[at + random.randint(1, 4) :]
            case 2:
                data = data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
            case 3:
                end = at + random.randint(1, 40)
                data = data[:end] + data[at:end] + data[end:]
    return data


@pytest.mark.parametrize(
    "count", [250, pytest.param(12_000, marks=[pytest.mark.peers, pytest.mark.timeout(1_500)])]
)
def test_mutated_requests(attacked, reference, count):
    """What nginx refuses with an answer of its own, the gateway does not forward."""
    dice = random.Random(SEED + count)
    compared = 0
    for _ in range(count):
        data, word = with_paths(mutate(dice, dice.choice(SEEDS)))
        theirs = attack(reference, data, word, 1, 0.06)
        if not (theirs.statuses and theirs.statuses[0] >= 400 and not theirs.forwarded):
            continue
        compared += 1
        mine = attack(attacked, data, word, 1, 0.5)
        assert mine.forwarded == [], f"nginx says {theirs.statuses} to {data!r}; the gateway forwarded {mine.forwarded}"
    assert compared > count / 10
