"""The public site in a real browser, over the whole default office: barriers, narrow screens, no script, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route
from pytest_django.live_server_helper import LiveServer

from api.representations.registry import PAGE_TYPES
from cms.core import clock
from cms.publishing.timeline.addresses import addresses
from tests.browser.conftest import axe
from tests.conftest import HeldClock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFICE = "cms/office/data/fengshan"
PHONE, DESK, NARROW = ({"width": width, "height": 800} for width in (390, 1280, 320))
OWN = ["/categories/service/I00/", "/en/categories/theme/", "/nothing/here/", "/en/nothing/"]
LINK = re.compile(rb'(?:href|src)="([^"#][^"]*)"')


@pytest.fixture
def office(held: HeldClock) -> None:
    """The default office with its first content, as somebody finds it who has just loaded it."""
    call_command("load_office", OFFICE, verbosity=0)
    call_command("demo_accounts", verbosity=0)
    call_command("first_load", approver="director", verbosity=0)


def test_the_whole_site(office: None, live_server: LiveServer, browser: Browser) -> None:
    """Loading an office takes a while, so all that is asked of it stands in one test."""
    paths = one_of_each()
    assert {kind for kind, _ in paths} == PAGE_TYPES
    no_broken_links()
    no_barriers(browser, live_server.url, [*paths.values(), *OWN])
    nothing_sticks_out(browser, live_server.url, [*paths.values(), *OWN])
    without_script(browser, live_server.url)
    with_the_keyboard(browser, live_server.url)
    without_network(browser, live_server.url)


def one_of_each() -> dict[tuple[str, str], str]:
    """The address of one page of each type and language."""
    return {(address.type, address.locale): address.path for address in addresses(clock.now())}


def no_broken_links() -> None:
    """Every link within the site, from every page, leads to a page or a file."""
    client, asked = Client(), set()
    waiting = [address.path for address in addresses(clock.now())]
    broken = []
    while waiting:
        path = waiting.pop()
        if path in asked:
            continue
        asked.add(path)
        response = client.get(path)
        if response.status_code != 200:
            broken.append((path, response.status_code))
        elif response.headers["Content-Type"].startswith("text/html"):
            waiting += local_links(path, response.content)
    assert not broken
    assert len(asked) > 300


def local_links(path: str, content: bytes) -> Iterator[str]:
    """Addresses of this site in a page; styles and scripts are the browser's business."""
    for found in LINK.findall(content):
        address = urldefrag(found.decode().replace("&amp;", "&")).url
        if address.startswith("?"):
            yield path.partition("?")[0] + address
        elif address.startswith("/") and not address.startswith("/static/"):
            yield address


def no_barriers(browser: Browser, base: str, paths: list[str]) -> None:
    """axe-core finds nothing, on a phone and at a desk, by day and by night; nor does the browser complain."""
    found = {}
    for view in (PHONE, DESK):
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport=view, color_scheme=scheme, locale="zh-TW")  # type: ignore[arg-type]
            page, complaints = context.new_page(), []
            page.on("console", lambda message, said=complaints: said.append(message.text))  # type: ignore[misc]
            hosts = asked_hosts(page)
            for path in paths:
                page.goto(base + path)
                # What the policy forbids to pages is allowed to the inspector: it runs by the browser's own door.
                if violations := axe(page):
                    found[path, view["width"], scheme] = violations
            assert hosts == {base}, "no other host is ever asked"
            assert not [said for said in complaints if "404" not in said]
            context.close()
    assert not found


def asked_hosts(page: Page) -> set[str]:
    """The hosts that the page asks from now on."""
    hosts: set[str] = set()

    def note(request: Request) -> None:
        hosts.add("/".join(request.url.split("/")[:3]))

    page.on("request", note)
    return hosts


def nothing_sticks_out(browser: Browser, base: str, paths: list[str]) -> None:
    """At 320 pixels (1280 at 400 %) one reads without scrolling sideways, in large type too; targets can be hit."""
    context = browser.new_context(viewport=NARROW)  # type: ignore[arg-type]  # a viewport
    page, wide, small = context.new_page(), [], []
    for path in paths:
        page.goto(base + path)
        for size in ("m", "l"):
            page.check(f"#size-{size}", force=True)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > NARROW["width"]:
                wide.append((path, size, width))
        small += [(path, name) for name in page.evaluate(SMALL_TARGETS)]
    assert not wide
    assert not small
    context.close()


# Buttons, list links and boxes: at least 24 CSS pixels each way; links within sentences are exempt (WCAG 2.5.8).
SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, .links a, .tiles a, .go a, .files a, .years a')]
    .filter(e => e.offsetParent && (e.offsetHeight < 24 || e.offsetWidth < 24)).map(e => e.textContent.trim())"""


def without_script(browser: Browser, base: str) -> None:
    """The menu opens, a guide is found, papers are ticked, the text grows: without a line of JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # a viewport
    page = context.new_page()
    page.goto(base + "/")
    page.get_by_role("button", name="選單").click()
    page.locator("#menu summary", has_text="申辦須知").click()
    page.locator("#menu").get_by_role("link", name="戶籍登記須知").click()
    page.locator("main").get_by_role("link", name="出生登記").first.click()
    page.get_by_role("checkbox", name="戶口名簿").check()
    before = page.locator("h1").bounding_box()
    page.check("#size-l", force=True)
    after = page.locator("h1").bounding_box()
    assert before and after and after["height"] > before["height"]
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Birth Registration"
    assert not page.get_by_role("button", name="Print").is_visible(), "what needs the script is not offered"
    context.close()


def with_the_keyboard(browser: Browser, base: str) -> None:
    """Skip link first; a menu opens by Enter, closes by Escape and gives the focus back."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]  # a viewport
    page = context.new_page()
    page.goto(base + "/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到主要內容"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    summary = page.locator("#menu summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#menu details[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#menu details[open]").count() == 0
    assert summary.evaluate("element => element === document.activeElement")
    page.check("#size-l", force=True)
    page.goto(base + "/en/")
    assert page.locator("#size-l").is_checked(), "the chosen size is remembered"
    context.close()


def without_network(browser: Browser, base: str) -> None:
    """A page already open stays readable when the network goes."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(base + "/")
    cut(context)
    page.locator("#menu summary").first.click()
    assert page.locator("#menu details[open] a").first.is_visible()
    assert page.locator("h1").is_visible()
    context.close()


def cut(context: BrowserContext) -> None:
    """Let nothing through any more."""

    def abort(route: Route) -> None:
        route.abort()

    context.route("**/*", abort)
    context.set_offline(True)
