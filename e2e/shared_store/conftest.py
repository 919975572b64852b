"""Fixtures of the tests with several gateways on one Redis."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from processes import Gateway
from redis_server import RedisServer


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "shared_store" in item.path.parts:
            item.add_marker(pytest.mark.gateway_only)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def gateways(own_gateway: Callable[..., Gateway], redis_server: RedisServer) -> Callable[..., Gateway]:
    """Makes gateways that share the Redis (not started); further settings as YAML below `redis:`."""

    def make(name: str, *, config: str = "", **options: Any) -> Gateway:
        env = {"REDIS_URL": redis_server.url, "TOLLGATE_REDIS_NODE": name} | options.pop("env", {})
        text = "redis:\n  timeout: 500ms\n  push_interval: 200ms\n  lease: 3s\n" + config
        return own_gateway(name=name, config=text, env=env, **options)

    return make
