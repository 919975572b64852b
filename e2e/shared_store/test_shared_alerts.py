"""Alerts over several gateways: one message a threshold, whatever is restarted, emptied or crossed at once."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from decimal import Decimal

import httpx

from shares import eventually
from load import USER, load
from test_alerts import Hook
from test_shared_budgets import put_budget


class Heard:
    """What is published, read by the Python client."""

    def __init__(self, server) -> None:
        self.server = server
        self.messages: list[dict] = []
        self.listen()

    def listen(self) -> None:
        self.pubsub = self.server.client.pubsub(ignore_subscribe_messages=True)
        self.pubsub.psubscribe("alerts:*")
        eventually(lambda: self.server.client.pubsub_numpat() >= 1)

    def all(self) -> list[dict]:
        while message := self.pubsub.get_message(timeout=0.2):
            assert message["channel"] == f"alerts:cost:{USER}"
            self.messages.append(json.loads(message["data"], parse_float=Decimal))
        return self.messages


def test_one_message_a_threshold(gateways, redis_server):
    heard = Heard(redis_server)
    made = [gateways(f"n{number}").start() for number in range(4)]
    soft = {"mode": "soft", "thresholds": [0.5, 1.0]}
    for gateway in made:
        put_budget(gateway, "0.002", **soft)
    eventually(lambda: all("tollgate_shared_store_up 1" in g.metrics() for g in made))
    asyncio.run(load(made, 400, Counter()))
    eventually(lambda: len(heard.all()) >= 2)
    time.sleep(2)
    assert sorted(message["threshold"] for message in heard.all()) == [Decimal("0.5"), Decimal("1")]
    for message in heard.messages:
        assert set(message) == {
            "id", "user_id", "scope", "scope_id", "window", "threshold", "spent_usd", "limit_usd", "projected_usd", "at",
        }
        assert message["user_id"] == message["scope_id"] == USER and message["scope"] == "user"
        assert message["spent_usd"] >= message["threshold"] * message["limit_usd"]

    # Neither a restart nor a loss of data tells it again.
    redis_server.client.flushall()
    asyncio.run(load(made, 20, Counter()))
    for gateway in made[:2]:
        assert gateway.terminate() == 0
        gateway.start()
        put_budget(gateway, "0.002", **soft)
    asyncio.run(load(made, 20, Counter()))
    time.sleep(5)
    assert len(heard.all()) == 2

    # A limit that is raised arms it again.
    for gateway in made:
        put_budget(gateway, "0.003", **soft)
    asyncio.run(load(made, 20, Counter()))
    eventually(lambda: len(heard.all()) >= 3)
    assert {message["limit_usd"] for message in heard.messages} == {Decimal("0.002"), Decimal("0.003")}


class Followed:
    """What a gateway's event stream tells."""

    def __init__(self, gateway) -> None:
        self.lines: list[str] = []
        self.url = f"{gateway.admin_url}/api/v1/admin/events"
        threading.Thread(target=self.follow, daemon=True).start()
        eventually(lambda: self.lines, "the event stream")

    def follow(self) -> None:
        try:
            with httpx.stream("GET", self.url, trust_env=False, timeout=120) as stream:
                for line in stream.iter_lines():
                    self.lines.append(line)
        except httpx.HTTPError:
            pass  # the gateway has ended

    @property
    def alerts(self) -> list[dict]:
        return [json.loads(line[6:], parse_float=Decimal) for line in self.lines if line.startswith("data: ")]


def test_an_alert_that_an_outage_held_back_comes_once_and_every_gateway_shows_it(gateways, redis_server):
    hooks = {name: Hook() for name in ("one", "two", "three")}
    made = [gateways(name, env={"TOLLGATE_ALERTS_WEBHOOK_URL": hook.url}).start() for name, hook in hooks.items()]
    for gateway in made[:2]:
        # The third has no such budget: what it shows, it has heard.
        put_budget(gateway, "0.001", mode="soft", thresholds=[0.5, 1.0])
    eventually(lambda: all("tollgate_shared_store_up 1" in g.metrics() for g in made))
    followed = [Followed(gateway) for gateway in made]
    redis_server.stop()
    eventually(lambda: all("tollgate_shared_store_up 0" in g.metrics() for g in made))
    answers: Counter = Counter()
    asyncio.run(load(made[:2], 160, answers))
    assert answers == {200: 160}
    # Both have noticed both by themselves, and tell nobody before the other one could be asked.
    for gateway in made[:2]:
        eventually(lambda: len(gateway.admin.get("/api/v1/admin/alerts").json()["alerts"]) == 2)
    time.sleep(3)
    assert not any(hook.received for hook in hooks.values())
    assert not any(stream.alerts for stream in followed)

    redis_server.start()
    # One that has marked an alert and dies before it could tell it, tells it after its next start.
    made[1].kill()
    made[1].start()
    eventually(lambda: sum(len(hook.received) for hook in hooks.values()) >= 2, "both alerts")
    for stream in (followed[0], followed[2]):
        eventually(lambda: len(stream.alerts) >= 2, "both alerts as events")
    asyncio.run(load(made[:2], 20, answers))
    time.sleep(2)
    told = [json.loads(body, parse_float=Decimal) for hook in hooks.values() for _, body in hook.received]
    assert sorted(alert["threshold"] for alert in told) == [Decimal("0.5"), Decimal("1")]
    for stream in (followed[0], followed[2]):
        assert sorted(alert["threshold"] for alert in stream.alerts) == [Decimal("0.5"), Decimal("1")]
        by_id = {alert["id"]: alert for alert in told}
        assert all(by_id[alert["id"]] == alert for alert in stream.alerts), "the same message everywhere"


def test_a_user_who_may_not_listen_is_told_of_once(gateways, redis_server):
    client = redis_server.client
    client.acl_setuser("app", enabled=True, passwords=["+secret"], keys=["tollgate:*"], categories=["+@all", "-@dangerous"], commands=["+info"])
    url = redis_server.url.replace("redis://", "redis://app:secret@")
    gateway = gateways("one", env={"REDIS_URL": url}).start()
    eventually(lambda: "are not heard" in gateway.tail(200), "a warning")
    eventually(lambda: "tollgate_shared_store_up 1" in gateway.metrics(), "the store itself")
    time.sleep(3)
    assert gateway.tail(200).count("are not heard") == 1 and "alerts:*" in gateway.tail(200)
    # As docs/redis.md says, all is well.
    client.acl_setuser("app", enabled=True, channels=["alerts:*"])
    eventually(lambda: client.pubsub_numpat() == 1, "a listener")
