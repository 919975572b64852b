"""Resident memory under back-pressure: a large stream to a slow client, a large upload to a slow provider, and many.

Peaks are the kernel's own high-water mark (VmHWM, reset through /proc/PID/clear_refs), above what the gateway held after
a few ordinary calls of the same kind.
"""

import asyncio
import json
import re
import resource
from pathlib import Path

MB = 1_000_000
STREAM_BYTES = 200 * MB
UPLOAD_BYTES = 32 << 20
STREAMS = 2_000
PART = 65_536
EVENT = (
    b'data: {"id":"c","object":"chat.completion.chunk","model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"'
    + b"word " * 100
    + b'"}}]}\n\n'
)
EVENTS = EVENT * 100
END = (
    b'data: {"id":"c","object":"chat.completion.chunk","model":"gpt-4o-mini","choices":[],'
    b'"usage":{"prompt_tokens":7,"completion_tokens":11,"total_tokens":18}}\n\ndata: [DONE]\n\n'
)
PATH = b"/v1/chat/completions"


def peak_kib(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def forget_peak(pid):
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return peak_kib(pid)


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


class Provider:
    """Streams so many bytes as fast as they are taken; reads a request when it is let."""

    def __init__(self):
        self.stream_bytes = 0
        self.reads = asyncio.Event()
        self.reads.set()
        self.pause = 0
        self.asked = 0
        self.writers = set()

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, backlog=4096, limit=PART)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()
        for writer in list(self.writers):
            writer.transport.abort()

    async def serve(self, reader, writer):
        self.writers.add(writer)
        writer.transport.set_write_buffer_limits(high=0)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.asked += 1
                await self.reads.wait()
                left = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
                streams = False
                while left:
                    data = await reader.read(min(left, PART))
                    if not data:
                        return
                    streams = streams or b'"stream":true' in data
                    left -= len(data)
                    if self.pause:
                        await asyncio.sleep(self.pause)
                await self.answer(writer, streams)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # its other end has gone, or the benchmark ends
        finally:
            self.writers.discard(writer)
            writer.close()

    async def answer(self, writer, streams):
        if not streams:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        sent = 0
        while sent < self.stream_bytes:
            writer.write(chunk(EVENTS))
            await writer.drain()
            sent += len(EVENTS)
        writer.write(chunk(END) + b"0\r\n\r\n")
        await writer.drain()


def post(length):
    return b"POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (PATH, length)


async def ask_stream(port):
    body = json.dumps({"model": "gpt-4o-mini", "stream": True, "messages": []}, separators=(",", ":")).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=PART)
    writer.write(post(len(body)) + body)
    return reader, writer


async def read_to_end(reader, pause=0.0):
    size, last = 0, b""
    while not last.endswith(b"\r\n0\r\n\r\n"):
        data = await reader.read(PART)
        if not data:
            raise RuntimeError(f"the stream was cut after {size} bytes")
        size, last = size + len(data), last[-8:] + data
        if pause:
            await asyncio.sleep(pause)
    return size


async def stream(gateway, provider):
    """A client that reads nothing for three seconds, then slowly, to the end."""
    provider.stream_bytes = MB
    for _ in range(4):
        reader, writer = await ask_stream(gateway.port)
        await read_to_end(reader)
        writer.close()
    provider.stream_bytes = STREAM_BYTES
    before = forget_peak(gateway.pid)
    reader, writer = await ask_stream(gateway.port)
    writer.transport.pause_reading()
    await asyncio.sleep(3)
    writer.transport.resume_reading()
    size = await read_to_end(reader, pause=0.002)
    writer.close()
    if size < STREAM_BYTES:
        raise RuntimeError(f"{size} bytes came instead of {STREAM_BYTES}")
    return peak_kib(gateway.pid) - before


async def upload(gateway, provider):
    """A metered request to a provider that reads nothing for three seconds, then slowly."""

    async def send(size):
        begin, end = b'{"model":"gpt-4o-mini","messages":[{"role":"user","content":"', b'"}]}'
        reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port, limit=PART)
        writer.transport.set_write_buffer_limits(high=0)
        writer.write(post(size) + begin)
        left = size - len(begin) - len(end)
        while left:
            part = (b"some words, " * 6_000)[: min(left, PART)]
            writer.write(part)
            await writer.drain()
            left -= len(part)
        writer.write(end)
        head = await reader.readuntil(b"\r\n\r\n")
        writer.close()
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the upload was answered with {head!r}")

    for _ in range(4):
        await send(1 << 20)
    before = forget_peak(gateway.pid)
    provider.reads.clear()
    provider.pause = 0.001
    sending = asyncio.create_task(send(UPLOAD_BYTES))
    await asyncio.sleep(3)
    provider.reads.set()
    await sending
    provider.pause = 0
    return peak_kib(gateway.pid) - before


async def streams(gateway, provider):
    """So many streams without an end at once, their clients slow: KiB for each."""
    provider.stream_bytes = 1 << 50
    before, already = forget_peak(gateway.pid), provider.asked
    clients = [await ask_stream(gateway.port) for _ in range(STREAMS)]
    stopped = asyncio.Event()

    async def read_slowly(reader):
        while not stopped.is_set():
            if not await reader.read(2_048):
                raise RuntimeError("a stream was ended")
            await asyncio.sleep(0.5)

    reading = [asyncio.create_task(read_slowly(reader)) for reader, _ in clients]
    for _ in range(600):
        if provider.asked - already >= STREAMS:
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(15)
    grown = peak_kib(gateway.pid) - before
    stopped.set()
    await asyncio.gather(*reading)
    for _, writer in clients:
        writer.transport.abort()
    return grown / STREAMS


async def measure(start):
    """All three, in KiB; `start` makes a gateway in front of a provider's port."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    figures = {}
    async with Provider() as provider:
        with start(provider.port) as gateway:
            for name, one in (("stream_kib", stream), ("upload_kib", upload), ("kib_a_stream", streams)):
                figures[name] = await one(gateway, provider)
                print(f"  pressure: {name} {figures[name]:.0f}", flush=True)
            # What the provider still streams for clients that are gone must not delay the gateway's end.
            for writer in list(provider.writers):
                writer.transport.abort()
    return figures
