"""The command line for people with logs: `tollgate price` and `tollgate models`."""

from __future__ import annotations

import gzip
import json
import os
import pty
import subprocess
from decimal import Decimal

import pytest

from processes import ROOT, binary, decimal_json, environment

pytestmark = pytest.mark.gateway_only

FIXTURES = ROOT / "Tests/CostCasesTests/Fixtures"
FIELDS = [
    "id", "input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens", "cost_usd",
    "cost_known_usd", "unpriced", "priced_as",
]  # fmt: skip
CHAT = {"id": "c1", "model": "gpt-4o", "choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 100}}
CALL = {"id": "a", "provider": "openai", "api": "chat.completions", "model": "gpt-4o", "kind": "json", "payload": CHAT}


def tollgate(*arguments, input=None, status=0, **settings):
    """Output and error output of the program, which must end with `status`."""
    if isinstance(input, str):
        input = input.encode()
    done = subprocess.run(
        [binary(), *map(str, arguments)], input=input, capture_output=True, env=environment(**settings), timeout=60
    )
    assert done.returncode == status, done.stderr.decode()
    return done.stdout.decode(), done.stderr.decode()


def lines(text):
    return [decimal_json(line) for line in text.splitlines()]


def calls(*changes):
    """Lines of calls: the one above, with what each of `changes` says otherwise."""
    return "".join(json.dumps(CALL | change) + "\n" for change in changes)


@pytest.mark.parametrize("name", ["cost_cases_sample", "rule_cases", "generated_cases"])
def test_every_case_is_exact(name):
    cases = [json.loads(line) for line in (FIXTURES / f"{name}.jsonl").read_text().splitlines()]
    assert len(cases) > 100
    out, err = tollgate("price", FIXTURES / f"{name}.jsonl")
    priced = lines(out)
    assert err == "" and [each["id"] for each in priced] == [case["id"] for case in cases]
    for case, got in zip(cases, priced):
        want = case["expected"]
        assert list(got) == FIELDS
        assert got["input_tokens"] == want["input_tokens"], case["id"]
        assert got["cached_input_tokens"] == want["cached_tokens"], case["id"]
        assert got["cache_write_tokens"] == want["cache_write_tokens"], case["id"]
        assert got["output_tokens"] == want["output_tokens"], case["id"]
        assert got["reasoning_tokens"] == want["reasoning_tokens"], case["id"]
        assert got["priced_as"] == want["priced_as"], case["id"]
        if want["cost_usd"] is None:
            assert got["cost_usd"] is None, case["id"]
        else:
            assert abs(Decimal(got["cost_usd"]) - Decimal(want["cost_usd"])) <= Decimal("1e-12"), case["id"]


def test_many_lines_keep_their_order_and_their_faults():
    # More than one chunk for each core, so that they are priced side by side.
    count = 20_000
    text = "".join(
        json.dumps(CALL | {"id": n}) + "\n" if n % 1000 else "{broken\n" for n in range(1, count + 1)
    )
    out, err = tollgate("price", input=text, status=1)
    assert [each["id"] for each in lines(out)] == [n for n in range(1, count + 1) if n % 1000]
    told = [line for line in err.splitlines() if "not JSON" in line]
    assert [line.split(":")[1].strip() for line in told] == [f"line {n}" for n in range(1000, count + 1, 1000)]
    assert err.splitlines()[-1] == f"tollgate price: 20 of {count} lines could not be priced"


def test_bad_lines_are_told_and_the_others_priced():
    bad = [
        "nonsense\n",
        "[]\n",
        calls({"provider": None}),
        calls({"api": "telepathy"}),
        calls({"payload": None}),
        calls({"kind": "xml"}),
        calls({"at": "yesterday"}),
        calls({"kind": "sse", "payload": {"usage": 1}}),
        calls({}).replace("}\n", "\n"),
    ]
    text = "".join(line + calls({"id": n}) for n, line in enumerate(bad))
    out, err = tollgate("price", input=text, status=1)
    assert [each["id"] for each in lines(out)] == list(range(len(bad)))
    assert {each["cost_usd"] for each in lines(out)} == {Decimal("0.0035")}
    for n, part in enumerate(["object", "object", "provider", "telepathy", "payload", "xml", "yesterday", "payload", "JSON"]):
        assert f"line {2 * n + 1}: " in err.splitlines()[n] and part in err.splitlines()[n]


def test_empty_lines_and_a_missing_line_feed_are_no_faults():
    out, err = tollgate("price", "-", input="\n  \n" + calls({}) + "\r\n" + calls({"id": "b"}).rstrip())
    assert [each["id"] for each in lines(out)] == ["a", "b"] and err == ""
    assert tollgate("price", input="") == ("", "")


def test_logs_of_windows_and_packed_ones():
    out, err = tollgate("price", input="\ufeff" + calls({}))
    assert [each["id"] for each in lines(out)] == ["a"] and err == ""
    assert tollgate("tokens", "--jsonl", input='\ufeff{"id":"a","text":"Hello"}') == ('{"id":"a","count":1}\n', "")
    for packed, told in ((gzip.compress(calls({}).encode()), "gunzip"), (calls({}).encode("utf-16"), "iconv")):
        for command in (["price"], ["tokens", "--jsonl"]):
            out, err = tollgate(*command, input=packed, status=65)
            assert out == "" and told in err and len(err.splitlines()) == 1


def test_a_name_that_is_not_utf8_is_repaired():
    line = calls({"id": "caf_"}).encode().replace(b"caf_", b"caf\xe9")
    assert [each["id"] for each in lines(tollgate("price", input=line)[0])] == ["caf\ufffd"]
    out, _ = tollgate("tokens", "--jsonl", input=b'{"id":"caf\xe9","text":"Hello"}\n')
    assert json.loads(out) == {"id": "caf\ufffd", "count": 1}


def test_a_price_that_is_not_known_is_null_unless_there_is_a_fallback():
    text = calls({"payload": CHAT | {"model": "gpt-99"}, "model": "gpt-99"})
    [line] = lines(tollgate("price", input=text)[0])
    assert line["cost_usd"] is None and line["cost_known_usd"] is None and line["priced_as"] is None
    assert line["unpriced"] == ["input", "output"]
    [line] = lines(tollgate("price", "--fallback", "2.50/10.00", input=text)[0])
    assert line["cost_usd"] == Decimal("0.0035") and line["priced_as"] == "fallback" and line["unpriced"] == []


def test_the_fallback_alone_is_the_one_of_the_gateway(tmp_path):
    text = calls({"payload": CHAT | {"model": "gpt-99"}, "model": "gpt-99"})
    file = tmp_path / "calls.jsonl"
    file.write_text(text)
    setting = {"TOLLGATE_FALLBACK_PRICE": "1.50/5"}
    for arguments in (["--fallback"], ["--fallback", file], [file, "--fallback"]):
        [line] = lines(tollgate("price", *arguments, input=text, **setting)[0])
        assert line["cost_usd"] == Decimal("0.002") and line["priced_as"] == "fallback"
    [line] = lines(tollgate("price", "--fallback", "2.50/10.00", file, **setting)[0])
    assert line["cost_usd"] == Decimal("0.0035")
    [line] = lines(tollgate("price", file, **setting)[0])
    assert line["cost_usd"] is None


def test_a_part_without_a_price_is_named():
    usage = {"prompt_tokens": 1000, "completion_tokens": -1}
    [line] = lines(tollgate("price", input=calls({"payload": CHAT | {"usage": usage}}))[0])
    assert (line["cost_usd"], line["cost_known_usd"], line["unpriced"]) == (
        None, Decimal("0.0025"), ["completion_tokens"])  # fmt: skip


def test_the_time_of_a_call_selects_its_price():
    text = calls({"provider": "openai", "model": "o3", "payload": CHAT | {"model": "o3"}})
    old, new = (lines(tollgate("price", "--at", day, input=text)[0])[0] for day in ("2025-06-09", "2025-06-10"))
    assert (old["cost_usd"], new["cost_usd"]) == (Decimal("0.014"), Decimal("0.0028"))


def test_the_same_usage_elsewhere():
    [line] = lines(tollgate("price", "--as-model", "gpt-4o-mini", input=calls({}))[0])
    assert line["cost_usd"] == Decimal("0.0035")
    assert line["as_model_cost_usd"] == Decimal("0.00021") and line["as_model_priced_as"] == "gpt-4o-mini"
    _, err = tollgate("price", "--as-model", "no-such-model", input=calls({}), status=64)
    assert "no-such-model" in err


def test_sums_by_model():
    text = calls({}, {}, {"payload": CHAT | {"model": "gpt-99"}, "model": "gpt-99"}, {"payload": {"model": "gpt-4o"}})
    out, _ = tollgate("price", "--summary", "--json", input=text)
    sums = decimal_json(out)
    by_model = {each["model"]: each for each in sums["models"]}
    assert by_model["gpt-4o"]["calls"] == 3 and by_model["gpt-4o"]["cost_known_usd"] == Decimal("0.007")
    assert by_model["gpt-4o"]["calls_without_usage"] == 1
    assert by_model["gpt-99"]["unpriced_calls"] == 1 and by_model["gpt-99"]["cost_known_usd"] == 0
    assert sums["total"]["calls"] == 4 and sums["total"]["input_tokens"] == 3000
    out, _ = tollgate("price", "--summary", input=text)
    assert "unpriced" in out and "1 of 4 calls have no price" in out and "1 of 4 calls tell no usage" in out


def bodies(*more):
    return ("price", "--provider", "openai", "--api", "chat.completions", *more)


def test_bodies_as_they_came():
    body = json.dumps(CHAT)
    one_line = lines(tollgate(*bodies(), input=body + "\n" + body)[0])
    printed = lines(tollgate(*bodies(), input=json.dumps(CHAT, indent=2) + "\n" + json.dumps(CHAT, indent=4))[0])
    assert one_line == printed and [each["id"] for each in one_line] == ["c1", "c1"]
    assert one_line[0]["cost_usd"] == Decimal("0.0035")
    nameless = json.dumps({key: value for key, value in CHAT.items() if key != "model"})
    assert lines(tollgate(*bodies("--model", "gpt-4o-mini"), input=nameless)[0])[0]["cost_usd"] == Decimal("0.00021")
    assert lines(tollgate(*bodies("--batch"), input=body)[0])[0]["cost_usd"] == Decimal("0.00175")


def test_results_of_a_batch():
    line = {"id": "b", "custom_id": "mine", "response": {"status_code": 200, "body": CHAT}, "error": None}
    [got] = lines(tollgate(*bodies(), input=json.dumps(line))[0])
    assert (got["id"], got["cost_usd"]) == ("mine", Decimal("0.00175"))


def test_an_event_stream_as_it_came():
    chunk = {"id": "c1", "model": "gpt-4o", "choices": [{"index": 0, "delta": {"content": "ok"}}], "usage": None}
    stream = "".join(f"data: {json.dumps(each)}\n\n" for each in (chunk, chunk, CHAT)) + "data: [DONE]\n\n"
    [got] = lines(tollgate(*bodies(), input=stream)[0])
    assert (got["id"], got["cost_usd"]) == ("c1", Decimal("0.0035"))


def test_bad_bodies_are_told():
    out, err = tollgate(*bodies(), input=json.dumps(CHAT) + "\n{\n" + json.dumps(CHAT) + "\n", status=1)
    assert len(lines(out)) == 2 and "line 2: not JSON" in err
    out, err = tollgate(*bodies(), input=json.dumps(CHAT, indent=1) + "\n{]", status=1)
    assert len(lines(out)) == 1 and "value 2: not JSON" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--provider", "openai"],
        ["--api", "responses"],
        ["--provider", "openai", "--api", "telepathy"],
        ["--batch"],
        ["--model", "x"],
        ["--fallback", "cheap"],
        ["--fallback", "1"],
        ["--fallback"],
        ["--at", "noon"],
        ["--json"],
    ],
)
def test_options_that_make_no_sense_are_refused_with_a_reason(arguments):
    _, err = tollgate("price", *arguments, input="", status=64)
    assert err.startswith("Error: ")


