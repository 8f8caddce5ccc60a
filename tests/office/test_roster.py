"""Who may act on a day: presence, deputies, roles, choices of the chiefs, several sections."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core import clock
from cms.office import roster
from cms.office.models import (
    Absence,
    Appointment,
    Deputy,
    Duty,
    DutyHolder,
    Person,
    Role,
    RoleKind,
    Section,
)
from cms.office.roster import Acting, Roster
from tests.conftest import HeldClock
from tests.factories.office import SINCE, Cast, make_duty, make_office, make_person

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return make_office()


def person(code: str) -> Person:
    return Person.objects.get(code=code)


def names(people: list[Acting]) -> set[str]:
    return {User.objects.get(pk=acting.user_id).username for acting in people}


def owners(duty: Duty, day: date = DAY, section: str | None = None) -> set[str]:
    today = Roster(day)
    return names(today.owners(today.duties[duty.key], section))


def hold(duty: Duty, section: str, *, role: Role | None = None, who: str | None = None, lead: bool = False) -> None:
    DutyHolder.objects.create(
        duty=duty,
        section=Section.objects.get(code=section),
        role=role,
        person=person(who) if who else None,
        lead=lead,
        position=duty.holders.count(),
    )


def role(
    code: str, *holders: str, kind: RoleKind = RoleKind.OWNER, start: date = SINCE, end: date | None = None
) -> Role:
    found = Role.objects.create(code=code, name=code, name_en=code, kind=kind)
    for holder in holders:
        Appointment.objects.create(person=person(holder), role=found, start=start, end=end)
    return found


# -- presence ------------------------------------------------------------------


def test_a_person_who_is_there_acts(cast: Cast) -> None:
    assert owners(make_duty("d", ["page"])) == {"owner"}


def test_nobody_acts_while_away(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    Absence.objects.create(person=person("owner"), start=DAY, end=DAY)
    assert [owners(duty, day) for day in (BEFORE, DAY, AFTER)] == [{"owner"}, set(), {"owner"}]


def test_an_absence_without_end_goes_on(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    Absence.objects.create(person=person("owner"), start=DAY)
    assert owners(duty, DAY + timedelta(days=400)) == set()


def test_the_last_day_of_service_counts(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    Person.objects.filter(code="owner").update(left_on=DAY)
    assert [owners(duty, day) for day in (DAY, AFTER)] == [{"owner"}, set()]


def test_an_account_switched_off_acts_for_nothing(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    User.objects.filter(username="owner").update(is_active=False)
    assert owners(duty) == set()


def test_a_person_without_an_account_acts_for_nothing(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    Person.objects.filter(code="owner").update(user=None)
    assert owners(duty) == set()


# -- deputies ------------------------------------------------------------------


def test_a_deputy_acts_between_two_days_both_included(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    Deputy.objects.create(person=person("owner"), deputy=person("colleague"), start=DAY, end=AFTER)
    days = [BEFORE, DAY, AFTER, AFTER + timedelta(days=1)]
    assert [owners(duty, day) for day in days] == [{"owner"}, {"owner", "colleague"}, {"owner", "colleague"}, {"owner"}]


def test_a_deputy_says_for_whom_and_until_when(cast: Cast) -> None:
    make_duty("d", ["page"])
    Deputy.objects.create(person=person("owner"), deputy=person("colleague"), start=DAY, end=AFTER)
    acting = Roster(DAY).acting_for(person("owner").pk)
    assert [(who.stands_in_for, who.since, who.until) for who in acting] == [
        (None, None, None),
        ("owner（人）", DAY, AFTER),
    ]


def test_a_deputy_stands_in_while_the_person_is_away(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    Absence.objects.create(person=person("owner"), start=DAY)
    Deputy.objects.create(person=person("owner"), deputy=person("colleague"), start=DAY)
    assert owners(duty) == {"colleague"}


def test_a_deputy_who_is_away_does_not_act(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    Deputy.objects.create(person=person("owner"), deputy=person("colleague"), start=DAY)
    Absence.objects.create(person=person("colleague"), start=DAY)
    assert owners(duty) == {"owner"}


def test_a_deputys_deputy_does_not_act(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    for absent, stands_in in (("owner", "colleague"), ("colleague", "other-owner")):
        Absence.objects.create(person=person(absent), start=DAY)
        Deputy.objects.create(person=person(absent), deputy=person(stands_in), start=DAY)
    assert owners(duty) == set()


def test_nobody_stands_in_for_somebody_who_has_left(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    Deputy.objects.create(person=person("owner"), deputy=person("colleague"), start=DAY)
    Person.objects.filter(code="owner").update(left_on=BEFORE)
    assert owners(duty) == set()


def test_the_webmasters_deputy_publishes_but_is_no_webmaster(cast: Cast) -> None:
    today = Roster(DAY)
    assert names(today.publishers()) == {"webmaster", "deputy"}
    assert today.webmasters() == {cast.webmaster.pk}


# -- duties --------------------------------------------------------------------


def test_a_page_without_a_duty_has_nobody(cast: Cast) -> None:
    assert Roster(DAY).duty_of("unknown") is None


def test_a_choice_left_open_is_a_vacancy(cast: Cast) -> None:
    duty = make_duty("open", ["page"], person=None)
    assert owners(duty) == set()
    assert [found.key for found, _ in Roster(DAY).vacancies()] == ["open"]


def test_a_role_is_held_from_day_to_day(cast: Cast) -> None:
    duty = make_duty("d", ["page"], person=None)
    duty.holders.all().delete()
    hold(duty, "registration", role=role("statistics", "colleague", start=DAY, end=DAY), lead=True)
    assert [owners(duty, day) for day in (BEFORE, DAY, AFTER)] == [set(), {"colleague"}, set()]


def test_several_sections_answer_each_for_their_own(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    hold(duty, "service", who="other-owner")
    today = Roster(DAY)
    facts = today.duties["d"]
    assert names(today.page_owners(facts)) == {"owner"}
    assert owners(duty, section="service") == {"other-owner"}
    assert owners(duty) == {"owner", "other-owner"}
    assert facts.lead_section == "registration"


def test_of_two_roles_one_leads(cast: Cast) -> None:
    duty = make_duty("d", ["page"], person=None)
    duty.holders.all().delete()
    hold(duty, "service", role=role("research", "other-owner"))
    hold(duty, "registration", role=role("statistics", "colleague"), lead=True)
    today = Roster(DAY)
    assert today.duties["d"].lead_section == "registration"
    assert names(today.page_owners(today.duties["d"])) == {"colleague"}


def test_somebody_who_holds_twice_is_named_once(cast: Cast) -> None:
    duty = make_duty("d", ["page"])
    hold(duty, "service", who="owner")
    today = Roster(DAY)
    assert len(today.owners(today.duties["d"])) == 1


def test_chiefs_are_of_one_section(cast: Cast) -> None:
    today = Roster(DAY)
    assert names(today.chiefs("registration")) == {"chief"}
    assert names(today.chiefs("service")) == {"other-chief"}
    assert today.chiefs("") == []


def test_section_staff_are_those_present(cast: Cast) -> None:
    Absence.objects.create(person=person("colleague"), start=DAY)
    assert Roster(DAY).section_staff("registration") == {cast.owner.pk, cast.chief.pk}


# -- reading -------------------------------------------------------------------


def test_the_day_is_taipeis(cast: Cast, held: HeldClock) -> None:
    held.to(clock.day_start(DAY))
    assert roster.today().day == DAY
    held.forward(seconds=-1)
    assert roster.today().day == BEFORE


def test_one_block_reads_once_and_can_forget(cast: Cast) -> None:
    with roster.remembered():
        first = roster.today()
        assert roster.today() is first
        roster.forget()
        assert roster.today() is not first
    assert roster.today() is not roster.today()


def _queries() -> int:
    """The statements of one reading."""
    with CaptureQueriesContext(connection) as counted:
        today = Roster(DAY)
        for facts in today.duties.values():
            today.page_owners(facts)
        today.publishers(), today.vacancies(), today.chiefs("service")
    return len(counted)


def test_a_reading_costs_the_same_for_one_duty_and_a_hundred(cast: Cast) -> None:
    """People, appointments, deputies, absences, holders, duties, pages, sections, roles, office: one each."""
    make_duty("first", ["first"])
    assert _queries() == 10
    for number in range(99):
        make_duty(f"d{number}", [f"page-{number}"])
    for number in range(20):
        make_person(f"more-{number}", "service")
    assert _queries() == 10
