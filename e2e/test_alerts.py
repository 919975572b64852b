"""Alerts: once for each budget, window and threshold, whatever the number of calls and restarts (PROMISES 12)."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import httpx
import pytest

from budgets import set_budget, spent
from listener import Answer, Listener
from questions import CHAT

pytestmark = pytest.mark.gateway_only


class Hook(Listener):
    """A webhook's receiver: remembers what it is sent, and refuses the first few."""

    def __init__(self, refuse: int = 0) -> None:
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.refuse = refuse
        self.refused = 0
        super().__init__()
        self.url += "/hook"

    def answer(self, path: str, fields: dict[str, str], body: bytes) -> Answer:
        if self.refused < self.refuse:
            self.refused += 1
            return 503, {}, b""
        self.received.append((fields, body))
        return 200, {}, b""

    def wait(self, count: int) -> list[dict[str, Any]]:
        """Exactly `count` alerts, once that many have come and a moment has passed."""
        deadline = time.monotonic() + 25
        while len(self.received) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.7)
        assert len(self.received) == count, self.received
        return [json.loads(body) for _, body in self.received]


def call(gateway, user: str = "ann") -> None:
    headers = {"authorization": "Bearer sk-x", "x-tollgate-user": user}
    assert httpx.post(f"{gateway.url}/v1/chat/completions", json=CHAT, headers=headers, trust_env=False).is_success


@pytest.mark.timeout(120)
def test_each_threshold_is_told_once_over_calls_at_once_and_restarts(own_gateway):
    hook = Hook(refuse=1)
    gateway = own_gateway(
        env={"TOLLGATE_ALERTS_WEBHOOK_URL": hook.url, "TOLLGATE_ALERTS_WEBHOOK_SECRET": "s3cret"}
    ).start()
    call(gateway)
    cost = spent(gateway)
    set_budget(gateway, "user", "ann", "month", cost * 100, thresholds=[0.5, 0.8, 1.0])
    events: list[str] = []

    def follow() -> None:
        with httpx.stream("GET", f"{gateway.admin_url}/api/v1/admin/events", trust_env=False, timeout=60) as stream:
            try:
                for line in stream.iter_lines():
                    events.append(line)
            except httpx.HTTPError:
                pass

    threading.Thread(target=follow, daemon=True).start()
    while not events:
        time.sleep(0.02)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: call(gateway), range(160)))
    alerts = hook.wait(3)
    assert sorted(alert["threshold"] for alert in alerts) == [0.5, 0.8, 1.0]
    assert hook.refused == 1
    first = min(alerts, key=lambda alert: alert["threshold"])
    assert set(first) == {
        "id", "user_id", "scope", "scope_id", "window", "threshold", "spent_usd", "limit_usd", "projected_usd", "at"
    }  # fmt: skip
    assert (first["user_id"], first["scope"], first["scope_id"]) == ("ann", "user", "ann")
    assert first["window"] == time.strftime("%Y-%m", time.gmtime())
    for headers, body in hook.received:
        signed = headers["x-tollgate-timestamp"].encode() + b"." + body
        assert headers["x-tollgate-signature"] == "sha256=" + hmac.new(b"s3cret", signed, hashlib.sha256).hexdigest()
        assert headers["x-tollgate-alert-id"] == json.loads(body)["id"]
    followed = [json.loads(line[6:]) for line in events if line.startswith("data: ")]
    assert sorted(alert["threshold"] for alert in followed) == [0.5, 0.8, 1.0]
    listed = gateway.admin.get("/api/v1/admin/alerts").json()["alerts"]
    assert sorted(alert["id"] for alert in listed) == sorted(alert["id"] for alert in alerts)
    metrics = gateway.metrics()
    for threshold in ("0.5", "0.8", "1"):
        assert f'tollgate_budget_alerts_total{{scope="user",threshold="{threshold}"}} 1' in metrics

    # Neither an orderly restart nor a kill tells any of it again; more calls neither.
    gateway.terminate()
    gateway.start()
    call(gateway)
    gateway.kill()
    gateway.start()
    call(gateway)
    hook.wait(3)

    # A raised limit arms it again.
    set_budget(gateway, "user", "ann", "month", cost * 200, thresholds=[0.5, 1.0])
    call(gateway)
    assert hook.wait(4)[3]["threshold"] == 0.5


def test_every_user_has_six_dollars_a_month_and_an_alert_at_80_percent(own_gateway):
    hook = Hook()
    gateway = own_gateway(
        config="prices: [{provider: openai, model: gpt-4o-mini, rates: {input: 5000, output: 90000}}]",
        env={"TOLLGATE_ALERTS_WEBHOOK_URL": hook.url, "TOLLGATE_ALERTS_WEBHOOK_FORMAT": "slack"},
    ).start()
    while spent(gateway, user_id="ann") < Decimal("4.8"):
        call(gateway)
    call(gateway, "bob")
    (text,) = [alert["text"] for alert in hook.wait(1 if spent(gateway, user_id="bob") < Decimal("4.8") else 2)][:1]
    assert "'ann'" in text and "of $6" in text
    (user,) = [user for user in gateway.costs()["users"] if user["user_id"] == "ann"]
    assert user["budget_usd"] == 6 and user["budget_used_ratio"] >= Decimal("0.8")
