"""What a Redis that gateways share costs a call, and what one that hangs does to those that are admitted.

Three gateways in one run, each with a hard budget that every call is admitted by: `alone` without Redis, `redis` with
one, `hanging` with one that is stopped (SIGSTOP) a second after a load begins. Rounds are interleaved, the order turns,
figures are medians: CPU time of the gateway a request under 64 connections, and the 99th percentile of the time to an
answer under 8.
"""

import os
import shutil
import signal
import statistics
import threading
import time
from contextlib import ExitStack

import loads
import processes
from processes import Failure

CPU_CONNECTIONS = 64
LATENCY_CONNECTIONS = 8
BUDGET = "/api/v1/admin/budgets/gateway/gateway/day"
TERMS = {"limit_usd": "1000000", "mode": "hard", "on_outage": "open"}


def redis_server(folder, cpus):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (port,) = processes.free_ports(1)
    program = processes.executable("redis-server")
    arguments = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = processes.Process(arguments, cpus, folder / "out.log", wait_for=processes.is_listening(port))
    server.port = port
    return server


def is_shared(gateway):
    return any(line == "tollgate_shared_store_up 1" for line in gateway.get("/metrics").splitlines())


def one(gateway, redis, hangs, body, connections, seconds, cpus):
    """One load: (µs of CPU a request, requests a second, p99 in µs)."""
    if redis:
        gateway.wait_for(lambda: is_shared(gateway))
    stop = threading.Timer(1, lambda: os.kill(redis.pid, signal.SIGSTOP)) if hangs else None
    before = gateway.cpu_seconds()
    if stop:
        stop.start()
    try:
        load = loads.wrk(gateway.port, body, connections, seconds, cpus)
        time.sleep(0.5)
    finally:
        if stop:
            stop.cancel()
            os.kill(redis.pid, signal.SIGCONT)
    if load.failed or not load.completed:
        raise Failure(f"shared: {load.failed} of {load.completed + load.failed} failed; {gateway.tail()}")
    return (gateway.cpu_seconds() - before) * 1e6 / load.completed, load.per_second, load.p99_us


def measure(bench, work, upstream):
    """The medians of each target, and the ratios that matter."""
    options, machine = bench.options, bench.machine
    with ExitStack() as stack:
        running = {}
        for name in ("alone", "redis", "hanging"):
            redis, env = None, {}
            if name != "alone":
                redis = stack.enter_context(redis_server(work / f"{name}-redis", machine.others))
                env = {"REDIS_URL": f"redis://127.0.0.1:{redis.port}", "TOLLGATE_REDIS_NODE": name}
            gateway = processes.Tollgate(bench.program, work / name, upstream, machine.proxy, env)
            stack.enter_context(gateway)
            gateway.put_json(BUDGET, TERMS)
            running[name] = (gateway, redis)
            one(gateway, redis, False, bench.bodies["plain"], CPU_CONNECTIONS, 1, machine.others)
        samples = {name: [] for name in running}
        order = list(running)
        for number in range(options.rounds):
            for name in order[number % 3 :] + order[: number % 3]:
                gateway, redis = running[name]
                hangs = name == "hanging"
                figures = {}
                for connections in (CPU_CONNECTIONS, LATENCY_CONNECTIONS):
                    figures[connections] = one(
                        gateway, redis, hangs, bench.bodies["plain"], connections, options.duration, machine.others
                    )
                cpu, rate, _ = figures[CPU_CONNECTIONS]
                p99 = figures[LATENCY_CONNECTIONS][2]
                samples[name].append((cpu, rate, p99))
                print(f"  shared round {number + 1} {name:9} {rate:9.0f}/s {cpu:8.2f} µs  p99 {p99:7.0f} µs", flush=True)
    targets = {
        name: {
            "cpu_us": statistics.median(each[0] for each in values),
            "per_second": statistics.median(each[1] for each in values),
            "p99_us": statistics.median(each[2] for each in values),
            "rounds": values,
        }
        for name, values in samples.items()
    }
    return {
        "problems": [],
        "targets": targets,
        "cpu_ratio": targets["redis"]["cpu_us"] / targets["alone"]["cpu_us"],
        "p99_ratio_hanging": targets["hanging"]["p99_us"] / targets["alone"]["p99_us"],
    }


def report(result, thresholds):
    """Prints the figures; returns what is over a threshold."""
    over = []
    for name, values in result["targets"].items():
        print(
            f"shared    request  {name:9} {values['per_second']:>10.0f} {values['cpu_us']:>12.2f}"
            f"   p99 {values['p99_us']:.0f} µs"
        )
    for name, what in (
        ("cpu_ratio", "CPU time of a call with Redis, as a multiple of one without"),
        ("p99_ratio_hanging", "p99 beside a Redis that hangs, as a multiple of that without Redis"),
    ):
        print(f"shared    {what}: {result[name]:.2f} (limit {thresholds[name]:.2f})")
        if result[name] > thresholds[name]:
            over.append(f"shared: {what} is {result[name]:.2f}, at most {thresholds[name]:.2f} is allowed")
    return over
