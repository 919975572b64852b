#!/usr/bin/env python3
"""Makes the seeds of the fuzz targets out of the fixtures of the unit tests.

    Fuzzing/make-seeds.py DIRECTORY     writes DIRECTORY/<target>/…, a file a seed

A seed begins with the bytes by which its target chooses (see the target's LLVMFuzzerTestOneInput).
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "Tests/CostCasesTests/Fixtures"
DIALECTS = ROOT / "Sources/Wire/Dialects"
HEADS = [
    b"GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /openai/v1/chat/completions?x=%2e HTTP/1.1\r\nHost: localhost:4000\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n",
    b"POST /v1/messages HTTP/1.1\r\nHost: [::1]:4000\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive, x-a\r\nx-a: b\r\n\r\n",
    b"GET / HTTP/1.0\r\nConnection: close\r\nUpgrade: h2c\r\nCookie: a=b; c=d\r\n\r\n",
    b"\r\nDELETE /a/../b//c HTTP/1.1\r\nHost: a.b\r\nauthorization: Bearer tg-x\r\n\r\n",
]
ANSWERS = [
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\nTrailer: x\r\nConnection: close\r\n\r\n",
    b"HTTP/1.0 503 Service Unavailable\r\nRetry-After: 1\r\n\r\n",
]
CHUNKED = [
    b"5\r\nhello\r\n0\r\n\r\n",
    b'a;name="a b";x=y\r\n0123456789\r\n1 ;z\r\nx\r\n0\r\nx-trailer: y\r\n\r\nGET',
    b"0000000000000001\r\nx\r\n0;a\r\n\r\n",
]
EVENTS = [
    b"data: a\n\ndata: b\ndata: c\n\n",
    b"\xef\xbb\xbfevent: x\r\ndata:y\r\n\r\n: comment\r\rid: 7\rdata\r\r",
    b"event: message_stop\ndata: {\"type\":\"message_stop\"}\n\ndata: [DONE]\n\n",
]
REPLIES = [
    b"+OK\r\n$5\r\nhello\r\n$-1\r\n:-7\r\n*2\r\n$1\r\na\r\n*-1\r\n",
    b"-NOSCRIPT No matching script.\r\n*0\r\n$0\r\n\r\n",
    b"%2\r\n+a\r\n:1\r\n+b\r\n_\r\n~1\r\n#t\r\n,1.5e3\r\n(12345678901234567890\r\n",
    b">3\r\n+message\r\n$1\r\nc\r\n=7\r\ntxt:abc\r\n|1\r\n+k\r\n+v\r\n!5\r\nERR x\r\n",
]
ENVELOPES = [
    b'{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","sent_at":"2026-01-01T00:00:00.000Z","dsn":"https://k@o1.ingest.sentry.io/5",'
    b'"sdk":{"name":"sentry.javascript.browser","version":"9.1.0"},"trace":{"trace_id":"0af7651916cd43dd8448eb211c80319c"}}\n'
    b'{"type":"event"}\n{"message":"m","level":"error"}\n{"type":"attachment","length":4,"filename":"a"}\na\n\xc3\xbc\n',
    b'{}\n{"type":"client_report","length":0}\n\n\n\n',
    b'{"dsn":7,"trace":[],"event_id":null}\n{"type":"session","length":null}\n{}\n',
]
DSNS = [b"https://key@o1.ingest.sentry.io/5", b"http://k:secret@[::1]:9000/a/b/42", b"https://k@host:443/1"]
TRACES = [
    b"0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
    b"other=1,sentry-trace_id=0af7651916cd43dd8448eb211c80319c,sentry-transaction=a%2Cb;p=1",
    b"60:error;transaction:organization, 2700::key, :x:y",
]
FILTERED = [b"a=b&token=c&se%63ret=d", b"https://u:p@h/x?password=y#z", b"sid=1; theme=dark"]
JSON = [
    rb'{"a":[1,-2.5e+10,true,false,null,{"b":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}],"":{}}',
    b' [ ] ', b'"x"', b"-0", b"1e309", b"9223372036854775807", b"-9223372036854775808", b"12.50",
]  # fmt: skip
REQUESTS = [
    {"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}], "stream": True, "n": 2, "max_tokens": 5, "user": "u"},
    {"stream": True, "stream_options": {"include_usage": False}, "metadata": {"user_id": "a", "component_type": "b"}},
    {"stream": True, "stream_options": None, "service_tier": "auto", "safety_identifier": "s", "max_completion_tokens": 1},
    {"input": ["a", [1, 2]], "model": "m", "previous_response_id": "r", "tools": [{"type": "web_search"}]},
    {"model": "c", "system": [{"type": "text", "text": "t"}], "messages": [{"role": "user", "content": [{"type": "image"}]}]},
]


def cases(path: Path, enum: str) -> list[str]:
    """The raw values of an enum, in the order of its cases."""
    text = path.read_text()
    body = text[text.index(f"enum {enum}") :]
    found = re.findall(r'^    case (\w+)(?: = "([^"]+)")?$', body, re.MULTILINE)
    return [raw or name for name, raw in found]


def main() -> None:
    out = Path(sys.argv[1])

    def write(target: str, name: str, data: bytes) -> None:
        (out / target).mkdir(parents=True, exist_ok=True)
        (out / target / name).write_bytes(data)

    for kind, samples in enumerate([HEADS, ANSWERS, CHUNKED, CHUNKED]):
        for number, sample in enumerate(samples):
            write("FuzzHTTP", f"{kind}-{number}", bytes([kind, 1]) + sample)
    for number, sample in enumerate(EVENTS):
        write("FuzzEvents", f"plain-{number}", b"\1" + sample)
    for number, sample in enumerate(REPLIES):
        write("FuzzRESP", f"plain-{number}", b"\1\0" + sample)
    for kind, samples in enumerate([ENVELOPES, ENVELOPES, DSNS, TRACES, FILTERED]):
        for number, sample in enumerate(samples):
            write("FuzzEnvelope", f"{kind}-{number}", bytes([kind]) + sample)
    for number, sample in enumerate(JSON):
        write("FuzzJSON", f"plain-{number}", sample)
    apis = cases(DIALECTS / "API.swift", "API")
    flavors = cases(DIALECTS / "UsageFlavor.swift", "UsageFlavor")
    assert "chat.completions" in apis and "openai" in flavors, (apis, flavors)
    for number, request in enumerate(REQUESTS):
        data = json.dumps(request).encode()
        for api in ("chat.completions", "responses", "messages", "embeddings"):
            write("FuzzUsage", f"request-{number}-{api}", bytes([3, apis.index(api), 0, 0]) + data)
        write("FuzzJSON", f"request-{number}", data)
    for path in sorted(FIXTURES.glob("*.jsonl")):
        for number, line in enumerate(path.read_text().splitlines()):
            case = json.loads(line)
            stream = case["kind"] == "sse"
            payload = case["payload"]
            data = (payload if isinstance(payload, str) else json.dumps(payload, separators=(",", ":"))).encode()
            api = apis.index(case["api"]) if case["api"] in apis else 0
            flavor = flavors.index(case["provider"]) if case["provider"] in flavors else 0
            name = f"{path.stem}-{number}"
            write("FuzzUsage", name, bytes([1 if stream else 0, api, flavor, 2]) + data)
            if number % 8 == 0:
                write("FuzzEvents" if stream else "FuzzJSON", name, (b"\2" if stream else b"") + data)
    for target in sorted(out.iterdir()):
        print(f"{target.name}: {len(list(target.iterdir()))} seeds")


if __name__ == "__main__":
    main()
