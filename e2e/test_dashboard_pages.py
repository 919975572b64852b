"""The dashboard in Chromium: every view over real traffic, its figures those of the ledger, no error, no barrier."""

from __future__ import annotations

import csv
import re
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import axe_selenium_python
import openai
import pytest
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

import browser as chromium
from budgets import set_budget
from listener import Listener
from office import CALLS, HOSTILE, TOKEN, TRACE, grouped, office, sums, work  # noqa: F401 (a fixture)
from processes import ROOT, Gateway, decimal_json
from questions import CHAT

pytestmark = [pytest.mark.gateway_only, pytest.mark.peers, pytest.mark.timeout(240)]

AXE = (Path(axe_selenium_python.__file__).parent / "node_modules/axe-core/axe.min.js").read_text()
SHOTS = ROOT / ".build/screenshots"
VIEWS = ["overview", "users", "components", "models", "requests", "budgets", "keys", "alerts"]


class Page:
    """A browser at the dashboard."""

    def __init__(self, driver, gateway: Gateway) -> None:
        self.driver, self.gateway = driver, gateway

    def wait(self, condition, what: str, seconds: float = 30):
        return WebDriverWait(self.driver, seconds, poll_frequency=0.1).until(lambda _: condition(), what)

    def all(self, selector: str):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str):
        return self.wait(lambda: next(iter(self.all(selector)), None), f"no {selector}")

    def texts(self, selector: str) -> list[str]:
        return self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map((node) => node.textContent)", selector
        )

    def exact(self, selector: str) -> str:
        """The whole figure behind a rounded one."""
        return self.one(f"{selector} data").get_attribute("value")

    def button(self, text: str, within: str = ""):
        path = f"{within}//button[normalize-space()='{text}']"
        return self.wait(lambda: next((b for b in self.driver.find_elements(By.XPATH, path) if b.is_displayed()), None), text)

    def field(self, label: str):
        """An input or select by the label that a person reads."""
        node = self.one("dialog[open], form")
        for name in node.find_elements(By.TAG_NAME, "label"):
            if name.text.strip() == label:
                return self.driver.find_element(By.ID, name.get_attribute("for"))
        raise AssertionError(f"no field {label}")

    def open(self, view: str) -> None:
        self.driver.get(f"{self.gateway.admin_url}/#/{view}")
        self.settled()

    def settled(self) -> None:
        self.wait(lambda: not self.all("#content > [role=status].empty") and self.all("#content h1"), "still loading")

    def log_in(self) -> None:
        self.driver.get(self.gateway.admin_url)
        self.one("#token").send_keys(TOKEN, Keys.ENTER)
        self.one("nav a")
        self.settled()

    def barriers(self) -> list[str]:
        """What axe finds: labels, roles, contrast, order of headings …"""
        self.driver.execute_script(AXE)
        found = self.driver.execute_async_script(
            "axe.run(document, {resultTypes: ['violations']}).then(arguments[0], (e) => arguments[0]({violations: [{id: String(e), nodes: []}]}))"
        )
        return [f"{v['id']}: {n['html'][:150]} {n['failureSummary'][:200]}" for v in found["violations"] for n in v["nodes"][:3]] + [
            v["id"] for v in found["violations"] if not v["nodes"]
        ]

    def keep(self, name: str) -> None:
        """A screenshot of the whole page."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        size = self.driver.execute_script("return [innerWidth, Math.min(3000, document.documentElement.scrollHeight)]")
        chromium.resize(self.driver, *size)
        time.sleep(0.2)
        assert self.driver.save_screenshot(str(SHOTS / f"{name}.png"))


@pytest.fixture
def page(office, tmp_path):
    driver = chromium.browser(tmp_path / "profile")
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path / "saved")})
    page = Page(driver, office[0])
    yield page
    # What the API refuses, a browser reports as well.
    refused = re.compile(r"/api/v1/\S+ - Failed to load resource: the server responded with a status of 40[014] ")
    problems = [text for text in chromium.problems(driver) if not refused.search(text)]
    driver.quit()
    assert problems == []


def scheme(page: Page, name: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": name}]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def test_the_door(page):
    page.driver.get(page.gateway.admin_url + "/#/keys")
    token = page.one("#token")
    assert page.barriers() == []
    page.keep("login")
    token.send_keys("not-the-token", Keys.ENTER)
    assert "not the admin token" in page.one("[role=alert]").text
    token.clear()
    token.send_keys(TOKEN, Keys.ENTER)
    page.one("nav a[aria-current]")
    page.settled()
    assert page.one("h1").text == "Keys", "where one wanted to go"
    assert page.driver.execute_script("return document.cookie") == ""
    page.button("Log out").click()
    page.one("#token")
    page.driver.get(page.gateway.admin_url + "/#/overview")
    page.one("#token")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_view_is_free_of_errors_and_barriers(page, office, colours):
    _, rows = office
    set_budget(page.gateway, "user", "ada", "month", "0.01")
    scheme(page, colours)
    page.log_in()
    priced = next(row for row in rows if row["trace_id"] == TRACE)
    for view in [*VIEWS, f"requests/{priced['id']}", "nowhere"]:
        for width in (1280, 390):
            chromium.resize(page.driver, width, 900)
            page.open(view)
            wider = page.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, f"{view} is {wider} px wider than {width} px"
            page.keep(f"{view.split('/')[0]}{'-detail' if '/' in view else ''}-{colours}-{width}")
        assert page.barriers() == [], view
        assert len(page.texts("h1")) == 1
    assert page.texts("img") == [], "a name became markup"


def test_the_overview_has_the_ledgers_figures(page, office):
    gateway, rows = office
    page.log_in()
    for range in ("24h", "7d", "30d", "month"):
        page.open(f"overview?range={range}")
        total = sums(rows)
        assert Decimal(page.exact("[data-tile='Total cost']")) == total["cost_usd"]
        assert int(page.exact("[data-tile='Tokens']")) == total["input_tokens"] + total["output_tokens"]
        assert int(page.exact("[data-tile='Requests']")) == CALLS
        assert page.texts("[data-tile='Error rate'] data") == [f"{total['errors'] / CALLS * 100:.1f} %"]
        assert int(page.exact("[data-tile='Unpriced requests']")) == total["unpriced_requests"] == 1
        month = gateway.costs()["projected_month_end_usd"]
        assert abs(Decimal(page.exact("[data-tile='Projected month end']")) / month - 1) < Decimal("0.01")
        for list, column in (("Cost by component", "component_type"), ("Cost by user", "user_id")):
            names = page.texts(f"ul[aria-label='{list}'] .name")
            groups = {key[0]: sums(group)["cost_usd"] for key, group in grouped(rows, column).items()}
            assert sorted(names) == sorted(groups)
            costs = [Decimal(node.get_attribute("value")) for node in page.all(f"ul[aria-label='{list}'] data")]
            assert dict(zip(names, costs)) == groups and costs == sorted(costs, reverse=True)
        assert page.texts("ul[aria-label='Errors by type'] data") == ["2", "1"]
        cells = page.texts("details tbody td")
        assert sum(int(cell.replace(",", "")) for cell in cells) == total["input_tokens"] + total["output_tokens"]
    assert "writable" in page.one("[data-card=health]").text
    # The keyboard reads the chart.
    chart = page.one(".chart")
    chart.send_keys(Keys.ARROW_RIGHT)
    assert "in all" in page.one(".readout").text


def saved(page: Page, tmp_path: Path, name: str) -> list[dict[str, str]]:
    file = page.wait(lambda: next((tmp_path / "saved").glob(name), None), f"{name} was not saved")
    return [*csv.DictReader(file.read_text().splitlines())]


def test_tables_sort_filter_and_are_saved(page, office, tmp_path):
    _, rows = office
    page.log_in()
    page.open("users")
    users = page.texts("tbody th")
    page.button("Requests").click()
    counts = [int(text) for text in page.texts("td[data-column=requests]")]
    assert counts == sorted(counts, reverse=True) and sum(counts) == CALLS
    assert page.one("th[aria-sort=descending]").text.startswith("Requests")
    page.one("input[type=search]").send_keys("gra")
    page.wait(lambda: page.texts("tbody th") == ["grace"], "the filter")
    page.one("input[type=search]").send_keys(Keys.BACKSPACE * 3)
    page.wait(lambda: len(page.texts("tbody th")) == len(users), "all again")
    page.button("Save as CSV").click()
    lines = saved(page, tmp_path, "tollgate-users-*.csv")
    for line in lines:
        group = next(g for (user,), g in grouped(rows, "user_id").items() if user == line["user_id"])
        assert Decimal(line["cost_usd"]) == sums(group)["cost_usd"]
        assert int(line["output_tokens"]) == sums(group)["output_tokens"]
    page.open("requests")
    page.button("Save as CSV").click()
    lines = saved(page, tmp_path, "tollgate-requests.csv")
    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    assert sum(Decimal(line["cost_known_usd"]) for line in lines) == sums(rows)["cost_usd"]


def test_requests_are_found_and_explained(page, office):
    _, rows = office
    page.log_in()
    page.open("requests")
    page.field("User").send_keys("ada")
    Select(page.field("Outcome")).select_by_visible_text("Failed")
    page.button("Filter").click()
    failed = [row for row in rows if row["user_id"] == "ada" and row["error_type"]]
    page.wait(lambda: len(page.texts("tbody tr")) == len(failed) == 3, "three failures")
    call = next(row for row in rows if row["trace_id"] == TRACE)
    page.open(f"requests/{call['id']}")
    assert Decimal(page.one("data.sum").get_attribute("value")) == call["cost_usd"]
    assert page.texts(".notice.good"), "the lines are what the ledger has"
    assert page.one(f"a[href='https://traces.example/{TRACE}']").get_attribute("rel") == "noopener noreferrer"
    attempts = page.texts("div[aria-label='Attempts at the provider'] tbody td")
    assert attempts[:3] == [call["provider"], "answered", "200"], attempts
    hostile = next(row for row in rows if row["user_id"] == HOSTILE)
    page.open(f"requests/{hostile['id']}")
    assert HOSTILE in page.one(".facts").text and "team: a&b" in page.one(".tag").text
    page.open("requests/req_0000000000000")
    assert "No request has the id" in page.one("[role=alert]").text


def test_keys_are_made_shown_once_and_revoked(page):
    page.log_in()
    page.open("keys")
    page.button("New key").click()
    page.field("Owner").send_keys("barbara")
    page.field("Models").send_keys("gpt-4o*, gpt-5")
    page.field("Requests a minute").send_keys("60")
    assert page.barriers() == []
    page.keep("dialog-key")
    page.button("Make the key").click()
    text = page.wait(lambda: next((n.get_attribute("value") for n in page.all("dialog input[name=key]")), None), "the key")
    assert text.startswith("tg-")
    page.button("Done").click()
    page.wait(lambda: "barbara" in " ".join(page.texts("tbody tr")), "the key is listed")
    assert text not in page.driver.page_source
    key = next(k for k in page.gateway.admin.get("/api/v1/admin/keys").json()["keys"] if k["owner"] == "barbara")
    assert key["models"] == ["gpt-4o*", "gpt-5"] and key["requests_per_minute"] == 60
    page.button("Change").click()
    assert page.field("Models").get_attribute("value") == "gpt-4o*, gpt-5"
    page.field("Models").clear()
    page.field("Requests a minute").clear()
    page.field("Requests a minute").send_keys("90")
    page.button("Change the key").click()
    page.wait(lambda: "90 requests/min" in " ".join(page.texts("tbody tr")), "changed")
    (changed,) = page.gateway.admin.get("/api/v1/admin/keys").json()["keys"]
    assert changed == key | {"models": None, "requests_per_minute": 90}
    # An empty list is none, not all: it stays what it is where the form was left as it came.
    gateway = page.gateway
    path = f"/api/v1/admin/keys/{key['id']}"
    assert gateway.admin.put(path, json={"owner": "barbara", "models": [], "providers": ["openai"]}).status_code == 200
    page.driver.refresh()
    page.settled()
    page.wait(lambda: "90 requests/min" not in " ".join(page.texts("tbody tr")), "read again")
    page.button("Change").click()
    page.field("At once").send_keys("3")
    page.button("Change the key").click()
    page.wait(lambda: "3 at once" in " ".join(page.texts("tbody tr")), "changed again")
    (changed,) = gateway.admin.get("/api/v1/admin/keys").json()["keys"]
    assert (changed["models"], changed["providers"], changed["max_concurrent"]) == ([], ["openai"], 3)
    page.button("Revoke").click()
    page.button("Cancel", "//dialog").click()
    assert page.gateway.admin.get("/api/v1/admin/keys").json()["keys"], "nothing without confirmation"
    page.button("Revoke").click()
    page.button("Revoke the key").click()
    page.wait(lambda: page.gateway.admin.get("/api/v1/admin/keys").json()["keys"] == [], "revoked")


def test_budgets_are_set_changed_and_removed(page):
    page.log_in()
    page.open("budgets")
    page.button("Set a budget").click()
    page.field("Name").send_keys("a/b ü")
    Select(page.field("Window")).select_by_value("week")
    page.field("Limit in USD").send_keys("12.345678901")
    page.field("Alerts at").clear()
    page.field("Alerts at").send_keys("0.5, nonsense")
    page.button("Set it").click()
    assert page.one("dialog [role=alert]").text, "the API's own words"
    page.field("Alerts at").clear()
    page.field("Alerts at").send_keys("0.5, 1")
    page.button("Set it").click()
    page.wait(lambda: not page.all("dialog"), "set")
    path = "/api/v1/admin/budgets/user/a%2Fb%20%C3%BC/week"
    budget = decimal_json(page.gateway.admin.get(path).content)
    assert budget["limit_usd"] == Decimal("12.345678901") and budget["thresholds"] == [Decimal("0.5"), 1]
    page.one("button[aria-label='Change the budget of user a/b ü, week']").click()
    assert page.field("Limit in USD").get_attribute("value") == "12.345678901"
    Select(page.field("Mode")).select_by_value("soft")
    page.field("Limit in USD").clear()
    page.field("Limit in USD").send_keys("20")
    page.button("Change it").click()
    page.wait(lambda: decimal_json(page.gateway.admin.get(path).content)["limit_usd"] == 20, "changed")
    page.wait(lambda: not page.all("dialog"), "closed")
    page.one("button[aria-label='Remove the budget of user a/b ü, week']").click()
    page.button("Remove the budget").click()
    page.wait(lambda: page.gateway.admin.get(path).status_code == 404, "removed")


def test_an_alert_arrives_by_itself(page, own_gateway):
    gateway = own_gateway(env={"TOLLGATE_ADMIN_TOKEN": TOKEN})
    gateway.admin.headers["authorization"] = f"Bearer {TOKEN}"
    gateway.start()
    set_budget(gateway, "gateway", "gateway", "day", "0.000001")
    page.gateway = gateway
    page.log_in()
    page.open("alerts")
    assert page.texts("td.empty") == ["No budget has reached a threshold yet."]
    work(gateway)
    page.wait(lambda: page.texts("#toasts .toast"), "no toast")
    assert "The gateway has spent" in page.texts("#toasts .toast")[0]
    page.wait(lambda: page.texts("td[data-column=scope]") == ["gateway"], "not listed")
    assert page.barriers() == []
    page.keep("alerts-live")


def test_addresses_that_lead_nowhere_are_answered(page):
    page.log_in()
    for view, said in (("requests/%E0%A4%A", "Expected an id"), ("overview?range=month&month=2026-13", "From ")):
        page.open(view)
        page.wait(lambda: said in page.one("#content").text, view)  # noqa: B023, called at once


class NotTheGateway(Listener):
    """What a proxy says in the gateway's place."""

    def __init__(self, port: int) -> None:
        self.asked: list[str] = []
        super().__init__(port)

    def answer(self, path: str, fields: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        return 502, {"connection": "close"}, b"<h1>Bad gateway</h1>"


def test_an_open_page_says_that_its_figures_are_old_and_hears_alerts_again(page, own_gateway):
    gateway = own_gateway().start()
    page.gateway = gateway
    page.driver.get(gateway.admin_url)
    page.one("nav a")
    page.settled()
    assert not page.all("[role=alert]")
    assert gateway.terminate() == 0
    proxy = NotTheGateway(gateway.admin_port)
    try:
        page.wait(lambda: "These are the figures of" in " ".join(page.texts("[role=alert]")), "old figures", 90)
        page.wait(lambda: "/api/v1/admin/events" in proxy.asked, "the stream was not asked for", 90)
    finally:
        proxy.close()
    gateway.start()
    page.wait(lambda: not page.all("[role=alert]"), "new figures", 90)
    # It listens again within some seconds; what was told before is in the list only.
    for number in range(10):
        set_budget(gateway, "component", f"part-{number}", "day", "0.000001")
        with openai.OpenAI(api_key="sk-x", base_url=gateway.url + "/v1") as client:
            client.chat.completions.create(**CHAT, extra_headers={"x-tollgate-component": f"part-{number}"})
        with suppress(TimeoutException):
            WebDriverWait(page.driver, 4).until(lambda _: page.texts("#toasts .toast"))
            break
    assert "has spent" in page.one("#toasts .toast").text
    chromium.problems(page.driver)  # what the proxy answered


def test_what_cannot_be_reached_is_said_and_tried_again(page, own_gateway):
    gateway = own_gateway().start()
    page.gateway = gateway
    page.driver.get(gateway.admin_url)
    page.one("nav a")
    page.settled()
    assert "No calls in this period." in page.one("#content").text, "an empty ledger"
    assert not page.all("#token"), "no token is set, none is asked for"
    assert gateway.terminate() == 0
    page.driver.execute_script("location.hash = '#/users'")
    assert "does not answer" in page.one("[role=alert]").text
    gateway.start()
    page.button("Try again").click()
    page.wait(lambda: page.all("table"), "shown again")
    chromium.problems(page.driver)  # the connections that were refused
