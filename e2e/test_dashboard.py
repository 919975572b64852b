"""The dashboard without a browser: its figures against the rows, its door, what its page may load."""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import httpx
import pytest

from office import CALLS, TOKEN, TRACE, grouped, office, sums  # noqa: F401 (a fixture)
from processes import Gateway, decimal_json

pytestmark = pytest.mark.gateway_only


def overview(gateway, **query):
    answer = gateway.admin.get("/api/v1/admin/overview", params=query)
    assert answer.status_code == 200, answer.text
    return decimal_json(answer.content)


def test_every_figure_of_the_overview_is_that_of_the_rows(office):
    gateway, rows = office
    for query in ({}, {"since": (datetime.now(timezone.utc) - timedelta(days=29)).date().isoformat()}):
        report = overview(gateway, limit=50, **query)
        assert report["total"] == sums(rows) and report["total"]["requests"] == CALLS
        for name, parts in (("users", ["user_id"]), ("components", ["component_type"])):
            expected = {key: sums(group) for key, group in grouped(rows, *parts).items()}
            assert {tuple(entry.pop(part) for part in parts): entry for entry in report[name]} == expected
        assert sum(entry["cost_usd"] for entry in report["models"]) == report["total"]["cost_usd"]
        assert sum(entry["requests"] for entry in report["series"]) == CALLS
        errors = {entry["error_type"]: entry["requests"] for entry in report["errors_by_type"]}
        assert errors == {"rate_limit": 2, "server_error": 1}
        answered = sorted(row["duration_ms"] for row in rows if row["error_type"] is None)
        assert report["duration_ms"]["count"] == len(answered)
        exact = answered[-(-len(answered) // 2) - 1]
        assert abs(report["duration_ms"]["p50"] - exact) <= exact / 16
        first = [row["time_to_first_token_ms"] for row in rows if row["time_to_first_token_ms"] is not None]
        assert report["time_to_first_token_ms"]["count"] == len(first) > 0


def test_the_lines_of_a_price_add_up_to_what_the_ledger_has(office):
    gateway, rows = office
    priced = [row for row in rows if row["error_type"] is None and row["cost_usd"] is not None]
    assert len(priced) > 10
    for row in priced:
        call = decimal_json(gateway.admin.get(f"/api/v1/admin/requests/{row['id']}").content)
        lines = call["price_lines"]
        for line in lines:
            assert line["amount_usd"] == Decimal(line["quantity"]) * line["rate_usd"] / line["per"]
        total = sum(line["amount_usd"] for line in lines)
        assert total == call["price_lines_usd"]
        assert total.quantize(Decimal("1e-9")) == call["cost_usd"] == row["cost_usd"]
    unpriced = next(row for row in rows if row["cost_usd"] is None)
    assert decimal_json(gateway.admin.get(f"/api/v1/admin/requests/{unpriced['id']}").content)["price_lines"] == []


def test_an_older_ledger_has_the_same_figures(office, own_gateway, simulator):
    """The sums by the hour are made of the rows when a ledger that has none is opened."""
    gateway, rows = office
    other = own_gateway(env={"TOLLGATE_ADMIN_TOKEN": TOKEN})
    other.data.mkdir()
    with sqlite3.connect(gateway.data / "ledger.sqlite") as source, sqlite3.connect(other.data / "ledger.sqlite") as copy:
        source.backup(copy)
        for table in ("hour_totals", "user_hours", "user_days", "hour_counts", "day_counts"):
            copy.execute(f"DROP TABLE {table}")
        copy.execute("DELETE FROM grdb_migrations WHERE identifier = 'periods'")
    source.close()
    copy.close()
    other.admin.headers["authorization"] = f"Bearer {TOKEN}"
    other.start()
    since = {"since": rows[-1]["started_at"]}
    assert overview(other, **since) == overview(gateway, **since)


def test_the_door(office):
    """The token opens a session for a browser; a session changes nothing for another site; its end is its end."""
    gateway, _ = office
    with httpx.Client(base_url=gateway.admin_url, trust_env=False) as browser:
        assert browser.get("/api/v1/admin/overview").status_code == 401
        assert browser.get("/api/v1/session").json() == {"token_required": True, "logged_in": False, "expires_at": None}
        assert browser.post("/api/v1/session", json={"token": TOKEN[:-1]}).status_code == 401
        entered = browser.post("/api/v1/session", json={"token": TOKEN})
        assert entered.status_code == 204
        field = entered.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(field.split("; ")) and TOKEN not in field
        assert "Secure" not in field
        assert browser.get("/api/v1/admin/overview").status_code == 200
        assert browser.get("/api/v1/session").json()["logged_in"] is True
        budget = "/api/v1/admin/budgets/user/nobody/month"
        ours = {"x-tollgate-dashboard": "1", "origin": gateway.admin_url}
        for fields in ({}, {"origin": gateway.admin_url}, ours | {"origin": "http://evil.test"}, ours | {"origin": "null"}):
            assert browser.put(budget, json={"limit_usd": 1}, headers=fields).status_code == 403, fields
        assert browser.put(budget, json={"limit_usd": 1}, headers=ours).status_code == 200
        assert browser.delete(budget, headers={"origin": gateway.admin_url}).status_code == 403
        assert browser.delete(budget, headers=ours).status_code == 204
        cookie = dict(browser.cookies)
        assert browser.delete("/api/v1/session", headers=ours).status_code == 204
        assert not browser.cookies
        assert httpx.get(f"{gateway.admin_url}/api/v1/admin/overview", cookies=cookie, trust_env=False).status_code == 401
    behind = httpx.post(
        f"{gateway.admin_url}/api/v1/session", json={"token": TOKEN}, headers={"x-forwarded-proto": "https"}, trust_env=False
    )
    assert behind.headers["set-cookie"].endswith("; Secure")
    assert TOKEN not in gateway.log.read_text()


def test_a_restart_ends_sessions(own_gateway):
    gateway = own_gateway(env={"TOLLGATE_ADMIN_TOKEN": TOKEN}).start()
    with httpx.Client(base_url=gateway.admin_url, trust_env=False) as browser:
        assert browser.post("/api/v1/session", json={"token": TOKEN}).status_code == 204
        assert browser.get("/api/v1/admin/status").status_code == 200
        assert gateway.terminate() == 0
        gateway.start()
        assert browser.get("/api/v1/admin/status").status_code == 401


def test_the_page_loads_from_here_and_nothing_else(office):
    gateway, _ = office
    with httpx.Client(base_url=gateway.admin_url, trust_env=False) as browser:
        waiting, seen = ["/"], {}
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            answer = seen[path] = browser.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["x-content-type-options"] == "nosniff"
            again = browser.get(path, headers={"if-none-match": answer.headers["etag"]})
            assert again.status_code == 304 and not again.content, path
            waiting += re.findall(r'(?:src|href)="(/dashboard/[^"]+)"', answer.text)
            waiting += ["/dashboard/" + name for name in re.findall(r'from "\./([^"]+)"', answer.text)]
            assert not re.findall(r"https?://(?!www\.w3\.org/)[\w.]", answer.text), path
        assert len(seen) > 20
        policy = seen["/"].headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "script-src 'self'" in policy
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", seen["/"].text)


def test_the_state_that_the_dashboard_shows(office):
    gateway, rows = office
    status = gateway.admin.get("/api/v1/admin/status").json()
    assert status["ledger"]["writable"] is True and status["shared_store"] is None and status["reasons"] == []
    assert status["trace_url"] == "https://traces.example/{trace_id}" and status["version"]
    assert sum(row["trace_id"] == TRACE for row in rows) == 1
