#!/usr/bin/env python3
"""Writes docs/accuracy.md: Tollgate beside litellm and genai-prices, over the sample cases.

    Scripts/make-accuracy.py [--tollgate .build/debug/tollgate]

Both tools run here, as installed from PyPI into a virtual environment of their own (.build/accuracy-venv): each reads the
same answer by its own code and prices it from its own list. What a case should cost, and why a tool is thought to be wrong
where it differs, is in the case (Tests/CostCasesTests/Fixtures/cost_cases_sample.jsonl). Exit code 1 when Tollgate itself
differs from a case.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".build" / "accuracy-venv"
CASES = ROOT / "Tests/CostCasesTests/Fixtures/cost_cases_sample.jsonl"
TARGET = ROOT / "docs/accuracy.md"
LITELLM, GENAI = "litellm==1.109.1", "genai-prices==0.2.3"
TOLERANCE = Decimal("1e-9")  # dollars: both tools count in binary fractions


def in_virtual_environment():
    """Goes on in a Python that has both tools."""
    python = VENV / "bin" / "python"
    if Path(sys.prefix) == VENV:
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    if subprocess.run([str(python), "-c", "import litellm, genai_prices"], stderr=subprocess.DEVNULL).returncode:
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", LITELLM, GENAI], check=True)
    os.execv(python, [str(python), *sys.argv])


class NotRun(Exception):
    """The tool has no code for answers of this API."""


def last_with(events, *path):
    """The last of a stream's events in which something stands at `path`."""
    for _, data in reversed(events):
        value = data
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value:
            return data
    raise NotRun("the stream tells no usage")


def whole_answer(case):
    """The answer as a plain body: of a stream, what its events come to, put together without looking at counts."""
    payload, api = case["payload"], case["api"]
    if case["kind"] == "json":
        return payload
    events = [each for each in payload if isinstance(each[1], dict)]
    if api == "messages":
        body = dict(last_with(events, "message", "usage")["message"])
        body["usage"] = {
            **body["usage"],
            **{key: value for key, value in last_with(events, "usage")["usage"].items() if value is not None},
        }
        return body
    if api == "responses":
        return last_with(events, "response", "usage")["response"]
    if api == "interactions":
        return last_with(events, "interaction", "usage")["interaction"]
    if api == "generateContent":
        body = dict(last_with(events, "usageMetadata"))
        for _, data in events:
            if any("groundingMetadata" in each for each in data.get("candidates", [])):
                body["candidates"] = data["candidates"]
        return body
    if api in ("chat.completions", "completions"):
        return dict(last_with(events, "usage"))
    raise NotRun("streams of this API")


def by_genai_prices(case):
    """What genai-prices says: its extractor's usage, its list's price at the time of the call."""
    from genai_prices import calc_price, extract_usage

    provider = {"bedrock": "aws", "xai": "x-ai", "vertex_ai": "google", "together": "togetherai"}.get(
        case["provider"], case["provider"])
    flavor = {
        "chat.completions": "chat", "responses": "responses", "embeddings": "embeddings", "images": "images",
        "invoke.anthropic": "anthropic", "messages": "default", "completions": "chat",
    }.get(case["api"], "default")  # fmt: skip
    if case["provider"] == "vertex_ai" and case["api"] == "messages":
        flavor = "anthropic"
    body = whole_answer(case)
    errors = []
    for name in dict.fromkeys((flavor, "default", "chat")):
        try:
            found = extract_usage(body, provider_id=provider, api_flavor=name)
            break
        except (ValueError, LookupError) as error:
            errors.append(error)
    else:
        raise NotRun("no extractor for answers of this API")
    moment = datetime.fromisoformat(case["at"])
    model = body.get("model") or body.get("modelVersion") or case["model"]
    usage = body.get("usage") or body.get("usageMetadata") or {}
    tier = body.get("service_tier") or usage.get("service_tier") or usage.get("serviceTier")
    context = {"service_tier": tier, "speed": usage.get("speed")}
    if case["request_hints"].get("batch") or tier == "batch":
        context["processing"] = "batch"
    return Decimal(calc_price(
        found.usage, model_ref=model, provider_id=provider, genai_request_timestamp=moment,
        price_context={key: value for key, value in context.items() if value}).total_price)


