"""Who answers for what on a day: the matrix, the appointments and the deputies, as pure questions.

A `Roster` is read in a fixed number of queries and then asked without touching the
database. It fails closed: a page without a duty, or a duty whose holders are all absent
and have no deputy, has nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cms.core import clock
from cms.office import models
from cms.office.models import RoleKind


@dataclass(frozen=True)
class Acting:
    """A person who may act today, and why.

    `stands_in_for` names the person they deputise for (None when it is their own duty);
    `since` and `until` are the days of that deputyship.
    """

    person_id: int
    user_id: int
    name: str
    name_en: str
    stands_in_for: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Holder:
    """One holder of a duty: a section with a role, or with the person its chief named."""

    section: str
    role: str | None
    person_id: int | None
    lead: bool


@dataclass(frozen=True)
class DutyFacts:
    """A duty with its holders, as data."""

    key: str
    group_no: str
    title: str
    title_en: str
    kind: str
    target: str
    holders: tuple[Holder, ...]

    @property
    def lead_section(self) -> str:
        """The section whose chief answers for the page itself."""
        return next(holder.section for holder in self.holders if holder.lead)


class Roster:
    """Everything the office's rule needs to say who may act on `day`."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.people = {person.pk: person for person in models.Person.objects.select_related("user", "section")}
        self._appointments = [a for a in _appointments() if _holds(a, day)]
        self._deputies = [d for d in models.Deputy.objects.all() if _holds(d, day)]
        self._absent = {a.person_id for a in models.Absence.objects.all() if _holds(a, day)}
        self.duties = {facts.key: facts for facts in _duties()}
        self._by_page = dict(models.PageDuty.objects.values_list("page_key", "duty__key"))
        self.sections = {section.code: section for section in models.Section.objects.all()}
        self.roles = {role.code: role for role in models.Role.objects.all()}
        office = models.Office.objects.first()
        self.governance: dict[str, object] = office.governance if office else {}

    # -- duties ---------------------------------------------------------------

    def duty_of(self, page_key: str) -> DutyFacts | None:
        """The duty that answers for the page, or None."""
        return self.duties.get(self._by_page.get(page_key, ""))

    def pages_of(self, duty_key: str) -> list[str]:
        """The keys of the pages a duty answers for, in no particular order."""
        return [page for page, duty in self._by_page.items() if duty == duty_key]

    def owners(self, duty: DutyFacts, section: str | None = None) -> list[Acting]:
        """Those who may act as owner of `duty` today, of one section when it is given."""
        people: list[Acting] = []
        for holder in duty.holders:
            if section is None or holder.section == section:
                people += self.of_holder(holder)
        return _once(people)

    def page_owners(self, duty: DutyFacts) -> list[Acting]:
        """Those who answer for the page itself: the holders of the lead section."""
        return self.owners(duty, duty.lead_section)

    def vacancies(self) -> list[tuple[DutyFacts, Holder]]:
        """Every holder of a duty for whom nobody is present today, in the matrix's order."""
        return [
            (duty, holder) for duty in self.duties.values() for holder in duty.holders if not self.of_holder(holder)
        ]

    # -- roles of the sign-off chain ------------------------------------------

    def chiefs(self, section: str) -> list[Acting]:
        """The chief of `section` and the chief's deputies in force."""
        return self._in_role(RoleKind.CHIEF, section)

    def publishers(self) -> list[Acting]:
        """The webmaster and the webmaster's deputies in force (the maintenance group, 參五 of the rule)."""
        return self._in_role(RoleKind.WEBMASTER, None)

    def webmasters(self) -> frozenset[int]:
        """The accounts of the webmasters themselves, without deputies."""
        return frozenset(a.user_id for a in self.publishers() if a.stands_in_for is None)

    def in_kind(self, kind: str) -> list[Acting]:
        """Those who hold a role of this kind today (auditor, secretary …), deputies included."""
        return self._in_role(RoleKind(kind), None)

    def section_staff(self, section: str) -> frozenset[int]:
        """The accounts of those who work in `section` and are present."""
        return frozenset(
            person.user_id
            for person in self.people.values()
            if person.user_id is not None
            and person.section is not None
            and person.section.code == section
            and self.is_present(person)
        )

    def staff(self) -> frozenset[int]:
        """The accounts of everybody who is present."""
        return frozenset(
            person.user_id for person in self.people.values() if person.user_id is not None and self.is_present(person)
        )

    def roles_of(self, person_id: int) -> list[models.Role]:
        """The roles a person holds by appointment today."""
        return [a.role for a in self._appointments if a.person_id == person_id]

    def person_of(self, user_id: int | None) -> models.Person | None:
        """The person behind an account, or None."""
        return self._by_user.get(user_id) if user_id is not None else None

    def role_of(self, person_id: int) -> models.Role | None:
        """The first role the person holds today, or None for staff without one."""
        return next((row.role for row in self._appointments if row.person_id == person_id), None)

    def acting_for(self, person_id: int) -> list[Acting]:
        """The person, or after their last day whoever took over, if present; and the deputies in force."""
        return _once(self._with_deputies(self.follower(person_id)))

    def follower(self, person_id: int) -> int:
        """The person who answers today for what `person_id` answered for: after the last day, the successor."""
        seen: set[int] = set()
        person = self.people[person_id]
        while self._left(person) and person.successor_id is not None and person.pk not in seen:
            seen.add(person.pk)
            person = self.people[person.successor_id]
        return person.pk

    def of_holder(self, holder: Holder) -> list[Acting]:
        """Those who may act for one holder of a duty today."""
        if holder.role is None:
            return self.acting_for(holder.person_id) if holder.person_id else []
        # Roles of the sign-off chain are given by the office's data, never inherited.
        inherited = self.roles[holder.role].kind == RoleKind.OWNER
        held = [a.person_id for a in self._appointments if a.role.code == holder.role]
        ids = map(self.follower, held) if inherited else held
        return _once(acting for pk in ids for acting in self._with_deputies(pk))

    # -- inside ---------------------------------------------------------------

    @cached_property
    def _by_user(self) -> dict[int, models.Person]:
        return {person.user_id: person for person in self.people.values() if person.user_id is not None}

    def _in_role(self, kind: RoleKind, section: str | None) -> list[Acting]:
        ids = [
            a.person_id
            for a in self._appointments
            if a.role.kind == kind and (section is None or (a.section is not None and a.section.code == section))
        ]
        return _once(acting for pk in ids for acting in self._with_deputies(pk))

    def _with_deputies(self, person_id: int) -> list[Acting]:
        person = self.people[person_id]
        acting = [_acting(person)] if self.is_present(person) else []
        # A deputy stands in while the person still serves, away or not; a deputy's own deputy does not.
        if not self._left(person):
            for row in self._deputies:
                deputy = self.people[row.deputy_id]
                if row.person_id == person_id and self.is_present(deputy):
                    acting.append(_acting(deputy, person.name, row.start, row.end))
        return acting

    def is_present(self, person: models.Person) -> bool:
        """Whether the person can act today: serves, is not away, and has an active account."""
        return (
            person.user is not None
            and person.user.is_active
            and person.pk not in self._absent
            and not self._left(person)
        )

    def _left(self, person: models.Person) -> bool:
        return person.left_on is not None and person.left_on < self.day


