"""Starting, ending, and what is refused at the start."""

from __future__ import annotations

import signal
import socket
import subprocess
import threading
import time

import httpx
import openai
import pytest

from processes import Gateway, binary, environment, free_port
from questions import CHAT, sim

pytestmark = pytest.mark.gateway_only


def test_sigterm_ends_running_streams_first(own_gateway, case_for):
    gateway = own_gateway().start()
    case = case_for(gateway)
    chunks = []
    began = threading.Event()

    def consume():
        for chunk in case.openai().chat.completions.create(
            **CHAT, stream=True, extra_headers=sim(events=200, event_delay_ms=25)
        ):
            chunks.append(chunk)
            if len(chunks) == 3:
                began.set()

    thread = threading.Thread(target=consume)
    thread.start()
    assert began.wait(10)
    gateway.signal(signal.SIGTERM)
    # It says that it takes no more calls, while those that run go on.
    deadline = time.monotonic() + 4
    while (ready := gateway.admin.get("/readyz")).status_code == 200:
        assert time.monotonic() < deadline, "it is still ready"
        time.sleep(0.02)
    assert ready.status_code == 503 and "shutting down" in ready.json()["reasons"][0]
    assert len(chunks) < 200, "the stream has ended meanwhile"
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", gateway.port), timeout=1).close()
    thread.join(30)
    assert gateway.wait() == 0, gateway.tail()
    assert chunks[-1].choices[0].finish_reason == "stop" and len(chunks) == 202
    gateway.start()
    case.reconcile(1)


def test_sigterm_does_not_wait_for_ever(own_gateway, case_for):
    gateway = own_gateway(config="timeouts:\n  shutdown: 1s\n").start()
    case = case_for(gateway)
    with case.http().stream(
        "POST", "/v1/chat/completions", json=CHAT | {"stream": True}, headers=sim(hang_after_events=3)
    ) as answer:
        next(answer.iter_raw())
        began = time.monotonic()
        assert gateway.terminate(timeout=15) == 0
        assert 0.5 < time.monotonic() - began < 12
    gateway.start()
    row = case.row()
    assert row["usage_source"] in ("estimated", "interrupted") and row["cost_usd"] > 0


def test_idle_connections_do_not_hold_up_the_end(own_gateway, case_for):
    gateway = own_gateway().start()
    case = case_for(gateway)
    http = case.http()
    assert http.post("/v1/chat/completions", json=CHAT).status_code == 200
    began = time.monotonic()
    assert gateway.terminate() == 0
    assert time.monotonic() - began < 10