def by_litellm(case):
    """What litellm says: its provider's usage, its calculator's price."""
    import litellm
    from litellm.llms.anthropic.chat.transformation import AnthropicConfig
    from litellm.llms.bedrock.chat.converse_transformation import AmazonConverseConfig
    from litellm.llms.vertex_ai.gemini.vertex_and_google_ai_studio_gemini import VertexGeminiConfig
    from litellm.responses.utils import ResponseAPILoggingUtils

    body, api, provider = whole_answer(case), case["api"], case["provider"]
    names = {"google": "gemini", "xai": "xai", "together": "together_ai", "fireworks": "fireworks_ai",
             "moonshotai": "moonshot", "voyageai": "voyage"}
    name = names.get(provider, provider)
    call = "completion"
    if api in ("messages", "invoke.anthropic"):
        usage = AnthropicConfig().calculate_usage(body["usage"], None, completion_response=body)
    elif api == "generateContent":
        usage = VertexGeminiConfig._calculate_usage(body)
        grounding = [each["groundingMetadata"] for each in body.get("candidates", []) if "groundingMetadata" in each]
        VertexGeminiConfig._set_grounding_usage_counters(usage, grounding)
    elif api == "converse":
        usage = AmazonConverseConfig().transform_usage(body["usage"])
    elif api == "responses":
        usage = ResponseAPILoggingUtils._transform_response_api_usage_to_chat_usage(body["usage"])
    elif api in ("chat.completions", "completions", "embeddings"):
        usage = litellm.Usage(**body["usage"])
        call = "embedding" if api == "embeddings" else "completion"
    else:
        raise NotRun("not run here for this API")
    model = body.get("model") or body.get("modelVersion") or case["model"]
    if provider == "bedrock":
        model = case["model"]
    answer = litellm.ModelResponse(model=model, usage=usage)
    if api == "responses":
        answer = litellm.ResponsesAPIResponse(**body)
        call = "responses"
    answer._hidden_params["custom_llm_provider"] = name
    tier = body.get("service_tier") or case["request_hints"].get("service_tier")
    if case["request_hints"].get("batch"):
        raise NotRun("prices batches by another way")
    return Decimal(str(litellm.completion_cost(
        completion_response=answer, model=f"{name}/{model}", custom_llm_provider=name, call_type=call,
        service_tier=tier)))


def verdict(tool, case, want):
    """(agrees | differs | not run | fails, what to show)."""
    try:
        cost = tool(case)
    except NotRun as reason:
        return "not run", str(reason)
    except Exception as error:  # whatever a tool raises on an answer is its result
        return "raises", type(error).__name__
    return ("agrees" if abs(cost - want) <= TOLERANCE else "differs"), f"${round(cost, 12).normalize():f}"


def own(program):
    """Tollgate's lines, by case."""
    done = subprocess.run([program, "price", str(CASES)], capture_output=True, text=True, check=True)
    return {line["id"]: line for line in (json.loads(each, parse_float=Decimal) for each in done.stdout.splitlines())}


