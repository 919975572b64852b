#!/usr/bin/env python3
"""CPU time and throughput of Tollgate beside nginx, in the same run, on this machine. See README.md in this folder.

    Benchmarks/run.py                                    everything (make bench builds the release first)
    Benchmarks/run.py --only plain,paced --rounds 3      a part of it
    Benchmarks/run.py --targets direct,nginx             the harness without the gateway
"""

import argparse
import asyncio
import datetime
import json
import platform
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import ledgercheck
import loads
import payloads
import pressure
import processes
import shared
from processes import Failure

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / ".build" / "bench"
SCENARIOS = ["plain", "burst", "paced", "shared", "memory", "pressure"]
TARGETS = ["direct", "nginx", "tollgate"]
CONNECTIONS = 64
PACED_CONNECTIONS = 500
PACED_INTERVAL_US = 20_000
PACED_CONTENT_EVENTS = 100
PACED_EVENTS = PACED_CONTENT_EVENTS + 3  # finish reason, usage, [DONE]
# Work put off to after the answer (a checkpoint, the last group commit) belongs to the requests that caused it.
QUIET_SECONDS = 0.5


class Bench:
    def __init__(self, options):
        self.options = options
        self.machine = processes.Machine(not options.no_pin)
        self.program = Path(options.tollgate)
        WORK.mkdir(parents=True, exist_ok=True)
        self.bodies = {}
        for name, stream in (("plain", False), ("stream", True)):
            self.bodies[name] = WORK / f"{name}.json"
            self.bodies[name].write_text(payloads.request(stream))
        for name in ("paced_upstream", "paced_client"):
            source, binary = HERE / f"{name}.c", WORK / name
            subprocess.run(["cc", "-O2", "-std=gnu11", "-Wall", "-o", str(binary), str(source)], check=True)

    def upstream(self, scenario):
        folder, (port,) = WORK / scenario / "upstream", processes.free_ports(1)
        if scenario == "burst":
            return port, processes.upstream_burst(folder, port, self.machine.others)
        if scenario == "paced":
            program = WORK / "paced_upstream"
            process = processes.upstream_paced(
                folder, port, self.machine.others, program, PACED_CONTENT_EVENTS, PACED_INTERVAL_US
            )
            return port, process
        return port, processes.upstream_plain(folder, port, self.machine.others)

    def load(self, scenario, port, seconds):
        cpus = self.machine.others
        if scenario == "paced":
            each = max(1, round(seconds * 1e6 / (PACED_EVENTS * PACED_INTERVAL_US)))
            return loads.paced(
                WORK / "paced_client", port, self.bodies["stream"], PACED_CONNECTIONS, each, PACED_EVENTS,
                PACED_INTERVAL_US, cpus,
            )
        body = self.bodies["stream" if scenario == "burst" else "plain"]
        return loads.wrk(port, body, CONNECTIONS, seconds, cpus)

    def measured(self, scenario, name, port, process, seconds):
        """One load on one target: (µs of CPU a unit, the load)."""
        before = process.cpu_seconds() if process else 0
        load = self.load(scenario, port, seconds)
        if process:
            time.sleep(QUIET_SECONDS)
        spent = process.cpu_seconds() - before if process else 0
        if load.failed or not load.completed:
            raise Failure(f"{scenario}, {name}: {load.failed} of {load.completed + load.failed} failed")
        return spent * 1e6 / load.units, load

    def compare(self, scenario):
        """Interleaved rounds over the targets; medians, and what the ledger says."""
        began = datetime.datetime.now(datetime.timezone.utc)
        result = {"targets": {}, "problems": []}
        with ExitStack() as stack:
            upstream, process = self.upstream(scenario)
            stack.enter_context(process)
            running = {}
            if "direct" in self.options.targets:
                running["direct"] = (upstream, None)
            if "nginx" in self.options.targets:
                (port,) = processes.free_ports(1)
                folder = WORK / scenario / "nginx"
                proxy = processes.nginx_proxy(folder, port, upstream, self.machine.proxy, scenario != "plain")
                running["nginx"] = (port, stack.enter_context(proxy))
            if "tollgate" in self.options.targets:
                gateway = processes.Tollgate(self.program, WORK / scenario / "tollgate", upstream, self.machine.proxy)
                running["tollgate"] = (gateway.port, stack.enter_context(gateway))

            completed = dict.fromkeys(running, 0)
            samples = {name: [] for name in running}
            for name, (port, process) in running.items():  # connections, caches, pools
                completed[name] += self.measured(scenario, name, port, process, 1)[1].completed
            order = list(running)
            for number in range(self.options.rounds):
                for name in order[number % len(order) :] + order[: number % len(order)]:
                    port, process = running[name]
                    cpu, load = self.measured(scenario, name, port, process, self.options.duration)
                    completed[name] += load.completed
                    samples[name].append((cpu, load.per_second))
                    print(f"  {scenario} round {number + 1} {name:9} {load.per_second:9.0f}/s {cpu:8.2f} µs", flush=True)
            for name, values in samples.items():
                result["targets"][name] = {
                    "cpu_us": statistics.median(cpu for cpu, _ in values),
                    "per_second": statistics.median(rate for _, rate in values),
                    "rounds": values,
                }
            if "tollgate" in running:
                runs = self.options.rounds + 1
                in_flight = 0 if scenario == "paced" else CONNECTIONS * runs
                problems, sums = ledgercheck.check(gateway, began, completed["tollgate"], in_flight)
                result["problems"] += problems
                result["ledger"] = sums
                result["resident_kib"] = gateway.resident_kib()
                code = gateway.stop()
                if code != 0:
                    result["problems"].append(f"tollgate ended with {code} on SIGTERM instead of 0")
        return result

    def memory(self):
        """Resident memory after many requests, compared with that after a tenth of them."""
        if "tollgate" not in self.options.targets:
            return None
        few, many = self.options.memory_requests // 10, self.options.memory_requests
        began = datetime.datetime.now(datetime.timezone.utc)
        result, done, runs = {"problems": [], "resident_kib": {}}, 0, 0
        with ExitStack() as stack:
            upstream, process = self.upstream("memory")
            stack.enter_context(process)
            gateway = processes.Tollgate(self.program, WORK / "memory" / "tollgate", upstream, self.machine.proxy)
            stack.enter_context(gateway)
            for goal in (few, many):
                while done < goal:
                    seconds = 2 if goal == few else 10
                    _, load = self.measured("plain", "tollgate", gateway.port, gateway, seconds)
                    done, runs = done + load.completed, runs + 1
                time.sleep(2)
                result["resident_kib"][done] = gateway.resident_kib()
                print(f"  memory: {gateway.resident_kib() / 1024:.1f} MiB after {done} requests", flush=True)
            problems, result["ledger"] = ledgercheck.check(gateway, began, done, CONNECTIONS * runs)
            result["problems"] += problems
        first, second = result["resident_kib"].values()
        result["growth"] = second / first - 1
        return result

    def shared(self):
        """The cost of a Redis that gateways share."""
        if "tollgate" not in self.options.targets:
            return None
        upstream, process = self.upstream("shared")
        with process:
            return shared.measure(self, WORK / "shared", upstream)

    def pressure(self):
        """Resident memory while one side is slow."""
        if "tollgate" not in self.options.targets:
            return None

        def start(upstream):
            return processes.Tollgate(self.program, WORK / "pressure" / "tollgate", upstream, self.machine.proxy)

        try:
            return {"problems": [], "figures": asyncio.run(pressure.measure(start))}
        except (RuntimeError, OSError, asyncio.IncompleteReadError) as error:
            raise Failure(f"pressure: {error}") from error


