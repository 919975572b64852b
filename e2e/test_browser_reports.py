"""`tollgate-browser.js` in headless Chromium: a page throws, and an event arrives with the right stack.

Run by `make test-peers`, which installs Chromium.
"""

from __future__ import annotations

import json
from typing import Any, Iterator

import pytest

from browser import AVAILABLE, REASON, browser
from bugsink import BIN, Bugsink
from listener import Answer, Listener
from sentry_server import SentryServer

pytestmark = [
    pytest.mark.gateway_only,
    pytest.mark.peers,
    pytest.mark.skipif(not AVAILABLE, reason=REASON),
    pytest.mark.timeout(300),
]

PAGE = """<!doctype html><meta charset="utf-8"><title>shop</title>
<meta name="traceparent" content="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01">
<script src="{script}" data-release="shop@1" data-environment="e2e"></script>
<script src="/app.js?secret=QUERYSECRET"></script>
<form><button type="button" id="buy" class="primary big" onclick="pay('x')">Pay CARDNUMBER</button>
<input id="password" type="password" value="FORMSECRET"></form>"""
# Line numbers count: the tests compare them.
APP = """function inner(x) {
  throw new TypeError("cannot read " + x);
}
function outer(x) { inner(x); }
window.pay = (x) => {
  fetch("/api/thing?token=QUERYSECRET#frag", {headers: {authorization: "Bearer HEADERSECRET"}}).catch(() => {});
  console.warn("careful", {password: "OBJECTSECRET"});
  history.pushState({}, "", "/next?session=QUERYSECRET");
  setTimeout(() => outer(x), 300);
};
window.reject = async () => {
  await null;
  try { JSON.parse("{"); } catch (error) { throw new Error("wrapped", {cause: error}); }
};
window.plain = () => { Promise.reject(); Promise.reject({secret: "OBJECTSECRET"}); };
window.storm = () => { for (let i = 0; i < 100; i++) setTimeout(() => { throw new Error("storm " + i); }); };
window.foreign = (stack) => { const error = new Error("foreign"); error.stack = stack; setTimeout(() => { throw error; }); };
"""
FIREFOX = """inner@http://shop.example/app.js?v=1:10:15
async*outer@http://shop.example/app.js:20:3
foo/<@http://shop.example/@scope/app.js:21:3
@http://shop.example/app.js:30:1
late@http://shop.example/app.js line 5 > eval:1:1
go@moz-extension://abc/x.js:1:2
"""
SAFARI = """inner@http://shop.example/app.js:10:15
map@[native code]
http://shop.example/npm/@scope/x.js:1:2
global code@http://shop.example/app.js:40:8"""


class Shop(Listener):
    """A site of somebody else, which loads the script from the gateway's control plane."""

    def __init__(self, script: str) -> None:
        self.script = script
        super().__init__()

    def answer(self, path: str, fields: dict[str, str], body: bytes) -> Answer:
        path = path.split("?")[0]
        if path == "/app.js":
            return 200, {"content-type": "text/javascript"}, APP.encode()
        if path == "/":
            return 200, {"content-type": "text/html; charset=utf-8"}, PAGE.format(script=self.script).encode()
        return 404, {}, b""