_remembered: ContextVar[dict[date, Roster] | None] = ContextVar("remembered_roster", default=None)


_pinned: ContextVar[Roster | None] = ContextVar("pinned_roster", default=None)


@contextmanager
def pinned() -> Iterator[None]:
    """One act over many pages (the first load) decides all of them on one reading."""
    token = _pinned.set(Roster(clock.today()))
    try:
        yield
    finally:
        _pinned.reset(token)


def today() -> Roster:
    """The roster of this day, read afresh unless a `remembered` or `pinned` block is open."""
    if (pin := _pinned.get()) is not None:
        return pin
    day = clock.today()
    memory = _remembered.get()
    if memory is None:
        return Roster(day)
    if day not in memory:
        memory[day] = Roster(day)
    return memory[day]


@contextmanager
def remembered() -> Iterator[None]:
    """Read the roster at most once a day inside the block: one request, one listing.

    Actions that change something open no such block and read afresh.
    """
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def forget() -> None:
    """Read again at the next question: somebody has just changed the office."""
    memory = _remembered.get()
    if memory is not None:
        memory.clear()


def _appointments() -> Iterable[models.Appointment]:
    return models.Appointment.objects.select_related("role", "section").order_by("pk")


def _duties() -> Iterator[DutyFacts]:
    holders: dict[int, list[Holder]] = defaultdict(list)
    for row in models.DutyHolder.objects.select_related("section", "role").order_by("position", "pk"):
        role = row.role.code if row.role else None
        holders[row.duty_id].append(Holder(row.section.code, role, row.person_id, row.lead))
    for duty in models.Duty.objects.all():
        yield DutyFacts(
            duty.key, duty.group_no, duty.title, duty.title_en, duty.kind, duty.target, tuple(holders[duty.pk])
        )


def _holds(row: models.Dated, day: date) -> bool:
    return row.start <= day and (row.end is None or day <= row.end)


def _acting(
    person: models.Person, stands_in_for: str | None = None, since: date | None = None, until: date | None = None
) -> Acting:
    assert person.user_id is not None  # presence was checked: nobody acts without an account
    return Acting(person.pk, person.user_id, person.name, person.name_en, stands_in_for, since, until)


def _once(people: Iterable[Acting]) -> list[Acting]:
    seen: dict[int, Acting] = {}
    for acting in people:
        seen.setdefault(acting.user_id, acting)
    return list(seen.values())
