"""/metrics and llm-costs: well-formed, and equal to the sum of the rows; counters survive a restart."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections import Counter, defaultdict
from decimal import Decimal

import openai
import pytest
from prometheus_client.parser import text_string_to_metric_families

from questions import CHAT, MESSAGE, sim

pytestmark = pytest.mark.gateway_only


def samples(text: str) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    """Samples by name and labels; no series twice."""
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = defaultdict(dict)
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = tuple(sorted(sample.labels.items()))
            assert labels not in found[sample.name], f"{sample.name}{dict(labels)} is there twice"
            found[sample.name][labels] = sample.value
    return found


def total(found, name: str, **labels: str) -> float:
    wanted = set(labels.items())
    return sum(value for key, value in found[name].items() if wanted <= set(key))


def settled(gateway, calls: int, name: str = "ai_requests_total"):
    """The metrics once so many calls are in them: a call is observed after its answer was released, if only just."""
    deadline = time.monotonic() + 30
    while True:
        found = samples(gateway.metrics())
        if total(found, name) >= calls or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def traffic(case) -> None:
    """A bit of everything."""
    client = case.openai()
    for model in ("gpt-4o-mini", "gpt-4o", "o4-mini"):
        client.chat.completions.create(model=model, messages=CHAT["messages"], extra_headers=sim(cached_tokens=512))
        list(client.chat.completions.create(model=model, messages=CHAT["messages"], stream=True))
    client.embeddings.create(model="text-embedding-3-small", input=["one", "two"])
    case.anthropic().messages.create(**MESSAGE, extra_headers=sim(cached_tokens=300, cache_write_tokens=77))
    with case.anthropic().messages.stream(**MESSAGE, extra_headers={"x-tollgate-component": "agent"}) as stream:
        stream.until_done()
    for status in (429, 500):
        with pytest.raises(openai.APIStatusError):
            client.chat.completions.create(**CHAT, extra_headers=sim(status=status))
    client.chat.completions.create(model="acme-llm-1", messages=CHAT["messages"])


def check_sums(gateway) -> None:
    """Metrics, llm-costs and rows of a gateway at rest say the same."""
    rows = gateway.rows()
    found = settled(gateway, len(rows))
    for metric, column in {
        "ai_tokens_input_total": "input_tokens",
        "ai_tokens_output_total": "output_tokens",
        "ai_tokens_cached_total": "cached_input_tokens",
        "ai_tokens_cache_write_total": "cache_write_tokens",
        "ai_tokens_reasoning_total": "reasoning_tokens",
    }.items():
        assert total(found, metric) == sum(row[column] for row in rows), metric
        by_component: Counter[str] = Counter()
        for row in rows:
            by_component[row["component_type"]] += row[column]
        for component, count in by_component.items():
            assert total(found, metric, component_type=component) == count, (metric, component)
    known = sum((Decimal(row["cost_known_usd"]) for row in rows), Decimal(0))
    assert total(found, "ai_cost_dollars_total") == pytest.approx(float(known), abs=1e-9)
    errors = [row for row in rows if row["error_type"]]
    assert total(found, "ai_requests_total") == len(rows)
    assert total(found, "ai_requests_total", status="error") == len(errors)
    kinds = Counter(row["error_type"] for row in errors)
    for kind, count in kinds.items():
        assert total(found, "ai_request_errors_total", error_type=kind) == count
    unpriced = [r for r in rows if r["price_source"] == "fallback" or (r["cost_usd"] is None and not r["error_type"])]
    assert total(found, "ai_unpriced_requests_total") == len(unpriced)
    assert total(found, "ai_client_disconnects_total") == sum(row["client_disconnected"] for row in rows)

    costs = gateway.costs()
    assert costs["currency"] == "USD" and costs["total_cost_usd"] == known
    assert costs["requests"] == len(rows) and costs["errors"] == len(errors)
    assert costs["unpriced_requests"] == len(unpriced)
    assert costs["input_tokens"] == sum(row["input_tokens"] for row in rows)
    assert costs["output_tokens"] == sum(row["output_tokens"] for row in rows)
    for table, columns in {
        "users": ["user_id"],
        "components": ["component_type"],
        "days": ["date"],
    }.items():
        for entry in costs[table]:
            mine = [
                row
                for row in rows
                if all(
                    (row["started_at"][:10] if name == "date" else row[name]) == entry[name] for name in columns
                )
            ]
            assert entry["requests"] == len(mine), (table, entry)
            assert entry["cost_usd"] == sum((row["cost_known_usd"] for row in mine), Decimal(0)), (table, entry)
            assert entry["input_tokens"] == sum(row["input_tokens"] for row in mine), (table, entry)
    assert sum(entry["requests"] for entry in costs["models"]) == len(rows)
    assert sum((entry["cost_usd"] for entry in costs["models"]), Decimal(0)) == known


def test_sums_equal_the_ledger_and_survive_restarts(own_gateway, case_for):
    gateway = own_gateway()
    gateway.start()
    case = case_for(gateway)
    traffic(case)
    check_sums(gateway)
    before = samples(gateway.metrics())
    assert gateway.terminate() == 0
    gateway.start()
    after = samples(gateway.metrics())
    for name in before:
        if name.startswith("ai_") and name.endswith("_total"):
            assert after[name] == before[name], name
    check_sums(gateway)
    traffic(case)
    check_sums(gateway)
    gateway.kill()
    gateway.start()
    check_sums(gateway)
    assert len(gateway.rows()) == 24


def test_errors_are_told_by_model_and_no_unknown_name_becomes_a_label(own_gateway, case_for):
    gateway = own_gateway().start()
    case = case_for(gateway)
    client = case.openai()
    for model, status in (("gpt-4o", 500), ("gpt-4o", 429), ("gpt-4o-2024-08-06", 503), ("no-such-model-1", 404)):
        with pytest.raises(openai.APIStatusError):
            client.chat.completions.create(model=model, messages=CHAT["messages"], extra_headers=sim(status=status))
    case.rows(4)
    for _ in range(2):
        found = settled(gateway, 4)
        assert total(found, "ai_request_errors_total", model="gpt-4o", error_type="rate_limit") == 1
        # Dated names count under the price list's.
        assert total(found, "ai_request_errors_total", error_type="server_error") == 2
        assert total(found, "ai_requests_total", model="gpt-4o", status="error") >= 2
        assert total(found, "ai_requests_total", model="other", status="error") == 1
        assert "no-such-model" not in gateway.metrics()
        # The same after a restart.
        assert gateway.terminate() == 0
        gateway.start()


def test_the_shared_gateway_agrees_with_its_ledger(case):
    traffic(case)
    check_sums(case.gateway)


def test_histograms_count_every_request(own_gateway, case_for):
    gateway = own_gateway().start()
    case = case_for(gateway)
    traffic(case)
    found = settled(gateway, 12, "ai_request_duration_seconds_count")
    assert total(found, "ai_request_duration_seconds_count") == 12
    assert total(found, "ai_time_to_first_token_seconds_count") == 4
    buckets = {dict(key)["le"] for key in found["ai_request_duration_seconds_bucket"]}
    assert buckets == {"0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "20.0", "40.0", "80.0", "160.0",
                       "+Inf"} or buckets == {"0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "20", "40", "80",
                                              "160", "+Inf"}  # fmt: skip


def test_promtool_has_nothing_to_say(case):
    promtool = shutil.which("promtool")
    assert promtool, "promtool is not installed; on Debian: apt-get install prometheus"
    traffic(case)
    text = case.gateway.metrics()
    assert "ai_requests_total{" in text and "process_" in text
    check = subprocess.run([promtool, "check", "metrics"], input=text, text=True, capture_output=True, timeout=30)
    assert check.returncode == 0 and not check.stderr.strip(), check.stderr


def test_hostile_names_stay_bounded_and_escaped(own_gateway, case_for):
    gateway = own_gateway(config="metrics:\n  max_lines: 600\n").start()
    case = case_for(gateway)
    http = case.http()
    hostile = ['a"b', "back\\slash", "new\\nline", "}{", "é🙂", "", "a b", "x" * 300]
    for number in range(120):
        name = hostile[number % len(hostile)] + str(number)
        answer = http.post(
            "/v1/chat/completions",
            json=CHAT | {"model": f"{name}"},
            headers=[(b"x-tollgate-component", name.encode()), (b"x-sim-events", b"1")],
        )
        assert answer.status_code == 200
    settled(gateway, 120)
    text = gateway.metrics()
    assert len([line for line in text.splitlines() if not line.startswith("#")]) <= 600
    found = samples(text)
    assert total(found, "ai_requests_total") == 120
    assert total(found, "ai_requests_total", component_type="other") > 0
    assert "user_id" not in text and case.name not in text
    promtool = shutil.which("promtool")
    assert promtool
    assert subprocess.run([promtool, "check", "metrics"], input=text, text=True, timeout=30).returncode == 0


def test_money_is_plain_decimal(case):
    usage = '{"prompt_tokens":1,"completion_tokens":0,"total_tokens":1}'
    case.openai().chat.completions.create(**CHAT, extra_headers=sim(usage=usage))
    text = case.gateway.admin.get("/api/v1/admin/requests", params={"user_id": case.name}).text
    assert re.search(r'"cost_usd":\s*0\.00000015[,}]', text), text
    assert not re.search(r'_usd":\s*-?[0-9.]+[eE]', text)


def test_pages_have_each_row_once(case):
    client = case.openai()
    for _ in range(7):
        client.embeddings.create(model="text-embedding-3-small", input="page")
    ids = [row["id"] for row in case.gateway.rows(user_id=case.name, limit=2)]
    assert len(ids) == len(set(ids)) == 7
    assert ids == [row["id"] for row in case.gateway.rows(user_id=case.name)]
