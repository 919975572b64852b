"""What the compose file gives Bugsink's image, read by the settings that the image has and its start commands.

BUGSINK_BIN names the `bin` folder of Bugsink's virtual environment; Scripts/test-peers.sh installs it from PyPI.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from secrets import token_hex

import pytest

from bugsink import BIN
from processes import ROOT, environment

pytestmark = [
    pytest.mark.gateway_only,
    pytest.mark.peers,
    pytest.mark.skipif(not BIN, reason="BUGSINK_BIN is not set: make test-peers installs Bugsink"),
    pytest.mark.timeout(300),
]
DEPLOY = ROOT / "deploy"


def service(name: str, **env: str) -> dict:
    """As Docker Compose reads it."""
    command = [Path(sys.executable).parent / "docker-compose", "-f", DEPLOY / "compose.yaml", "config", "--format", "json"]
    env = environment(COMPOSE_PROFILES="errors", TOLLGATE_ADMIN_TOKEN="t0ken", REDIS_PASSWORD="s3cret", **env)
    return json.loads(subprocess.run(command, capture_output=True, text=True, env=env).stdout)["services"][name]


def test_the_image_starts_with_what_the_compose_file_gives_it(tmp_path):
    assert BIN
    example = (DEPLOY / "env.example").read_text()
    # The form of the first user, as the example says it.
    assert re.search(r"^# e-mail:password.*\nBUGSINK_SUPERUSER=$", example, re.MULTILINE)
    given = service("bugsink", BUGSINK_SECRET_KEY=token_hex(32), BUGSINK_SUPERUSER="me@example.org:passw0rd")["environment"]
    assert given["DATABASE_PATH"].startswith("/data/")
    (tmp_path / "data").mkdir()
    given["DATABASE_PATH"] = str(tmp_path / given["DATABASE_PATH"].removeprefix("/"))

    # From elsewhere than here, where another module has the package's name.
    where = [f"{BIN}/python", "-c", "import bugsink; print(bugsink.__path__[0])"]
    package = Path(subprocess.check_output(where, text=True, cwd=tmp_path).strip())
    settings = (package / "conf_templates/docker.py.template").read_text()
    (tmp_path / "bugsink_conf.py").write_text(settings.replace("/tmp/snappea", f"{tmp_path}/snappea"))
    env = environment(PYTHONPATH=str(tmp_path), PATH=f"{BIN}:{os.environ['PATH']}", PHONEHOME="false", **given)

    def manage(*arguments: str) -> str:
        done = subprocess.run(
            [f"{BIN}/bugsink-manage", *arguments], env=env, cwd=tmp_path, capture_output=True, text=True, timeout=200
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    manage("check", "--deploy", "--fail-level", "WARNING")
    manage("migrate", "snappea", "--database=snappea", "-v0")
    manage("migrate", "-v0")
    assert "Superuser created: me@example.org" in manage("prestart")
    assert Path(given["DATABASE_PATH"]).exists()