def test_a_file_that_is_not_there():
    _, err = tollgate("price", "no/such/file.jsonl", status=66)
    assert "no/such/file.jsonl" in err


def test_the_bar_is_for_terminals():
    text = calls(*[{"id": n} for n in range(2000)])
    assert tollgate("price", "--summary", input=text)[1] == ""
    terminal, other = pty.openpty()
    with subprocess.Popen(
        [binary(), "price", "--summary"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=other, env=environment()
    ) as process:
        out, _ = process.communicate(text.encode(), timeout=60)
    os.close(other)
    shown = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(terminal)
    assert b" lines, " in shown and shown.endswith(b"\r\x1b[K") and b"\x1b" not in out


def test_models_are_found_by_words_and_by_any_name():
    out, _ = tollgate("models", "claude", "sonnet", "--provider", "anthropic")
    assert "claude-sonnet-4-5" in out and "prices as of" in out
    out, _ = tollgate("models", "claude-sonnet-4-6-20991231", "--provider", "anthropic")
    assert out.startswith("anthropic/claude-sonnet-4-6 ") and "prices from:" in out
    _, err = tollgate("models", "no such model", status=1)
    assert "nothing found" in err
    _, err = tollgate("models", "--provider", "acme", status=64)
    assert "acme" in err


def test_models_as_json_have_every_price():
    out, _ = tollgate("models", "gpt-4o", "--provider", "openai", "--json")
    [model] = lines(out)
    assert model["model"] == "gpt-4o" and model["prices"]["input"] == "2.5" and model["prices"]["batch: output"] == "5"
    assert model["source"]
    assert len(tollgate("models", "--json")[0].splitlines()) > 4000


def test_a_price_list_compared(tmp_path):
    def prices(gpt_4o, *more):
        models = [{"id": "gpt-4o", "mode": "chat", "prices": [gpt_4o]}, *more]
        file = tmp_path / "prices.json"
        file.write_text(json.dumps({"schema": 1, "providers": {"openai": {"name": "OpenAI", "models": models}}}))
        return file

    file = prices({"input": "2.50", "output": "11"}, {"id": "gpt-99", "mode": "chat", "prices": [{"input": "1"}]})
    out, _ = tollgate("models", "diff", file, "--provider", "openai")
    changes = out.splitlines()
    assert "+ openai/gpt-99  input=1" in changes
    assert "~ openai/gpt-4o  output: 10 -> 11" in changes
    assert "~ openai/gpt-4o  batch: output: 5 -> none" in changes
    assert "- openai/gpt-5" in changes
    assert not any(line.startswith("~ openai/gpt-4o  input:") for line in changes)
    own = ROOT / "Sources/Data/CatalogueData/catalogue.tsv"
    assert tollgate("models", "diff", own, "--check")[0] == "0 added, 0 removed, 0 changed\n"
    tollgate("models", "diff", file, "--check", status=1)
    _, err = tollgate("models", "diff", "no/such/file", status=64)
    assert "no/such/file" in err