def serve(tmp_path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    settings = {
        "TOLLGATE_PORT": str(free_port()),
        "TOLLGATE_ADMIN_PORT": str(free_port()),
        "TOLLGATE_DATA_DIR": str(tmp_path / "data"),
    }
    return subprocess.run(
        [binary(), "serve", *arguments], env=environment(**(settings | env)), text=True, capture_output=True, timeout=20
    )


REFUSED = {
    "admin plane open to all": ({"TOLLGATE_ADMIN_HOST": "0.0.0.0"}, "TOLLGATE_ADMIN_TOKEN"),
    "data plane open to all with a key": ({"TOLLGATE_HOST": "0.0.0.0", "OPENAI_API_KEY": "sk-x"}, "require_keys"),
    "port that is none": ({"TOLLGATE_PORT": "70000"}, "70000"),
    "base URL that is none": ({"TOLLGATE_OPENAI_BASE_URL": "not a url"}, "TOLLGATE_OPENAI_BASE_URL"),
    "configuration that is not there": ({"TOLLGATE_CONFIG": "/nonexistent/tollgate.yaml"}, "/nonexistent"),
    "unknown log level": ({"TOLLGATE_LOG_LEVEL": "loud"}, "loud"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_at_the_start(tmp_path, name):
    env, word = REFUSED[name]
    result = serve(tmp_path, **env)
    assert result.returncode == 78, result.stderr
    assert word in result.stderr, result.stderr


def test_all_problems_are_told_at_once(tmp_path):
    result = serve(tmp_path, TOLLGATE_PORT="70000", TOLLGATE_LOG_LEVEL="loud", TOLLGATE_ADMIN_HOST="0.0.0.0")
    assert result.returncode == 78
    for word in ("70000", "loud", "TOLLGATE_ADMIN_TOKEN"):
        assert word in result.stderr, result.stderr


def test_usage_errors(tmp_path):
    assert serve(tmp_path, "--no-such-option").returncode == 64


def test_a_data_directory_has_one_owner(own_gateway, tmp_path):
    gateway = own_gateway().start()
    result = serve(tmp_path, TOLLGATE_DATA_DIR=str(gateway.data))
    assert result.returncode == 78 and str(gateway.data) in result.stderr, result.stderr
    assert gateway.admin.get("/readyz").status_code == 200


def test_the_admin_token_is_asked_for(own_gateway):
    gateway = own_gateway(env={"TOLLGATE_ADMIN_TOKEN": "secret-token"}).start()
    assert gateway.admin.get("/healthz").status_code == 200
    assert gateway.admin.get("/metrics").status_code == 200
    assert gateway.admin.get("/api/v1/admin/requests").status_code == 401
    headers = {"authorization": "Bearer wrong"}
    assert gateway.admin.get("/api/v1/admin/requests", headers=headers).status_code == 401
    headers = {"authorization": "Bearer secret-token"}
    assert gateway.admin.get("/api/v1/admin/requests", headers=headers).status_code == 200
    assert "secret-token" not in gateway.log.read_text()


def test_planes_do_not_mix(case):
    http = httpx.Client(trust_env=False)
    assert http.get(case.gateway.admin_url + "/v1/models").status_code == 404
    for path in ("/metrics", "/api/v1/admin/requests", "/healthz"):
        answer = http.get(case.gateway.url + path)
        assert answer.status_code == 404 and "ai_requests_total" not in answer.text


def test_the_callers_own_key_is_used_where_none_is_configured(own_gateway, case_for):
    gateway = own_gateway()
    del gateway.env["OPENAI_API_KEY"]
    case = case_for(gateway.start())
    case.openai(api_key="sk-mine-9z9z").chat.completions.create(**CHAT)
    assert case.calls()[0]["key"] == "9z9z"
    with pytest.raises(openai.AuthenticationError):
        case.openai(api_key="bad-key").chat.completions.create(**CHAT)


def test_keys_that_are_required_and_not_there(own_gateway, case_for):
    gateway = own_gateway(env={"TOLLGATE_REQUIRE_KEYS": "true"}).start()
    case = case_for(gateway)
    with pytest.raises(openai.AuthenticationError) as raised:
        case.openai().chat.completions.create(**CHAT)
    assert raised.value.body["message"] and case.calls() == []
    assert gateway.rows() == [], "a refusal is counted, not stored"


def test_a_configured_price_and_a_fallback(own_gateway, case_for):
    config = """
prices:
  - model: acme-llm-1
    rates: {input: "2", output: "8"}
fallback_price: "1.50/3"
"""
    gateway = own_gateway(config=config).start()
    case = case_for(gateway)
    usage = '{"prompt_tokens":1000,"completion_tokens":10,"total_tokens":1010}'
    for model in ("acme-llm-1", "acme-llm-2"):
        case.openai().chat.completions.create(model=model, messages=CHAT["messages"], extra_headers=sim(usage=usage))
    first, second = case.rows(2)
    assert str(first["cost_usd"]) == "0.00208" and first["price_source"] == "configured"
    assert str(second["cost_usd"]) == "0.00153" and second["price_source"] == "fallback"


def test_the_demo_shows_live_numbers(tmp_path):
    demo = Gateway(tmp_path, "unused", name="demo")
    settings = {name: demo.env[name] for name in ("TOLLGATE_PORT", "TOLLGATE_ADMIN_PORT", "TOLLGATE_DATA_DIR")}
    demo.spawn(["demo", "--rate", "60"], environment(**settings))
    try:
        deadline = time.monotonic() + 40
        rows: list = []
        while time.monotonic() < deadline and not (len(rows) > 150 and any(row["status"] == 429 for row in rows)):
            time.sleep(0.25)
            assert demo.alive(), demo.tail()
            try:
                rows = demo.rows()
            except httpx.TransportError:
                pass
        assert len({row["user_id"] for row in rows}) >= 6
        assert {row["provider"] for row in rows} == {"openai", "anthropic", "gemini"}
        assert {"chat.completions", "responses", "embeddings", "messages", "generateContent"} <= {r["api"] for r in rows}
        assert {row["component_type"] for row in rows} == {"chat", "search", "agent", "summaries", "experiments"}
        assert {row["stream"] for row in rows} == {True, False}
        assert any(row["error_type"] == "rate_limit" for row in rows)
        assert any(row["request_model"] == "acme-llm-1" and row["cost_usd"] is None for row in rows)
        assert demo.costs()["total_cost_usd"] > 0
        assert {row["usage_source"] for row in rows} <= {"reported", "estimated", "none"}
    finally:
        assert demo.terminate() == 0, demo.tail()
