"""Three gateways, one hard budget: never over, whatever happens to one of them; and what is left can be spent.

`E2E_SHARED_CALLS=2000 e2e/run.sh shared_store/test_shared_budgets.py -m ''` is the long form (make test-peers).
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from decimal import Decimal
from typing import Any

import httpx
import pytest

from load import CALL, CONNECTIONS, USER, load
from processes import Gateway, binary, environment
from shares import booked, eventually

WORST = Decimal("0.0002")
"""More than any of these calls is held at."""
CALLS = int(os.environ.get("E2E_SHARED_CALLS", "450"))
LIMIT = Decimal(CALLS) / 100_000
"""A part of what so many calls would cost."""


def put_budget(gateway: Gateway, limit: Decimal | str, **more: Any) -> None:
    body = {"limit_usd": str(limit), "mode": "hard"} | more
    answer = gateway.admin.put(f"/api/v1/admin/budgets/user/{USER}/month", json=body)
    assert answer.status_code in (200, 201), answer.text


def leases(server: Any, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What the operator's command says."""
    return subprocess.run(
        [binary(), "leases", *arguments], env=environment(REDIS_URL=server.url), capture_output=True, text=True, timeout=30
    )


def lease_of(server: Any, name: str) -> dict[str, Any] | None:
    """The lease of the gateway `name`; money as `Decimal`."""
    lines = leases(server, "list", "--json").stdout.splitlines()
    found = [lease for lease in (json.loads(line, parse_float=Decimal) for line in lines)]
    return next((lease for lease in found if lease["holder"].startswith(name + ".")), None)


def told_by(server: Any, name: str) -> int:
    """What one of them has told that it spent, in nano-dollars."""
    fields = [field for key in server.client.scan_iter("tollgate:{shared}:budget:*") for field in server.client.hgetall(key).items()]
    return sum(int(value) for field, value in fields if field.startswith(name + ".") and field.endswith(":spent"))


def in_store(server: Any) -> Decimal:
    """What all gateways have told that they spent of the budget."""
    (key,) = server.client.scan_iter("tollgate:{shared}:budget:*")
    return Decimal(server.client.hget(key, "spent")) / 10**9


def spend_the_rest(gateway: Gateway, limit: Decimal, gateways: list[Gateway]) -> Decimal:
    """Calls one after the other until no more than a call's worst case is left of `limit`, or nothing is admitted any
    more; what was spent in all then."""
    headers = {"authorization": "Bearer sk-load", "x-tollgate-user": USER}
    last_admitted = time.monotonic()
    with httpx.Client(base_url=gateway.url, headers=headers, trust_env=False, timeout=30) as client:
        # Others give their leases back after some idle seconds.
        while time.monotonic() - last_admitted < 12:
            answer = client.post("/v1/chat/completions", json=CALL)
            assert answer.status_code in (200, 429), answer.text
            if answer.status_code == 200:
                last_admitted = time.monotonic()
                continue
            if booked(*gateways) > limit - WORST:
                break
            time.sleep(0.5)
    return booked(*gateways)


def start_three(gateways: Any, limit: Decimal) -> list[Gateway]:
    made = [gateways(name, config="trust_user_header: true\n").start() for name in ("one", "two", "three")]
    for gateway in made:
        put_budget(gateway, limit)
    eventually(lambda: all("tollgate_shared_store_up 1" in g.metrics() for g in made))
    return made


def used_up(server: Any, made: list[Gateway], limit: Decimal) -> None:
    """All of the budget but for one call can be spent, no more of it; no hold is left; the store has it to the
    nano-dollar."""
    assert booked(*made) <= limit
    assert limit - WORST < spend_the_rest(made[0], limit, made) <= limit, lease_of(server, "three")
    for gateway in made:
        eventually(lambda: "tollgate_holds_open 0" in gateway.metrics(), "no hold is left")
    eventually(lambda: in_store(server) == booked(*made), "the store knows it all")


@pytest.mark.timeout(240)
def test_three_gateways_never_spend_more_than_one_budget(gateways, redis_server):
    made = start_three(gateways, LIMIT)
    answers: Counter = Counter()
    asyncio.run(load(made, CALLS, answers, delay_ms=5))
    assert answers[200] > 0 and answers[429] > 0 and set(answers) == {200, 429}, answers
    used_up(redis_server, made, LIMIT)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("then", ["returns", "is released"])
def test_a_dead_gateway_keeps_its_lease_and_no_more(then, gateways, redis_server):
    made = start_three(gateways, LIMIT)
    living, dead = made[:2], made[2]
    answers: Counter = Counter()

    def disturb() -> None:
        eventually(lambda: lease_of(redis_server, "three"), "a lease of the third")
        dead.kill()

    asyncio.run(load(made, CALLS, answers, disturb, delay_ms=30))
    assert answers[200] > 0 and set(answers) <= {200, 429, "gone"}, answers
    eventually(lambda: lease_of(redis_server, "three")["expires_in_ms"] < 0, "the end of its lease")
    lease = lease_of(redis_server, "three")
    kept = max(lease["lease_usd"], lease["spent_usd"])
    assert kept - lease["spent_usd"] == lease["reserved_usd"]
    # The others can spend all but that, to within a call.
    assert LIMIT - kept - WORST < spend_the_rest(living[0], LIMIT - kept, living) <= LIMIT - kept

    if then == "returns":
        # Killed with calls in flight and spend that it had not told: both are within its lease.
        dead.start()
        assert lease["spent_usd"] <= booked(dead) <= kept
        # An eighth of the budget at most beyond what it had spent and held, of which a part was given back unused.
        assert kept - booked(dead) <= LIMIT / 8 + (CONNECTIONS + 1) * WORST
        used_up(redis_server, made, LIMIT)
        return
    told = lease["spent_usd"]
    released = leases(redis_server, "release", lease["budget"], lease["holder"])
    assert released.stdout == "Released.\n", released.stderr
    assert LIMIT - told - WORST < spend_the_rest(living[0], LIMIT - told, living) <= LIMIT - told
    # If it comes back all the same, what it had not told is spent beyond the limit, and nothing more is.
    dead.start()
    eventually(lambda: in_store(redis_server) == booked(*made))
    assert booked(*made) <= LIMIT + booked(dead) - told
    before = booked(*made)
    asyncio.run(load(made, 30, answers, delay_ms=5))
    assert booked(*made) <= max(before, LIMIT)


