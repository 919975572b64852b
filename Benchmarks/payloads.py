"""The bytes that are sent and answered: an OpenAI chat completion of about 1 KB each way, and its stream of 200 events."""

import json

MODEL = "gpt-4o-mini"
SNAPSHOT = "gpt-4o-mini-2024-07-18"
BURST_EVENTS = 200
PARAGRAPH = (
    "The gateway passes this text on byte for byte, scans it once for the model and the caps, and never decodes it "
    "as a whole. It stands for an ordinary short prompt of an application. "
)


def usage(prompt, completion):
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": 0,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def request(stream):
    """About 1 KB."""
    body = {
        "model": MODEL,
        "messages": [
            {"role": "system", "content": "You answer briefly and say where you are not sure."},
            {"role": "user", "content": PARAGRAPH * 4},
        ],
        "temperature": 0.2,
        "max_tokens": 400,
        "user": "bench",
    }
    if stream:
        body["stream"] = True
    return json.dumps(body)


def plain_answer():
    """About 1 KB, without a quote or a dollar that nginx would have to be told about."""
    return json.dumps(
        {
            "id": "chatcmpl-bench",
            "object": "chat.completion",
            "created": 1790000000,
            "model": SNAPSHOT,
            "choices": [
                {
                    "index": 0,
                    "message": {
                        "role": "assistant",
                        "content": PARAGRAPH * 2 + "That is all.",
                        "refusal": None,
                        "annotations": [],
                    },
                    "logprobs": None,
                    "finish_reason": "stop",
                }
            ],
            "usage": usage(220, 80),
            "service_tier": "default",
            "system_fingerprint": "fp_bench",
        }
    )


def chunk(choices, **more):
    body = {
        "id": "chatcmpl-bench",
        "object": "chat.completion.chunk",
        "created": 1790000000,
        "model": SNAPSHOT,
        "service_tier": "default",
        "system_fingerprint": "fp_bench",
        "choices": choices,
    }
    return f"data: {json.dumps(body | more, separators=(',', ':'))}\n\n"


def burst_answer():
    """200 events in all: a role, content, the finish reason, the usage, `[DONE]`."""

    def choice(delta, finish=None):
        return [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]

    events = [chunk(choice({"role": "assistant", "content": ""}))]
    events += [chunk(choice({"content": " token"})) for _ in range(BURST_EVENTS - 4)]
    events += [chunk(choice({}, "stop")), chunk([], usage=usage(220, BURST_EVENTS - 4)), "data: [DONE]\n\n"]
    return "".join(events)
