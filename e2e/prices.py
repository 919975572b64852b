"""What the few models used here cost, in USD per million tokens, and the cost of a usage: computed with `decimal`,
apart from the gateway on purpose.

Origin: prices.json of 2026-11-12 (schema 1; genai-prices 0.2.3 and litellm 1.109.1 agree on each of these), read by
hand. A model that is not here has no price here: a test that needs one must add it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

NANO = Decimal("0.000000001")


@dataclass(frozen=True)
class Rates:
    input: str
    output: str = "0"
    cache_read: str | None = None
    cache_write: str | None = None
    cache_write_1h: str | None = None
    tiers: dict[str, "Rates"] = field(default_factory=dict)
    """By service tier of the response: `flex`, `priority`."""


OPENAI = {
    "gpt-4o-mini": Rates(
        "0.15", "0.6", cache_read="0.075", tiers={"priority": Rates("0.25", "1", cache_read="0.125")}
    ),
    "gpt-4o": Rates("2.5", "10", cache_read="1.25", tiers={"priority": Rates("4.25", "17", cache_read="2.125")}),
    "gpt-5": Rates(
        "1.25",
        "10",
        cache_read="0.125",
        tiers={
            "flex": Rates("0.625", "5", cache_read="0.0625"),
            "priority": Rates("2.5", "20", cache_read="0.25"),
        },
    ),
    "o4-mini": Rates("1.1", "4.4", cache_read="0.275"),
    "text-embedding-3-small": Rates("0.02"),
}
ANTHROPIC = {
    "claude-sonnet-4-5": Rates("3", "15", cache_read="0.3", cache_write="3.75", cache_write_1h="6"),
    "claude-haiku-4-5": Rates("1", "5", cache_read="0.1", cache_write="1.25", cache_write_1h="2"),
}


def rates(model: str) -> Rates | None:
    """The rates of a model or of its dated snapshot."""
    for table in (OPENAI, ANTHROPIC):
        for name in sorted(table, key=len, reverse=True):
            rest = model.removeprefix(name)
            if rest == "" or (rest != model and rest.startswith("-2")):
                return table[name]
    return None


def expected_cost(api: str, model: str, usage: dict[str, Any], tier: str | None = None) -> Decimal | None:
    """The cost of a provider's own `usage`, rounded once, half to even, to the nano-dollar; None without a price."""
    price = rates(model)
    if price is None:
        return None
    price = price.tiers.get(tier or "", price)
    inp, out = Decimal(price.input), Decimal(price.output)
    read = Decimal(price.cache_read or price.input)
    write = Decimal(price.cache_write or price.input)
    write_1h = Decimal(price.cache_write_1h or price.cache_write or price.input)
    tokens = counts(api, usage)
    if api == "messages":
        hour = (usage.get("cache_creation") or {}).get("ephemeral_1h_input_tokens") or 0
    else:
        hour = 0
    plain = tokens["input_tokens"] - tokens["cached_input_tokens"] - tokens["cache_write_tokens"]
    total = (
        plain * inp
        + tokens["cached_input_tokens"] * read
        + (tokens["cache_write_tokens"] - hour) * write
        + hour * write_1h
        + tokens["output_tokens"] * out
    )
    return (total / 1_000_000).quantize(NANO, rounding=ROUND_HALF_EVEN)


def counts(api: str, usage: dict[str, Any]) -> dict[str, int]:
    """A provider's own `usage` in the ledger's columns (whole counts; the classes are inside them)."""
    if api == "messages":
        read = usage.get("cache_read_input_tokens") or 0
        written = usage.get("cache_creation_input_tokens") or 0
        return {
            "input_tokens": usage["input_tokens"] + read + written,
            "cached_input_tokens": read,
            "cache_write_tokens": written,
            "output_tokens": usage["output_tokens"],
            "reasoning_tokens": (usage.get("output_tokens_details") or {}).get("thinking_tokens") or 0,
        }
    prompt = usage.get("prompt_tokens_details") or {}
    completion = usage.get("completion_tokens_details") or {}
    return {
        "input_tokens": usage["prompt_tokens"],
        "cached_input_tokens": prompt.get("cached_tokens") or 0,
        "cache_write_tokens": prompt.get("cache_write_tokens") or 0,
        "output_tokens": usage.get("completion_tokens") or 0,
        "reasoning_tokens": completion.get("reasoning_tokens") or 0,
    }
