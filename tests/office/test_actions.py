"""What a section chief decides about people: who may, what is refused and why, what it changes, what is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import translation

from cms.core import clock
from cms.core.errors import Refusal, Refused
from cms.core.models import AuditEntry
from cms.office import changes, roster, rules
from cms.office.actions import EndAbsence, EndDeputy, HandOver, NameDeputy, NameHolder, OfficeAction, RecordAbsence
from cms.office.models import Absence, Appointment, Deputy, Duty, DutyHolder, Person, Role, Section
from tests.admin.ground import EVERYBODY
from tests.factories.office import SINCE, Cast, make_duty, make_office, make_person

DAY = date(2026, 11, 23)


@pytest.fixture
def cast(db: None, held: object) -> Cast:
    """The office with a ※ row of the owner's, an absence of the colleague and a deputy of the owner, both running."""
    cast = make_office()
    make_duty("about", ["about"])
    Absence.objects.create(person=person("colleague"), start=DAY, end=DAY + timedelta(days=5))
    Deputy.objects.create(person=person("owner"), deputy=person("other-owner"), start=DAY - timedelta(days=9))
    return cast


def person(code: str) -> Person:
    found: Person = Person.objects.select_related("section", "user").get(code=code)
    return found


def holder() -> DutyHolder:
    found: DutyHolder = DutyHolder.objects.get(duty__key="about", role=None)
    return found


NEXT = DAY + timedelta(days=7)
ACTIONS: dict[str, Callable[[User], OfficeAction]] = {
    "name_holder": lambda who: NameHolder(holder(), person=person("colleague"), actor=who),
    "record_absence": lambda who: RecordAbsence(person("owner"), actor=who, start=DAY, end=DAY, note="出差"),
    "end_absence": lambda who: EndAbsence(Absence.objects.get(), actor=who),
    "name_deputy": lambda who: NameDeputy(person("owner"), deputy=person("colleague"), actor=who, start=NEXT),
    "end_deputy": lambda who: EndDeputy(Deputy.objects.get(person__code="owner"), actor=who),
    "hand_over": lambda who: HandOver(person("owner"), successor=person("colleague"), last_day=DAY, actor=who),
}


def codes(action: OfficeAction) -> tuple[str, ...]:
    return tuple(reason.code for reason in action.refusals())


# -- who -------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ACTIONS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_the_chief_of_the_section_and_nobody_else(cast: Cast, verb: str, who: str) -> None:
    action = ACTIONS[verb](getattr(cast, who))
    if who == "chief":
        action.execute()
        [entry] = AuditEntry.objects.filter(action=verb)
        assert (entry.actor, entry.subject) == (cast.chief, "about" if verb == "name_holder" else action.person.code)
        return
    with pytest.raises(Refused) as caught:
        action.execute()
    assert "not_section_chief" in caught.value.codes
    # The colleague is away today; the other two belong to nobody in the office.
    assert ("not_staff" in caught.value.codes) == (who in {"colleague", "stranger", "superuser"})
    assert not AuditEntry.objects.exists()


def test_the_chiefs_deputy_decides_while_the_chief_is_away(cast: Cast) -> None:
    Deputy.objects.create(person=person("chief"), deputy=person("admin-chief"), start=DAY)
    Absence.objects.create(person=person("chief"), start=DAY)
    ACTIONS["name_holder"](cast.admin_chief).execute()
    with pytest.raises(Refused):
        ACTIONS["hand_over"](cast.chief).execute()


def test_people_without_a_section_are_the_data_s_business(cast: Cast) -> None:
    for who in EVERYBODY:
        action = RecordAbsence(person("director"), actor=getattr(cast, who), start=DAY)
        assert "not_section_chief" in codes(action), who


# -- what is refused ---------------------------------------------------------------


REASONS = (
    "role_not_chosen",
    "person_elsewhere",
    "already_holder",
    "person_without_account",
    "auditor_does_not_act",
    "person_left",
    "own_deputy",
    "days_backwards",
    "days_past",
    "days_taken",
    "entry_over",
)


def refused(cast: Cast) -> dict[str, OfficeAction]:
    """One action for each reason."""
    chief = cast.chief
    role = Role.objects.create(code="statistics", name="統計", name_en="Statistics")
    by_role = DutyHolder.objects.create(
        duty=Duty.objects.get(), section=Section.objects.get(code="registration"), role=role, position=1
    )
    gone = person("webmaster")
    gone.left_on = DAY - timedelta(days=1)
    gone.save()
    make_person("auditor-2", "registration")
    Appointment.objects.create(person=person("auditor-2"), role=Role.objects.get(code="auditor"), start=SINCE)
    nameless = Person.objects.create(code="no-account", name="無帳號", name_en="None", section=person("owner").section)
    yesterday = DAY - timedelta(days=1)
    return {
        "role_not_chosen": NameHolder(by_role, person=person("colleague"), actor=chief),
        "person_elsewhere": NameHolder(holder(), person=person("other-owner"), actor=chief),
        "already_holder": NameHolder(holder(), person=person("owner"), actor=chief),
        "person_without_account": NameHolder(holder(), person=nameless, actor=chief),
        "auditor_does_not_act": NameHolder(holder(), person=person("auditor-2"), actor=chief),
        "person_left": NameDeputy(person("owner"), deputy=gone, actor=chief, start=DAY),
        "own_deputy": NameDeputy(person("owner"), deputy=person("owner"), actor=chief, start=DAY),
        "days_backwards": RecordAbsence(person("owner"), actor=chief, start=NEXT, end=DAY),
        "days_past": RecordAbsence(person("owner"), actor=chief, start=yesterday),
        "days_taken": RecordAbsence(person("colleague"), actor=chief, start=DAY + timedelta(days=5)),
        "entry_over": EndAbsence(Absence.objects.create(person=person("owner"), start=SINCE, end=SINCE), actor=chief),
    }


