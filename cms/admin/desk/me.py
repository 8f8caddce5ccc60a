"""Whose desk it is: what one person answers for today, in every capacity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser

from cms.admin.access import OVERSEERS
from cms.office.roster import Acting, DutyFacts, Roster


@dataclass(frozen=True)
class Me:
    """One person of the office on one day.

    `people` are the persons (by number) whose work is theirs today: their own, that of those they
    stand in for, and that of those they follow; `accounts` are these persons' account numbers.
    `chief_of` names sections by code. Overseers see the whole office and act for nothing in it.
    """

    user_id: int
    people: frozenset[int]
    accounts: frozenset[int]
    duties: tuple[DutyFacts, ...]
    section: str
    chief_of: frozenset[str]
    publishes: bool
    oversees: bool

    @property
    def sees_all(self) -> bool:
        """Whether their desk shows every section."""
        return self.publishes or self.oversees

    @property
    def only_oversees(self) -> bool:
        """An overseer who publishes nothing: the desk shows other people's work, to read."""
        return self.oversees and not self.publishes

    def duty_keys(self, roster: Roster) -> list[str]:
        """The keys of the pages their duties answer for, in the matrix's order."""
        return [key for duty in self.duties for key in sorted(roster.pages_of(duty.key))]


def me(user: AbstractBaseUser, roster: Roster) -> Me | None:
    """Whose desk `user` sits at today; None for an account that belongs to nobody present."""
    person = roster.person_of(user.pk)
    if person is None or not roster.is_present(person):
        return None
    people = frozenset(pk for pk in roster.people if _among(user, roster.acting_for(pk)))
    return Me(
        user_id=user.pk,
        people=people,
        accounts=frozenset(account for pk in people if (account := roster.people[pk].user_id) is not None),
        duties=tuple(duty for duty in roster.duties.values() if _among(user, roster.owners(duty))),
        section=person.section.code if person.section else "",
        chief_of=frozenset(code for code in roster.sections if _among(user, roster.chiefs(code))),
        publishes=_among(user, roster.publishers()),
        oversees=_among(user, (acting for kind in OVERSEERS for acting in roster.in_kind(kind))),
    )


def _among(user: AbstractBaseUser, people: Iterable[Acting]) -> bool:
    return any(acting.user_id == user.pk for acting in people)
