"""What runs during a benchmark: upstreams, the comparison proxy, the gateway; their CPU time and their memory."""

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import payloads

TICKS = os.sysconf("SC_CLK_TCK")


class Failure(Exception):
    """Something that ends the benchmark, in a sentence for the person who runs it."""


def free_ports(count):
    """Ports of 127.0.0.1 that nobody listens on right now."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def executable(name):
    """The path of a program; Debian keeps daemons where an ordinary user's PATH does not look."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if not found:
        raise Failure(f"{name} is not installed; Scripts/install-packages.sh bench installs it")
    return found


class Machine:
    """Which CPUs the proxy gets and which are left to load and upstream."""

    def __init__(self, pinned):
        cpus = sorted(os.sched_getaffinity(0))
        self.pinned = pinned and len(cpus) > 1
        self.proxy = {cpus[0]} if self.pinned else set(cpus)
        self.others = set(cpus[1:]) if self.pinned else set(cpus)


class Process:
    """A child with its descendants, stopped when the block that made it ends."""

    def __init__(self, arguments, cpus, log, env=None, wait_for=None):
        def prepare():
            os.setpgrp()
            os.sched_setaffinity(0, cpus)
            hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

        self.name = Path(arguments[0]).name
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "ab") as out:
            self.child = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env, preexec_fn=prepare
            )
        self.pid = self.child.pid
        if wait_for:
            self.wait_for(wait_for)

    def wait_for(self, is_ready, seconds=20):
        limit = time.monotonic() + seconds
        while not is_ready():
            if self.child.poll() is not None:
                raise Failure(f"{self.name} ended with {self.child.returncode}: {self.tail()}")
            if time.monotonic() > limit:
                self.stop()
                raise Failure(f"{self.name} was not ready after {seconds} s: {self.tail()}")
            time.sleep(0.05)

    def tail(self):
        return " / ".join(self.log.read_text(errors="replace").splitlines()[-5:]) or f"nothing in {self.log}"

    def tree(self):
        """This process and its descendants."""
        parents = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    parents[int(entry)] = int(Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[1])
                except OSError:
                    continue
        found = {self.pid}
        while True:
            more = {pid for pid, parent in parents.items() if parent in found} - found
            if not more:
                return found
            found |= more

    def cpu_seconds(self):
        """User and system time of the whole tree, from /proc/PID/stat."""
        total = 0
        for pid in self.tree():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def resident_kib(self):
        """Resident memory of the whole tree."""
        total = 0
        for pid in self.tree():
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1])
        return total

    def stop(self):
        """Ends it in its own way (SIGTERM), then by force. Returns its exit code."""
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.pid, signal.SIGKILL)
                self.child.wait()
        return self.child.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def is_listening(port):
    def probe():
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return True
        except OSError:
            return False

    return probe


NGINX_FRAME = """
daemon off;
worker_processes {workers};
worker_rlimit_nofile 65536;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
events {{ worker_connections 16384; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 3600s;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/event-stream sse; application/json json; }}
{servers}
}}
"""

PLAIN_SERVER = """
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{
            default_type application/json;
            add_header x-request-id req_bench;
            add_header openai-processing-ms 12;
            return 200 '{body}';
        }}
    }}
"""

# nginx serves a file to GET only: the 405 that a POST gets is turned into the file. The filter replaces nothing, but
# makes the answer chunked, as a provider's stream is.
BURST_SERVER = """
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        root {folder};
        location = /burst.sse {{
            sub_filter_types text/event-stream;
            sub_filter "@never@" "";
        }}
        location / {{
            error_page 405 =200 /burst.sse;
            return 405;
        }}
    }}
"""

PROXY_SERVER = """
    upstream provider {{
        server 127.0.0.1:{upstream};
        keepalive 1024;
        keepalive_requests 1000000000;
        keepalive_timeout 3600s;
    }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{
            proxy_pass http://provider;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering {buffering};
        }}
    }}
"""


def nginx(folder, servers, port, cpus, workers=1):
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(NGINX_FRAME.format(folder=folder, user=user, servers=servers, workers=workers))
    arguments = [executable("nginx"), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(config)]
    return Process(arguments, cpus, folder / "out.log", wait_for=is_listening(port))


def upstream_plain(folder, port, cpus):
    servers = PLAIN_SERVER.format(port=port, body=payloads.plain_answer())
    return nginx(folder, servers, port, cpus)


def upstream_burst(folder, port, cpus):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "burst.sse").write_text(payloads.burst_answer())
    return nginx(folder, BURST_SERVER.format(port=port, folder=folder.resolve()), port, cpus)


def upstream_paced(folder, port, cpus, program, events, interval_us):
    arguments = [str(program), str(port), str(events), str(interval_us)]
    return Process(arguments, cpus, folder / "out.log", wait_for=is_listening(port))


def nginx_proxy(folder, port, upstream, cpus, streams):
    buffering = "off" if streams else "on"
    servers = PROXY_SERVER.format(port=port, upstream=upstream, buffering=buffering)
    return nginx(folder, servers, port, cpus, workers=len(cpus))


class Tollgate(Process):
    """The gateway as a user starts it: its defaults, durable ledger and metrics on; as many loops as nginx has workers."""

    def __init__(self, program, folder, upstream, cpus, settings=None):
        self.port, self.admin_port = free_ports(2)
        shutil.rmtree(folder / "data", ignore_errors=True)
        env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TOLLGATE_", "OPENAI_", "ANTHROPIC_", "GEMINI_", "OTEL_", "SENTRY_", "REDIS_"))
        }
        env |= {
            "TOLLGATE_HOST": "127.0.0.1",
            "TOLLGATE_PORT": str(self.port),
            "TOLLGATE_ADMIN_HOST": "127.0.0.1",
            "TOLLGATE_ADMIN_PORT": str(self.admin_port),
            "TOLLGATE_DATA_DIR": str((folder / "data").resolve()),
            "TOLLGATE_OPENAI_BASE_URL": f"http://127.0.0.1:{upstream}",
            "OPENAI_API_KEY": "sk-bench",
            "TOLLGATE_THREADS": str(len(cpus)),
        } | (settings or {})
        super().__init__([str(program), "serve"], cpus, folder / "out.log", env=env, wait_for=self.is_ready)

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}/readyz", timeout=1) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def put_json(self, path, value):
        url, body = f"http://127.0.0.1:{self.admin_port}{path}", json.dumps(value).encode()
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method="PUT")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def get_json(self, path):
        # Money stays exact: the JSON numbers are read as decimals.
        from decimal import Decimal

        return json.loads(self.get(path), parse_float=Decimal)
