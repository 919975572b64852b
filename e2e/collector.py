"""An OTLP/HTTP collector for tests: keeps what it is sent, and answers as it is told."""

from __future__ import annotations

import gzip
import threading
import time
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest, ExportTraceServiceResponse

from listener import Answer, Listener


class Collector(Listener):
    """`script`: (status, headers) of the first answers, or what makes them; then 200."""

    def __init__(self, script: list[Any] | None = None, delay: float = 0) -> None:
        self.script = list(script or [])
        self.delay = delay
        self.requests: list[dict[str, Any]] = []
        self.accepted: list[ExportTraceServiceRequest] = []
        self._lock = threading.Lock()
        super().__init__()

    def answer(self, path: str, fields: dict[str, str], body: bytes) -> Answer:
        time.sleep(self.delay)
        status, headers = self.take(path, fields, body)
        return status, headers | {"content-type": "application/x-protobuf"}, ExportTraceServiceResponse().SerializeToString()

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
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
