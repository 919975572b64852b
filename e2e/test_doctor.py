"""`tollgate doctor` and `tollgate health` against counterparts that work, and against each that is broken."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from contextlib import closing, suppress
from email.utils import formatdate
from pathlib import Path
from typing import Any, Iterator
from urllib.parse import urlsplit

import pytest

from collector import Collector
from listener import Answer, Listener
from processes import Gateway, binary, environment, free_port
from sentry_server import SentryServer
from shared_store.redis_server import RedisServer

pytestmark = pytest.mark.gateway_only

Findings = list[dict[str, Any]]


class Provider(Listener):
    """A provider's list of models for those with the key, or whatever `status` says; its clock can be wrong."""

    def __init__(self, key: str = "pr0viderk3y", status: int | None = None, clock: float = 0) -> None:
        self.key, self.status, self.clock = key, status, clock
        self.seen: list[tuple[str, dict[str, str]]] = []
        super().__init__()

    def answer(self, path: str, fields: dict[str, str], body: bytes) -> Answer:
        self.seen.append((path, fields))
        given = fields.get("authorization", "").removeprefix("Bearer ") or fields.get("x-api-key", "")
        given = given or fields.get("x-goog-api-key", "") or fields.get("api-key", "")
        status = self.status or (200 if given == self.key else 401)
        return status, {"date": formatdate(time.time() + self.clock, usegmt=True)}, b'{"data":[]}'


class Raw:
    """Takes connections and sends each what it is given, or a drop every tenth of a second for ever, or nothing."""

    def __init__(self, sends: bytes = b"", drips: bytes = b"", closes: bool = False) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self._closed = threading.Event()
        threading.Thread(target=self._run, args=(sends, drips, closes), daemon=True).start()

    def _run(self, sends: bytes, drips: bytes, closes: bool) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(
                    target=self._serve, args=(self._server.accept()[0], sends, drips, closes), daemon=True
                ).start()

    def _serve(self, connection: socket.socket, sends: bytes, drips: bytes, closes: bool) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            if closes:
                return
            connection.sendall(sends)
            while not self._closed.wait(0.1):
                connection.sendall(drips)

    def close(self) -> None:
        self._closed.set()
        self._server.close()


@pytest.fixture
def listeners() -> Iterator[list[Listener]]:
    made: list[Listener] = []
    yield made
    for listener in made:
        listener.close()


class Doctor:
    """Runs it in an environment that is well, but for what a test changes."""

    def __init__(self, directory: Path, provider: Provider) -> None:
        self.env = {
            "TOLLGATE_DATA_DIR": str(directory / "data"),
            "TOLLGATE_PORT": str(free_port()),
            "TOLLGATE_ADMIN_PORT": str(free_port()),
            "TOLLGATE_LIMITS_CONNECTIONS": "100",
            "TOLLGATE_OPENAI_BASE_URL": provider.url,
            "OPENAI_API_KEY": "pr0viderk3y",
        }

    def run(self, *arguments: str, code: int = 0, **env: str) -> Findings:
        result = subprocess.run(
            [binary(), "doctor", "--json", *arguments], env=environment(**(self.env | env)), capture_output=True,
            text=True, timeout=100,
        )  # fmt: skip
        assert result.returncode == code, result.stdout + result.stderr
        report = json.loads(result.stdout)
        findings = report["findings"]
        for state, count in (("failure", report["failures"]), ("warning", report["warnings"])):
            assert len([each for each in findings if each["state"] == state]) == count
        assert (code == 1) == (report["failures"] > 0)
        for each in findings:
            assert (each["state"] == "ok") == ("fix" not in each), each
        assert "pr0viderk3y" not in result.stdout and "s3cret" not in result.stdout, "a secret is shown"
        return findings

    def failure(self, check: str, *arguments: str, **env: str) -> dict[str, Any]:
        """The only failure there is, of the check named."""
        (found,) = [each for each in self.run(*arguments, code=1, **env) if each["state"] == "failure"]
        assert found["check"] == check, found
        return found

    def warning(self, check: str, *arguments: str, **env: str) -> dict[str, Any]:
        """The only warning of the check named, where nothing fails."""
        (found,) = [
            each for each in self.run(*arguments, **env) if each["state"] == "warning" and each["check"] == check
        ]
        return found


