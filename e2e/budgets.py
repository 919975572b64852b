"""The admin API's budgets, for tests."""

from __future__ import annotations

import json
import re
import time
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx

from processes import Gateway, decimal_json
from questions import CHAT


def path(scope: str, name: str, window: str) -> str:
    return f"/api/v1/admin/budgets/{scope}/{quote(name, safe='')}/{window}"


def set_budget(gateway: Gateway, scope: str, name: str, window: str, limit: Decimal | str, **terms: Any) -> dict[str, Any]:
    """Puts a budget in force."""
    body = {"limit_usd": str(limit)} | terms
    answer = gateway.admin.put(path(scope, name, window), json=body)
    assert answer.status_code == 200, answer.text
    return decimal_json(answer.content)


def budget(gateway: Gateway, scope: str, name: str, window: str) -> dict[str, Any]:
    """A budget as it stands; money as `Decimal`."""
    answer = gateway.admin.get(path(scope, name, window))
    assert answer.status_code == 200, answer.text
    return decimal_json(answer.content)


def settled(gateway: Gateway, scope: str, name: str, window: str) -> dict[str, Any]:
    """The same, once nothing is held any more."""
    deadline = time.monotonic() + 20
    while True:
        found = budget(gateway, scope, name, window)
        if found["held_usd"] == 0:
            return found
        assert time.monotonic() < deadline, f"held for ever: {found}\n{gateway.tail()}"
        time.sleep(0.05)


def worst_case(gateway: Gateway, body: dict[str, Any] = CHAT, **headers: str) -> Decimal:
    """What a hard budget holds for a chat request: told by one that has next to nothing."""
    set_budget(gateway, "component", "probe", "total", "0.000000001", mode="hard")
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions", content=json.dumps(body), trust_env=False,
        headers={"authorization": "Bearer sk-x", "content-type": "application/json"}
        | {"x-tollgate-component": "probe"} | headers,
    )  # fmt: skip
    assert answer.status_code == 429, answer.text
    found = re.search(r"could cost up to \$([0-9.]+[0-9])", answer.text)
    assert found, answer.text
    return Decimal(found[1])


def spent(gateway: Gateway, **query: Any) -> Decimal:
    """What the ledger's rows have cost."""
    return sum((row["cost_known_usd"] for row in gateway.rows(**query)), Decimal(0))
