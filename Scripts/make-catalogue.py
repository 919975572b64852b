#!/usr/bin/env python3
"""Makes Sources/Data/CatalogueData/catalogue.tsv from a prices.json (schema 1).

    Scripts/make-catalogue.py path/to/prices.json [--output FILE]

The output's form is described in Sources/Data/CatalogueData/README.md. Every key of the input is either written,
or named below as left out; anything else is an error, so that new facts are not lost in silence.
"""

import argparse
import datetime
import decimal as decimal_module
import json
import pathlib
import re
import sys

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "Sources/Data/CatalogueData/catalogue.tsv"

MODEL_KEYS = {"id", "aliases", "patterns", "mode", "prices", "context_window", "max_output", "retires", "retired",
              "deprecated"}
# Where a fact comes from and who disagrees: in the input only.
MODEL_KEYS_LEFT_OUT = {"source", "from_litellm", "filled_from", "conflict", "adjudicated"}  # of `source` a short form
VARIANTS = ["batch", "flex", "priority", "fast", "ultrafast", "balanced"]
RATES = [
    "input", "cache_read", "cache_write", "cache_write_1h", "cache_write_12h", "input_audio", "cache_read_audio",
    "input_image", "cache_read_image", "input_video", "output", "reasoning", "output_audio", "output_image",
    "output_video", "citation", "per_audio_hour", "per_output_audio_hour", "per_million_chars",
    "per_million_output_chars", "per_megapixel", "per_image", "per_input_image", "per_page", "per_annotated_page",
    "per_search_unit", "per_query", "per_request", "per_text_message", "per_web_search", "per_web_search_low",
    "per_web_search_medium", "per_web_search_high", "per_web_search_preview", "per_file_search",
    "per_social_search", "per_code_execution", "per_code_session", "per_maps_query",
]
MULTIPLIERS = ["data_residency_eu", "data_residency_us", "regional_endpoint", "inference_geo_us", "speed_fast"]
PATTERNS = ["starts_with", "ends_with", "contains", "not_contains", "dated", "starts_with_digit"]
# No answer says that these were served.
RECORD_KEYS_LEFT_OUT = {"route:mistral/eu", "search_type:fast"}
TOOLS = {
    "web_search": "per_web_search",
    # On non-reasoning models it costs more: those models carry their own per_web_search_preview.
    "web_search_preview_reasoning": "per_web_search_preview",
    "file_search": "per_file_search",
    "code_interpreter_container_1gb": "per_code_session",
    "x_search": "per_social_search",
    "code_execution": "per_code_execution",
    "collections_search": "per_file_search",
}
# Not metered, free, or carried by each model itself.
TOOLS_LEFT_OUT = {
    "source", "web_search_preview_non_reasoning", "web_fetch", "google_search_per_grounded_prompt_2x",
    "google_search_per_query_3x", "free_allowance", "attachment_search", "request_fee_sonar",
    "request_fee_sonar_pro", "agent_web_search", "agent_fetch_url",
}


# The name in the request's path says region and profile, which the answer's leaves out and which the price depends on.
REQUEST_NAME_FIRST = {"bedrock"}


def fail(message):
    sys.exit(f"make-catalogue: {message}")


def decimal(value, where):
    if not isinstance(value, str) or not re.fullmatch(r"\d+(\.\d{1,12})?", value):
        fail(f"{where}: not a plain decimal with at most 12 places: {value!r}")
    return value


def text(value, where):
    if not value or re.search(r"[\t\n\r]", value):
        fail(f"{where}: empty, or with a tab or a line break: {value!r}")
    return value


def microseconds(instant):
    if len(instant) == 10:
        instant += "T00:00:00Z"
    moment = datetime.datetime.fromisoformat(instant.replace("Z", "+00:00"))
    return int(moment.timestamp()) * 1_000_000


def rate_fields(block, where, ignored=()):
    """The rates of a block as `key=value`, in the order of RATES."""
    rates = {}
    for key, value in block.items():
        if key in ignored:
            continue
        if key == "per_web_search" and isinstance(value, dict):
            for size in ("low", "medium", "high"):
                rates[f"per_web_search_{size}"] = value[size]
        else:
            rates[key] = value
    unknown = set(rates) - set(RATES)
    if unknown:
        fail(f"{where}: unknown keys {sorted(unknown)}")
    return [f"{key}={decimal(rates[key], where)}" for key in RATES if key in rates]


def tier_lines(tiers, where):
    for tier in tiers:
        yield "T", str(int(tier["above_input_tokens"])), *rate_fields(tier, where, {"above_input_tokens"})


def minutes(clock):
    hours, minute = clock.split(":")
    return int(hours) * 60 + int(minute)


def window_line(windows, weekdays, rates):
    """Windows as `start-end` in minutes; one that ends at midnight ends at 1440."""
    spans = ",".join(f"{start}-{end if end or not start else 1440}" for start, end in windows)
    days = "".join(str(day) for day in weekdays)
    return "W", spans, days, *rates


