"""What really happened, as calls with their time, to compare the answers of queries with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160)


@dataclass(frozen=True)
class Fact:
    """A call that has ended, as the metrics count it."""

    at: float
    model: str
    component: str
    cost: float = 0
    input: int = 0
    cached: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0
    error: str = ""
    unpriced: bool = False
    gone: bool = False
    duration: float = 0
    first_token: float | None = None

    @property
    def status(self) -> str:
        return "error" if self.error else "ok"

    @staticmethod
    def of(row: dict[str, Any], model: str) -> "Fact":
        """A ledger row; `model` is the metrics' label of it."""
        start = datetime.fromisoformat(row["started_at"]).timestamp()
        duration, first = float(row["duration_ms"]) / 1000, row["time_to_first_token_ms"]
        return Fact(
            at=start + duration, model=model, component=row["component_type"],
            cost=float(row["cost_known_usd"]), input=row["input_tokens"], cached=row["cached_input_tokens"],
            cache_write=row["cache_write_tokens"], output=row["output_tokens"], reasoning=row["reasoning_tokens"],
            error=row["error_type"] or "", gone=row["client_disconnected"], duration=duration,
            unpriced=row["price_source"] == "fallback" or (row["cost_usd"] is None and not row["error_type"]),
            first_token=None if first is None else float(first) / 1000,
        )  # fmt: skip


class Facts:
    """Calls of a span of time."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.all = list(facts)

    def within(self, start: float, end: float) -> "Facts":
        return Facts(fact for fact in self.all if start < fact.at <= end)

    def where(self, condition: Callable[[Fact], bool]) -> "Facts":
        return Facts(fact for fact in self.all if condition(fact))

    def sum(self, value: Callable[[Fact], float], *by: str) -> dict[tuple[str, ...], float]:
        """Sums by attributes, without those that are 0."""
        sums: dict[tuple[str, ...], float] = defaultdict(float)
        for fact in self.all:
            sums[tuple(getattr(fact, name) for name in by)] += value(fact)
        return {labels: total for labels, total in sums.items() if total}

    def quantile(self, q: float, value: Callable[[Fact], float | None], *by: str) -> dict[tuple[str, ...], float]:
        """What `histogram_quantile` says of the metrics' buckets, had they counted each call exactly."""
        found: dict[tuple[str, ...], list[float]] = defaultdict(list)
        for fact in self.all:
            if (seconds := value(fact)) is not None:
                found[tuple(getattr(fact, name) for name in by)].append(seconds)
        return {labels: _quantile(q, values) for labels, values in found.items()}


def _quantile(q: float, values: list[float]) -> float:
    rank = q * len(values)
    below, low = 0, 0.0
    for high in BUCKETS:
        upto = sum(value <= high for value in values)
        if upto >= rank:
            return low + (high - low) * (rank - below) / (upto - below)
        below, low = upto, high
    return BUCKETS[-1]
