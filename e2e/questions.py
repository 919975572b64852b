"""Requests that several tests send."""

from __future__ import annotations

import base64
from typing import Any

CHAT = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "How many tokens is this? Ünïcode 🙂"}]}
RESPONSE = {"model": "gpt-5", "input": "How many tokens is this? Ünïcode 🙂"}
MESSAGE = {
    "model": "claude-sonnet-4-5",
    "max_tokens": 1_000,
    "messages": [{"role": "user", "content": "How many tokens is this? Ünïcode 🙂"}],
}
PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
        "789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
    )
).decode()
WEATHER = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer"}, "unit": {"enum": ["celsius", "kelvin"]}},
    "required": ["city"],
}
OPENAI_TOOL: Any = {"type": "function", "function": {"name": "get_weather", "parameters": WEATHER}}
RESPONSE_TOOL: Any = {"type": "function", "name": "get_weather", "parameters": WEATHER, "strict": False}
ANTHROPIC_TOOL: Any = {"name": "get_weather", "description": "The weather.", "input_schema": WEATHER}


def sim(**settings: Any) -> dict[str, str]:
    """Headers that tell the simulator how to answer: `sim(delay_ms=5)` is `x-sim-delay-ms: 5`."""
    return {f"x-sim-{name.replace('_', '-')}": str(value) for name, value in settings.items()}
