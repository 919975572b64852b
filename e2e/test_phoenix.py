"""Arize Phoenix shows the gateway's spans as LLM spans with their tokens. Heavy: run by `make test-peers`.

PHOENIX_BIN names its `phoenix` program; Scripts/test-peers.sh installs it from PyPI into a folder of its own.
"""

from __future__ import annotations

import os
import subprocess
import time

import httpx
import pytest

from processes import environment, free_port
from questions import CHAT, MESSAGE, sim

PHOENIX = os.environ.get("PHOENIX_BIN")
pytestmark = [
    pytest.mark.gateway_only,
    pytest.mark.skipif(not PHOENIX, reason="PHOENIX_BIN is not set: Arize Phoenix is large, make test-peers installs it"),
    pytest.mark.timeout(300),
]


@pytest.fixture
def phoenix(tmp_path):
    port = free_port()
    env = environment(
        PHOENIX_WORKING_DIR=str(tmp_path / "phoenix"),
        PHOENIX_HOST="127.0.0.1",
        PHOENIX_PORT=str(port),
        PHOENIX_GRPC_PORT=str(free_port()),
        PHOENIX_TELEMETRY_ENABLED="false",
        PHOENIX_ALLOW_EXTERNAL_RESOURCES="false",
    )
    (tmp_path / "phoenix").mkdir()
    log = tmp_path / "phoenix.log"
    with log.open("wb") as output:
        process = subprocess.Popen([PHOENIX, "serve"], env=env, stdout=output, stderr=output)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 180
    while True:
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()[-5000:]
        try:
            if httpx.get(f"{url}/healthz", trust_env=False, timeout=5).status_code == 200:
                break
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    yield url
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def test_phoenix_shows_calls_as_llm_spans_with_their_tokens(own_gateway, case_for, phoenix):
    gateway = own_gateway(
        env={
            "OTEL_EXPORTER_OTLP_ENDPOINT": phoenix,
            "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
            "OTEL_BSP_SCHEDULE_DELAY": "200",
        }
    ).start()
    case = case_for(gateway)
    case.openai().chat.completions.create(**CHAT, extra_headers=sim(cached_tokens=8))
    case.anthropic().messages.create(**MESSAGE, extra_headers=sim(cached_tokens=30, cache_write_tokens=7))
    rows = {row["trace_id"]: row for row in case.rows(2)}
    found: dict[str, dict] = {}
    deadline = time.monotonic() + 60
    while len(found) < 2 and time.monotonic() < deadline:
        time.sleep(0.5)
        answer = httpx.get(f"{phoenix}/v1/projects/default/spans", trust_env=False, timeout=30)
        if answer.status_code == 200:
            found = {
                span["context"]["trace_id"]: span for span in answer.json()["data"] if span["span_kind"] == "LLM"
            }
    assert found.keys() == rows.keys(), found
    for trace_id, row in rows.items():
        attributes = found[trace_id]["attributes"]
        assert attributes["llm.token_count.prompt"] == row["input_tokens"]
        assert attributes["llm.token_count.completion"] == row["output_tokens"]
        assert attributes["llm.token_count.prompt_details.cache_read"] == row["cached_input_tokens"]
        assert attributes["llm.token_count.prompt_details.cache_write"] == row["cache_write_tokens"]
        assert attributes["llm.provider"] == row["provider"]
        assert attributes["tollgate"]["cost_usd"] if "tollgate" in attributes else attributes["tollgate.cost_usd"]
