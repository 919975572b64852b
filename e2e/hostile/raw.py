"""HTTP on the level of bytes, from both sides: a client that sends what it is told to, and a provider that answers so.

Neither uses an HTTP library, so that nothing is repaired on the way. The provider reads what it gets by the plainest
reading of RFC 9112 and remembers all of it.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Callable

HEAD_END = b"\r\n\r\n"


class Broken(Exception):
    """The other side sent what is no HTTP message, or stopped in the middle of one."""


@dataclass
class Message:
    """A request or an answer as it came."""

    first: bytes
    fields: list[tuple[bytes, bytes]]
    body: bytes = b""
    trailers: bytes = b""
    raw_head: bytes = b""
    framing: str = ""
    """`none`, `length`, `chunked`, `close`."""

    @property
    def status(self) -> int:
        return int(self.first.split()[1])

    @property
    def target(self) -> str:
        return self.first.split(b" ")[1].decode("latin-1")

    def all(self, name: str) -> list[bytes]:
        return [value for key, value in self.fields if key.lower() == name.lower().encode()]

    def get(self, name: str) -> bytes | None:
        values = self.all(name)
        return values[0] if values else None


class Stream:
    """A socket read as HTTP messages."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        self.buffer = b""

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def fill(self) -> bool:
        """Reads once; false at the end."""
        data = self.socket.recv(65_536)
        self.buffer += data
        return bool(data)

    def until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            if not self.fill():
                raise Broken(f"ended before {mark!r}, after {self.buffer[-200:]!r}")
        end = self.buffer.index(mark) + len(mark)
        taken, self.buffer = self.buffer[:end], self.buffer[end:]
        return taken

    def exactly(self, count: int) -> bytes:
        parts, have = [self.buffer[:count]], min(count, len(self.buffer))
        self.buffer = self.buffer[count:]
        while have < count:
            data = self.socket.recv(min(1 << 20, count - have))
            if not data:
                raise Broken(f"ended {count - have} bytes early")
            parts.append(data)
            have += len(data)
        return b"".join(parts)

    def head(self) -> Message:
        raw = self.until(HEAD_END)
        lines = raw[:-4].split(b"\r\n")
        fields = []
        for line in lines[1:]:
            name, colon, value = line.partition(b":")
            if not colon:
                raise Broken(f"not a field: {line!r}")
            fields.append((name, value.strip(b" \t")))
        return Message(lines[0], fields, raw_head=raw)

    def chunks(self, message: Message) -> bytes:
        parts = []
        while True:
            size = int(self.until(b"\r\n").split(b";")[0].strip(), 16)
            if size == 0:
                break
            parts.append(self.exactly(size))
            if self.exactly(2) != b"\r\n":
                raise Broken("a chunk without its end")
        while (line := self.until(b"\r\n")) != b"\r\n":
            message.trailers += line
        return b"".join(parts)

    def rest(self) -> bytes:
        while self.fill():
            pass
        taken, self.buffer = self.buffer, b""
        return taken

    def request(self) -> Message | None:
        """The next request; None at the end of the connection."""
        while not self.buffer:
            if not self.fill():
                return None
        message = self.head()
        coding, length = message.get("transfer-encoding"), message.get("content-length")
        if coding is not None:
            message.framing = "chunked"
            message.body = self.chunks(message)
        elif length is not None:
            message.framing = "length"
            message.body = self.exactly(int(length))
        else:
            message.framing = "none"
        return message

    def answer(self, *, head_only: bool = False, interim: bool = False) -> Message:
        """The next answer; interim ones are passed over unless asked for."""
        while True:
            message = self.head()
            if message.status >= 200 or interim:
                break
        coding, length = message.get("transfer-encoding"), message.get("content-length")
        if head_only or message.status in (204, 304) or message.status < 200:
            message.framing = "none"
        elif coding is not None:
            message.framing = "chunked"
            message.body = self.chunks(message)
        elif length is not None:
            message.framing = "length"
            message.body = self.exactly(int(length))
        else:
            message.framing = "close"
            message.body = self.rest()
        return message

    def ended(self) -> bool:
        """Whether the other side has ended the connection and sent nothing more; waits as long as the timeout."""
        try:
            return not self.buffer and not self.fill()
        except ConnectionError:
            return True
        except TimeoutError:
            return False

    def reset(self) -> None:
        """Closes with RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self) -> None:
        self.socket.close()


def connect(port: int, timeout: float = 10, *, host: str = "127.0.0.1", receive_buffer: int | None = None) -> Stream:
    """A client's connection."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family)
    if receive_buffer is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    sock.settimeout(timeout)
    sock.connect((host, port))
    return Stream(sock)


def ask(port: int, data: bytes, timeout: float = 10, **how: bool) -> Message:
    """Sends, reads one answer, closes."""
    stream = connect(port, timeout)
    try:
        stream.send(data)
        return stream.answer(**how)
    finally:
        stream.close()


def post(path: str, body: bytes, *fields: str, host: str = "gateway") -> bytes:
    """A request's bytes."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}", *fields]
    return "\r\n".join(lines).encode("latin-1") + HEAD_END + body


def get(path: str, *fields: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: gateway", *fields]).encode("latin-1") + HEAD_END


def reply(body: bytes = b"{}", status: str = "200 OK", *fields: str) -> bytes:
    """An answer's bytes."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}", *fields]
    return "\r\n".join(lines).encode("latin-1") + HEAD_END + body


@dataclass
class Served:
    """One connection to the provider."""

    requests: list[Message] = field(default_factory=list)
    broken: str | None = None
    local: tuple = ()
    ended: bool = False


Script = Callable[[Message, Stream], bool | None]
"""Answers a request; True = the connection is to be closed."""


class Provider:
    """A provider of raw sockets, a thread for each connection."""

    def __init__(
        self,
        script: Script | bytes | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        on_connect: Callable[[Stream], bool] | None = None,
        receive_buffer: int | None = None,
    ) -> None:
        self.script: Script | bytes = reply() if script is None else script
        self.on_connect = on_connect
        self.tls = tls
        self.connections: list[Served] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.listener = socket.socket(family)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            self.listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if receive_buffer is not None:
            self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.listener.bind((host, port))
        self.listener.listen(4096)
        self.port = self.listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def requests(self) -> list[Message]:
        """All requests, in the order of their connections."""
        return [request for served in list(self.connections) for request in list(served.requests)]

    def about(self, word: str) -> list[Message]:
        """Requests whose head or body has the word anywhere."""
        needle = word.encode()
        return [r for r in self.requests if needle in r.raw_head or needle in r.body]

    def close(self) -> None:
        # Wakes the thread in accept, which close alone does not.
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        served = Served(local=sock.getsockname())
        self.connections.append(served)
        try:
            if self.tls is not None:
                sock = self.tls.wrap_socket(sock, server_side=True)
            stream = Stream(sock)
            if self.on_connect is not None and self.on_connect(stream):
                return
            while (request := stream.request()) is not None:
                served.requests.append(request)
                if isinstance(self.script, bytes):
                    stream.send(self.script)
                elif self.script(request, stream):
                    return
        except (Broken, ValueError) as error:
            served.broken = str(error)
        except OSError:
            pass
        finally:
            served.ended = True
            try:
                sock.close()
            except OSError:
                pass


def wait_for(condition: Callable[[], object], seconds: float = 10, what: str = "") -> object:
    """Waits until the condition holds, and returns what it gave."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"not within {seconds} s: {what or condition}"
        time.sleep(0.01)
