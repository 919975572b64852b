"""`tollgate leases`: what an operator sees of shared budgets, and takes back."""

from __future__ import annotations

import json
import subprocess

from processes import binary, environment

BUDGET = "user:alice:month:2026-11"
KEY = f"tollgate:{{shared}}:budget:{BUDGET}"


def leases(server, *arguments: str, url: str | None = None) -> subprocess.CompletedProcess[str]:
    env = environment(**({"REDIS_URL": server.url if url is None else url} if url != "" else {}))
    return subprocess.run([binary(), "leases", *arguments], env=env, capture_output=True, text=True, timeout=30)


def test_lists_and_releases(redis_server):
    client = redis_server.client
    empty = leases(redis_server)
    assert empty.returncode == 0 and empty.stdout == "No gateway has a lease.\n", empty.stderr
    # As a gateway leaves them: one lease that expired long ago, one that lives; the first has not told all.
    later = client.time()[0] * 1000 + 3_600_000
    client.hset(
        KEY,
        mapping={
            "dead.a:spent": 1_500_000_000, "dead.a:lease": 2_000_000_000, "dead.a:until": 5,
            "live.b:spent": 0, "live.b:lease": 9_007_199_254_740_993, "live.b:until": later,
            "spent": 1_500_000_000, "reserved": 9_007_201_254_740_993,
        },
    )
    client.sadd("tollgate:{shared}:budgets", KEY, "tollgate:{shared}:budget:gone")
    table = leases(redis_server)
    assert table.returncode == 0, table.stderr
    assert "dead.a" in table.stdout and "$0.5" in table.stdout and "expired" in table.stdout
    lines = [json.loads(line, parse_float=str) for line in leases(redis_server, "list", "--json").stdout.splitlines()]
    assert [line["holder"] for line in lines] == ["dead.a", "live.b"]
    assert lines[0]["reserved_usd"] == "0.5" and lines[0]["expires_in_ms"] < 0
    assert lines[1]["lease_usd"] == "9007199.254740993"
    assert client.smembers("tollgate:{shared}:budgets") == {KEY}

    alive = leases(redis_server, "release", BUDGET, "live.b")
    assert alive.returncode == 1 and "--force" in alive.stderr
    assert leases(redis_server, "release", BUDGET, "dead.a").stdout == "Released.\n"
    assert leases(redis_server, "release", BUDGET, "dead.a").returncode == 1
    assert client.hget(KEY, "reserved") == "9007200754740993"
    assert leases(redis_server, "release", BUDGET, "live.b", "--force").returncode == 0
    assert client.hget(KEY, "reserved") == client.hget(KEY, "spent") == "1500000000"


def test_says_what_is_missing(redis_server):
    none = leases(redis_server, url="")
    assert none.returncode != 0 and "REDIS_URL" in none.stderr
    redis_server.stop()
    away = leases(redis_server)
    assert away.returncode == 1 and "127.0.0.1" in away.stderr
