"""A gateway that crashes is told to Sentry at its next start: once, whatever comes between, and without what it held."""

from __future__ import annotations

import json
import re
import signal
import time
from pathlib import Path
from typing import Any, Iterator

import pytest

from processes import Gateway
from raw import connect, post, wait_for
from sentry_server import RESET, SentryServer
from test_secrets import MARKS, body, provide


@pytest.fixture
def sentry() -> Iterator[SentryServer]:
    server = SentryServer()
    yield server
    server.close()


@pytest.fixture
def watched(own_gateway: Any, provider: Any, sentry: SentryServer) -> Gateway:
    """A gateway with a DSN, not started."""
    env = {
        "OPENAI_API_KEY": MARKS["provider key"],
        "TOLLGATE_ADMIN_TOKEN": MARKS["admin token"],
        "SENTRY_DSN": sentry.dsn(),
        "SENTRY_ENVIRONMENT": "e2e",
    }
    gateway = own_gateway(provider(provide).url, env=env)
    gateway.admin.headers["authorization"] = f"Bearer {MARKS['admin token']}"
    return gateway


def variables(gateway: Gateway) -> dict[str, str]:
    """The environment with which the process runs now."""
    entries = Path(f"/proc/{gateway.pid}/environ").read_bytes().split(b"\0")
    return dict(entry.decode().partition("=")[::2] for entry in entries if entry)


def reports(gateway: Gateway) -> list[Path]:
    return sorted((Path(gateway.data) / "crashes").glob("*.json"))


def whole(report: Path) -> bool:
    return report.read_text().rstrip().endswith("}")


def crash(gateway: Gateway, number: signal.Signals) -> Path:
    """Sends a signal that ends the process, and waits until it is dead; the report that was written.

    Swift's handler can come to no end. Then the process is killed in time, and what it has written itself counts.
    """
    before = set(reports(gateway))
    gateway.signal(number)
    if "SENTRY_DSN" not in gateway.env:
        # Nothing but Swift's own handler: the process goes on behind it.
        wait_for(lambda: any(whole(report) for report in set(reports(gateway)) - before), 90, "no report")
        gateway.kill()
        (report,) = set(reports(gateway)) - before
        return report
    status = gateway.wait(90)
    if status == -signal.SIGKILL:
        (note,) = Path(gateway.data, "crashes").glob(f"run-{gateway.pid}.*.note")
        return note
    assert status == -number, gateway.tail()
    (report,) = set(reports(gateway)) - before
    assert whole(report), "the report is not whole"
    return report


def stop(gateway: Gateway) -> None:
    assert gateway.terminate() == 0, gateway.tail()


def under_load(gateway: Gateway, number: signal.Signals) -> Path:
    """A crash while calls are under way."""
    streams = [connect(gateway.port) for _ in range(8)]
    for stream in streams:
        stream.send(post("/v1/chat/completions", body(), "x-how: slow", f"Authorization: Bearer {MARKS['caller key']}"))
    time.sleep(0.3)
    report = crash(gateway, number)
    for stream in streams:
        stream.close()
    return report


def check_crash(event: dict[str, Any], number: signal.Signals, report: Path) -> None:
    exception = event["exception"]["values"][0]
    assert exception["mechanism"]["meta"]["signal"]["name"] == number.name, exception["mechanism"]
    assert exception["mechanism"]["handled"] is False
    assert event["level"] == "fatal" and event["environment"] == "e2e"
    assert event["release"].startswith("tollgate@")
    frames = exception["stacktrace"]["frames"]
    assert frames and all(frame["instruction_addr"].startswith("0x") for frame in frames)
    threads = event["threads"]["values"]
    assert sum(thread["crashed"] for thread in threads) == 1
    assert any(image.get("debug_id") for image in event["debug_meta"]["images"])
    if report.suffix == ".note":
        return
    assert len(threads) > 2
    stacks = [frames] + [thread.get("stacktrace", {}).get("frames", []) for thread in threads]
    named = [frame for stack in stacks for frame in stack if frame.get("function")]
    assert any("libc" in frame.get("package", "") for frame in named), named
    assert any(frame.get("filename", "").endswith(".swift") and frame.get("lineno") for frame in named), named