def record_lines(record, where):
    others = {"valid_from", "tiers", "time_of_day", "multipliers", "images", "off_peak", *VARIANTS}
    start = str(microseconds(record["valid_from"])) if "valid_from" in record else ""
    yield "R", start, *rate_fields(record, where, others | RECORD_KEYS_LEFT_OUT)
    yield from tier_lines(record.get("tiers", []), where)
    for variant in VARIANTS:
        if variant not in record:
            continue
        # `verified_from` is when somebody looked, not when it began.
        yield "V", variant, *rate_fields(record[variant], where, {"tiers", "verified_from"})
        yield from tier_lines(record[variant].get("tiers", []), where)
    for entry in record.get("time_of_day", []):
        windows = [(minutes(start), minutes(end)) for start, end in entry["utc"]]
        yield window_line(windows, entry.get("weekdays", range(1, 8)), rate_fields(entry, where, {"utc", "weekdays"}))
    if "off_peak" in record:
        block = record["off_peak"]
        rates = rate_fields(block, where, {"windows"})
        for entry in block["windows"]:
            hours = entry["hours_utc"] if isinstance(entry["hours_utc"], list) else [entry["hours_utc"]]
            windows = [tuple(minutes(clock) for clock in span.split("-")) for span in hours]
            yield window_line(windows, entry["weekdays"], rates)
    if "multipliers" in record:
        unknown = set(record["multipliers"]) - set(MULTIPLIERS)
        if unknown:
            fail(f"{where}: unknown multipliers {sorted(unknown)}")
        yield "F", *[f"{key}={decimal(record['multipliers'][key], where)}"
                     for key in MULTIPLIERS if key in record["multipliers"]]
    if "images" in record:
        fields = []
        for image in record["images"]:
            unknown = set(image) - {"quality", "size", "usd"}
            if unknown:
                fail(f"{where}: unknown image keys {sorted(unknown)}")
            variant = "/".join(image[key] for key in ("quality", "size") if key in image)
            fields.append(f"{text(variant, where)}={decimal(image['usd'], where)}")
        yield "I", *fields


def half(rate):
    value = decimal_module.Decimal(rate) / 2
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def with_default_cache(record):
    """Fireworks bills cached tokens of text models at half the input price where it lists no price for them
    (docs.fireworks.ai, is-prompt-caching-billed-differently)."""
    filled = dict(record)
    for block in [filled, *(filled[variant] for variant in VARIANTS if variant in filled)]:
        if "input" in block and "cache_read" not in block:
            if block is not filled:
                variant = next(key for key in VARIANTS if filled.get(key) is block)
                block = filled[variant] = dict(block)
            block["cache_read"] = half(block["input"])
    return filled


def source(model):
    """Where the prices are from: `both`, `litellm`, `genai-prices`, `litellm@1.81.6`; and where they disagreed and a
    provider's own page decided, that."""
    name = re.sub(r" \(.*\)", "", model.get("source") or "")
    return f"{name}, adjudicated" if model.get("adjudicated") else name


def model_lines(model, where):
    unknown = set(model) - MODEL_KEYS - MODEL_KEYS_LEFT_OUT
    if unknown:
        fail(f"{where}: unknown keys {sorted(unknown)}")
    status = "retired" if model.get("retired") else "deprecated" if model.get("deprecated") else ""
    yield ("M", text(model["id"], where), model["mode"], str(model.get("context_window", "")),
           str(model.get("max_output", "")), status, model.get("retires", ""), source(model))
    if model.get("aliases"):
        yield "A", *[text(alias.lower(), where) for alias in model["aliases"]]
    for pattern in model.get("patterns", []):
        if not pattern or set(pattern) - set(PATTERNS):
            fail(f"{where}: pattern {pattern}")
        fields = []
        for key in PATTERNS:
            values = pattern.get(key, [])
            for value in [values] if isinstance(values, str) else values:
                fields.append(f"{key}={text(value.lower(), where)}")
        yield "X", *fields
    dates = [microseconds(record["valid_from"]) if "valid_from" in record else None for record in model["prices"]]
    if None in dates[1:] or any(a is not None and a >= b for a, b in zip(dates, dates[1:])):
        fail(f"{where}: prices are not in the order of their dates")
    for record in model["prices"]:
        if where.startswith("fireworks/") and model["mode"] == "chat":
            record = with_default_cache(record)
        yield from record_lines(record, where)


def provider_lines(provider_id, provider):
    names = [text(name.lower(), provider_id) for name in provider.get("names") or []]
    yield ("P", text(provider_id, provider_id), text(provider["name"], provider_id), ",".join(names),
           ",".join(provider.get("fallback") or []), "request" if provider_id in REQUEST_NAME_FIRST else "")
    tools = provider.get("tools") or {}
    unknown = set(tools) - set(TOOLS) - TOOLS_LEFT_OUT
    if unknown:
        fail(f"{provider_id}: unknown tools {sorted(unknown)}")
    fields = [f"{TOOLS[key]}={decimal(tools[key], provider_id)}" for key in TOOLS if key in tools]
    if fields:
        yield "U", *fields
    for model in provider["models"]:
        yield from model_lines(model, f"{provider_id}/{model['id']}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("prices", type=pathlib.Path, help="prices.json, schema 1")
    arguments.add_argument("--output", type=pathlib.Path, default=OUTPUT)
    options = arguments.parse_args()
    catalogue = json.loads(options.prices.read_text(encoding="utf-8"))
    if catalogue["schema"] != 1:
        fail(f"schema {catalogue['schema']} is not 1")
    lines = [("tollgate-catalogue", "1", catalogue["as_of"])]
    for provider_id, provider in catalogue["providers"].items():
        lines += provider_lines(provider_id, provider)
    lines.append(("E", str(len(lines))))
    options.output.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    models = sum(1 for line in lines if line[0] == "M")
    print(f"{options.output}: {models} models, {len(lines)} lines, {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
