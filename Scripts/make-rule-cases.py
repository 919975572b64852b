#!/usr/bin/env python3
"""Writes Tests/CostCasesTests/Fixtures/rule_cases.jsonl: for each rule of how providers count and bill, answers that
break whoever gets it wrong.

    Scripts/make-rule-cases.py

Every answer is made up here, and every cost is added up here from prices that are written out beside it (of the
providers' lists as of 2026-11-12), not looked up in the catalogue: so that the program's reading, lookup and arithmetic
are all held against something else than themselves. The form is that of `tollgate price`.
"""
import json
import pathlib
from decimal import Decimal

TARGET = pathlib.Path(__file__).resolve().parent.parent / "Tests/CostCasesTests/Fixtures/rule_cases.jsonl"
NOON = "2026-11-20T12:00:00Z"  # a Friday
CASES = []


def usd(*terms, times="1", fees="0"):
    """Sum of (quantity, dollars per million), times a factor, plus fees; as plain decimal."""
    total = sum((Decimal(n) * Decimal(rate) / 1_000_000 for n, rate in terms), Decimal(0)) * Decimal(times)
    total += Decimal(fees)
    text = f"{total:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def case(rule, provider, api, model, payload, cost, priced_as, i=0, o=0, cached=0, written=0, reasoning=0, hints=None,
         at=NOON, kind="json", unpriced=None):
    CASES.append({
        "id": f"{provider}/{api}: {rule}", "provider": provider, "api": api, "model": model, "at": at,
        "request_hints": hints or {}, "kind": kind, "payload": payload,
        "expected": {"input_tokens": i, "cached_tokens": cached, "cache_write_tokens": written, "output_tokens": o,
                     "reasoning_tokens": reasoning, "cost_usd": cost, "priced_as": priced_as,
                     "unpriced": unpriced or []}})


def chat(model, usage, **rest):
    return {"id": "x", "object": "chat.completion", "model": model,
            "choices": [{"index": 0, "message": {"role": "assistant", "content": "ok"}, "finish_reason": "stop"}],
            "usage": usage, **rest}


def chunk(model, usage=None, choices=None, **rest):
    return [None, {"id": "x", "object": "chat.completion.chunk", "model": model,
                   "choices": [{"index": 0, "delta": {"content": "ok"}}] if choices is None else choices,
                   "usage": usage, **rest}]


def tokens(prompt, completion, **rest):
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion, **rest}


DONE = [None, "[DONE]"]


def openai_chat():
    p, a = "openai", "chat.completions"
    case("cached tokens are inside the prompt", p, a, "gpt-4o", chat("gpt-4o-2024-08-06", tokens(
        2000, 100, prompt_tokens_details={"cached_tokens": 1500})), usd((500, "2.5"), (1500, "1.25"), (100, "10")),
         "gpt-4o", i=2000, cached=1500, o=100)
    case("rejected predictions are inside the completion", p, a, "gpt-4o", chat("gpt-4o", tokens(
        10, 100, completion_tokens_details={"rejected_prediction_tokens": 60, "accepted_prediction_tokens": 20})),
         usd((10, "2.5"), (100, "10")), "gpt-4o", i=10, o=100)
    case("audio in and out has rates of its own", p, a, "gpt-4o-audio-preview", chat("gpt-4o-audio-preview", tokens(
        100, 200, prompt_tokens_details={"audio_tokens": 60, "cached_tokens": 0},
        completion_tokens_details={"audio_tokens": 150})),
         usd((40, "2.5"), (60, "40"), (50, "10"), (150, "80")), "gpt-4o-audio-preview", i=100, o=200)
    case("cache writes are inside the prompt", p, a, "gpt-6.1-sol", chat("gpt-6.1-sol", tokens(
        10_000, 10, prompt_tokens_details={"cached_tokens": 4000, "cache_write_tokens": 5000})),
         usd((1000, "2"), (4000, "0.1"), (5000, "2.5"), (10, "10")), "gpt-6.1-sol", i=10_000, cached=4000,
         written=5000, o=10)
    case("a long prompt reprices all of the request, cached ones counted", p, a, "gpt-6.1-sol", chat(
        "gpt-6.1-sol", tokens(272_001, 1000, prompt_tokens_details={"cached_tokens": 272_000})),
         usd((1, "4"), (272_000, "0.2"), (1000, "15")), "gpt-6.1-sol", i=272_001, cached=272_000, o=1000)
    case("a tier that only the standard rates have holds under priority for what priority does not list", p, a,
         "gpt-6.1-sol", chat("gpt-6.1-sol", tokens(300_000, 1000), service_tier="priority"),
         usd((300_000, "8"), (1000, "30")), "gpt-6.1-sol", i=300_000, o=1000)
    case("the tier served counts, not the tier asked for", p, a, "gpt-5", chat(
        "gpt-5", tokens(1000, 1000), service_tier="default"), usd((1000, "1.25"), (1000, "10")), "gpt-5", i=1000,
         o=1000, hints={"service_tier": "flex"})
    case("flex", p, a, "gpt-5", chat("gpt-5", tokens(1000, 1000), service_tier="flex"),
         usd((1000, "0.625"), (1000, "5")), "gpt-5", i=1000, o=1000)
    case("an answer without a tier is standard, whatever was asked for", p, a, "gpt-5", chat("gpt-5", tokens(1000, 1000)),
         usd((1000, "1.25"), (1000, "10")), "gpt-5", i=1000, o=1000, hints={"service_tier": "priority"})
    case("a batch's body bears no mark", p, a, "gpt-5", chat("gpt-5", tokens(
        1000, 1000, prompt_tokens_details={"cached_tokens": 400}), service_tier="default"),
         usd((600, "0.625"), (400, "0.0625"), (1000, "5")), "gpt-5", i=1000, cached=400, o=1000, hints={"batch": True})
    case("a batch's rate that is missing is the standard one", p, a, "gpt-4o", chat("gpt-4o", tokens(
        1000, 1000, prompt_tokens_details={"cached_tokens": 400})), usd((600, "1.25"), (400, "1.25"), (1000, "5")),
         "gpt-4o", i=1000, cached=400, o=1000, hints={"batch": True})
    case("a line of a batch's results", p, a, "gpt-5", {
        "id": "batch_req_1", "custom_id": "a-1", "response": {"status_code": 200, "request_id": "r", "body": chat(
            "gpt-5-2025-08-07", tokens(1000, 1000))}, "error": None}, usd((1000, "0.625"), (1000, "5")), "gpt-5",
         i=1000, o=1000, hints={"batch": True})
    case("data residency costs a tenth more on newer models", p, a, "gpt-5.4", chat("gpt-5.4", tokens(1000, 1000)),
         usd((1000, "2.5"), (1000, "15"), times="1.1"), "gpt-5.4", i=1000, o=1000, hints={"inference_location": "eu"})
    case("data residency by the host", p, a, "gpt-5.4", chat("gpt-5.4", tokens(1000, 1000)),
         usd((1000, "2.5"), (1000, "15"), times="1.1"), "gpt-5.4", i=1000, o=1000,
         hints={"base_url": "https://us.api.openai.com/v1"})
    case("data residency as it is called", p, a, "gpt-5.4", chat("gpt-5.4", tokens(1000, 1000)),
         usd((1000, "2.5"), (1000, "15"), times="1.1"), "gpt-5.4", i=1000, o=1000, hints={"data_residency": "eu"})
    case("data residency costs nothing on older models", p, a, "gpt-4o", chat("gpt-4o", tokens(1000, 1000)),
         usd((1000, "2.5"), (1000, "10")), "gpt-4o", i=1000, o=1000, hints={"inference_location": "eu"})
    case("a price holds from its date on", p, a, "o3", chat("o3-2025-04-16", tokens(1000, 1000)),
         usd((1000, "10"), (1000, "40")), "o3", i=1000, o=1000, at="2025-06-09T23:59:59Z")
    case("a price holds from its date on, to the second", p, a, "o3", chat("o3-2025-04-16", tokens(1000, 1000)),
         usd((1000, "2"), (1000, "8")), "o3", i=1000, o=1000, at="2025-06-10T00:00:00Z")
    case("a time zone is heeded", p, a, "o3", chat("o3-2025-04-16", tokens(1000, 1000)),
         usd((1000, "10"), (1000, "40")), "o3", i=1000, o=1000, at="2025-06-10T01:30:00+02:00")
    case("unknown models have no price, not $0", p, a, "gpt-99-ultra", chat("gpt-99-ultra", tokens(10, 10)), None, None,
         i=10, o=10, unpriced=["input", "output"])
    case("an answer without usage has no cost", p, a, "gpt-4o", {
        "id": "x", "object": "chat.completion", "model": "gpt-4o", "choices": []}, None, None)
    case("an error costs nothing", p, a, "gpt-4o", {
        "error": {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}}, "0", None)
    case("counts that cannot be true are not billed", p, a, "gpt-4o", chat("gpt-4o", {
        "prompt_tokens": -5, "completion_tokens": 10}), None, "gpt-4o", o=10, unpriced=["prompt_tokens"])
    case("usage comes in one extra last chunk", p, a, "gpt-4o-mini", [
        chunk("gpt-4o-mini-2024-07-18"), chunk("gpt-4o-mini-2024-07-18"),
        chunk("gpt-4o-mini-2024-07-18", tokens(100, 20), choices=[]), DONE], usd((100, "0.15"), (20, "0.6")),
         "gpt-4o-mini", i=100, o=20, kind="sse", hints={"stream": True, "stream_options": {"include_usage": True}})
    case("the tier of the last chunk counts", p, a, "gpt-5", [
        chunk("gpt-5-2025-08-07", service_tier="auto"),
        chunk("gpt-5-2025-08-07", tokens(100, 20), choices=[], service_tier="priority"), DONE],
         usd((100, "2.5"), (20, "20")), "gpt-5", i=100, o=20, kind="sse", hints={"stream": True})
    case("an interrupted stream has no usage and no cost", p, a, "gpt-4o-mini", [chunk("gpt-4o-mini-2024-07-18")], None,
         None, kind="sse", hints={"stream": True})
    case("a fine-tuned model is priced as such", p, a, "ft:gpt-4o-mini-2024-07-18:acme:tickets:9abc", chat(
        "ft:gpt-4o-mini-2024-07-18:acme:tickets:9abc", tokens(1000, 1000)), usd((1000, "0.3"), (1000, "1.2")),
         "ft:gpt-4o-mini", i=1000, o=1000)


