"""Grafana's published models (PyPI grafana-foundation-sdk) as a check: no member that they do not have, no value that is none."""

from __future__ import annotations

import enum
import json
import types
import typing
from collections.abc import Iterator
from typing import Any

from grafana_foundation_sdk.cog import runtime
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models import dashboard

register_default_plugins()


def problems(model: Any, value: dict[str, Any]) -> list[str]:
    """What is wrong with `value` as a `model`."""
    read = model.from_json(value)
    back = json.loads(JSONEncoder(sort_keys=True).encode(read))
    return [*_lost(value, back, "$"), *_wrong(read, type(read), "$")]


def _lost(ours: Any, theirs: Any, path: str) -> Iterator[str]:
    """What of `ours` is not in `theirs`, which may have more members."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key, value in ours.items():
            if key in theirs:
                yield from _lost(value, theirs[key], f"{path}.{key}")
            elif value is not None:
                yield f"{path}.{key} is not in Grafana's model"
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (left, right) in enumerate(zip(ours, theirs)):
            yield from _lost(left, right, f"{path}[{number}]")
    elif ours != theirs:
        yield f"{path}: {ours!r} is {theirs!r} in Grafana's model"


def _wrong(value: Any, kind: Any, path: str) -> Iterator[str]:
    """Values that are not of the type that the model says: it reads any."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in (Any, object) or isinstance(kind, typing.TypeVar):
        # What depends on the panel's plugin is a model of its own.
        if hasattr(type(value), "__annotations__"):
            yield from _members(value, path)
    elif origin in (typing.Union, types.UnionType):
        found = [list(_wrong(value, each, path)) for each in arguments]
        if all(found):
            yield from min(found, key=len)
    elif origin is typing.Literal:
        if value not in arguments:
            yield f"{path}: {value!r} is none of {arguments}"
    elif origin is list:
        if not isinstance(value, list):
            yield f"{path}: {value!r} is no list"
        else:
            for number, each in enumerate(value):
                yield from _wrong(each, arguments[0], f"{path}[{number}]")
    elif origin is dict:
        if not isinstance(value, dict):
            yield f"{path}: {value!r} is no object"
    elif isinstance(kind, type) and issubclass(kind, enum.Enum):
        if value not in list(kind):
            yield f"{path}: {value!r} is none of {[each.value for each in kind]}"
    elif kind in (int, float):
        if isinstance(value, bool) or not isinstance(value, int if kind is int else (int, float)):
            yield f"{path}: {value!r} is no number"
    elif isinstance(kind, type):
        if isinstance(value, dict) and hasattr(kind, "from_json"):
            yield from (path + problem.removeprefix("$") for problem in problems(kind, value))
        elif not isinstance(value, kind) and not getattr(kind, "_is_protocol", False):
            yield f"{path}: {value!r} is no {kind.__name__}"
        elif hasattr(type(value), "__annotations__"):
            yield from _members(value, path)


def _members(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dashboard.Panel) and runtime.panelcfg_config(value.type_val) is None:
        yield f"{path}: no panel is called {value.type_val!r}"
    for name, kind in typing.get_type_hints(type(value)).items():
        yield from _wrong(getattr(value, name, None), kind, f"{path}.{name}")
