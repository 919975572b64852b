"""nginx (Debian's) as a reverse proxy on a free port, with everything it writes in a directory of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from processes import free_port

CONFIGURATION = """
{user}
daemon off;
master_process off;
worker_processes 1;
pid {directory}/nginx.pid;
error_log {directory}/error.log notice;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    client_max_body_size 32m;
    client_header_timeout 10s;
    client_body_timeout 10s;
    lingering_timeout 1s;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{upstream};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_next_upstream off;
        }}
    }}
}}
"""


class Nginx:
    """A running nginx in front of a port."""

    def __init__(self, directory: Path, upstream: int) -> None:
        program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
        assert program, "nginx is not installed; on Debian: apt-get install nginx"
        self.port = free_port()
        self.directory = directory / "nginx"
        self.directory.mkdir()
        user = "user root;" if os.geteuid() == 0 else ""
        file = self.directory / "nginx.conf"
        file.write_text(
            CONFIGURATION.format(directory=self.directory, port=self.port, upstream=upstream, user=user)
        )
        self.process = subprocess.Popen(
            [program, "-p", str(self.directory), "-c", str(file), "-e", str(self.directory / "start.log")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 10
        while True:
            assert self.process.poll() is None, (self.directory / "start.log").read_text()
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                assert time.monotonic() < deadline, "nginx does not listen"
                time.sleep(0.02)

    def alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)
