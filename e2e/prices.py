"""What a call costs, computed with `decimal` from the price catalogue and the classes of what was used; apart from the
gateway on purpose: nothing here knows its code, only the file that both read (its form: Sources/Data/CatalogueData/README.md)
and the providers' rules.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

NANO = Decimal("0.000000001")
CATALOGUE = Path(__file__).resolve().parent.parent / "Sources/Data/CatalogueData/catalogue.tsv"
# The provider's name in the catalogue where it is another one than ours.
CATALOGUE_NAMES = {"gemini": "google", "moonshot": "moonshotai"}
VARIANTS = {"flex", "priority", "batch", "fast"}
Rates = dict[str, Decimal]


@dataclass
class Record:
    """The prices of a model from some moment on."""

    since: int
    rates: Rates
    variants: dict[str, tuple[Rates, list[tuple[int, Rates]]]] = field(default_factory=dict)
    tiers: list[tuple[int, Rates]] = field(default_factory=list)
    windows: list[tuple[list[tuple[int, int]], str, Rates]] = field(default_factory=list)
    factors: dict[str, Decimal] = field(default_factory=dict)
    images: dict[str, Decimal] = field(default_factory=dict)


@dataclass
class Model:
    id: str
    names: set[str]
    patterns: list[list[tuple[str, str]]] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)

    def matches(self, name: str) -> bool:
        return any(all(_holds(self.id, kind, text, name) for kind, text in pattern) for pattern in self.patterns)


@dataclass
class Provider:
    models: list[Model] = field(default_factory=list)
    fallback: list[str] = field(default_factory=list)
    tools: Rates = field(default_factory=dict)


def _holds(model: str, kind: str, text: str, name: str) -> bool:
    if kind == "starts_with":
        return name.startswith(text)
    if kind == "ends_with":
        return name.endswith(text)
    if kind == "contains":
        return text in name
    if kind == "not_contains":
        return text not in name
    if kind == "starts_with_digit":
        return name.startswith(text) and name[len(text) : len(text) + 1].isdigit()
    if kind == "dated":
        rest = name.removeprefix(model)
        return rest != name and len(rest) in (9, 11) and rest[0] in "-@" and rest[1:].replace("-", "").isdigit()
    raise ValueError(kind)


def _rates(fields: list[str]) -> Rates:
    return {name: Decimal(value) for name, value in (pair.split("=") for pair in fields if pair)}


@functools.cache
def catalogue() -> dict[str, Provider]:
    """The catalogue by provider."""
    providers: dict[str, Provider] = {}
    provider, owner, record = Provider(), None, Record(0, {})
    for line in CATALOGUE.read_text().splitlines():
        kind, *fields = line.split("\t")
        if kind == "P":
            provider = providers[fields[0]] = Provider(fallback=[n for n in fields[3].split(",") if n])
        elif kind == "U":
            provider.tools = _rates(fields)
        elif kind == "M":
            provider.models.append(Model(fields[0], {fields[0].lower()}))
        elif kind == "A":
            provider.models[-1].names |= set(fields)
        elif kind == "X":
            provider.models[-1].patterns.append([tuple(c.split("=", 1)) for c in fields])
        elif kind == "R":
            record = Record(int(fields[0] or 0), _rates(fields[1:]))
            provider.models[-1].records.append(record)
            owner = record.tiers
        elif kind == "V":
            owner = []
            record.variants[fields[0]] = (_rates(fields[1:]), owner)
        elif kind == "T":
            owner.append((int(fields[0]), _rates(fields[1:])))
        elif kind == "W":
            times = [tuple(int(t) for t in window.split("-")) for window in fields[0].split(",")]
            record.windows.append((times, fields[1], _rates(fields[2:])))
        elif kind == "F":
            record.factors = _rates(fields)
        elif kind == "I":
            record.images = _rates(fields)
    return providers


def find(provider: str, name: str) -> tuple[Model, Provider] | None:
    """The model called `name`, of the provider or of those that it falls back to; None = no price is known."""
    seen = CATALOGUE_NAMES.get(provider, provider)
    name = name.lower().removeprefix("models/")
    for source in [seen, *catalogue()[seen].fallback] if seen in catalogue() else []:
        models = catalogue()[source].models
        for test in (lambda m: name in m.names, lambda m: m.matches(name)):
            for model in models:
                if test(model):
                    return model, catalogue()[seen]
    return None


def expected_cost(
    provider: str, model: str, used: dict[str, Any], at: datetime | None = None
) -> tuple[Decimal | None, set[str]]:
    """The cost of the classes `used`, rounded once, half to even, to the nano-dollar, and the classes without a price:
    with one of these, the cost is None."""
    if used.get("stated_cost_usd") is not None:
        return Decimal(used["stated_cost_usd"]).quantize(NANO, rounding=ROUND_HALF_EVEN), set()
    if used.get("free"):
        return Decimal(0), set()
    found = find(provider, model)
    if found is None:
        return None, {"*"}
    entry, owner = found
    moment = at or datetime.now(timezone.utc)
    micros = int(moment.timestamp() * 1_000_000)
    record = [r for r in entry.records if r.since <= micros][-1]
    if "audio_ms" in used:
        used = used | {"audio_ms": billed_ms(provider, used["audio_ms"])}
    price = _Price(record, owner.tools, used, moment)
    cost = price.tokens() + price.others()
    return (None, price.missing) if price.missing else (cost.quantize(NANO, rounding=ROUND_HALF_EVEN), set())


def billed_ms(provider: str, milliseconds: int) -> int:
    """What of a recording's length is billed: OpenAI rounds up to whole seconds, Groq bills at least ten of them."""
    if provider in ("openai", "azure"):
        return -(-milliseconds // 1_000) * 1_000
    return max(milliseconds, 10_000) if provider == "groq" else milliseconds


class _Price:
    """The sum of one call."""

    def __init__(self, record: Record, tools: Rates, used: dict[str, Any], at: datetime) -> None:
        self.used = used
        self.record = record
        self.missing: set[str] = set()
        total = used.get("tier_tokens", used.get("input_tokens", 0))
        rates = dict(tools) | self._with_tiers(record.rates, record.tiers, total)
        for times, days, changed in record.windows:
            minute = at.hour * 60 + at.minute
            if str(at.isoweekday()) in (days or "1234567") and any(start <= minute < end for start, end in times):
                rates |= changed
        variant = used.get("tier") if used.get("speed") != "fast" else "fast"
        if variant in record.variants:
            rates |= self._with_tiers(*record.variants[variant], total)
        self.rates = rates

    @staticmethod
    def _with_tiers(rates: Rates, tiers: list[tuple[int, Rates]], total: int) -> Rates:
        above = [(limit, changed) for limit, changed in tiers if limit < total]
        return rates | (max(above, key=lambda tier: tier[0])[1] if above else {})

    def rate(self, *names: str) -> Decimal:
        for name in names:
            if name in self.rates:
                return self.rates[name]
        self.missing.add(names[-1])
        return Decimal(0)

    def tokens(self) -> Decimal:
        count = lambda name: self.used.get(name) or 0  # noqa: E731
        cached, written, hour = count("cached_input_tokens"), count("cache_write_tokens"), count("cache_write_1h_tokens")
        audio, image = count("audio_input_tokens"), count("image_input_tokens")
        cached_audio = count("cached_audio_input_tokens")
        parts = [
            (count("input_tokens") - cached - written - (audio - cached_audio) - image, ("input",)),
            (cached - cached_audio, ("cache_read", "input")),
            (cached_audio, ("cache_read_audio", "cache_read", "input")),
            (written - hour, ("cache_write", "input")),
            (hour, ("cache_write_1h", "cache_write", "input")),
            (audio - cached_audio, ("input_audio", "input")),
            (image, ("input_image", "input")),
        ]
        spoken, painted, cited = count("audio_output_tokens"), count("image_output_tokens"), count("citation_tokens")
        reasoning = count("reasoning_tokens") if "reasoning" in self.rates else 0
        parts += [
            (count("output_tokens") - spoken - painted - cited - reasoning, ("output",)),
            (spoken, ("output_audio", "output")),
            (painted, ("output_image", "output")),
            (cited, ("citation", "output")),
            (reasoning, ("reasoning",)),
        ]
        assert all(number >= 0 for number, _ in parts), self.used
        total = sum((number * self.rate(*names) for number, names in parts if number), Decimal(0))
        factor = Decimal(1)
        if self.used.get("geo") == "us":
            factor *= self.record.factors.get("inference_geo_us", Decimal(1))
        if self.used.get("speed") == "fast" and "fast" not in self.record.variants:
            factor *= self.record.factors.get("speed_fast", Decimal(1))
        return total / 1_000_000 * factor

    def others(self) -> Decimal:
        """What is not billed by tokens."""
        used, total = self.used, Decimal(0)
        if used.get("audio_ms") is not None:
            total += Decimal(used["audio_ms"]) / 3_600_000 * self.rate("per_audio_hour")
        if used.get("characters"):
            total += Decimal(used["characters"]) / 1_000_000 * self.rate("per_million_chars")
        if used.get("images"):
            each = self.record.images.get(used["image_variant"])
            total += used["images"] * (each if each is not None else self.rate("per_image"))
        for name in ("per_web_search", "per_web_search_preview", "per_file_search", "per_code_session", "per_search_unit"):
            if used.get(name):
                total += used[name] * self.rate(name)
        return total
