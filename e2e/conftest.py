"""Fixtures: one simulator and one gateway for most tests, gateways of their own for tests that end or break one."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from case import Case
from processes import DIRECT, Gateway, Simulator


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if DIRECT:
        skip = pytest.mark.skip(reason="E2E_DIRECT=1: no gateway")
        for item in items:
            if item.get_closest_marker("gateway_only"):
                item.add_marker(skip)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            program = getattr(value, "gateway", value)
            if isinstance(program, Gateway):
                report.sections.append((program.name, program.tail(60)))
                break
    return report


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tollgate")


@pytest.fixture(scope="session")
def simulator(workspace: Path) -> Iterator[Simulator]:
    simulator = Simulator(workspace)
    yield simulator
    assert simulator.terminate() == 0, simulator.tail()


@pytest.fixture(scope="session")
def gateway(workspace: Path, simulator: Simulator) -> Iterator[Gateway | None]:
    """The gateway that most tests share."""
    if DIRECT:
        yield None
        return
    # All models of all tests get a series of their own, or the sums by component could not be compared.
    gateway = Gateway(workspace, simulator.url, config="metrics:\n  max_lines: 60000\n").start()
    yield gateway
    assert gateway.terminate() == 0, gateway.tail()


@pytest.fixture
def case(request: pytest.FixtureRequest, simulator: Simulator, gateway: Gateway | None) -> Iterator[Case]:
    """This test's calls through the shared gateway."""
    case = Case(case_name(request), simulator, gateway)
    yield case
    case.close()


@pytest.fixture
def own_gateway(tmp_path: Path, simulator: Simulator) -> Iterator[Callable[..., Gateway]]:
    """Makes gateways of this test's own (not started); they are ended after it."""
    made: list[Gateway] = []

    def make(upstream: str | None = None, **options: Any) -> Gateway:
        name = options.pop("name", f"gateway{len(made)}")
        gateway = Gateway(tmp_path, upstream or simulator.url, name=name, **options)
        made.append(gateway)
        return gateway

    yield make
    for gateway in made:
        gateway.admin.close()
        if gateway.alive():
            gateway.terminate()


@pytest.fixture
def case_for(request: pytest.FixtureRequest, simulator: Simulator) -> Iterator[Callable[[Gateway], Case]]:
    """This test's calls through a gateway of its own."""
    made: list[Case] = []

    def make(gateway: Gateway) -> Case:
        made.append(Case(case_name(request), simulator, gateway))
        return made[-1]

    yield make
    for case in made:
        case.close()


def case_name(request: pytest.FixtureRequest) -> str:
    """A name of its own for each test, good in a header and in a query."""
    number = next(_case_numbers)
    return re.sub(r"[^A-Za-z0-9_.]+", "-", f"{number}.{request.path.stem}.{request.node.name}").strip("-")


_case_numbers = itertools.count(1)
