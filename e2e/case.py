"""One test's view of the stack: clients that carry its name, and its own calls and rows."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import anthropic
import httpx
import openai
from google import genai

import ledger
from processes import DIRECT, Gateway, Simulator, decimal_json


class Case:
    """The calls of one test, told apart from all others by user and `x-sim-call`."""

    def __init__(self, name: str, simulator: Simulator, gateway: Gateway | None) -> None:
        self.name = name
        self.component = "e2e"
        self.simulator = simulator
        self.gateway = gateway
        self.url = simulator.url if gateway is None else gateway.url
        self._closing: list[Any] = []

    @property
    def headers(self) -> dict[str, str]:
        return {"x-sim-call": self.name, "x-tollgate-user": self.name, "x-tollgate-component": self.component}

    # Clients ---------------------------------------------------------------------------------------------------

    def azure(self, cls: type = openai.AzureOpenAI, **options: Any) -> Any:
        settings = {"api_key": "az-caller", "max_retries": 0, "timeout": 30, "api_version": "2025-04-01-preview"}
        return self._client(cls, settings | {"azure_endpoint": self.url + "/azure"}, options)

    def compatible(self, path: str, cls: type = openai.OpenAI, **options: Any) -> Any:
        """The openai SDK for a provider that speaks the same, at the base URL that its documentation says."""
        return self.openai(cls, base_url=self.url + path, **options)

    def openai(self, cls: type = openai.OpenAI, **options: Any) -> Any:
        settings = {"api_key": "sk-caller", "max_retries": 0, "timeout": 30, "base_url": self.url + "/v1"}
        return self._client(cls, settings, options)

    def anthropic(self, cls: type = anthropic.Anthropic, **options: Any) -> Any:
        settings = {"api_key": "sk-caller", "max_retries": 0, "timeout": 30, "base_url": self.url}
        return self._client(cls, settings, options)

    def gemini(self, **headers: str) -> genai.Client:
        """The google-genai SDK; its async half is `.aio`."""
        options = {"base_url": self.url, "headers": self.headers | headers, "timeout": 30_000}
        client = genai.Client(api_key="g-caller", http_options=options)
        self._closing.append(client)  # one that nobody holds any more closes its connections at once
        return client

    def _client(self, cls: type, settings: dict[str, Any], options: dict[str, Any]) -> Any:
        headers = self.headers | options.pop("default_headers", {})
        client = cls(**(settings | options), default_headers=headers)
        if isinstance(client, (openai.OpenAI, anthropic.Anthropic)):
            self._closing.append(client)
        return client

    def http(self, **options: Any) -> httpx.Client:
        """A plain HTTP client, for what SDKs do not do."""
        headers = self.headers | {"authorization": "Bearer sk-caller"} | options.pop("headers", {})
        client = httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=30, **options)
        self._closing.append(client)
        return client

    def close(self) -> None:
        for client in self._closing:
            client.close()

    # What was served and booked --------------------------------------------------------------------------------

    def calls(self) -> list[dict[str, Any]]:
        """What the simulator served for this test, once nothing of it runs any more."""
        deadline = time.monotonic() + 10
        while True:
            calls = self.simulator.calls(self.name)
            if all(call["ended"] for call in calls) or time.monotonic() > deadline:
                return calls
            time.sleep(0.02)

    def rows(self, count: int) -> list[dict[str, Any]]:
        """This test's rows, oldest first: exactly `count`, waited for where the client did not see the end."""
        assert self.gateway is not None
        deadline = time.monotonic() + 15
        while True:
            rows = self.gateway.rows(user_id=self.name)
            if len(rows) >= count or time.monotonic() > deadline:
                break
            time.sleep(0.02)
        assert len(rows) == count, f"{len(rows)} rows, not {count}: {rows}\n{self.gateway.tail()}"
        return rows[::-1]

    def row(self) -> dict[str, Any]:
        """This test's only row."""
        return self.rows(1)[0]

    def reconcile(self, count: int, **options: Any) -> list[dict[str, Any]]:
        """The simulator served `count` calls for this test, and the ledger says the same of each; the rows."""
        calls = self.calls()
        assert len(calls) == count, calls
        if self.gateway is None:  # an SDK hangs up after `[DONE]`, so that a call may be incomplete by a chunk's end
            assert DIRECT
            return []
        assert all(call["complete"] for call in calls), calls
        rows = self.rows(count)
        for call, row in ledger.pairs(calls, rows):
            ledger.compare(call, row, **options)
            assert row["user_id"] == self.name and row["component_type"] == self.component, row
            assert row["client_disconnected"] is False, row
            assert not [name for name in call["headers"] if name.startswith("x-tollgate-")], call
            self.explained(row)
        return rows

    def explained(self, row: dict[str, Any]) -> None:
        """The row's detail tells its one attempt, and price lines that add up to its cost."""
        assert self.gateway is not None
        detail = decimal_json(self.gateway.admin.get(f"/api/v1/admin/requests/{row['id']}").content)
        assert [attempt["status"] for attempt in detail["attempts"]] == [row["status"]], detail
        lines = detail["price_lines"]
        if row["price_source"] in ("none", "provider") or row["unpriced"] or not lines:
            assert row["price_source"] != "catalogue" or row["cost_known_usd"] == 0 or row["unpriced"], detail
            return
        # As text, amounts have 20 places.
        for line in lines:
            exact = Decimal(line["quantity"]) * Decimal(line["rate_usd"]) / Decimal(line["per"])
            assert abs(line["amount_usd"] - exact) <= Decimal("1e-20"), line
        assert abs(sum(line["amount_usd"] for line in lines) - detail["price_lines_usd"]) < Decimal("1e-18"), detail
        assert detail["price_lines_usd"].quantize(Decimal("1e-9")) == row["cost_usd"], detail
