"""Virtual keys with the official SDKs, the admin API and `tollgate keys`."""

from __future__ import annotations

import subprocess
from decimal import Decimal

import anthropic
import httpx
import openai
import pytest

import recordings
from processes import ANTHROPIC_KEY, OPENAI_KEY, Gateway, binary, free_port
from questions import CHAT, MESSAGE, sim

pytestmark = pytest.mark.gateway_only


def make(gateway: Gateway, **wanted: object) -> tuple[str, str]:
    """A new key's id and text."""
    answer = gateway.admin.post("/api/v1/admin/keys", json={"owner": "alice"} | wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"], answer.json()["key"]


def client(gateway: Gateway, key: str, **headers: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=gateway.url + "/v1", api_key=key, max_retries=0, default_headers=headers)


@pytest.fixture
def gateway(own_gateway):
    return own_gateway(env={"TOLLGATE_REQUIRE_KEYS": "true"}).start()


def test_only_a_valid_key_passes_and_the_provider_gets_the_configured_one(gateway, simulator):
    with pytest.raises(openai.AuthenticationError):
        client(gateway, "sk-own").chat.completions.create(**CHAT)
    with pytest.raises(openai.AuthenticationError):
        client(gateway, "tg-nobody-made-this").chat.completions.create(**CHAT)
    key_id, key = make(gateway)
    client(gateway, key, **{"x-sim-call": "keyed"}).chat.completions.create(**CHAT)
    claude = anthropic.Anthropic(
        base_url=gateway.url, api_key=key, max_retries=0, default_headers={"x-sim-call": "keyed"}
    )
    claude.messages.create(**MESSAGE)
    sent = [call["headers"] for call in simulator.calls("keyed")]
    assert key not in str(sent)
    assert [OPENAI_KEY in str(sent[0]), ANTHROPIC_KEY in str(sent[1])] in ([True, True], [False, False])
    assert gateway.admin.delete(f"/api/v1/admin/keys/{key_id}").status_code == 204
    with pytest.raises(openai.AuthenticationError):
        client(gateway, key).chat.completions.create(**CHAT)
    everything = gateway.log.read_text(errors="replace") + gateway.metrics() + gateway.admin.get("/api/v1/admin/keys").text
    assert key not in everything
    for file in gateway.data.iterdir():
        assert key.encode() not in file.read_bytes(), file


def test_spend_is_the_owners_unless_the_key_is_trusted(gateway):
    _, key = make(gateway, component="bot")
    _, trusted = make(gateway, owner="service", trusted=True)
    body = CHAT | {"user": "mallory"}
    client(gateway, key, **{"x-tollgate-user": "bob"}).chat.completions.create(**body)
    client(gateway, trusted, **{"x-tollgate-user": "bob"}).chat.completions.create(**body)
    client(gateway, trusted).chat.completions.create(**body)
    rows = gateway.rows()[::-1]
    assert [row["user_id"] for row in rows] == ["alice", "bob", "service"]
    assert rows[0]["component_type"] == "bot"


def test_models_and_providers_are_restricted_with_403(gateway):
    _, key = make(gateway, models=["gpt-4o*"], providers=["openai"])
    calls = client(gateway, key)
    calls.chat.completions.create(**CHAT)
    with pytest.raises(openai.PermissionDeniedError) as raised:
        calls.chat.completions.create(**CHAT | {"model": "gpt-5"})
    assert raised.value.code == "model_not_allowed"
    with pytest.raises(anthropic.PermissionDeniedError):
        anthropic.Anthropic(base_url=gateway.url, api_key=key, max_retries=0).messages.create(**MESSAGE)
    assert len(gateway.rows()) == 1
    assert 'tollgate_refused_requests_total{reason="forbidden"} 2' in gateway.metrics()


def test_a_key_for_some_models_takes_large_forms_wherever_their_model_stands(gateway, simulator):
    _, key = make(gateway, models=["whisper-*"])
    sound = recordings.wav(30_000)
    assert len(sound) > 800_000
    calls = client(gateway, key)
    answer = calls.audio.transcriptions.create(model="whisper-1", file=("a.wav", sound))
    assert answer.text

    def form(*parts: tuple[str, bytes]) -> httpx.Response:
        body = b""
        for name, value in parts:
            file = b'; filename="a.wav"' if name == "file" else b""
            body += b'--x1\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (name.encode(), file, value)
        return httpx.post(
            f"{gateway.url}/v1/audio/transcriptions", content=body + b"--x1--\r\n", trust_env=False, timeout=60,
            headers={"authorization": f"Bearer {key}", "content-type": "multipart/form-data; boundary=x1"},
        )  # fmt: skip

    assert form(("file", sound), ("model", b"whisper-1")).status_code == 200
    for parts in ([("model", b"gpt-4o-transcribe"), ("file", sound)], [("file", sound), ("model", b"gpt-4o-transcribe")]):
        refused = form(*parts)
        assert refused.status_code == 403 and refused.json()["error"]["code"] == "model_not_allowed"
        assert "'gpt-4o-transcribe'" in refused.json()["error"]["message"]
    nameless = form(("file", sound))
    assert nameless.status_code == 403 and "names none" in nameless.json()["error"]["message"]
    rows = gateway.rows()
    assert [row["request_model"] for row in rows] == ["whisper-1"] * 2
    assert [row["cost_usd"] for row in rows] == [Decimal("0.003")] * 2


def test_limits_answer_429_with_retry_after(gateway):
    _, key = make(gateway, requests_per_minute=2)
    calls = client(gateway, key)
    for _ in range(2):
        calls.chat.completions.create(**CHAT)
    with pytest.raises(openai.RateLimitError) as raised:
        calls.chat.completions.create(**CHAT)
    assert raised.value.code == "rate_limit_exceeded"
    assert 1 <= int(raised.value.response.headers["retry-after"]) <= 61
    assert "x-should-retry" not in raised.value.response.headers
    _, tokens = make(gateway, tokens_per_minute=50)
    client(gateway, tokens).chat.completions.create(**CHAT | {"max_tokens": 10})
    with pytest.raises(openai.RateLimitError):
        client(gateway, tokens).chat.completions.create(**CHAT | {"max_tokens": 50})
    _, one = make(gateway, max_concurrent=1)
    slow = client(gateway, one, **sim(events=3, delay_ms=1500)).chat.completions
    with httpx.Client(base_url=gateway.url, headers={"authorization": f"Bearer {one}"}, trust_env=False) as http:
        with http.stream("POST", "/v1/chat/completions", json=CHAT | {"stream": True}, headers=sim(events=20, event_delay_ms=60)) as running:
            assert running.status_code == 200
            with pytest.raises(openai.RateLimitError):
                slow.create(**CHAT)
            running.read()
    slow.create(**CHAT)


def test_what_a_key_grants_is_changed_and_its_text_stays(own_gateway):
    gateway = own_gateway(env={"TOLLGATE_REQUIRE_KEYS": "true"}).start()
    key_id, key = make(gateway, tags={"team": "a"}, requests_per_minute=2)
    path = f"/api/v1/admin/keys/{key_id}"
    (before,) = gateway.admin.get("/api/v1/admin/keys").json()["keys"]
    calls = client(gateway, key).chat.completions
    for _ in range(2):
        calls.create(**CHAT)
    # Of the same limits what was asked within the minute still counts.
    terms = {"owner": "bob", "tags": {"team": "b"}, "requests_per_minute": 2}
    assert gateway.admin.put(path, json=terms).json() == before | terms
    with pytest.raises(openai.RateLimitError):
        calls.create(**CHAT)
    answer = gateway.admin.put(path, json={"owner": "bob", "models": ["nothing-*"]})
    assert answer.status_code == 200, answer.text
    assert answer.json() == before | {"owner": "bob", "tags": {}, "models": ["nothing-*"], "requests_per_minute": None}
    with pytest.raises(openai.PermissionDeniedError):
        calls.create(**CHAT)
    assert gateway.admin.put(path, json={"owner": "bob"}).status_code == 200
    calls.create(**CHAT)
    assert [row["user_id"] for row in gateway.rows(limit=1)][0] == "bob"
    # Refusals change nothing; it holds over a restart; and who is revoked stays so.
    for body, status in (({}, 400), ({"owner": "x", "colour": "red"}, 400), ({"owner": "x", "expires_at": "2020-01-01"}, 400)):
        assert gateway.admin.put(path, json=body).status_code == status, body
    assert gateway.admin.put("/api/v1/admin/keys/key_nobody", json={"owner": "x"}).status_code == 404
    assert gateway.terminate() == 0
    gateway.start()
    (after,) = gateway.admin.get("/api/v1/admin/keys").json()["keys"]
    assert after == before | {"owner": "bob", "tags": {}, "requests_per_minute": None}
    client(gateway, key).chat.completions.create(**CHAT)
    assert gateway.admin.delete(path).status_code == 204
    assert gateway.admin.put(path, json={"owner": "bob"}).status_code == 404
    with pytest.raises(openai.AuthenticationError):
        client(gateway, key).chat.completions.create(**CHAT)


def test_a_key_has_a_budget_of_its_own(gateway):
    key_id, key = make(gateway)
    answer = gateway.admin.put(
        f"/api/v1/admin/budgets/key/{key_id}/total", json={"limit_usd": "0.0000001", "mode": "hard"}
    )
    assert answer.status_code == 200, answer.text
    with pytest.raises(openai.RateLimitError) as raised:
        client(gateway, key).chat.completions.create(**CHAT)
    assert raised.value.code == "budget_exceeded"
    _, other = make(gateway)
    client(gateway, other).chat.completions.create(**CHAT)


def test_the_commands_make_list_and_revoke(gateway):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [binary(), *arguments, "--admin-url", gateway.admin_url], capture_output=True, text=True, timeout=60,
            env=gateway.env,
        )  # fmt: skip

    made = run("keys", "create", "--owner", "carol", "--models", "gpt-4o*", "--requests-per-minute", "5")
    assert made.returncode == 0, made.stderr
    key = made.stdout.strip()
    client(gateway, key).chat.completions.create(**CHAT)
    listed = run("keys", "list").stdout
    assert "carol" in listed and key not in listed
    key_id = next(word for line in listed.splitlines() if "carol" in line for word in line.split() if word.startswith("key_"))
    assert run("keys", "change", key_id, "--owner", "dora", "--tokens-per-minute", "777").stdout == "Changed.\n"
    listed = run("keys", "list").stdout
    assert "dora" in listed and "777" in listed and "carol" not in listed
    client(gateway, key).chat.completions.create(**CHAT)
    assert "no key" in run("keys", "change", "key_nobody", "--owner", "dora").stderr
    assert run("keys", "revoke", key_id).stdout == "Revoked.\n"
    assert "keys create" in run("keys", "list").stdout
    with pytest.raises(openai.AuthenticationError):
        client(gateway, key).chat.completions.create(**CHAT)
    again = run("keys", "revoke", key_id)
    assert again.returncode != 0 and "no key" in again.stderr
    assert run("budgets", "set", "user", "carol", "month", "--limit", "0.3", "--hard").returncode == 0
    table = run("budgets", "list").stdout
    assert "carol" in table and "0.3" in table and "Every other user: 6 USD" in table
    assert run("budgets", "remove", "user", "carol", "month").stdout == "Removed.\n"
    fresh = run("budgets", "set", "component", "fresh", "day", "--limit", "1000000.000000001", "--timezone", "Asia/Tokyo")
    assert fresh.stdout.startswith("In force, soft: 0 of 1000000.000000001 USD spent in 2"), fresh
    row = next(line.split() for line in run("budgets", "list").stdout.splitlines() if "fresh" in line)
    assert row[-4:] == ["1000000.000000001", "0", "0", "1000000.000000001"]
    wrong = run("budgets", "set", "user", "carol", "month", "--limit", "much")
    assert wrong.returncode != 0 and "limit_usd" in wrong.stderr
    assert "limit_usd" in run("budgets", "set", "user", "carol", "month", "--limit", "-5").stderr
    nobody = subprocess.run(
        [binary(), "keys", "list", "--admin-url", f"http://127.0.0.1:{free_port()}"], capture_output=True, text=True, timeout=60,
        env=gateway.env,
    )  # fmt: skip
    assert nobody.returncode == 1 and "Connection refused. Is 'tollgate serve' running?" in nobody.stderr
