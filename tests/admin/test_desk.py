"""The desk: what each role finds in the morning, where its rows lead, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from cms.admin.desk import board, me, reading
from cms.admin.desk.rows import SHOWN, Panel
from cms.core import clock
from cms.core.models import Job, JobStatus
from cms.office import roster
from cms.office.models import Absence, Deputy, DutyHolder, Person
from cms.publishing import drift
from cms.publishing.actions.countersign import sign
from cms.publishing.actions.submit import Submit
from cms.publishing.actions.withdraw import AskWithdrawal
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Countersignature
from site_pages.models import NewsItemPage
from tests.admin import ground
from tests.admin.ground import EVERYBODY, House, browser
from tests.conftest import HeldClock


def desk(user: User) -> dict[str, Panel]:
    """The panels of somebody's desk by code; none for somebody without a desk."""
    today = roster.today()
    owner = me.me(user, today)
    with translation.override("en"):
        return {panel.code: panel for panel in board.panels(reading.read(owner, today))} if owner else {}


def labels(user: User, code: str) -> list[str]:
    """The rows of one panel."""
    panel = desk(user).get(code)
    return [row.label for row in panel.rows] if panel else []


def submitted(house: House, page: GovernedPage | None = None, title: str = "新的標題") -> GovernedPage:
    """A new version of a page by its owner, sent in."""
    page = page or house.page
    ground.write(page, house.cast.owner, title=title)
    Submit(page, actor=house.cast.owner).execute()
    page.refresh_from_db()
    return page


def decide(page: GovernedPage, who: User, action: str, comment: str = "") -> None:
    """Press the button of the step that waits."""
    page.refresh_from_db()
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    browser(who).post(address, {"comment": comment}, HTTP_X_REQUESTED_WITH="XMLHttpRequest")


# -- who has a desk, and which panels --------------------------------------------

PLAIN = ["waiting", "returned", "sent", "coming", "ending", "recent"]
PANELS = {
    "owner": [*PLAIN, "duties"],
    "colleague": PLAIN,
    "chief": ["waiting", "returned", "countersign", "withdrawals", "vacancies", *PLAIN[2:]],
    "webmaster": ["waiting", "returned", "withdrawals", "vacancies", "machine", *PLAIN[2:]],
    "deputy": ["waiting", "returned", "withdrawals", "vacancies", "machine", *PLAIN[2:]],
    "auditor": ["waiting", "returned", "countersign", "withdrawals", "vacancies", "machine", *PLAIN[3:]],
    "stranger": [],
    "superuser": [],
}


@pytest.mark.parametrize("who", PANELS)
def test_each_role_has_its_panels(house: House, who: str) -> None:
    assert list(desk(getattr(house.cast, who))) == PANELS[who]


def test_the_first_page_of_the_admin_is_the_desk(house: House) -> None:
    for who in EVERYBODY:
        if who == "stranger":
            continue
        content = browser(getattr(house.cast, who)).get(reverse("wagtailadmin_home")).content.decode()
        assert ('class="office-desk"' in content) == (who != "superuser"), who


def test_somebody_away_has_no_desk(house: House) -> None:
    Absence.objects.create(person=Person.objects.get(code="owner"), start=clock.today())
    assert desk(house.cast.owner) == {}


def test_an_empty_desk_says_so_in_words(house: House) -> None:
    content = browser(house.cast.colleague, "zh-hant").get(reverse("wagtailadmin_home")).content.decode()
    assert "沒有等待您處理的事項。" in content
    assert "Nothing waits for you." not in content


# -- the sign-off chain ----------------------------------------------------------


def waits_for(code: str, house: House) -> set[str]:
    """Who finds something in this panel."""
    return {who for who in EVERYBODY if labels(getattr(house.cast, who), code)}


OVERSEERS = {"secretary", "director", "auditor"}


def test_a_text_lies_on_the_desk_of_whoever_must_decide(house: House) -> None:
    page = submitted(house)
    assert waits_for("waiting", house) == {"chief"} | OVERSEERS
    assert waits_for("sent", house) == {"owner"}
    decide(page, house.cast.chief, "approve")
    assert waits_for("waiting", house) == {"webmaster", "deputy"} | OVERSEERS
    decide(page, house.cast.webmaster, "approve")
    assert waits_for("waiting", house) == set()
    assert waits_for("sent", house) == set()


