#!/usr/bin/env python3
"""Makes up answers of providers by chance, with what each must cost by `price_oracle.py`.

    Scripts/make-generated-cases.py PRICES.json                     Tests/CostCasesTests/Fixtures/generated_cases.jsonl
    Scripts/make-generated-cases.py PRICES.json --check .build/debug/tollgate [--count 20000 --seed 7]

The first writes the file that the tests read. The second asks the program about as many more, and tells every difference:
exit code 1. It begins with the counts of a call and writes the answer that tells them, so that reading is tested against
its opposite. The prices are the source of the catalogue (see make-catalogue.py).
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
from decimal import Decimal

from price_oracle import UTC, Oracle, Use, dt, moment

TARGET = pathlib.Path(__file__).resolve().parent.parent / "Tests/CostCasesTests/Fixtures/generated_cases.jsonl"
NOON = "2026-11-20T12:00:00Z"
MODALITIES = {"TEXT": 1, "IMAGE": 2, "VIDEO": 3, "AUDIO": 4, "DOCUMENT": 5}


class Generator:
    def __init__(self, prices, seed):
        self.oracle, self.chance, self.number = Oracle(prices), random.Random(seed), 0
        self.kinds = [
            self.chat, self.chat, self.openai, self.openai, self.responses, self.anthropic, self.anthropic,
            self.iterations, self.gemini, self.gemini, self.interactions, self.converse, self.converse, self.xai,
            self.fireworks, self.deepseek, self.perplexity, self.embeddings,
        ]  # fmt: skip

    def case(self):
        """One case."""
        while True:
            kind = self.chance.choice(self.kinds)
            case = kind()
            if case is None:
                continue
            self.number += 1
            case["id"] = f"{kind.__name__}/{self.number:05}"
            return case

    # Chance --------------------------------------------------------------------------------------------------------

    def some(self, most):
        """Nothing, or up to `most`."""
        return self.chance.choice([0, self.chance.randint(0, max(most, 0))])

    def prompt(self):
        """A size of a prompt, now and then at or beyond a bound of some price list."""
        bounds = [bound + more for bound in (100_000, 128_000, 199_999, 200_000, 272_000) for more in (0, 1)]
        return self.chance.choice([self.chance.randint(1, 3000), self.chance.randint(1, 300_000), self.chance.choice(bounds)])

    def model(self, provider, wanted=lambda model: True):
        """A model, by one of its names, and a time: now, or about when a price of it changes."""
        model = self.chance.choice([each for each in self.oracle.providers[provider]["models"] if wanted(each)])
        names = [model["id"], *model.get("aliases", [])]
        times = [NOON]
        for record in model["prices"]:
            if "valid_from" in record:
                change = moment(record["valid_from"])
                times += [(change + dt.timedelta(seconds=each)).isoformat() for each in (-1, 0)]
        return self.chance.choice(names), self.chance.choice(times)

    def finish(self, provider, api, model, at, use, payload, *, hints=None, kind="json", stated=None, **how):
        cost, whose = self.oracle.price(provider, model, at, use, **how)
        if stated is not None:
            cost = stated
        return {
            "id": "", "provider": provider, "api": api, "model": model, "at": at, "request_hints": hints or {},
            "kind": kind, "payload": payload,
            "expected": {
                "input_tokens": use.input, "cached_tokens": use.cached, "cache_write_tokens": use.written,
                "output_tokens": use.output, "reasoning_tokens": use.reasoning,
                "cost_usd": None if cost is None else plain(cost), "priced_as": whose,
            },
        }  # fmt: skip

    # Answers -------------------------------------------------------------------------------------------------------

    def stream_of_chunks(self, body):
        """The same as a stream: usage in the last chunk alone."""
        chunk = {**body, "usage": None, "choices": [{"index": 0, "delta": {"content": "x"}}]}
        return [[None, chunk], [None, chunk], [None, body], [None, "[DONE]"]]

    def chat(self):
        provider = self.chance.choice([
            each for each in self.oracle.providers
            if each not in ("anthropic", "google", "vertex_ai", "bedrock", "cohere", "xai", "perplexity", "voyageai",
                            "fireworks", "deepseek", "tencent", "groq")])
        name, at = self.model(provider)
        i, o = self.prompt(), self.chance.randint(0, 5000)
        cached, reasoning = self.some(i), self.some(o)
        batch = self.chance.random() < 0.2
        usage = {"prompt_tokens": i, "completion_tokens": o, "total_tokens": i + o,
                 "completion_tokens_details": {"reasoning_tokens": reasoning}}
        if provider in ("moonshotai", "together"):
            usage["cached_tokens"] = cached
        else:
            usage["prompt_tokens_details"] = {"cached_tokens": cached}
        body, stated = {"id": "x", "model": name, "choices": [], "usage": usage}, None
        if provider == "openrouter" and self.chance.random() < 0.5:
            stated = Decimal(self.chance.randint(0, 10**8)) / 10**10
            usage.update(cost=float(stated), is_byok=False)
        stream = self.chance.random() < 0.5
        return self.finish(
            provider, "chat.completions", name, at, Use(input=i, cached=cached, output=o, reasoning=reasoning),
            self.stream_of_chunks(body) if stream else body, kind="sse" if stream else "json",
            hints={"batch": True} if batch else {}, variant="batch" if batch else None, stated=stated)

    def openai(self):
        name, at = self.model("openai", lambda model: model["mode"] == "chat")
        i, o = self.prompt(), self.chance.randint(1, 4000)
        audio = self.some(i // 2)
        cached = self.some(i - audio)
        written = self.some(i - audio - cached)
        audio_out = self.some(o // 2)
        reasoning = self.some(o - audio_out)
        tier = self.chance.choice([None, "default", "auto", "flex", "priority"])
        hints, variant, conditions = {}, tier if tier in ("flex", "priority") else None, []
        if self.chance.random() < 0.2:
            place = self.chance.choice(["eu", "us", "global"])
            hints["inference_location"], conditions = place, [f"data_residency_{place}"]
        if self.chance.random() < 0.2:
            hints["service_tier"] = self.chance.choice(["flex", "priority"])  # asked for, which does not count
        body = {"id": "x", "model": name, "choices": [], "usage": {
            "prompt_tokens": i, "completion_tokens": o, "total_tokens": i + o,
            "prompt_tokens_details": {"cached_tokens": cached, "audio_tokens": audio, "cache_write_tokens": written},
            "completion_tokens_details": {
                "reasoning_tokens": reasoning, "audio_tokens": audio_out, "accepted_prediction_tokens": self.some(9),
                "rejected_prediction_tokens": self.some(9)}}}
        if tier:
            body["service_tier"] = tier
        stream = self.chance.random() < 0.5
        return self.finish(
            "openai", "chat.completions", name, at,
            Use(input=i, cached=cached, written=written, audio_in=audio, output=o, audio_out=audio_out,
                reasoning=reasoning),
            self.stream_of_chunks(body) if stream else body, kind="sse" if stream else "json", hints=hints,
            variant=variant, conditions=conditions)

    def responses(self):
        name, at = self.model("openai", lambda model: model["mode"] in ("chat", "responses")
                              and "search" not in model["id"])
        i, o = self.prompt(), self.chance.randint(1, 4000)
        cached, reasoning = self.some(i), self.some(o)
        tier = self.chance.choice([None, "default", "flex", "priority"])
        output, searches, files, containers = [], 0, 0, set()
        for number in range(self.chance.randint(0, 5)):
            kind = self.chance.choice(["web", "file", "code", "message"])
            if kind == "web":
                action = self.chance.choice(["search", "open_page", "find_in_page"])
                output.append({"type": "web_search_call", "id": f"w{number}", "action": {"type": action}})
                searches += action == "search"
            elif kind == "file":
                output.append({"type": "file_search_call", "id": f"f{number}", "queries": ["a", "b"]})
                files += 1
            elif kind == "code":
                container = f"cntr_{self.chance.randint(1, 2)}"
                output.append({"type": "code_interpreter_call", "id": f"c{number}", "container_id": container})
                containers.add(container)
            else:
                output.append({"type": self.chance.choice(["message", "reasoning", "function_call"]), "id": f"m{number}"})
        body = {"id": "r", "object": "response", "status": "completed", "model": name, "output": output,
                "tools": [{"type": "web_search"}],
                "usage": {"input_tokens": i, "input_tokens_details": {"cached_tokens": cached}, "output_tokens": o,
                          "output_tokens_details": {"reasoning_tokens": reasoning}, "total_tokens": i + o}}
        if tier:
            body["service_tier"] = tier
        payload = body
        if stream := self.chance.random() < 0.5:
            end = self.chance.choice(["response.completed", "response.incomplete", "response.failed"])
            payload = [["response.created", {"type": "response.created", "response": {
                **body, "output": [], "usage": None, "service_tier": "auto"}}]]
            payload += [["response.output_item.done", {"type": "response.output_item.done", "item": each}] for each in output]
            payload.append([end, {"type": end, "response": body}])
        return self.finish(
            "openai", "responses", name, at, Use(input=i, cached=cached, output=o, reasoning=reasoning), payload,
            kind="sse" if stream else "json", variant=tier if tier in ("flex", "priority") else None,
            fees=[(searches, "0.01"), (files, "0.0025"), (len(containers), "0.03")])

    def anthropic_counts(self):
        plain_input, cached, short, long = self.prompt(), self.some(150_000), self.some(5000), self.some(5000)
        o = self.chance.randint(1, 9000)
        thinking = self.some(o)
        return (
            Use(input=plain_input + cached + short + long, cached=cached, written=short + long, written_1h=long,
                output=o, reasoning=thinking),
            {"input_tokens": plain_input, "cache_creation_input_tokens": short + long, "cache_read_input_tokens": cached,
             "cache_creation": {"ephemeral_5m_input_tokens": short, "ephemeral_1h_input_tokens": long},
             "output_tokens": o, "output_tokens_details": {"thinking_tokens": thinking}})

    def anthropic(self):
        name, at = self.model("anthropic", lambda model: not any(
            "fast" in each and "speed_fast" in each.get("multipliers", {}) for each in model["prices"]))
        use, usage = self.anthropic_counts()
        conditions, variant, searches = [], None, 0
        if self.chance.random() < 0.3:
            usage["service_tier"] = self.chance.choice(["standard", "batch"])
            variant = "batch" if usage["service_tier"] == "batch" else None
        if self.chance.random() < 0.3:
            usage["inference_geo"] = self.chance.choice(["us", "global", "not_available"])
            conditions += ["inference_geo_us"] if usage["inference_geo"] == "us" else []
        if self.chance.random() < 0.2 and variant is None:
            usage["speed"], variant = "fast", "fast"
            conditions.append("speed_fast")
        if self.chance.random() < 0.3:
            searches = self.chance.randint(0, 4)
            usage["server_tool_use"] = {"web_search_requests": searches, "web_fetch_requests": 3}
        stream = self.chance.random() < 0.5
        return self.finish(
            "anthropic", "messages", name, at, use,
            self.message_events(name, usage) if stream else {"type": "message", "model": name, "usage": usage},
            kind="sse" if stream else "json", variant=variant, conditions=conditions, fees=[(searches, "0.01")])

    def message_events(self, name, usage):
        """The same as a stream: in part at the start, in part (or all again) at the end, the start perhaps twice."""
        late = ("output_tokens", "output_tokens_details", "server_tool_use", "iterations")
        first = {key: value for key, value in usage.items() if key not in late} | {"output_tokens": 1}
        start = ["message_start", {"type": "message_start", "message": {"type": "message", "model": name, "usage": first}}]
        last = self.chance.choice([usage, {key: value for key, value in usage.items() if key in late}])
        events = [start] * self.chance.choice([1, 1, 2])
        events.append(["message_delta", {"type": "message_delta", "delta": {}, "usage": {"output_tokens": 1}}])
        return [*events, ["message_delta", {"type": "message_delta", "delta": {}, "usage": last}],
                ["message_stop", {"type": "message_stop"}]]

    def iterations(self):
        """A loop of server tools: a tier is judged by each iteration; compactions and advisors come on top."""
        name, _ = self.model("anthropic")
        advisor, _ = self.model("anthropic")
        whole, cost, listed, top = Use(), Decimal(0), [], Use()
        for number in range(self.chance.randint(1, 4)):
            kind = "message" if number == 0 else self.chance.choice(["message", "compaction", "advisor_message"])
            use, usage = self.anthropic_counts()
            use["reasoning"] = 0
            del usage["output_tokens_details"]
            part, _ = self.oracle.price("anthropic", advisor if kind == "advisor_message" else name, NOON, use)
            cost = None if cost is None or part is None else cost + part
            listed.append({"type": kind, **usage} | ({"model": advisor} if kind == "advisor_message" else {}))
            for key in ("input", "cached", "written", "output"):
                whole[key] = whole.get(key, 0) + use[key]
            if kind == "message":
                top["plain"] = top.plain + usage["input_tokens"]
                for key in ("cached", "written", "written_1h", "output"):
                    top[key] = top.get(key, 0) + use[key]
        usage = {"input_tokens": top.plain, "cache_creation_input_tokens": top.written,
                 "cache_read_input_tokens": top.cached, "cache_creation": {
                     "ephemeral_5m_input_tokens": top.written - top.written_1h,
                     "ephemeral_1h_input_tokens": top.written_1h}, "output_tokens": top.output, "iterations": listed}
        stream = self.chance.random() < 0.5
        case = self.finish(
            "anthropic", "messages", name, NOON, whole,
            self.message_events(name, usage) if stream else {"type": "message", "model": name, "usage": usage},
            kind="sse" if stream else "json", stated=cost)
        case["expected"]["cost_usd"] = None if cost is None else plain(cost)
        return case

    def gemini(self):
        provider = self.chance.choice(["google", "vertex_ai"])
        name, at = self.model(provider, lambda model: "gemini" in model["id"] and "embed" not in model["id"]
                              and model["mode"] == "chat")
        text, audio, image, video, document = self.prompt(), *(self.some(9000) for _ in range(4))
        prompt, cached_text, cached_audio = text + audio + image + video + document, self.some(text), self.some(audio)
        said, image_out, thoughts, tools = self.chance.randint(0, 3000), self.some(2000), self.some(4000), self.some(3000)
        numbers = self.chance.random() < 0.2

        def details(**counts):
            return [{"modality": MODALITIES[key] if numbers else key, "tokenCount": count}
                    for key, count in counts.items() if count]

        usage = {"promptTokenCount": prompt, "totalTokenCount": prompt + said + image_out + thoughts + tools,
                 "promptTokensDetails": details(TEXT=self.chance.choice([text, 0]), AUDIO=audio, IMAGE=image,
                                                VIDEO=video, DOCUMENT=document)}
        if said + image_out:
            usage["candidatesTokenCount"] = said + image_out
        if image_out:
            usage["candidatesTokensDetails"] = details(TEXT=said, IMAGE=image_out)
        if thoughts:
            usage["thoughtsTokenCount"] = thoughts
        if tools:
            usage["toolUsePromptTokenCount"] = tools
        if cached_text + cached_audio:
            usage["cachedContentTokenCount"] = cached_text + cached_audio
            usage["cacheTokensDetails"] = details(TEXT=cached_text, AUDIO=cached_audio)
        hints, variant = {}, None
        if self.chance.random() < 0.15:
            hints, variant = {"batch": True}, "batch"
        elif self.chance.random() < 0.5:
            variant = self.chance.choice(["flex", "priority", None])
            if provider == "google":
                usage["serviceTier"] = variant or "standard"
            else:
                usage["trafficType"] = "ON_DEMAND" + (f"_{variant.upper()}" if variant else "")
        body = {"candidates": [{"content": {"parts": [{"text": "x"}]}}], "usageMetadata": usage, "modelVersion": name}
        payload, stream = body, self.chance.random() < 0.5
        if stream:
            first = {"promptTokenCount": prompt, "candidatesTokenCount": 7, "totalTokenCount": prompt + 7}
            payload = [[None, {**body, "usageMetadata": self.chance.choice([first, {"trafficType": "ON_DEMAND"}])}],
                       [None, body]]
        return self.finish(
            provider, "generateContent", name, at,
            # Documents are billed as images.
            Use(input=prompt + tools, cached=cached_text + cached_audio, audio_in=audio, cached_audio=cached_audio,
                image_in=image + document, video_in=video, output=said + image_out + thoughts, reasoning=thoughts,
                image_out=image_out),
            payload, kind="sse" if stream else "json", hints=hints, variant=variant)

    def interactions(self):
        name, at = self.model("google", lambda model: "gemini" in model["id"] and model["mode"] == "chat")
        text, audio, o, thoughts, tools = self.prompt(), self.some(3000), self.chance.randint(1, 3000), self.some(2000), self.some(500)
        cached = self.some(text)
        body = {"id": "i", "object": "interaction", "status": "completed", "model": name, "usage": {
            "total_tokens": text + audio + o + thoughts + tools, "total_input_tokens": text + audio,
            "input_tokens_by_modality": [{"modality": "text", "tokens": text}, {"modality": "audio", "tokens": audio}],
            "total_cached_tokens": cached, "total_output_tokens": o, "total_thought_tokens": thoughts,
            "total_tool_use_tokens": tools}}
        stream = self.chance.random() < 0.5
        event = {"event_type": "interaction.completed", "interaction": body}
        return self.finish(
            "google", "interactions", name, at,
            Use(input=text + audio + tools, cached=cached, audio_in=audio, output=o + thoughts, reasoning=thoughts),
            [["interaction.completed", event]] if stream else body, kind="sse" if stream else "json")

    def converse(self):
        name, at = self.model("bedrock")
        use, usage = self.anthropic_counts()
        use["reasoning"] = 0
        told = {"inputTokens": usage["input_tokens"], "outputTokens": use.output, "totalTokens": use.input + use.output,
                "cacheReadInputTokens": use.cached, "cacheWriteInputTokens": use.written,
                "cacheReadInputTokenCount": use.cached, "cacheWriteInputTokenCount": use.written}
        if self.chance.random() < 0.7:
            told["cacheDetails"] = [{"ttl": "5m", "inputTokens": use.written - use.written_1h},
                                    {"ttl": "1h", "inputTokens": use.written_1h}]
        else:
            use["written_1h"] = 0
        variant = self.chance.choice([None, None, "priority", "flex", "batch"])
        hints = {"batch": True} if variant == "batch" else {"service_tier": variant} if variant else {}
        stream = self.chance.random() < 0.5
        return self.finish(
            "bedrock", "converse", name, at, use,
            [["messageStop", {"stopReason": "end_turn"}], ["metadata", {"usage": told}]] if stream else
            {"output": {}, "stopReason": "end_turn", "usage": told},
            kind="sse" if stream else "json", hints=hints, variant=variant)

    def xai(self):
        name, at = self.model("xai")
        i, o, reasoning = self.prompt(), self.chance.randint(1, 5000), self.some(5000)
        cached, ticks = self.some(i), self.chance.choice([None, None, self.chance.randint(0, 10**9)])
        usage = {"prompt_tokens": i, "completion_tokens": o, "total_tokens": i + o + reasoning,
                 "prompt_tokens_details": {"text_tokens": i, "audio_tokens": 0, "image_tokens": 0, "cached_tokens": cached},
                 "completion_tokens_details": {"reasoning_tokens": reasoning}}
        if ticks is not None:
            usage["cost_in_usd_ticks"] = ticks
        return self.finish(
            "xai", "chat.completions", name, at, Use(input=i, cached=cached, output=o + reasoning, reasoning=reasoning),
            {"id": "x", "model": name, "choices": [], "usage": usage},
            stated=None if ticks is None else Decimal(ticks) / 10**10)

    def fireworks(self):
        name, at = self.model("fireworks", lambda model: model["mode"] == "chat" and "embed" not in model["id"])
        i, o = self.prompt(), self.chance.randint(1, 3000)
        cached, variant = self.some(i), self.chance.choice([None, None, "priority", "batch"])
        hints = {"batch": True} if variant == "batch" else {"service_tier": variant} if variant else {}
        return self.finish(
            "fireworks", "chat.completions", name, at, Use(input=i, cached=cached, output=o),
            {"id": "x", "model": name, "choices": [], "usage": {
                "prompt_tokens": i, "completion_tokens": o, "total_tokens": i + o,
                "prompt_tokens_details": {"cached_tokens": cached}}},
            hints=hints, variant=variant, half_price_cache=True)

    def deepseek(self):
        """At any time, often at the edges of its hours, in any time zone."""
        name, _ = self.model("deepseek")
        time = dt.datetime(2024, 11, 1, tzinfo=UTC) + dt.timedelta(seconds=self.chance.randrange(65_000_000))
        if self.chance.random() < 0.6:
            time = time.replace(hour=self.chance.choice([0, 1, 4, 6, 10, 16]), minute=self.chance.choice([0, 30]), second=0)
            time += dt.timedelta(seconds=self.chance.choice([-1, 0, 1]))
        if self.chance.random() < 0.3:
            time = time.astimezone(dt.timezone(dt.timedelta(hours=8)))
        hit, miss, o = self.chance.randint(0, 5000), self.chance.randint(0, 5000), self.chance.randint(1, 3000)
        reasoning = self.some(o)
        return self.finish(
            "deepseek", "chat.completions", name, time.isoformat(),
            Use(input=hit + miss, cached=hit, output=o, reasoning=reasoning),
            {"id": "x", "model": name, "choices": [], "usage": {
                "prompt_tokens": hit + miss, "completion_tokens": o, "total_tokens": hit + miss + o,
                "prompt_cache_hit_tokens": hit, "prompt_cache_miss_tokens": miss,
                "completion_tokens_details": {"reasoning_tokens": reasoning}}})

    def perplexity(self):
        name, at = self.model("perplexity", lambda model: model["mode"] == "chat"
                              and "per_web_search" in model["prices"][-1] and not model["id"].startswith("perplexity/"))
        i, o = self.prompt(), self.chance.randint(1, 3000)
        record = self.oracle.record("perplexity", name, at)
        usage = {"prompt_tokens": i, "completion_tokens": o, "total_tokens": i + o}
        use = Use(input=i, output=o)
        if "citation" in record:
            citations, reasoning, queries = self.some(4000), self.some(4000), self.chance.randint(1, 9)
            usage.update(citation_tokens=citations, reasoning_tokens=reasoning, num_search_queries=queries)
            use.update(citation=citations, reasoning=reasoning, output=o + citations + reasoning)
            fees = [(queries, record["per_web_search"])]
        elif isinstance(record["per_web_search"], dict):
            usage["search_context_size"] = self.chance.choice(["low", "medium", "high"])
            fees = [(1, record["per_web_search"][usage["search_context_size"]])]
        else:
            return None
        return self.finish("perplexity", "chat.completions", name, at, use,
                           {"id": "x", "model": name, "choices": [], "usage": usage}, fees=fees)

    def embeddings(self):
        provider = self.chance.choice([
            name for name, each in self.oracle.providers.items() if name not in ("google", "vertex_ai", "bedrock")
            and any("embed" in model["mode"] for model in each["models"])])
        name, at = self.model(provider, lambda model: "embed" in model["mode"])
        i, batch = self.prompt(), self.chance.random() < 0.3
        api, body = "embeddings", {"object": "list", "data": [], "model": name, "usage": {"prompt_tokens": i, "total_tokens": i}}
        if provider == "voyageai":
            body["usage"] = {"total_tokens": i}
        elif provider == "cohere":
            api, body = "embed", {"embeddings": [], "meta": {"billed_units": {"input_tokens": i}}}
        return self.finish(provider, api, name, at, Use(input=i), body, hints={"batch": True} if batch else {},
                           variant="batch" if batch else None)


def plain(cost):
    """A decimal without exponent and without zeros at its end."""
    text = f"{cost:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def differences(program, cases):
    """What the program says otherwise."""
    text = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run([program, "price"], input=text, capture_output=True, text=True, check=False)
    lines = [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in done.stdout.splitlines()]
    if done.stderr or len(lines) != len(cases):
        yield f"{len(lines)} lines for {len(cases)} cases: {done.stderr[:500]}"
        return
    names = {"input_tokens": "input_tokens", "cached_input_tokens": "cached_tokens", "priced_as": "priced_as",
             "cache_write_tokens": "cache_write_tokens", "output_tokens": "output_tokens",
             "reasoning_tokens": "reasoning_tokens"}
    for case, got in zip(cases, lines):
        want = case["expected"]
        wrong = [f"{key} {got[key]} instead of {want[name]}" for key, name in names.items() if got[key] != want[name]]
        cost = want["cost_usd"] and Decimal(want["cost_usd"])
        if (got["cost_usd"] is None) != (cost is None) or (cost is not None and abs(got["cost_usd"] - cost) > Decimal("1e-12")):
            wrong.append(f"cost {got['cost_usd']} instead of {cost}")
        if wrong:
            yield f"{'; '.join(wrong)}: {json.dumps(case)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prices", type=pathlib.Path)
    parser.add_argument("--check", metavar="PROGRAM", help="ask this program instead of writing the file")
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    generator = Generator(options.prices, options.seed)
    cases = [generator.case() for _ in range(options.count or (20_000 if options.check else 200))]
    if not options.check:
        TARGET.write_text("".join(json.dumps(case, separators=(",", ":")) + "\n" for case in cases), encoding="utf-8")
        print(f"{len(cases)} cases -> {TARGET}")
        return 0
    found = list(differences(options.check, cases))
    for each in found[:20]:
        print(each)
    print(f"{len(cases)} cases, {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