@pytest.fixture(scope="module")
def driver(tmp_path_factory) -> Iterator[Any]:
    driver = browser(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


@pytest.fixture
def sentry() -> Iterator[SentryServer]:
    server = SentryServer()
    yield server
    server.close()


def opened(own_gateway, driver, dsn: str, **env: str) -> Shop:
    """A gateway that reports to `dsn`, and a page of another origin that reports through it."""
    gateway = own_gateway(env={"SENTRY_DSN": dsn, "SENTRY_TRACES_SAMPLE_RATE": "0"} | env)
    shop = Shop(f"{gateway.admin_url}/tollgate-browser.js")
    gateway.env["TOLLGATE_SENTRY_TUNNEL_ORIGINS"] = shop.url
    gateway.start()
    driver.get(f"{shop.url}/?private=QUERYSECRET")
    return shop


def frames(event: dict[str, Any], index: int = -1) -> list[tuple]:
    values = event["exception"]["values"][index]["stacktrace"]["frames"]
    return [(frame["function"], frame["filename"], frame.get("lineno"), frame["in_app"]) for frame in values]


def test_a_page_that_throws_is_an_event_with_its_stack(own_gateway, driver, sentry):
    shop = opened(own_gateway, driver, sentry.dsn())
    driver.find_element("id", "buy").click()
    (event,) = sentry.wait(1)
    app = f"{shop.url}/app.js"
    assert frames(event) == [("?", app, 9, True), ("outer", app, 4, True), ("inner", app, 2, True)]
    (exception,) = event["exception"]["values"]
    assert exception["type"] == "TypeError" and exception["value"] == "cannot read x"
    assert exception["mechanism"] == {"type": "onerror", "handled": False}
    assert event["release"] == "shop@1" and event["environment"] == "e2e" and event["level"] == "error"
    trace = event["contexts"]["trace"]
    assert trace["trace_id"] == "0af7651916cd43dd8448eb211c80319c" and trace["parent_span_id"] == "b7ad6b7169203331"
    crumbs = {crumb["category"]: crumb for crumb in event["breadcrumbs"]["values"]}
    assert crumbs["ui.click"]["message"] == "html > body > form > button#buy.primary.big"
    assert crumbs["console"] | {"message": "careful [object Object]", "level": "warning"} == crumbs["console"]
    assert crumbs["navigation"]["data"] == {"from": f"{shop.url}/", "to": f"{shop.url}/next"}
    assert crumbs["fetch"]["data"] == {"method": "GET", "url": f"{shop.url}/api/thing", "status_code": 404}
    assert event["request"]["url"] == f"{shop.url}/next"
    sentry.check()
    assert b"SECRET" not in sentry.requests[0].raw and b"CARDNUMBER" not in sentry.requests[0].raw
    shop.close()


def test_the_dashboard_reports_its_own_errors(own_gateway, driver, sentry):
    gateway = own_gateway(env={"SENTRY_DSN": sentry.dsn(), "SENTRY_TRACES_SAMPLE_RATE": "0"}).start()
    driver.get(f"{gateway.admin_url}/")
    # What a driver's own script throws is none of the page's: so the event that an error of the page would be.
    driver.execute_script("const error = new RangeError('of the dashboard');"
                          "dispatchEvent(new ErrorEvent('error', {error, message: error.message}));")  # fmt: skip
    (event,) = sentry.wait(1)
    assert event["exception"]["values"][0]["value"] == "of the dashboard"
    assert event["request"]["url"].startswith(f"{gateway.admin_url}/")
    sentry.check()


def test_rejections_are_events_with_their_causes(own_gateway, driver, sentry):
    shop = opened(own_gateway, driver, sentry.dsn())
    driver.execute_script("reject(); plain();")
    events = {event["exception"]["values"][-1]["value"]: event for event in sentry.wait(3)}
    assert events.keys() == {"wrapped", "undefined", "[object Object]"}
    inner, outer = events["wrapped"]["exception"]["values"]
    assert inner["type"] == "SyntaxError" and inner["mechanism"]["parent_id"] == 0
    assert outer["mechanism"]["type"] == "onunhandledrejection" and outer["mechanism"]["exception_id"] == 0
    assert frames(events["wrapped"])[-1][:3] == ("window.reject", f"{shop.url}/app.js", 13)
    sentry.check()
    shop.close()


def test_a_storm_in_a_page_is_bounded_and_counted(own_gateway, driver, sentry):
    shop = opened(own_gateway, driver, sentry.dsn())
    driver.execute_script("storm();")
    sentry.wait(10)
    driver.execute_script("const now = Date.now; Date.now = () => now() + 120000; Tollgate.captureMessage('later');")
    sentry.wait(1, where=lambda event: event.get("message") == "later")
    assert len(sentry.events) == 11
    (report,) = sentry.payloads("client_report")
    assert report["discarded_events"] == [{"reason": "queue_overflow", "category": "error", "quantity": 90}]
    sentry.check()
    shop.close()


def test_a_limit_of_the_receiver_keeps_the_page_still(own_gateway, driver, sentry):
    sentry.script = [(429, {"x-sentry-rate-limits": "600:error:organization"})]
    shop = opened(own_gateway, driver, sentry.dsn())
    driver.execute_async_script(
        "const done = arguments[0]; Tollgate.captureMessage('one'); setTimeout(() => {"
        "Tollgate.captureMessage('two'); setTimeout(done, 1000); }, 3000);"
    )
    assert [request.status for request in sentry.requests] == [429]
    shop.close()


@pytest.mark.parametrize(
    "stack,expected",
    [
        (FIREFOX, [
            ("go", "moz-extension:///x.js", 1, False), ("late", "http://shop.example/app.js", 5, True),
            ("?", "http://shop.example/app.js", 30, True), ("foo/<", "http://shop.example/@scope/app.js", 21, True),
            ("outer", "http://shop.example/app.js", 20, True), ("inner", "http://shop.example/app.js", 10, True),
        ]),
        (SAFARI, [
            ("?", "http://shop.example/app.js", 40, True), ("?", "http://shop.example/npm/@scope/x.js", 1, True),
            ("map", "[native code]", None, False), ("inner", "http://shop.example/app.js", 10, True),
        ]),
    ],
    ids=["Firefox", "Safari"],
)  # fmt: skip
def test_stacks_of_other_browsers_are_read_too(own_gateway, driver, sentry, stack, expected):
    shop = opened(own_gateway, driver, sentry.dsn())
    driver.execute_script("foreign(arguments[0]);", stack)
    (event,) = sentry.wait(1)
    assert frames(event) == expected
    sentry.check()
    shop.close()


def test_without_a_dsn_the_script_does_nothing(own_gateway, driver):
    gateway = own_gateway().start()
    shop = Shop(f"{gateway.admin_url}/tollgate-browser.js")
    driver.get(shop.url)
    assert driver.execute_script("return [typeof Tollgate, String(fetch).includes('native code')]") == ["undefined", True]
    shop.close()


@pytest.mark.skipif(not BIN, reason="BUGSINK_BIN is not set: make test-peers installs Bugsink")
def test_bugsink_shows_the_pages_error(own_gateway, driver, tmp_path):
    bugsink = Bugsink(tmp_path / "bugsink")
    try:
        shop = opened(own_gateway, driver, bugsink.dsn)
        driver.find_element("id", "buy").click()
        (event,) = bugsink.wait(1)
        assert "app.js:2 in `inner`" in bugsink.stacktrace(event), bugsink.stacktrace(event)
        (issue,) = bugsink.issues()
        assert issue["calculated_type"] == "TypeError" and issue["calculated_value"] == "cannot read x"
        assert "SECRET" not in json.dumps(event)
        shop.close()
    finally:
        bugsink.close()
