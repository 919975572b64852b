"""Writes the few forms of YAML that rule files need, without a library: mappings, lists, text, numbers, booleans."""

from __future__ import annotations

import json
import re
from typing import Any

# Plain scalars that YAML cannot take for anything but text.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./:-]*")
_RESERVED = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def document(value: Any, header: str) -> str:
    """A YAML document with `header` as comment lines."""
    comments = "".join(f"# {line}".rstrip() + "\n" for line in header.strip().splitlines())
    return comments + "\n".join(_lines(value, 0)) + "\n"


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _RESERVED and not value.endswith(":"):
        return value
    if isinstance(value, str) and '"' in value and "'" not in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)


def _lines(value: Any, indent: int) -> list[str]:
    pad = " " * indent
    lines: list[str] = []
    if isinstance(value, dict):
        for key, item in value.items():
            lines += _entry(f"{pad}{_scalar(key)}:", item, indent + 2)
    else:
        for item in value:
            if isinstance(item, (dict, list)) and item:
                inner = _lines(item, indent + 2)
                lines += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
            else:
                lines += _entry(f"{pad}-", item, indent + 2)
    return lines


def _entry(start: str, item: Any, indent: int) -> list[str]:
    if isinstance(item, (dict, list)):
        return [start, *_lines(item, indent)] if item else [f"{start} {json.dumps(item)}"]
    if isinstance(item, str) and "\n" in item:
        pad = " " * indent
        return [f"{start} |-", *(f"{pad}{line}".rstrip() for line in item.strip("\n").splitlines())]
    return [f"{start} {_scalar(item)}"]
