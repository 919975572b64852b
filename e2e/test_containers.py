"""What is in deploy/: read by the programs that it is for, and tried outside a container."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis
import yaml

from dockerfile import Dockerfile
from processes import ROOT, Program, binary, environment, free_port
from questions import CHAT
from shared_store.redis_server import RedisServer

pytestmark = pytest.mark.gateway_only

DEPLOY = ROOT / "deploy"
PROFILES = ["", "metrics", "errors", "traces", "managed", "metrics,errors,traces", "managed,errors"]
TOOLS = Path(sys.executable).parent


def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(each) for each in arguments], capture_output=True, text=True, timeout=100, **options)


def compose(profiles: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Docker Compose reads the file; it needs no daemon for that."""
    env = environment(COMPOSE_PROFILES=profiles, **env)
    return run(TOOLS / "docker-compose", "-f", DEPLOY / "compose.yaml", "config", "--format", "json", env=env)


def configured(profiles: str) -> dict[str, Any]:
    result = compose(profiles, TOLLGATE_ADMIN_TOKEN="t0ken", REDIS_PASSWORD="s3cret")
    assert result.stdout, result.stderr
    return json.loads(result.stdout)


def test_the_dockerfile_passes_hadolint():
    result = run(TOOLS / "hadolint", DEPLOY / "Dockerfile")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("profiles", PROFILES)
def test_compose_reads_the_file_with_each_set_of_profiles(profiles):
    document = configured(profiles)
    services = document["services"]
    assert {"tollgate", "redis"} <= services.keys()
    for name, service in services.items():
        for port in service.get("ports", []):
            assert port.get("host_ip") == "127.0.0.1" or (name, port["target"]) == ("tollgate", 4000), (name, port)
        # Docker publishes nothing of a service that is in internal networks only.
        ways_out = [each for each in service["networks"] if not document["networks"][each].get("internal")]
        assert ways_out or not service.get("ports"), f"{name}: its port cannot be reached"
        assert service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"], name
        for volume in service.get("volumes", []):
            if volume["type"] == "bind":
                assert Path(volume["source"]).exists(), volume
                assert volume["read_only"], volume
            else:
                assert volume["source"] in document["volumes"], volume
        if "build" not in service:
            assert re.search(r":v?\d", service["image"]), f"{name}: an image without a version"


def test_compose_refuses_to_start_without_secrets():
    for given in ({}, {"TOLLGATE_ADMIN_TOKEN": "t0ken"}):
        # By its words: what brings Compose here as a package loses its exit code.
        result = compose("", **given)
        assert "is missing a value" in result.stderr and result.stdout == ""


