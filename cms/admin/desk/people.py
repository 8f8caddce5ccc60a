"""People of the office on one screen: who is where today, and what somebody answers for who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from wagtail.models import Page

from cms.admin.desk import naming, pages, waiting
from cms.admin.desk.rows import Row
from cms.office.models import Absence, Deputy, Person
from cms.office.roster import DutyFacts, Holder, Roster
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Withdrawal, WithdrawalStatus

AT_MOST = 50


@dataclass(frozen=True)
class Member:
    """One person today. `deputies` are rows in force or to come, `away` the absence of today."""

    person: Person
    present: bool
    roles: tuple[str, ...]
    away: Absence | None
    deputies: tuple[Deputy, ...]


@dataclass(frozen=True)
class Entries:
    """The absences and deputies of some people that are not over, by person."""

    absences: Sequence[Absence]
    deputies: Sequence[Deputy]


def members(people: Sequence[Person], roster: Roster) -> list[Member]:
    """These people today: two queries beside the roster."""
    today = roster.day
    open_then = Q(end=None) | Q(end__gte=today)
    absences = list(Absence.objects.filter(open_then, person__in=people).order_by("start"))
    deputies = list(Deputy.objects.filter(open_then, person__in=people).select_related("deputy").order_by("start"))
    return [_member(person, roster, Entries(absences, deputies)) for person in people]


def _member(person: Person, roster: Roster, entries: Entries) -> Member:
    known = roster.people[person.pk]
    away = [row for row in entries.absences if row.person_id == person.pk and row.start <= roster.day]
    return Member(
        person=known,
        present=roster.is_present(known),
        roles=tuple(str(role) for role in roster.roles_of(person.pk)),
        away=away[0] if away else None,
        deputies=tuple(row for row in entries.deputies if row.person_id == person.pk),
    )


@dataclass(frozen=True)
class Choice:
    """A ※ row in one section: who is named, and whether anybody acts for it today."""

    holder_id: int
    duty: DutyFacts
    position: int
    section: str
    person: Person | None
    vacant: bool

    @property
    def title(self) -> str:
        """The row's number and title in the reader's language."""
        return f"{self.duty.group_no} {naming.in_language(self.duty.title, self.duty.title_en)}"


@dataclass(frozen=True)
class Work:
    """What a person answers for and has begun; the numbers count all, the rows the first `AT_MOST`."""

    duties: tuple[str, ...]
    chain_roles: tuple[str, ...]
    items: tuple[Row, ...]
    sent: tuple[Row, ...]
    drafts: tuple[Row, ...]
    withdrawals: tuple[Row, ...]


def work_of(person: Person, roster: Roster) -> Work:
    """Everything of `person` that somebody else must take up: seven queries at most."""
    steps = [step for step in waiting.steps() if step.sent_by is not None and step.sent_by == person.user_id]
    drafts = _drafts(person.user)
    wanted = Q(person=person) | Q(pk__in={step.page_id for step in steps}) | Q(pk__in=drafts)
    found = pages.read(wanted, roster)
    asked = Withdrawal.objects.filter(status=WithdrawalStatus.ASKED, asked_by=person.user) if person.user else ()
    items = [page for page in found.values() if page.person_id == person.pk]
    return Work(
        duties=tuple(_duty(duty) for duty, holder in held(person, roster)),
        chain_roles=tuple(str(role) for role in roster.roles_of(person.pk) if role.kind != "owner"),
        items=tuple(Row(naming.title(page), naming.record(page.pk)) for page in items[:AT_MOST]),
        sent=tuple(_step(step, found[step.page_id]) for step in steps if step.page_id in found),
        drafts=tuple(Row(naming.title(found[pk]), naming.record(pk)) for pk in drafts if pk in found),
        withdrawals=tuple(Row(row.title, naming.withdrawal(row.pk), (row.reason,)) for row in asked),
    )


def held(person: Person, roster: Roster) -> list[tuple[DutyFacts, Holder]]:
    """The rows of the matrix that `person` holds: named, or through a role."""
    roles = {role.code for role in roster.roles_of(person.pk)}
    return [
        (duty, holder)
        for duty in roster.duties.values()
        for holder in duty.holders
        if holder.person_id == person.pk or holder.role in roles
    ]


def _duty(duty: DutyFacts) -> str:
    return f"{duty.group_no} {naming.in_language(duty.title, duty.title_en)}"


def _step(step: waiting.Step, page: GovernedPage) -> Row:
    return Row(naming.title(page), naming.record(page.pk), (naming.waits(step.since),), step.since)


def _drafts(user: AbstractBaseUser | None) -> list[int]:
    """Pages whose newest version is this account's and is not public, newest first."""
    if user is None:
        return []
    mine = Page.objects.filter(has_unpublished_changes=True, latest_revision__user=user.pk)
    return list(mine.order_by("-latest_revision_created_at").values_list("pk", flat=True)[:AT_MOST])
