"""What gateways have booked, and what of it is in their Redis."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any, Callable

from processes import Gateway
from redis_server import RedisServer


def eventually(condition: Callable[[], Any], what: str = "it", seconds: float = 30) -> Any:
    """Asks until the answer is true; returns it."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"{what} did not come to be"
        time.sleep(0.05)


def booked(*gateways: Gateway) -> Decimal:
    """The sum of the rows of all ledgers."""
    return sum((Decimal(row["cost_usd"] or row["cost_known_usd"] or 0) for g in gateways for row in g.rows()), Decimal(0))


def in_redis(server: RedisServer) -> Decimal:
    """The sum of all users' costs, read from the keys that the contract names."""
    client = server.client
    total = 0
    for key in client.scan_iter("tollgate:cost:*"):
        total += sum(int(value) for field, value in client.hgetall(key).items() if field.endswith(":cost"))
    return Decimal(total) / 10**9


def days_in_redis(server: RedisServer) -> Decimal:
    """The sum of all days' costs, which gateways tell each other after those of users."""
    client = server.client
    total = 0
    for key in client.scan_iter("tollgate:sums:*"):
        total += sum(int(v.split()[1]) for f, v in client.hgetall(key).items() if f.startswith("day:"))
    return Decimal(total) / 10**9