def openai_other():
    p = "openai"

    def response(model, usage, output=(), tools=(), **rest):
        return {"id": "r", "object": "response", "status": "completed", "error": None, "model": model,
                "output": list(output), "tools": list(tools), "usage": usage, **rest}

    def used(i, o, cached=0, reasoning=0):
        return {"input_tokens": i, "input_tokens_details": {"cached_tokens": cached}, "output_tokens": o,
                "output_tokens_details": {"reasoning_tokens": reasoning}, "total_tokens": i + o}

    def search(kind):
        return {"type": "web_search_call", "id": "w", "status": "completed", "action": {"type": kind}}

    a = "responses"
    case("a web search costs a cent, opening a page nothing", p, a, "gpt-4o", response(
        "gpt-4o", used(100, 10), [search("search"), search("open_page"), search("search"), search("find_in_page")],
        [{"type": "web_search"}]), usd((100, "2.5"), (10, "10"), fees="0.02"), "gpt-4o", i=100, o=10)
    case("the preview of it costs more on models that do not reason", p, a, "gpt-4o", response(
        "gpt-4o", used(100, 10), [search("search")], [{"type": "web_search_preview_2025_03_11"}]),
         usd((100, "2.5"), (10, "10"), fees="0.025"), "gpt-4o", i=100, o=10)
    case("the preview of it costs a cent on models that reason", p, a, "gpt-5", response(
        "gpt-5", used(100, 10), [search("search")], [{"type": "web_search_preview"}]),
         usd((100, "1.25"), (10, "10"), fees="0.01"), "gpt-5", i=100, o=10)
    case("a search call without an action is a search", p, a, "gpt-5", response(
        "gpt-5", used(100, 10), [{"type": "web_search_call", "id": "w", "status": "completed"}],
        [{"type": "web_search"}]), usd((100, "1.25"), (10, "10"), fees="0.01"), "gpt-5", i=100, o=10)

    def code(container):
        return {"type": "code_interpreter_call", "id": "c", "status": "completed", "container_id": container}

    case("each container counts once", p, a, "gpt-5", response(
        "gpt-5", used(100, 10), [code("cntr_1"), code("cntr_2"), code("cntr_1")], [{"type": "code_interpreter"}]),
         usd((100, "1.25"), (10, "10"), fees="0.06"), "gpt-5", i=100, o=10)
    case("tools are not multiplied, batch halves tokens only", p, a, "gpt-5", response(
        "gpt-5", used(100, 10), [{"type": "file_search_call", "id": "f", "queries": ["q"]}], [{"type": "file_search"}]),
         usd((100, "0.625"), (10, "5"), fees="0.0025"), "gpt-5", i=100, o=10, hints={"batch": True})
    case("reasoning is inside the output", p, a, "gpt-5", response("gpt-5", used(100, 50, 20, 40)),
         usd((80, "1.25"), (20, "0.125"), (50, "10")), "gpt-5", i=100, cached=20, o=50, reasoning=40)
    case("a cut answer is billed", p, a, "gpt-5", {
        **response("gpt-5", used(100, 50)), "status": "incomplete",
        "incomplete_details": {"reason": "max_output_tokens"}}, usd((100, "1.25"), (50, "10")), "gpt-5", i=100, o=50)
    for last in ("completed", "incomplete", "failed"):
        case(f"the usage of a stream is in response.{last}", p, a, "gpt-5", [
            ["response.created", {"type": "response.created", "response": {
                **response("gpt-5-2025-08-07", None), "service_tier": "auto", "status": "in_progress"}}],
            ["response.output_text.delta", {"type": "response.output_text.delta", "delta": "ok"}],
            [f"response.{last}", {"type": f"response.{last}", "response": {
                **response("gpt-5-2025-08-07", used(100, 50), [search("search")], [{"type": "web_search"}]),
                "service_tier": "flex"}}]],
             usd((100, "0.625"), (50, "5"), fees="0.01"), "gpt-5", i=100, o=50, kind="sse", hints={"stream": True})
    case("a stream that was cut has no usage", p, a, "gpt-5", [
        ["response.created", {"type": "response.created", "response": {
            **response("gpt-5", None), "service_tier": "auto"}}]], None, None, kind="sse", hints={"stream": True})
    case("a batch's line of responses", p, a, "gpt-5", {
        "custom_id": "b", "response": {"status_code": 200, "body": response("gpt-5", used(100, 50))}},
         usd((100, "0.625"), (50, "5")), "gpt-5", i=100, o=50, hints={"batch": True})

    case("embeddings in a batch", p, "embeddings", "text-embedding-3-small", {
        "object": "list", "data": [], "model": "text-embedding-3-small",
        "usage": {"prompt_tokens": 1000, "total_tokens": 1000}}, usd((1000, "0.01")), "text-embedding-3-small", i=1000,
         hints={"batch": True})

    a = "audio.transcriptions"
    case("whisper-1 bills the seconds that usage tells", p, a, "whisper-1", {
        "text": "ok", "duration": 10.28, "usage": {"type": "duration", "seconds": 11}},
         usd(fees=str(Decimal("0.36") * 11 / 3600)), "whisper-1")
    case("whisper-1 without usage: the duration, rounded up", p, a, "whisper-1", {
        "task": "transcribe", "language": "english", "duration": 59.2, "text": "ok"},
         usd(fees="0.006"), "whisper-1")
    case("whisper-1 with nothing but text: the length of what was sent", p, a, "whisper-1", {"text": "ok"},
         usd(fees="0.012"), "whisper-1", hints={"audio_seconds": 119.5})
    case("without usage and length there is no cost", p, a, "whisper-1", {"text": "ok"}, None, None)
    case("translations are billed as transcriptions", p, "audio.translations", "whisper-1", {
        "text": "ok", "usage": {"type": "duration", "seconds": 60}}, usd(fees="0.006"), "whisper-1")
    case("audio in the prompt has its own rate", p, a, "gpt-4o-transcribe", {
        "text": "ok", "usage": {"type": "tokens", "input_tokens": 110, "input_token_details": {
            "text_tokens": 10, "audio_tokens": 100}, "output_tokens": 20, "total_tokens": 130}},
         usd((10, "2.5"), (100, "6"), (20, "10")), "gpt-4o-transcribe", i=110, o=20, hints={"audio_seconds": 10})
    case("a streamed transcription tells its usage at the end", p, a, "gpt-4o-transcribe", [
        [None, {"type": "transcript.text.delta", "delta": "o"}], [None, {"type": "transcript.text.delta", "delta": "k"}],
        [None, {"type": "transcript.text.done", "text": "ok", "usage": {
            "type": "tokens", "input_tokens": 110, "input_token_details": {"text_tokens": 10, "audio_tokens": 100},
            "output_tokens": 20, "total_tokens": 130}}]], usd((10, "2.5"), (100, "6"), (20, "10")), "gpt-4o-transcribe",
         i=110, o=20, kind="sse", hints={"stream": True})

    case("tts-1 bills characters, which only the request knows", p, "audio.speech", "tts-1", {}, usd((1234, "15")),
         "tts-1", hints={"characters": 1234})
    case("a recording is no payload that a line can hold", p, "audio.speech", "tts-1-hd", None, usd((500, "30")),
         "tts-1-hd", hints={"characters": 500})
    case("the text of a recording is no JSON", p, "audio.transcriptions", "whisper-1", None, "0.006", "whisper-1",
         hints={"audio_seconds": 60})
    case("speech by tokens, streamed", p, "audio.speech", "gpt-4o-mini-tts", [
        [None, {"type": "speech.audio.delta", "audio": "AA=="}],
        [None, {"type": "speech.audio.done", "usage": {"input_tokens": 10, "output_tokens": 100, "total_tokens": 110}}]],
         usd((10, "0.6"), (100, "12")), "gpt-4o-mini-tts", i=10, o=100, kind="sse")

    a = "images"
    case("without details all output is image", p, a, "gpt-image-1", {
        "created": 1, "data": [{"b64_json": "AA=="}], "usage": {
            "input_tokens": 250, "input_tokens_details": {"text_tokens": 50, "image_tokens": 200},
            "output_tokens": 1056, "total_tokens": 1306}}, usd((50, "5"), (200, "10"), (1056, "40")), "gpt-image-1",
         i=250, o=1056)
    case("with details only a part of it is", p, a, "gpt-image-1.5", {
        "created": 1, "data": [{"b64_json": "AA=="}], "usage": {
            "input_tokens": 50, "input_tokens_details": {"text_tokens": 50, "image_tokens": 0},
            "output_tokens": 1156, "output_tokens_details": {"text_tokens": 100, "image_tokens": 1056},
            "total_tokens": 1206}}, usd((50, "5"), (100, "10"), (1056, "32")), "gpt-image-1.5", i=50, o=1156)
    case("a streamed image tells its usage when it is complete", p, a, "gpt-image-1", [
        ["image_generation.partial_image", {"type": "image_generation.partial_image", "b64_json": "AA=="}],
        ["image_generation.completed", {"type": "image_generation.completed", "b64_json": "AA==", "usage": {
            "input_tokens": 50, "input_tokens_details": {"text_tokens": 50, "image_tokens": 0},
            "output_tokens": 1056, "total_tokens": 1106}}]], usd((50, "5"), (1056, "40")), "gpt-image-1", i=50, o=1056,
         kind="sse")
    case("dall-e bills each image by quality and size", p, a, "dall-e-3", {
        "created": 1, "data": [{"url": "x"}, {"url": "y"}]}, "0.24", "dall-e-3",
         hints={"n": 2, "quality": "hd", "size": "1024x1792"})
    case("an image of no size told is the plain one", p, a, "dall-e-3", {"created": 1, "data": [{"url": "x"}]}, "0.04",
         "dall-e-3")

    def done(usage):
        return ["response.done", {"type": "response.done", "response": {
            "object": "realtime.response", "status": "completed", "usage": usage}}]

    spoken = {"total_tokens": 350, "input_tokens": 250, "output_tokens": 100, "input_token_details": {
        "text_tokens": 100, "audio_tokens": 150, "cached_tokens": 120, "cached_tokens_details": {
            "text_tokens": 40, "audio_tokens": 80}}, "output_token_details": {"text_tokens": 30, "audio_tokens": 70}}
    cost = [(60, "4"), (40, "0.4"), (70, "32"), (80, "0.4"), (30, "16"), (70, "64")]
    case("cached audio is priced apart", p, "realtime", "gpt-realtime", done(spoken)[1], usd(*cost), "gpt-realtime",
         i=250, cached=120, o=100)
    case("every response of a session is billed", p, "realtime", "gpt-realtime", [done(spoken), done(spoken)],
         usd(*cost, *cost), "gpt-realtime", i=500, cached=240, o=200, kind="sse")


