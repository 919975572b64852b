"""Keys, prompts and answers stay where they belong: everything that a busy run wrote is searched for them."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from processes import free_port
from raw import Broken, Message, Provider, Stream, ask, connect, get, post, reply, wait_for
from sentry_server import SentryServer

MARKS = {
    "provider key": "sk-MARKPROVIDERKEY7a1",
    "other provider key": "sk-ant-MARKPROVIDERKEY8b2",
    "caller key": "sk-MARKCALLERKEY3c4",
    "virtual key": "tg-MARKVIRTUALKEY5d6",
    "key in the query": "MARKQUERYKEY9e7",
    "cookie": "MARKCOOKIE1f8",
    "prompt": "MARKPROMPT2a9",
    "answer": "MARKANSWER4b0",
    "admin token": "MARKADMINTOKEN6c1",
    "header": "MARKHEADER8d2",
    "redis password": "MARKREDIS3b4",
    "secret of an old DSN": "MARKDSNSECRET9f1",
}
PROMPT, ANSWER = MARKS["prompt"], MARKS["answer"]


def provide(request: Message, stream: Stream) -> bool:
    """All kinds of answers and failures, each with the mark of an answer in it."""
    how = (request.get("x-how") or b"plain").decode()
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    content = json.dumps({"model": "gpt-4o-mini", "choices": [{"message": {"content": ANSWER}}], "usage": usage}).encode()
    event = b'data: {"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n' % ANSWER.encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    match how:
        case "plain":
            stream.send(reply(content))
        case "stream":
            data = event * 3 + b"data: [DONE]\n\n"
            stream.send(head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data))
        case "cut stream":
            stream.send(head + b"%x\r\n%s\r\n" % (len(event), event))
            return True
        case "cut":
            stream.send(reply(content)[:-10])
            return True
        case "nothing":
            return True
        case "malformed":
            stream.send(b"HTTP/1.1 200 OK\r\nX: " + ANSWER.encode() + b"\0\r\n\r\n")
            return True
        case "not HTTP":
            stream.send(ANSWER.encode() + b"\r\n\r\n")
            return True
        case "bad chunks":
            stream.send(head + ANSWER.encode() + b"\r\n\r\n")
            return True
        case "error":
            echo = json.dumps({"error": {"message": f"{ANSWER} {PROMPT}", "type": "server_error"}}).encode()
            stream.send(reply(echo, "500 Oops"))
        case "slow":
            time.sleep(3)
    return False


def body(stream: bool = False) -> bytes:
    return json.dumps({"model": "gpt-4o-mini", "stream": stream, "messages": [{"role": "user", "content": PROMPT}]}).encode()


@pytest.mark.parametrize("level", ["info", "trace"])
def test_a_busy_run_writes_no_secret(own_gateway, provider, level):
    upstream = provider(provide)
    sentry = SentryServer()
    env = {
        "SENTRY_DSN": sentry.dsn().replace("@", f":{MARKS['secret of an old DSN']}@"),
        "SENTRY_TRACES_SAMPLE_RATE": "1",
        "TOLLGATE_SENTRY_CALLER_ERRORS": "warning",
        "OPENAI_API_KEY": MARKS["provider key"],
        "ANTHROPIC_API_KEY": MARKS["other provider key"],
        "TOLLGATE_ADMIN_TOKEN": MARKS["admin token"],
        "TOLLGATE_LOG_LEVEL": level,
        # Nobody is there: every attempt fails, and is told.
        "REDIS_URL": f"redis://tollgate:{MARKS['redis password']}@127.0.0.1:{free_port()}/0",
    }
    gateway = own_gateway(upstream.url, env=env, config="timeouts:\n  first_byte: 600ms\n  client_read: 700ms\n")
    gateway.admin.headers["authorization"] = f"Bearer {MARKS['admin token']}"
    gateway.start()
    answers: list[Message] = []
    common = [
        f"Authorization: Bearer {MARKS['caller key']}", f"x-api-key: {MARKS['caller key']}", f"Cookie: s={MARKS['cookie']}",
        f"x-other: {MARKS['header']}",
    ]  # fmt: skip

    def send(data: bytes, *, own: bool) -> None:
        """`own`: the gateway makes the answer itself, so that it must hold none of the marks."""
        try:
            answer = ask(gateway.port, data)
        except (Broken, OSError):
            return
        if own:
            answers.append(answer)

    for how in ("plain", "stream", "cut stream", "error"):
        send(post("/v1/chat/completions", body("stream" in how), f"x-how: {how}", *common), own=False)
    for how in ("cut", "nothing", "malformed", "not HTTP", "slow", "bad chunks"):
        for path in ("/v1/chat/completions", "/v1/messages", f"/v1/files?key={MARKS['key in the query']}"):
            own = how != "bad chunks" and not (how == "cut" and "files" in path)
            send(post(path, body(), f"x-how: {how}", *common), own=own)
    virtual = f"Authorization: Bearer {MARKS['virtual key']}"
    send(post("/v1/chat/completions", body(), virtual), own=True)
    send(get(f"/v1/models?key={MARKS['virtual key']}"), own=True)
    send(post("/v1/chat/completions", b'{"messages": "' + PROMPT.encode(), *common), own=True)
    send(get(f"/no/such/route?key={MARKS['key in the query']}", *common), own=True)
    send(get("/openai/../x", *common), own=True)
    send(b"GET /v1/x HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + MARKS["caller key"].encode() + b"\0\r\n\r\n", own=True)
    send(b"GET /v1/x HTTP/9.1\r\nHost: h\r\nAuthorization: " + MARKS["caller key"].encode() + b"\r\n\r\n", own=True)
    send(post("/v1/chat/completions", b"", *common).replace(b"Content-Length: 0", b"Content-Length: 999999999"), own=True)
    stalled = connect(gateway.port)
    stalled.send(post("/v1/chat/completions", body(), *common)[:-20])
    answers.append(stalled.answer())
    gone = connect(gateway.port)
    gone.send(post("/v1/chat/completions", body(), "x-how: slow", *common))
    time.sleep(0.1)
    gone.reset()
    for token in ("wrong-" + MARKS["caller key"], MARKS["virtual key"]):
        refused = gateway.admin.get("/api/v1/admin/requests", headers={"authorization": f"Bearer {token}"})
        assert refused.status_code == 401 and token not in refused.text
    # A ledger that fails, and a death in the middle: what is said and kept then.
    lock = sqlite3.connect(gateway.data / "ledger.sqlite", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    send(post("/v1/chat/completions", body(), *common), own=False)
    wait_for(lambda: gateway.admin.get("/readyz").status_code == 503, 5)
    seen = {"readyz": gateway.admin.get("/readyz").text}
    lock.execute("ROLLBACK")
    lock.close()
    hanging = connect(gateway.port)
    hanging.send(post("/v1/chat/completions", body(), "x-how: slow", *common))
    time.sleep(0.2)
    gateway.kill()
    hanging.close()
    files = {path.name: path.read_bytes() for path in gateway.data.rglob("*") if path.is_file()}
    gateway.start()
    rows = gateway.rows()
    assert len(rows) > 20

    seen |= {
        "metrics": gateway.metrics(),
        "rows": json.dumps(rows, default=str),
        "overview": gateway.admin.get("/").text,
        "costs": gateway.admin.get("/api/v1/admin/llm-costs").text,
        "one row": gateway.admin.get(f"/api/v1/admin/requests/{rows[0]['id']}").text,
    }
    assert gateway.terminate() == 0
    files |= {f"{path.name} afterwards": path.read_bytes() for path in gateway.data.rglob("*") if path.is_file()}
    assert sentry.events and sentry.payloads("transaction")
    seen |= {f"error report {number}": request.raw.decode() for number, request in enumerate(sentry.requests)}
    sentry.close()
    seen["log"] = gateway.log.read_text()
    seen |= {f"error body {number}": answer.body.decode() + answer.raw_head.decode("latin-1") for number, answer in enumerate(answers)}
    assert len(answers) > 15
    marks = re.compile("|".join(MARKS.values()))
    found = [(place, marks.findall(text)[:3]) for place, text in seen.items() if marks.search(text)]
    found += [(name, marks.findall(data.decode("latin-1"))[:3]) for name, data in files.items() if marks.search(data.decode("latin-1"))]
    assert found == []
    # What the providers got is right all the same.
    keys = {request.get("authorization") for request in upstream.about("/v1/chat/completions")}
    assert keys == {b"Bearer " + MARKS["provider key"].encode()}
    assert all(request.get("x-api-key") in (None, MARKS["other provider key"].encode()) for request in upstream.requests)


@pytest.mark.parametrize("backtrace", ["no", "yes"])
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT], ids=lambda number: number.name)
def test_a_crash_tells_no_secret(own_gateway, provider, number, backtrace):
    """With calls in flight, and with Swift's own backtrace, should somebody switch it on."""
    env = {
        "OPENAI_API_KEY": MARKS["provider key"],
        "TOLLGATE_ADMIN_TOKEN": MARKS["admin token"],
        "SWIFT_BACKTRACE": f"enable={backtrace},color=no,interactive=no,symbolicate=off",
    }
    gateway = own_gateway(provider(provide).url, env=env)
    gateway.admin.headers["authorization"] = f"Bearer {MARKS['admin token']}"
    gateway.start()
    streams = [connect(gateway.port) for _ in range(8)]
    for stream in streams:
        stream.send(post("/v1/chat/completions", body(), "x-how: slow", f"Authorization: Bearer {MARKS['caller key']}"))
    time.sleep(0.3)
    gateway.signal(number)
    if backtrace == "yes":
        # Swift goes on behind a signal that no instruction has caused; a later one finds the signal's default again.
        wait_for(lambda: "Backtrace took" in gateway.log.read_text(errors="replace"), 60, "no backtrace")
        deadline = time.monotonic() + 5
        while gateway.alive() and time.monotonic() < deadline:
            gateway.signal(number)
            time.sleep(0.2)
        # One time in four Swift's handler never returns; what it has written is what counts here.
        if gateway.alive():
            gateway.kill()
        assert gateway.wait(30) < 0
    else:
        assert gateway.wait(30) == -number
    said = gateway.log.read_text(errors="replace")
    assert re.findall("MARK[A-Z]*|sk-|tg-", said) == [], gateway.tail(200)
    for stream in streams:
        stream.close()


def test_a_bad_configuration_tells_no_secret(own_gateway, provider, tmp_path):
    """The list of problems names places, not values that are secret."""
    config = f"admin:\n  host: 0.0.0.0\nproviders:\n  - name: openai\n    api_key: {MARKS['provider key']}\n    base_url: nonsense\n    api_kee: x\n"
    gateway = own_gateway(provider().url, config=config, env={"TOLLGATE_ADMIN_TOKEN": "", "TOLLGATE_LOG_LEVEL": "trace"})
    del gateway.env["OPENAI_API_KEY"]
    gateway.spawn(["serve"], gateway.env)
    assert gateway.wait(20) == 78
    assert MARKS["provider key"] not in gateway.log.read_text()


def test_the_data_directory_is_its_owners(own_gateway, provider):
    gateway = own_gateway(provider().url).start()
    assert ask(gateway.port, post("/v1/chat/completions", body())).status == 200
    assert Path(gateway.data).stat().st_mode & 0o077 == 0
