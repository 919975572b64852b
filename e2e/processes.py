"""The programs under test as processes: the provider simulator and the gateway."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
DIRECT = os.environ.get("E2E_DIRECT") == "1"
OPENAI_KEY = "sk-e2e-configured-openai-0a1b"
ANTHROPIC_KEY = "sk-ant-e2e-configured-2c3d"
GEMINI_KEY = "g-e2e-configured-4e5f"
AZURE_KEY = "az-e2e-configured-6a7b"
# Providers that are reached at a path of the gateway; the simulator plays each at a path of its own.
AT_A_PATH = (
    "azure", "groq", "deepseek", "mistral", "xai", "openrouter", "together", "fireworks", "perplexity", "cerebras",
    "moonshot", "cohere", "ollama", "vllm", "zai",
)  # fmt: skip


def binary() -> str:
    """The program to test."""
    for path in (os.environ.get("TOLLGATE_BIN"), ROOT / ".build/debug/tollgate", ROOT / ".build/release/tollgate"):
        if path and os.access(path, os.X_OK):
            return str(path)
    raise RuntimeError("no tollgate program: 'swift build --product tollgate' first, or set TOLLGATE_BIN")


_given: set[int] = set()


def free_port() -> int:
    """A port that nothing listens on now, and that stays free until it is used, also over a restart.

    Not one of those from which the kernel serves outgoing connections (32768 and up on Linux); never the same twice; and
    each worker of pytest-xdist has a residue class of its own.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for _ in range(1_000):
        port = random.randrange(10_000, 32_000, 8) + worker % 8
        if port in _given:
            continue
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("0.0.0.0", port))
            except OSError:
                continue
        _given.add(port)
        return port
    raise RuntimeError("no free port between 10000 and 32000")


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what would configure a gateway or lead requests astray."""
    prefixes = ("TOLLGATE_", "OPENAI_", "ANTHROPIC_", "GEMINI_", "AZURE_", "REDIS_", "SENTRY_", "OTEL_", "SSL_")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(prefixes) and not name.lower().endswith("_proxy")
    }
    return kept | more


def decimal_json(text: str | bytes) -> Any:
    """JSON whose numbers keep every digit."""
    return json.loads(text, parse_float=Decimal)


class Program:
    """A process with its output in a file."""

    def __init__(self, name: str, directory: Path) -> None:
        self.name = name
        self.log = directory / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def spawn(self, arguments: list[str], env: dict[str, str]) -> None:
        with self.log.open("ab") as log:
            log.write(f"--- {' '.join(arguments)}\n".encode())
            log.flush()
            self.process = subprocess.Popen([binary(), *arguments], env=env, stdout=log, stderr=subprocess.STDOUT)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def wait(self, timeout: float = 40) -> int:
        assert self.process is not None
        return self.process.wait(timeout)

    def terminate(self, timeout: float = 40) -> int | None:
        """SIGTERM, and the exit status; SIGKILL where that does not help."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"{self.name} did not end within {timeout} s of SIGTERM\n{self.tail()}")
        return self.process.returncode

    def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def tail(self, lines: int = 40) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return f"--- last lines of {self.name}:\n" + "\n".join(text.splitlines()[-lines:])


class Simulator(Program):
    """`tollgate simulate` on a free port."""

    def __init__(self, directory: Path, *arguments: str) -> None:
        super().__init__("simulator", directory)
        self.record = directory / "simulator-calls.jsonl"
        self.log.unlink(missing_ok=True)
        self.spawn(["simulate", "--port", "0", "--record", str(self.record), *arguments], environment())
        deadline = time.monotonic() + 20
        while True:
            match = re.search(r"listening on http://127\.0\.0\.1:(\d+)", self.log.read_text())
            if match:
                break
            assert self.alive() and time.monotonic() < deadline, self.tail()
            time.sleep(0.02)
        self.port = int(match[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.http = httpx.Client(base_url=self.url, trust_env=False, timeout=30)

    def calls(self, call: str | None = None) -> list[dict[str, Any]]:
        """What it served, oldest first; only those whose client said `x-sim-call: <call>`, where given."""
        lines = self.http.get("/_sim/calls").text.splitlines()
        calls = [json.loads(line) for line in lines]
        return [c for c in calls if call is None or c["call"] == call]


class Gateway(Program):
    """`tollgate serve` with its own ports and data directory; `start` again after `kill` or `terminate`."""

    def __init__(
        self,
        directory: Path,
        upstream: str,
        *,
        name: str = "gateway",
        config: str | None = None,
        env: dict[str, str] | None = None,
    ) -> None:
        super().__init__(name, directory)
        self.data = directory / f"{name}-data"
        self.port, self.admin_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.admin_url = f"http://127.0.0.1:{self.admin_port}"
        settings = {
            "TOLLGATE_PORT": str(self.port),
            "TOLLGATE_ADMIN_PORT": str(self.admin_port),
            "TOLLGATE_DATA_DIR": str(self.data),
            "TOLLGATE_OPENAI_BASE_URL": upstream,
            "TOLLGATE_ANTHROPIC_BASE_URL": upstream,
            "TOLLGATE_GEMINI_BASE_URL": upstream,
            "OPENAI_API_KEY": OPENAI_KEY,
            "ANTHROPIC_API_KEY": ANTHROPIC_KEY,
            "GEMINI_API_KEY": GEMINI_KEY,
            "AZURE_OPENAI_API_KEY": AZURE_KEY,
        }
        settings |= {f"TOLLGATE_{name.upper()}_BASE_URL": f"{upstream}/{name}" for name in AT_A_PATH}
        if config is not None:
            path = directory / f"{name}.yaml"
            path.write_text(config)
            settings["TOLLGATE_CONFIG"] = str(path)
        self.env = environment(**(settings | (env or {})))
        self.admin = httpx.Client(base_url=self.admin_url, trust_env=False, timeout=30)

    def start(self, timeout: float = 30) -> "Gateway":
        """Starts it and returns once it is ready."""
        self.spawn(["serve"], self.env)
        deadline = time.monotonic() + timeout
        while True:
            assert self.alive(), f"{self.name} ended with {self.process.returncode}\n{self.tail()}"
            assert time.monotonic() < deadline, f"{self.name} is not ready\n{self.tail()}"
            try:
                if self.admin.get("/readyz").status_code == 200:
                    return self
            except httpx.TransportError:
                pass
            time.sleep(0.03)

    def rows(self, **query: Any) -> list[dict[str, Any]]:
        """Ledger rows, newest first, over all pages; money as `Decimal`."""
        rows: list[dict[str, Any]] = []
        cursor = None
        while True:
            parameters = {"limit": 500} | query | ({"cursor": cursor} if cursor else {})
            answer = self.admin.get("/api/v1/admin/requests", params=parameters)
            assert answer.status_code == 200, answer.text
            page = decimal_json(answer.content)
            rows += page["requests"]
            cursor = page["next_cursor"]
            if not cursor:
                return rows

    def costs(self, **query: Any) -> dict[str, Any]:
        """`llm-costs` of the running month."""
        answer = self.admin.get("/api/v1/admin/llm-costs", params=query)
        assert answer.status_code == 200, answer.text
        return decimal_json(answer.content)

    def metrics(self) -> str:
        answer = self.admin.get("/metrics")
        assert answer.status_code == 200
        return answer.text
