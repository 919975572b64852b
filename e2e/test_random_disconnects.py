"""Streams that break off at random points, many at once: the client hangs up, the provider cuts the connection, the
provider falls silent. Every call has exactly one row; what was read to its end is what the provider served; the rest is
estimated, and sanely.

`E2E_SEED` and `E2E_DISCONNECTS` choose other calls and more of them; a failure names its seed.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx
import pytest

import ledger
from processes import Gateway
from questions import CHAT, MESSAGE, RESPONSE, sim

pytestmark = pytest.mark.gateway_only

SEED = int(os.environ.get("E2E_SEED", "20261125"))
CALLS = int(os.environ.get("E2E_DISCONNECTS", "300"))
AT_ONCE = 24
GEMINI = {"contents": [{"role": "user", "parts": [{"text": CHAT["messages"][0]["content"]}]}]}
GEMINI_PATH = "/v1beta/models/gemini-2.5-flash:streamGenerateContent"
STREAMS: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "chat": ("/v1/chat/completions", CHAT | {"stream": True}, {}),
    "responses": ("/v1/responses", RESPONSE | {"model": "gpt-4o", "stream": True}, {}),
    "messages": ("/v1/messages", MESSAGE | {"stream": True}, {"anthropic-version": "2023-06-01"}),
    "gemini": (GEMINI_PATH + "?alt=sse", GEMINI, {"x-goog-api-key": "g-caller"}),
    "gemini-list": (GEMINI_PATH, GEMINI, {"x-goog-api-key": "g-caller"}),
}
MISHAPS = ["client", "cut", "hang"]
# Reads on for the provider's own count where the client has gone, and gives up a silent provider soon. OpenAI's streams
# are given up at once where the client has gone, so that both ways are gone.
CONFIG = """
timeouts:
  drain: 20s
  upstream_idle: {idle}
providers:
  - name: openai
    on_disconnect: {on_disconnect}
