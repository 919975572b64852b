"""The control plane under hostile readers: what is open and what is not, cells that are formulas, pages under writes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from raw import Broken, Provider, ask, connect, get, post, reply, wait_for

CHAT = json.dumps({"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "x"}]}).encode()
COMPLETION = b'{"model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}'
TOKEN = "admin-token-6f1c"


def call(gateway, *fields: str) -> int:
    return ask(gateway.port, post("/v1/chat/completions", CHAT, *fields)).status


@pytest.fixture(scope="module")
def open_gateway(shared_gateway):
    return shared_gateway(Provider(reply(COMPLETION)).url, name="open").start()


@pytest.fixture(scope="module")
def guarded_gateway(shared_gateway):
    return shared_gateway(Provider(reply(COMPLETION)).url, name="guarded", env={"TOLLGATE_ADMIN_TOKEN": TOKEN}).start()


def documented(gateway) -> dict:
    answer = gateway.admin.get("/api/v1/openapi.json", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return answer.json()


def filled(path: str) -> str:
    """A path of the document with something in the place of its parameters."""
    return re.sub(r"\{\w+\}", "x", path.replace("requests/{id}", "requests/req_0000000000000"))


def test_no_admin_route_on_the_data_plane(open_gateway):
    """Whatever the document lists is 404 there, in every spelling; `/v1/…` is the provider's."""
    for path in documented(open_gateway)["paths"]:
        path = filled(path)
        for spelling in (path, "/" + path, path + "/", path + "?x", path.upper(), "/." + path, "/x/.." + path):
            answer = ask(open_gateway.port, get(spelling))
            assert answer.status in (400, 404), (spelling, answer)
            assert b"ai_requests_total" not in answer.body and b"cost_usd" not in answer.body


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages", "/openai/v1/models", "/anthropic/v1/messages", "/v1/models"])
def test_no_proxy_route_on_the_control_plane(open_gateway, path):
    before = len(open_gateway.rows())
    for data in (post(path, CHAT), get(path)):
        answer = ask(open_gateway.admin_port, data.replace(b"Host: gateway", b"Host: localhost"))
        assert answer.status in (404, 405), answer
    assert len(open_gateway.rows()) == before


def test_the_token_guards_every_documented_path(guarded_gateway):
    """401 without it, with a part of it, with more than it; in no other place than the header; for any method."""
    document = documented(guarded_gateway)
    wrong = ["", "Bearer", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", f"Bearer {TOKEN.upper()}", f"Bearer x{TOKEN}",
             f"Bearer {TOKEN}{TOKEN}", f"Token {TOKEN}", TOKEN, "Basic " + TOKEN, "Basic Og==", "Basic !!!", "Bearer \xff"]  # fmt: skip
    guarded = 0
    for path, methods in document["paths"].items():
        methods = {name: method for name, method in methods.items() if name != "parameters"}
        if all(method.get("security") == [] for method in methods.values()):
            continue
        guarded += 1
        target = filled(path)
        for value in wrong:
            answer = ask(guarded_gateway.admin_port, get(target, f"Authorization: {value}").replace(b"Host: gateway", b"Host: localhost"))
            assert answer.status == 401 and b"cost" not in answer.body, (path, value, answer)
        for spelling in (target + "?token=" + TOKEN, target + "?access_token=" + TOKEN, "/" + target, target + "/"):
            answer = ask(guarded_gateway.admin_port, get(spelling))
            assert answer.status in (401, 404, 400), (spelling, answer)
        for method in (b"POST", b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"HEAD"):
            data = get(target).replace(b"GET ", method + b" ")
            answer = ask(guarded_gateway.admin_port, data, head_only=method == b"HEAD")
            assert answer.status in (401, 404, 405), (method, path, answer)
        if path.endswith("/events"):
            continue  # without an end
        good = ask(guarded_gateway.admin_port, get(target, f"Authorization: Bearer {TOKEN}"))
        assert good.status in (200, 400, 404) if "get" in methods else (405,), (path, good)
    assert guarded >= 4
    assert TOKEN not in guarded_gateway.log.read_text()


def test_foreign_host_names_read_nothing(open_gateway):
    """A web page that has its name point here (DNS rebinding)."""
    assert ask(open_gateway.admin_port, get("/api/v1/admin/requests").replace(b"Host: gateway", b"Host: evil.test")).status == 403
    assert ask(open_gateway.admin_port, get("/api/v1/admin/requests").replace(b"Host: gateway", b"Host: localhost")).status == 200


FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", 'a"b', "a,b", "'=1", "=HYPERLINK(\"http://evil.test\")", "é🙂", ";=1", "a;b"]


