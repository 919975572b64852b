#!/usr/bin/env python3
"""Measures the telemetry libraries and holds the figures against thresholds.json.

    python3 Benchmarks/Telemetry/run.py [--build-path PATH]

The package is one of its own, so that an ordinary build does not know it. The fastest of 900 short rounds counts: what else
the machine does makes an operation slower, never faster. For the same reason all is measured again, up to four times more
and some seconds apart, as long as a figure is above its threshold; the best of each counts. Exit 1 when one stays above it.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNS = 5
PAUSE_SECONDS = 5


def measure(program):
    return json.loads(subprocess.run([program], check=True, capture_output=True, text=True).stdout)


def better(one, other):
    return {name: {unit: min(value, other[name][unit]) for unit, value in units.items()} for name, units in one.items()}


def above(figures, thresholds):
    """The units of each figure that are above what is allowed."""
    return {
        name: [unit for unit, limit in limits.items() if figures[name][unit] > limit + (unit == "allocations") * 0.001]
        for name, limits in thresholds.items()
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build-path", default=str(HERE.parent.parent / ".build" / "telemetry-bench"))
    options = parser.parse_args()
    swift = ["swift", "build", "-c", "release", "--package-path", str(HERE), "--scratch-path", options.build_path]
    subprocess.run([*swift, "--product", "telemetry-bench"], check=True, stdout=sys.stderr)
    place = subprocess.run([*swift, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    thresholds = json.loads((HERE / "thresholds.json").read_text(encoding="utf-8"))
    figures = measure(f"{place}/telemetry-bench")
    for _ in range(RUNS - 1):
        if not any(above(figures, thresholds).values()):
            break
        time.sleep(PAUSE_SECONDS)
        figures = better(figures, measure(f"{place}/telemetry-bench"))
    wrong = above(figures, thresholds)
    for name, limits in thresholds.items():
        told = ", ".join(
            f"{value:.{0 if unit == 'bytes' else 1}f} {unit}" + (f" (at most {limits[unit]})" if unit in limits else "")
            for unit, value in figures[name].items()
        )
        print(f"{'ABOVE' if wrong[name] else 'ok':5}  {name:30} {told}")
    return 1 if any(wrong.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
