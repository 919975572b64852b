"""Redis stopped, paused, emptied, read-only, full, locked, replaced: calls go on, and the totals afterwards are exact."""

from __future__ import annotations

import shutil
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from typing import Iterator

import httpx
import pytest

from budgets import set_budget
from shares import booked, eventually, in_redis
from questions import CHAT
from redis_server import RedisServer


def metric(gateway, name: str) -> float:
    for line in gateway.metrics().splitlines():
        if line.startswith(name + " "):
            return float(line.split()[1])
    raise AssertionError(f"no {name}")


class Traffic:
    """Calls by several users on every gateway, each of which must succeed; and of one user with a hard budget, which may
    be refused but never passed."""

    capped = Decimal("0.002")

    def __init__(self, case_for, *gateways) -> None:
        self.gateways = gateways
        self.clients = [case_for(gateway).openai() for gateway in gateways]
        self.number = 0
        self.slowest = 0.0
        self.statuses: Counter = Counter()

    def cap(self) -> None:
        for gateway in self.gateways:
            set_budget(gateway, "user", "capped", "month", self.capped, mode="hard")

    @contextmanager
    def under_load(self) -> Iterator[None]:
        """Calls without a pause, three at a time on each gateway, until the block ends."""
        ended = threading.Event()

        def work(gateway, user: str) -> None:
            headers = {"authorization": "Bearer sk-x", "x-tollgate-user": user}
            with httpx.Client(base_url=gateway.url, headers=headers, trust_env=False, timeout=60) as client:
                while not ended.is_set():
                    began = time.monotonic()
                    answer = client.post("/v1/chat/completions", json=CHAT | {"max_tokens": 50})
                    self.slowest = max(self.slowest, time.monotonic() - began)
                    self.statuses[user, answer.status_code] += 1
                    time.sleep(0.01)

        with ThreadPoolExecutor(3 * len(self.gateways)) as pool:
            users = ("user-1", "user-2", "capped")
            running = [pool.submit(work, gateway, user) for gateway in self.gateways for user in users]
            try:
                yield
            finally:
                ended.set()
            for one in running:
                one.result()
        free = {status for user, status in self.statuses if user != "capped"}
        assert free == {200}, self.statuses
        assert {status for user, status in self.statuses if user == "capped"} <= {200, 429, 503}, self.statuses

    def send(self, count: int = 6) -> None:
        for client in self.clients:
            for _ in range(count):
                self.number += 1
                began = time.monotonic()
                client.chat.completions.create(**CHAT, extra_headers={"x-tollgate-user": f"user-{self.number % 5}"})
                self.slowest = max(self.slowest, time.monotonic() - began)

    def agree(self, server) -> None:
        """The Redis and each gateway have exactly what the ledgers have."""
        expected = booked(*self.gateways)
        assert expected > 0
        assert sum(row["cost_usd"] for gateway in self.gateways for row in gateway.rows(user_id="capped")) <= self.capped
        eventually(lambda: in_redis(server) == expected, f"{expected} in Redis")
        for gateway in self.gateways:
            eventually(lambda: (c := gateway.costs())["complete"] and Decimal(c["total_cost_usd"]) == expected)
            eventually(lambda: metric(gateway, "tollgate_ledger_lag_seconds") == 0)
            assert metric(gateway, "tollgate_shared_store_up") == 1


def stop(server):
    server.stop()
    return server.start


def pause(server):
    server.pause()
    return server.resume


def empty(server):
    server.client.flushall()
    return lambda: None


def read_only(server):
    server.client.replicaof("127.0.0.1", 1)
    return lambda: server.client.replicaof("no", "one")


def full(server):
    server.client.config_set("maxmemory", "1")
    return lambda: server.client.config_set("maxmemory", "0")


def wrong_password(server):
    server.client.config_set("requirepass", "another")
    server.password = "another"
    server.client.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")

    def back():
        server.client.config_set("requirepass", "")
        server.password = None

    return back


def no_permission(server):
    server.client.acl_setuser("default", enabled=True, nopass=True, categories=["-@all"], commands=["+acl", "+ping", "+hello", "+client"])
    return lambda: server.client.acl_setuser("default", enabled=True, nopass=True, categories=["+@all"], keys=["*"], channels=["*"])


