"""Gateways that see other files than this process does: names of their own, a small disk of their own.

By `unshare` with a mount namespace, which needs no privileges where the kernel allows user namespaces.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from processes import Gateway, binary

needs_namespaces = pytest.mark.skipif(
    subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode != 0,
    reason="no mount namespaces here (unshare -rm)",
)


class SmallDisk:
    """A file system of its own size, in memory, in a namespace that lives as long as this object is not closed."""

    def __init__(self, directory: Path, size: str) -> None:
        directory.mkdir()
        script = f'mount -t tmpfs -o size={size} tmpfs "{directory}" && echo mounted && exec sleep 600'
        self.holder = subprocess.Popen(["unshare", "-rm", "sh", "-c", script], stdout=subprocess.PIPE)
        assert self.holder.stdout and self.holder.stdout.readline() == b"mounted\n"
        self.seen = Path(f"/proc/{self.holder.pid}/root{directory}")
        """The same, from outside."""

    def close(self) -> None:
        self.holder.terminate()
        self.holder.wait()


class GatewayOnDisk(Gateway):
    """A gateway whose data directory is a small disk."""

    def __init__(self, directory: Path, upstream: str, size: str, **options: Any) -> None:
        super().__init__(directory, upstream, **options)
        self.disk = SmallDisk(self.data, size)

    def spawn(self, arguments: list[str], env: dict[str, str]) -> None:
        enter = ["nsenter", "-t", str(self.disk.holder.pid), "-U", "-m", "--preserve-credentials"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*enter, binary(), *arguments], env=env, stdout=log, stderr=subprocess.STDOUT)


class NamespacedGateway(Gateway):
    """A gateway for which a shell script has prepared a mount namespace."""

    def __init__(self, directory: Path, upstream: str, prepare: str, **options: Any) -> None:
        super().__init__(directory, upstream, **options)
        self.prepare = prepare

    def spawn(self, arguments: list[str], env: dict[str, str]) -> None:
        with self.log.open("ab") as log:
            script = f'set -e; {self.prepare}; exec "$0" "$@"'
            self.process = subprocess.Popen(
                ["unshare", "-rm", "sh", "-c", script, binary(), *arguments], env=env, stdout=log, stderr=subprocess.STDOUT
            )
