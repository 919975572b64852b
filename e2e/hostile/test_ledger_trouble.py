"""A ledger that cannot be written, opened or read: no row lost, none doubled, a clear message, and the policy kept."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from namespaces import GatewayOnDisk, NamespacedGateway, needs_namespaces
from processes import Gateway
from raw import Provider, ask, connect, post, reply, wait_for

CHAT = json.dumps({"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "x"}]}).encode()
COMPLETION = b'{"model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}'
POLICIES = ["auto", "serve", "refuse"]


@pytest.fixture(scope="module")
def upstream():
    provider = Provider(reply(COMPLETION))
    yield provider
    provider.close()


def calls(gateway: Gateway, first: int, count: int) -> list[int]:
    """So many calls, each with its number as a tag; their statuses."""

    def one(number: int) -> int:
        return ask(gateway.port, post("/v1/chat/completions", CHAT, f"x-tollgate-tag-n: {number}"), timeout=20).status

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(first, first + count)))


def booked(gateway: Gateway) -> list[int]:
    return sorted(int(row["tags"]["n"]) for row in gateway.rows())


def readiness(gateway: Gateway) -> dict:
    return gateway.admin.get("/readyz").json()


@pytest.mark.parametrize("end", ["in order", "kill"])
def test_a_database_locked_by_another_program(own_gateway, upstream, end):
    """For seconds: answers go out, rows wait in the journal, and are in the database once it is free or after a kill."""
    gateway = own_gateway(upstream.url).start()
    assert calls(gateway, 0, 5) == [200] * 5
    other = sqlite3.connect(gateway.data / "ledger.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    assert calls(gateway, 5, 40) == [200] * 40
    assert time.monotonic() - began < 15, "answers do not wait for the lock longer than the limit of a commit"
    wait_for(lambda: gateway.admin.get("/readyz").status_code == 503, 5)
    said = json.dumps(readiness(gateway))
    assert "locked" in said and "ledger.sqlite" in said, said
    if end == "kill":
        gateway.kill()
        other.execute("ROLLBACK")
        other.close()
        gateway.start()
    else:
        other.execute("ROLLBACK")
        other.close()
        wait_for(lambda: gateway.admin.get("/readyz").status_code == 200, 10)
    wait_for(lambda: len(gateway.rows()) == 45, 10)
    assert booked(gateway) == list(range(45))
    assert all(row["usage_source"] == "reported" for row in gateway.rows()), "none of them is booked as interrupted"
    assert gateway.costs()["requests"] == 45


@pytest.mark.parametrize("policy", POLICIES)
def test_what_new_calls_get_meanwhile(own_gateway, upstream, policy):
    gateway = own_gateway(upstream.url, config=f"on_ledger_failure: {policy}\n").start()
    other = sqlite3.connect(gateway.data / "ledger.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert calls(gateway, 0, 1) == [200], "the first was admitted while all was well"
    wait_for(lambda: gateway.admin.get("/readyz").status_code == 503, 5)
    before = len(upstream.requests)
    statuses = calls(gateway, 1, 6)
    assert statuses == [503 if policy == "refuse" else 200] * 6
    assert len(upstream.requests) - before == (0 if policy == "refuse" else 6), "what is refused is not forwarded"
    other.execute("ROLLBACK")
    other.close()
    wait_for(lambda: gateway.admin.get("/readyz").status_code == 200, 10)
    assert calls(gateway, 7, 2) == [200] * 2
    expected = [0, 7, 8] if policy == "refuse" else list(range(9))
    wait_for(lambda: booked(gateway) == expected, 10)


@needs_namespaces
@pytest.mark.parametrize("end", ["space", "kill"])
def test_a_disk_that_is_full(tmp_path, upstream, end):
    """A small file system, filled while calls run: all are answered, none is lost, and space brings everything back."""
    gateway = GatewayOnDisk(tmp_path, upstream.url, "40m", name="small")
    try:
        gateway.start()
        assert calls(gateway, 0, 20) == [200] * 20
        filler = gateway.disk.seen / "filler"
        descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT)
        try:
            while os.write(descriptor, bytes(4_096)):
                pass
        except OSError:
            os.close(descriptor)
        number, said = 20, ""
        # The first failures pass: a checkpoint makes room in the log once or twice.
        while "disk is full" not in said and number < 20_000:
            assert calls(gateway, number, 100) == [200] * 100
            number += 100
            answer = gateway.admin.get("/readyz")
            said = answer.text if answer.status_code == 503 else ""
        assert "disk is full" in said, f"the disk never became full for the ledger: {os.listdir(gateway.disk.seen)}"
        assert calls(gateway, number, 60) == [200] * 60
        number += 60
        if end == "kill":
            gateway.kill()
            filler.unlink()
            gateway.start()
        else:
            filler.unlink()
        wait_for(lambda: ready(gateway), 20)
        wait_for(lambda: len(gateway.rows()) >= number, 10)
        assert booked(gateway) == list(range(number)), "each once"
        assert all(row["usage_source"] == "reported" for row in gateway.rows())
    finally:
        gateway.terminate()
        gateway.disk.close()


def ready(gateway: Gateway) -> bool:
    try:
        return gateway.admin.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


@needs_namespaces
def test_a_full_disk_at_the_start(tmp_path, upstream):
    gateway = NamespacedGateway(tmp_path, upstream.url, 'mkdir -p "$TOLLGATE_DATA_DIR"; mount -t tmpfs -o size=64k tmpfs "$TOLLGATE_DATA_DIR"')
    gateway.spawn(["serve"], gateway.env)
    assert gateway.wait(20) == 78, gateway.tail()
    assert "disk is full" in gateway.log.read_text() and str(gateway.data) in gateway.log.read_text(), gateway.tail()


@needs_namespaces
@pytest.mark.parametrize("existing", [False, True])
def test_a_data_directory_that_is_read_only(tmp_path, upstream, existing):
    """Refused at the start with a sentence, not later with a call."""
    first = Gateway(tmp_path, upstream.url, name="g")
    if existing:
        first.start()
        assert calls(first, 0, 1) == [200]
        assert first.terminate() == 0
    prepare = 'mkdir -p "$TOLLGATE_DATA_DIR"; mount --bind "$TOLLGATE_DATA_DIR" "$TOLLGATE_DATA_DIR"; mount -o remount,ro,bind "$TOLLGATE_DATA_DIR"'
    gateway = NamespacedGateway(tmp_path, upstream.url, prepare, name="g")
    gateway.spawn(["serve"], gateway.env)
    assert gateway.wait(20) == 78, gateway.tail()
    said = gateway.log.read_text()
    assert "write access" in said and str(gateway.data) in said, gateway.tail()


DAMAGES = {
    "no database": lambda data: b"this is no database, but a text" * 200,
    "zeros": lambda data: bytes(len(data)),
    "a broken page": lambda data: data[:4_096] + os.urandom(4_096) + data[8_192:],
    "cut short": lambda data: data[: len(data) // 2 + 100],
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_database(own_gateway, upstream, name):
    """Refused at the start, or served with what is left; told in clear words, never overwritten, never a crash."""
    gateway = own_gateway(upstream.url).start()
    assert calls(gateway, 0, 30) == [200] * 30
    assert gateway.terminate() == 0
    file = gateway.data / "ledger.sqlite"
    damaged = DAMAGES[name](file.read_bytes())
    file.write_bytes(damaged)
    gateway.log.unlink()
    gateway.spawn(["serve"], gateway.env)
    deadline = time.monotonic() + 15
    while gateway.alive() and not ready(gateway) and time.monotonic() < deadline:
        time.sleep(0.05)
    if gateway.alive():
        assert ask(gateway.port, post("/v1/chat/completions", CHAT, "x-tollgate-tag-n: 99"), timeout=20).status == 200
        assert gateway.terminate() == 0, gateway.tail()
        return
    assert gateway.process.returncode == 78, gateway.tail()
    said = gateway.log.read_text()
    assert "damaged" in said and "ledger.sqlite" in said and ".recover" in said, gateway.tail()
    if damaged[:15] != b"SQLite format 3":
        assert file.read_bytes() == damaged, "what is no database is not made one"


@pytest.mark.parametrize("name", ["emergency.journal", "holds-0.map"])
def test_a_damaged_file_beside_the_database(own_gateway, upstream, name):
    """The rows in the database stand; the start says what it found, and goes on."""
    gateway = own_gateway(upstream.url).start()
    assert calls(gateway, 0, 10) == [200] * 10
    gateway.kill()
    file = gateway.data / name
    size = file.stat().st_size
    file.write_bytes(damaged := os.urandom(min(size, 1 << 20)) + bytes(max(0, size - (1 << 20))))
    gateway.start()
    assert (gateway.data / f"{name}.unreadable").read_bytes() == damaged, "it is kept"
    assert name in gateway.log.read_text(), "and told"
    assert calls(gateway, 10, 5) == [200] * 5
    wait_for(lambda: set(booked(gateway)) >= set(range(15)), 10)
    assert booked(gateway) == list(range(15))


def test_kills_while_the_journal_is_in_use(own_gateway, upstream):
    """Killed again and again with rows in the journal: each is replayed once."""
    gateway = own_gateway(upstream.url).start()
    number = 0
    for _ in range(4):
        other = sqlite3.connect(gateway.data / "ledger.sqlite", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        assert calls(gateway, number, 10) == [200] * 10
        number += 10
        gateway.kill()
        other.execute("ROLLBACK")
        other.close()
        gateway.start()
    assert booked(gateway) == list(range(number))
    assert gateway.costs()["requests"] == number
    assert gateway.terminate() == 0
    gateway.start()
    assert booked(gateway) == list(range(number))


def test_a_slow_disk_delays_no_answer_beyond_the_limit(own_gateway, upstream):
    """A commit that hangs for long is a journal entry after the limit, not a client that waits."""
    gateway = own_gateway(upstream.url, config="timeouts:\n  commit: 300ms\n").start()
    other = sqlite3.connect(gateway.data / "ledger.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    stream = connect(gateway.port, timeout=10)
    for number in range(5):
        began = time.monotonic()
        stream.send(post("/v1/chat/completions", CHAT, f"x-tollgate-tag-n: {number}"))
        assert stream.answer().status == 200
        assert time.monotonic() - began < 1.5
    stream.close()
    other.execute("ROLLBACK")
    other.close()
    wait_for(lambda: booked(gateway) == list(range(5)), 10)


@pytest.fixture(scope="module")
def slow_fsync(tmp_path_factory):
    """The environment of a gateway whose disk is as slow as the file in it says, and that file."""
    directory = tmp_path_factory.mktemp("slow_fsync")
    library, pace = directory / "slow_fsync.so", directory / "milliseconds"
    source = Path(__file__).with_name("slow_fsync.c")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(library), "SLOW_FSYNC": str(pace)}, pace


@pytest.mark.parametrize("end", ["in order", "kill"])
def test_slow_fsync_delays_nobody(own_gateway, upstream, slow_fsync, end):
    """A flush that takes seconds (a checkpoint) is nobody's business but the checkpointer's."""
    env, pace = slow_fsync
    gateway = own_gateway(upstream.url, env=env).start()
    assert calls(gateway, 0, 20) == [200] * 20
    pace.write_text("6000")
    try:
        time.sleep(2.5)  # idle, so that a checkpoint begins, which flushes
        for number in range(20, 60, 8):
            began = time.monotonic()
            assert calls(gateway, number, 8) == [200] * 8
            assert time.monotonic() - began < 5
        wait_for(lambda: booked(gateway) == list(range(60)), 5, "the rows are there before the flush has ended")
        assert ready(gateway)
        if end == "kill":
            gateway.kill()
    finally:
        pace.unlink()
    if end == "kill":
        gateway.start()
    assert booked(gateway) == list(range(60))


def test_slow_fsync_with_full_synchronous_loses_nothing(own_gateway, upstream, slow_fsync):
    """Where every commit waits for the disk, and the disk takes longer than the limit of a commit."""
    env, pace = slow_fsync
    config = "ledger:\n  synchronous: full\ntimeouts:\n  commit: 200ms\n"
    gateway = own_gateway(upstream.url, env=env, config=config).start()
    pace.write_text("3000")
    try:
        began = time.monotonic()
        assert calls(gateway, 0, 24) == [200] * 24
        assert time.monotonic() - began < 9, "the answers wait for the disk, one after the other"
        gateway.kill()
    finally:
        pace.unlink()
    gateway.start()
    wait_for(lambda: len(gateway.rows()) >= 24, 10)
    assert booked(gateway) == list(range(24))
    assert all(row["usage_source"] == "reported" for row in gateway.rows())
