"""An OTLP/HTTP collector for tests: keeps what it is sent, and answers as it is told."""

from __future__ import annotations

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest, ExportTraceServiceResponse


class Collector:
    """Listens on a free port. `script`: (status, headers) of the first answers, or what makes them; then 200."""

    def __init__(self, script: list[Any] | None = None, delay: float = 0) -> None:
        self.script = list(script or [])
        self.delay = delay
        self.requests: list[dict[str, Any]] = []
        self.accepted: list[ExportTraceServiceRequest] = []
        self._lock = threading.Lock()
        collector = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:  # noqa: N802, the name that http.server calls
                body = self.rfile.read(int(self.headers["content-length"]))
                time.sleep(collector.delay)
                status, headers = collector.take(self.path, dict(self.headers.items()), body)
                answer = ExportTraceServiceResponse().SerializeToString()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-type", "application/x-protobuf")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        headers = {name.lower(): value for name, value in headers.items()}
        plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        request = ExportTraceServiceRequest.FromString(plain)
        with self._lock:
            self.requests.append({"path": path, "headers": headers, "at": time.monotonic(), "size": len(body)})
            step = self.script.pop(0) if self.script else (200, {})
            status, more = step() if callable(step) else step
            if status == 200:
                self.accepted.append(request)
        return status, more

    def spans(self) -> list[dict[str, Any]]:
        """All accepted spans, as plain values."""
        with self._lock:
            accepted = list(self.accepted)
        return [
            span_of(span, resource)
            for request in accepted
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def wait(self, count: int, timeout: float = 30, **attributes: Any) -> list[dict[str, Any]]:
        """At least `count` spans with these attributes, dots written as two underscores."""
        wanted = {name.replace("__", "."): value for name, value in attributes.items()}
        deadline = time.monotonic() + timeout
        while True:
            found = [span for span in self.spans() if wanted.items() <= span["attributes"].items()]
            if len(found) >= count or time.monotonic() > deadline:
                assert len(found) >= count, f"{len(found)} spans of {count}: {self.spans()}"
                return found
            time.sleep(0.05)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def value_of(value: Any) -> Any:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return tuple(value_of(each) for each in value.array_value.values)
    return getattr(value, kind)


def attributes_of(pairs: Any) -> dict[str, Any]:
    return {pair.key: value_of(pair.value) for pair in pairs}


def span_of(span: Any, resource: Any) -> dict[str, Any]:
    return {
        "name": span.name,
        "kind": span.kind,
        "trace_id": span.trace_id.hex(),
        "span_id": span.span_id.hex(),
        "parent_id": span.parent_span_id.hex(),
        "trace_state": span.trace_state,
        "start": span.start_time_unix_nano,
        "end": span.end_time_unix_nano,
        "status": span.status.code,
        "attributes": attributes_of(span.attributes),
        "events": [(event.name, attributes_of(event.attributes)) for event in span.events],
        "resource": attributes_of(resource.resource.attributes),
    }
