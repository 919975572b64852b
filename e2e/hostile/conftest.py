"""Fixtures of the hostile tests: raw providers, and gateways that several tests of a module share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from processes import Gateway
from raw import Provider


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "hostile" in item.path.parts:
            item.add_marker(pytest.mark.gateway_only)


@pytest.fixture(scope="session", autouse=True)
def many_files() -> None:
    """As many open files as this process may have."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@pytest.fixture(scope="module")
def directory(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp(re.sub(r"\W", "_", request.path.stem))


@pytest.fixture(scope="module")
def shared_gateway(directory: Path) -> Iterator[Callable[..., Gateway]]:
    """Makes gateways that a module's tests share (not started); each must live until the end, and end in order."""
    made: list[Gateway] = []

    def make(upstream: str, **options: Any) -> Gateway:
        made.append(Gateway(directory, upstream, name=options.pop("name", f"gateway{len(made)}"), **options))
        return made[-1]

    yield make
    for gateway in made:
        assert gateway.alive(), f"the gateway died: {gateway.process and gateway.process.returncode}\n{gateway.tail()}"
        assert gateway.terminate() == 0, gateway.tail()
        gateway.admin.close()


@pytest.fixture
def provider() -> Iterator[Callable[..., Provider]]:
    """Makes raw providers of this test's own."""
    made: list[Provider] = []

    def make(*arguments: Any, **options: Any) -> Provider:
        made.append(Provider(*arguments, **options))
        return made[-1]

    yield make
    for provider in made:
        provider.close()
