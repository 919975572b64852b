"""Slow readers on either side: what they do not take stays where it came from, not in the gateway's memory."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import socket
import time
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Awaitable, Callable, Iterator

import pytest

import raw
from memory import MB, Growth
from raw import HEAD_END, get, post

MEGABYTES = [pytest.param(40, id="40MB"), pytest.param(200, id="200MB", marks=pytest.mark.peers)]
LIMIT = 8 * MB
PER_STREAM = 600 * 1024
"""Of a stalled stream: what one pass of reading brings (four reads of 64 KiB), framed, on its way out."""
TEXT_KEPT = 256 * 1024
"""Of a stream's text, for an estimate, should its end never come: 64 KiB, in an array that doubles."""
STREAM = json.dumps({"model": "gpt-4o-mini", "stream": True, "messages": [{"role": "user", "content": "x"}]}).encode()
EVENT = b'data: {"id":"c","object":"chat.completion.chunk","model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n'
EVENTS_END = (
    b'data: {"id":"c","object":"chat.completion.chunk","model":"gpt-4o-mini","choices":[],'
    b'"usage":{"prompt_tokens":7,"completion_tokens":11,"total_tokens":18}}\n\ndata: [DONE]\n\n'
)
Serving = Callable[[bytes, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Pushing:
    """A provider that pushes an answer as fast as it is taken, and counts what it got rid of."""

    def __init__(self, kind: str, size: int) -> None:
        self.kind, self.size = kind, size
        self.taken = 0
        self.asked = 0

    async def __call__(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        if self.kind == "sse":
            block = b"".join(EVENT % (b"word " * 100) for _ in range(100))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        else:
            block = bytes(65_536)
            framing = b"Transfer-Encoding: chunked" if self.kind == "chunked" else b"Content-Length: %d" % self.size
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n" + framing + b"\r\n\r\n")
        left = self.size
        while left > 0:
            part = block if self.kind == "sse" else block[:left]
            self.write(writer, part)
            await writer.drain()
            self.taken += len(part)
            left -= len(part)
        if self.kind == "sse":
            self.write(writer, EVENTS_END)
        if self.kind != "length":
            writer.write(b"0\r\n\r\n")
        await writer.drain()

    def write(self, writer: asyncio.StreamWriter, part: bytes) -> None:
        writer.write(part if self.kind == "length" else b"%x\r\n%s\r\n" % (len(part), part))


@asynccontextmanager
async def provider(serve: Serving, *, receive_buffer: int | None = None) -> AsyncIterator[int]:
    """A provider on a free port; `serve` is called for each request head."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.set_write_buffer_limits(high=0)
        running[asyncio.current_task()] = writer
        try:
            while True:
                await serve(await reader.readuntil(HEAD_END), reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            del running[asyncio.current_task()]
            writer.close()

    running: dict[Any, asyncio.StreamWriter] = {}
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if receive_buffer is not None:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    listener.bind(("127.0.0.1", 0))
    server = await asyncio.start_server(connected, sock=listener, backlog=4096, limit=65_536)
    try:
        yield listener.getsockname()[1]
    finally:
        server.close()
        tasks = list(running)
        for writer in running.values():
            writer.transport.abort()
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 20)


async def connect(port: int, *, buffer: int | None = None) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    sock = socket.socket()
    if buffer is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
    return await asyncio.open_connection(sock=sock, limit=65_536)


def request_of(kind: str) -> bytes:
    return post("/v1/chat/completions", STREAM) if kind == "sse" else get("/v1/files/large/content")


async def read_all(reader: asyncio.StreamReader, pause: float = 0) -> int:
    """Reads a chunked or measured answer to its end; the body's size."""
    head = (await reader.readuntil(HEAD_END)).lower()
    assert head.startswith(b"http/1.1 200"), head
    size = 0
    if b"content-length:" in head:
        left = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        while left:
            part = await reader.read(min(left, 65_536))
            assert part, f"cut {left} bytes before the end"
            left -= len(part)
            size += len(part)
            if pause:
                await asyncio.sleep(pause)
        return size
    while True:
        count = int(await reader.readline(), 16)
        left = count
        while left:
            part = await reader.read(min(left, 65_536))
            assert part, "cut within a chunk"
            left -= len(part)
            if pause:
                await asyncio.sleep(pause)
        await reader.readexactly(2)
        size += count
        if count == 0:
            return size


async def settled(gateway, count: int, seconds: float = 20, **query: Any) -> list[dict[str, Any]]:
    deadline = time.monotonic() + seconds
    while len(rows := await asyncio.to_thread(gateway.rows, **query)) < count:
        assert time.monotonic() < deadline, rows
        await asyncio.sleep(0.05)
    return rows


@pytest.mark.timeout(300)
@pytest.mark.parametrize("megabytes", MEGABYTES)
@pytest.mark.parametrize("kind", ["chunked", "length", "sse"])
async def test_a_client_that_reads_slowly(own_gateway, kind, megabytes):
    """First it reads nothing at all for a while, then slowly, then to the end: everything arrives, nothing piles up."""
    small = Pushing(kind, 1 * MB)
    current: list[Pushing] = [small]

    async def serve(head, reader, writer):
        if b"content-length" in head.lower():
            await reader.readexactly(int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]))
        await current[0](head, reader, writer)

    async with provider(serve) as port:
        gateway = own_gateway(f"http://127.0.0.1:{port}").start()
        for _ in range(4):  # what every process needs once
            reader, writer = await connect(gateway.port)
            writer.write(request_of(kind))
            assert await read_all(reader) >= small.size
            writer.close()
        # The tokenizer's vocabulary, which long texts need once, is read beside the event loop.
        deadline, before = time.monotonic() + 60, 0
        while abs(Growth(gateway.pid).start - before) > 100_000 and time.monotonic() < deadline:
            before = Growth(gateway.pid).start
            await asyncio.sleep(3)
        large = current[0] = Pushing(kind, megabytes * MB)
        growth = Growth(gateway.pid)
        reader, writer = await connect(gateway.port)
        writer.transport.pause_reading()
        writer.write(request_of(kind))
        last = -1
        while large.taken > last or large.taken == 0:  # until nothing is taken any more
            last = large.taken
            await asyncio.sleep(0.5)
        stalled = large.taken
        assert stalled < large.size / 2, "the provider was read on for a client that takes nothing"
        writer.transport.resume_reading()
        began = time.monotonic()
        size = await read_all(reader, pause=0.002)
        assert size >= large.size
        print(f"{kind}: {stalled / MB:.1f} MB on the way to a client that read nothing; {size / MB:.0f} MB in "
              f"{time.monotonic() - began:.1f} s; resident memory grew by {growth.peak / MB:.1f} MB")  # fmt: skip
        assert growth.peak < LIMIT
        writer.close()
        rows = await settled(gateway, 5)
        assert all(row["status"] == 200 and row["client_disconnected"] is False for row in rows)
        if kind == "sse":
            assert all(row["usage_source"] == "reported" and row["output_tokens"] == 11 for row in rows)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("framing", ["length", "chunked"])
@pytest.mark.parametrize("path", ["/v1/files", "/v1/chat/completions"])
async def test_an_upload_to_a_provider_that_reads_slowly(own_gateway, path, framing):
    """32 MB to a provider that takes nothing at first: what has to be read waits on the disk, the rest with the client."""
    size = 32 << 20
    metered = path.endswith("completions")
    digest = hashlib.sha256()
    taken = 0
    hold = asyncio.Event()

    async def serve(head, reader, writer):
        if b"x-warm" in head:
            await body(head, reader)
        else:
            await hold.wait()
            await body(head, reader, pause=0.001)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    async def body(head: bytes, reader: asyncio.StreamReader, pause: float = 0) -> None:
        nonlocal taken
        measured = b"content-length:" in head.lower()
        left = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]) if measured else -1
        while left:
            if left < 0:
                count = int(await reader.readline(), 16)
                data = await reader.readexactly(count)
                await reader.readexactly(2)
                if not count:
                    return
            else:
                data = await reader.read(min(left, 65_536))
                assert data
                left -= len(data)
            taken += len(data)
            digest.update(data)
            if pause:
                await asyncio.sleep(pause)

    def head(length: int, *fields: str) -> bytes:
        framed = f"Content-Length: {length}" if framing == "length" else "Transfer-Encoding: chunked"
        return "\r\n".join([f"POST {path} HTTP/1.1", "Host: h", framed, *fields]).encode() + HEAD_END

    def parts(length: int) -> Iterator[bytes]:
        """A chat request with one long message, without which it would be a megabyte of nothing."""
        begin, end = b'{"model":"gpt-4o-mini","messages":[{"role":"user","content":"', b'"}]}'
        yield begin
        left = length - len(begin) - len(end)
        while left:
            yield (b"some words, " * 6_000)[: min(left, 65_536)]
            left -= min(left, 65_536)
        yield end

    def framed(part: bytes) -> bytes:
        return part if framing == "length" else b"%x\r\n%s\r\n" % (len(part), part)

    end = b"" if framing == "length" else b"0\r\n\r\n"
    async with provider(serve, receive_buffer=65_536) as port:
        gateway = own_gateway(f"http://127.0.0.1:{port}").start()
        for _ in range(4):
            reader, writer = await connect(gateway.port)
            writer.write(head(1 << 20, "x-warm: 1") + b"".join(framed(part) for part in parts(1 << 20)) + end)
            assert (await reader.readuntil(HEAD_END)).startswith(b"HTTP/1.1 200")
            writer.close()
        taken, digest = 0, hashlib.sha256()
        growth = Growth(gateway.pid)
        reader, writer = await connect(gateway.port)
        writer.transport.set_write_buffer_limits(high=0)
        sent = 0
        wanted = hashlib.sha256()

        async def send() -> None:
            nonlocal sent
            writer.write(head(size))
            for part in parts(size):
                wanted.update(part)
                writer.write(framed(part))
                await writer.drain()
                sent += len(part)
            writer.write(end)
            await writer.drain()

        sending = asyncio.create_task(send())
        last = -1
        while sent > last or sent == 0:
            last = sent
            await asyncio.sleep(0.5)
        held = sent
        hold.set()
        await asyncio.wait_for(sending, 60)
        assert (await asyncio.wait_for(reader.readuntil(HEAD_END), 60)).startswith(b"HTTP/1.1 200")
        writer.close()
        print(f"upload to {path}, {framing}: {held / MB:.1f} MB taken for a provider that read nothing; resident memory grew "
              f"by {growth.peak / MB:.1f} MB")  # fmt: skip
        assert taken == size and digest.digest() == wanted.digest()
        if metered:
            row, *_ = await settled(gateway, 5)
            assert row["request_model"] == "gpt-4o-mini"
        else:
            assert held < size * 3 / 4, "the client was read on for a provider that takes nothing"
        assert growth.peak < LIMIT


