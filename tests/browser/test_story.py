"""The story once, in a real browser: edited, approved, published, read, on the marquee, gone on its second."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from cms.core import clock
from cms.office.models import Person, Section
from cms.publishing.models import Publication
from site_pages.models import MarqueeListPage, MarqueeMessagePage
from tests.browser.conftest import axe
from tests.conftest import HeldClock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "story-password-1"
OFFICE = "cms/office/data/fengshan"
PANEL_TOGGLE = "button[aria-label=切換狀態]"
PANEL = ".office-panel"
OWN_VIEWS = [
    "/admin/office/pages/",
    "/admin/office/vacancies/",
    "/admin/office/countersign/",
    "/admin/office/withdrawals/",
    "/admin/office/redactions/",
    "/admin/office/drift/",
    "/admin/office/jobs/",
    "/admin/office/audit/",
    "/admin/",
    "/admin/office/calendar/",
    "/admin/office/calendar/?view=list",
    "/admin/office/people/",
    "/admin/office/choices/",
    "/admin/office/provisional-codes/",
]


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, held: HeldClock) -> None:
    """The default office as `make demo` loads it, first content and accounts included, on the held day."""
    monkeypatch.setattr(settings, "DEMO_PASSWORD", PASSWORD)
    call_command("load_office", OFFICE, verbosity=0)
    call_command("demo_accounts", verbosity=0)
    call_command("first_load", approver="director", verbosity=0)


def test_from_draft_to_the_marquee(office: None, live_server: LiveServer, browser: Browser) -> None:
    """An owner edits, the chief approves, the webmaster publishes; API and marquee follow to the second."""
    desk = Desk(browser, live_server.url)
    zone = Publication.objects.filter(key="birth-zone", locale="zh-hant").latest("pk").page_id

    owner = desk.sign_in("owner.registration")
    owner.goto(desk.edit(zone))
    owner.fill("textarea[name=summary]", "新生兒六十日內要報戶口，這裡說明該帶什麼。")
    _choose(owner, "action-submit")
    assert "六十日內要報戶口" not in desk.api("/api/v1/pages/birth-zone/")

    desk.agree("chief.registration", zone)
    assert "六十日內要報戶口" not in desk.api("/api/v1/pages/birth-zone/")

    desk.agree("webmaster", zone)
    assert "六十日內要報戶口" in desk.api("/api/v1/pages/birth-zone/")
    assert "六十日內要報戶口" in desk.api("/api/v1/zones/")


def test_a_marquee_message_is_gone_on_its_second(
    office: None, live_server: LiveServer, browser: Browser, held: HeldClock
) -> None:
    """A message is sent in, approved and published in the browser, and ends with its day."""
    desk = Desk(browser, live_server.url)
    message = _draft_message(clock.today())
    owner = desk.sign_in("clerk.registration")
    owner.goto(desk.edit(message))
    _choose(owner, "action-submit")
    desk.agree("chief.registration", message)
    desk.agree("webmaster", message)
    feed = "/api/v1/channels/marquee/gate.txt"
    assert "今日受理至下午五時" in desk.api(feed)
    held.to(clock.day_end(clock.today()) - timedelta(seconds=1))
    assert "今日受理至下午五時" in desk.api(feed)
    held.forward(seconds=1)
    assert "今日受理至下午五時" not in desk.api(feed)


def test_no_barriers(office: None, live_server: LiveServer, browser: Browser) -> None:
    """axe-core finds nothing on our own views, nor inside our panels of Wagtail's editor."""
    desk = Desk(browser, live_server.url)
    zone = Publication.objects.filter(key="birth-zone", locale="zh-hant").latest("pk").page_id
    webmaster = desk.sign_in("webmaster")
    for path in OWN_VIEWS:
        webmaster.goto(live_server.url + path)
        assert axe(webmaster, within="main") == [], path
    chief = desk.sign_in("chief.registration")
    person = Person.objects.get(code="owner-registration").pk
    screens = ("", "absence/", "deputy/", "hand-over/")
    paths = [f"/admin/office/people/{person}/{screen}" for screen in screens] + [f"/admin/office/pages/{zone}/"]
    for width in (1280, 390):
        chief.set_viewport_size({"width": width, "height": 800})
        for path in ("/admin/", "/admin/office/calendar/", "/admin/office/choices/", *paths):
            chief.goto(live_server.url + path)
            assert axe(chief, within="main") == [], (path, width)
            assert chief.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    webmaster.goto(desk.edit(zone))
    webmaster.click(PANEL_TOGGLE)
    webmaster.wait_for_selector(PANEL)
    assert axe(webmaster, within=PANEL) == []
    webmaster.goto(live_server.url + "/api/v1/docs/")
    assert "swagger" in webmaster.content()


class Desk:
    """A browser session for each person of the story."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base

    def sign_in(self, username: str) -> Page:
        """A page of a fresh session, signed in through the form."""
        page = self.browser.new_context(locale="zh-TW").new_page()
        page.goto(f"{self.base}/admin/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(f"{self.base}/admin/")
        return page

    def edit(self, page_id: int) -> str:
        """The address of a page's editor."""
        return f"{self.base}/admin/pages/{page_id}/edit/"

    def agree(self, username: str, page_id: int) -> None:
        """Open the waiting page and agree to it."""
        page = self.sign_in(username)
        page.goto(self.edit(page_id))
        _choose(page, "decide-approve")
        page.context.close()

    def api(self, path: str) -> str:
        """What somebody without an account reads."""
        answer = self.browser.new_context().request.get(self.base + path)
        assert answer.ok, answer.status
        # A display reads its own character set; the answer says which.
        return answer.body().decode(answer.headers["content-type"].rpartition("charset=")[2])


def _choose(page: Page, action: str) -> None:
    """Press the entry of the editor's menu whose name is `action`, and wait for the answer."""
    entry = page.locator(f"button[name={action}]").first
    if not entry.is_visible():
        page.get_by_role("button", name="更多操作").click()
    with page.expect_navigation():
        entry.click()


def _draft_message(day: object) -> int:
    folder = MarqueeListPage.objects.get(locale__language_code="zh-hant")
    message = MarqueeMessagePage(
        title="今日受理時間",
        slug="hours-today",
        priority=1,
        section=Section.objects.get(code="registration"),
        offline_date=day,
        texts=[("text", {"device": "gate", "text": "今日受理至下午五時"})],
        theme=["100"],
        administration=["undetermined"],
        service=["I00"],
        live=False,
    )
    folder.add_child(instance=message)
    message.save_revision(user=Person.objects.get(code="clerk-registration").user)
    return int(message.pk)