def report(results, thresholds):
    """Prints the table; returns what is over a threshold or does not add up."""
    over = []
    print(f"\n{'scenario':9} {'unit':8} {'target':9} {'units/s':>10} {'CPU µs/unit':>12} {'ratio':>7} {'limit':>7}")
    for scenario, result in results.items():
        over += [f"{scenario}: {each}" for each in result["problems"]]
        if scenario == "shared":
            over += shared.report(result, thresholds["shared"])
        if scenario in ("shared", "memory", "pressure"):
            continue
        targets = result["targets"]
        for name, values in targets.items():
            ratio = limit = ""
            if name == "tollgate" and "nginx" in targets:
                result["cpu_ratio_to_nginx"] = values["cpu_us"] / targets["nginx"]["cpu_us"]
                most = thresholds[scenario]["cpu_ratio_to_nginx"]
                ratio, limit = f"{result['cpu_ratio_to_nginx']:.2f}x", f"{most:.2f}x"
                if result["cpu_ratio_to_nginx"] > most:
                    over.append(f"{scenario}: {ratio} of nginx's CPU time, at most {limit} is allowed")
            cpu = "–" if name == "direct" else f"{values['cpu_us']:.2f}"
            unit = "event" if scenario == "paced" else "request"
            print(f"{scenario:9} {unit:8} {name:9} {values['per_second']:>10.0f} {cpu:>12} {ratio:>7} {limit:>7}")
        if "ledger" in result:
            sums = result["ledger"]
            print(f"{'':9} ledger: {sums['requests']} rows, {sums['total_cost_usd']} USD; completed: {sums['completed']}")
    if "memory" in results:
        memory, most = results["memory"], thresholds["memory"]["growth"]
        sizes = ", ".join(f"{size / 1024:.1f} MiB after {count}" for count, size in memory["resident_kib"].items())
        print(f"memory    {sizes} requests: {memory['growth']:+.1%} (limit {most:+.0%})")
        if memory["growth"] > most:
            over.append(f"memory: resident memory grew by {memory['growth']:.1%}, at most {most:.0%} is allowed")
    if "pressure" in results:
        for name, figure in results["pressure"]["figures"].items():
            most = thresholds["pressure"][name]
            print(f"pressure  {name:14} {figure:8.0f} (limit {most})")
            if figure > most:
                over.append(f"pressure: {name} is {figure:.0f}, at most {most} is allowed")
    return over


