"""The two loads: wrk for requests that end at once, paced_client for streams that are read to their end."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from processes import Failure, executable

HERE = Path(__file__).resolve().parent


@dataclass
class Load:
    """What came back."""

    completed: int  # requests, or streams
    seconds: float
    failed: int  # answers outside 2xx, and broken connections
    units: int  # what CPU time is divided by: requests, or events that the upstream sent
    p99_us: float = 0  # of requests, to the end of the answer

    @property
    def per_second(self):
        return self.units / self.seconds


def run(arguments, cpus, seconds, env=None):
    finished = subprocess.run(
        arguments,
        env=env,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=seconds + 120,
        preexec_fn=lambda: os.sched_setaffinity(0, cpus),
    )
    if finished.returncode != 0:
        raise Failure(f"{Path(arguments[0]).name} ended with {finished.returncode}: {finished.stderr.strip()}")
    for line in finished.stdout.splitlines():
        if line.startswith("{"):
            return json.loads(line)
    raise Failure(f"{Path(arguments[0]).name} said nothing: {finished.stdout} {finished.stderr}")


def wrk(port, body, connections, seconds, cpus):
    """As many requests as go through in `seconds`. Those in flight at the end are cut off and not counted."""
    arguments = [executable("wrk"), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s"]
    arguments += ["-s", str(HERE / "post.lua"), f"http://127.0.0.1:{port}/v1/chat/completions"]
    result = run(arguments, cpus, seconds, env={**os.environ, "BENCH_BODY": str(body)})
    completed = result["completed"]
    return Load(completed, result["seconds"], result["non_2xx"] + result["errors"], completed, result["p99_us"])


def paced(program, port, body, connections, streams_each, events, interval_us, cpus):
    """`connections * streams_each` streams, each read to its end; `events` is what the upstream sends in each."""
    arguments = [str(program), str(port), "/v1/chat/completions", str(body), str(connections), str(streams_each)]
    seconds = streams_each * events * interval_us / 1e6
    result = run(arguments + [str(interval_us)], cpus, seconds * 10)
    streams, wanted = result["streams"], connections * streams_each
    # The gateway takes out the one usage chunk that it asked for on the client's behalf.
    lost = 0 if streams * (events - 1) <= result["events"] <= streams * events else 1
    failed = result["non_2xx"] + result["errors"] + (wanted - streams) + lost
    return Load(streams, result["seconds"], failed, streams * events)