def azure():
    p, a = "azure", "chat.completions"
    case("the deployment's name says nothing", p, a, "prod-llm", chat("gpt-4o-2024-11-20", tokens(100, 10)),
         usd((100, "2.5"), (10, "10")), "gpt-4o-2024-11-20", i=100, o=10, hints={"deployment": "prod-llm"})
    case("its own spelling", p, a, "gpt-35-turbo", chat("gpt-35-turbo", tokens(100, 10)),
         usd((100, "0.5"), (10, "1.5")), "gpt-35-turbo", i=100, o=10)
    case("a data zone costs more than Global", p, a, "x", chat("gpt-4.1", tokens(100, 10)),
         usd((100, "2.2"), (10, "8.8")), "eu/gpt-4.1", i=100, o=10, hints={"inference_location": "eu"})
    case("the first chunk has prompt filters and no choices", p, a, "gpt-4o", [
        chunk("", choices=[], prompt_filter_results=[{"prompt_index": 0}]), chunk("gpt-4o-2024-11-20"),
        chunk("gpt-4o-2024-11-20", tokens(100, 10), choices=[]), DONE], usd((100, "2.5"), (10, "10")),
         "gpt-4o-2024-11-20", i=100, o=10, kind="sse", hints={"stream": True})


def anthropic():
    p, a = "anthropic", "messages"

    def message(model, usage):
        return {"id": "m", "type": "message", "role": "assistant", "model": model,
                "content": [{"type": "text", "text": "ok"}], "stop_reason": "end_turn", "usage": usage}

    def stream(model, first, *deltas):
        events = [["message_start", {"type": "message_start", "message": message(model, first)}]]
        events += [["message_delta", {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": usage}]
                   for usage in deltas]
        return events + [["message_stop", {"type": "message_stop"}]]

    model = "claude-sonnet-4-6"
    rates = {"in": "3", "read": "0.3", "w5": "3.75", "w1": "6", "out": "15"}

    case("cached and written tokens stand beside the input", p, a, model, message(model, {
        "input_tokens": 10, "cache_creation_input_tokens": 300, "cache_read_input_tokens": 200, "cache_creation": {
            "ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 200}, "output_tokens": 50}),
         usd((10, "3"), (200, "0.3"), (100, "3.75"), (200, "6"), (50, "15")), model, i=510, cached=200, written=300,
         o=50)
    case("without their parts written tokens live five minutes", p, a, model, message(model, {
        "input_tokens": 10, "cache_creation_input_tokens": 300, "cache_read_input_tokens": 0, "output_tokens": 50}),
         usd((10, "3"), (300, "3.75"), (50, "15")), model, i=310, written=300, o=50)
    case("thinking is inside the output", p, a, model, message(model, {
        "input_tokens": 10, "output_tokens": 50, "output_tokens_details": {"thinking_tokens": 40}}),
         usd((10, "3"), (50, "15")), model, i=10, o=50, reasoning=40)
    case("a stream's values are cumulative", p, a, model, stream(
        model, {"input_tokens": 10, "cache_read_input_tokens": 100, "output_tokens": 1}, {"output_tokens": 30},
        {"output_tokens": 50}), usd((10, "3"), (100, "0.3"), (50, "15")), model, i=110, cached=100, o=50, kind="sse")
    case("a stream's later input replaces the first", p, a, model, stream(
        model, {"input_tokens": 10, "output_tokens": 1},
        {"input_tokens": 500, "cache_read_input_tokens": 40, "output_tokens": 50}),
         usd((500, "3"), (40, "0.3"), (50, "15")), model, i=540, cached=40, o=50, kind="sse")
    case("null says nothing", p, a, model, stream(
        model, {"input_tokens": 10, "cache_read_input_tokens": 100, "output_tokens": 1},
        {"input_tokens": None, "cache_read_input_tokens": None, "output_tokens": 50}),
         usd((10, "3"), (100, "0.3"), (50, "15")), model, i=110, cached=100, o=50, kind="sse")
    twice = stream(model, {"input_tokens": 10, "output_tokens": 1}, {"output_tokens": 50})
    case("a start that comes twice counts once", p, a, model, [twice[0], *twice], usd((10, "3"), (50, "15")), model,
         i=10, o=50, kind="sse")
    case("the batch tier is told, and halves", p, a, model, message(model, {
        "input_tokens": 1000, "output_tokens": 500, "service_tier": "batch"}), usd((1000, "1.5"), (500, "7.5")), model,
         i=1000, o=500)
    case("a line of a batch's results", p, a, model, {"custom_id": "a", "result": {
        "type": "succeeded", "message": message(model, {
            "input_tokens": 1000, "output_tokens": 500, "service_tier": "batch"})}}, usd((1000, "1.5"), (500, "7.5")),
         model, i=1000, o=500)
    case("a batch is half of one-hour writes, too", p, a, model, message(model, {
        "input_tokens": 0, "cache_creation_input_tokens": 1000, "cache_creation": {
            "ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 1000}, "output_tokens": 10,
        "service_tier": "batch"}), usd((1000, "3"), (10, "7.5")), model, i=1000, written=1000, o=10)
    case("inference in the US costs a tenth more on tokens, not on tools", p, a, model, message(model, {
        "input_tokens": 1000, "output_tokens": 500, "inference_geo": "us",
        "server_tool_use": {"web_search_requests": 2, "web_fetch_requests": 3}}),
         usd((1000, "3"), (500, "15"), times="1.1", fees="0.02"), model, i=1000, o=500)
    case("elsewhere it does not", p, a, model, message(model, {
        "input_tokens": 1000, "output_tokens": 500, "inference_geo": "global"}), usd((1000, "3"), (500, "15")), model,
         i=1000, o=500)
    case("fast has rates of its own, and is not doubled on top", p, a, "claude-opus-4-8", message("claude-opus-4-8", {
        "input_tokens": 1000, "output_tokens": 500, "speed": "fast"}), usd((1000, "10"), (500, "50")),
         "claude-opus-4-8", i=1000, o=500)
    case("standard speed is no speed", p, a, "claude-opus-4-8", message("claude-opus-4-8", {
        "input_tokens": 1000, "output_tokens": 500, "speed": "standard"}), usd((1000, "5"), (500, "25")),
         "claude-opus-4-8", i=1000, o=500)
    case("messages among the iterations are in the top level", p, a, model, message(model, {
        "input_tokens": 300, "output_tokens": 60, "iterations": [
            {"type": "message", "input_tokens": 100, "output_tokens": 20},
            {"type": "message", "input_tokens": 200, "output_tokens": 40}]}), usd((300, "3"), (60, "15")), model, i=300,
         o=60)
    case("a compaction comes on top of it", p, a, model, message(model, {
        "input_tokens": 100, "output_tokens": 20, "iterations": [
            {"type": "compaction", "input_tokens": 5000, "output_tokens": 300},
            {"type": "message", "input_tokens": 100, "output_tokens": 20}]}), usd((5100, "3"), (320, "15")), model,
         i=5100, o=320)
    case("an advisor has a model, and a price, of its own", p, a, model, message(model, {
        "input_tokens": 100, "output_tokens": 20, "iterations": [
            {"type": "message", "input_tokens": 100, "output_tokens": 20},
            {"type": "advisor_message", "model": "claude-opus-4-8", "input_tokens": 1000, "output_tokens": 100}]}),
         usd((100, "3"), (20, "15"), (1000, "5"), (100, "25")), model, i=1100, o=120)
    haiku = "claude-haiku-5-5"
    case("a tier is judged by each iteration", p, a, haiku, message(haiku, {
        "input_tokens": 160_000, "output_tokens": 20, "iterations": [
            {"type": "message", "input_tokens": 80_000, "output_tokens": 10},
            {"type": "message", "input_tokens": 80_000, "output_tokens": 10}]}), usd((160_000, "0.1"), (20, "0.5")),
         haiku, i=160_000, o=20)
    case("an iteration above the bound is repriced alone", p, a, haiku, message(haiku, {
        "input_tokens": 160_000, "output_tokens": 20, "iterations": [
            {"type": "message", "input_tokens": 50_000, "output_tokens": 10},
            {"type": "message", "input_tokens": 110_000, "output_tokens": 10}]}),
         usd((50_000, "0.1"), (10, "0.5"), (110_000, "0.5"), (10, "2.5")), haiku, i=160_000, o=20)
    case("exactly at the bound is below it", p, a, haiku, message(haiku, {
        "input_tokens": 60_000, "cache_read_input_tokens": 40_000, "output_tokens": 10}),
         usd((60_000, "0.1"), (40_000, "0.01"), (10, "0.5")), haiku, i=100_000, cached=40_000, o=10)
    case("a dated name", p, a, "claude-haiku-4-5-20251001", message("claude-haiku-4-5-20251001", {
        "input_tokens": 1000, "output_tokens": 500}), usd((1000, "1"), (500, "5")), "claude-haiku-4-5", i=1000, o=500)
    case("an error costs nothing", p, a, model, {
        "type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "0", None)
    for outcome in ("errored", "expired", "canceled"):
        error = {"error": {"type": "error", "error": {"type": "invalid_request_error", "message": "No"}}}
        case(f"a request of a batch that is {outcome} costs nothing", p, a, model, {
            "custom_id": "a-1", "result": {"type": outcome, **(error if outcome == "errored" else {})}}, "0", None)
    case("counting is free", p, "count_tokens", model, {"input_tokens": 1000}, "0", None)

    p = "vertex_ai"
    for place, factor in (("us-east5", "1.1"), ("eu", "1.1"), ("global", "1")):
        case(f"inference at {place} costs {factor} times", p, a, model, message(model, {
            "input_tokens": 1000, "cache_read_input_tokens": 100, "output_tokens": 500}),
             usd((1000, "3"), (100, "0.3"), (500, "15"), times=factor), model, i=1100, cached=100, o=500,
             hints={"inference_location": place})
    case("the host tells the region", p, a, model, message(model, {"input_tokens": 1000, "output_tokens": 500}),
         usd((1000, "3"), (500, "15"), times="1.1"), model, i=1000, o=500,
         hints={"host": "europe-west1-aiplatform.googleapis.com"})
    case("a version behind an at sign", p, a, "claude-sonnet-4-6@default", message("claude-sonnet-4-6", {
        "input_tokens": 1000, "output_tokens": 500}), usd((1000, "3"), (500, "15")), model, i=1000, o=500)
    p, a = "bedrock", "invoke.anthropic"
    for name, priced, factor in (("us.anthropic.claude-opus-4-8", "regional.anthropic.claude-opus-4-8-v1:0", "1.1"),
                                 ("global.anthropic.claude-opus-4-8", "global.anthropic.claude-opus-4-8-v1:0", "1"),
                                 ("eu.anthropic.claude-opus-4-8", "regional.anthropic.claude-opus-4-8-v1:0", "1.1")):
        case(f"the profile {name} has its price", p, a, name, message("claude-opus-4-8", {
            "input_tokens": 1000, "cache_creation_input_tokens": 100, "output_tokens": 500}),
             usd((1000, "5"), (100, "6.25"), (500, "25"), times=factor), priced, i=1100, written=100, o=500)


def gemini():
    p, a = "google", "generateContent"

    def answer(model, counts, candidate=None):
        return {"candidates": [{"content": {"role": "model", "parts": [{"text": "ok"}]}, "finishReason": "STOP",
                                **(candidate or {})}], "usageMetadata": counts, "modelVersion": model, "responseId": "x"}

    flash = "gemini-2.5-flash"
    case("thoughts stand beside the candidates", p, a, flash, answer(flash, {
        "promptTokenCount": 100, "candidatesTokenCount": 20, "thoughtsTokenCount": 30, "totalTokenCount": 150}),
         usd((100, "0.3"), (50, "2.5")), flash, i=100, o=50, reasoning=30)
    case("prompts of tools stand beside the prompt", p, a, flash, answer(flash, {
        "promptTokenCount": 100, "toolUsePromptTokenCount": 400, "candidatesTokenCount": 20, "totalTokenCount": 520}),
         usd((500, "0.3"), (20, "2.5")), flash, i=500, o=20)
    case("cached tokens are inside the prompt", p, a, flash, answer(flash, {
        "promptTokenCount": 1000, "cachedContentTokenCount": 800, "candidatesTokenCount": 20, "totalTokenCount": 1020}),
         usd((200, "0.3"), (800, "0.03"), (20, "2.5")), flash, i=1000, cached=800, o=20)
    case("audio has a rate of its own, also from the cache", p, a, flash, answer(flash, {
        "promptTokenCount": 1000, "cachedContentTokenCount": 500, "candidatesTokenCount": 20, "totalTokenCount": 1020,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 300}, {"modality": "AUDIO", "tokenCount": 700}],
        "cacheTokensDetails": [{"modality": "TEXT", "tokenCount": 100}, {"modality": "AUDIO", "tokenCount": 400}]}),
         usd((200, "0.3"), (100, "0.03"), (300, "1"), (400, "0.1"), (20, "2.5")), flash, i=1000, cached=500, o=20)
    case("modalities may be numbers", p, a, flash, answer(flash, {
        "promptTokenCount": 1000, "candidatesTokenCount": 20, "totalTokenCount": 1020, "promptTokensDetails": [
            {"modality": 1, "tokenCount": 300}, {"modality": 4, "tokenCount": 700}]}),
         usd((300, "0.3"), (700, "1"), (20, "2.5")), flash, i=1000, o=20)
    case("details may sum to less than the count", p, a, flash, answer(flash, {
        "promptTokenCount": 1000, "candidatesTokenCount": 20, "totalTokenCount": 1020,
        "promptTokensDetails": [{"modality": "AUDIO", "tokenCount": 700}]}),
         usd((300, "0.3"), (700, "1"), (20, "2.5")), flash, i=1000, o=20)
    case("video and documents are input", p, a, flash, answer(flash, {
        "promptTokenCount": 1000, "candidatesTokenCount": 20, "totalTokenCount": 1020, "promptTokensDetails": [
            {"modality": "VIDEO", "tokenCount": 500}, {"modality": "DOCUMENT", "tokenCount": 400}]}),
         usd((1000, "0.3"), (20, "2.5")), flash, i=1000, o=20)
    case("candidates may be left out", p, a, flash, answer(flash, {
        "promptTokenCount": 100, "thoughtsTokenCount": 30, "totalTokenCount": 130}), usd((100, "0.3"), (30, "2.5")),
         flash, i=100, o=30, reasoning=30)
    pro = "gemini-3.1-pro-preview"
    case("exactly 200 000 is below the bound", p, a, pro, answer(pro, {
        "promptTokenCount": 200_000, "candidatesTokenCount": 10, "totalTokenCount": 200_010}),
         usd((200_000, "2"), (10, "12")), pro, i=200_000, o=10)
    case("above it all is repriced, thoughts and cached tokens too", p, a, pro, answer(pro, {
        "promptTokenCount": 200_001, "cachedContentTokenCount": 100_000, "candidatesTokenCount": 10,
        "thoughtsTokenCount": 5, "totalTokenCount": 200_016}), usd((100_001, "4"), (100_000, "0.4"), (15, "18")), pro,
         i=200_001, cached=100_000, o=15, reasoning=5)
    case("the tier served", p, a, flash, answer(flash, {
        "promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120, "serviceTier": "priority"}),
         usd((100, "0.54"), (20, "4.5")), flash, i=100, o=20)
    case("a batch is told by the caller", p, a, flash, answer(flash, {
        "promptTokenCount": 100, "cachedContentTokenCount": 40, "candidatesTokenCount": 20, "totalTokenCount": 120}),
         usd((60, "0.15"), (40, "0.03"), (20, "1.25")), flash, i=100, cached=40, o=20, hints={"batch": True})
    grounded = {"groundingMetadata": {"webSearchQueries": ["a", "b", "c"]}}
    case("2.x: a grounded prompt is billed once", p, a, flash, answer(flash, {
        "promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}, grounded),
         usd((100, "0.3"), (20, "2.5"), fees="0.035"), flash, i=100, o=20)
    case("3.x: every query is billed", p, a, pro, answer(pro, {
        "promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}, grounded),
         usd((100, "2"), (20, "12"), fees="0.042"), pro, i=100, o=20)
    case("no queries, no fee", p, a, pro, answer(pro, {
        "promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}, {"groundingMetadata": {}}),
         usd((100, "2"), (20, "12")), pro, i=100, o=20)
    events = [[None, answer(flash, {"promptTokenCount": 100, "candidatesTokenCount": n, "totalTokenCount": 100 + n})]
              for n in (5, 12, 20)]
    case("the last chunk's counts hold", p, a, flash, events, usd((100, "0.3"), (20, "2.5")), flash, i=100, o=20,
         kind="sse", hints={"stream": True})
    case("a stream that came as an array", p, a, flash, [each[1] for each in events], usd((100, "0.3"), (20, "2.5")),
         flash, i=100, o=20)
    case("embedContent", p, "embedContent", "gemini-embedding-001", {
        "embedding": {"values": [0.1]}, "usageMetadata": {"promptTokenCount": 100}}, usd((100, "0.15")),
         "gemini-embedding-001", i=100)
    case("the OpenAI-compatible endpoint leaves thoughts out", p, "chat.completions", flash, chat(flash, {
        "prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 150}), usd((100, "0.3"), (50, "2.5")), flash,
         i=100, o=50, reasoning=30)
    case("names with models/ before them", p, a, "models/gemini-2.5-flash", answer("models/gemini-2.5-flash", {
        "promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}), usd((100, "0.3"), (20, "2.5")),
         flash, i=100, o=20)

    case("interactions count alike", p, "interactions", flash, {
        "id": "i", "status": "completed", "model": flash, "outputs": [{"type": "text", "text": "ok"}], "usage": {
            "total_input_tokens": 1000, "input_tokens_by_modality": [{"modality": "text", "tokens": 300}, {
                "modality": "audio", "tokens": 700}], "total_cached_tokens": 200, "cached_tokens_by_modality": [
                {"modality": "text", "tokens": 200}], "total_output_tokens": 20, "total_thought_tokens": 30,
            "total_tool_use_tokens": 40, "total_tokens": 1090}},
         usd((140, "0.3"), (200, "0.03"), (700, "1"), (50, "2.5")), flash, i=1040, cached=200, o=50, reasoning=30)

    p = "vertex_ai"
    for traffic, rates in (("ON_DEMAND", ("1.5", "9")), ("ON_DEMAND_PRIORITY", ("2.7", "16.2")),
                           ("ON_DEMAND_FLEX", ("0.75", "4.5"))):
        case(f"traffic {traffic}", p, a, "gemini-3.5-flash", answer("gemini-3.5-flash", {
            "promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120, "trafficType": traffic}),
             usd((100, rates[0]), (20, rates[1])), "gemini-3.5-flash", i=100, o=20)
    case("bought capacity has no marginal cost", p, a, "gemini-3.5-flash", answer("gemini-3.5-flash", {
        "promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120,
        "trafficType": "PROVISIONED_THROUGHPUT"}), "0", "gemini-3.5-flash", i=100, o=20)
    case("a regional endpoint costs a tenth more where the model says so", p, a, "gemini-3.5-flash", answer(
        "gemini-3.5-flash", {"promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}),
         usd((100, "1.5"), (20, "9"), times="1.1"), "gemini-3.5-flash", i=100, o=20,
         hints={"inference_location": "europe-west4"})
    case("elsewhere the region costs nothing", p, a, flash, answer(flash, {
        "promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}), usd((100, "0.3"), (20, "2.5")),
         flash, i=100, o=20, hints={"inference_location": "europe-west4"})
    case("first chunks may carry only a traffic type", p, a, flash, [
        [None, {"candidates": [], "usageMetadata": {"trafficType": "ON_DEMAND"}, "modelVersion": flash}],
        [None, answer(flash, {"promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120,
                              "trafficType": "ON_DEMAND"})]], usd((100, "0.3"), (20, "2.5")), flash, i=100, o=20,
         kind="sse", hints={"stream": True})


def bedrock():
    p, a = "bedrock", "converse"

    def answer(usage, **rest):
        return {"output": {"message": {"role": "assistant", "content": [{"text": "ok"}]}}, "stopReason": "end_turn",
                "usage": usage, "metrics": {"latencyMs": 1}, **rest}

    plain = {"inputTokens": 1000, "outputTokens": 100, "totalTokens": 1100}
    sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0"
    for prefix, priced, factor in (("us.", "regional.", "1.1"), ("eu.", "regional.", "1.1"), ("", "regional.", "1.1"),
                                   ("global.", "global.", "1")):
        case(f"the profile '{prefix}' has its price", p, a, prefix + sonnet, answer(plain),
             usd((1000, "3"), (100, "15"), times=factor), priced + sonnet, i=1000, o=100)
    case("cached tokens stand beside the input, and are told twice", p, a, "global." + sonnet, answer({
        **plain, "cacheReadInputTokens": 200, "cacheReadInputTokenCount": 200, "cacheWriteInputTokens": 300,
        "cacheWriteInputTokenCount": 300, "totalTokens": 1600}),
         usd((1000, "3"), (200, "0.3"), (300, "3.75"), (100, "15")), "global." + sonnet, i=1500, cached=200,
         written=300, o=100)
    case("how long written tokens live", p, a, "global." + sonnet, answer({
        **plain, "cacheWriteInputTokens": 300, "cacheDetails": [
            {"ttl": "1h", "inputTokens": 200}, {"ttl": "5m", "inputTokens": 100}], "totalTokens": 1400}),
         usd((1000, "3"), (200, "6"), (100, "3.75"), (100, "15")), "global." + sonnet, i=1300, written=300, o=100)
    case("an inference profile's resource name", p, a,
         f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.{sonnet}", answer(plain),
         usd((1000, "3.3"), (100, "16.5")), "regional." + sonnet, i=1000, o=100)
    case("a tier that the answer tells", p, a, "amazon.nova-pro-v1:0", answer(plain, serviceTier={"type": "flex"}),
         usd((1000, "0.4"), (100, "1.6")), "amazon.nova-pro-v1:0", i=1000, o=100, hints={"service_tier": "priority"})
    case("a tier that only the request tells", p, a, "amazon.nova-pro-v1:0", answer(plain),
         usd((1000, "1.4"), (100, "5.6")), "amazon.nova-pro-v1:0", i=1000, o=100, hints={"service_tier": "priority"})
    case("usage is in the metadata event", p, a, "amazon.nova-pro-v1:0", [
        ["messageStart", {"role": "assistant"}],
        ["contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": "ok"}}],
        ["messageStop", {"stopReason": "end_turn"}], ["metadata", {"usage": plain, "metrics": {"latencyMs": 1}}]],
         usd((1000, "0.8"), (100, "3.2")), "amazon.nova-pro-v1:0", i=1000, o=100, kind="sse", hints={"stream": True})
    case("events inside a member of their name", p, a, "amazon.nova-pro-v1:0", [
        [None, {"messageStart": {"role": "assistant"}}], [None, {"metadata": {"usage": plain}}]],
         usd((1000, "0.8"), (100, "3.2")), "amazon.nova-pro-v1:0", i=1000, o=100, kind="sse", hints={"stream": True})
    case("a batch", p, a, "amazon.nova-pro-v1:0", answer(plain), usd((1000, "0.4"), (100, "1.6")),
         "amazon.nova-pro-v1:0", i=1000, o=100, hints={"batch": True})


def others():
    a = "chat.completions"
    # Mistral
    case("cached tokens in the details", "mistral", a, "mistral-small-latest", chat("mistral-small-latest", tokens(
        1000, 100, prompt_tokens_details={"cached_tokens": 400})), usd((600, "0.15"), (400, "0.015"), (100, "0.6")),
         "mistral-small-latest", i=1000, cached=400, o=100)
    case("cached tokens by another name", "mistral", a, "mistral-small-latest", chat("mistral-small-latest", tokens(
        1000, 100, num_cached_tokens=400)), usd((600, "0.15"), (400, "0.015"), (100, "0.6")), "mistral-small-latest",
         i=1000, cached=400, o=100)
    case("no discount where there was no price for it", "mistral", a, "mistral-small-latest", chat(
        "mistral-small-latest", tokens(1000, 100, num_cached_tokens=400)), usd((1000, "0.1"), (100, "0.3")),
         "mistral-small-latest", i=1000, cached=400, o=100, at="2026-01-05T00:00:00Z")
    case("seconds of audio in the prompt", "mistral", a, "voxtral-small-latest", chat("voxtral-small-latest", tokens(
        1000, 100, prompt_audio_seconds=90)), usd((1000, "0.1"), (100, "0.4"), fees="0.006"), "voxtral-small-24b-2507",
         i=1000, o=100)
    case("pages of a document", "mistral", "ocr", "mistral-ocr-4-1", {
        "pages": [], "model": "mistral-ocr-4-1", "usage_info": {"pages_processed": 7, "doc_size_bytes": 1},
        "document_annotation": None}, "0.028", "mistral-ocr-4-1")
    case("annotated pages have a price instead", "mistral", "ocr", "mistral-ocr-4-1", {
        "pages": [], "model": "mistral-ocr-4-1", "usage_info": {"pages_processed": 7},
        "document_annotation": "{}"}, "0.035", "mistral-ocr-4-1")
    case("a transcription is billed by its seconds", "mistral", "audio.transcriptions", "voxtral-mini-2602", {
        "model": "voxtral-mini-2602", "text": "ok", "usage": {
            "prompt_audio_seconds": 60, "prompt_tokens": 4, "completion_tokens": 9, "total_tokens": 13}}, "0.003",
         "voxtral-mini-2602")
    # DeepSeek
    hit = tokens(1000, 100, prompt_cache_hit_tokens=600, prompt_cache_miss_tokens=400, completion_tokens_details={
        "reasoning_tokens": 70})
    for when, name, rates in (
            ("2026-11-20T09:59:59Z", "the last second of the peak", ("0.3", "0.006", "1.2")),
            ("2026-11-20T10:00:00Z", "the first second after the peak", ("0.15", "0.003", "0.6")),
            ("2026-11-20T01:00:00Z", "the first second of the peak", ("0.3", "0.006", "1.2")),
            ("2026-11-20T00:59:59Z", "the last second before the peak", ("0.15", "0.003", "0.6")),
            ("2026-11-20T04:30:00Z", "between the peaks", ("0.15", "0.003", "0.6")),
            ("2026-11-21T02:00:00Z", "a Saturday has no peak", ("0.15", "0.003", "0.6"))):
        case(name, "deepseek", a, "deepseek-flash", chat("deepseek-flash", hit),
             usd((400, rates[0]), (600, rates[1]), (100, rates[2])), "deepseek-flash", i=1000, cached=600, o=100,
             reasoning=70, at=when)
    case("the alias answers as another model", "deepseek", a, "deepseek-reasoner", chat("deepseek-v4-flash", hit),
         usd((400, "0.15"), (600, "0.003"), (100, "0.6")), "deepseek-v4-flash", i=1000, cached=600, o=100, reasoning=70)
    # Groq
    timed = tokens(1000, 100, queue_time=0.1, prompt_time=0.2, completion_time=0.3, total_time=0.5)
    case("times are not tokens", "groq", a, "llama-3.3-70b-versatile", chat("llama-3.3-70b-versatile", timed),
         usd((1000, "0.59"), (100, "0.79")), "llama-3.3-70b-versatile", i=1000, o=100)
    case("usage is in x_groq of the last chunk", "groq", a, "llama-3.3-70b-versatile", [
        chunk("llama-3.3-70b-versatile", x_groq={"id": "r"}),
        chunk("llama-3.3-70b-versatile", x_groq={"id": "r", "usage": timed}), DONE],
         usd((1000, "0.59"), (100, "0.79")), "llama-3.3-70b-versatile", i=1000, o=100, kind="sse",
         hints={"stream": True})
    case("usage twice in a stream counts once", "groq", a, "llama-3.3-70b-versatile", [
        chunk("llama-3.3-70b-versatile", x_groq={"id": "r", "usage": timed}),
        chunk("llama-3.3-70b-versatile", timed, choices=[]), DONE],
         usd((1000, "0.59"), (100, "0.79")), "llama-3.3-70b-versatile", i=1000, o=100, kind="sse",
         hints={"stream": True})
    case("batch and cache discounts do not stack", "groq", a, "openai/gpt-oss-120b", chat("openai/gpt-oss-120b", tokens(
        1000, 100, prompt_tokens_details={"cached_tokens": 600})),
         usd((400, "0.075"), (600, "0.075"), (100, "0.3")), "openai/gpt-oss-120b", i=1000, cached=600, o=100,
         hints={"batch": True})
    case("compound: each model has its price", "groq", a, "groq/compound", chat("groq/compound", tokens(
        1500, 150), usage_breakdown={"models": [
            {"model": "llama-3.3-70b-versatile", "usage": tokens(500, 50)},
            {"model": "openai/gpt-oss-120b", "usage": tokens(1000, 100)}]}),
         usd((500, "0.59"), (50, "0.79"), (1000, "0.15"), (100, "0.6")), None, i=1500, o=150)
    case("a transcription is ten seconds at least", "groq", "audio.transcriptions", "whisper-large-v3-turbo", {
        "text": "ok", "x_groq": {"id": "r"}}, usd(fees=str((Decimal("0.04") * 10 / 3600).quantize(Decimal("1e-12")))),
         "whisper-large-v3-turbo", hints={"audio_seconds": 2.5})
    case("a transcription is not rounded up", "groq", "audio.transcriptions", "whisper-large-v3-turbo", {
        "text": "ok", "duration": 22.5}, usd(fees="0.00025"), "whisper-large-v3-turbo")
    # xAI
    case("reasoning stands beside the completion", "xai", a, "grok-4.6", chat("grok-4.6", {
        "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1400, "completion_tokens_details": {
            "reasoning_tokens": 300}}), usd((1000, "2"), (400, "6")), "grok-4.6", i=1000, o=400, reasoning=300)
    case("what it says that it charged goes first", "xai", a, "grok-4.6", chat("grok-4.6", {
        "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1400, "completion_tokens_details": {
            "reasoning_tokens": 300}, "cost_in_usd_ticks": 94_000_001}), "0.0094000001", "grok-4.6", i=1000, o=400,
         reasoning=300)
    case("the bound is inclusive", "xai", a, "grok-4.6", chat("grok-4.6", tokens(200_000, 100)),
         usd((200_000, "4"), (100, "12")), "grok-4.6", i=200_000, o=100)
    case("below the bound", "xai", a, "grok-4.6", chat("grok-4.6", tokens(199_999, 100)),
         usd((199_999, "2"), (100, "6")), "grok-4.6", i=199_999, o=100)
    case("of images it says what it charged, and nothing else", "xai", "images", "grok-2-image", {
        "created": 1, "data": [{"b64_json": ""}], "usage": {"cost_in_usd_ticks": 700_000_000}}, "0.07", None)
    case("in responses reasoning is inside the output", "xai", "responses", "grok-4.6", {
        "id": "r", "model": "grok-4.6", "output": [], "usage": {
            "input_tokens": 1000, "output_tokens": 400, "output_tokens_details": {"reasoning_tokens": 300}}},
         usd((1000, "2"), (400, "6")), "grok-4.6", i=1000, o=400, reasoning=300)
    # OpenRouter
    name = "anthropic/claude-sonnet-4.5"
    case("what it says that it charged goes first", "openrouter", a, name, chat(name, tokens(
        1000, 100, cost=0.0123)), "0.0123", name, i=1000, o=100)
    case("with a key of one's own the provider bills, too", "openrouter", a, name, chat(name, tokens(
        1000, 100, cost=0.000225, is_byok=True, cost_details={"upstream_inference_cost": 0.0045})), "0.004725", name,
         i=1000, o=100)
    case("with a key of one's own and nothing told: list prices", "openrouter", a, name, chat(name, tokens(
        1000, 100, cost=0, is_byok=True)), usd((1000, "3"), (100, "15")), name, i=1000, o=100)
    case("a cost of nothing is one", "openrouter", a, name, chat(name, tokens(1000, 100, cost=0, is_byok=False)), "0",
         name, i=1000, o=100)
    case("the model that answered, not the one that was asked", "openrouter", a, "openai/gpt-5-mini", chat(
        name, tokens(1000, 100)), usd((1000, "3"), (100, "15")), name, i=1000, o=100)
    case("reads and writes are inside the prompt, and may overlap", "openrouter", a, name, chat(name, tokens(
        1000, 100, prompt_tokens_details={"cached_tokens": 800, "cache_write_tokens": 400})),
         usd((800, "0.3"), (200, "3.75"), (100, "15")), name, i=1000, cached=800, written=200, o=100)
    # Cohere
    case("what was processed is not what is billed", "cohere", "chat", "command-a-03-2025", {
        "id": "x", "message": {"role": "assistant", "content": [{"type": "text", "text": "ok"}]},
        "finish_reason": "COMPLETE", "usage": {"billed_units": {"input_tokens": 100, "output_tokens": 20}, "tokens": {
            "input_tokens": 170, "output_tokens": 25}}}, usd((100, "2.5"), (20, "10")), "command-a", i=100, o=20)
    case("without billed units nothing is known", "cohere", "chat", "command-a-03-2025", {
        "id": "x", "finish_reason": "COMPLETE", "usage": {"tokens": {"input_tokens": 170, "output_tokens": 25}}}, None,
         None)
    case("version 2 streams end with message-end", "cohere", "chat", "command-a-03-2025", [
        ["message-start", {"type": "message-start", "id": "x", "delta": {"message": {"role": "assistant"}}}],
        ["content-delta", {"type": "content-delta", "delta": {"message": {"content": {"text": "ok"}}}}],
        ["message-end", {"type": "message-end", "delta": {"finish_reason": "COMPLETE", "usage": {
            "billed_units": {"input_tokens": 100, "output_tokens": 20}, "tokens": {
                "input_tokens": 170, "output_tokens": 25}}}}]], usd((100, "2.5"), (20, "10")), "command-a", i=100, o=20,
         kind="sse", hints={"stream": True})
    case("version 1 streams end with stream-end", "cohere", "chat", "command-r-08-2024", [
        [None, {"is_finished": False, "event_type": "text-generation", "text": "ok"}],
        [None, {"is_finished": True, "event_type": "stream-end", "finish_reason": "COMPLETE", "response": {
            "text": "ok", "meta": {"billed_units": {"input_tokens": 100, "output_tokens": 20}, "tokens": {
                "input_tokens": 170, "output_tokens": 25}}}}]], usd((100, "0.15"), (20, "0.6")), "command-r", i=100,
         o=20, kind="sse", hints={"stream": True})
    case("tokens of images have a rate of their own", "cohere", "embed", "embed-v4.0", {
        "id": "x", "embeddings": {"float": [[0.1]]}, "meta": {"billed_units": {"input_tokens": 100, "image_tokens": 50}}},
         usd((100, "0.12"), (50, "0.47")), "embed-v4.0", i=150)
    case("a search unit", "cohere", "rerank", "rerank-v3.5", {
        "results": [], "meta": {"billed_units": {"search_units": 3}}}, "0.006", "rerank-v3.5")
    # Perplexity
    case("what it says that it charged goes first", "perplexity", a, "sonar", chat("sonar", tokens(
        100, 50, search_context_size="low", cost={"total_cost": 0.00515, "request_cost": 0.005})), "0.00515", "sonar",
         i=100, o=50)
    case("the fee of a request is by the size of its context", "perplexity", a, "sonar", chat("sonar", tokens(
        100, 50, search_context_size="medium", num_search_queries=1)), usd((100, "1"), (50, "1"), fees="0.008"), "sonar",
         i=100, o=50)
    case("deep research: citations and reasoning stand beside the completion", "perplexity", a, "sonar-deep-research",
         chat("sonar-deep-research", tokens(
             100, 50, citation_tokens=1000, reasoning_tokens=2000, num_search_queries=4)),
         usd((100, "2"), (50, "8"), (1000, "2"), (2000, "3"), fees="0.02"), "sonar-deep-research", i=100, o=3050,
         reasoning=2000)
    case("every chunk counts all so far", "perplexity", a, "sonar", [
        chunk("sonar", tokens(100, n, search_context_size="low", cost={"total_cost": c})) for n, c in (
            (10, 0.00511), (30, 0.00513), (50, 0.00515))], "0.00515", "sonar", i=100, o=50, kind="sse",
         hints={"stream": True})
    # Others of OpenAI's shape
    case("cached tokens at the top level", "moonshotai", a, "kimi-k2.6", chat("kimi-k2.6", tokens(
        1000, 100, cached_tokens=600)), usd((400, "0.95"), (600, "0.16"), (100, "4")), "kimi-k2.6", i=1000, cached=600,
         o=100)
    case("usage inside the last choice", "moonshotai", a, "kimi-k2.6", [
        chunk("kimi-k2.6"), chunk("kimi-k2.6", choices=[{
            "index": 0, "delta": {}, "finish_reason": "stop", "usage": tokens(1000, 100, cached_tokens=600)}]), DONE],
         usd((400, "0.95"), (600, "0.16"), (100, "4")), "kimi-k2.6", i=1000, cached=600, o=100, kind="sse",
         hints={"stream": True})
    case("cached tokens at the top level", "together", a, "zai-org/GLM-5.3", chat("zai-org/GLM-5.3", tokens(
        1000, 100, cached_tokens=600)), usd((400, "1.4"), (600, "0.26"), (100, "4.4")), "zai-org/GLM-5.3", i=1000,
         cached=600, o=100)
    kimi = "accounts/fireworks/models/kimi-k2-instruct"
    case("cached tokens are half of the input where no price is listed", "fireworks", a, kimi, chat(kimi, tokens(
        1000, 100, prompt_tokens_details={"cached_tokens": 600})), usd((400, "0.6"), (600, "0.3"), (100, "2.5")), kimi,
         i=1000, cached=600, o=100)
    case("a tier that only the request tells", "fireworks", a, "accounts/fireworks/models/kimi-k2p6", chat(
        "accounts/fireworks/models/kimi-k2p6", tokens(1000, 100)), usd((1000, "1.5"), (100, "6")), "kimi-k2p6", i=1000,
         o=100, hints={"service_tier": "priority"})
    case("times are not tokens", "cerebras", a, "gpt-oss-120b", chat("gpt-oss-120b", tokens(1000, 100), time_info={
        "queue_time": 0.1, "prompt_time": 0.2, "completion_time": 0.3, "total_time": 0.6, "created": 1}),
         usd((1000, "0.35"), (100, "0.75")), "gpt-oss-120b", i=1000, o=100)
    case("cached tokens in the details", "zai", a, "glm-4.6", chat("glm-4.6", tokens(
        1000, 100, prompt_tokens_details={"cached_tokens": 600})), usd((400, "0.6"), (600, "0.11"), (100, "2.2")),
         "GLM-4.6", i=1000, cached=600, o=100)
    case("only a total", "voyageai", "embeddings", "voyage-multimodal-3", {
        "object": "list", "data": [], "model": "voyage-multimodal-3", "usage": {"total_tokens": 1000}},
         usd((1000, "0.12")), "voyage-multimodal-3", i=1000)
    case("reranking by tokens", "voyageai", "rerank", "rerank-2.5", {
        "object": "list", "data": [], "model": "rerank-2.5", "usage": {"total_tokens": 1000}}, usd((1000, "0.05")),
         "rerank-2.5", i=1000)
    case("providers have other names", "google-vertex", "generateContent", "gemini-2.5-flash", {
        "usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 20, "thoughtsTokenCount": 30,
                          "totalTokenCount": 150}}, usd((100, "0.3"), (50, "2.5")), "gemini-2.5-flash", i=100, o=50,
         reasoning=30)
    case("an unknown provider has no price", "acme", a, "acme-1", chat("acme-1", tokens(10, 5)), None, None, i=10, o=5,
         unpriced=["input", "output"])


def main():
    openai_chat()
    openai_other()
    azure()
    anthropic()
    gemini()
    bedrock()
    others()
    assert len({each["id"] for each in CASES}) == len(CASES), "two cases of one name"
    TARGET.write_text("".join(json.dumps(each, separators=(",", ":")) + "\n" for each in CASES), encoding="utf-8")
    print(f"{len(CASES)} cases -> {TARGET}")


if __name__ == "__main__":
    main()