@pytest.mark.timeout(300)
@pytest.mark.parametrize("count", [pytest.param(200, id="200"), pytest.param(2_000, id="2000", marks=pytest.mark.peers)])
@pytest.mark.parametrize("slow", ["client", "provider"])
async def test_many_slow_uploads_at_once_stay_bounded(own_gateway, slow, count):
    """So many uploads that do not get on, each of 1 MB: they lie on the disk."""
    size = 1 << 20
    asked = 0
    hold = asyncio.Event()

    async def serve(head, reader, writer):
        nonlocal asked
        asked += 1
        await hold.wait()
        await reader.readexactly(int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    body = b'{"model":"gpt-4o-mini","messages":[{"content":"' + b"x" * (size - 51) + b'"}]}'
    async with provider(serve, receive_buffer=16_384) as port:
        gateway = own_gateway(f"http://127.0.0.1:{port}", config="limits:\n  connections: 10000\n").start()
        growth = Growth(gateway.pid)
        clients = []
        for _ in range(count):
            reader, writer = await connect(gateway.port)
            writer.write(post("/v1/chat/completions", body)[: -(size // 3) if slow == "client" else None])
            await writer.drain()
            clients.append((reader, writer))
        if slow == "provider":
            deadline = time.monotonic() + 60
            while asked < count:
                assert time.monotonic() < deadline
                await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        print(f"{count} uploads with a slow {slow}: {growth.now / MB:.0f} MB, that is {growth.now / count / 1024:.0f} KiB each")
        assert growth.peak / count < 200 * 1024
        hold.set()
        if slow == "client":
            for _, writer in clients:
                writer.write(body[-(size // 3) :])
        for reader, writer in clients:
            assert (await asyncio.wait_for(reader.readuntil(HEAD_END), 60)).startswith(b"HTTP/1.1 200")
            writer.close()
        await settled(gateway, count, seconds=60)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("count", [pytest.param(200, id="200"), pytest.param(2_000, id="2000", marks=pytest.mark.peers)])
@pytest.mark.parametrize("kind", ["chunked", "sse"])
async def test_many_slow_streams_at_once_stay_bounded(own_gateway, kind, count):
    """So many streams without an end, all clients slow: memory is a matter of their number, not of time."""
    push = Pushing(kind, 1 << 40)

    async def serve(head, reader, writer):
        if b"content-length" in head.lower():
            await reader.readexactly(int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]))
        await push(head, reader, writer)

    config = "providers:\n  - name: openai\n    on_disconnect: abort\nlimits:\n  connections: 10000\n"
    async with provider(serve) as port:
        gateway = own_gateway(f"http://127.0.0.1:{port}", config=config).start()
        growth = Growth(gateway.pid)
        clients = []
        for _ in range(count):
            reader, writer = await connect(gateway.port, buffer=16_384)
            writer.transport.set_write_buffer_limits(high=0)
            writer.write(request_of(kind))
            clients.append((reader, writer))
        stopped = asyncio.Event()
        moved = 0

        async def read_slowly(reader: asyncio.StreamReader) -> None:
            nonlocal moved
            while not stopped.is_set():
                data = await reader.read(2_048)
                assert data, "a stream was ended"
                moved += len(data)
                await asyncio.sleep(0.5)

        reading = [asyncio.create_task(read_slowly(reader)) for reader, _ in clients]
        deadline = time.monotonic() + 240
        while push.asked < count:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.1)
        await asyncio.sleep(5 if count < 1_000 else 10)
        early, moved_early = growth.now, moved
        await asyncio.sleep(3 if count < 1_000 else 10)
        late = growth.now
        stopped.set()
        await asyncio.gather(*reading)
        for _, writer in clients:
            writer.transport.abort()
        print(f"{count} slow streams, {kind}: {early / MB:.0f} MB, later {late / MB:.0f} MB, that is "
              f"{late / count / 1024:.0f} KiB each; {moved / MB:.1f} MB read")  # fmt: skip
        assert moved > moved_early
        kept = TEXT_KEPT * count if kind == "sse" else 0
        assert late - early < max(8 * MB, early / 10) + kept, "memory goes on growing"
        assert growth.peak / count < PER_STREAM
        # Each of these rows waits for an estimate of its text (up to 64 KiB to be counted, off the event loops): in a
        # debug build on a busy machine minutes for all of them.
        await settled(gateway, count, seconds=300)


@pytest.mark.parametrize("policy", ["drain", "abort"])
async def test_a_client_that_reads_nothing_is_gone_after_the_limit(own_gateway, policy):
    """`timeouts.client_stall`: the row is written, the provider is not held up for ever, the client is closed."""
    push = Pushing("chunked", 64 * MB)
    ended = asyncio.Event()

    async def serve(head, reader, writer):
        try:
            await push(head, reader, writer)
        finally:
            ended.set()

    config = f"timeouts:\n  client_stall: 1s\n  drain: 20s\nproviders:\n  - name: openai\n    on_disconnect: {policy}\n"
    async with provider(serve) as port:
        gateway = own_gateway(f"http://127.0.0.1:{port}", config=config).start()
        reader, writer = await connect(gateway.port, buffer=16_384)
        writer.transport.pause_reading()
        began = time.monotonic()
        writer.write(request_of("chunked"))
        (row,) = await settled(gateway, 1)
        took = time.monotonic() - began
        assert 0.9 < took < 10, took
        assert row["client_disconnected"] is True and row["status"] == 200 and row["error_type"] is None
        await asyncio.wait_for(ended.wait(), 10)
        assert (push.taken >= push.size) is (policy == "drain")
        writer.transport.resume_reading()
        with pytest.raises((OSError, AssertionError, asyncio.IncompleteReadError, ValueError)):
            await asyncio.wait_for(read_all(reader), 10)


async def test_a_client_that_reads_little_by_little_is_not_gone(own_gateway):
    """Slow is not gone: a few kilobytes within each limit keep a stream alive."""
    push = Pushing("chunked", 64 * MB)

    async def serve(head, reader, writer):
        await push(head, reader, writer)

    config = "timeouts:\n  client_stall: 1s\nproviders:\n  - name: openai\n    on_disconnect: abort\n"
    async with provider(serve) as port:
        gateway = own_gateway(f"http://127.0.0.1:{port}", config=config).start()
        client = raw.connect(gateway.port, receive_buffer=16_384)
        client.send(request_of("chunked"))
        for _ in range(25):
            assert await asyncio.to_thread(client.socket.recv, 8_192)
            await asyncio.sleep(0.2)
        assert await asyncio.to_thread(gateway.rows) == [], "given up on"
        client.reset()


async def test_a_stalled_stream_holds_up_nobody_else(own_gateway, case_for):
    """One loop, one client that takes nothing, others beside it."""
    push = Pushing("chunked", 1 << 40)

    async def serve(head, reader, writer):
        if b"/v1/quick" in head:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        else:
            await push(head, reader, writer)

    async with provider(serve) as port:
        gateway = own_gateway(f"http://127.0.0.1:{port}", env={"TOLLGATE_THREADS": "1"}).start()
        stalled = [await connect(gateway.port, buffer=16_384) for _ in range(20)]
        for _, writer in stalled:
            writer.transport.pause_reading()
            writer.write(request_of("chunked"))
        await asyncio.sleep(0.5)
        reader, writer = await connect(gateway.port)
        for _ in range(50):
            writer.write(get("/v1/quick"))
            assert await asyncio.wait_for(reader.readuntil(b"{}"), 5)
        for _, other in stalled:
            other.transport.abort()