@pytest.fixture
def provider(listeners: list[Listener]) -> Provider:
    listeners.append(Provider())
    return listeners[-1]


@pytest.fixture
def doctor(tmp_path: Path, provider: Provider) -> Doctor:
    return Doctor(tmp_path, provider)


def states(findings: Findings, check: str) -> list[str]:
    return [each["state"] for each in findings if each["check"] == check]


def test_all_is_well(doctor: Doctor, provider: Provider, listeners, tmp_path):
    collector = Collector()
    listeners.append(collector)
    redis = RedisServer(tmp_path)
    redis.client.config_set("maxmemory-policy", "noeviction")
    try:
        findings = doctor.run(REDIS_URL=redis.url, OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)
        assert redis.client.keys("*") == [], "what it tried is gone"
    finally:
        redis.stop()
    checks = {each["check"] for each in findings}
    assert checks == {"configuration", "provider", "redis", "otlp", "clock", "disk", "file descriptors", "port"}
    assert [each for each in findings if each["state"] == "failure"] == []
    assert [path for path, _ in provider.seen] == ["/v1/models"]
    assert [each["path"] for each in collector.requests] == ["/v1/traces"]
    assert not Path(doctor.env["TOLLGATE_DATA_DIR"]).exists(), "nothing is made"


@pytest.mark.parametrize(
    ("name", "path", "field"),
    [
        ("ANTHROPIC", "/v1/models", "x-api-key"),
        ("GEMINI", "/v1beta/models", "x-goog-api-key"),
        ("AZURE", "/openai/models?api-version=2024-10-21", "api-key"),
        ("GROQ", "/v1/models", "authorization"),
    ],
)
def test_each_dialect_is_asked_in_its_own_way(doctor, provider, name, path, field):
    del doctor.env["TOLLGATE_OPENAI_BASE_URL"], doctor.env["OPENAI_API_KEY"]
    env = {f"TOLLGATE_{name}_BASE_URL": provider.url, f"TOLLGATE_{name}_API_KEY": "pr0viderk3y"}
    assert states(doctor.run(**env), "provider") == ["ok"]
    ((asked, fields),) = provider.seen
    assert asked == path and fields[field].removeprefix("Bearer ") == "pr0viderk3y"


def test_providers_that_do_not_work(doctor, provider, listeners):
    assert "refuses the key (401)" in doctor.failure("provider", OPENAI_API_KEY="wrong")["message"]
    provider.status = 500
    assert "500" in doctor.failure("provider")["message"]
    provider.status = 301
    assert "redirect" in doctor.failure("provider")["message"]
    provider.status = 429
    assert "429" in doctor.warning("provider")["message"]
    provider.status = 404
    assert "key was not tried" in doctor.warning("provider")["message"]
    provider.status = None
    nobody = f"http://127.0.0.1:{free_port()}"
    assert "cannot be connected to" in doctor.failure("provider", TOLLGATE_OPENAI_BASE_URL=nobody)["message"]
    unknown = "http://no-such-host.invalid"
    assert "cannot be resolved" in doctor.failure("provider", TOLLGATE_OPENAI_BASE_URL=unknown)["message"]
    plain = provider.url.replace("http:", "https:")
    said = doctor.failure("provider", TOLLGATE_OPENAI_BASE_URL=plain)["message"]
    assert "no TLS connection" in said and said.endswith("what answers does not speak TLS."), said
    # One that has no key here is looked at where it is named.
    found = doctor.failure("provider", "--provider", "groq", TOLLGATE_GROQ_BASE_URL=nobody)
    assert found["subject"] == "groq"


def test_what_hangs_drips_or_is_no_api_is_told_within_a_bounded_time(doctor, listeners):
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n"
    page = b"<html>Sign in to this network</html>"
    others = {
        "OPENAI": Raw(head, drips=b"1\r\n \r\n"),
        "GROQ": Raw(),
        "MISTRAL": Raw(closes=True),
        "XAI": Raw(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(page), page)),
    }
    listeners.extend(others.values())
    env = {f"TOLLGATE_{name}_BASE_URL": other.url for name, other in others.items()}
    found = {each["subject"]: each for each in doctor.run(code=1, **env) if each["check"] == "provider"}
    assert found["openai"]["state"] == "ok", "its head is an answer"
    assert found["groq"]["state"] == "failure" and "does not answer in time" in found["groq"]["message"]
    # Orderly, or with a part of the request unread.
    assert found["mistral"]["state"] == "failure"
    assert re.search("closes the connection|Connection reset", found["mistral"]["message"]), found["mistral"]
    assert found["xai"]["state"] == "warning" and "not in JSON" in found["xai"]["message"]