def test_every_reason_has_its_case(cast: Cast) -> None:
    actions = refused(cast)
    assert tuple(actions) == REASONS
    for code, action in actions.items():
        assert codes(action) == (code,), code
        with pytest.raises(Refused):
            action.execute()
    assert not AuditEntry.objects.exists()
    assert holder().person == person("owner")


def test_every_reason_speaks_both_languages() -> None:
    for code in (*REASONS, "not_section_chief"):
        said = set()
        for language in ("zh-hant", "en"):
            with translation.override(language):
                said.add(Refusal(code, {"name": "王小明"}).message)
        assert len(said) == 2, code


def test_a_misspelt_action_is_no_answer() -> None:
    case = rules.Case(1, DAY, frozenset(), frozenset(), "registration")
    with pytest.raises(KeyError):
        rules.refusals("hand_ovr", case)


# -- what it changes -----------------------------------------------------------------


def users(acting: list[roster.Acting]) -> set[int]:
    return {one.user_id for one in acting}


def test_whoever_is_named_answers_at_once(cast: Cast) -> None:
    Absence.objects.all().delete()
    with roster.remembered():
        roster.today()
        ACTIONS["name_holder"](cast.chief).execute()
        today = roster.today()
        assert users(today.page_owners(today.duties["about"])) == {cast.colleague.pk}
    [entry] = AuditEntry.objects.all()
    assert entry.facts == {"section": "registration", "before": "owner", "after": "colleague"}


def test_an_absence_takes_effect_at_once_and_ends_at_once(cast: Cast) -> None:
    RecordAbsence(person("owner"), actor=cast.chief, start=DAY).execute()
    assert cast.owner.pk not in roster.today().staff()
    EndAbsence(Absence.objects.get(person__code="owner"), actor=cast.chief).execute()
    assert cast.owner.pk in roster.today().staff()
    # It began today, so it never was.
    assert not Absence.objects.filter(person__code="owner").exists()


def test_what_has_run_keeps_its_days(cast: Cast) -> None:
    ACTIONS["end_deputy"](cast.chief).execute()
    assert Deputy.objects.get(person__code="owner").end == DAY - timedelta(days=1)


def test_a_note_about_an_absence_stays_out_of_the_trail(cast: Cast) -> None:
    ACTIONS["record_absence"](cast.chief).execute()
    assert AuditEntry.objects.get().facts == {"start": "2026-11-23", "end": "2026-11-23"}


def test_everything_is_handed_over_after_the_last_day(cast: Cast, held: object) -> None:
    Absence.objects.all().delete()
    Deputy.objects.filter(person__code="owner").delete()
    role = Role.objects.create(code="statistics", name="統計", name_en="Statistics")
    Appointment.objects.create(person=person("owner"), role=role, start=SINCE)
    duty = Duty.objects.get(key="about")
    DutyHolder.objects.create(duty=duty, section=Section.objects.get(code="service"), role=role, position=1)
    ACTIONS["hand_over"](cast.chief).execute()
    last, after = roster.Roster(DAY), roster.Roster(DAY + timedelta(days=1))
    for day, who in ((last, cast.owner), (after, cast.colleague)):
        for one in day.duties["about"].holders:
            assert users(day.of_holder(one)) == {who.pk}
        assert users(day.acting_for(person("owner").pk)) == {who.pk}


def test_the_sign_off_chain_is_not_inherited(cast: Cast) -> None:
    HandOver(person("chief"), successor=person("owner"), last_day=DAY, actor=cast.chief).execute()
    after = roster.Roster(DAY + timedelta(days=1))
    assert after.chiefs("registration") == []


def test_a_circle_of_successors_has_an_end(cast: Cast) -> None:
    one, two = person("owner"), person("colleague")
    for each, other in ((one, two), (two, one)):
        each.left_on, each.successor = DAY - timedelta(days=1), other
        each.save()
    assert roster.Roster(DAY).acting_for(one.pk) == []


def test_the_groups_follow_at_once(cast: Cast) -> None:
    from site_pages.loading import groups

    Absence.objects.all().delete()
    groups.project()
    group = Group.objects.get(name="office:choice:about:registration")
    assert group.user_set.filter(pk=cast.owner.pk).exists()
    ACTIONS["name_holder"](cast.chief).execute()
    assert list(group.user_set.all()) == [cast.colleague]
    RecordAbsence(person("colleague"), actor=cast.chief, start=clock.today()).execute()
    assert list(group.user_set.all()) == []


def test_nobody_follows_twice() -> None:
    with pytest.raises(ValueError, match="follows already"):
        changes.subscribe(changes._followers[0])
