"""A restored backup beside a Redis that knows more, or less: nothing counts twice, nothing is taken back."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from processes import binary, environment
from questions import CHAT
from redis_server import RedisServer
from shares import booked, days_in_redis, eventually, in_redis


def run(*arguments: object) -> None:
    subprocess.run([binary(), *map(str, arguments)], env=environment(), check=True, capture_output=True, timeout=60)


@pytest.mark.timeout(120)
def test_a_restored_backup_neither_doubles_nor_takes_back(gateways, redis_server, case_for, tmp_path):
    gateway = gateways("one").start()
    client = case_for(gateway).openai()
    for _ in range(5):
        client.chat.completions.create(**CHAT)
    run("backup", tmp_path / "backup", "--data-dir", gateway.data)
    early = booked(gateway)
    for _ in range(4):
        client.chat.completions.create(**CHAT)
    late = booked(gateway)
    # Of rows that a restored ledger has no more, only what was told is known: all of it, then.
    eventually(lambda: in_redis(redis_server) == days_in_redis(redis_server) == late, "all in Redis")
    gateway.kill()

    # In its own directory: what was told after the backup stays told, new calls come on top.
    run("restore", tmp_path / "backup", "--data-dir", gateway.data, "--replace")
    gateway.start()
    assert booked(gateway) == early
    eventually(lambda: gateway.costs()["total_cost_usd"] == late, "the total that Redis knows")
    case_for(gateway).openai().chat.completions.create(**CHAT)
    new = booked(gateway) - early
    assert new > 0
    eventually(lambda: in_redis(redis_server) == late + new, "the new call in Redis")

    # And beside the first, as another gateway: the common past counts once.
    other = gateways("two")
    run("restore", tmp_path / "backup", "--data-dir", other.data)
    other.start()
    case_for(other).openai().chat.completions.create(**CHAT)
    own = booked(other) - early
    eventually(lambda: in_redis(redis_server) == late + new + own, "both in Redis")
    assert eventually(lambda: other.costs()["total_cost_usd"] == gateway.costs()["total_cost_usd"] == late + new + own)

    # Redis forgets everything: what the living gateways know is told again, once.
    redis_server.client.flushall()
    eventually(lambda: in_redis(redis_server) == early + new + own, "all that is still known")


@pytest.mark.timeout(120)
def test_a_lease_given_after_the_backup_is_not_given_back_by_the_restored_ledger(
    gateways, redis_server, case_for, tmp_path
):
    """What was spent of it is in no ledger any more: it stays reserved, as that of a gateway that never returns."""
    gateway = gateways("one", config="trust_user_header: true\n").start()
    user = {"x-tollgate-user": "ann"}

    def call() -> None:
        case_for(gateway).openai().chat.completions.create(**CHAT, extra_headers=user)

    call()
    limit = {"limit_usd": str(booked(gateway) * 100_000), "mode": "hard"}
    assert gateway.admin.put("/api/v1/admin/budgets/user/ann/month", json=limit).is_success
    run("backup", tmp_path / "backup", "--data-dir", gateway.data)
    call()
    (before,) = eventually(lambda: leases(redis_server), "a lease")
    assert before["expires_in_ms"] > 0
    gateway.kill()
    run("restore", tmp_path / "backup", "--data-dir", gateway.data, "--replace")
    gateway.start()
    call()

    def kept() -> bool:
        now = {lease["holder"]: lease for lease in leases(redis_server)}
        return len(now) == 2 and now[before["holder"]]["expires_in_ms"] < 0

    eventually(kept, "the former lease, expired, beside the new one")


def leases(server: RedisServer) -> list[dict[str, Any]]:
    environ = environment(REDIS_URL=server.url)
    result = subprocess.run([binary(), "leases", "--json"], env=environ, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]
