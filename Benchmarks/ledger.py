#!/usr/bin/env python3
"""What the admin API takes with five million requests in the ledger: each question, and a backup meanwhile.

    python3 Benchmarks/ledger.py                      .build/release/tollgate, 5 000 000 rows
    python3 Benchmarks/ledger.py --rows 500000

The ledger is made by large_ledger.py and checked by `tollgate backup`, which refuses sums that contradict their rows. Each
question is asked once after the start and then nine times. The processor's time for one of the nine must be within
ledger-thresholds.json, as it does not depend on what else the machine does; the times that passed are told as well. Exit
code 1 when one is not. The result goes to .build/bench/ledger.json.
"""

import argparse
import datetime
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import large_ledger
from processes import Failure, Process, free_ports

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / ".build" / "bench" / "ledger"


def answers(url):
    try:
        return urllib.request.urlopen(url, timeout=60).status == 200
    except OSError:
        return False


class Gateway:
    """`tollgate serve` on WORK, told apart by its ports."""

    def __init__(self, program, upstream):
        self.program = program
        self.port, self.admin = free_ports(2)
        self.url = f"http://127.0.0.1:{self.admin}"
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("TOLLGATE_", "OTEL_"))} | {
            "TOLLGATE_PORT": str(self.port),
            "TOLLGATE_ADMIN_PORT": str(self.admin),
            "TOLLGATE_DATA_DIR": str(WORK / "data"),
            "TOLLGATE_OPENAI_BASE_URL": upstream,
            "OPENAI_API_KEY": "sk-bench",
        }

    def start(self):
        began = time.perf_counter()
        process = Process([self.program, "serve"], os.sched_getaffinity(0), WORK / "gateway.log", env=self.env)
        process.wait_for(lambda: answers(f"{self.url}/readyz"), seconds=300)
        return process, time.perf_counter() - began

    def ask(self, path):
        """Milliseconds, and the answer."""
        began = time.perf_counter()
        with urllib.request.urlopen(self.url + path, timeout=120) as answer:
            body = answer.read()
        return (time.perf_counter() - began) * 1000, body


