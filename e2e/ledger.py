"""Reconciliation: what the simulator says it served against the ledger, row by row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from prices import expected_cost
from usage_classes import classes

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
# The ledger's name of an API where the simulator tells more apart.
APIS = {
    "images.generations": "images",
    "images.edits": "images",
    "images.variations": "images",
    "streamGenerateContent": "generateContent",
    "batchEmbedContents": "embedContent",
}
# Their streams have no text whose first piece could be timed, or may have none.
TIMELESS = {"embeddings", "images.generations", "images.edits", "audio.speech", "responses.stored"}
# The ledger's columns of counts; what the simulator's record leaves out is 0.
COLUMNS = {
    "input_tokens": "input_tokens",
    "cached_input_tokens": "cached_input_tokens",
    "cache_write_tokens": "cache_write_tokens",
    "output_tokens": "output_tokens",
    "reasoning_tokens": "reasoning_tokens",
    "audio_input_tokens": "audio_input_tokens",
    "audio_output_tokens": "audio_output_tokens",
}


def pairs(calls: list[dict[str, Any]], rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each call of the simulator with its one row; by order, where the provider (Gemini) does not name requests."""
    assert len({row["id"] for row in rows}) == len(rows), "a row's id twice"
    if any(call["provider"] == "gemini" for call in calls):
        assert len(calls) == len(rows), f"ledger and simulator differ:\n{calls}\n{rows}"
        return list(zip(calls, rows))
    by_id: dict[str, dict[str, Any]] = {}
    for row in rows:
        assert row["upstream_request_id"] not in by_id, f"two rows for {row['upstream_request_id']}"
        by_id[row["upstream_request_id"]] = row
    assert set(by_id) == {call["request_id"] for call in calls}, f"ledger and simulator differ:\n{calls}\n{rows}"
    return [(call, by_id[call["request_id"]]) for call in calls]


def used(call: dict[str, Any]) -> dict[str, Any]:
    """What was used: as the simulator knows it, or by the usage that the test dictated."""
    if call["used"] is not None:
        return call["used"]
    return classes(call["api"], call["usage"], call["provider"])


def compare(call: dict[str, Any], row: dict[str, Any], *, tier: str | None = None) -> None:
    """One call that the simulator served to its end against its row."""
    where = f"\nsimulator: {call}\nledger: {row}"
    assert row["provider"] == call["provider"], where
    assert row["api"] == APIS.get(call["api"], call["api"]), where
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
    # What answers without a model (audio, images, embeddings by Gemini) was answered by the one that was asked for.
    assert row["response_model"] in (call["response_model"], None) or call["response_model"] is None, where
    if call["usage"] is None and not (used_without_telling(call)):
        return
    amounts = used(call)
    if tier is not None:
        amounts = amounts | {"tier": tier}
    # What follows from the request (characters, a recording's head, pictures) is exact, but not what the provider said.
    sources = ("reported",) if call["usage"] is not None else ("reported", "estimated")
    assert row["usage_source"] in sources, where
    for column, name in COLUMNS.items():
        assert row[column] == (amounts.get(name) or 0), f"{column}{where}"
    cost, missing = expected_cost(call["provider"], call["response_model"] or call["model"], amounts)
    if cost is None:
        assert row["cost_usd"] is None and row["unpriced"], where
        assert missing == {"*"} or row["cost_known_usd"] >= 0, where
    else:
        assert Decimal(row["cost_usd"]) == cost, f"expected {cost}{where}"
        assert row["unpriced"] == [], where
        assert Decimal(row["cost_known_usd"]) == cost, where
        stated = amounts.get("stated_cost_usd") is not None
        assert row["price_source"] == ("provider" if stated else "catalogue"), where
    if call["stream"] and call["events"] > 0 and call["api"] not in TIMELESS:
        assert row["time_to_first_token_ms"] is not None, where
        assert 0 <= row["time_to_first_token_ms"] <= row["duration_ms"], where


def used_without_telling(call: dict[str, Any]) -> bool:
    """Whether what is billed follows from the request or the file, not from a `usage`: seconds, characters, pictures."""
    amounts = call["used"] or {}
    return any(name in amounts for name in ("audio_ms", "characters", "images"))