def test_csv_is_no_program(open_gateway):
    """Names that callers choose come back as text: no cell begins as a formula does, and every line has its columns."""
    for number, formula in enumerate(FORMULAS):
        data = post("/v1/chat/completions", CHAT, "x-pad: 1")
        fields = b"x-tollgate-user: " + formula.strip("\t").encode() + b"\r\nx-tollgate-component: " + formula.strip("\t").encode() + b"\r\n"
        assert ask(open_gateway.port, data.replace(b"x-pad: 1\r\n", fields)).status == 200
    for table in ("users", "models", "components", "days"):
        answer = open_gateway.admin.get("/api/v1/admin/llm-costs", params={"format": "csv", "table": table})
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(answer.text)))
        assert len(rows) > 1 and len({len(row) for row in rows}) == 1, answer.text
        for row in rows[1:]:
            for cell in row:
                if not cell.lstrip("-").replace(".", "").isdigit():
                    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r"), row
    users = [row[0] for row in csv.reader(io.StringIO(open_gateway.admin.get("/api/v1/admin/llm-costs", params={"format": "csv"}).text))]
    assert {"a,b", 'a"b', "é🙂"} <= set(users)


def test_names_are_text_in_the_overview(open_gateway):
    fields = "x-tollgate-user: <script>alert(1)</script>", "x-tollgate-component: \"><img src=x onerror=alert(1)>"
    assert call(open_gateway, *fields) == 200
    answer = open_gateway.admin.get("/")
    assert answer.status_code == 200 and "<script>alert" not in answer.text and "<img src=x" not in answer.text
    assert "script-src" in answer.headers.get("content-security-policy", "") or "default-src" in answer.headers.get("content-security-policy", "")


def test_pages_are_stable_under_writes(own_gateway, provider):
    """Rows that were there when the first page was read come exactly once, in order, whatever is written meanwhile."""
    gateway = own_gateway(provider(reply(COMPLETION)).url).start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: call(gateway, f"x-tollgate-tag-n: {n}"), range(150)))
    before = {row["id"] for row in gateway.rows()}
    assert len(before) == 150
    stopped = threading.Event()

    def write() -> None:
        while not stopped.is_set():
            call(gateway)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    try:
        for limit in (1, 7, 50, 1_000):
            rows = gateway.rows(limit=limit)
            ids = [row["id"] for row in rows]
            assert len(set(ids)) == len(ids), "a row twice"
            assert before <= set(ids), "a row left out"
            assert ids == sorted(ids, reverse=True), "newest first"
    finally:
        stopped.set()
        for writer in writers:
            writer.join()


def test_readers_that_stand_still_do_not_harm_the_data_plane(own_gateway, provider):
    """Hundreds of connections to the control plane, half of them with half a request."""
    gateway = own_gateway(provider(reply(COMPLETION)).url).start()
    streams = [connect(gateway.admin_port) for _ in range(300)]
    for stream in streams[::2]:
        stream.send(b"GET /metrics HTTP/1.1\r\nHo")
    assert [call(gateway) for _ in range(20)] == [200] * 20
    wait_for(lambda: len(gateway.rows()) == 20, 5)
    for stream in streams:
        stream.close()


@pytest.mark.parametrize(
    "data",
    [b"GET / HTTP/1.1\r\n\r\n\x00\xff", b"\x16\x03\x01\x02\x00" + bytes(600), b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
     b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n", b"POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\nx",
     b"GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /api/v1/admin/requests?limit=%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    ids=["bytes", "TLS", "long target", "many fields", "large body", "NUL", "no text"],
)  # fmt: skip
def test_rubbish_does_not_harm_the_control_plane(open_gateway, data):
    stream = connect(open_gateway.admin_port, timeout=2)
    try:
        stream.send(data)
        assert stream.answer().status < 500
    except (Broken, OSError, ValueError):
        pass
    stream.close()
    assert open_gateway.admin.get("/readyz").status_code == 200


@pytest.mark.timeout(300)
@pytest.mark.parametrize("guarded", [True, False], ids=["with a token", "without"])
def test_schemathesis_finds_nothing(open_gateway, guarded_gateway, guarded, tmp_path):
    """The OpenAPI document against the answers, with made-up and hostile parameters."""
    gateway = guarded_gateway if guarded else open_gateway
    for number in range(20):
        assert call(gateway, f"x-tollgate-user: schemathesis {number}") == 200
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", gateway.admin_url + "/api/v1/openapi.json",
               "--max-examples", os.environ.get("E2E_SCHEMA_EXAMPLES", "100"), "--seed", "1", "--checks", "all",
               "--exclude-path", "/api/v1/admin/events",  # without an end
               "--phases", "examples,coverage,fuzzing", "--generation-database", ":memory:"]  # fmt: skip
    if guarded:
        command += ["--header", f"Authorization: Bearer {TOKEN}"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=280)
    assert result.returncode == 0, result.stdout[-12_000:] + result.stderr[-2_000:]
