"""The Dockerfile's commands in a throw-away copy of this system, and the unit's filter against the gateway's system calls.

Both need what a container or systemd would have: root, mount namespaces, strace. Where a machine does not give them, the test
says so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from dockerfile import Dockerfile
from processes import ROOT, binary, environment, free_port
from questions import CHAT

pytestmark = [pytest.mark.gateway_only, pytest.mark.peers]

DEPLOY = ROOT / "deploy"
SETUP = """
set -eu
mount -t tmpfs tmpfs "$SPACE"
mkdir "$SPACE/upper" "$SPACE/work" "$SPACE/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$SPACE/upper,workdir=$SPACE/work" "$SPACE/root"
mount -t proc proc "$SPACE/root/proc"
mount --rbind /dev "$SPACE/root/dev"
"""


def in_a_copy(script: str, space: Path, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    """Runs a script with $SPACE/root, a copy of this system that is gone afterwards."""
    env = {"PATH": os.environ["PATH"], "SPACE": str(space), "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "sh", "-c", SETUP + script],
        env=env, capture_output=True, text=True, timeout=timeout,
    )  # fmt: skip


@pytest.mark.timeout(600)
def test_the_dockerfiles_commands_make_a_system_in_which_the_gateway_runs(tmp_path):
    if os.geteuid() != 0 or in_a_copy("true", tmp_path).returncode != 0:
        pytest.skip("this machine gives no copy of itself: not root, or no overlays in mount namespaces")
    file = Dockerfile(DEPLOY / "Dockerfile")
    build, last = file.values("RUN", 0), file.values("RUN")
    assert len(build) == 2 and len(last) == 2
    # The release build is what `make build` does, with the same script; here its result is the program under test.
    assert build[1].startswith("Scripts/build-release.sh && ") and (ROOT / "Scripts/build-release.sh").exists()
    build[1] = build[1].removeprefix("Scripts/build-release.sh && ")
    values = file.environment | {
        "TOLLGATE_PORT": str(free_port()), "TOLLGATE_ADMIN_PORT": str(free_port()), "TOLLGATE_ADMIN_TOKEN": "t0ken",
    }  # fmt: skip
    setting = " ".join(f"{name}={value}" for name, value in values.items())
    uid, _, gid = file.user.partition(":")
    command, check = " ".join(file.entrypoint + file.command), " ".join(file.healthcheck)
    script = f"""
mkdir -p "$SPACE/root/source/.build/release"
cp {binary()} "$SPACE/root/source/.build/release/tollgate"
chroot "$SPACE/root" sh -ec 'cd /source; {"; ".join(build)}' >&2
chroot "$SPACE/root" sh -ec '{"; ".join(last)}' >&2
cp -a "$SPACE/root/image/." "$SPACE/root/"
stat -c '%u:%g %a' "$SPACE/root/var/lib/tollgate"
mount -t tmpfs -o uid={uid},gid={gid},mode=0700 tmpfs "$SPACE/root/var/lib/tollgate"
mount -o remount,ro "$SPACE/root"
as_user="chroot --userspec={uid}:{gid} $SPACE/root env -i PATH=/usr/local/bin:/usr/bin:/bin {setting}"
$as_user {command} >&2 &
for try in $(seq 100); do $as_user {check} && break; sleep 0.2; done
$as_user {check}
$as_user tollgate doctor --provider ollama | grep port || true
$as_user ls -A /var/lib/tollgate | tr '\\n' ' '
kill -TERM $!
wait $!
"""
    result = in_a_copy(script, tmp_path)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-6000:]
    assert f"{uid}:{gid} 700" in result.stdout
    assert "ok\n" in result.stdout and "ledger.sqlite" in result.stdout
    assert result.stdout.count("is held by a running gateway") == 2, result.stdout + result.stderr[-3000:]


@pytest.mark.timeout(300)
def test_the_gateway_makes_no_system_call_that_the_unit_forbids(tmp_path, simulator):
    for program in ("strace", "systemd-analyze"):
        if not shutil.which(program):
            pytest.skip(f"no {program} on this machine")
    trace = tmp_path / "trace"
    port, admin = free_port(), free_port()
    env = environment(
        TOLLGATE_PORT=str(port), TOLLGATE_ADMIN_PORT=str(admin), TOLLGATE_DATA_DIR=str(tmp_path / "data"),
        TOLLGATE_OPENAI_BASE_URL=simulator.url, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{free_port()}",
        OTEL_METRICS_EXPORTER="prometheus",
    )  # fmt: skip
    gateway = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", str(trace), binary(), "serve"], env=env, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{admin}"
        deadline = time.monotonic() + 60
        while True:
            try:
                if httpx.get(f"{url}/readyz", trust_env=False).status_code == 200:
                    break
            except httpx.TransportError:
                assert gateway.poll() is None and time.monotonic() < deadline
                time.sleep(0.1)
        for stream in (False, True):
            body = dict(CHAT) | {"stream": stream, "padding": "x" * 400_000}
            headers = {"authorization": "Bearer sk-x"}
            answer = httpx.post(f"http://127.0.0.1:{port}/v1/chat/completions", json=body, headers=headers, trust_env=False)
            assert answer.status_code == 200
        for path in ("/", "/metrics", "/api/v1/admin/llm-costs"):
            assert httpx.get(url + path, trust_env=False).status_code == 200
    finally:
        children = Path(f"/proc/{gateway.pid}/task/{gateway.pid}/children").read_text().split()
        os.kill(int(children[0]), 15)
        gateway.wait(60)
    used = set(re.findall(r"^\d+\s+(?:<\.\.\. )?(\w+)(?:\(| resumed)", trace.read_text(errors="replace"), re.MULTILINE))
    assert {"pwrite64", "epoll_wait", "accept4", "mmap"} & used, used
    unit = (DEPLOY / "systemd/tollgate.service").read_text()
    allowed: set[str] = set()
    for line in re.findall(r"^SystemCallFilter=(.+)$", unit, re.MULTILINE):
        for group in line.removeprefix("~").split():
            names = members(group)
            allowed = allowed - names if line.startswith("~") else allowed | names
    # As root, which the unit's user is not, SQLite gives its log to the owner of the database.
    assert used - allowed - ({"fchown"} if os.geteuid() == 0 else set()) == set()


def members(group: str) -> set[str]:
    """The system calls of a group, groups within it resolved."""
    text = subprocess.run(
        ["systemd-analyze", "syscall-filter", "--no-pager", group], capture_output=True, text=True, check=True
    ).stdout
    names: set[str] = set()
    for line in text.splitlines()[1:]:
        name = line.strip()
        if name.startswith("@"):
            names |= members(name)
        elif name and not name.startswith("#"):
            names.add(name)
    return names