def test_the_example_names_every_variable_and_no_other():
    used = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    listed = set(re.findall(r"^(\w+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))
    with_defaults = {"TOLLGATE_PUBLISH", "TOLLGATE_REQUIRE_KEYS", "TOLLGATE_REDIS_NODE", "SENTRY_ENVIRONMENT",
                     "TRACES_ENDPOINT", "TRACES_AUTHORIZATION", "BUGSINK_URL"}  # fmt: skip
    assert used - with_defaults == listed - {"COMPOSE_PROFILES"}


def test_redis_takes_its_file(tmp_path):
    command = configured("")["services"]["redis"]["command"]
    assert command[:2] == ["sh", "-c"]
    text = (DEPLOY / "redis/redis.conf").read_text()
    port = free_port()
    (tmp_path / "redis.conf").write_text(
        text.replace("port 6379", f"port {port}").replace("bind * -::*", "bind 127.0.0.1")
    )
    # Compose has turned $$ into $ already; the shell's own variable stays.
    script = command[2].replace("$$", "$").replace("/usr/local/etc/redis/redis.conf", str(tmp_path / "redis.conf"))
    env = {"PATH": os.environ["PATH"], "REDISCLI_AUTH": "s3cret"}
    server = subprocess.Popen([*command[:2], script], env=env, cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        client = redis.Redis(port=port, password="s3cret", decode_responses=True, retry=None)
        for _ in range(200):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                threading.Event().wait(0.05)
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=port).ping()
        doctor = run(
            binary(), "doctor", "--json", "--provider", "ollama",
            env=environment(REDIS_URL=f"redis://:s3cret@127.0.0.1:{port}", TOLLGATE_DATA_DIR=str(tmp_path / "data")),
        )  # fmt: skip
        states = {each["state"] for each in json.loads(doctor.stdout)["findings"] if each["check"] == "redis"}
        assert states == {"ok"}
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def test_prometheus_gets_the_names_of_the_services(tmp_path):
    services = configured("metrics")["services"]
    shell, flags, script = services["prometheus"]["entrypoint"]
    script = script.replace("$$", "$")
    mounted = {each["target"]: each["source"] for each in services["prometheus"]["volumes"]}
    assert mounted["/etc/prometheus/prometheus.yml"] == str(DEPLOY / "prometheus/prometheus.yml")
    shutil.copytree(mounted["/prometheus/rules"], tmp_path / "rules")
    script = script.replace("/etc/prometheus/", str(DEPLOY / "prometheus") + "/").replace("/prometheus/", f"{tmp_path}/")
    script = script.replace(f"{DEPLOY}{tmp_path}/", f"{DEPLOY}/prometheus/")
    # What would start Prometheus checks the file instead.
    made = run(shell, flags, script.replace("exec prometheus", "exec echo"))
    assert made.returncode == 0 and f"--config.file={tmp_path}/prometheus.yml" in made.stdout, made.stderr
    text = (tmp_path / "prometheus.yml").read_text()
    targets = dict(each.split(":") for names in re.findall(r'targets: \["(.+)"\]', text) for each in names.split('", "'))
    assert targets == {"alertmanager": "9093", "tollgate": "4001"} and targets.keys() <= services.keys()
    checked = run("promtool", "check", "config", tmp_path / "prometheus.yml")
    assert checked.returncode == 0 and "rules found" in checked.stdout, checked.stdout + checked.stderr


def test_alertmanager_and_grafana_get_what_they_read():
    services = configured("metrics")["services"]
    mounted = {each["target"]: Path(each["source"]) for each in services["alertmanager"]["volumes"]}
    checked = run("amtool", "check-config", mounted["/etc/alertmanager"] / "alertmanager.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    provisioning = DEPLOY / "grafana/provisioning"
    wanted = {name for path in provisioning.rglob("*.y*ml") for name in re.findall(r"(?<!\$)\$(\w+)", path.read_text())}
    assert wanted <= services["grafana"]["environment"].keys()
    mounted = {each["target"]: Path(each["source"]) for each in services["grafana"]["volumes"]}
    dashboards = mounted[services["grafana"]["environment"]["TOLLGATE_DASHBOARDS"]]
    assert list(dashboards.glob("*.json")) and mounted["/etc/grafana/provisioning"] == provisioning


def test_the_collectors_pipelines_use_what_is_defined():
    document = yaml.safe_load((DEPLOY / "otel/collector.yaml").read_text())
    used: dict[str, set[str]] = {"extensions": set(document["service"]["extensions"])}
    for pipeline in document["service"]["pipelines"].values():
        for kind, names in pipeline.items():
            used.setdefault(kind, set()).update(names)
    for kind in ("receivers", "processors", "exporters", "extensions"):
        assert used[kind] == document[kind].keys(), kind
    variables = set(re.findall(r"\$\{env:(\w+)\}", (DEPLOY / "otel/collector.yaml").read_text()))
    assert variables <= configured("traces")["services"]["otel-collector"]["environment"].keys()


def test_alloy_gets_every_variable_it_reads():
    variables = set(re.findall(r'sys\.env\("(\w+)"\)', (DEPLOY / "managed/config.alloy").read_text()))
    assert variables == configured("managed")["services"]["alloy"]["environment"].keys()


class Image(Program):
    """What the image runs, with its environment; its user and its root only in test_container_system.py."""

    def __init__(self, directory: Path, **env: str) -> None:
        super().__init__("image", directory)
        self.file = Dockerfile(DEPLOY / "Dockerfile")
        self.ports = free_port(), free_port()
        self.env = environment(
            **self.file.environment
            | {"TOLLGATE_PORT": str(self.ports[0]), "TOLLGATE_ADMIN_PORT": str(self.ports[1])}
            | {"TOLLGATE_DATA_DIR": str(directory / "volume")}
            | env
        )
        assert self.file.entrypoint == ["tollgate"]

    def start(self) -> "Image":
        self.spawn(self.file.command, self.env)
        return self

    def healthy(self) -> bool:
        program, *arguments = self.file.healthcheck
        assert program == "tollgate"
        return subprocess.run([binary(), *arguments], env=self.env, capture_output=True, timeout=30).returncode == 0


def test_what_the_image_runs(tmp_path, simulator):
    without = Image(tmp_path).start()
    assert without.wait() == 78 and "admin.token" in without.tail()
    open_to_all = Image(tmp_path, TOLLGATE_ADMIN_TOKEN="t0ken", OPENAI_API_KEY="sk-x").start()
    assert open_to_all.wait() == 78 and "require_keys" in open_to_all.tail()
    secrets = {"TOLLGATE_ADMIN_TOKEN": "t0ken", "OPENAI_API_KEY": "sk-x", "TOLLGATE_REQUIRE_KEYS": "true"}
    image = Image(tmp_path, TOLLGATE_OPENAI_BASE_URL=simulator.url, **secrets)
    assert not image.healthy()
    image.start()
    for _ in range(100):
        if image.healthy():
            break
        assert image.alive(), image.tail()
    made = run(binary(), "keys", "create", "--owner", "alice", env=image.env)
    assert made.returncode == 0, made.stderr
    key = re.search(r"tg-\S+", made.stdout)
    assert key
    url = f"http://127.0.0.1:{image.ports[0]}/v1/chat/completions"
    answer = httpx.post(url, json=CHAT, headers={"authorization": f"Bearer {key[0]}"}, trust_env=False)
    assert answer.status_code == 200
    assert image.terminate(timeout=45) == 0
    assert not image.healthy()


def test_the_unit_is_valid_and_hardened(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    unit = tmp_path / "tollgate.service"
    text = (DEPLOY / "systemd/tollgate.service").read_text()
    unit.write_text(text.replace("/usr/local/bin/tollgate", binary()))
    verified = run("systemd-analyze", "verify", unit)
    assert verified.returncode == 0 and str(unit) not in verified.stderr, verified.stderr
    assert "tollgate.service:" not in verified.stderr, verified.stderr
    rated = run("systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", unit)
    assert rated.returncode == 0, rated.stdout


def test_more_labels_than_the_cap_stay_within_the_free_plans_series(own_gateway, case_for):
    gateway = own_gateway(config="metrics:\n  max_lines: 8000\n").start()
    headers = {"authorization": "Bearer sk-x"}
    models = ["gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano", "o1", "o3", "o3-mini", "o4-mini", "gpt-4"]
    with httpx.Client(base_url=gateway.url, headers=headers, trust_env=False, timeout=60) as client:

        def call(number: int) -> None:
            body = dict(CHAT) | {"model": models[number % len(models)], "stream": True}
            name = {"x-tollgate-component": f"component-{number // len(models)}"}
            assert client.post("/v1/chat/completions", json=body, headers=name).status_code == 200

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(call, range(400)))
    series = [line for line in gateway.metrics().splitlines() if line and not line.startswith("#")]
    print(f"{len(series)} series at the caps")
    # Room is kept for every series that a label may come to have, so what is there stays below.
    assert 3000 < len(series) <= 8000, "at its caps, and within them"
    assert any('component_type="other"' in line for line in series)
