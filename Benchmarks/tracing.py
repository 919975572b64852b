#!/usr/bin/env python3
"""What tracing costs a proxied request: CPU time of the gateway, from /proc, in turns within one run.

    Benchmarks/tracing.py [--tollgate .build/release/tollgate] [--rounds 3] [--duration 4]

The same load goes through gateways that differ in their tracing only: `off` (the default), `unsampled` (on, the sampler
takes nothing), `sampled` (every call, exported to a collector that takes all), `content` (that with prompts and answers,
redacted), and `dead` (every call, and nobody listens where the collector should be). What counts is how much more than
`off` each costs a request; exit code 1 when that is above tracing-thresholds.json, or a call is not in the ledger.
"""

import argparse
import datetime
import json
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import ledgercheck
import loads
import payloads
import processes
from processes import Failure

HERE = Path(__file__).resolve().parent
WORK = HERE.parent / ".build" / "bench" / "tracing"
CONNECTIONS = 64
QUIET_SECONDS = 0.5

# Takes whatever is posted, as a collector does: an empty answer is a whole ExportTraceServiceResponse.
COLLECTOR = """
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        client_max_body_size 64m;
        location / {{
            default_type application/x-protobuf;
            return 200 '';
        }}
    }}
"""


def variants(collector, nobody):
    on = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector}"}
    return {
        "off": {},
        "unsampled": on | {"OTEL_TRACES_SAMPLER": "always_off"},
        "sampled": on,
        "content": on | {"OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "SPAN_ONLY"},
        "dead": {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{nobody}"},
    }


def dropped(gateway):
    wanted = 'tollgate_telemetry_dropped_total{signal="traces"'
    lines = [line for line in gateway.get("/metrics").splitlines() if line.startswith(wanted)]
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in lines)


def measure(options):
    machine = processes.Machine(not options.no_pin)
    WORK.mkdir(parents=True, exist_ok=True)
    body = WORK / "plain.json"
    body.write_text(payloads.request(False))
    began = datetime.datetime.now(datetime.timezone.utc)
    samples, completed, problems, drops = {}, {}, [], {}
    with ExitStack() as stack:
        upstream, collector, nobody = processes.free_ports(3)
        stack.enter_context(processes.upstream_plain(WORK / "upstream", upstream, machine.others))
        stack.enter_context(
            processes.nginx(WORK / "collector", COLLECTOR.format(port=collector), collector, machine.others)
        )
        running = {}
        for name, more in variants(collector, nobody).items():
            gateway = processes.Tollgate(Path(options.tollgate), WORK / name, upstream, machine.proxy, more)
            running[name] = stack.enter_context(gateway)
        order = list(running)
        for number in range(-1, options.rounds):
            turn = max(number, 0) % len(order)
            for name in order[turn:] + order[:turn]:
                gateway = running[name]
                before = gateway.cpu_seconds()
                load = loads.wrk(gateway.port, body, CONNECTIONS, 1 if number < 0 else options.duration, machine.others)
                time.sleep(QUIET_SECONDS)
                if load.failed or not load.completed:
                    raise Failure(f"{name}: {load.failed} of {load.completed + load.failed} failed")
                completed[name] = completed.get(name, 0) + load.completed
                if number < 0:
                    continue
                cpu = (gateway.cpu_seconds() - before) * 1e6 / load.completed
                samples.setdefault(name, []).append(cpu)
                print(f"  round {number + 1} {name:9} {load.per_second:9.0f}/s {cpu:8.2f} µs", flush=True)
        for name, gateway in running.items():
            found, _ = ledgercheck.check(gateway, began, completed[name], CONNECTIONS * (options.rounds + 1))
            problems += [f"{name}: {each}" for each in found]
            drops[name] = dropped(gateway)
            code = gateway.stop()
            if code != 0:
                problems.append(f"{name}: ended with {code} on SIGTERM instead of 0")
    if not drops["dead"]:
        problems.append("dead: nothing was counted as dropped")
    return {name: statistics.median(values) for name, values in samples.items()}, drops, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--duration", type=int, default=4, help="seconds a round and gateway")
    parser.add_argument("--no-pin", action="store_true", help="let every process use every CPU")
    parser.add_argument("--tollgate", default=str(HERE.parent / ".build" / "release" / "tollgate"), help="the program")
    options = parser.parse_args()
    limits = json.loads((HERE / "tracing-thresholds.json").read_text())
    try:
        if not Path(options.tollgate).exists():
            raise Failure(f"{options.tollgate} is not there; `make build` builds it")
        figures, drops, failures = measure(options)
    except (Failure, subprocess.SubprocessError) as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    print(f"\n{'tracing':10} {'CPU µs/request':>15} {'of off':>8} {'limit':>7} {'spans dropped':>14}")
    for name, figure in figures.items():
        ratio, most = figure / figures["off"], limits.get(name)
        print(f"{name:10} {figure:15.2f} {ratio:7.2f}x {f'{most:.2f}x' if most else '':>7} {drops[name]:14}")
        if most and ratio > most:
            failures.append(f"{name}: {ratio:.2f} times the CPU time of `off`, at most {most:.2f} is allowed")
    (WORK / "latest.json").write_text(json.dumps({"cpu_us": figures, "dropped": drops, "failures": failures}, indent=2))
    for each in failures:
        print(f"FAILED {each}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
