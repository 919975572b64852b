"""The real Prometheus and Alertmanager as processes, and deploy/grafana's queries as Grafana would send them."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

import httpx

from processes import ROOT, free_port

DEPLOY = ROOT / "deploy"
Labels = tuple[str, ...]


def program(name: str, package: str) -> str:
    """The path of a program."""
    for each in (name, package):
        if path := shutil.which(each):
            return path
    raise RuntimeError(f"{name} is not installed; on Debian: apt-get install {package}")


class Daemon:
    """A process that answers `/-/ready` once it is up."""

    def __init__(self, name: str, command: list[str], port: int, directory: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.http = httpx.Client(base_url=self.url, trust_env=False, timeout=60)
        self.log = directory / f"{name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=directory)
        deadline = time.monotonic() + 60
        while True:
            assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()[-4000:]
            try:
                if self.http.get("/-/ready").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


class Alertmanager(Daemon):
    """A real Alertmanager with a configuration that is JSON in a file."""

    def __init__(self, directory: Path, configuration: dict[str, Any]) -> None:
        path = directory / "alertmanager.yml"
        path.write_text(json.dumps(configuration))
        port = free_port()
        self.target = f"127.0.0.1:{port}"
        command = [
            program("alertmanager", "prometheus-alertmanager"), f"--config.file={path}", "--cluster.listen-address=",
            f"--web.listen-address={self.target}", f"--storage.path={directory}/alertmanager",
        ]  # fmt: skip
        super().__init__("alertmanager", command, port, directory)


class Prometheus(Daemon):
    """A real Prometheus with a configuration that is JSON in a file; `directory`/data may have blocks in it.

    An `agent` keeps nothing and sends all that it scrapes to another one; that other takes it.
    """

    def __init__(self, directory: Path, configuration: dict[str, Any], agent: bool = False) -> None:
        name = "agent" if agent else "prometheus"
        path = directory / f"{name}.yml"
        path.write_text(json.dumps(configuration))
        port = free_port()
        store = (
            ["--enable-feature=agent", f"--storage.agent.path={directory}/agent"]
            if agent
            else [f"--storage.tsdb.path={directory}/data", "--storage.tsdb.retention.time=90d", "--web.enable-remote-write-receiver"]
        )
        command = [
            program("prometheus", "prometheus"), f"--config.file={path}", f"--web.listen-address=127.0.0.1:{port}",
            "--log.level=warn", *store,
        ]  # fmt: skip
        super().__init__(name, command, port, directory)

    def _ask(self, path: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.http.post(path, data=parameters)
        assert answer.status_code == 200, f"{answer.text}\n{parameters['query']}"
        return answer.json()["data"]["result"]

    def at(self, query: str, moment: float) -> list[tuple[dict[str, str], float]]:
        """The vector at a moment, without values that are no numbers."""
        result = self._ask("/api/v1/query", {"query": query, "time": moment})
        values = [(each["metric"], float(each["value"][1])) for each in result]
        return [(labels, value) for labels, value in values if not math.isnan(value)]

    def over(self, query: str, start: float, end: float, step: float) -> list[tuple[dict[str, str], list[float]]]:
        """The matrix over a time, without values that are no numbers."""
        parameters = {"query": query, "start": start, "end": end, "step": step}
        result = self._ask("/api/v1/query_range", parameters)
        series = [(each["metric"], [float(value) for _, value in each["values"]]) for each in result]
        return [(labels, [value for value in values if not math.isnan(value)]) for labels, values in series]


@dataclass(frozen=True)
class PanelQuery:
    """A query of a panel."""

    board: str
    panel: str
    ref: str
    expr: str
    instant: bool

    @property
    def name(self) -> str:
        return f"{self.board}/{self.panel}/{self.ref}"

    def text(self, start: float, end: float, step: int) -> str:
        """The query with Grafana's variables in it, for a dashboard that shows `start` to `end` and all labels."""
        values = {
            "${__from:date:seconds}": str(int(start)), "${__to:date:seconds}": str(int(end)), "$__interval_ms": str(step * 1000),
            "$__rate_interval": f"{4 * step}s", "$__interval": f"{step}s", "$__range": f"{int(end - start)}s",
            "$job": "(tollgate)", "$model": ".*", "$component": ".*",
        }  # fmt: skip
        text = self.expr
        for name, value in values.items():
            text = text.replace(name, value)
        assert "$" not in text, text
        return text


def dashboards() -> dict[str, dict[str, Any]]:
    """The committed dashboards by name."""
    return {path.stem: json.loads(path.read_text()) for path in sorted((DEPLOY / "grafana/dashboards").glob("*.json"))}


def panel_queries() -> Iterator[PanelQuery]:
    """Every query of every dashboard."""
    for board, content in dashboards().items():
        for panel in content["panels"]:
            for target in panel.get("targets", []):
                yield PanelQuery(board, panel["title"], target["refId"], target["expr"], target["instant"])
