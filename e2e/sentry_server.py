"""A Sentry ingest server for tests: keeps the envelopes that it is sent, and answers as a script says.

Envelopes are read by `sentry_sdk`'s own `Envelope`, and each event is normalised by `sentry-relay`, the library that
Sentry itself runs: neither knows anything of this project.
"""

from __future__ import annotations

import gzip
import json
import re
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Iterable

from sentry_relay.processing import StoreNormalizer
from sentry_sdk.envelope import Envelope

KEY = "0123456789abcdef0123456789abcdef"
PROJECT = "42"
HANG, RESET = "hang", "reset"
Step = "int | str | tuple[int, dict[str, str]]"
"""A status, a status and header fields, `HANG` (no answer until the server closes) or `RESET` (RST)."""


@dataclass
class Received:
    """One POST."""

    path: str
    headers: dict[str, str]
    raw: bytes
    at: float
    status: int | str
    envelope: Envelope | None = None
    problem: str | None = None
    items: list[tuple[dict[str, Any], bytes]] = field(default_factory=list)


class SentryServer:
    """Listens on a free port. `script`: what the first requests are answered with; then 200."""

    def __init__(self, script: Iterable[Any] = (), path: str = "", port: int = 0) -> None:
        self.script = list(script)
        self.standard: Any = 200
        self.path = path
        self.requests: list[Received] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:  # noqa: N802, the name that http.server calls
                server.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}{path}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def dsn(self, project: str = PROJECT, key: str = KEY) -> str:
        return f"http://{key}@127.0.0.1:{self.port}{self.path}/{project}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        received = self.take(handler)
        with self._lock:
            step = self.script.pop(0) if self.script else self.standard
            received.status = step[0] if isinstance(step, tuple) else step
            self.requests.append(received)
        if step == HANG:
            self._closing.wait()
            handler.close_connection = True
            return
        if step == RESET:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
            handler.close_connection = True
            handler.rfile = handler.wfile = open("/dev/null", "r+b", buffering=0)  # nothing is left to read or flush
            return
        status, headers = step if isinstance(step, tuple) else (step, {})
        identifier = (received.envelope.headers.get("event_id") if received.envelope else None) or ""
        body = json.dumps({"id": identifier} if status == 200 else {"detail": "scripted"}).encode()
        handler.send_response(status)
        for name, value in {"content-type": "application/json", "content-length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def take(self, handler: BaseHTTPRequestHandler) -> Received:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = b""
            while size := int(handler.rfile.readline().split(b";")[0], 16):
                body += handler.rfile.read(size)
                handler.rfile.readline()
            handler.rfile.readline()
        else:
            body = handler.rfile.read(int(headers.get("content-length", 0)))
        plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        received = Received(handler.path, headers, plain, time.monotonic(), 0)
        try:
            received.items = list(items_of(plain))
            received.envelope = Envelope.deserialize(plain)
        except Exception as error:  # kept for the test to see: `check` fails by it
            received.problem = f"{type(error).__name__}: {error}"
        return received

    # What came ------------------------------------------------------------------------------------------------------

    @property
    def accepted(self) -> list[Received]:
        with self._lock:
            return [request for request in self.requests if request.status == 200]

    def payloads(self, kind: str, accepted_only: bool = True) -> list[dict[str, Any]]:
        """The JSON payloads of all items of a type, oldest first."""
        with self._lock:
            requests = list(self.requests)
        return [
            json.loads(payload)
            for request in requests
            if request.status == 200 or not accepted_only
            for header, payload in request.items
            if header["type"] == kind
        ]

    @property
    def events(self) -> list[dict[str, Any]]:
        return self.payloads("event")

    def wait(
        self, count: int = 1, kind: str = "event", where: Callable[[dict[str, Any]], bool] = lambda _: True,
        timeout: float = 30, accepted_only: bool = True,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """At least `count` payloads of a type for which `where` holds."""
        deadline = time.monotonic() + timeout
        while True:
            found = [payload for payload in self.payloads(kind, accepted_only) if where(payload)]
            if len(found) >= count:
                return found
            assert time.monotonic() < deadline, f"{len(found)} of {count} {kind}: {self.payloads(kind, False)}"
            time.sleep(0.05)

    def wait_for_requests(self, count: int, timeout: float = 30) -> list[Received]:
        deadline = time.monotonic() + timeout
        while len(self.requests) < count:
            assert time.monotonic() < deadline, f"{len(self.requests)} requests of {count}"
            time.sleep(0.05)
        return self.requests

    def check(self, path: str = "") -> None:
        """All that came is as the protocol wants it; the normaliser finds nothing wrong with any event."""
        for request in list(self.requests):
            assert request.problem is None, (request.problem, request.raw[:2000])
            assert re.fullmatch(rf"{re.escape(self.path)}/api/\d+/envelope/", request.path), request.path
            assert request.headers["content-type"] == "application/x-sentry-envelope", request.headers
            auth = request.headers["x-sentry-auth"]
            assert re.search(rf"^Sentry (?=.*sentry_version=7)(?=.*sentry_client=\S+)(?=.*sentry_key={KEY})", auth), auth
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", request.envelope.headers["sent_at"])
            kinds = {header["type"] for header, _ in request.items} - {"client_report"}
            assert len(kinds) <= 1, f"one telemetry type an envelope: {kinds}"
            for header, payload in request.items:
                if header["type"] in ("event", "transaction"):
                    check_event(json.loads(payload), request.envelope.headers)

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()


def items_of(raw: bytes) -> Iterable[tuple[dict[str, Any], bytes]]:
    """Header and payload of each item, by the lengths that the headers say (or the line's end); strict."""
    head, _, rest = raw.partition(b"\n")
    json.loads(head)
    while rest:
        line, _, rest = rest.partition(b"\n")
        header = json.loads(line)
        if "length" in header:
            payload, rest = rest[: header["length"]], rest[header["length"] :]
            assert len(payload) == header["length"], f"an item ends early: {header}"
            assert not rest or rest.startswith(b"\n"), f"an item is longer than it says: {header}, {rest[:80]!r}"
            rest = rest[1:]
        else:
            payload, _, rest = rest.partition(b"\n")
        yield header, payload


def problems(event: dict[str, Any]) -> list[Any]:
    """What Sentry's own normaliser finds wrong with an event or a transaction."""
    normalised = StoreNormalizer(project_id=1, client="tollgate-e2e").normalize_event(dict(event))
    found = list(normalised.get("errors") or [])

    def walk(meta: Any, place: str) -> None:
        if isinstance(meta, dict):
            for name, inner in meta.items():
                if name == "" and isinstance(inner, dict) and inner.get("err"):
                    found.append((place, inner))
                walk(inner, f"{place}.{name}")

    walk(normalised.get("_meta"), "")
    return found


def check_event(event: dict[str, Any], envelope: dict[str, Any]) -> None:
    """What TELEMETRY requires of each event, whoever made it."""
    assert not problems(event), (problems(event), event)
    assert re.fullmatch(r"[0-9a-f]{32}", event["event_id"]), event["event_id"]
    assert envelope["event_id"] == event["event_id"]
    trace = event["contexts"]["trace"]
    assert re.fullmatch(r"[0-9a-f]{32}", trace["trace_id"]) and re.fullmatch(r"[0-9a-f]{16}", trace["span_id"]), trace
