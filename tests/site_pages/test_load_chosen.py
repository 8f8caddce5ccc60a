"""What a section chief decided on a screen stays when the office's files are loaded again."""

from __future__ import annotations

from datetime import date, timedelta

from cms.office.actions import EndDeputy, HandOver, NameDeputy, NameHolder, RecordAbsence
from cms.office.models import Absence, Deputy, DutyHolder, Person
from site_pages.loading.files import Bundle
from site_pages.loading.load import load
from tests.site_pages.test_load import told

DAY = date(2026, 11, 23)


def person(code: str) -> Person:
    found: Person = Person.objects.select_related("section", "user").get(code=code)
    return found


def test_a_named_person_is_kept_and_reported(island: Bundle) -> None:
    holder = DutyHolder.objects.get(duty__key="faq", section__code="counter")
    NameHolder(holder, person=person("ann"), actor=person("ben").user).execute()
    report = load(island)
    assert told(report, "kept") == [("holder:faq:counter:", "person")]
    holder.refresh_from_db()
    assert holder.person == person("ann")


def test_a_row_left_open_in_the_files_stays_named(island: Bundle) -> None:
    holder = DutyHolder.objects.get(duty__key="archive", section__code="records")
    assert holder.person is None
    NameHolder(holder, person=person("dan"), actor=person("eve").user).execute()
    load(island)
    holder.refresh_from_db()
    assert holder.person == person("dan")


def test_days_and_hand_overs_stay(island: Bundle) -> None:
    ben = person("ben").user
    RecordAbsence(person("ann"), actor=ben, start=DAY, note="公假").execute()
    NameDeputy(person("ann"), deputy=person("cat"), actor=ben, start=DAY).execute()
    HandOver(person("cat"), successor=person("ann"), last_day=DAY + timedelta(days=30), actor=ben).execute()
    report = load(island)
    assert set(report.counts()) <= {"kept"}
    assert Absence.objects.get(person__code="ann").note == "公假"
    assert Deputy.objects.filter(person__code="ann", deputy__code="cat").exists()
    assert person("cat").successor == person("ann")


def test_a_deputy_of_the_files_who_was_ended_does_not_come_back(island: Bundle) -> None:
    EndDeputy(Deputy.objects.get(person__code="dan"), actor=person("eve").user).execute()
    report = load(island)
    assert [field for _, field in told(report, "kept")] == ["end"]
    assert Deputy.objects.get(person__code="dan").end == DAY - timedelta(days=1)
