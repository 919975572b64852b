"""Alerts over several gateways: one message a threshold, whatever is restarted, emptied or crossed at once."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from decimal import Decimal


from shares import eventually
from test_shared_budgets import USER, load, put_budget


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
