"""A small office at work: real SDK traffic of several people, components and models, for what shows the ledger."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any, Iterator

import anthropic
import openai
import pytest

from processes import Gateway, Simulator
from questions import CHAT, MESSAGE, RESPONSE, sim

TOKEN = "office-admin-token-5c1f"
TRACE = "0af7651916cd43dd8448eb211c80319c"
# Names that are markup, formulas or long must stay text.
HOSTILE = "<img src=x onerror=alert(1)>=1+1"
CALLS = 19


def headers(user: str, component: str, **more: str) -> dict[str, str]:
    return {"x-tollgate-user": user, "x-tollgate-component": component} | more


def work(gateway: Gateway) -> None:
    """CALLS calls: streams and plain answers, a cache, reasoning, errors, a model without a price, hostile names."""
    chat = openai.OpenAI(api_key="sk-x", base_url=gateway.url + "/v1", max_retries=0, timeout=30)
    claude = anthropic.Anthropic(api_key="sk-x", base_url=gateway.url, max_retries=0, timeout=30)
    with chat, claude:
        for user, count in (("ada", 4), ("grace", 3)):
            for _ in range(count):
                chat.chat.completions.create(**CHAT, extra_headers=headers(user, "search"))
        for user in ("ada", "linus"):
            for _ in chat.chat.completions.create(**CHAT, stream=True, extra_headers=headers(user, "chat")):
                pass
            with claude.messages.stream(**MESSAGE, extra_headers=headers(user, "agent")) as stream:
                stream.get_final_message()
        chat.responses.create(
            **RESPONSE, extra_headers=headers("grace", "agent", traceparent=f"00-{TRACE}-b7ad6b7169203331-01")
        )
        long = [{"role": "user", "content": "The same long beginning, again and again. " * 400}]
        for _ in range(2):
            chat.chat.completions.create(model="gpt-4o", messages=long, extra_headers=headers("linus", "summaries"))
        for status in (429, 429, 500):
            try:
                chat.chat.completions.create(**CHAT, extra_headers=headers("ada", "search") | sim(status=status))
                raise AssertionError("no error")
            except openai.APIStatusError as error:
                assert error.status_code == status
        chat.chat.completions.create(**CHAT | {"model": "acme-llm-1"}, extra_headers=headers("ada", "chat"))
        chat.chat.completions.create(**CHAT, extra_headers=headers(HOSTILE, HOSTILE, **{"x-tollgate-tag-team": "a&b"}))


def gateway_at_work(gateway: Gateway) -> list[dict[str, Any]]:
    """Starts it, has the office work, and returns its rows, newest first."""
    gateway.admin.headers["authorization"] = f"Bearer {TOKEN}"
    gateway.start()
    work(gateway)
    deadline = time.monotonic() + 20
    while len(rows := gateway.rows()) < CALLS and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(rows) == CALLS, [(row["user_id"], row["status"]) for row in rows]
    return rows


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, simulator: Simulator) -> Iterator[tuple[Gateway, list[dict[str, Any]]]]:
    """A gateway at which the office has worked, and its rows."""
    gateway = Gateway(
        tmp_path_factory.mktemp("office"), simulator.url,
        env={"TOLLGATE_ADMIN_TOKEN": TOKEN, "TOLLGATE_ADMIN_TRACE_URL": "https://traces.example/{trace_id}"},
    )  # fmt: skip
    rows = gateway_at_work(gateway)
    yield gateway, rows
    assert gateway.terminate() == 0, gateway.tail()


def sums(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What the overview has to say of them."""
    return {
        "cost_usd": sum((row["cost_known_usd"] for row in rows), Decimal(0)),
        "requests": len(rows),
        "errors": sum(row["error_type"] is not None for row in rows),
        "unpriced_requests": sum(row["cost_usd"] is None and row["error_type"] is None for row in rows),
        "input_tokens": sum(row["input_tokens"] for row in rows),
        "cached_input_tokens": sum(row["cached_input_tokens"] for row in rows),
        "cache_write_tokens": sum(row["cache_write_tokens"] for row in rows),
        "output_tokens": sum(row["output_tokens"] for row in rows),
        "reasoning_tokens": sum(row["reasoning_tokens"] for row in rows),
    }


def grouped(rows: list[dict[str, Any]], *names: str) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Rows by what they have in common."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(str(row[name]) for name in names), []).append(row)
    return groups
