"""Bugsink, a Sentry-compatible error tracker, as a real receiver: it refuses events that break Sentry's schema.

BUGSINK_BIN names the `bin` folder of its virtual environment; Scripts/test-peers.sh installs it from PyPI.
"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from processes import environment, free_port

BIN = os.environ.get("BUGSINK_BIN")
SETTINGS = """
BUGSINK |= {{
    "BASE_URL": "{url}", "VALIDATE_ON_DIGEST": "strict", "PHONEHOME": False,
    "INGEST_STORE_BASE_DIR": "{directory}/ingestion",
}}
DATABASES["default"]["NAME"] = "{directory}/db.sqlite3"
DATABASES["snappea"]["NAME"] = "{directory}/snappea.sqlite3"
ALLOWED_HOSTS = ["127.0.0.1"]
"""
# A project to send to, and a token to read back with.
PROJECT = """
from bsmain.models import AuthToken
from projects.models import Project
from teams.models import Team
project = Project.objects.create(name="gateway", slug="gateway", team=Team.objects.create(name="team"))
print("DSN", project.dsn)
print("TOKEN", AuthToken.create_full_access(description="e2e").token)
"""


class Bugsink:
    """One instance with one project, in a directory of its own. Tasks run within the request: an event that is
    answered is stored, or it breaks the schema and is not (the log says how)."""

    def __init__(self, directory: Path) -> None:
        assert BIN
        self.bin = Path(BIN)
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        self.log = directory / "bugsink.log"
        self.env = environment(PYTHONPATH=str(directory), PATH=f"{self.bin}:{os.environ['PATH']}")
        self.run("bugsink-create-conf", "--template=local", f"--port={port}", "--host=127.0.0.1")
        with (directory / "bugsink_conf.py").open("a") as conf:
            conf.write(SETTINGS.format(url=self.url, directory=directory))
        self.run("bugsink-manage", "migrate", "-v0")
        self.run("bugsink-manage", "migrate", "-v0", "--database=snappea")
        made = dict(
            line.split(" ", 1)
            for line in self.run("bugsink-manage", "shell", "-v0", "-c", PROJECT).splitlines()
            if line.startswith(("DSN ", "TOKEN "))
        )
        self.dsn = made["DSN"]
        self.project = urlsplit(self.dsn).path.strip("/")
        self.http = httpx.Client(
            base_url=self.url, trust_env=False, timeout=30, headers={"authorization": f"Bearer {made['TOKEN']}"}
        )
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.bin / "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads=4", "bugsink.wsgi"],
                env=self.env, cwd=directory, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while not self.ready():
            assert self.process.poll() is None and time.monotonic() < deadline, self.tail()
            time.sleep(0.2)

    def run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [self.bin / program, *arguments], env=self.env, cwd=self.directory, capture_output=True, text=True, timeout=180
        )
        assert done.returncode == 0, f"{program} {arguments}: {done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def ready(self) -> bool:
        try:
            return self.http.get("/health/ready").status_code == 200
        except httpx.TransportError:
            return False

    def get(self, path: str, **query: Any) -> Any:
        answer = self.http.get(f"/api/canonical/0/{path}", params=query)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:1000])
        return answer.json()

    def issues(self) -> list[dict[str, Any]]:
        return self.get("issues/", project=self.project)["results"]

    def events(self) -> list[dict[str, Any]]:
        """All stored events with their `data`, oldest issue first."""
        return [
            self.get(f"events/{event['id']}/")
            for issue in sorted(self.issues(), key=lambda issue: issue["first_seen"])
            for event in self.get("events/", issue=issue["id"], order="asc")["results"]
        ]

    def wait(self, count: int, timeout: float = 60) -> list[dict[str, Any]]:
        deadline = time.monotonic() + timeout
        while len(events := self.events()) < count:
            assert time.monotonic() < deadline, f"{len(events)} of {count}: {events}\n{self.tail()}"
            time.sleep(0.3)
        return events

    def stacktrace(self, event: dict[str, Any]) -> str:
        """The stack as Bugsink shows it."""
        answer = self.http.get(f"/api/canonical/0/events/{event['id']}/stacktrace/")
        assert answer.status_code == 200, answer.text[:1000]
        return answer.text

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-5000:]

    def close(self) -> None:
        self.http.close()
        self.process.terminate()  # which waits for connections that are kept alive
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
