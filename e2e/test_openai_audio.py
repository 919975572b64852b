"""The openai SDK's audio through the gateway: uploaded recordings by tokens and by seconds, spoken text by characters and
by tokens."""

from __future__ import annotations

from decimal import Decimal

import openai
import pytest

import recordings
from processes import DIRECT
from questions import sim

WHISPER = {"model": "whisper-1", "file": ("harbour.wav", recordings.wav(3_240))}
TRANSCRIBE = {"model": "gpt-4o-transcribe", "file": ("harbour.wav", recordings.wav(3_240)), "prompt": "Harbour dues."}


def test_whisper_is_billed_by_the_seconds_that_it_tells(case):
    answer = case.openai().audio.transcriptions.create(**WHISPER)
    assert answer.text and answer.usage.type == "duration" and answer.usage.seconds == 4
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["cost_usd"] == Decimal("0.0004")


@pytest.mark.parametrize("no_usage", [0, 1])
def test_whisper_with_segments(case, no_usage):
    answer = case.openai().audio.transcriptions.create(
        **WHISPER, response_format="verbose_json", extra_headers=sim(no_usage=no_usage)
    )
    assert answer.duration == pytest.approx(3.24) and answer.segments[0].text
    case.reconcile(1)


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3"])
@pytest.mark.parametrize("format", ["text", "srt", "vtt", "json"])
def test_formats_that_tell_nothing_are_billed_by_the_recordings_length(case, format, kind):
    file = ("harbour." + kind, getattr(recordings, kind)(7_500))
    answer = case.openai().audio.transcriptions.create(
        model="whisper-1", file=file, response_format=format, extra_headers=sim(audio_ms=7_500, no_usage=1)
    )
    assert answer.text if format == "json" else answer
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["cost_usd"] == Decimal("0.0008")


@pytest.mark.parametrize("format", ["json", "verbose_json", "text"])
def test_translations(case, format):
    answer = case.openai().audio.translations.create(**WHISPER, response_format=format)
    assert answer if format == "text" else answer.text
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["api"] == "audio.translations" and rows[0]["cost_usd"] == Decimal("0.0004")


def test_transcription_by_tokens(case):
    answer = case.openai().audio.transcriptions.create(**TRANSCRIBE)
    assert answer.usage.type == "tokens" and answer.usage.input_token_details.audio_tokens == 33
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["audio_input_tokens"] == 33 and rows[0]["output_tokens"] > 0


def test_transcription_streamed(case):
    events = list(case.openai().audio.transcriptions.create(**TRANSCRIBE, stream=True))
    assert events[0].type == "transcript.text.delta" and events[-1].type == "transcript.text.done"
    assert events[-1].usage.output_tokens == len(events) - 1
    case.reconcile(1)


def test_a_large_upload_is_relayed_as_it_comes(case):
    file = ("long.wav", recordings.wav(600_300, rate=8_000))
    assert len(file[1]) > 9_000_000
    case.openai().audio.transcriptions.create(model="whisper-1", file=file, response_format="text")
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["cost_usd"] == Decimal("0.0601")
    assert case.calls()[0]["request_bytes"] > 9_000_000


def test_speech_by_characters(case):
    text = "The harbour is open. Ünïcode 🙂"
    answer = case.openai().audio.speech.create(model="tts-1", voice="alloy", input=text)
    assert len(answer.content) > 400
    rows = case.reconcile(1)
    assert case.calls()[0]["used"]["characters"] == len(text)
    if rows:
        assert rows[0]["cost_usd"] == Decimal(len(text)) * 15 / 1_000_000


def test_speech_streamed_to_a_file(case, tmp_path):
    with case.openai().audio.speech.with_streaming_response.create(
        model="tts-1", voice="alloy", input="The harbour is open. " * 40, response_format="wav"
    ) as answer:
        answer.stream_to_file(tmp_path / "speech.wav")
    sound = (tmp_path / "speech.wav").read_bytes()
    assert sound == bytes((i * 167 + (i >> 8)) & 255 for i in range(len(sound))) and len(sound) > 100_000
    case.reconcile(1)


def test_speech_by_tokens_as_events(case):
    with case.openai().audio.speech.with_streaming_response.create(
        model="gpt-4o-mini-tts", voice="alloy", input="The harbour is open.", extra_body={"stream_format": "sse"}
    ) as answer:
        lines = [line for line in answer.iter_lines() if line.startswith("data:")]
    assert "speech.audio.delta" in lines[0] and "speech.audio.done" in lines[-1]
    rows = case.reconcile(1)
    if rows:
        assert rows[0]["audio_output_tokens"] == rows[0]["output_tokens"] > 0


def test_speech_by_tokens_without_events_tells_nothing_and_is_not_guessed_free(case):
    answer = case.openai().audio.speech.create(model="gpt-4o-mini-tts", voice="alloy", input="The harbour is open.")
    assert answer.content
    if not DIRECT:
        row = case.row()
        assert row["usage_source"] != "reported" and row["cost_usd"] != 0, row


@pytest.mark.parametrize("milliseconds", [3_240, 60_500])
def test_groq_bills_at_least_ten_seconds_of_a_recording(case, milliseconds):
    client = case.compatible("/groq/openai/v1")
    answer = client.audio.transcriptions.create(
        model="whisper-large-v3", file=("harbour.wav", recordings.wav(milliseconds))
    )
    assert answer.text
    case.reconcile(1)
    assert case.calls()[0]["usage"] is None


async def test_async_client(case):
    async with case.openai(openai.AsyncOpenAI) as client:
        await client.audio.transcriptions.create(**WHISPER)
        async for _ in await client.audio.transcriptions.create(**TRANSCRIBE, stream=True):
            pass
        await client.audio.speech.create(model="tts-1", voice="alloy", input="async")
    case.reconcile(3)


@pytest.mark.gateway_only
@pytest.mark.parametrize("status", [400, 429, 500])
def test_errors(case, status):
    with pytest.raises(openai.APIStatusError) as error:
        case.openai().audio.transcriptions.create(**WHISPER, extra_headers=sim(status=status))
    assert error.value.status_code == status
    case.reconcile(1)
