#!/usr/bin/env python3
"""Writes Tests/DialectsTests/Fixtures/CostCases.swift: answers of real providers, and the counts they mean.

Origin: `cost_cases_sample.jsonl` of the project's shared data (each case names where it was recorded or built in
`src`). Only the cases of the APIs that `Dialects` reads are taken, and of each only what tests of counting need.
Run again when an API is added to APIS or the sample changes:

    Scripts/make-wire-fixtures.py path/to/cost_cases_sample.jsonl
"""
import json
import pathlib
import sys

APIS = {
    "chat.completions": "chatCompletions",
    "embeddings": "embeddings",
    "messages": "messages",
}
COUNTS = [
    ("input_tokens", "input"), ("cached_tokens", "cached"), ("cache_write_tokens", "cacheWrite"),
    ("cache_write_1h_tokens", "cacheWrite1h"), ("output_tokens", "output"), ("reasoning_tokens", "reasoning"),
    ("input_audio_tokens", "audioInput"), ("input_image_tokens", "imageInput"),
    ("output_audio_tokens", "audioOutput"), ("output_image_tokens", "imageOutput"), ("web_searches", "webSearches"),
]


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def wire(case):
    """The bytes that the provider sent: a body, or an event stream."""
    if case["kind"] == "json":
        return compact(case["payload"])
    out = []
    for event, data in case["payload"]:
        if event:
            out.append(f"event: {event}\n")
        out.append(f"data: {data if isinstance(data, str) else compact(data)}\n\n")
    return "".join(out)


def literal(text):
    text = text.replace("\n", "\\##n")
    assert '"##' not in text
    return f'##"{text}"##'


def swift(case):
    expected = case["expected"]
    counts = ", ".join(f"{name}: {expected[key]}" for key, name in COUNTS if expected.get(key))
    stated = "nil"
    if expected.get("cost_source") == "provider_reported":
        stated = f'"{expected["cost_usd"]}"'
    advisor = f'"{expected["advisor_model"]}"' if "advisor_model" in expected else "nil"
    return (f'    CostCase(\n        id: "{case["id"]}", provider: "{case["provider"]}", api: .{APIS[case["api"]]}, '
            f'isStream: {"true" if case["kind"] == "sse" else "false"},\n'
            f'        expected: Counts({counts}), statedCost: {stated}, advisor: {advisor},\n'
            f'        payload: {literal(wire(case))}),\n')


def main():
    source = pathlib.Path(sys.argv[1])
    cases = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines() if line]
    cases = sorted((c for c in cases if c["api"] in APIS), key=lambda c: c["id"])
    target = pathlib.Path(__file__).parent.parent / "Tests/DialectsTests/Fixtures/CostCases.swift"
    target.write_text(
        "// swift-format-ignore-file\n"
        "// Made by Scripts/make-wire-fixtures.py from cost_cases_sample.jsonl; do not edit.\n\nimport Dialects\n\n"
        "/// Answers of real providers, and the counts that they mean.\n"
        "let costCases: [CostCase] = [\n" + "".join(swift(c) for c in cases) + "]\n", encoding="utf-8")
    print(f"{len(cases)} cases -> {target}")


if __name__ == "__main__":
    main()