def environment():
    model = next(
        (line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    nginx = subprocess.run([processes.executable("nginx"), "-v"], capture_output=True, text=True).stderr.strip()
    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
    return {"cpu": model, "kernel": platform.release(), "nginx": nginx, "commit": commit}


def choice(known):
    def parse(text):
        found = [each for each in text.split(",") if each]
        for each in found:
            if each not in known:
                raise argparse.ArgumentTypeError(f"'{each}' is none of {', '.join(known)}")
        return found

    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=choice(SCENARIOS), default=SCENARIOS, help="scenarios, comma-separated")
    parser.add_argument("--targets", type=choice(TARGETS), default=TARGETS, help="targets, comma-separated")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--duration", type=int, default=5, help="seconds a round and target")
    parser.add_argument("--memory-requests", type=int, default=1_000_000)
    parser.add_argument("--no-pin", action="store_true", help="let every process use every CPU")
    parser.add_argument("--tollgate", default=str(ROOT / ".build" / "release" / "tollgate"), help="the program")
    options = parser.parse_args()
    try:
        if "tollgate" in options.targets and not Path(options.tollgate).exists():
            raise Failure(f"{options.tollgate} is not there; `make bench` builds it, or: --targets direct,nginx")
        bench = Bench(options)
        results = {}
        for scenario in options.only:
            if scenario in ("shared", "memory", "pressure"):
                result = getattr(bench, scenario)()
            else:
                result = bench.compare(scenario)
            if result is not None:
                results[scenario] = result
    except (Failure, subprocess.SubprocessError) as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    over = report(results, json.loads((HERE / "thresholds.json").read_text()))
    record = {
        "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "environment": environment(),
        "options": vars(options),
        "scenarios": results,
        "failures": over,
    }
    text = json.dumps(record, indent=2, default=str)
    (WORK / "latest.json").write_text(text)
    (WORK / f"results-{record['at'].replace(':', '')}.json").write_text(text)
    print(f"\n{WORK / 'latest.json'}")
    for each in over:
        print(f"FAILED {each}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