def test_a_certificate_that_is_not_trusted(doctor, tmp_path):
    pem, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
         "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(pem)],
        check=True, capture_output=True,
    )  # fmt: skip
    port = free_port()
    server = subprocess.Popen(
        ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", str(pem), "-key", str(key), "-www", "-quiet"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until_listening(port)
        url = f"https://localhost:{port}"
        found = doctor.failure("provider", TOLLGATE_OPENAI_BASE_URL=url)
        assert "authority" in found["message"] and "TOLLGATE_OPENAI_TLS_CA_FILE" in found["fix"]
        trusted = {"TOLLGATE_OPENAI_BASE_URL": url, "TOLLGATE_OPENAI_TLS_CA_FILE": str(pem)}
        # What answers there sends a page, not a list of models.
        assert states(doctor.run(**trusted), "provider") == ["warning"]
        other = trusted | {"TOLLGATE_OPENAI_BASE_URL": f"https://127.0.0.1:{port}"}
        assert "made out" in doctor.failure("provider", **other)["message"]
    finally:
        server.kill()
        server.wait()


def test_a_redis_that_does_not_work(doctor, tmp_path):
    url = f"redis://:s3cret@127.0.0.1:{free_port()}"
    assert doctor.failure("redis", REDIS_URL=url)["fix"]
    redis = RedisServer(tmp_path)
    try:
        redis.client.config_set("requirepass", "s3cret")
        redis.password = "s3cret"
        wrong = f"redis://:other@127.0.0.1:{redis.port}"
        assert "password" in doctor.failure("redis", REDIS_URL=wrong)["fix"]
        redis.client.execute_command("ACL SETUSER half on >s3cret ~tollgate:* +@read +ping +info +time +hello +client")
        half = f"redis://half:s3cret@127.0.0.1:{redis.port}"
        assert "+@all -@dangerous +info" in doctor.failure("redis", REDIS_URL=half)["fix"]
        documented = "ACL SETUSER full on >s3cret ~tollgate:* &alerts:* +@all -@dangerous +info"
        redis.client.execute_command(documented)
        full = f"redis://full:s3cret@127.0.0.1:{redis.port}"
        assert set(states(doctor.run(REDIS_URL=full), "redis")) == {"ok"}
        redis.client.config_set("maxmemory", "100mb")
        redis.client.config_set("maxmemory-policy", "allkeys-lru")
        assert "noeviction" in doctor.warning("redis", REDIS_URL=full)["fix"]
        redis.client.config_set("maxmemory-policy", "noeviction")
        redis.client.config_set("maxmemory", "1")
        assert "Raise its limit" in doctor.failure("redis", REDIS_URL=full)["fix"]
        redis.client.config_set("maxmemory", "0")
        redis.client.config_set("min-replicas-to-write", "1")
        assert "min-replicas-to-write" in doctor.failure("redis", REDIS_URL=full)["fix"]
        redis.client.config_set("min-replicas-to-write", "0")
        assert "a database that there is" in doctor.failure("redis", REDIS_URL=full + "/99")["fix"]
        redis.client.replicaof("127.0.0.1", str(free_port()))
        findings = doctor.run(REDIS_URL=full, code=1)
        assert any("replica" in each["message"] for each in findings if each["state"] == "failure")
    finally:
        redis.stop()


def test_a_collector_that_does_not_work(doctor, listeners):
    nobody = f"http://127.0.0.1:{free_port()}"
    assert "connected" in doctor.failure("otlp", OTEL_EXPORTER_OTLP_ENDPOINT=nobody)["message"]
    off = doctor.run(OTEL_EXPORTER_OTLP_ENDPOINT=nobody, OTEL_SDK_DISABLED="true")
    assert ["OTEL_SDK_DISABLED" in each["message"] for each in off if each["check"] == "otlp"] == [True]
    unknown = doctor.failure("otlp", OTEL_EXPORTER_OTLP_ENDPOINT="http://no-such-host.invalid:4318")
    assert "(getent hosts no-such-host.invalid)" in unknown["fix"]
    collector = Collector([(401, {}), (404, {}), (503, {})])
    listeners.append(collector)
    env = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Basic%20s3cret"}
    assert "OTEL_EXPORTER_OTLP_HEADERS" in doctor.failure("otlp", **env)["fix"]
    assert "4318" in doctor.failure("otlp", **env)["fix"]
    assert "503" in doctor.warning("otlp", **env)["message"]
    assert all(each["headers"]["authorization"] == "Basic s3cret" for each in collector.requests)


def test_sentry(doctor):
    server = SentryServer()
    try:
        (found,) = [each for each in doctor.run(SENTRY_DSN=server.dsn()) if each["check"] == "sentry"]
        assert found["state"] == "ok" and urlsplit(server.dsn()).username not in json.dumps(found), "the key is shown"
        (request,) = server.requests
        assert request.problem is None and [header["type"] for header, _ in request.items] == ["client_report"]
        server.standard = 403
        assert "refuses the key" in doctor.failure("sentry", SENTRY_DSN=server.dsn())["message"]
        server.standard = 404
        assert "no such project" in doctor.failure("sentry", SENTRY_DSN=server.dsn())["message"]
        server.standard = 429
        assert "SENTRY_TRACES_SAMPLE_RATE" in doctor.warning("sentry", SENTRY_DSN=server.dsn())["fix"]
    finally:
        server.close()
    assert "cannot be connected to" in doctor.failure("sentry", SENTRY_DSN=server.dsn())["message"]
    found = doctor.failure("sentry", SENTRY_DSN="https://s3cret@/42")
    assert "no DSN" in found["message"]


def test_a_clock_that_is_wrong(doctor, provider):
    provider.clock = 30
    assert "slow" in doctor.warning("clock")["message"]
    provider.clock = -4000
    found = doctor.failure("clock")
    assert "fast" in found["message"] and "timedatectl" in found["fix"]


@pytest.mark.parametrize("ahead", [-4000, 4000])
def test_one_wrong_clock_of_two_is_not_this_machines_fault(doctor, provider, listeners, ahead):
    listeners.append(Provider(clock=ahead))
    findings = doctor.run(TOLLGATE_GROQ_BASE_URL=listeners[-1].url, TOLLGATE_GROQ_API_KEY="pr0viderk3y")
    assert states(findings, "clock") == ["ok"]


def test_places_that_do_not_do_for_a_ledger(doctor, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    assert "no directory" in doctor.failure("disk", TOLLGATE_DATA_DIR=str(file))["message"]
    open_to_all = tmp_path / "open"
    open_to_all.mkdir(mode=0o755)
    open_to_all.chmod(0o755)
    assert "chmod 700" in doctor.warning("disk", TOLLGATE_DATA_DIR=str(open_to_all))["fix"]
    if os.path.ismount("/dev/shm"):
        found = doctor.warning("disk", TOLLGATE_DATA_DIR="/dev/shm/tollgate-doctor-test")
        assert "memory" in found["message"]
    assert "cannot make a file" in doctor.failure("disk", TOLLGATE_DATA_DIR="/proc/tollgate")["message"]
    nowhere = tmp_path / "link"
    nowhere.symlink_to(tmp_path / "gone")
    assert str(tmp_path / "gone") in doctor.failure("disk", TOLLGATE_DATA_DIR=str(nowhere))["message"]


def test_disks_that_are_full_or_read_only(doctor, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root may mount")
    for options, message, fix in (
        ("size=8k", "No space left", "df -h"),
        ("size=20m", "only", "larger disk"),
        ("ro", "Read-only", "ReadWritePaths"),
    ):
        disk = tmp_path / options
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"mode=700,{options}", "tmpfs", disk]).returncode != 0:
            pytest.skip("this root may not mount")
        try:
            found = doctor.failure("disk", TOLLGATE_DATA_DIR=str(disk))
            assert message in found["message"] and fix in found["fix"], found
        finally:
            subprocess.run(["umount", disk], check=True)


def test_a_ledger_that_is_damaged_or_in_use(doctor, own_gateway):
    gateway: Gateway = own_gateway().start()
    env = {"TOLLGATE_DATA_DIR": str(gateway.data)}
    ports = {"TOLLGATE_PORT": str(gateway.port), "TOLLGATE_ADMIN_PORT": str(gateway.admin_port)}
    (found,) = [each for each in doctor.run(**env, **ports) if each["check"] == "ledger"]
    assert found["state"] == "ok" and f"process {gateway.pid}" in found["message"]
    assert f"process {gateway.pid}" in doctor.failure("ledger", **env)["message"]
    gateway.terminate()
    (found,) = [each for each in doctor.run(**env) if each["check"] == "ledger"]
    assert found["state"] == "ok" and "no gateway" in found["message"]

    ledger = gateway.data / "ledger.sqlite"
    whole = ledger.read_bytes()
    for damaged, said in (
        (b"no database at all, but a text" * 9, "does not begin"),
        (bytes(4096) + whole[4096:], "does not begin"),
        (whole[:100] + bytes(4096) + whole[4196:], "list of tables"),
        (whole[: len(whole) // 2], "its end is missing"),
    ):
        ledger.write_bytes(damaged)
        found = doctor.failure("ledger", **env)
        assert said in found["message"] and "restore a backup" in found["fix"]
    ledger.write_bytes(whole)
    (gateway.data / "restore-in-progress").mkdir()
    assert "restore' again" in doctor.failure("ledger", **env)["fix"]
    shutil.rmtree(gateway.data / "restore-in-progress")
    assert states(doctor.run(**env), "ledger") == ["ok"]


def test_ports_that_are_held(doctor, own_gateway):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        found = doctor.failure("port", TOLLGATE_PORT=port)
        assert found["subject"] == "data plane" and "another program" in found["message"]
        assert doctor.failure("port", TOLLGATE_ADMIN_PORT=port)["subject"] == "control plane"
    elsewhere = {"TOLLGATE_HOST": "192.0.2.1", "TOLLGATE_ALLOW_UNAUTHENTICATED": "true"}
    assert "no address of this machine" in doctor.failure("port", **elsewhere)["message"]
    gateway = own_gateway().start()
    held = {"TOLLGATE_PORT": str(gateway.port), "TOLLGATE_ADMIN_PORT": str(gateway.admin_port)}
    findings = [each for each in doctor.run(**held) if each["check"] == "port"]
    assert [each["message"].partition(" is ")[2] for each in findings] == ["held by a running gateway."] * 2


def test_too_few_open_files_are_said(doctor):
    assert "LimitNOFILE" in doctor.warning("file descriptors", TOLLGATE_LIMITS_CONNECTIONS="1000000")["fix"]


def test_a_configuration_that_is_not_valid_is_told_whole(doctor):
    findings = doctor.run(code=1, TOLLGATE_PORT="x", TOLLGATE_ADMIN_PORT="70000")
    assert states(findings, "configuration") == ["failure", "failure"]


def test_a_configuration_file_that_cannot_be_read_is_told_why(doctor, tmp_path):
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"host: caf\xe9\n")
    for path, said in ((tmp_path / "none", "There is no file"), (tmp_path, "is a directory"), (latin, "not UTF-8")):
        assert said in doctor.failure("configuration", "--config", str(path))["message"]


def test_the_text_form_says_the_same(doctor):
    env = environment(**(doctor.env | {"OPENAI_API_KEY": "wrong"}))
    result = subprocess.run([binary(), "doctor"], env=env, capture_output=True, text=True, timeout=60)
    assert result.returncode == 1
    assert "FAILURE provider openai: " in result.stdout and "-> Put a valid key" in result.stdout
    assert "1 failure" in result.stdout.splitlines()[-1]


def test_health(own_gateway):
    gateway: Gateway = own_gateway().start()

    def health(*arguments: str) -> int:
        return subprocess.run([binary(), "health", *arguments], env=gateway.env, capture_output=True).returncode

    assert health() == 0 and health("--ready") == 0
    gateway.terminate()
    assert health() == 1


def until_listening(port: int) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
