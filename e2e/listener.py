"""An HTTP server of a test's own: what it is sent is kept by whoever derives from it, and answered as that says."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
"""Status, header fields beyond the length, body."""


class Listener:
    """Listens on `port` (0: a free one) until it is closed; `answer` says what each request gets, from a thread of its own."""

    def __init__(self, port: int = 0) -> None:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                fields = {name.lower(): value for name, value in self.headers.items()}
                status, headers, answer = listener.answer(self.path, fields, body)
                # Without the server's own fields, such as a second Date.
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = answer  # noqa: N815, the names that http.server calls

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, path: str, fields: dict[str, str], body: bytes) -> Answer:
        """What a request gets; field names in lower case."""
        raise NotImplementedError

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
