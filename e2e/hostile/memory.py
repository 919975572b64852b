"""Resident memory of a process, from /proc."""

from __future__ import annotations

import re
from pathlib import Path

MB = 1_000_000


def _field(pid: int, name: str) -> int:
    text = Path(f"/proc/{pid}/status").read_text()
    match = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    assert match, text
    return int(match[1]) * 1024


def resident(pid: int) -> int:
    """Bytes resident now."""
    return _field(pid, "VmRSS")


class Growth:
    """How far a process's resident memory rises above where it stood: the kernel's own high-water mark."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        Path(f"/proc/{pid}/clear_refs").write_text("5")
        self.start = resident(pid)

    @property
    def peak(self) -> int:
        return _field(self.pid, "VmHWM") - self.start

    @property
    def now(self) -> int:
        return resident(self.pid) - self.start
