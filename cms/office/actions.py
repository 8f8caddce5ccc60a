"""What a section chief decides about people: each verb checks, changes, writes its audit line, in one transaction.

What is set here is a person's choice: `load_office` keeps it and reports where the files say otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from cms.core import audit, clock
from cms.core.errors import Refusal, Refused
from cms.office import changes, roster, rules
from cms.office.models import Absence, Deputy, DutyHolder, Person, RoleKind
from cms.office.rules import Case, Who


class OfficeAction:
    """One change of who answers. Subclasses name `name` (a key of `rules.RULES`), their section, case and effect."""

    name: ClassVar[str]

    def __init__(self, *, actor: AbstractBaseUser) -> None:
        self.actor = actor

    def section(self) -> str:
        """The code of the section whose chief decides; empty where nobody of the office may."""
        raise NotImplementedError

    def case(self) -> Case:
        """The facts the rules look at. Subclasses add theirs."""
        today = roster.today()
        section = self.section()
        chiefs = frozenset(acting.user_id for acting in today.chiefs(section)) if section else frozenset()
        return Case(self.actor.pk, today.day, today.staff(), chiefs, section)

    def refusals(self) -> tuple[Refusal, ...]:
        """Every reason why this may not happen now; empty means it may."""
        return rules.refusals(self.name, self.case())

    def execute(self) -> None:
        """Check and do it. Raises `Refused` with every reason, and then changes nothing."""
        with transaction.atomic(), roster.remembered():
            # Everybody who changes the office waits here: two entries for one day would both see it free.
            list(Person.objects.select_for_update().order_by("pk").values_list("pk"))
            if reasons := self.refusals():
                raise Refused(reasons)
            subject, facts = self._carry_out()
            audit.record(self.name, actor=self.actor, subject=subject, **facts)
            changes.announce()
        roster.forget()

    def _carry_out(self) -> tuple[str, dict[str, Any]]:
        """Change it; what the audit line is about, and its facts."""
        raise NotImplementedError


class NameHolder(OfficeAction):
    """※: the chief names the person of the section who holds a row of the matrix."""

    name: ClassVar[str] = "name_holder"

    def __init__(self, holder: DutyHolder, *, person: Person | None, actor: AbstractBaseUser) -> None:
        super().__init__(actor=actor)
        self.holder, self.person = holder, person

    def section(self) -> str:
        return str(self.holder.section.code)

    def case(self) -> Case:
        case = super().case()
        return replace(
            case,
            other=_who(self.person, case.today),
            is_choice=self.holder.role_id is None,
            already=self.person is not None and self.holder.person_id == self.person.pk,
        )

    def _carry_out(self) -> tuple[str, dict[str, Any]]:
        before = self.holder.person
        self.holder.person = self.person
        self.holder.save(update_fields=["person"])
        facts = {"section": self.section(), "before": _code(before), "after": _code(self.person)}
        return self.holder.duty.key, facts


class _AboutPerson(OfficeAction):
    """A change about one person, decided by the chief of that person's section."""

    def __init__(self, person: Person, *, actor: AbstractBaseUser) -> None:
        super().__init__(actor=actor)
        self.person = person

    def section(self) -> str:
        return str(self.person.section.code) if self.person.section is not None else ""

    def case(self) -> Case:
        case = super().case()
        return replace(case, person=_who(self.person, case.today))


class RecordAbsence(_AboutPerson):
    """Days on which a person is away."""

    name: ClassVar[str] = "record_absence"

    def __init__(
        self, person: Person, *, actor: AbstractBaseUser, start: date, end: date | None = None, note: str = ""
    ) -> None:
        super().__init__(person, actor=actor)
        self.start, self.end, self.note = start, end, note

    def case(self) -> Case:
        taken = self.person.absences.filter(_overlapping(self.start, self.end)).exists()
        return replace(super().case(), start=self.start, end=self.end, overlaps=taken)

    def _carry_out(self) -> tuple[str, dict[str, Any]]:
        Absence.objects.create(person=self.person, start=self.start, end=self.end, note=self.note)
        return self.person.code, _days(self.start, self.end)


