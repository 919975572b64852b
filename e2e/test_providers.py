"""Providers that speak OpenAI's chat API with quirks of their own, each at the base URL that its documentation names,
behind the gateway's path for it."""

from __future__ import annotations

import pytest

from processes import DIRECT
from questions import CHAT, RESPONSE, sim

# Path of the gateway before what the SDK appends, and a model.
PROVIDERS = {
    "groq": ("/groq/openai/v1", "llama-3.3-70b-versatile"),
    "deepseek": ("/deepseek", "deepseek-chat"),
    "mistral": ("/mistral/v1", "mistral-large-latest"),
    "xai": ("/xai/v1", "grok-4"),
    "openrouter": ("/openrouter/api/v1", "anthropic/claude-sonnet-4.5"),
    "together": ("/together/v1", "openai/gpt-oss-120b"),
    "fireworks": ("/fireworks/inference/v1", "accounts/fireworks/models/kimi-k2p6"),
    "perplexity": ("/perplexity", "sonar"),
    "cerebras": ("/cerebras/v1", "gpt-oss-120b"),
    "moonshot": ("/moonshot/v1", "kimi-k2.6"),
    "zai": ("/zai/api/paas/v4", "glm-5.3"),
    "ollama": ("/ollama/v1", "llama3.2"),
    "vllm": ("/vllm/v1", "meta-llama/Llama-3.1-8B-Instruct"),
}
# These tell what was used in a stream only where the request asks for it.
TELLS_WHEN_ASKED = {"ollama", "vllm"}


def request(provider: str) -> dict:
    return CHAT | {"model": PROVIDERS[provider][1]}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_plain(case, provider):
    client = case.compatible(PROVIDERS[provider][0])
    answer = client.chat.completions.create(**request(provider), extra_headers=sim(cached_tokens=64, reasoning_tokens=9))
    assert answer.choices[0].message.content and answer.usage.prompt_tokens > 0
    case.reconcile(1)
    assert case.calls()[0]["provider"] == provider


@pytest.mark.parametrize("provider", PROVIDERS)
def test_stream(case, provider):
    client = case.compatible(PROVIDERS[provider][0])
    settings = sim(cached_tokens=64, reasoning_tokens=9, events=12)
    chunks = list(client.chat.completions.create(**request(provider), stream=True, extra_headers=settings))
    assert chunks[-1].choices[0].finish_reason == "stop", "no chunk that was not asked for is seen"
    if provider in TELLS_WHEN_ASKED and DIRECT:
        assert case.calls()[0]["usage"] is None
    case.reconcile(1)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_stream_with_usage_asked_for(case, provider):
    client = case.compatible(PROVIDERS[provider][0])
    list(
        client.chat.completions.create(
            **request(provider), stream=True, stream_options={"include_usage": True}, extra_headers=sim(events=7)
        )
    )
    case.reconcile(1)


@pytest.mark.parametrize("provider", ["xai", "openrouter"])
@pytest.mark.parametrize("stream", [False, True])
def test_responses_with_a_stated_cost(case, provider, stream):
    client = case.compatible(PROVIDERS[provider][0])
    answer = client.responses.create(**(RESPONSE | {"model": PROVIDERS[provider][1]}), stream=stream)
    if stream:
        list(answer)
    case.reconcile(1)


@pytest.mark.parametrize("provider", ["mistral", "together"])
def test_embeddings(case, provider):
    client = case.compatible(PROVIDERS[provider][0])
    client.embeddings.create(model="mistral-embed" if provider == "mistral" else "BAAI/bge-base-en-v1.5", input="dues")
    case.reconcile(1)


COHERE = [
    ("/v2/chat", {"model": "command-a-03-2025", "messages": CHAT["messages"]}),
    ("/v2/chat", {"model": "command-a-03-2025", "messages": CHAT["messages"], "stream": True}),
    ("/v2/embed", {"model": "embed-v4.0", "texts": ["the ledger"], "input_type": "search_query",
                   "embedding_types": ["float"]}),
    ("/v2/rerank", {"model": "rerank-v3.5", "query": "dues", "documents": ["a", "b"]}),
]  # fmt: skip


@pytest.mark.parametrize("path,body", COHERE, ids=["chat", "chat-stream", "embed", "rerank"])
def test_cohere_is_billed_by_billed_units(case, path, body):
    answer = case.http().post("/cohere" + path, json=body)
    assert answer.status_code == 200, answer.text
    case.reconcile(1)