@pytest.mark.parametrize("trouble", [stop, pause, empty, read_only, full, wrong_password, no_permission])
def test_totals_are_exact_after(trouble, gateways, redis_server, case_for):
    traffic = Traffic(case_for, *(gateways(name, config="trust_user_header: true\n").start() for name in ("one", "two")))
    traffic.cap()
    traffic.send()
    traffic.agree(redis_server)
    before = in_redis(redis_server)
    with traffic.under_load():
        eventually(lambda: sum(traffic.statuses.values()) > 30, "some calls")
        end = trouble(redis_server)
        if trouble is not empty:
            for gateway in traffic.gateways:
                eventually(lambda: metric(gateway, "tollgate_ledger_lag_seconds") > 0.5, "a lag")
                least, costs, most = booked(gateway), gateway.costs(), booked(gateway)
                if costs["complete"]:
                    # It can be read, not written: what this gateway knows is in it all the same.
                    assert Decimal(costs["total_cost_usd"]) > before
                else:
                    assert least <= Decimal(costs["total_cost_usd"]) <= most
                assert gateway.admin.get("/readyz").status_code == 200
        end()
        for gateway in traffic.gateways:
            eventually(lambda: metric(gateway, "tollgate_shared_store_up") == 1, "a connection")
        after = sum(traffic.statuses.values())
        eventually(lambda: sum(traffic.statuses.values()) > after + 30, "some calls after it")
    # Calls do not wait for it.
    assert traffic.slowest < 5
    traffic.agree(redis_server)


def test_a_promoted_replica_gets_what_it_lacks(gateways, redis_server, case_for, tmp_path):
    # The gateways know one address; behind it a replica takes the primary's place.
    replica = RedisServer(tmp_path, "--replicaof", "127.0.0.1", str(redis_server.port), name="replica")
    traffic = Traffic(case_for, *(gateways(name, config="trust_user_header: true\n").start() for name in ("one", "two")))
    traffic.cap()
    traffic.send()
    traffic.agree(redis_server)
    eventually(lambda: in_redis(replica) == in_redis(redis_server))
    with traffic.under_load():
        # The replica loses its primary, so that it lacks the last writes, and then takes its place.
        replica.client.replicaof("no", "one")
        eventually(lambda: in_redis(redis_server) > in_redis(replica), "a write that the replica lacks")
        replica.client.save()
        replica.stop()
        redis_server.stop()
        shutil.copy(replica.directory / "dump.rdb", redis_server.directory / "dump.rdb")
        redis_server.start()
        for gateway in traffic.gateways:
            eventually(lambda: metric(gateway, "tollgate_shared_store_up") == 1, "a connection")
    traffic.agree(redis_server)


def test_a_copied_directory_and_a_restored_backup(gateways, redis_server, case_for):
    one, two = gateways("one").start(), gateways("two")
    Traffic(case_for, one).send()
    eventually(lambda: in_redis(redis_server) == booked(one))
    common = booked(one)
    # Copied to a second gateway while the first one runs.
    shutil.copytree(one.data, two.data)
    two.start()
    traffic = Traffic(case_for, one, two)
    traffic.send()
    expected = booked(one) + booked(two) - common
    eventually(lambda: in_redis(redis_server) == expected, "no call twice")
    for gateway in (one, two):
        eventually(lambda: Decimal(gateway.costs()["total_cost_usd"]) == expected)
    # A backup of the first, restored after more was spent and told.
    assert one.terminate() == 0
    backup = one.data.with_name("backup")
    shutil.copytree(one.data, backup)
    one.start()
    Traffic(case_for, one).send()
    later = booked(one) + booked(two) - common
    eventually(lambda: in_redis(redis_server) == later)
    one.kill()
    shutil.rmtree(one.data)
    shutil.copytree(backup, one.data)
    one.start()
    lost = later - (booked(one) + booked(two) - common)
    assert lost > 0
    Traffic(case_for, one).send()
    eventually(lambda: in_redis(redis_server) == booked(one) + booked(two) - common + lost)
    # And everything is told again after a loss, but for what no disk has any more.
    redis_server.client.flushall()
    eventually(lambda: in_redis(redis_server) == booked(one) + booked(two) - common)


def test_two_processes_on_one_directory_are_refused(gateways):
    one, two = gateways("one").start(), gateways("two")
    two.data.symlink_to(one.data)
    two.spawn(["serve"], two.env)
    assert two.wait(20) == 78
    assert "in use by process" in two.tail()


def test_a_url_that_is_none_is_refused_without_its_password(gateways):
    gateway = gateways("one", env={"REDIS_URL": "redis://app:hunter2@127.0.0.1:port"})
    gateway.spawn(["serve"], gateway.env)
    assert gateway.wait(20) == 78
    assert "REDIS_URL" in gateway.tail() and "hunter2" not in gateway.tail()
