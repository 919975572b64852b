"""SIGKILL at random moments under load: what a client got in full is in the ledger exactly once, at the right price;
what was in flight is there as `interrupted`; nothing is there twice.

The load is raw asyncio connections, so that "in full" is judged on bytes: a plain answer by its whole body, a stream
by its terminal event.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

import ledger
from processes import Gateway
from questions import CHAT, MESSAGE

pytestmark = pytest.mark.gateway_only

KILLS = int(os.environ.get("E2E_KILLS", "24"))
WORKERS = 12
SEED = int(os.environ.get("E2E_SEED", "20261122"))
OLD_ENOUGH = 0.25
"""Seconds after which a call in flight must have its hold where a crash leaves it."""


@dataclass
class Attempt:
    """One call of the load, as its client saw it."""

    name: str
    round: int
    sent_at: float | None = None
    complete: bool = False
    upstream_id: str | None = None
    request_id: str | None = None
    status: int = 0


@dataclass
class Load:
    """What the load did, over all rounds."""

    random: random.Random
    attempts: list[Attempt] = field(default_factory=list)

    def request(self, attempt: Attempt) -> tuple[bytes, bytes]:
        """A request as bytes, and what its answer must have to be whole (empty: the body by its length)."""
        stream = self.random.random() < 0.5
        anthropic = self.random.random() < 0.4
        body = dict(MESSAGE if anthropic else CHAT) | {"stream": stream}
        if not anthropic and self.random.random() < 0.2:
            body["model"] = "gpt-4o"
        headers = {
            "host": "gateway",
            "authorization": "Bearer sk-load",
            "content-type": "application/json",
            "x-sim-call": attempt.name,
            "x-tollgate-user": "kill9",
            "x-tollgate-component": f"round-{attempt.round}",
            "x-tollgate-tag-call": attempt.name,
            "x-sim-events": str(self.random.randint(1, 40)),
        }
        if anthropic:
            headers["anthropic-version"] = "2023-06-01"
        match self.random.randrange(4):
            case 0:
                headers["x-sim-delay-ms"] = str(self.random.randint(1, 900))
            case 1 if stream:
                headers["x-sim-event-delay-ms"] = str(self.random.randint(1, 40))
        data = json.dumps(body).encode()
        headers["content-length"] = str(len(data))
        path = "/v1/messages" if anthropic else "/v1/chat/completions"
        head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        terminal = b"" if not stream else b"\n\nevent: message_stop\n" if anthropic else b"\n\ndata: [DONE]\n"
        return head.encode() + b"\r\n" + data, terminal

    async def worker(self, port: int, round_number: int, worker: int, stopped: asyncio.Event) -> None:
        """Sends calls one after the other, most of them on one connection, until the gateway is gone."""
        number = 0
        reader = writer = None
        while not stopped.is_set():
            number += 1
            attempt = Attempt(f"r{round_number}-w{worker}-{number}", round_number)
            request, terminal = self.request(attempt)
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                self.attempts.append(attempt)
                writer.write(request)
                await writer.drain()
                attempt.sent_at = time.monotonic()
                await read_answer(reader, attempt, terminal)
                if self.random.random() < 0.1:
                    writer.close()
                    writer = None
            except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                if writer is not None:
                    writer.close()
                return
        if writer is not None:
            writer.close()


async def read_answer(reader: asyncio.StreamReader, attempt: Attempt, terminal: bytes) -> None:
    """Reads one answer; `complete` is set at the moment at which a client has it in full."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    attempt.status = int(head[0].split()[1])
    headers = {line.split(":", 1)[0].lower(): line.split(":", 1)[1].strip() for line in head[1:] if ":" in line}
    attempt.upstream_id = headers.get("x-request-id") or headers.get("request-id")
    attempt.request_id = headers.get("x-tollgate-request-id")
    if "content-length" in headers:
        json.loads(await reader.readexactly(int(headers["content-length"])))
        attempt.complete = True
        return
    seen = b""
    while True:
        size = int((await reader.readline()).strip() or b"0", 16) if not reader.at_eof() else None
        if size is None:
            raise asyncio.IncompleteReadError(seen, None)
        seen = (seen + await reader.readexactly(size))[-4_096 - size :]
        await reader.readexactly(2)
        if terminal in seen:
            attempt.complete = True
        if size == 0:
            return


