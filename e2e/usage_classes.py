"""A provider's own `usage` as classes that do not depend on the provider, for calls whose usage a test dictated: the
providers' rules once more, in another language than the gateway's."""

from __future__ import annotations

from typing import Any


def classes(api: str, usage: dict[str, Any], provider: str = "") -> dict[str, Any]:
    """The classes as the simulator's record has them (`used`)."""
    if api == "messages":
        return _messages(usage)
    if api in ("generateContent", "streamGenerateContent"):
        return _gemini(usage)
    if api == "responses" or "input_tokens" in usage:
        return _responses(usage)
    return _chat(usage)


def _messages(usage: dict[str, Any]) -> dict[str, Any]:
    def one(u: dict[str, Any]) -> dict[str, Any]:
        read = u.get("cache_read_input_tokens") or 0
        written = u.get("cache_creation_input_tokens") or 0
        return {
            "input_tokens": u["input_tokens"] + read + written,
            "cached_input_tokens": read,
            "cache_write_tokens": written,
            "cache_write_1h_tokens": (u.get("cache_creation") or {}).get("ephemeral_1h_input_tokens") or 0,
            "output_tokens": u["output_tokens"],
            "reasoning_tokens": (u.get("output_tokens_details") or {}).get("thinking_tokens") or 0,
        }

    total = one(usage)
    # What summarised the conversation is not in the sums at the top.
    for iteration in usage.get("iterations") or []:
        if iteration["type"] == "compaction":
            for name, count in one(iteration).items():
                total[name] += count
    total["per_web_search"] = (usage.get("server_tool_use") or {}).get("web_search_requests") or 0
    total |= {"tier": usage.get("service_tier"), "geo": usage.get("inference_geo"), "speed": usage.get("speed")}
    return total


def _gemini(usage: dict[str, Any]) -> dict[str, Any]:
    def of(details: str, modality: str) -> int:
        return sum(d.get("tokenCount", 0) for d in usage.get(details) or [] if d["modality"] == modality)

    return {
        "input_tokens": usage["promptTokenCount"] + (usage.get("toolUsePromptTokenCount") or 0),
        "cached_input_tokens": usage.get("cachedContentTokenCount") or 0,
        "audio_input_tokens": of("promptTokensDetails", "AUDIO"),
        "cached_audio_input_tokens": of("cacheTokensDetails", "AUDIO"),
        "image_input_tokens": of("promptTokensDetails", "IMAGE"),
        "output_tokens": (usage.get("candidatesTokenCount") or 0) + (usage.get("thoughtsTokenCount") or 0),
        "reasoning_tokens": usage.get("thoughtsTokenCount") or 0,
        "tier": usage.get("serviceTier"),
    }


def _responses(usage: dict[str, Any]) -> dict[str, Any]:
    details = usage.get("input_tokens_details") or {}
    return {
        "input_tokens": usage["input_tokens"],
        "cached_input_tokens": details.get("cached_tokens") or 0,
        "cache_write_tokens": details.get("cache_write_tokens") or 0,
        "output_tokens": usage["output_tokens"],
        "reasoning_tokens": (usage.get("output_tokens_details") or {}).get("reasoning_tokens") or 0,
    }


def _chat(usage: dict[str, Any]) -> dict[str, Any]:
    prompt = usage.get("prompt_tokens_details") or {}
    completion = usage.get("completion_tokens_details") or {}
    return {
        "input_tokens": usage["prompt_tokens"],
        "cached_input_tokens": prompt.get("cached_tokens") or 0,
        "cache_write_tokens": prompt.get("cache_write_tokens") or 0,
        "audio_input_tokens": prompt.get("audio_tokens") or 0,
        "output_tokens": usage.get("completion_tokens") or 0,
        "reasoning_tokens": completion.get("reasoning_tokens") or 0,
        "audio_output_tokens": completion.get("audio_tokens") or 0,
    }
