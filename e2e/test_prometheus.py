"""A real Prometheus scrapes /metrics, and the reference parsers of both formats read it."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics_families
from prometheus_client.parser import text_string_to_metric_families as text_families

from processes import free_port
from questions import CHAT

pytestmark = pytest.mark.gateway_only
OPENMETRICS = "application/openmetrics-text; version=1.0.0"


def scrape(gateway, accept: str, encoding: str = "identity") -> httpx.Response:
    return httpx.get(
        f"{gateway.admin_url}/metrics", headers={"accept": accept, "accept-encoding": encoding}, trust_env=False, timeout=10
    )


def values(families) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
        if not sample.name.startswith(("process_", "tollgate_"))
    }


def test_both_formats_say_the_same_and_gzip_is_as_asked(case):
    case.openai().chat.completions.create(**CHAT)
    case.row()
    text = scrape(case.gateway, "text/plain")
    openmetrics = scrape(case.gateway, OPENMETRICS)
    assert openmetrics.headers["content-type"] == f"{OPENMETRICS}; charset=utf-8"
    plain = values(text_families(text.text))
    open_ = values(openmetrics_families(openmetrics.text))
    assert len(plain) > 20
    assert {key: value for key, value in open_.items() if not key[0].endswith("_created")} == plain

    with httpx.stream(
        "GET", f"{case.gateway.admin_url}/metrics", headers={"accept-encoding": "gzip"}, trust_env=False, timeout=10
    ) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip" and answer.headers["vary"] == "Accept, Accept-Encoding"
    assert values(text_families(gzip.decompress(body).decode())) == plain


@pytest.mark.timeout(90)
def test_a_real_prometheus_scrapes_the_gateway(case, tmp_path: Path):
    program = shutil.which("prometheus")
    assert program, "prometheus is not installed; on Debian: apt-get install prometheus"
    case.openai().chat.completions.create(**CHAT)
    case.row()
    port = free_port()
    (tmp_path / "prometheus.yml").write_text(
        json.dumps(
            {
                "global": {"scrape_interval": "1s"},
                "scrape_configs": [
                    {
                        "job_name": "tollgate",
                        "static_configs": [{"targets": [case.gateway.admin_url.removeprefix("http://")]}],
                    }
                ],
            }
        )
    )
    command = [
        program,
        f"--config.file={tmp_path}/prometheus.yml",
        f"--storage.tsdb.path={tmp_path}/data",
        f"--web.listen-address=127.0.0.1:{port}",
        "--enable-feature=exemplar-storage",
        "--log.level=warn",
    ]
    with (tmp_path / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wanted = {
            (family_sample.labels["model"], family_sample.labels["component_type"]): family_sample.value
            for family in text_families(scrape(case.gateway, "text/plain").text)
            for family_sample in family.samples
            if family_sample.name == "ai_tokens_input_total"
        }
        found: dict[tuple[str, str], float] = {}
        deadline = time.monotonic() + 60
        while found != wanted and time.monotonic() < deadline:
            time.sleep(0.3)
            try:
                answer = httpx.get(
                    f"http://127.0.0.1:{port}/api/v1/query",
                    params={"query": "ai_tokens_input_total"},
                    trust_env=False,
                    timeout=5,
                )
            except httpx.TransportError:
                continue
            if answer.status_code == 200:
                found = {
                    (each["metric"]["model"], each["metric"]["component_type"]): float(each["value"][1])
                    for each in answer.json()["data"]["result"]
                }
        assert found == wanted, (tmp_path / "prometheus.log").read_text()
        targets = httpx.get(f"http://127.0.0.1:{port}/api/v1/targets", trust_env=False).json()["data"]["activeTargets"]
        assert [target["lastError"] for target in targets] == [""]
    finally:
        process.terminate()
        process.wait(20)
