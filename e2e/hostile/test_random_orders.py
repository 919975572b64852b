"""Clients and providers that stop, half-close, close and reset at random moments of random exchanges.

Whatever the order: one row for each request that reached a provider, none twice; no client gets another's bytes; every
hold is released; every connection is closed; the gateway goes on serving. A failure names its seed: E2E_SEED=….
"""

from __future__ import annotations

import json
import os
import random
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from raw import Broken, Message, Provider, Stream, ask, connect, get, wait_for

SEED = int(os.environ.get("E2E_SEED", "20261122"))


def usage(name: str) -> dict:
    return {"model": "gpt-4o-mini", "id": name, "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}


def answer_of(name: str, kind: str) -> bytes:
    """The whole of a provider's answer; its body says whose it is."""
    if kind == "stream":
        events = [json.dumps(usage(name) | {"usage": None, "choices": [{"index": 0, "delta": {"content": f"<{name}>"}}]})] * 6
        events += [json.dumps(usage(name) | {"choices": []}), "[DONE]"]
        data = b"".join(b"%x\r\n%s\r\n" % (len(e), e) for e in (f"data: {event}\n\n".encode() for event in events))
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n" + data + b"0\r\n\r\n"
    body = json.dumps(usage(name) | {"pad": f"<{name}>" * 40}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def pieces(dice: random.Random, data: bytes) -> list[bytes]:
    cuts = sorted(dice.randrange(len(data) + 1) for _ in range(dice.randint(0, 5)))
    return [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)])]


def perform(dice: random.Random, stream: Stream, data: bytes, hazards: float) -> bool:
    """Sends the data in pieces, with something going wrong in between or not; whether the connection is over."""
    for piece in pieces(dice, data):
        stream.send(piece)
        if dice.random() < 0.5:
            time.sleep(dice.random() * 0.01)
        if dice.random() < hazards:
            match dice.randrange(4):
                case 0:
                    stream.reset()
                    return True
                case 1:
                    stream.close()
                    return True
                case 2:
                    stream.socket.shutdown(socket.SHUT_WR)
                    time.sleep(dice.random() * 0.05)
                    return True
                case 3:
                    time.sleep(dice.random() * 0.2)
    return False


def provide(request: Message, stream: Stream) -> bool:
    """Answers as the request's own header says: whose it is, of what kind, by which dice."""
    name, kind, seed = (request.get("x-plan") or b"||0").decode().split("|")
    return perform(random.Random(seed), stream, answer_of(name, kind), 0.12)


def client(port: int, name: str, seed: str) -> tuple[str, list[bytes]]:
    """One client: up to three requests on a connection, until something goes wrong; what it read of each."""
    dice = random.Random(seed)
    read: list[bytes] = []
    stream = connect(port, timeout=3)
    try:
        for number in range(dice.randint(1, 3)):
            kind = dice.choice(["plain", "stream", "upload"])
            call = f"{name}.{number}"
            body = json.dumps({"model": "gpt-4o-mini", "stream": kind == "stream", "messages": []}).encode()
            path = "/v1/chat/completions"
            if kind == "upload":
                body, path = bytes(dice.randint(1, 300_000)), "/v1/files"
            head = (
                f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {len(body)}\r\nx-plan: {call}|{kind}|{seed}-{number}\r\n"
                f"x-tollgate-user: random\r\nx-tollgate-tag-call: {call}\r\n\r\n"
            )
            if perform(dice, stream, head.encode() + body, 0.08):
                break
            seen = b""
            read.append(seen)
            limit = dice.choice([0, 50, 400, 10**9, 10**9, 10**9])
            while len(read[-1]) < limit:
                before = len(stream.buffer)
                if not stream.fill():
                    return name, read
                read[-1] += stream.buffer[before:]
                if complete(stream.buffer):
                    stream.buffer = b""
                    break
            else:
                break
        if dice.random() < 0.5:
            stream.reset()
    except (OSError, Broken):
        pass
    finally:
        stream.close()
    return name, read


def complete(data: bytes) -> bool:
    head, end, body = data.partition(b"\r\n\r\n")
    if not end:
        return False
    if b"transfer-encoding: chunked" in head.lower():
        return body.endswith(b"0\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return False


@pytest.mark.timeout(900)
@pytest.mark.parametrize("policy", ["drain", "abort"])
@pytest.mark.parametrize("count", [250, pytest.param(8_000, marks=pytest.mark.peers)])
def test_random_orders(own_gateway, count, policy):
    upstream = Provider(provide)
    config = f"providers:\n  - name: openai\n    on_disconnect: {policy}\nlimits:\n  idle_upstreams: 50\ntimeouts:\n  first_byte: 2s\n  upstream_idle: 2s\n  drain: 2s\n"
    gateway = own_gateway(upstream.url, config=config, env={"TOLLGATE_THREADS": "2"}).start()
    assert ask(gateway.port, get("/v1/warm", "x-plan: warm|plain|1")).status in (200, 502)
    files = Path(f"/proc/{gateway.pid}/fd")
    before = len(list(files.iterdir()))
    with ThreadPoolExecutor(32) as pool:
        results = list(pool.map(lambda n: client(gateway.port, f"c{n}", f"{SEED}-{policy}-{n}"), range(count)))

    # Nobody reads what is another's.
    for name, read in results:
        for number, data in enumerate(read):
            owners = set(re.findall(rb"<([^<>\s]+)>", data))
            assert owners <= {f"{name}.{number}".encode()}, f"{SEED}: {name}.{number} read {owners}"

    # A row for each request that reached the provider whole; it got none more than twice (a stale connection).
    reached: dict[str, int] = {}
    for request in upstream.requests:
        call = (request.get("x-plan") or b"").decode().split("|")[0]
        reached[call] = reached.get(call, 0) + 1
    reached.pop("warm", None)
    assert reached and max(reached.values()) <= 2

    def rows() -> dict[str, list[dict]]:
        found: dict[str, list[dict]] = {}
        for row in gateway.rows(user_id="random"):
            found.setdefault(row["tags"]["call"], []).append(row)
        return found

    wait_for(lambda: set(reached) <= set(rows()), 15, f"{SEED}: rows of {sorted(set(reached) - set(rows()))[:5]}")
    found = rows()
    assert [call for call, own in found.items() if len(own) > 1] == [], SEED
    names = {f"c{n}" for n in range(count)}
    assert {call.split(".")[0] for call in found} <= names
    for call, (row,) in found.items():
        if call not in reached:  # an upload that was cut, a connection that failed
            assert row["error_type"] or row["client_disconnected"], row

    # Nothing is left behind.
    def quiet() -> bool:
        metrics = dict(line.rsplit(" ", 1) for line in gateway.metrics().splitlines() if line and line[0] != "#")
        return float(metrics["tollgate_holds_open"]) == 0

    wait_for(quiet, 10, "holds are open")
    wait_for(lambda: len(list(files.iterdir())) <= before + 150, 20, "connections are left open")
    assert ask(gateway.port, get("/v1/after", "x-plan: after|plain|2")).status in (200, 502)
    assert gateway.terminate(timeout=15) == 0
    upstream.close()
    lines = gateway.log.read_text()
    assert "Fatal" not in lines and "Assertion" not in lines
