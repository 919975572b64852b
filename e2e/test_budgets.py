"""Hard budgets: never over at any concurrency, nothing blocked by spend that is not there (PROMISES 5–7), and refusals
that the official SDKs understand."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
from decimal import Decimal

import anthropic
import httpx
import openai
import pytest
from google.genai import errors as gemini_errors

import recordings
from budgets import budget, set_budget, settled, spent, worst_case
from processes import binary, environment
from questions import CHAT, MESSAGE, sim
from test_kill9 import Attempt, read_answer

pytestmark = pytest.mark.gateway_only
BURST = CHAT | {"max_tokens": 60}
"""The request of the load; the simulator's answers have 40 tokens at most."""


def request(rng: random.Random, stream: bool) -> bytes:
    """The load's request as bytes."""
    data = json.dumps(BURST | {"stream": stream}).encode()
    headers = {
        "host": "gateway", "authorization": "Bearer sk-load", "content-type": "application/json",
        "content-length": str(len(data)), "x-tollgate-component": "burst", "x-sim-events": "40",
        "x-sim-delay-ms": str(rng.randint(1, 60)),
    }  # fmt: skip
    head = "POST /v1/chat/completions HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return head.encode() + b"\r\n" + data


async def one_call(port: int, rng: random.Random, hangs_up: bool) -> int:
    """One call on a connection of its own; its status, 0 where it was cut or hung up."""
    stream = rng.random() < 0.5
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return 0
    try:
        writer.write(request(rng, stream))
        await writer.drain()
        if hangs_up:
            await asyncio.sleep(rng.uniform(0, 0.08))
            return 0
        attempt = Attempt("burst", 0)
        await read_answer(reader, attempt, b"\n\ndata: [DONE]\n" if stream else b"")
        return attempt.status
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
        return 0
    finally:
        writer.close()


async def storm(port: int, rng: random.Random, count: int) -> list[int]:
    """`count` calls at once, a fifth of which hang up at a random moment."""
    return await asyncio.gather(*(one_call(port, rng, rng.random() < 0.2) for _ in range(count)))


@pytest.mark.timeout(200)
def test_a_thousand_calls_at_once_never_pass_a_hard_budget(own_gateway):
    gateway = own_gateway().start()
    rng = random.Random(20261125)
    worst = worst_case(gateway, BURST)
    assert asyncio.run(one_call(gateway.port, rng, False)) == 200
    cost = spent(gateway, component_type="burst")
    assert 0 < cost < worst
    limit = cost * 100
    found = set_budget(gateway, "component", "burst", "total", limit, mode="hard")
    assert found["spent_usd"] == cost  # what was spent before it was set

    # All at once: as many as are held are served, the others refused; nobody else fails.
    statuses = asyncio.run(storm(gateway.port, rng, 1000))
    assert set(statuses) <= {0, 200, 429}, set(statuses)
    assert statuses.count(200) > 5 and statuses.count(429) > 100
    after = settled(gateway, "component", "burst", "total")
    assert after["spent_usd"] == spent(gateway, component_type="burst") <= limit
    refused = [row for row in gateway.rows(component_type="burst") if row["error_type"] == "budget_exceeded"]
    assert refused and all(row["cost_usd"] == 0 and row["status"] == 429 for row in refused)

    # Killed under load: what was in flight costs its hold; what is left goes on from there.
    for _ in range(3):

        async def killed() -> None:
            load = asyncio.create_task(storm(gateway.port, rng, 60))
            await asyncio.sleep(rng.uniform(0.02, 0.2))
            gateway.kill()
            await load

        asyncio.run(killed())
        gateway.start()
        found = budget(gateway, "component", "burst", "total")
        assert found["held_usd"] == 0
        assert found["spent_usd"] == spent(gateway, component_type="burst") <= limit

    # The rest can be spent, to within one call's worst case.
    for _ in range(400):
        if asyncio.run(one_call(gateway.port, rng, False)) == 429:
            break
    else:
        pytest.fail("the budget is never used up")
    last = settled(gateway, "component", "burst", "total")
    assert last["spent_usd"] == spent(gateway, component_type="burst")
    assert limit - worst < last["spent_usd"] <= limit
    assert last["left_usd"] == limit - last["spent_usd"]


