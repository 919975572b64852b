"""Who pays: headers, the body's own fields, tags."""

from __future__ import annotations

import pytest

from questions import CHAT, MESSAGE

pytestmark = pytest.mark.gateway_only


def row_of(case, response):
    """The row of a raw response, found by its id."""
    answer = case.gateway.admin.get(f"/api/v1/admin/requests/{response.headers['x-tollgate-request-id']}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_user_component_and_tags_from_headers(case):
    case.openai().chat.completions.create(
        **CHAT,
        user="somebody-else",
        extra_headers={"x-tollgate-component": "search", "x-tollgate-tag-team": "red", "x-tollgate-tag-job": "42"},
    )
    row = case.row()
    assert row["component_type"] == "search" and row["tags"] == {"team": "red", "job": "42"}
    assert not [name for name in case.calls()[0]["headers"] if name.startswith("x-tollgate-")]


@pytest.mark.parametrize("field", ["user", "safety_identifier"])
def test_user_from_the_body(case, field):
    client = case.openai(default_headers={"x-tollgate-user": ""})
    raw = client.chat.completions.with_raw_response.create(**CHAT, **{field: f"body-{field}"})
    assert row_of(case, raw)["user_id"] == f"body-{field}"


def test_user_and_component_from_metadata(case):
    http = case.http()
    for name in ("x-tollgate-user", "x-tollgate-component"):
        del http.headers[name]
    answer = http.post(
        "/v1/messages",
        json=MESSAGE | {"metadata": {"user_id": "body-user", "component_type": "agent"}},
        headers={"anthropic-version": "2023-06-01"},
    )
    row = row_of(case, answer)
    assert row["user_id"] == "body-user" and row["component_type"] == "agent"


def test_nobody_is_anonymous(case):
    http = case.http()
    for name in ("x-tollgate-user", "x-tollgate-component"):
        del http.headers[name]
    row = row_of(case, http.post("/v1/chat/completions", json=CHAT))
    assert row["user_id"] == "anonymous" and row["component_type"] == "unspecified"


def test_names_are_bounded(case):
    http = case.http(headers={"x-tollgate-component": "c" * 5_000, "x-tollgate-user": "u" * 5_000})
    row = row_of(case, http.post("/v1/chat/completions", json=CHAT))
    assert row["user_id"] == "u" * 256 and row["component_type"] == "c" * 256


def test_marks_on_a_letter_count(case):
    """A letter with ten thousand marks on it is one character to some, and ten thousand code points."""
    marked = "a" + "\u0301" * 10_000
    http = case.http()
    del http.headers["x-tollgate-user"]
    answer = http.post("/v1/chat/completions", json=CHAT | {"user": marked, "metadata": {"component_type": marked}})
    row = row_of(case, answer)
    assert row["user_id"] == marked[:256] and len(row["component_type"]) <= 256
    answer = http.post("/v1/chat/completions", json=CHAT, headers={"x-tollgate-user": marked[:3000].encode()})
    assert row_of(case, answer)["user_id"] == marked[:256]


def test_the_trace_of_the_caller_is_kept(case):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    case.http().post("/v1/chat/completions", json=CHAT, headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert case.row()["trace_id"] == trace