def test_ones_own_text_waits_for_others_only(house: House) -> None:
    ground.write(house.page, house.cast.owner, title="新")
    ground.write(house.page, house.cast.chief, title="更新")
    Submit(house.page, actor=house.cast.owner).execute()
    assert "chief" not in waits_for("waiting", house)


def test_a_text_of_maintenance_waits_for_the_section_named_in_the_data(house: House) -> None:
    ground.write(house.page, house.cast.webmaster, title="新")
    Submit(house.page, actor=house.cast.webmaster).execute()
    decide(house.page, house.cast.admin_chief, "approve")
    # Who wrote it does not publish it.
    assert waits_for("waiting", house) == {"deputy"} | OVERSEERS


def test_the_row_says_how_long_and_leads_to_the_editor(house: House, held: HeldClock) -> None:
    page = submitted(house)
    held.forward(days=3)
    [row] = desk(house.cast.chief)["waiting"].rows
    assert (row.label, row.url) == ("新的標題", reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert browser(house.cast.chief).get(row.url).status_code == 200
    [read] = desk(house.cast.auditor)["waiting"].rows
    assert read.url == reverse("office:record", args=[page.pk])


def test_what_was_sent_back_comes_with_its_reason(house: House) -> None:
    page = submitted(house)
    decide(page, house.cast.chief, "reject", "請補上規費")
    assert waits_for("returned", house) == {"owner"} | OVERSEERS
    [row] = desk(house.cast.owner)["returned"].rows
    assert "請補上規費" in row.notes[0]
    assert "chief" in row.notes[0].lower()


def test_a_deputy_finds_the_work_of_the_person_away(house: House) -> None:
    page = submitted(house)
    decide(page, house.cast.chief, "reject", "請補上規費")
    owner, colleague = (Person.objects.get(code=code) for code in ("owner", "colleague"))
    Absence.objects.create(person=owner, start=clock.today())
    Deputy.objects.create(person=owner, deputy=colleague, start=clock.today())
    assert labels(house.cast.colleague, "returned") == ["新的標題"]
    assert "標題 draft" in labels(house.cast.colleague, "duties")


# -- requests, gaps, the machine ---------------------------------------------------


def test_a_withdrawal_lies_where_it_can_be_agreed_to(house: House) -> None:
    AskWithdrawal(house.page, actor=house.cast.owner, reason="過時").execute()
    assert waits_for("withdrawals", house) == {"chief", "webmaster", "deputy"} | OVERSEERS


def test_nobody_is_asked_to_agree_with_themselves(house: House) -> None:
    AskWithdrawal(house.page, actor=house.cast.webmaster, reason="過時").execute()
    assert waits_for("withdrawals", house) == {"chief", "deputy"} | OVERSEERS


def test_signatures_wait_for_their_chief(house: House) -> None:
    assert waits_for("countersign", house) == {"chief", "admin_chief"} | OVERSEERS
    [row] = desk(house.cast.chief)["countersign"].rows
    assert "2 publications" in row.label
    for section, who in (("registration", house.cast.chief), ("administration", house.cast.admin_chief)):
        sign(Countersignature.objects.filter(section=section), actor=who)
    assert waits_for("countersign", house) == set()


def test_a_gap_is_seen_by_its_chief_and_by_those_who_see_all(house: House) -> None:
    DutyHolder.objects.filter(duty__key="about").update(person=None)
    assert waits_for("vacancies", house) == {"chief", "webmaster", "deputy"} | OVERSEERS


def test_failed_jobs_and_drift_are_on_the_webmasters_desk(house: House) -> None:
    for page in (house.home, house.page, house.news):
        drift.follow(page.pk)
    type(house.draft).objects.filter(pk=house.draft.pk).update(live=True)
    Job.objects.create(kind="flags", status=JobStatus.FAILED)
    assert labels(house.cast.webmaster, "machine") == ["1 job has failed", "1 page differs from the timeline"]
    assert waits_for("machine", house) == {"webmaster", "deputy"} | OVERSEERS


# -- the timeline ------------------------------------------------------------------


def item(house: House, key: str, *, online: int | None = None, offline: int = 30) -> NewsItemPage:
    """A published news item that begins and ends so many days from now."""
    today = clock.today()
    found = ground.add_item(house, key, online_date=today + timedelta(days=online) if online else None)
    ground.write(found, house.cast.owner, offline_date=today + timedelta(days=offline))
    ground.publish(house, found)
    return found


def test_what_comes_and_ends_and_has_just_come(house: House, held: HeldClock) -> None:
    item(house, "next", online=3)
    item(house, "soon", offline=5)
    item(house, "later", offline=20)
    assert labels(house.cast.owner, "coming") == ["標題 next"]
    assert labels(house.cast.owner, "ending") == ["標題 soon"]
    assert labels(house.cast.owner, "recent")[:2] == ["標題 later", "標題 soon"]
    held.forward(days=8)
    assert "標題 later" not in labels(house.cast.owner, "recent")
    assert labels(house.cast.owner, "recent") == ["標題 next"]


def test_the_timeline_of_other_sections_is_theirs(house: House) -> None:
    item(house, "next", online=3)
    seen = {"owner", "colleague", "chief", "webmaster", "deputy"} | OVERSEERS
    assert waits_for("coming", house) == seen
    assert labels(house.cast.colleague, "recent") == []


def test_every_row_leads_to_a_screen_its_reader_may_open(house: House) -> None:
    submitted(house)
    AskWithdrawal(house.news, actor=house.cast.owner, reason="過時").execute()
    DutyHolder.objects.filter(duty__key="news").update(person=None)
    item(house, "next", online=3)
    item(house, "soon", offline=5)
    Job.objects.create(kind="flags", status=JobStatus.FAILED)
    for who in ("owner", "chief", "webmaster", "auditor"):
        user = getattr(house.cast, who)
        for panel in desk(user).values():
            for row in panel.rows:
                assert browser(user).get(row.url).status_code == 200, (who, panel.code, row)


def test_an_auditor_changes_nothing(house: House) -> None:
    submitted(house)
    for panel in desk(house.cast.auditor).values():
        for row in panel.rows:
            content = browser(house.cast.auditor).get(row.url).content.decode()
            main = content.split("<main", 1)[-1]
            assert 'method="post"' not in main.lower() or 'type="submit"' not in main, row.url


# -- size ------------------------------------------------------------------------


def test_a_long_panel_continues_on_its_own_screen(house: House) -> None:
    for number in range(SHOWN + 1):
        item(house, f"next-{number}", online=3)
    user = house.cast.owner
    home = browser(user).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("office:desk_panel", args=["coming"]) in home
    content = browser(user).get(reverse("office:desk_panel", args=["coming"])).content.decode()
    assert content.count("標題 next-") == SHOWN + 1
    assert browser(user).get(reverse("office:desk_panel", args=["machine"])).status_code == 404


def queries(user: User) -> int:
    """What the first page of the admin costs."""
    client = browser(user)
    client.get(reverse("wagtailadmin_home"))
    roster.forget()
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
    return len(found)


def test_many_rows_cost_what_one_costs(house: House) -> None:
    """The desk's own: roster 10; withdrawals, chain, pages, pages above, languages, last versions, writers,
    standings, signatures, coming, ending, recent, jobs, differences 1 each."""
    users = (house.cast.owner, house.cast.chief, house.cast.webmaster, house.cast.auditor)

    def fill(number: int) -> None:
        submitted(house, ground.add_item(house, f"waits-{number}"))
        decide(submitted(house, ground.add_item(house, f"back-{number}")), house.cast.chief, "reject", "補")
        AskWithdrawal(item(house, f"off-{number}", offline=5), actor=house.cast.owner, reason="過時").execute()
        item(house, f"next-{number}", online=3)

    fill(0)
    one = [queries(user) for user in users]
    for number in range(1, 10):
        fill(number)
    assert [queries(user) for user in users] == one
    with CaptureQueriesContext(connection) as found:
        desk(house.cast.webmaster)
    assert len(found) == 24