def test_sdks_raise_what_they_raise_for_the_provider_and_do_not_retry(own_gateway, simulator):
    gateway = own_gateway(env={"TOLLGATE_TRUST_USER_HEADER": "true"}).start()
    set_budget(gateway, "gateway", "gateway", "day", "0.000001", mode="hard", timezone="Asia/Tokyo")
    served = len(simulator.calls())
    headers = {"x-tollgate-user": "refused"}
    client = openai.OpenAI(base_url=gateway.url + "/v1", api_key="sk-x", default_headers=headers, max_retries=3)
    with pytest.raises(openai.RateLimitError) as raised:
        client.chat.completions.create(**CHAT)
    assert raised.value.code == "budget_exceeded" and raised.value.status_code == 429
    assert raised.value.response.headers["x-should-retry"] == "false"
    assert "the gateway for the day" in raised.value.message and "T15:00:00Z" in raised.value.message
    with pytest.raises(anthropic.RateLimitError) as raised:
        anthropic.Anthropic(
            base_url=gateway.url, api_key="sk-x", default_headers=headers, max_retries=3
        ).messages.create(**MESSAGE)
    assert raised.value.body["type"] == "error" and "left" in raised.value.body["error"]["message"]
    answer = httpx.post(
        f"{gateway.url}/v1beta/models/gemini-2.5-flash:generateContent", headers=headers | {"x-goog-api-key": "g"},
        json={"contents": [{"parts": [{"text": "Hello"}]}]}, trust_env=False,
    )  # fmt: skip
    assert answer.status_code == 429 and answer.json()["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert gemini_errors.ClientError  # the SDK's own exception for 4xx
    rows = gateway.rows(user_id="refused")
    assert [row["error_type"] for row in rows] == ["budget_exceeded"] * 3
    assert [row["cost_usd"] for row in rows] == [0, 0, 0]
    assert len(simulator.calls()) == served, "a refused call reached the provider"
    # Reading costs nothing and passes.
    assert httpx.get(f"{gateway.url}/v1/models", headers={"authorization": "Bearer sk-x"}, trust_env=False).status_code != 429


def test_no_other_route_gets_past_a_hard_budget(own_gateway, simulator):
    gateway = own_gateway().start()
    headers = {"authorization": "Bearer sk-x", "x-tollgate-component": "spent", "x-sim-call": "past-the-budget"}
    set_budget(gateway, "component", "spent", "total", "0.000000001", mode="hard")
    with httpx.Client(base_url=gateway.url, headers=headers, trust_env=False) as client:
        for path, body in (
            ("/v1/chat/completions", CHAT), ("/v1/completions", {"model": "gpt-3.5-turbo-instruct", "prompt": "Hello"}),
            ("/v1/responses", {"model": "gpt-5", "input": "Hello"}), ("/v1/messages", MESSAGE),
            ("/v1/embeddings", {"model": "text-embedding-3-small", "input": "Hello"}),
            ("/v1/images/generations", {"model": "dall-e-3", "prompt": "A ledger."}),
            ("/v1/audio/speech", {"model": "tts-1", "voice": "alloy", "input": "Hello"}),
            ("/groq/openai/v1/chat/completions", CHAT | {"model": "llama-3.3-70b-versatile"}),
            ("/openai/v1/chat/completions", CHAT),
            ("/azure/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-10-21", CHAT),
            ("/v1beta/models/gemini-2.5-flash:generateContent", {"contents": [{"parts": [{"text": "Hello"}]}]}),
            # Passed through without being understood: what it costs cannot be bounded.
            ("/v1/fine_tuning/jobs", {"model": "gpt-4o-mini", "training_file": "file-1"}), ("/v1/unheard/of", {"a": 1}),
        ):  # fmt: skip
            answer = client.post(path, json=body)
            code = answer.json()["error"].get("code") or answer.json()["error"].get("status")
            # Each dialect says it in its own words.
            assert answer.status_code in (400, 429), (path, answer.status_code, answer.text)
            assert code in ("budget_exceeded", "cost_not_bounded", "RESOURCE_EXHAUSTED", 429, None), (path, answer.text)
            assert "hard budget of component 'spent'" in answer.text, (path, answer.text)
    assert simulator.calls("past-the-budget") == []
    assert all(row["cost_usd"] == 0 for row in gateway.rows(component_type="spent"))


def test_what_cannot_be_bounded_is_refused_and_says_which_setting_allows_it(own_gateway):
    budgets = "budgets: [{scope: component, id: capped, window: day, limit_usd: 1, mode: hard}]\n"
    for config, allowed in ((budgets, False), ("max_cost_per_call_usd: 0.2\n" + budgets, True)):
        gateway = own_gateway(config=config).start()
        client = httpx.Client(
            base_url=gateway.url, trust_env=False,
            headers={"authorization": "Bearer sk-x", "x-tollgate-component": "capped"},
        )  # fmt: skip
        searching = CHAT | {"max_tokens": 10, "web_search_options": {}}
        answer = client.post("/v1/chat/completions", json=searching)
        assert (answer.status_code == 200) is allowed, answer.text
        if not allowed:
            assert answer.json()["error"]["code"] == "cost_not_bounded"
            assert "max_cost_per_call_usd" in answer.json()["error"]["message"]
        unpriced = client.post("/v1/chat/completions", json=CHAT | {"model": "nobody-knows-this"})
        assert unpriced.status_code == 400 and unpriced.json()["error"]["code"] == "model_not_priced"
        assert "fallback_price" in unpriced.json()["error"]["message"]
        client.close()
    gateway = own_gateway(config="fallback_price: 1/2\n" + budgets).start()
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions", json=CHAT | {"model": "nobody-knows-this", "max_tokens": 10},
        headers={"authorization": "Bearer sk-x", "x-tollgate-component": "capped"}, trust_env=False,
    )  # fmt: skip
    assert answer.status_code == 200, answer.text