class NameDeputy(_AboutPerson):
    """職務代理人: another person acts for this one between two days."""

    name: ClassVar[str] = "name_deputy"

    def __init__(
        self, person: Person, *, deputy: Person, actor: AbstractBaseUser, start: date, end: date | None = None
    ) -> None:
        super().__init__(person, actor=actor)
        self.deputy, self.start, self.end = deputy, start, end

    def case(self) -> Case:
        taken = self.person.deputies.filter(_overlapping(self.start, self.end), deputy=self.deputy).exists()
        other = _who(self.deputy, self.start)
        return replace(super().case(), other=other, start=self.start, end=self.end, overlaps=taken)

    def _carry_out(self) -> tuple[str, dict[str, Any]]:
        Deputy.objects.create(person=self.person, deputy=self.deputy, start=self.start, end=self.end)
        return self.person.code, {"deputy": self.deputy.code, **_days(self.start, self.end)}


class _EndEntry(_AboutPerson):
    """An entry with days ends at once: its last day was yesterday; one that has not begun goes."""

    def __init__(self, entry: Absence | Deputy, *, actor: AbstractBaseUser) -> None:
        super().__init__(entry.person, actor=actor)
        self.entry = entry

    def case(self) -> Case:
        case = super().case()
        return replace(case, over=self.entry.end is not None and self.entry.end < case.today)

    def _carry_out(self) -> tuple[str, dict[str, Any]]:
        today, entry = clock.today(), self.entry
        facts = {**_days(entry.start, entry.end), **self._more()}
        if entry.start >= today:
            entry.delete()
        else:
            entry.end = today - timedelta(days=1)
            entry.save(update_fields=["end"])
        return self.person.code, facts

    def _more(self) -> dict[str, Any]:
        return {}


class EndAbsence(_EndEntry):
    """The person is back earlier."""

    name: ClassVar[str] = "end_absence"


class EndDeputy(_EndEntry):
    """The deputy no longer acts for the person."""

    name: ClassVar[str] = "end_deputy"

    def _more(self) -> dict[str, Any]:
        return {"deputy": self.entry.deputy.code} if isinstance(self.entry, Deputy) else {}


class HandOver(_AboutPerson):
    """A person leaves: after the last day everything they answer for is the successor's.

    Roles of the sign-off chain are not handed over: who is chief or webmaster is decided by the
    office's data. Nothing is rewritten, so what they decided stays theirs.
    """

    name: ClassVar[str] = "hand_over"

    def __init__(self, person: Person, *, successor: Person, last_day: date, actor: AbstractBaseUser) -> None:
        super().__init__(person, actor=actor)
        self.successor, self.last_day = successor, last_day

    def case(self) -> Case:
        other = _who(self.successor, self.last_day + timedelta(days=1))
        return replace(super().case(), other=other, start=self.last_day)

    def _carry_out(self) -> tuple[str, dict[str, Any]]:
        self.person.left_on, self.person.successor = self.last_day, self.successor
        self.person.save(update_fields=["left_on", "successor"])
        return self.person.code, {"successor": self.successor.code, "last_day": self.last_day.isoformat()}


# -- facts -----------------------------------------------------------------------


def _who(person: Person | None, day: date) -> Who | None:
    if person is None:
        return None
    return Who(
        pk=person.pk,
        name=str(person),
        section=person.section.code if person.section is not None else "",
        serves=person.left_on is None or person.left_on >= day,
        can_sign_in=person.user is not None and person.user.is_active,
        audits=any(acting.person_id == person.pk for acting in roster.today().in_kind(RoleKind.AUDITOR)),
    )


def _overlapping(start: date, end: date | None) -> Q:
    begun = Q() if end is None else Q(start__lte=end)
    return begun & (Q(end=None) | Q(end__gte=start))


def _days(start: date, end: date | None) -> dict[str, Any]:
    return {"start": start.isoformat(), "end": end.isoformat() if end else None}


def _code(person: Person | None) -> str | None:
    return person.code if person is not None else None
