"""`make screenshots`: the key screens of a fresh demo, on a desk and on a phone, into `cms/docs/images/`.

The demo runs in a folder of its own, so nobody's installation is touched.
"""

from __future__ import annotations

import json
import shutil
import socket
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from cms.settings.env import ROOT
from tests.browser.conftest import FLAGS
from tests.browser.test_demo import demo, read_until

IMAGES = ROOT / "cms" / "docs" / "images"
PASSWORD = "screenshots-only-1"  # of a demo that lives for a minute
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@dataclass(frozen=True)
class Screen:
    """One picture: the key of a public page, or an address below `/admin/` and who looks at it."""

    name: str
    key: str = ""
    locale: str = "zh-hant"
    address: str = ""
    person: str = ""


SCREENS = [
    Screen("home", key="home"),
    Screen("home-en", key="home", locale="en"),
    Screen("guide", key="birth-registration"),
    Screen("news", key="news"),
    Screen("faq", key="faq"),
    Screen("site-map", key="site-map"),
    Screen("desk-chief", address="/admin/", person="chief.registration"),
    Screen("desk-webmaster", address="/admin/", person="webmaster"),
    Screen("calendar", address="/admin/office/calendar/", person="webmaster"),
    Screen("editor", key="birth-zone", person="owner.registration"),
]


def main() -> None:
    """Start a demo, take every picture, stop it. Exits with a sentence when there is no Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("Screenshots need the system's package `chromium`.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with _served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for size, (width, height) in SIZES.items():
            for screen in SCREENS:
                page = _open(browser, base, screen, width, height)
                page.screenshot(path=IMAGES / f"{screen.name}-{size}.png")
                page.context.close()
        browser.close()


@contextmanager
def _served() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder), port, DEMO_PASSWORD=PASSWORD) as running:
        read_until(running, "Ctrl-C")
        yield f"http://localhost:{port}"


def _open(browser: Browser, base: str, screen: Screen, width: int, height: int) -> Page:
    page = browser.new_context(locale="zh-TW", viewport={"width": width, "height": height}).new_page()
    if screen.person:
        _sign_in(page, base, screen.person)
        page.goto(base + (screen.address or _editor(page, base, screen.key)))
    else:
        page.goto(base + _path(base, screen))
    page.wait_for_load_state("networkidle")
    return page


def _sign_in(page: Page, base: str, person: str) -> None:
    page.goto(f"{base}/admin/login/")
    page.fill("input[name=username]", person)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{base}/admin/")


def _editor(page: Page, base: str, key: str) -> str:
    """The editor of a page, found as a person finds it: by its title."""
    with urllib.request.urlopen(f"{base}/api/v1/pages/{key}/") as answer:
        title = json.load(answer)["title"]
    page.goto(f"{base}/admin/pages/search/?q={title}")
    return str(page.get_by_role("link", name=title).first.get_attribute("href"))


def _path(base: str, screen: Screen) -> str:
    with urllib.request.urlopen(f"{base}/api/v1/pages/{screen.key}/?locale={screen.locale}") as answer:
        return str(json.load(answer)["path"])


if __name__ == "__main__":
    main()
