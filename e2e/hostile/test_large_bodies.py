"""Requests too large for memory: they wait in a file of the gateway's, and mean and become what small ones do."""

from __future__ import annotations

import gzip
import json
import os
import random
import threading
import time
from pathlib import Path

import pytest

from namespaces import GatewayOnDisk, needs_namespaces
from raw import Broken, Message, Provider, Stream, ask, connect, post, reply, wait_for

CHAT = "/v1/chat/completions"
USAGE = {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14}
ANSWER = json.dumps({"id": "c", "object": "chat.completion", "model": "gpt-4o-mini", "usage": USAGE, "choices": []}).encode()
TEXT = 'Lorem "ipsum" {[dolor]},\n é 😀 sit amet. '


def request(size: int, **members: object) -> bytes:
    """A chat request of about so many bytes, most of them text."""
    messages = [{"role": "user", "content": TEXT * (size // 60)} for _ in range(1)]
    return json.dumps({"model": "gpt-4o-mini", "messages": messages, **members}).encode()


@pytest.fixture(scope="module")
def large(shared_gateway):
    upstream = Provider(reply(ANSWER))
    return shared_gateway(upstream.url, name="large").start(), upstream


def spool_files(pid: int) -> list[str]:
    """The files without a name that a process has open."""
    found = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            name = os.readlink(link)
        except OSError:
            continue
        if "/body-" in name:
            found.append(name)
    return found


def marked(user: str) -> tuple[str, str]:
    """Fields by which a call's request is found with the provider, and its row in the ledger."""
    return f"x-mark: <{user}>", f"x-tollgate-user: {user}"


def forwarded(upstream: Provider, user: str) -> Message:
    (found,) = [r for r in upstream.requests if r.get("x-mark") == f"<{user}>".encode()]
    return found


def row_of(gateway, user: str) -> dict:
    wait_for(lambda: gateway.rows(user_id=user), 10)
    (row,) = gateway.rows(user_id=user)
    return row


BODIES = {
    "text": request(1 << 20),
    "pretty": json.dumps(json.loads(request(1 << 20)), indent=2, ensure_ascii=False).encode(),
    "image": json.dumps({"messages": [{"role": "user", "content": [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "iVBORw0KGgo" * 100_000}}]}],
        "model": "gpt-4o-mini"}).encode(),
    "many small messages": json.dumps({"messages": [{"role": "user", "content": f"message {n}"} for n in range(40_000)],
                                       "model": "gpt-4o-mini"}).encode(),
    "the last model counts": request(1 << 20, model="gpt-4o").replace(b'{', b'{"model":"o1",', 1)[:-1] + b',"model":"gpt-4o-mini"}',
    "just above the limit": request(1 << 10, pad="x" * (256 << 10)),
}  # fmt: skip


@pytest.mark.parametrize("framing", ["length", "chunked", "drip"])
@pytest.mark.parametrize("name", BODIES)
def test_a_large_body_arrives_byte_for_byte(large, name, framing):
    gateway, upstream = large
    body, user = BODIES[name], f"{name} {framing}"
    if framing == "length":
        answer = ask(gateway.port, post(CHAT, body, *marked(user)))
    else:
        dice = random.Random(name)
        stream = connect(gateway.port)
        fields = "\r\n".join(["Host: h", "Transfer-Encoding: chunked", *marked(user)])
        stream.send(f"POST {CHAT} HTTP/1.1\r\n{fields}\r\n\r\n".encode())
        at = 0
        while at < len(body):
            part = body[at : at + (dice.randint(1, 200_000) if framing == "chunked" else 65_537)]
            stream.send(b"%x\r\n%s\r\n" % (len(part), part))
            at += len(part)
        stream.send(b"0\r\n\r\n")
        answer = stream.answer()
        stream.close()
    assert answer.status == 200 and answer.body == ANSWER
    sent = forwarded(upstream, user)
    assert sent.body == body and sent.framing == "length"
    row = row_of(gateway, user)
    assert row["request_model"] == "gpt-4o-mini" and row["usage_source"] == "reported" and row["output_tokens"] == 5
    wait_for(lambda: not spool_files(gateway.pid), 5, "the file is gone with the call")


def test_a_large_body_is_edited_where_a_small_one_is(large):
    gateway, upstream = large
    for options in (None, {}, {"include_usage": False}, "absent"):
        members = {"stream": True} | ({} if options == "absent" else {"stream_options": options})
        body = request(1 << 20, **members)
        assert ask(gateway.port, post(CHAT, body, *marked(f"edit {options}"))).status == 200
        sent = json.loads(forwarded(upstream, f"edit {options}").body)
        assert sent.pop("stream_options") == {"include_usage": True}
        assert sent == {name: value for name, value in json.loads(body).items() if name != "stream_options"}


def test_a_large_compressed_body(large):
    gateway, upstream = large
    dice = random.Random(1)
    text = dice.randbytes(700_000).hex()
    body = gzip.compress(json.dumps({"messages": [{"content": text}], "stream": True, "model": "gpt-4o-mini"}).encode())
    assert len(body) > 300_000
    assert ask(gateway.port, post(CHAT, body, "Content-Encoding: gzip", *marked("gzip"))).status == 200
    assert forwarded(upstream, "gzip").body == body
    before = len(upstream.requests)
    assert row_of(gateway, "gzip")["request_model"] == "gpt-4o-mini"
    for broken in (body[:-9], body[:100_000] + b"x" * 200_000, b"x" * 300_000):
        answer = ask(gateway.port, post(CHAT, broken, "Content-Encoding: gzip"))
        assert answer.status == 400 and b"decompressed" in answer.body
    assert len(upstream.requests) == before, "what cannot be accounted for is not forwarded"


def test_a_large_body_that_is_no_json_is_refused_as_a_small_one_is(large):
    gateway, upstream = large
    before = len(upstream.requests)
    for body in (request(1 << 20)[:-1], request(1 << 20) + b"}", request(1 << 20).replace(b"ipsum", b"ip\x01um", 1), b"x" * 400_000,
                 request(1 << 20).replace(b"sit", b"s\\xt", 1)):  # fmt: skip
        answer = ask(gateway.port, post(CHAT, body))
        assert answer.status == 400, answer
        message = json.loads(answer.body)["error"]["message"]
        assert "JSON" in message and (body[:1] == b"x" or "at byte" in message)
        if b"\x01" in body:
            assert f"at byte {body.index(bytes([1]))}" in message, "the place in the body as it was sent"
    assert len(upstream.requests) == before
    wait_for(lambda: not spool_files(gateway.pid), 5)


def test_a_large_body_that_waits_to_be_asked_for(large):
    gateway, upstream = large
    body = request(1 << 20)
    stream = connect(gateway.port)
    stream.send(post(CHAT, body, "Expect: 100-continue", *marked("expect"))[: -len(body)])
    assert stream.head().status == 100
    stream.send(body + post(CHAT, b'{"model":"second"}', *marked("pipelined")))
    assert [stream.answer().status, stream.answer().status] == [200, 200]
    assert forwarded(upstream, "expect").body == body
    assert forwarded(upstream, "pipelined").body == b'{"model":"second"}'
    stream.close()


def test_a_body_above_the_limit_of_all_bodies(large):
    gateway, upstream = large
    before = len(upstream.requests)
    stream = connect(gateway.port)
    stream.send(f"POST {CHAT} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    try:
        for _ in range(33):
            stream.send(b"100000\r\n" + b" " * (1 << 20) + b"\r\n")
    except OSError:
        pass
    try:
        assert stream.answer().status == 413
    except OSError:
        pass  # the reset has taken the answer with it
    stream.close()
    assert len(upstream.requests) == before
    wait_for(lambda: not spool_files(gateway.pid), 5)


@pytest.mark.parametrize("end", [b"5x\r\nhello\r\n0\r\n\r\n", b"-5\r\nhello\r\n", b"5\r\nhelloXX0\r\n\r\n", b"0\r\nbad trailer\r\n\r\n"])
def test_a_large_body_whose_framing_breaks_is_never_forwarded(large, end):
    gateway, upstream = large
    before = len(upstream.requests)
    stream = connect(gateway.port)
    stream.send(f"POST {CHAT} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    body = request(1 << 20)
    stream.send(b"%x\r\n%s\r\n" % (len(body), body) + end + b"GET /v1/smuggled HTTP/1.1\r\nHost: h\r\n\r\n")
    assert stream.answer().status == 400 and stream.ended()
    stream.close()
    wait_for(lambda: not spool_files(gateway.pid), 5)
    assert len(upstream.requests) == before


def test_clients_that_go_in_the_middle_leave_no_file(large):
    gateway, upstream = large
    before = len(upstream.requests)
    streams = []
    for _ in range(20):
        stream = connect(gateway.port)
        stream.send(post(CHAT, bytes(4 << 20))[: 1 << 20])
        streams.append(stream)
    wait_for(lambda: len(spool_files(gateway.pid)) == 20, 5)
    for number, stream in enumerate(streams):
        stream.reset() if number % 2 else stream.close()
    wait_for(lambda: not spool_files(gateway.pid), 5)
    assert len(upstream.requests) == before
    assert not list(gateway.data.glob("body-*"))


def test_a_large_body_is_sent_once_more_on_a_connection_that_was_stale(own_gateway, provider):
    """It is still in its file."""
    count = iter(range(100))

    def first_request_only(stream: Stream) -> bool:
        if next(count) > 0:
            return False
        request = stream.request()
        assert request is not None
        stream.send(reply(ANSWER))
        stream.head()  # the second one: its head is read, some of its body, then the connection is reset
        stream.fill()
        stream.reset()
        return True

    upstream = provider(reply(ANSWER), on_connect=first_request_only)
    gateway = own_gateway(upstream.url, env={"TOLLGATE_THREADS": "1"}).start()
    body = request(2 << 20, stream=True)
    assert ask(gateway.port, post(CHAT, b'{"model":"gpt-4o-mini"}')).status == 200
    assert ask(gateway.port, post(CHAT, body)).status == 200
    (whole,) = upstream.requests
    sent = json.loads(whole.body)
    assert sent.pop("stream_options") == {"include_usage": True} and sent == json.loads(body)
    details = [gateway.admin.get(f"/api/v1/admin/requests/{row['id']}").json() for row in gateway.rows()]
    outcomes = [[(attempt["outcome"], attempt["status"]) for attempt in each["attempts"]] for each in details]
    assert outcomes == [[("connection_closed", None), ("answered", 200)], [("answered", 200)]]


@pytest.mark.parametrize("policy", ["drain", "abort"])
def test_a_client_that_goes_while_its_large_body_is_sent_on(own_gateway, provider, policy):
    """The gateway has all of it: `drain` sends the rest and books what the provider says."""
    go = threading.Event()

    def slowly(stream: Stream) -> bool:
        go.wait(20)
        return False

    upstream = provider(reply(ANSWER), on_connect=slowly, receive_buffer=32_768)
    config = f"providers:\n  - name: openai\n    on_disconnect: {policy}\n"
    gateway = own_gateway(upstream.url, config=config).start()
    body = request(16 << 20)
    stream = connect(gateway.port)
    stream.send(post(CHAT, body))
    wait_for(lambda: upstream.connections, 10)
    time.sleep(0.3)
    stream.close()
    if policy == "abort":
        wait_for(gateway.rows, 10)
    go.set()
    (row,) = wait_for(gateway.rows, 20)
    assert row["client_disconnected"] is True
    if policy == "drain":
        assert row["usage_source"] == "reported" and row["output_tokens"] == 5
        assert upstream.requests[0].body == body
    wait_for(lambda: not spool_files(gateway.pid), 5)


@pytest.mark.parametrize("path", [CHAT, "/v1/files"])
def test_a_provider_that_takes_nothing_of_a_request(own_gateway, provider, path):
    """`timeouts.upstream_idle` holds for writing, too: neither the client nor the file waits for ever."""
    stop = threading.Event()

    def never(stream: Stream) -> bool:
        stop.wait(60)
        return True

    upstream = provider(on_connect=never, receive_buffer=32_768)
    gateway = own_gateway(upstream.url, config="timeouts:\n  upstream_idle: 1s\n").start()
    body = request(16 << 20)
    stream = connect(gateway.port, timeout=20)

    def send() -> None:
        try:
            stream.send(post(path, body))
        except OSError:
            pass

    sender = threading.Thread(target=send)
    began = time.monotonic()
    sender.start()
    answer = stream.answer()
    assert answer.status == 504 and b"took nothing" in answer.body
    assert 0.8 < time.monotonic() - began < 10
    stream.close()
    sender.join(20)
    stop.set()
    (row,) = wait_for(gateway.rows, 10)
    assert row["status"] == 504 and row["error_type"] == "timeout"
    wait_for(lambda: not spool_files(gateway.pid), 5)


@needs_namespaces
def test_a_disk_without_room_for_large_bodies(tmp_path, provider):
    """They are refused with the reason; small calls go on, and what was booked stays."""
    upstream = provider(reply(ANSWER))
    gateway = GatewayOnDisk(tmp_path, upstream.url, "100m")
    gateway.start()
    try:
        assert ask(gateway.port, post(CHAT, b'{"model":"gpt-4o-mini"}')).status == 200
        held = []
        statuses = []
        for _ in range(3):
            stream = connect(gateway.port)
            stream.send(post(CHAT, request(30 << 20))[:-1])  # never whole: its file stays
            held.append(stream)
        for stream in held:
            stream.socket.settimeout(1)
            try:
                answer = stream.answer()
            except (TimeoutError, OSError, Broken):
                continue
            statuses.append(answer.status)
            assert json.loads(answer.body)["error"]["code"] == "body_not_stored"
            assert b"data_dir" in answer.body
        assert statuses and set(statuses) == {507}
        assert ask(gateway.port, post(CHAT, b'{"model":"gpt-4o-mini"}')).status == 200, "small calls need no file"
        for stream in held:
            stream.close()
        wait_for(lambda: ask(gateway.port, post(CHAT, request(2 << 20))).status == 200, 10, "the room is free again")
        assert len(wait_for(lambda: len(gateway.rows()) >= 3 and gateway.rows(), 10)) == 3
        assert "large body was refused" in gateway.log.read_text()
    finally:
        assert gateway.terminate() == 0
        gateway.disk.close()


@pytest.mark.parametrize("key", ["tg-nobody", "sk-somebody"])
def test_a_large_body_without_a_valid_key_is_refused_by_its_head(shared_gateway, key):
    """Nothing of it is waited for, and nothing written: the disk is not everybody's."""
    upstream = Provider(reply(ANSWER))
    gateway = shared_gateway(upstream.url, name="keyed-" + key[:2], config="require_keys: true\n").start()
    stream = connect(gateway.port)
    head = f"POST {CHAT} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {key}\r\nContent-Length: {8 << 20}\r\n\r\n"
    stream.send(head.encode() + b'{"model": "gpt-4o-mini", "messages": "' + b"x" * (1 << 20))
    answer = stream.answer()
    assert answer.status == 401, answer
    assert b"invalid_api_key" in answer.body
    assert spool_files(gateway.pid) == []
    stream.close()
    assert upstream.requests == []
