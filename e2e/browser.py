"""Headless Chromium for tests, driven over WebDriver by Selenium.

Debian's `chromium` and `chromium-driver` (Scripts/install-packages.sh browser); nothing is downloaded by Selenium.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

CHROMIUM = os.environ.get("CHROMIUM_BIN") or shutil.which("chromium")
DRIVER = os.environ.get("CHROMEDRIVER_BIN") or shutil.which("chromedriver")
AVAILABLE = bool(CHROMIUM and DRIVER)
REASON = "no chromium and chromium-driver: Scripts/install-packages.sh browser"


def browser(profile: Path, width: int = 1280, height: int = 900, **preferences: Any) -> webdriver.Chrome:
    """A browser with an empty profile in `profile`; the caller calls `quit()`.

    `preferences` are further Chromium switches by name, underscores for dashes: `force_dark_mode=True`, `lang="de"`.
    """
    assert CHROMIUM and DRIVER, REASON
    options = Options()
    options.binary_location = CHROMIUM
    switches: dict[str, Any] = {
        "headless": "new",
        "no-sandbox": True,  # tests also run as root
        "disable-gpu": True,
        "disable-dev-shm-usage": True,
        "disable-background-networking": True,
        "disable-component-update": True,
        "no-first-run": True,
        "no-proxy-server": True,
        "hide-scrollbars": True,
        "force-device-scale-factor": 1,
        "window-size": f"{width},{height}",
        "user-data-dir": profile,
    } | {name.replace("_", "-"): value for name, value in preferences.items()}
    for name, value in switches.items():
        if value is not False:
            options.add_argument(f"--{name}" if value is True else f"--{name}={value}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    driver = webdriver.Chrome(options=options, service=Service(DRIVER, env=environment))
    driver.set_page_load_timeout(60)
    driver.set_script_timeout(60)
    return driver


def resize(driver: webdriver.Chrome, width: int, height: int, mobile: bool = False) -> None:
    """Shows the page in a viewport of exactly this size, also below the narrowest window (500 px)."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def console(driver: webdriver.Chrome) -> list[dict[str, Any]]:
    """What the page wrote to its console since the last call, errors and CSP violations included."""
    return driver.get_log("browser")


def problems(driver: webdriver.Chrome) -> list[str]:
    """Errors of the page since the last look at the console."""
    return [entry["message"] for entry in console(driver) if entry["level"] == "SEVERE"]
