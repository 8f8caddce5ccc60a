"""Who may say who answers: the chief of a section, for that section's people. Pure; every refusal is returned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cms.core.errors import Refusal


@dataclass(frozen=True)
class Who:
    """A person as the rules see them on the first day that is asked about."""

    pk: int
    name: str
    section: str
    serves: bool
    can_sign_in: bool
    audits: bool


@dataclass(frozen=True)
class Case:
    """One account (`actor`) wants to change something about `person`; `other` is whoever takes something over.

    `staff` and `chiefs` are account numbers, `chiefs` those of `section`. `start` and `end` are days in Taipei,
    both included.
    """

    actor: int
    today: date
    staff: frozenset[int]
    chiefs: frozenset[int]
    section: str
    person: Who | None = None
    other: Who | None = None
    start: date | None = None
    end: date | None = None
    overlaps: bool = False
    is_choice: bool = True
    already: bool = False
    over: bool = False


def actor_is_staff(case: Case) -> Refusal | None:
    """An account without a person in the office, or of somebody away, acts for nothing."""
    return None if case.actor in case.staff else Refusal("not_staff")


def actor_is_chief(case: Case) -> Refusal | None:
    """※: each section chief names the persons of the own section."""
    return None if case.actor in case.chiefs else Refusal("not_section_chief")


def row_is_choice(case: Case) -> Refusal | None:
    """A row that names a role is held by whoever has the role."""
    return None if case.is_choice else Refusal("role_not_chosen")


def person_serves(case: Case) -> Refusal | None:
    """Nobody is named, missed or handed over after their last day."""
    return None if case.person is None or case.person.serves else _about("person_left", case.person)


def other_serves(case: Case) -> Refusal | None:
    """Whoever takes over still serves then."""
    return None if case.other is None or case.other.serves else _about("person_left", case.other)


def other_can_act(case: Case) -> Refusal | None:
    """Whoever takes over acts through an account."""
    return None if case.other is None or case.other.can_sign_in else _about("person_without_account", case.other)


def other_is_no_auditor(case: Case) -> Refusal | None:
    """Whoever audits the office answers for nothing in it."""
    return _about("auditor_does_not_act", case.other) if case.other is not None and case.other.audits else None


def other_is_of_section(case: Case) -> Refusal | None:
    """A section's duties are held by the section's own people."""
    return None if case.other is None or case.other.section == case.section else _about("person_elsewhere", case.other)


def other_is_somebody_else(case: Case) -> Refusal | None:
    """Nobody stands in for themselves."""
    same = case.person is not None and case.other is not None and case.person.pk == case.other.pk
    return Refusal("own_deputy") if same else None


def something_changes(case: Case) -> Refusal | None:
    """What is so already is not decided again."""
    return _about("already_holder", case.other) if case.already and case.other is not None else None


def days_in_order(case: Case) -> Refusal | None:
    """The last day does not come before the first."""
    backwards = case.start is not None and case.end is not None and case.end < case.start
    return Refusal("days_backwards") if backwards else None


def days_not_past(case: Case) -> Refusal | None:
    """Who could act yesterday is a fact; nobody changes it afterwards."""
    return Refusal("days_past") if case.start is not None and case.start < case.today else None


def days_are_free(case: Case) -> Refusal | None:
    """One entry for one day."""
    return Refusal("days_taken") if case.overlaps else None


def entry_is_open(case: Case) -> Refusal | None:
    """What is over stays as it was."""
    return Refusal("entry_over") if case.over else None


def _about(code: str, who: Who) -> Refusal:
    return Refusal(code, {"name": who.name})


Rule = Callable[[Case], Refusal | None]
_CHIEF: tuple[Rule, ...] = (actor_is_staff, actor_is_chief)
_OTHER: tuple[Rule, ...] = (other_serves, other_can_act, other_is_no_auditor)
_DAYS: tuple[Rule, ...] = (days_in_order, days_not_past, days_are_free)

RULES: dict[str, tuple[Rule, ...]] = {
    "name_holder": (*_CHIEF, row_is_choice, *_OTHER, other_is_of_section, something_changes),
    "record_absence": (*_CHIEF, person_serves, *_DAYS),
    "end_absence": (*_CHIEF, entry_is_open),
    "name_deputy": (*_CHIEF, person_serves, *_OTHER, other_is_somebody_else, *_DAYS),
    "end_deputy": (*_CHIEF, entry_is_open),
    "hand_over": (*_CHIEF, person_serves, *_OTHER, other_is_of_section, other_is_somebody_else, days_not_past),
}


def refusals(action: str, case: Case) -> tuple[Refusal, ...]:
    """Every reason why `action` may not happen; empty means it may. Raises `KeyError` for an unknown action."""
    return tuple(reason for rule in RULES[action] if (reason := rule(case)) is not None)