def test_a_lower_output_cap_lets_a_call_pass_where_the_budget_says_so(own_gateway, simulator):
    gateway = own_gateway().start()
    large = CHAT | {"max_tokens": 4000}
    whole = worst_case(gateway, large)
    quarter = (whole / 4).quantize(Decimal("0.000000001"))
    set_budget(gateway, "component", "capped", "total", quarter, mode="hard", cap_output=True)
    headers = {"authorization": "Bearer sk-x", "x-tollgate-component": "capped", "x-sim-call": "capped"} | sim(events=5)
    for stream in (False, True):
        answer = httpx.post(
            f"{gateway.url}/v1/chat/completions", json=large | {"stream": stream}, headers=headers, trust_env=False
        )
        assert answer.status_code == 200, answer.text
    rows = gateway.rows(component_type="capped")
    assert len(rows) == 2 and all(0 < row["cost_usd"] <= quarter for row in rows)
    set_budget(gateway, "component", "capped", "total", quarter, mode="hard", cap_output=False)
    answer = httpx.post(f"{gateway.url}/v1/chat/completions", json=large, headers=headers, trust_env=False)
    assert answer.status_code == 429


def test_budgets_outlive_a_restart_and_count_what_was_spent(own_gateway):
    gateway = own_gateway().start()
    headers = {"authorization": "Bearer sk-x", "x-tollgate-user": "ann", "x-tollgate-component": "kept"}
    for _ in range(3):
        assert httpx.post(
            f"{gateway.url}/v1/chat/completions", json=CHAT, headers=headers, trust_env=False
        ).is_success  # fmt: skip
    scopes = [("user", "ann", "month"), ("component", "kept", "hour"), ("model", "gpt-4o-mini", "total")]
    scopes += [("gateway", "gateway", "day")]
    before = [set_budget(gateway, *scope, "5", timezone="America/New_York") for scope in scopes]
    total = spent(gateway, component_type="kept")
    assert total > 0 and {found["spent_usd"] for found in before} == {total}
    gateway.kill()
    gateway.start()
    assert [budget(gateway, *scope) for scope in scopes] == before
    users = gateway.costs()["users"]
    assert [(u["budget_usd"], u["user_id"]) for u in users] == [(5, "ann")]
    assert users[0]["budget_used_ratio"] == (total / 5).quantize(Decimal("0.000001"), rounding="ROUND_DOWN")
    assert f'tollgate_budget_used_ratio{{scope="gateway",id="gateway",window="day"}}' in gateway.metrics()


