"""A real redis-server on a free port, which tests stop, pause, empty and change."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import redis

from processes import free_port


class RedisServer:
    """`redis-server` without persistence, unless `arguments` say otherwise."""

    def __init__(self, directory: Path, *arguments: str, name: str = "redis") -> None:
        self.directory = directory / name
        self.directory.mkdir()
        self.arguments = arguments
        self.port = free_port()
        self.password: str | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        secret = f":{self.password}@" if self.password else ""
        return f"redis://{secret}127.0.0.1:{self.port}"

    @property
    def client(self) -> redis.Redis:
        """The Python client, which knows nothing of Tollgate."""
        return redis.Redis(port=self.port, password=self.password, decode_responses=True, socket_timeout=10)

    def start(self) -> "RedisServer":
        program = shutil.which("redis-server")
        assert program, "redis-server is missing: Scripts/install-packages.sh test"
        with (self.directory / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(
                [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.directory),
                 *self.arguments],
                stdout=log, stderr=subprocess.STDOUT, env={"PATH": os.environ["PATH"]},
            )
        deadline = time.monotonic() + 20
        while True:
            try:
                self.client.ping()
                return self
            except (redis.ConnectionError, redis.TimeoutError):
                assert self.process.poll() is None and time.monotonic() < deadline, "redis-server does not start"
                time.sleep(0.02)

    def stop(self) -> None:
        """SIGKILL: what it had in memory is gone."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()
            self.process = None

    def pause(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)
