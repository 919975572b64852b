"""Reconciliation: what the simulator says it served against the ledger, row by row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from prices import counts, expected_cost

ERROR_TYPES = {
    400: "invalid_request",
    401: "authentication",
    403: "authentication",
    404: "invalid_request",
    413: "invalid_request",
    429: "rate_limit",
    500: "server_error",
    503: "server_error",
    529: "server_error",
}
PROVIDERS = {"chat.completions": "openai", "embeddings": "openai", "messages": "anthropic"}


def pairs(calls: list[dict[str, Any]], rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each call of the simulator with its one row."""
    by_id: dict[str, dict[str, Any]] = {}
    for row in rows:
        assert row["upstream_request_id"] not in by_id, f"two rows for {row['upstream_request_id']}"
        by_id[row["upstream_request_id"]] = row
    assert len({row["id"] for row in rows}) == len(rows), "a row's id twice"
    assert set(by_id) == {call["request_id"] for call in calls}, f"ledger and simulator differ:\n{calls}\n{rows}"
    return [(call, by_id[call["request_id"]]) for call in calls]


def compare(call: dict[str, Any], row: dict[str, Any], *, tier: str | None = None) -> None:
    """One call that the simulator served to its end against its row."""
    where = f"\nsimulator: {call}\nledger: {row}"
    assert row["provider"] == PROVIDERS[call["api"]], where
    assert row["api"] == call["api"], where
    assert row["status"] == call["status"], where
    assert row["stream"] is call["stream"], where
    assert row["request_model"] == call["model"], where
    assert row["duration_ms"] >= 0, where
    if call["status"] != 200:
        assert row["error_type"] == ERROR_TYPES[call["status"]], where
        assert row["cost_usd"] == 0 and row["usage_source"] == "none", where
        assert row["input_tokens"] == 0 and row["output_tokens"] == 0, where
        return
    assert row["error_type"] is None, where
    assert row["response_model"] == call["response_model"], where
    if call["usage"] is None:
        return
    assert row["usage_source"] == "reported", where
    for name, count in counts(call["api"], call["usage"]).items():
        assert row[name] == count, f"{name}{where}"
    cost = expected_cost(call["api"], call["response_model"], call["usage"], tier)
    if cost is None:
        assert row["cost_usd"] is None and row["price_source"] == "none" and row["unpriced"], where
    else:
        assert Decimal(row["cost_usd"]) == cost, f"expected {cost}{where}"
        assert row["price_source"] == "catalogue" and row["unpriced"] == [], where
        assert Decimal(row["cost_known_usd"]) == cost, where
    if call["stream"] and call["events"] > 0 and call["api"] != "embeddings":
        assert row["time_to_first_token_ms"] is not None, where
        assert 0 <= row["time_to_first_token_ms"] <= row["duration_ms"], where
