"""What a call costs, worked out a second time: from prices.json and the rules of how providers bill, in decimal, with no
part in common with the program (`make-generated-cases.py` holds the two against each other).

Counts are those of the whole call: `input` is every billed prompt token, of which `cached`, `written` (and of those
`written_1h`), `audio_in`, `image_in`, `video_in` are parts; `cached_audio` is a part of `cached` and of `audio_in`;
`output` has `reasoning`, `audio_out`, `image_out`, `citation` in it.
"""

import datetime as dt
import json
import re
from decimal import Decimal

UTC = dt.timezone.utc


class Use(dict):
    """Counts of a call; what is not said is 0."""

    def __getattr__(self, name):
        return self.get(name, 0)


def moment(text):
    if len(text) == 10:
        return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def matches(pattern, name):
    tests = {
        "starts_with": name.startswith, "ends_with": name.endswith,
        "contains": lambda part: part in name, "not_contains": lambda part: part not in name,
        "dated": lambda base: re.fullmatch(re.escape(base) + r"(-\d{8}|@\d{8}|-\d{4}-\d\d-\d\d)", name) is not None,
        "starts_with_digit": lambda start: re.match(re.escape(start) + r"\d", name) is not None,
    }  # fmt: skip
    return all(tests[key](value.lower()) for key, value in pattern.items())


class Rates:
    """The rates of one price record for one request: its variant, its tier, its time of day."""

    def __init__(self, record, variant, input_tokens, at):
        self.record, self.variant, self.input = record, record.get(variant) if variant else None, input_tokens
        self.window = self.window_at(moment(at).astimezone(UTC))

    def window_at(self, time):
        minutes = time.hour * 60 + time.minute
        for window in self.record.get("time_of_day", []):
            if time.isoweekday() not in window.get("weekdays", range(1, 8)):
                continue
            for start, end in window["utc"]:
                start, end = (int(each[:2]) * 60 + int(each[3:]) for each in (start, end))
                if (start <= minutes < end) if start <= end else (minutes >= start or minutes < end):
                    return window
        return {}

    def in_tier(self, rates, name):
        """The rate in the highest tier whose bound is below the input."""
        tiers = [each for each in rates.get("tiers", []) if each["above_input_tokens"] < self.input]
        tier = max(tiers, key=lambda each: each["above_input_tokens"], default={})
        return tier.get(name, rates.get(name))

    def __call__(self, *names):
        """The first of `names` that has a rate."""
        for name in names:
            variant = self.variant or {}
            if name in variant or any(name in tier for tier in variant.get("tiers", [])):
                rate = self.in_tier(variant, name)
            else:
                rate = self.window.get(name, self.in_tier(self.record, name))
            if rate is not None:
                return Decimal(rate)
        return None


class Oracle:
    """The prices in a prices.json of schema 1."""

    def __init__(self, path):
        self.providers = json.loads(path.read_text(encoding="utf-8"))["providers"]
        self.names = {}
        for name, provider in self.providers.items():
            for each in provider["names"]:
                self.names.setdefault(each.lower(), name)
        for name in self.providers:
            self.names[name.lower()] = name

    # Which model ---------------------------------------------------------------------------------------------------

    def lookup(self, provider, model):
        """(provider, model's entry), or nothing."""
        name = self.names.get(provider.lower())
        for each in [name, *self.providers[name].get("fallback", [])] if name else []:
            for spelling in self.spellings(each, model.lower()):
                if (found := self.direct(each, spelling)) is not None:
                    return each, found
        return None

    def direct(self, provider, name):
        models = self.providers[provider]["models"]
        for found in (
            (each for each in models if each["id"].lower() == name),
            (each for each in models if name in each.get("aliases", [])),
            (each for each in models if any(matches(pattern, name) for pattern in each.get("patterns", []))),
        ):
            if (first := next(found, None)) is not None:
                return first
        return None

    def spellings(self, provider, name):
        yield name
        if name.startswith("ft:"):
            name = "ft:" + name[3:].split(":")[0]
            yield name
        if name.startswith("arn:"):
            name = name.split("/")[-1]
            yield name
        for prefix in ("models/", provider + "/"):
            name = name.removeprefix(prefix)
            yield name
        name = re.sub(r"^(.*/)?publishers/[^/]+/models/", "", name)
        yield name
        if (compact := re.fullmatch(r"(.*)-(\d{4})(\d\d)(\d\d)", name)) is not None:
            yield "{}-{}-{}-{}".format(*compact.groups())
        for suffix in (r"-\d{8}$", r"@\d{8}$", r"-\d{4}-\d\d-\d\d$", r"@(default|latest)$"):
            yield re.sub(suffix, "", name)

    def record(self, provider, model, at):
        """The price record that holds at a time."""
        found, time = self.lookup(provider, model), moment(at)
        records = [each for each in found[1]["prices"] if "valid_from" not in each or moment(each["valid_from"]) <= time]
        return records[-1] if records else None

    # What it costs -------------------------------------------------------------------------------------------------

    def price(self, provider, model, at, use, *, variant=None, conditions=(), fees=(), half_price_cache=False):
        """(dollars, whose price); None where anything that was used has no price.

        fees: (how many, dollars each). half_price_cache: cached tokens without a rate cost half of the input's.
        """
        found = self.lookup(provider, model)
        if found is None:
            return None, None
        record = self.record(provider, model, at)
        if record is None:
            return None, found[1]["id"]
        rates = Rates(record, variant, use.input, at)
        reasoning = rates("reasoning")
        cached_rate = rates("cache_read", "input")
        if half_price_cache and rates("cache_read") is None and cached_rate is not None:
            cached_rate /= 2
        terms = [
            (use.input - use.cached - use.written - (use.audio_in - use.cached_audio) - use.image_in - use.video_in,
             rates("input")),
            (use.cached - use.cached_audio, cached_rate),
            (use.cached_audio, rates("cache_read_audio", "cache_read", "input")),
            (use.written - use.written_1h, rates("cache_write", "input")),
            (use.written_1h, rates("cache_write_1h", "cache_write", "input")),
            (use.audio_in - use.cached_audio, rates("input_audio", "input")),
            (use.image_in, rates("input_image", "input")),
            (use.video_in, rates("input_video", "input")),
            (use.output - use.audio_out - use.image_out - use.citation - (0 if reasoning is None else use.reasoning),
             rates("output")),
            (0 if reasoning is None else use.reasoning, reasoning),
            (use.audio_out, rates("output_audio", "output")),
            (use.image_out, rates("output_image", "output")),
            (use.citation, rates("citation", "output")),
        ]  # fmt: skip
        assert all(count >= 0 for count, _ in terms), use
        if any(count > 0 and rate is None for count, rate in terms):
            return None, found[1]["id"]
        cost = sum((count * rate for count, rate in terms if count > 0), Decimal(0)) / 1_000_000
        for condition in conditions:
            cost *= Decimal(record.get("multipliers", {}).get(condition, 1))
        return cost + sum(count * Decimal(dollars) for count, dollars in fees), found[1]["id"]
