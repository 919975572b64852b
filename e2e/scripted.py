"""A provider that answers what a test says, for shapes that the simulator does not have."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable

Answer = tuple[int, str, "bytes | list[bytes]"]
"""Status, content type, body; a list is sent chunk by chunk."""


class ScriptedProvider:
    """Answers with what `answer(method, path, body)` returns; a chunk that is callable is called, and sends nothing."""

    def __init__(self, answer: Callable[[str, str, bytes], Answer]) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.read_body()
                provider.requests.append((self.command, self.path, dict(self.headers), body))
                status, content_type, content = answer(self.command, self.path, body)
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                if isinstance(content, bytes):
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                    return
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for chunk in content:
                    if callable(chunk):
                        chunk()
                    else:
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                        self.wfile.flush()
                self.wfile.write(b"0\r\n\r\n")

            do_GET = do_POST = do_DELETE = handle_any

            def read_body(self) -> bytes:
                if self.headers.get("Transfer-Encoding") != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = b""
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def json_answer(value: Any, status: int = 200) -> Answer:
    return status, "application/json", json.dumps(value).encode()


def wav(seconds: int, rate: int = 16_000) -> bytes:
    """Silence, as a WAV file of 16-bit samples."""
    size = seconds * rate * 2
    head = b"RIFF" + (36 + size).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    head += b"\1\0\1\0" + rate.to_bytes(4, "little") + (rate * 2).to_bytes(4, "little") + b"\2\0\20\0"
    return head + b"data" + size.to_bytes(4, "little") + bytes(size)
