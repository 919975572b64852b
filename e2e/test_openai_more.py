"""The openai SDK's older and free APIs through the gateway: completions, moderations, lists of models; Azure."""

from __future__ import annotations

import openai
import pytest

from processes import AZURE_KEY, DIRECT
from questions import CHAT, RESPONSE, sim

TEXT = {"model": "gpt-3.5-turbo-instruct", "prompt": "The ledger is"}


def test_completions(case):
    client = case.openai()
    answer = client.completions.create(**TEXT, max_tokens=100)
    assert answer.object == "text_completion" and answer.choices[0].text and answer.usage.completion_tokens > 0
    client.completions.create(**(TEXT | {"prompt": ["a", "b"]}), n=2, max_tokens=3)
    rows = case.reconcile(2)
    if rows:
        assert rows[0]["api"] == "completions" and rows[1]["output_tokens"] == 6


def test_completions_streamed(case):
    client = case.openai()
    asked = list(client.completions.create(**TEXT, stream=True, stream_options={"include_usage": True}))
    assert asked[-1].usage.completion_tokens > 0 and asked[-1].choices == []
    case.reconcile(1)


def test_completions_streamed_without_usage_are_counted(case):
    chunks = list(case.openai().completions.create(**TEXT, stream=True, max_tokens=60))
    assert all(len(chunk.choices) == 1 for chunk in chunks) and chunks[-1].choices[0].finish_reason
    if not DIRECT:
        row = case.row()
        assert row["usage_source"] in ("reported", "estimated") and row["input_tokens"] > 0, row
        assert row["output_tokens"] > 0 and row["cost_usd"] > 0


def test_moderations_are_free(case):
    client = case.openai()
    answer = client.moderations.create(model="omni-moderation-latest", input=["I could kill for this view", "fine"])
    assert [result.flagged for result in answer.results] == [True, False]
    assert answer.results[0].categories.violence and not answer.results[0].categories.self_harm
    if not DIRECT:
        row = case.row()
        assert row["api"] == "moderations" and row["cost_usd"] == 0 and row["unpriced"] == [], row
        assert row["response_model"] == "omni-moderation-latest"


def test_models_are_relayed(case):
    client = case.openai()
    assert "gpt-4o" in [model.id for model in client.models.list()]
    assert client.models.retrieve("gpt-4o-mini").id == "gpt-4o-mini"


@pytest.mark.gateway_only
def test_an_unknown_path_is_relayed_and_recorded_as_unmetered(case):
    with pytest.raises(openai.NotFoundError):
        case.openai().files.retrieve("file-abc")
    row = case.row()
    assert row["api"] == "unmetered" and row["status"] == 404 and not row["cost_usd"] and row["usage_source"] == "none"


@pytest.mark.parametrize("stream", [False, True])
def test_azure_chat(case, stream):
    answer = case.azure().chat.completions.create(**(CHAT | {"model": "gpt-4o"}), stream=stream)
    if stream:
        chunks = list(answer)
        assert chunks[0].choices == [] and chunks[0].prompt_filter_results, "the prompt filter's chunk stays"
        assert all(chunk.choices for chunk in chunks[1:])
    case.reconcile(1)
    (call,) = case.calls()
    assert "/openai/deployments/gpt-4o/chat/completions" in call["path"]
    if not DIRECT:
        assert call["key"] == AZURE_KEY[-4:]


def test_azure_deployment_of_any_name_is_priced_by_the_answers_model(case):
    client = case.azure(azure_deployment="our-best-one")
    client.chat.completions.create(**(CHAT | {"model": "our-best-one"}))
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["request_model"] == "our-best-one" and rows[0]["response_model"] == "gpt-4o-2024-11-20"


def test_azure_embeddings_and_responses(case):
    client = case.azure()
    client.embeddings.create(model="text-embedding-3-small", input="the ledger is right")
    client.responses.create(**RESPONSE)
    list(client.responses.create(**RESPONSE, stream=True))
    case.reconcile(3)


def test_azure_v1(case):
    client = case.openai(base_url=case.url + "/azure/openai/v1", default_headers={"api-key": "az-caller"})
    client.chat.completions.create(**CHAT)
    list(client.chat.completions.create(**CHAT, stream=True))
    case.reconcile(2)


async def test_azure_async(case):
    async with case.azure(openai.AsyncAzureOpenAI) as client:
        await client.chat.completions.create(**CHAT)
    case.reconcile(1)


@pytest.mark.gateway_only
def test_azure_error(case):
    with pytest.raises(openai.RateLimitError):
        case.azure().chat.completions.create(**CHAT, extra_headers=sim(status=429))
    case.reconcile(1)