def questions(newest, described):
    """What dashboards and people ask, as far as the API is `described`."""
    now = datetime.datetime.now(datetime.timezone.utc)
    month, before = f"{now:%Y-%m}", f"{now.replace(day=1) - datetime.timedelta(days=1):%Y-%m}"
    ago = lambda days: f"{now - datetime.timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"  # noqa: E731
    requests, overview = "/api/v1/admin/requests?limit=50", "/api/v1/admin/overview"
    spans = {
        "24 hours": (1, 0), "7 days": (7, 0), "30 days": (30, 0), "60 days": (60, 0), "19 days, 40 days ago": (59, 40),
        "31 days from noon, 15 days ago": (45.5, 14.5), "10 days and a half": (20.48, 10.02),
    }  # fmt: skip
    periods = {f"all of {name}": f"{overview}?since={ago(a)}&until={ago(b)}" for name, (a, b) in spans.items()}
    periods |= {f"{name}, 1 000 users": f"{question}&limit=1000" for name, question in periods.items()}
    return (periods if overview in described else {}) | {
        "costs of the month, 100 users": f"/api/v1/admin/llm-costs?month={month}&limit=100",
        "costs of the month before": f"/api/v1/admin/llm-costs?month={before}&limit=100",
        "costs by name, the second page": f"/api/v1/admin/llm-costs?month={before}&limit=100&sort=user",
        "costs of the month before, all as CSV": f"/api/v1/admin/llm-costs?month={before}&format=csv",
        "the overview": "/",
        "newest requests": requests,
        "requests of one user": f"{requests}&user_id=user-77",
        "requests of a busy user": f"{requests}&user_id=nightly",
        "errors of a busy user that has none": f"{requests}&user_id=nightly&status=error",
        "a usual model that a busy user never used": f"{requests}&user_id=nightly&model=gpt-4o",
        "a component and a status of a busy user": f"{requests}&user_id=nightly&component_type=search&status=404",
        "requests of a usual model": f"{requests}&model=gpt-4o",
        "requests of a model whose name begins another's": f"{requests}&model=gpt-4o-mini",
        "requests of a version that nobody got": f"{requests}&model=gpt-4o-2024-05-13",
        "answered requests of a model": f"{requests}&model=o3-mini&status=ok",
        "errors of a model that has none": f"{requests}&model=gpt-4o&status=error",
        "answered requests of a model that only failed": f"{requests}&model=no-such-model&status=ok",
        "errors of a component": f"{requests}&component_type=agent&status=error",
        "a usual status that a component never had": f"{requests}&component_type=chat&status=418",
        "a status that a model never had": f"{requests}&model=gpt-4o&status=429",
        "a usual component of a usual model": f"{requests}&model=gpt-4o-mini&component_type=agent",
        "requests of a seldom model": f"{requests}&model=rare-model",
        "requests of no model": f"{requests}&model=none-has-it",
        "requests of a usual component": f"{requests}&component_type=search",
        "requests of a seldom component": f"{requests}&component_type=rare-component",
        "requests of no component": f"{requests}&component_type=none-has-it",
        "errors": f"{requests}&status=error",
        "requests with a usual status": f"{requests}&status=429",
        "requests with a seldom status": f"{requests}&status=418",
        "requests with no such status": f"{requests}&status=599",
        "a day a month ago": f"{requests}&since={ago(31)}&until={ago(30)}",
        "an hour a month ago, by model": f"{requests}&since={ago(30)}&until={ago(29.96)}&model=gpt-4o",
        "an hour a month ago, errors it had not": f"{requests}&since={ago(30)}&until={ago(29.96)}&model=gpt-4o&status=error",
        "a thousand requests of a model": "/api/v1/admin/requests?limit=1000&model=gpt-4o-mini",
        "errors of one user of a day": f"{requests}&since={ago(2)}&until={ago(1)}&user_id=user-77&status=error",
        "a seldom model of one user": f"{requests}&model=rare-model&user_id=user-77",
        "a seldom component of a usual model": f"{requests}&model=gpt-4o&component_type=rare-component",
        "one request": f"/api/v1/admin/requests/{newest}",
        "metrics": "/metrics",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tollgate", default=str(ROOT / ".build" / "release" / "tollgate"), help="the program")
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--days", type=int, default=60, help="how far back they go")
    parser.add_argument("--users", type=int, default=10_000, help="who made them")
    parser.add_argument("--keep", action="store_true", help="keep the ledger, and use one that was kept")
    options = parser.parse_args()
    if not Path(options.tollgate).exists():
        sys.exit(f"{options.tollgate} is not there; `make build` builds it")
    try:
        sys.exit(measure(options))
    except Failure as failure:
        sys.exit(f"error: {failure}")
    finally:
        if not options.keep:
            shutil.rmtree(WORK, ignore_errors=True)


def measure(options):
    kept = options.keep and (WORK / "data" / "ledger.sqlite").exists()
    if not kept:
        shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    (upstream,) = free_ports(1)
    gateway = Gateway(options.tollgate, f"http://127.0.0.1:{upstream}")
    path = WORK / "data" / "ledger.sqlite"
    if not kept:
        make(options, gateway, upstream, path)
    process, started = gateway.start()
    with process:
        print(f"start {started:8.2f} s, with {path.stat().st_size >> 20} MiB")
        newest = json.loads(gateway.ask("/api/v1/admin/requests?limit=1")[1])["requests"][0]["id"]
        results = {}
        described = gateway.ask("/api/v1/openapi.json")[1].decode()
        for name, question in questions(newest, described).items():
            first = gateway.ask(question)[0]
            before = process.cpu_seconds()
            again = sorted(gateway.ask(question)[0] for _ in range(9))
            spent = (process.cpu_seconds() - before) * 1000 / 9
            results[name] = {
                "first_ms": round(first, 1), "median_ms": round(again[4], 1), "slowest_ms": round(again[-1], 1),
                "processor_ms": round(spent, 1),
            }  # fmt: skip
            print(
                f"{name:50} first {first:6.1f} ms  median {again[4]:6.1f} ms  slowest {again[-1]:6.1f} ms"
                f"  processor {spent:6.1f} ms",
                flush=True,
            )
        backup = WORK / "backup"
        shutil.rmtree(backup, ignore_errors=True)
        began = time.perf_counter()
        subprocess.run(
            [options.tollgate, "backup", str(backup), "--data-dir", str(WORK / "data"), "--quiet"], check=True
        )
        seconds = time.perf_counter() - began
        print(f"backup, checked {seconds:8.1f} s")
    thresholds = json.loads((HERE / "ledger-thresholds.json").read_text())
    allowed = thresholds["processor_ms"]
    over = [name for name, result in results.items() if result["processor_ms"] > allowed]
    report = {"rows": options.rows, "start_seconds": round(started, 2), "backup_seconds": round(seconds, 1)}
    (ROOT / ".build" / "bench" / "ledger.json").write_text(json.dumps(report | {"questions": results}, indent=1))
    for name in over:
        print(f"OVER {allowed} ms: {name}")
    print("ok" if not over else f"{len(over)} of {len(results)} questions are too slow")
    return 1 if over else 0


def make(options, gateway, upstream, path):
    """The ledger, and how long that took."""
    simulator = Process(
        [options.tollgate, "simulate", "--port", str(upstream), "--no-record"], os.sched_getaffinity(0), WORK / "sim.log"
    )
    with simulator:
        simulator.wait_for(lambda: b"listening" in (WORK / "sim.log").read_bytes())
        process, _ = gateway.start()
        with process:
            large_ledger.traffic(gateway.port, min(2000, options.rows // 10))
        large_ledger.verify(path)
        began = time.perf_counter()
        rows = large_ledger.fill(path, options.rows, options.days, options.users)
        print(f"{rows} rows in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