@pytest.mark.timeout(400)
def test_each_crash_under_load_is_one_event_of_the_next_start(watched, sentry):
    gateway = watched.start()
    folder = Path(gateway.data).resolve() / "crashes"
    setting = variables(gateway)["SWIFT_BACKTRACE"]
    assert f"output-to={folder}," in setting
    assert Path(f"/proc/{gateway.pid}/comm").read_text().strip() == "tollgate"
    report = under_load(gateway, signal.SIGSEGV)
    assert "capturedMemory" not in report.read_text()
    gateway.start()
    (event,) = sentry.wait(1, timeout=120)
    check_crash(event, signal.SIGSEGV, report)
    # The crash is Sentry's now, and nowhere else.
    wait_for(lambda: not [*folder.glob("*.json*")], 30, "the report is still there")
    stop(gateway)

    # Two that nobody told yet: both are told, the older first.
    dsn = gateway.env.pop("SENTRY_DSN")
    gateway.env["SWIFT_BACKTRACE"] = setting
    written = [(number, under_load(gateway.start(), number)) for number in (signal.SIGABRT, signal.SIGTRAP)]
    del gateway.env["SWIFT_BACKTRACE"]
    gateway.env["SENTRY_DSN"] = dsn
    gateway.start()
    sentry.wait(3, timeout=120)
    stop(gateway)
    gateway.start()
    stop(gateway)
    events = sentry.events
    assert len({event["event_id"] for event in events}) == len(events) == 3
    for event, (number, report) in zip(events[1:], written):
        check_crash(event, number, report)
    sentry.check()
    raw = b"".join(request.raw for request in sentry.requests).decode(errors="replace")
    assert not re.search("|".join(MARKS.values()), raw)
    assert not re.search(r'"(registers|capturedMemory|rsp|rip|rflags)"', raw)
    # Nothing is left of any run.
    assert [*folder.iterdir()] == []


@pytest.mark.timeout(300)
def test_a_crash_is_told_once_even_if_the_next_start_is_killed(watched, sentry):
    gateway = watched.start()
    crash(gateway, signal.SIGTRAP)
    sentry.standard = RESET  # nobody takes anything
    gateway.start()
    spool = Path(gateway.data) / "sentry" / "spool"
    folder = Path(gateway.data, "crashes")
    wait_for(lambda: [*spool.glob("*.envelope")] and not [*folder.glob("*.json*")], 120, "not kept")
    gateway.kill()
    sentry.standard = 200
    gateway.start()
    (event,) = sentry.wait(1, timeout=120)
    assert event["exception"]["values"][0]["type"] == "SIGTRAP"
    stop(gateway)
    assert len(sentry.events) == 1
    sentry.check()


@pytest.mark.peers
@pytest.mark.timeout(300)
def test_a_crash_whose_report_comes_to_no_end_is_over_in_time_and_told_by_what_the_process_knew(watched, sentry, tmp_path):
    """Swift's handler waits for its backtracer, however long that takes; the process is killed after 30 s."""
    hanging = tmp_path / "backtrace"
    hanging.write_text("#!/bin/sh\nexec sleep 600\n")
    hanging.chmod(0o755)
    folder = Path(watched.data) / "crashes"
    folder.mkdir(parents=True, exist_ok=True)
    setting = f"enable=yes,format=json,output-to={folder},color=no,interactive=no,swift-backtrace="
    watched.env["SWIFT_BACKTRACE"] = setting + str(hanging)
    gateway = watched.start()
    gateway.signal(signal.SIGSEGV)
    assert gateway.wait(120) == -signal.SIGKILL, gateway.tail()
    gateway.start()
    (event,) = sentry.wait(1, timeout=120)
    (exception,) = event["exception"]["values"]
    assert exception["type"] == "SIGSEGV" and exception["mechanism"]["handled"] is False
    assert exception["stacktrace"]["frames"] and event["level"] == "fatal"
    assert any(image.get("debug_id") for image in event["debug_meta"]["images"])
    stop(gateway)
    assert [*folder.iterdir()] == []
    gateway.start()
    stop(gateway)
    assert len(sentry.events) == 1
    sentry.check()


@pytest.mark.parametrize(
    "setting, dsn, says",
    [
        ("enable=no", True, "SWIFT_BACKTRACE is set otherwise"),
        (None, False, None),
    ],
    ids=["an operator's own setting counts", "without a DSN nothing is done"],
)
def test_the_process_is_started_again_only_where_it_should_be(watched, setting, dsn, says):
    if setting:
        watched.env["SWIFT_BACKTRACE"] = setting
    if not dsn:
        del watched.env["SENTRY_DSN"]
    gateway = watched.start()
    assert variables(gateway).get("SWIFT_BACKTRACE") == setting
    assert not Path(gateway.data, "crashes").exists()
    if says:
        assert says in gateway.log.read_text()
    stop(gateway)


def test_an_own_report_folder_is_used(watched, sentry, tmp_path):
    """Somebody who sets the variable so that reports can be read has them told, and keeps the folder."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "other-1-0.0.json").write_text(
        json.dumps({"kind": "crashReport", "description": "Aborted", "threads": [{"crashed": True, "frames": []}]})
    )
    watched.env["SWIFT_BACKTRACE"] = f"enable=yes,format=json,output-to={folder}"
    gateway = watched.start()
    (event,) = sentry.wait(1)
    assert event["exception"]["values"][0]["type"] == "SIGABRT"
    stop(gateway)
    assert folder.exists() and [*folder.iterdir()] == []