async def one_round(gateway: Gateway, load: Load, number: int) -> tuple[float, int]:
    """Load until a random moment, then SIGKILL; the moment and how many calls had ended by then."""
    stopped = asyncio.Event()
    workers = [asyncio.create_task(load.worker(gateway.port, number, w, stopped)) for w in range(WORKERS)]
    await asyncio.sleep(load.random.uniform(0.05, 1.2))
    killed_at = time.monotonic()
    gateway.kill()
    stopped.set()
    await asyncio.wait_for(asyncio.gather(*workers), 20)
    return killed_at, sum(attempt.complete for attempt in load.attempts)


@pytest.mark.timeout(280)
def test_kills_under_load_lose_nothing_and_double_nothing(own_gateway, simulator):
    gateway = own_gateway()
    load = Load(random.Random(SEED))
    kills: dict[int, float] = {}
    for number in range(KILLS):
        gateway.start()
        kills[number], _ = asyncio.run(one_round(gateway, load, number))
    gateway.start()

    served = {call["call"]: call for call in simulator.calls() if call["call"]}
    rows = gateway.rows(user_id="kill9")
    by_call: dict[str, list[dict]] = {}
    for row in rows:
        by_call.setdefault(row["tags"]["call"], []).append(row)

    # Nothing twice.
    assert len({row["id"] for row in rows}) == len(rows)
    upstream = [row["upstream_request_id"] for row in rows if row["upstream_request_id"]]
    assert len(set(upstream)) == len(upstream)
    assert {name: len(found) for name, found in by_call.items() if len(found) > 1} == {}

    # What a client got in full is there, as the provider served it.
    complete = [attempt for attempt in load.attempts if attempt.complete]
    assert len(complete) > KILLS * 5, "hardly any load"
    lost = [attempt for attempt in complete if attempt.name not in by_call]
    assert lost == [], f"{len(lost)} of {len(complete)} lost: {lost[:5]}"
    for attempt in complete:
        (row,) = by_call[attempt.name]
        call = served[attempt.name]
        where = f"\n{attempt}\n{call}\n{row}"
        assert row["usage_source"] == "reported" and row["status"] == attempt.status == 200, where
        assert row["upstream_request_id"] == attempt.upstream_id == call["request_id"], where
        assert row["id"] == attempt.request_id, where
        ledger.compare(call, row)

    # What was in flight is there once, most of it as interrupted: with the cost of its input, and no answer.
    in_flight = [a for a in load.attempts if not a.complete and a.sent_at and a.name in served]
    old = [a for a in in_flight if kills[a.round] - a.sent_at > OLD_ENOUGH]
    assert old, "no call was in flight at any kill: no test"
    missing = [a for a in old if a.name not in by_call]
    assert missing == [], f"{len(missing)} of {len(old)} calls in flight are not in the ledger: {missing[:5]}"
    interrupted = [row for row in rows if row["usage_source"] == "interrupted"]
    assert interrupted
    for row in interrupted:
        assert row["tags"]["call"] not in {a.name for a in complete}, row
        assert row["input_tokens"] > 0 and row["cost_usd"] > 0 and row["status"] == 0, row
    assert {row["tags"]["call"] for row in rows} <= {a.name for a in load.attempts}

    # Nothing is left open, and the sums agree.
    metrics = dict(line.rsplit(" ", 1) for line in gateway.metrics().splitlines() if line and line[0] != "#")
    assert float(metrics["tollgate_holds_open"]) == 0
    costs = gateway.costs()
    assert costs["requests"] == len(rows)
    assert costs["total_cost_usd"] == sum((row["cost_known_usd"] for row in rows), Decimal(0))
    print(
        f"{KILLS} kills: {len(load.attempts)} calls, {len(complete)} got in full, "
        f"{len(in_flight)} in flight, {len(interrupted)} interrupted rows, {len(rows)} rows"
    )