"""


@dataclass
class Attempt:
    """One call, and where it is to break."""

    name: str
    api: str
    mishap: str
    events: int
    after: int
    """Bytes that the client reads, or that the provider sends."""
    rst: bool
    started: bool = False
    """Whether the client has seen the head of an answer."""
    received: int = 0
    failed: str = ""


def attempts(seed: int, count: int) -> list[Attempt]:
    chance = random.Random(seed)
    made = []
    for number in range(count):
        api = chance.choice(list(STREAMS))
        events = chance.randint(15, 60)
        made.append(
            Attempt(
                name=f"disconnect-{seed}-{number}",
                api=api,
                mishap=MISHAPS[number % len(MISHAPS)],
                events=events,
                after=int(chance.triangular(1, 200 * events, 600)),
                rst=chance.random() < 0.5,
            )
        )
    return made


async def play(client: httpx.AsyncClient, attempt: Attempt) -> None:
    """Sends the call; whatever the mishap does to it is expected, and looked at in the ledger."""
    path, body, headers = STREAMS[attempt.api]
    settings: dict[str, Any] = {"events": attempt.events, "event-delay-ms": 4, "close": 1}
    if attempt.mishap == "cut":
        settings |= {"cut-after-bytes": attempt.after, "cut": "rst" if attempt.rst else "fin"}
    if attempt.mishap == "hang":
        settings["hang-after-events"] = min(attempt.after // 150, attempt.events - 2)
    headers = headers | sim(**settings) | {
        "x-sim-call": attempt.name, "x-tollgate-user": attempt.name, "authorization": "Bearer sk-caller",
    }  # fmt: skip
    try:
        async with client.stream("POST", path, json=body, headers=headers) as answer:
            attempt.started = True
            assert answer.status_code == 200, await answer.aread()
            async for part in answer.aiter_raw():
                attempt.received += len(part)
                if attempt.mishap == "client" and attempt.received >= attempt.after:
                    break
    except httpx.TransportError as error:
        attempt.failed = type(error).__name__


async def play_all(gateway: Gateway, todo: list[Attempt]) -> None:
    room = asyncio.Semaphore(AT_ONCE)
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=gateway.url, trust_env=False, timeout=60, limits=limits) as client:

        async def one(attempt: Attempt) -> None:
            async with room:
                await play(client, attempt)

        await asyncio.gather(*(one(attempt) for attempt in todo))


def settled(gateway: Gateway, simulator, names: set[str]) -> tuple[list, dict]:
    """All rows, and what the simulator served by call, once nothing runs any more."""
    deadline = time.monotonic() + 60
    while True:
        served = {call["call"]: call for call in simulator.calls() if call["call"] in names}
        rows = [row for row in gateway.rows() if row["user_id"] in names]
        done = len(rows) >= len(names) and all(call["ended"] for call in served.values())
        if done or time.monotonic() > deadline:
            return rows, served
        time.sleep(0.2)


@pytest.mark.parametrize("on_disconnect", ["drain", "abort"])
def test_every_stream_that_breaks_off_is_in_the_ledger_once(own_gateway, simulator, on_disconnect):
    gateway = own_gateway(config=CONFIG.format(on_disconnect=on_disconnect, idle="1500ms")).start()
    seed = SEED + (on_disconnect == "abort")
    todo = attempts(seed, CALLS // 2)
    asyncio.run(play_all(gateway, todo))
    rows, served = settled(gateway, simulator, {attempt.name for attempt in todo})
    print(f"seed {seed}, {len(todo)} calls")

    by_name = Counter(row["user_id"] for row in rows)
    assert set(by_name) == {a.name for a in todo}, f"seed {seed}: lost"
    assert max(by_name.values()) == 1, f"seed {seed}: doubled: {[n for n, count in by_name.items() if count > 1]}"
    assert len({row["id"] for row in rows}) == len(rows)
    assert set(served) == set(by_name)

    found = {row["user_id"]: row for row in rows}
    outcomes: Counter[tuple[str, str]] = Counter()
    for attempt in todo:
        row, call = found[attempt.name], served[attempt.name]
        outcomes[(attempt.mishap, row["usage_source"])] += 1
        check(attempt, call, row, seed, on_disconnect)
    for kind, number in sorted(outcomes.items()):
        print(f"  {number:4} {' '.join(kind)}")
    # Each kind of end was seen, else this tested less than it says.
    for mishap in MISHAPS:
        assert any(outcomes[(mishap, source)] for source in ("reported", "estimated")), outcomes
    assert outcomes[("client", "reported")] and outcomes[("cut", "estimated")] and outcomes[("hang", "estimated")]
    assert gateway.costs()["total_cost_usd"] == sum((row["cost_known_usd"] for row in rows), Decimal(0))
    # A call's hold ends after its row was committed, if only just.
    deadline = time.monotonic() + 20
    while "\ntollgate_holds_open 0\n" not in gateway.metrics():
        assert time.monotonic() < deadline, "holds are open"
        time.sleep(0.1)


def check(attempt: Attempt, call: dict, row: dict, seed: int, on_disconnect: str) -> None:
    where = f"\nseed {seed} {attempt}\nsimulator: {call}\nledger: {row}"
    if call["provider"] != "gemini" and attempt.started:
        assert row["upstream_request_id"] == call["request_id"], where
    if call["complete"]:
        # Read to its end, by the client or after it had gone.
        assert row["usage_source"] == "reported" and row["error_type"] is None, where
        ledger.compare(call, row)
        return
    aborted = attempt.mishap == "client"
    if aborted:
        assert on_disconnect == "abort" and row["provider"] == "openai", where
        assert row["client_disconnected"] is True and row["error_type"] is None, where
    # Anthropic and Gemini have said by then what the prompt is, and Gemini what there was so far: not its last word
    # before its last event (which some ends come after).
    whole = call["used"]
    assert row["usage_source"] in ("estimated", "reported"), where
    if row["usage_source"] == "reported":
        assert row["output_tokens"] == whole["output_tokens"], where
    assert 0 < row["input_tokens"] <= 3 * whole["input_tokens"] + 20, where
    # A word of the simulator's is a token for it, and up to six for a tokenizer; what was sent is what can be counted.
    assert 0 <= row["output_tokens"] <= 6 * min(call["events"], whole["output_tokens"]) + 10, where
    if call["events"] > 12:
        assert row["output_tokens"] > (call["events"] - 12) // 3, where
    if attempt.started:
        assert row["cost_usd"] is not None and row["cost_usd"] > 0, where
    if not aborted:
        assert row["error_type"] is not None or row["client_disconnected"], where
