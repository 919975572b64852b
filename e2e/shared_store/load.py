"""Calls on several gateways at once, over connections that are kept: thousands in seconds, so that counts are large."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any, Callable

from questions import CHAT

USER = "alice"
CALL = CHAT | {"max_tokens": 50}
CONNECTIONS = 20
"""On each gateway."""


class Connection:
    """One connection, made when it is needed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.writer: asyncio.StreamWriter | None = None
        self.reader: asyncio.StreamReader | None = None

    async def call(self, headers: dict[str, str], body: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        """Status, fields and body of the answer; any trouble of the connection is an OSError."""
        try:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            assert self.reader is not None
            data = json.dumps(body).encode()
            fields = headers | {"host": "gateway", "content-type": "application/json", "content-length": str(len(data))}
            head = "POST /v1/chat/completions HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in fields.items())
            self.writer.write(head.encode() + b"\r\n" + data)
            return await asyncio.wait_for(self.answer(self.reader), 60)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            # ValueError: a chunk that breaks off before its size.
            self.close()
            raise OSError(str(error)) from error

    async def answer(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)}
        status = int(lines[0].split()[1])
        if "content-length" in fields:
            return status, fields, await reader.readexactly(int(fields["content-length"]))
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return status, fields, body

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
            self.writer = None


async def load(
    gateways: list[Any], calls: int, answers: Counter, disturb: Callable[[], None] | None = None, user: str = USER, **sim: Any
) -> None:
    """Calls on all gateways at once, plain and streamed; counts answers by status, cut ones as `gone`."""
    headers = {"authorization": "Bearer sk-load", "x-tollgate-user": user} | {
        f"x-sim-{name.replace('_', '-')}": str(value) for name, value in sim.items()
    }
    left = {gateway.name: calls // len(gateways) for gateway in gateways}

    async def work(gateway: Any) -> None:
        connection = Connection(gateway.port)
        while left[gateway.name] > 0:
            left[gateway.name] -= 1
            try:
                status, fields, body = await connection.call(headers, CALL | {"stream": left[gateway.name] % 3 == 0})
            except OSError:
                answers["gone"] += 1
                await asyncio.sleep(0.01)
                continue
            answers[status] += 1
            if status == 429:
                assert json.loads(body)["error"]["code"] == "budget_exceeded", body
                assert fields["x-should-retry"] == "false"
        connection.close()

    each = min(CONNECTIONS, calls // len(gateways))
    tasks = [asyncio.create_task(work(gateway)) for gateway in gateways for _ in range(each)]
    if disturb is not None:
        await asyncio.get_running_loop().run_in_executor(None, disturb)
    await asyncio.gather(*tasks)
