"""Reads a Dockerfile as far as tests need it: its last stage's settings, and the commands of each."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path


class Dockerfile:
    """`stages`: for each FROM the instructions after it, (name, text), continuations joined, comments gone."""

    def __init__(self, path: Path) -> None:
        lines = [line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]
        text = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
        self.stages: list[list[tuple[str, str]]] = []
        for line in text.splitlines():
            if not line.strip():
                continue
            name, _, rest = line.partition(" ")
            if name == "FROM":
                self.stages.append([])
            self.stages[-1].append((name, rest.strip()))

    def values(self, name: str, stage: int = -1) -> list[str]:
        """The texts of all instructions of this name in a stage."""
        return [text for each, text in self.stages[stage] if each == name]

    @property
    def environment(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for text in self.values("ENV") for pair in shlex.split(text))

    @property
    def entrypoint(self) -> list[str]:
        return json.loads(self.values("ENTRYPOINT")[0])

    @property
    def command(self) -> list[str]:
        return json.loads(self.values("CMD")[0])

    @property
    def healthcheck(self) -> list[str]:
        return json.loads(self.values("HEALTHCHECK")[0].partition("CMD ")[2])

    @property
    def user(self) -> str:
        return self.values("USER")[0]
