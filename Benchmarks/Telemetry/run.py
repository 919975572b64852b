#!/usr/bin/env python3
"""Measures the telemetry libraries and holds the figures against thresholds.json.

    python3 Benchmarks/Telemetry/run.py [--build-path PATH]

The package is one of its own, so that an ordinary build does not know it. The fastest of nine rounds counts: what else
the machine does makes an operation slower, never faster. Exit 1 when a figure is above its threshold.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build-path", default=str(HERE.parent.parent / ".build" / "telemetry-bench"))
    options = parser.parse_args()
    swift = ["swift", "build", "-c", "release", "--package-path", str(HERE), "--scratch-path", options.build_path]
    subprocess.run([*swift, "--product", "telemetry-bench"], check=True, stdout=sys.stderr)
    place = subprocess.run([*swift, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    figures = json.loads(subprocess.run([f"{place}/telemetry-bench"], check=True, capture_output=True, text=True).stdout)
    thresholds = json.loads((HERE / "thresholds.json").read_text(encoding="utf-8"))
    failed = 0
    for name, limits in thresholds.items():
        figure = figures[name]
        above = [unit for unit, limit in limits.items() if figure[unit] > limit + (0.001 if unit == "allocations" else 0)]
        failed += len(above)
        told = ", ".join(
            f"{value:.{0 if unit == 'bytes' else 1}f} {unit}" + (f" (at most {limits[unit]})" if unit in limits else "")
            for unit, value in figure.items()
        )
        print(f"{'ABOVE' if above else 'ok':5}  {name:30} {told}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
