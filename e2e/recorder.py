"""A provider that answers every chat completion alike, and keeps the header fields it was sent, values too."""

from __future__ import annotations

import json

from listener import Answer, Listener

ANSWER = json.dumps(
    {
        "id": "chatcmpl-recorded",
        "object": "chat.completion",
        "created": 1,
        "model": "gpt-4o-mini-2024-07-18",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "Yes."}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 12, "completion_tokens": 2, "total_tokens": 14},
    }
).encode()


class Recorder(Listener):
    """`fields` of each request, lower-case names, in the order of arrival."""

    def __init__(self) -> None:
        self.fields: list[dict[str, str]] = []
        super().__init__()

    def answer(self, path: str, fields: dict[str, str], body: bytes) -> Answer:
        self.fields.append(fields)
        return 200, {"content-type": "application/json"}, ANSWER
