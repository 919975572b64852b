"""`tollgate backup` of a running gateway, and `tollgate restore` elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from processes import Gateway, binary, environment
from questions import CHAT, MESSAGE

pytestmark = pytest.mark.gateway_only


def tollgate(*arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [binary(), *map(str, arguments)], env=environment(**env), capture_output=True, text=True, timeout=120
    )


def manifest(backup: Path) -> dict[str, Any]:
    return json.loads((backup / "backup.json").read_text())


def total(rows: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(row["cost_usd"] or row["cost_known_usd"] or 0) for row in rows), Decimal(0))


class Traffic:
    """SDKs that call until they are told to stop; what each was told as answered, and when."""

    def __init__(self, gateway: Gateway, case_for: Any, clients: int = 4) -> None:
        self.answered: list[float] = []
        self.failures: list[BaseException] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(gateway, case_for, n)) for n in range(clients)]
        for thread in self._threads:
            thread.start()

    def _run(self, gateway: Gateway, case_for: Any, number: int) -> None:
        case = case_for(gateway)
        client, other = case.openai(), case.anthropic()
        try:
            while not self._stop.is_set():
                if number % 2:
                    for _ in client.chat.completions.create(**CHAT, stream=True):
                        pass
                else:
                    other.messages.create(**MESSAGE)
                self.answered.append(time.monotonic())
        except BaseException as failure:  # told by the test's own thread
            self.failures.append(failure)

    def wait(self, count: int) -> None:
        deadline = time.monotonic() + 60
        while len(self.answered) < count:
            assert not self.failures and time.monotonic() < deadline, self.failures
            time.sleep(0.02)

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
        assert not self.failures, self.failures


@pytest.mark.timeout(180)
def test_a_backup_under_sdk_traffic_is_the_ledger_up_to_that_moment(own_gateway, case_for, tmp_path):
    gateway = own_gateway().start()
    made = gateway.admin.post("/api/v1/admin/keys", json={"owner": "bob"}).json()
    budget = {"limit_usd": "25", "mode": "soft"}
    assert gateway.admin.put("/api/v1/admin/budgets/user/bob/month", json=budget).is_success
    traffic = Traffic(gateway, case_for)
    backup = tmp_path / "backups" / "first"
    try:
        traffic.wait(60)
        rows_before = {row["id"]: row for row in gateway.rows()}
        answered_before = len(traffic.answered)
        result = tollgate("backup", backup, "--data-dir", gateway.data)
        assert result.returncode == 0, result.stderr
        assert "ledger.sqlite: 100 %" in result.stderr
        traffic.wait(answered_before + 40)
    finally:
        traffic.stop()
    facts = manifest(backup)
    assert facts["rows"] >= max(len(rows_before), answered_before)
    assert not list(backup.parent.glob("*.partial*"))
    assert all((backup / file["name"]).stat().st_mode & 0o077 == 0 for file in facts["files"])

    restored = own_gateway(name="restored")
    result = tollgate("restore", backup, TOLLGATE_DATA_DIR=str(restored.data))
    assert result.returncode == 0, result.stderr
    restored.start()
    original = {row["id"]: row for row in gateway.rows()}
    copies = {row["id"]: row for row in restored.rows()}
    assert rows_before.keys() <= copies.keys() <= original.keys()
    interrupted = {id for id, row in copies.items() if row["usage_source"] == "interrupted"}
    assert len(copies) == facts["rows"] + len(interrupted) and len(interrupted) <= facts["open_calls"]
    for id, row in copies.items():
        assert id in interrupted or row == original[id]
    costs = restored.costs()
    assert costs["requests"] == len(copies)
    assert Decimal(costs["total_cost_usd"]) == total(list(copies.values()))
    assert sum(Decimal(user["cost_usd"]) for user in costs["users"]) == costs["total_cost_usd"]
    # Keys and budgets are those of the original, and calls are booked on top.
    assert [key["id"] for key in restored.admin.get("/api/v1/admin/keys").json()["keys"]] == [made["id"]]
    budgets = restored.admin.get("/api/v1/admin/budgets").json()["budgets"]
    assert [(each["scope"], each["id"]) for each in budgets] == [("user", "bob")]
    case_for(restored).openai(api_key=made["key"]).chat.completions.create(**CHAT)
    assert restored.costs()["requests"] == len(copies) + 1


def test_a_backup_of_a_killed_gateway_has_what_was_in_flight(own_gateway, case_for, tmp_path):
    gateway = own_gateway().start()
    case = case_for(gateway)
    case.openai().chat.completions.create(**CHAT)
    with case.openai(default_headers={"x-sim-event-delay-ms": "2000"}).chat.completions.create(**CHAT, stream=True) as s:
        next(iter(s))
        gateway.kill()
    backup = tmp_path / "backup"
    assert tollgate("backup", backup, "--data-dir", gateway.data, "--quiet").stderr == ""
    assert (manifest(backup)["rows"], manifest(backup)["open_calls"]) == (1, 1)
    restored = own_gateway(name="restored")
    assert tollgate("restore", backup, "--data-dir", restored.data).returncode == 0
    assert [row["usage_source"] for row in restored.start().rows()] == ["interrupted", "reported"]
    # The backup is as it was: it can be restored again.
    assert tollgate("restore", backup, "--data-dir", tmp_path / "again").returncode == 0


def test_refusals_say_what_to_do(own_gateway, case_for, tmp_path):
    gateway = own_gateway().start()
    case_for(gateway).openai().chat.completions.create(**CHAT)
    backup = tmp_path / "backup"
    assert tollgate("backup", backup, "--data-dir", gateway.data).returncode == 0

    def refused(*arguments: object) -> str:
        result = tollgate(*arguments)
        assert result.returncode == 1 and result.stdout == "", result
        return result.stderr

    assert "is there already" in refused("backup", backup, "--data-dir", gateway.data)
    assert "no ledger in" in refused("backup", tmp_path / "other", "--data-dir", tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    assert f"process {gateway.pid}" in refused("restore", backup, "--data-dir", gateway.data, "--replace")
    assert "is no backup" in refused("restore", gateway.data, "--data-dir", tmp_path / "new")
    gateway.terminate()
    assert "--replace" in refused("restore", backup, "--data-dir", gateway.data)
    damaged = tmp_path / "damaged"
    shutil.copytree(backup, damaged)
    with (damaged / "ledger.sqlite").open("r+b") as file:
        file.seek(9000)
        file.write(b"\xff")
    assert "not as it was written" in refused("restore", damaged, "--data-dir", gateway.data, "--replace")
    result = tollgate("restore", backup, "--data-dir", gateway.data, "--replace")
    assert result.returncode == 0 and "before-restore-" in result.stdout
    assert len(gateway.start().rows()) == 1


def test_a_backup_may_be_named_with_a_slash_and_says_why_it_cannot_be_made(own_gateway, tmp_path):
    gateway = own_gateway().start()
    gateway.terminate()
    result = tollgate("backup", f"{tmp_path / 'monday'}//", "--data-dir", gateway.data)
    assert result.returncode == 0, result.stderr
    assert sorted(each.name for each in tmp_path.glob("monday*")) == ["monday"] and manifest(tmp_path / "monday")
    file = tmp_path / "file"
    file.write_text("")
    assert f"{file} is a file" in tollgate("backup", file / "x", "--data-dir", gateway.data).stderr
    assert tollgate("backup", "", "--data-dir", gateway.data).returncode == 64
    somebody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    if os.geteuid() == 0 and subprocess.run([*somebody, "test", "-x", binary()]).returncode == 0:
        command = [*somebody, binary(), "backup", tmp_path / "never", "--data-dir", gateway.data]
        result = subprocess.run(command, capture_output=True, text=True)
        assert result.returncode == 1 and "may not read" in result.stderr, result.stderr


def test_a_backup_of_a_damaged_ledger_fails_and_names_it(own_gateway, case_for, tmp_path):
    gateway = own_gateway().start()
    case_for(gateway).openai().chat.completions.create(**CHAT)
    gateway.terminate()
    with closing(sqlite3.connect(gateway.data / "ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE requests SET cost = cost + 1, known_cost = known_cost + 1")
    result = tollgate("backup", tmp_path / "backup", "--data-dir", gateway.data)
    assert result.returncode == 1 and "contradict" in result.stderr, result.stderr
    assert f"So is {gateway.data}" in result.stderr and "earlier backup" in result.stderr
    assert not list(tmp_path.glob("backup*"))
