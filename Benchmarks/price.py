#!/usr/bin/env python3
"""The speed of `tollgate price` on a million logged calls of all providers and APIs, plain and streamed.

    python3 Benchmarks/price.py                     .build/release/tollgate
    python3 Benchmarks/price.py --lines 100000

The lines are the recorded and made-up cases in Tests/CostCasesTests/Fixtures, over and over, through a pipe; every line of
output is counted. Exit code 1 when a line is missing or it takes longer than price-thresholds.json allows. The result goes
to .build/bench/price.json.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / ".build" / "bench"
FIXTURES = ROOT / "Tests/CostCasesTests/Fixtures"


def block():
    """All cases once: what a log would have, not what they are expected to cost."""
    lines = []
    for file in sorted(FIXTURES.glob("*_cases*.jsonl")):
        for text in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(text)
            kept = ("id", "provider", "api", "model", "at", "request_hints", "kind", "payload")
            lines.append(json.dumps({key: case[key] for key in kept}) + "\n")
    return lines


def run(program, lines, count):
    """(seconds, processor seconds, bytes, lines of output)"""
    text, size = "".join(lines).encode(), 0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    price = subprocess.Popen([program, "price"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    counter = subprocess.Popen(["wc", "-l"], stdin=price.stdout, stdout=subprocess.PIPE)
    price.stdout.close()
    for _ in range(count // len(lines)):
        price.stdin.write(text)
        size += len(text)
    rest = "".join(lines[: count % len(lines)]).encode()
    price.stdin.write(rest)
    price.stdin.close()
    answered = int(counter.communicate()[0])
    status = price.wait()
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status:
        sys.exit(f"tollgate price ended with {status}")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, spent, size + len(rest), answered


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tollgate", default=str(ROOT / ".build" / "release" / "tollgate"), help="the program")
    parser.add_argument("--lines", type=int, default=1_000_000)
    options = parser.parse_args()
    if not Path(options.tollgate).exists():
        sys.exit(f"{options.tollgate} is not there; `make build` builds it")
    seconds, spent, size, answered = run(options.tollgate, block(), options.lines)
    allowed = json.loads((HERE / "price-thresholds.json").read_text())["seconds_per_million_lines"]
    per_million = seconds * 1_000_000 / options.lines
    problems = []
    if answered != options.lines:
        problems.append(f"{answered} lines of output for {options.lines}")
    if per_million > allowed:
        problems.append(f"{per_million:.1f} s for a million lines, {allowed} are allowed")
    print(f"price: {options.lines} lines, {size / 1e6:.0f} MB in {seconds:.1f} s ({spent:.1f} s of processor, "
          f"{size / seconds / 1e6:.0f} MB/s, {options.lines / seconds / 1000:.0f} thousand lines/s)")
    WORK.mkdir(parents=True, exist_ok=True)
    result = {"lines": options.lines, "bytes": size, "seconds": seconds, "processor_seconds": spent, "failures": problems}
    (WORK / "price.json").write_text(json.dumps(result, indent=2))
    for problem in problems:
        print(f"FAILED {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
