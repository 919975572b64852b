"""The Python client as an independent reader: keys, fields, times to live and sums as docs/redis.md says."""

from __future__ import annotations

import calendar
import datetime
import re
from decimal import Decimal
from urllib.parse import quote, unquote

from shares import booked, eventually, in_redis
from questions import CHAT, MESSAGE

FIELD = re.compile(r"([^.:{}]+\.[^.:{}]+):(cost|requests|input|output)(?::(model|component):(.+))?")
USERS = ["alice", "Zoë {1}:x/ü %", "a.b~c_d-e"]


def test_the_keys_are_as_documented(gateways, redis_server, case_for):
    one, two = gateways("one").start(), gateways("two").start()
    for gateway in (one, two):
        case = case_for(gateway)
        for user in USERS:
            headers = {"x-tollgate-user": quote(user), "x-tollgate-component": "search"}
            case.openai().chat.completions.create(**CHAT, extra_headers=headers)
            case.anthropic().messages.create(**MESSAGE, extra_headers=headers)
    rows = one.rows() + two.rows()
    assert len(rows) == 12
    eventually(lambda: in_redis(redis_server) == booked(one, two), "the sum in Redis")
    eventually(lambda: one.costs()["requests"] == two.costs()["requests"] == 12)

    client = redis_server.client
    now = datetime.datetime.now(datetime.timezone.utc)
    month = f"{now:%Y-%m}"
    end = datetime.datetime(now.year + now.month // 12, now.month % 12 + 1, 1, tzinfo=datetime.timezone.utc)
    expiry = int(calendar.timegm(end.timetuple())) + 35 * 86_400
    stored_users = {row["user_id"] for row in rows}
    for user in stored_users:
        key = f"tollgate:cost:{quote(user, safe='')}:{month}"
        assert "{" not in key and "}" not in key
        assert client.type(key) == "hash" and client.expiretime(key) == expiry
        sums: dict[tuple[str, str | None, str | None], int] = {}
        labels = set()
        for field, value in client.hgetall(key).items():
            match = FIELD.fullmatch(field)
            assert match, field
            assert re.fullmatch(r"\d+", value), (field, value)
            labels.add(match[1])
            what = (match[2], match[3], match[4])
            sums[what] = sums.get(what, 0) + int(value)
        assert {label.split(".")[0] for label in labels} == {"one", "two"}
        own = [row for row in rows if row["user_id"] == user]

        def expect(rows, kind=None, name=None):
            assert sums.pop(("cost", kind, name)) == sum(Decimal(row["cost_usd"]) for row in rows) * 10**9
            assert sums.pop(("requests", kind, name)) == len(rows)
            assert sums.pop(("input", kind, name)) == sum(row["input_tokens"] for row in rows)
            assert sums.pop(("output", kind, name)) == sum(row["output_tokens"] for row in rows)

        expect(own)
        expect(own, "component", "search")
        for model in {name for (_, kind, name) in sums if kind == "model"}:
            expect([row for row in own if row["request_model"].startswith(model) or model.startswith(row["request_model"])], "model", model)
        assert sums == {}

    users = f"tollgate:users:{month}"
    assert {unquote(user) for user in client.smembers(users)} == stored_users
    assert client.expiretime(users) == expiry
    labels = client.smembers(f"tollgate:incarnations:{month}")
    assert {label.split(".")[0] for label in labels} == {"one", "two"}
    for label in labels:
        assert client.expiretime(f"tollgate:sums:{label}:{month}") == expiry
    known = re.compile(r"tollgate:(cost:[^:{}]+:|users:|incarnations:|sums:[^:{}]+:)\d{4}-\d\d|tollgate:\{shared\}:.+")
    assert [key for key in client.scan_iter("*") if not known.fullmatch(key)] == []

    # What one gateway shows, the other shows too, and it is the sum of all rows.
    for gateway in (one, two):
        costs = gateway.costs()
        assert costs["complete"] is True
        assert Decimal(costs["total_cost_usd"]) == booked(one, two)
        assert costs["input_tokens"] == sum(row["input_tokens"] for row in rows)
        assert {user["user_id"] for user in costs["users"]} == stored_users
        assert sum(day["requests"] for day in costs["days"]) == 12


def test_a_month_that_redis_has_forgotten_is_not_complete(gateways):
    gateway = gateways("one").start()
    assert gateway.costs(month="2025-01")["complete"] is False
    eventually(lambda: gateway.costs()["complete"] is True)