@pytest.mark.timeout(240)
def test_one_that_hangs_beyond_its_lease_comes_back_with_spend_that_fits(gateways, redis_server):
    made = start_three(gateways, LIMIT)
    living, hanging = made[:2], made[2]
    answers: Counter = Counter()
    at_pause: dict[str, Any] = {}

    def disturb() -> None:
        eventually(lambda: told_by(redis_server, "three") > 0, "spend of the third")
        # With calls in flight.
        hanging.signal(signal.SIGSTOP)
        try:
            at_pause.update(lease_of(redis_server, "three"))
            eventually(lambda: lease_of(redis_server, "three")["expires_in_ms"] < 0, "the end of its lease")
            kept = max(at_pause["lease_usd"], at_pause["spent_usd"])
            # Meanwhile the others may spend all but its lease, and do.
            assert LIMIT - kept - WORST < spend_the_rest(living[0], LIMIT - kept, living) <= LIMIT - kept
        finally:
            hanging.signal(signal.SIGCONT)

    # A call that is in flight when it stops, whatever else is: an event every two seconds.
    headers = {"authorization": "Bearer sk-load", "x-tollgate-user": USER, "x-sim-events": "20", "x-sim-event-delay-ms": "2000"}
    with (
        httpx.Client(base_url=hanging.url, headers=headers, trust_env=False, timeout=120) as client,
        client.stream("POST", "/v1/chat/completions", json=CALL | {"stream": True}) as slow,
    ):
        assert slow.status_code == 200
        asyncio.run(load(made, CALLS, answers, disturb, delay_ms=300))
        slow.read()
    assert answers[200] > 0 and set(answers) <= {200, 429}, answers
    assert booked(hanging) > at_pause["spent_usd"], "it had told everything"
    used_up(redis_server, made, LIMIT)


@pytest.mark.peers
@pytest.mark.timeout(240)
def test_a_copied_directory_shares_the_budget_of_the_one_it_was_copied_from(gateways, redis_server):
    one, two = (gateways(name, config="trust_user_header: true\n") for name in ("one", "two"))
    one.start()
    put_budget(one, LIMIT)
    eventually(lambda: "tollgate_shared_store_up 1" in one.metrics())
    answers: Counter = Counter()
    asyncio.run(load([one], 40, answers))
    assert answers == {200: 40}
    eventually(lambda: in_store(redis_server) == booked(one))
    common = booked(one)
    # While the first one runs and holds its lease; the budget is in the copy, too.
    shutil.copytree(one.data, two.data)
    two.start()
    eventually(lambda: "tollgate_shared_store_up 1" in two.metrics())
    asyncio.run(load([one, two], CALLS, answers, delay_ms=5))
    assert booked(one) > common and booked(two) > common, answers
    assert booked(one, two) - common <= LIMIT
    assert LIMIT - WORST < spend_the_rest(one, LIMIT + common, [one, two]) - common <= LIMIT
    eventually(lambda: in_store(redis_server) == booked(one, two) - common, "the store has no call twice")


def test_a_hanging_redis_does_not_slow_what_is_admitted(gateways, redis_server):
    made = start_three(gateways, Decimal(5))
    for gateway in made:
        put_budget(gateway, "5", on_outage="local_lease")
    answers: Counter = Counter()
    asyncio.run(load(made, 30, answers))
    redis_server.pause()
    began = time.monotonic()
    asyncio.run(load(made, 90, answers))
    assert answers == {200: 120}
    assert time.monotonic() - began < 20
    redis_server.resume()
    assert booked(*made) <= 5


@pytest.mark.parametrize("policy, status", [("closed", 429), ("open", 200)])
def test_an_outage_is_decided_as_the_budget_says(policy, status, gateways, redis_server):
    gateway = gateways("one", config="trust_user_header: true\n").start()
    put_budget(gateway, "5", on_outage=policy)
    eventually(lambda: "tollgate_shared_store_up 1" in gateway.metrics())
    redis_server.stop()
    eventually(lambda: "tollgate_shared_store_up 0" in gateway.metrics())
    answers: Counter = Counter()
    asyncio.run(load([gateway], 3, answers))
    assert answers[status] == 3 or (status == 429 and answers[503] == 3), answers
    decision = {"closed": "refused", "open": "open"}[policy]
    assert f'tollgate_budget_outages_total{{decision="{decision}"}} 0' not in gateway.metrics()