def test_a_model_budget_is_the_same_after_a_restart_whatever_model_answered(own_gateway):
    gateway = own_gateway().start()
    headers = {"authorization": "Bearer sk-x", "x-tollgate-user": "ann"}
    scopes = [("model", name, window) for name in ("gpt-4o", "gpt-4o-mini", "gpt-5") for window in ("hour", "total")]

    def call(asked: str, answered: str) -> None:
        answer = httpx.post(
            f"{gateway.url}/v1/chat/completions", json=CHAT | {"model": asked}, headers=headers | sim(model=answered),
            trust_env=False,
        )  # fmt: skip
        assert answer.is_success, answer.text

    for number in range(2):
        for scope in scopes if number else []:
            set_budget(gateway, *scope, "5")
        # Priced as another model than was asked for; the last by a name that only stands for one.
        call("gpt-4o", "gpt-5")
        call("gpt-5", "gpt-4o-mini")
        call("gpt-4o-2024-08-06", "gpt-4o-mini")
    rows = gateway.rows()
    assert {row["request_model"] for row in rows} == {"gpt-4o", "gpt-5", "gpt-4o-2024-08-06"}
    asked = {"gpt-4o": Decimal(0), "gpt-4o-mini": Decimal(0), "gpt-5": Decimal(0)}
    for row in rows:
        asked[row["request_model"].removesuffix("-2024-08-06")] += row["cost_usd"]
    assert asked["gpt-4o"] != asked["gpt-5"] > 0
    before = [budget(gateway, *scope) for scope in scopes]
    assert [found["spent_usd"] for found in before] == [asked[name] for _, name, _ in scopes]
    gateway.kill()
    gateway.start()
    assert [budget(gateway, *scope)["spent_usd"] for scope in scopes] == [found["spent_usd"] for found in before]


def test_pictures_and_recordings_have_worst_cases_of_their_own(own_gateway):
    gateway = own_gateway().start()
    headers = {"x-tollgate-component": "media"}
    client = openai.OpenAI(base_url=gateway.url + "/v1", api_key="sk-x", default_headers=headers, max_retries=0)

    def limit(amount: str) -> None:
        left = settled(gateway, "component", "media", "total")["spent_usd"] if gateway.rows() else Decimal(0)
        set_budget(gateway, "component", "media", "total", left + Decimal(amount), mode="hard")

    picture = {"model": "dall-e-3", "prompt": "A ledger.", "quality": "hd", "size": "1792x1024"}
    token = {"model": "gpt-image-1", "prompt": "A ledger, in oil.", "size": "1024x1024"}
    short, long = (("speech.wav", recordings.wav(length), "audio/wav") for length in (3_000, 600_000))
    calls = [
        # What each may cost at most, to the dollar's thousandth, and whether that suffices.
        ("0.119", "0.121", lambda: client.images.generate(**picture)),
        ("0.166", "0.17", lambda: client.images.generate(**token, quality="high")),
        ("0.04", "0.05", lambda: client.images.generate(**token, quality="medium")),
        ("0.05", "0.06", lambda: list(client.images.generate(**token, quality="medium", stream=True, partial_images=2))),
        ("0.0003", "0.0005", lambda: client.audio.transcriptions.create(model="whisper-1", file=short)),
        ("0.06", "0.0602", lambda: client.audio.transcriptions.create(model="whisper-1", file=long)),
        ("0.11", "0.13", lambda: client.audio.transcriptions.create(model="gpt-4o-transcribe", file=short)),
    ]
    for too_little, enough, call in calls:
        limit(too_little)
        with pytest.raises(openai.RateLimitError) as raised:
            call()
        assert raised.value.code == "budget_exceeded", raised.value
        limit(enough)
        call()
        found = settled(gateway, "component", "media", "total")
        assert found["spent_usd"] <= found["limit_usd"], found
    # Pictures that are changed are billed by tokens that nobody can know; a sentence says what to set.
    limit("5")
    with pytest.raises(openai.BadRequestError) as raised:
        client.images.edit(model="gpt-image-1", prompt="In oil.", image=("p.png", b"x" * 400_000, "image/png"))
    assert raised.value.code == "cost_not_bounded" and "image_tokens" in raised.value.message
    rows = gateway.rows(component_type="media")
    assert len([row for row in rows if row["cost_usd"]]) == len(calls)


@pytest.mark.parametrize("config", ["default_budget: {mode: hard}", "budgets: [{scope: user, id: a, limit_usd: 1, mode: hard}]"])
def test_a_hard_budget_of_users_who_are_not_certain_is_refused_at_start(tmp_path, config):
    file = tmp_path / "tollgate.yaml"
    file.write_text(config)
    run = subprocess.run(
        [binary(), "serve", "--port", "0", "--admin-port", "0", "--data-dir", str(tmp_path / "d"), "--config", str(file)],
        env=environment(), capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert run.returncode == 78
    assert "require_keys" in run.stderr and "trust_user_header" in run.stderr
