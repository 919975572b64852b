"""The openai SDK's images through the gateway: by tokens, by the picture, and as partial pictures that are streamed."""

from __future__ import annotations

import base64
from decimal import Decimal

import openai
import pytest

from processes import DIRECT
from questions import PIXEL, sim

PICTURE = {"model": "gpt-image-1", "prompt": "A ledger, in oil."}
FILE = ("pixel.png", base64.b64decode(PIXEL), "image/png")


def test_generate(case):
    answer = case.openai().images.generate(**PICTURE, size="1024x1536", quality="high", n=2)
    assert len(answer.data) == 2 and answer.data[0].b64_json == PIXEL and answer.usage.output_tokens == 2 * 6_240
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["cost_usd"] == (Decimal(5) * 5 + Decimal(12_480) * 40) / 1_000_000


def test_edit(case):
    answer = case.openai().images.edit(**PICTURE, image=[FILE, FILE], mask=FILE)
    assert answer.usage.input_tokens_details.image_tokens == 388
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["input_tokens"] == 388 + 5


@pytest.mark.parametrize("kind", ["generate", "edit"])
def test_streamed(case, kind):
    client = case.openai()
    if kind == "generate":
        events = list(client.images.generate(**PICTURE, stream=True, partial_images=2))
    else:
        events = list(client.images.edit(**PICTURE, image=FILE, stream=True, partial_images=2))
    prefix = {"generate": "image_generation", "edit": "image_edit"}[kind]
    assert [event.type for event in events] == [f"{prefix}.partial_image"] * 2 + [f"{prefix}.completed"]
    assert events[-1].usage.output_tokens == 1_056 + 200
    case.reconcile(1)


def test_large_pictures_are_streamed_through(case):
    answer = case.openai().images.generate(**PICTURE, extra_headers=sim(chunk_bytes=3_000_000))
    assert len(answer.data[0].b64_json) == pytest.approx(3_000_000, abs=8)
    events = list(
        case.openai().images.generate(
            **PICTURE, stream=True, partial_images=1, extra_headers=sim(chunk_bytes=3_000_000)
        )
    )
    assert len(events[-1].b64_json) == pytest.approx(3_000_000, abs=8)
    case.reconcile(2)


@pytest.mark.parametrize("quality,size,price", [("hd", "1792x1024", "0.12"), ("standard", "1024x1024", "0.04")])
def test_by_the_picture(case, quality, size, price):
    answer = case.openai().images.generate(model="dall-e-3", prompt="A ledger.", quality=quality, size=size)
    assert answer.data[0].url
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["cost_usd"] == Decimal(price)


async def test_async_client(case):
    async with case.openai(openai.AsyncOpenAI) as client:
        await client.images.generate(**PICTURE)
        async for _ in await client.images.generate(**PICTURE, stream=True):
            pass
        await client.images.edit(**PICTURE, image=FILE)
    case.reconcile(3)


@pytest.mark.gateway_only
def test_error(case):
    with pytest.raises(openai.RateLimitError):
        case.openai().images.generate(**PICTURE, extra_headers=sim(status=429))
    case.reconcile(1)
