"""Screens speak of people, pages and facts in the language of the screen, not in the names of the code."""

from __future__ import annotations

import re

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.admin import evidence
from cms.core import clock
from cms.core.models import AuditEntry
from cms.office import roster
from cms.office.models import Absence, DutyHolder, Person
from cms.office.roster import forget, remembered
from tests.admin import ground
from tests.admin.ground import House, browser
from tests.factories.office import make_duty

RAW = ("publication", "revision", "fingerprint", "online", "offline", "capacity", "None", "zh-hant", "chief:")


def person_of(user: User) -> Person:
    """The person behind an account."""
    return Person.objects.get(user=user)


def table(content: str) -> str:
    """The words of the screen's tables, without marks and addresses."""
    return " ".join(re.sub(r"<[^>]*>", " ", part) for part in re.findall(r"<table.*?</table>", content, re.DOTALL))


def test_the_trail_is_in_words(house: House) -> None:
    ground.write(house.page, house.cast.owner, title="新的標題")
    ground.publish(house, house.page)
    content = browser(house.cast.auditor, "zh-hant").get(reverse("office:audit")).content.decode()
    shown = table(content)
    assert [word for word in RAW if word in shown] == []
    for word in ("版本", "指紋", "上線", "至更新為止", "課長", "標題 news", "繁體中文"):
        assert word in shown, word


def test_the_trail_names_people(house: House) -> None:
    ground.publish(house, ground.add_item(house, "item"))
    client = browser(house.cast.auditor, "zh-hant")
    person = person_of(house.cast.chief).name
    content = client.get(reverse("office:audit"), {"person": person}).content.decode()
    assert person in table(content)
    assert AuditEntry.objects.exclude(actor_name="chief").exists()
    assert person_of(house.cast.director).name not in table(content)


def test_the_trail_is_found_by_title(house: House) -> None:
    client = browser(house.cast.auditor, "zh-hant")
    for words in ("標題 about", "about"):
        shown = table(client.get(reverse("office:audit"), {"page": words}).content.decode())
        assert "標題 about" in shown, words
        assert "標題 news" not in shown, words


def test_fifty_lines_cost_what_one_costs(house: House) -> None:
    def queries() -> int:
        rows = list(AuditEntry.objects.all())
        with remembered():
            roster.today()
            with CaptureQueriesContext(connection) as asked:
                evidence.entries(rows)
        return len(asked)

    few = queries()
    for number in range(5):
        ground.publish(house, ground.add_item(house, f"item-{number}"))
    assert queries() == few


def test_every_fact_that_is_recorded_has_a_name(house: House) -> None:
    ground.publish(house, ground.add_item(house, "item"))
    recorded = {name for facts in AuditEntry.objects.values_list("facts", flat=True) for name in facts}
    assert recorded - set(evidence.LABELS) == set()


# -- vacancies -----------------------------------------------------------------


def vacancies(house: House) -> tuple[str, str]:
    """The pages that wait, and those that go on without somebody."""
    forget()
    content = browser(house.cast.webmaster).get(reverse("office:vacancies")).content.decode()
    waiting, shared = content.split("Somebody who shares a duty is missing", 1)
    return waiting, shared


def test_a_missing_holder_stops_only_what_nobody_else_leads(house: House) -> None:
    waiting, shared = vacancies(house)
    assert "標題" not in waiting + shared
    owner = person_of(house.cast.owner)
    Absence.objects.create(person=owner, start=clock.today())
    waiting, shared = vacancies(house)
    record = reverse("office:record", args=[house.page.pk])
    assert f'<a href="{record}">標題 about</a>' in waiting
    assert "標題" not in shared


def test_a_shared_holder_stops_nothing(house: House) -> None:
    absent = person_of(house.cast.other_owner)
    duty = make_duty("shared", ["shared"])
    DutyHolder.objects.create(duty=duty, section=absent.section, person=absent, lead=False)
    Absence.objects.create(person=absent, start=clock.today())
    waiting, shared = vacancies(house)
    assert "shared" not in waiting
    assert "shared" in shared


# -- all pages -----------------------------------------------------------------


def test_an_auditor_reads_every_page_and_its_record(house: House) -> None:
    client = browser(house.cast.auditor)
    content = client.get(reverse("office:pages")).content.decode()
    for page in (house.home, house.page, house.draft, house.news):
        record = reverse("office:record", args=[page.pk])
        assert record in content, page
        shown = client.get(record).content.decode()
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) not in shown
        assert reverse("office:previews", args=[page.pk]) not in shown
    narrowed = client.get(reverse("office:pages"), {"q": "about"}).content.decode()
    assert "標題 about" in narrowed
    assert "標題 news" not in narrowed
    assert client.post(reverse("office:pages")).status_code == 405


def test_twenty_pages_cost_what_one_costs(house: House) -> None:
    def queries() -> int:
        client = browser(house.cast.auditor)
        client.get(reverse("office:pages"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("office:pages"))
        forget()
        return len(asked)

    ground.add_item(house, "item")
    one = queries()
    for number in range(9):
        ground.add_item(house, f"item-{number}")
    assert queries() == one
