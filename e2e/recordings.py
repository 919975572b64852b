"""Recordings to upload: silence of a known length, as WAV, FLAC and MP3."""

from __future__ import annotations

import io
import struct
import wave


def wav(milliseconds: int, rate: int = 16_000) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\0\0" * (rate * milliseconds // 1_000))
    return out.getvalue()


def flac(milliseconds: int, rate: int = 44_100) -> bytes:
    """The head of a FLAC file (RFC 9639 section 8.2), which says how many samples there are, and noise after it."""
    samples = rate * milliseconds // 1_000
    packed = rate << 44 | (1 - 1) << 41 | (16 - 1) << 36 | samples
    info = struct.pack(">HH", 4_096, 4_096) + bytes(6) + packed.to_bytes(8, "big") + bytes(16)
    return b"fLaC" + b"\x80" + len(info).to_bytes(3, "big") + info + bytes(range(256)) * 20


def mp3(milliseconds: int) -> bytes:
    """Silent frames of MPEG-1 layer III, 128 kbit/s at 44.1 kHz: 1152 samples each; an ID3v2 tag before them."""
    tag = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10)
    frame = b"\xff\xfb\x90\xc4" + bytes(417 - 4)
    return tag + frame * round(milliseconds * 44.1 / 1_152)