def escaped(text):
    return text.replace("|", "\\|").replace("\n", " ")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tollgate", default=str(ROOT / ".build/debug/tollgate"))
    options = parser.parse_args()
    in_virtual_environment()
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # the list that comes with the package
    import litellm

    litellm.suppress_debug_info = True
    litellm.set_verbose = False
    priced = own(options.tollgate)
    tools = {"litellm": by_litellm, "genai-prices": by_genai_prices}
    tally, rows, exact = {name: Counter() for name in tools}, [], 0
    wrong: list[str] = []
    cases = [json.loads(line) for line in CASES.read_text().splitlines()]
    for case in cases:
        want = Decimal(case["expected"]["cost_usd"])
        got = priced[case["id"]]["cost_usd"]
        if got is not None and abs(Decimal(got) - want) <= Decimal("1e-12"):
            exact += 1
        else:
            wrong.append(f"{case['id']}: {got} instead of {want}")
        results = {name: verdict(tool, case, want) for name, tool in tools.items()}
        for name, (state, _) in results.items():
            tally[name][state] += 1
        if any(state in ("differs", "raises") for state, _ in results.values()):
            rows.append((case, want, results))
    TARGET.write_text(page(cases, exact, tally, rows), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(cases)} cases, Tollgate exact on {exact}; "
          + "; ".join(f"{name} {dict(counts)}" for name, counts in tally.items()))
    for each in wrong:
        print(f"FAILED {each}", file=sys.stderr)
    return 1 if wrong else 0


REASONS = {
    # What is not said in the case itself.
    "": "No reason is recorded with the case; the rule is in the case's traps.",
}


def reason(case, results):
    parts = []
    if case.get("why"):
        parts.append(case["why"])
    elif case.get("traps") and case["traps"] != ["recorded"]:
        parts.append("Trap: " + "; ".join(case["traps"]))
    if case.get("oracles"):
        recorded = [f"{name} gave ${value}" for name, value in case["oracles"].items()
                    if value is not None and results.get(name, ("", ""))[0] in ("differs", "raises")
                    and abs(Decimal(str(value)) - Decimal(case["expected"]["cost_usd"])) <= TOLERANCE]
        if recorded:
            parts.append("by its own client, as the case records, " + " and ".join(recorded))
    return "; ".join(parts) or REASONS[""]


def page(cases, exact, tally, rows):
    kinds = Counter((case["provider"], case["api"]) for case in cases)
    lines = [
        "# Accuracy",
        "",
        "Made by [`Scripts/make-accuracy.py`](../Scripts/make-accuracy.py); not edited by hand.",
        "",
        f"{len(cases)} answers of {len({provider for provider, _ in kinds})} providers and "
        f"{len({api for _, api in kinds})} APIs, plain and streamed, recorded or made to break a rule, each with the cost "
        "that the provider's own rule gives",
        "([where they are from](../Tests/CostCasesTests/Fixtures/README.md)). Each tool read the same answers by its own "
        "code and priced them from its own list:",
        f"Tollgate, `{LITELLM}` and `{GENAI}`. They agree when they are within $0.000000001 of it; Tollgate is held to "
        "$0.000000000001.",
        "",
        "| | agrees | differs | raises | not run |",
        "|---|---:|---:|---:|---:|",
        f"| Tollgate | {exact} | {len(cases) - exact} | 0 | 0 |",
    ]
    for name, counts in tally.items():
        lines.append(
            f"| {name} | " + " | ".join(str(counts[state]) for state in ("agrees", "differs", "raises", "not run")) + " |")
    lines += [
        "",
        "*Raises*: the tool ends with an error on the answer or its model. *Not run*: the tool has no code for answers of "
        "that API, or only within its own client.",
        "A difference is not always a mistake of the tool: some bill what is read, not where it was read (regions), or "
        "hold their list to be today's for any day.",
        "",
        "## Where a tool differs, and why",
        "",
        "| case | what it costs | litellm | genai-prices | why |",
        "|---|---:|---:|---:|---|",
    ]
    for case, want, results in rows:
        cells = [escaped(shown if state != "agrees" else "agrees") for state, shown in results.values()]
        lines.append(
            f"| {case['id']} (`{case['model']}`) | ${want.normalize():f} | {cells[0]} | {cells[1]} | "
            f"{escaped(reason(case, results))} |")
    lines += ["", "## What was compared", "", "| provider | API | cases |", "|---|---|---:|"]
    lines += [f"| {provider} | {api} | {count} |" for (provider, api), count in sorted(kinds.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
