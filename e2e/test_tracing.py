"""Spans of the gateway, as a collector gets them: one trace with the caller's, whatever the collector does."""

from __future__ import annotations

import socket
import time
from email.utils import formatdate
from typing import Iterator

import openai
import pytest
from opentelemetry import trace
from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor
from opentelemetry.instrumentation.httpx import HTTPX2ClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from collector import Collector
from questions import CHAT, MESSAGE, sim
from recorder import Recorder
from test_tls import Authority, TLSFront

pytestmark = pytest.mark.gateway_only
SERVER, CLIENT, ERROR = 2, 3, 2
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
QUICK = {"OTEL_BSP_SCHEDULE_DELAY": "100"}


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    collector.close()


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    recorder = Recorder()
    yield recorder
    recorder.close()


@pytest.fixture
def traced(own_gateway, collector):
    return own_gateway(env={"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url} | QUICK).start()


def of_kind(spans, kind):
    return [span for span in spans if span["kind"] == kind]


def test_a_call_is_a_server_span_and_a_genai_span_under_the_callers_trace(case_for, traced, collector):
    case = case_for(traced)
    answer = case.openai().chat.completions.create(
        **CHAT, max_tokens=64, extra_headers={"traceparent": PARENT, "tracestate": "vendor=x"} | sim(cached_tokens=8)
    )
    row = case.row()
    (client,) = collector.wait(1, gen_ai__response__id=answer.id)
    spans = [span for span in collector.spans() if span["trace_id"] == client["trace_id"]]
    (server,) = of_kind(spans, SERVER)
    assert client["kind"] == CLIENT and len(spans) == 2
    assert client["trace_id"] == row["trace_id"] == PARENT[3:35]
    assert server["parent_id"] == PARENT[36:52] and client["parent_id"] == server["span_id"]
    assert server["trace_state"] == client["trace_state"] == "vendor=x"
    assert server["name"] == "POST /v1/chat/completions" and client["name"] == f"chat {CHAT['model']}"
    assert server["start"] <= client["start"] <= client["end"] <= server["end"]
    got = client["attributes"]
    assert got["gen_ai.operation.name"] == "chat" and got["gen_ai.provider.name"] == "openai"
    assert got["gen_ai.request.model"] == CHAT["model"] and got["gen_ai.response.model"] == answer.model
    assert got["gen_ai.response.finish_reasons"] == ("stop",)
    assert got["gen_ai.usage.input_tokens"] == row["input_tokens"] == answer.usage.prompt_tokens
    assert got["gen_ai.usage.output_tokens"] == row["output_tokens"]
    assert got["gen_ai.usage.cache_read.input_tokens"] == row["cached_input_tokens"] == 8
    assert got["gen_ai.request.max_tokens"] == 64
    assert got["tollgate.cost_usd"] == pytest.approx(float(row["cost_usd"]))
    assert got["tollgate.user"] == case.name and got["tollgate.component"] == case.component
    assert "error.type" not in got and "gen_ai.response.time_to_first_chunk" not in got
    assert not [name for name in got if "messages" in name or "instructions" in name], "content without being asked"
    assert [name for name, _ in client["events"]] == ["tollgate.upstream.attempt"]
    assert server["attributes"]["http.response.status_code"] == 200
    assert server["attributes"]["http.route"] == "/v1/chat/completions"
    # In OpenMetrics, the call's duration points to its span.
    text = traced.admin.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"}).text
    pointed = [
        sample.exemplar.labels
        for family in text_string_to_metric_families(text)
        if family.name == "ai_request_duration_seconds"
        for sample in family.samples
        if sample.exemplar
    ]
    assert pointed == [{"trace_id": client["trace_id"], "span_id": client["span_id"]}]
    assert "trace_id" not in traced.metrics()
    assert client["resource"]["service.name"] == "tollgate" and client["resource"]["telemetry.sdk.language"] == "swift"


def test_streams_errors_and_other_dialects(case_for, traced, collector):
    case = case_for(traced)
    list(case.openai().chat.completions.create(**CHAT, stream=True))
    with pytest.raises(openai.RateLimitError):
        case.openai().chat.completions.create(**CHAT, extra_headers=sim(status=429))
    case.anthropic().messages.create(**MESSAGE, extra_headers=sim(cached_tokens=30, cache_write_tokens=7))
    case.openai().embeddings.create(model="text-embedding-3-small", input=["one"])
    case.rows(4)
    spans = of_kind(collector.wait(4, tollgate__user=case.name), CLIENT)
    stream, limited, message, embedding = sorted(spans, key=lambda span: span["start"])
    assert stream["attributes"]["gen_ai.request.stream"] is True
    assert 0 < stream["attributes"]["gen_ai.response.time_to_first_chunk"] < 30
    assert limited["attributes"]["error.type"] == "rate_limit" and limited["status"] == ERROR
    server = next(span for span in collector.spans() if span["span_id"] == limited["parent_id"])
    assert server["status"] != ERROR and server["attributes"]["http.response.status_code"] == 429
    got = message["attributes"]
    assert message["name"] == f"chat {MESSAGE['model']}" and got["gen_ai.provider.name"] == "anthropic"
    cached = got["gen_ai.usage.cache_read.input_tokens"] + got["gen_ai.usage.cache_creation.input_tokens"]
    assert cached == 37 and got["gen_ai.usage.input_tokens"] > cached
    assert embedding["name"] == "embeddings text-embedding-3-small"
    assert len({span["trace_id"] for span in spans}) == 4


def test_the_openai_sdk_instrumented_by_opentelemetry_and_the_gateway_are_one_trace(case_for, traced, collector):
    memory = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(memory))
    case = case_for(traced)
    client = case.openai()
    OpenAIInstrumentor().instrument(tracer_provider=provider)
    HTTPX2ClientInstrumentor.instrument_client(client._client, tracer_provider=provider)
    try:
        with provider.get_tracer("test").start_as_current_span("work"):
            client.chat.completions.create(**CHAT)
    finally:
        HTTPX2ClientInstrumentor.uninstrument_client(client._client)
        OpenAIInstrumentor().uninstrument()
    row = case.row()
    (gateway_client,) = collector.wait(1, tollgate__user=case.name)
    python = {trace.format_span_id(span.context.span_id): span for span in memory.get_finished_spans()}
    gateway = {span["span_id"]: span for span in collector.spans() if span["trace_id"] == gateway_client["trace_id"]}
    # From the gateway's client span up to the test's own, step by step.
    chain = [gateway_client["name"]]
    parent = gateway_client["parent_id"]
    while parent:
        if parent in gateway:
            chain.append(gateway[parent]["name"])
            parent = gateway[parent]["parent_id"]
        else:
            span = python[parent]
            assert trace.format_trace_id(span.context.trace_id) == gateway_client["trace_id"] == row["trace_id"]
            chain.append(span.name)
            parent = trace.format_span_id(span.parent.span_id) if span.parent else ""
    assert chain[:2] == [f"chat {CHAT['model']}", "POST /v1/chat/completions"] and chain[-1] == "work", chain
    assert f"chat {CHAT['model']}" in chain[2:], chain


def test_the_provider_gets_the_identity_of_the_span_that_it_works_for(own_gateway, case_for, collector, recorder):
    gateway = own_gateway(recorder.url, env={"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url} | QUICK).start()
    case = case_for(gateway)
    client = case.openai()
    for parent in (PARENT, PARENT[:-1] + "0", "00-not-a-trace"):
        fields = {"traceparent": parent, "tracestate": "vendor=x", "baggage": "k=v;p"}
        client.chat.completions.create(**CHAT, extra_headers=fields)
    first, unsampled, fresh = case.rows(3)
    spans = {span["trace_id"]: span for span in collector.wait(2, tollgate__user=case.name)}
    assert spans.keys() == {first["trace_id"], fresh["trace_id"]}
    assert first["trace_id"] == unsampled["trace_id"] == PARENT[3:35] != fresh["trace_id"]
    got = [fields["traceparent"] for fields in recorder.fields]
    assert got[0] == f"00-{PARENT[3:35]}-{spans[first['trace_id']]['span_id']}-01"
    assert got[1].startswith(PARENT[:36]) and got[1].endswith("-00") and PARENT[36:52] not in got[1]
    assert got[2] == f"00-{fresh['trace_id']}-{spans[fresh['trace_id']]['span_id']}-01"
    assert [fields.get("tracestate") for fields in recorder.fields] == ["vendor=x", "vendor=x", None]
    assert all(fields["baggage"] == "k=v;p" for fields in recorder.fields)
    assert {span["trace_id"] for span in collector.spans()} == spans.keys()


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_collector_that_asks_for_time_gets_it(own_gateway, case_for, collector, form):
    def later() -> tuple[int, dict[str, str]]:
        # A date is rounded down to seconds, so that three pass at least.
        date = formatdate(time.time() + 4, usegmt=True)
        return (429, {"retry-after": "2"}) if form == "seconds" else (503, {"retry-after": date})

    collector.script = [later]
    gateway = own_gateway(
        env={"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"} | QUICK
    ).start()
    case = case_for(gateway)
    case.openai().chat.completions.create(**CHAT)
    collector.wait(1, tollgate__user=case.name)
    first, second = collector.requests[:2]
    assert second["at"] - first["at"] >= (1.9 if form == "seconds" else 2.9)
    assert all(request["headers"]["content-encoding"] == "gzip" for request in collector.requests)
    assert first["path"] == "/v1/traces" and first["headers"]["user-agent"].startswith("OTel-OTLP-Exporter-Swift/")
    assert first["headers"]["content-type"] == "application/x-protobuf"


def test_a_dead_or_refusing_collector_costs_calls_nothing_and_is_counted(own_gateway, case_for):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    dead = own_gateway(
        env={"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}", "OTEL_BSP_EXPORT_TIMEOUT": "300"} | QUICK
    ).start()
    refusing = Collector([(400, {})] * 100)
    refused = own_gateway(env={"OTEL_EXPORTER_OTLP_ENDPOINT": refusing.url} | QUICK).start()
    for gateway, reason in ((dead, "unavailable"), (refused, "rejected")):
        case = case_for(gateway)
        for _ in range(3):
            case.openai().chat.completions.create(**CHAT)
        case.rows(3)
        line = f'tollgate_telemetry_dropped_total{{signal="traces",reason="{reason}"}} '
        deadline = time.monotonic() + 20
        while f"{line}6\n" not in gateway.metrics() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert f"{line}6\n" in gateway.metrics(), [
            each for each in gateway.metrics().splitlines() if "telemetry" in each
        ]
        assert 'tollgate_telemetry_queued{signal="traces"} 0\n' in gateway.metrics()
    assert len(refusing.requests) <= 3 and all(request["path"] == "/v1/traces" for request in refusing.requests)
    refusing.close()


def test_the_end_flushes_and_tracing_is_off_without_a_wish(own_gateway, case_for, collector, recorder):
    gateway = own_gateway(
        env={"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "3600000"}
    ).start()
    case = case_for(gateway)
    case.openai().chat.completions.create(**CHAT)
    case.row()
    assert collector.requests == []
    assert gateway.terminate() == 0
    assert len(collector.spans()) == 2

    quiet = own_gateway(recorder.url).start()
    other = case_for(quiet)
    other.openai().chat.completions.create(**CHAT, extra_headers={"traceparent": PARENT, "tracestate": "a=1"})
    assert recorder.fields[0]["traceparent"] == PARENT and recorder.fields[0]["tracestate"] == "a=1"
    assert "signal=\"traces\"" not in quiet.metrics()


def test_what_the_gateway_tells_of_itself_is_there_and_moves(own_gateway, case_for, collector):
    gateway = own_gateway(env={"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "3600000"}).start()
    case = case_for(gateway)

    def figure(name: str) -> float:
        found = [line.rsplit(" ", 1)[1] for line in gateway.metrics().splitlines() if line.startswith(f"{name} ")]
        assert len(found) == 1, f"{name}: {found}"
        return float(found[0])

    lag = figure("tollgate_event_loop_lag_seconds_count")
    for _ in range(3):
        case.openai().chat.completions.create(**CHAT)
    case.rows(3)
    # A call is observed after its answer was released, if only just; its spans come last.
    deadline = time.monotonic() + 20
    while figure('tollgate_telemetry_queued{signal="traces"}') < 6 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert figure("tollgate_overhead_seconds_count") == 3 and 0 < figure("tollgate_overhead_seconds_sum") < 30
    assert figure("tollgate_ledger_commit_seconds_count") >= 1 and figure("tollgate_ledger_commit_seconds_sum") > 0
    assert figure("tollgate_holds_open") == 0 and figure("tollgate_ledger_lag_seconds") >= 0
    assert figure('tollgate_telemetry_queued{signal="traces"}') == 6
    reasons = ["queue_full", "rejected", "unavailable", "too_large", "shutdown"]
    assert all(figure(f'tollgate_telemetry_dropped_total{{signal="traces",reason="{each}"}}') == 0 for each in reasons)
    deadline = time.monotonic() + 20
    while figure("tollgate_event_loop_lag_seconds_count") <= lag and time.monotonic() < deadline:
        time.sleep(0.1)
    assert figure("tollgate_event_loop_lag_seconds_count") > lag


def test_the_console_shows_a_trace_as_a_tree(own_gateway, case_for):
    gateway = own_gateway(env={"OTEL_TRACES_EXPORTER": "console"} | QUICK).start()
    case_for(gateway).openai().chat.completions.create(**CHAT)
    deadline = time.monotonic() + 20
    while "└─ chat" not in gateway.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    text = gateway.log.read_text()
    assert "└─ POST /v1/chat/completions  server" in text and f"   └─ chat {CHAT['model']}  client" in text
    assert "gen_ai.usage.input_tokens=" in text


def test_a_collector_behind_tls_is_verified(own_gateway, case_for, collector, tmp_path):
    trusted, other = Authority(tmp_path, "trusted"), Authority(tmp_path, "other")
    front = TLSFront(trusted.server("localhost"), int(collector.url.rsplit(":", 1)[1]))
    for authority, arrives in ((trusted, True), (other, False)):
        gateway = own_gateway(
            env={
                "OTEL_EXPORTER_OTLP_ENDPOINT": f"https://localhost:{front.port}/otel/",
                "OTEL_EXPORTER_OTLP_CERTIFICATE": str(authority.file),
                "OTEL_EXPORTER_OTLP_HEADERS": "x-key=a%20b",
                "OTEL_BSP_EXPORT_TIMEOUT": "2000",
            }
            | QUICK
        ).start()
        case_for(gateway).openai().chat.completions.create(**CHAT)
        if arrives:
            collector.wait(1, gen_ai__operation__name="chat")
            (first, *_) = collector.requests
            assert first["path"] == "/otel/v1/traces" and first["headers"]["x-key"] == "a b"
        else:
            deadline = time.monotonic() + 30
            line = 'tollgate_telemetry_dropped_total{signal="traces",reason="unavailable"} 2\n'
            while line not in gateway.metrics() and time.monotonic() < deadline:
                time.sleep(0.1)
            assert line in gateway.metrics()
            assert len(collector.spans()) == 2


@pytest.mark.parametrize("naming", ["", "gen_ai_latest_experimental"])
def test_the_conventions_metrics_are_there_where_they_are_asked_for(own_gateway, case_for, naming):
    gateway = own_gateway(
        env={"OTEL_METRICS_EXPORTER": "prometheus", "OTEL_SEMCONV_STABILITY_OPT_IN": naming}
    ).start()
    case = case_for(gateway)
    answer = case.openai().chat.completions.create(**CHAT)
    case.row()
    text = gateway.admin.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"}).text
    found = {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("gen_ai_") and sample.labels.get("gen_ai_token_type") != "output"
    }
    duration = "gen_ai_client_inference_duration" if naming else "gen_ai_client_operation_duration"
    tokens = "gen_ai_client_inference_usage_input_tokens_total" if naming else "gen_ai_client_token_usage_sum"
    assert found[f"{duration}_seconds_count"] == 1 and found[tokens] == answer.usage.prompt_tokens
    assert all(name.startswith("gen_ai_client_inference") for name in found) == bool(naming)
