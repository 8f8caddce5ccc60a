"""A real browser: the system's Chromium, driven by Playwright, and axe-core to look for barriers.

A missing browser or a missing axe-core is a failure, never a skip: nobody would notice the skip.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).parent / "node_modules" / "axe-core"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Raises `FileNotFoundError` when the system has none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise FileNotFoundError("The browser tests need the system's package `chromium`.")
    # Playwright runs an event loop in this thread; Django then takes our own calls for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Findings(list[str]):
    """axe's violations as `rule: target` lines."""


def axe(page: Page, *, within: str | None = None) -> Findings:
    """Violations of WCAG 2.1 A and AA on the page, or inside the elements `within` (a CSS selector)."""
    page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
    locale = json.loads((AXE / "locales" / "zh_TW.json").read_text(encoding="utf-8"))
    page.evaluate("locale => axe.configure({locale})", locale)
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found = page.evaluate(
        "([within, options]) => axe.run(within ? {include: [[within]]} : document, options)", [within, options]
    )
    return Findings(f"{v['id']}: {node['target']}" for v in found["violations"] for node in v["nodes"])
