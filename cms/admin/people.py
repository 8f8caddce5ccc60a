"""The evidence names accounts; screens name people."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cms.admin import words
from cms.office import roster
from cms.office.models import Person

SYSTEM = "system"
"""How the evidence names what no person did (`cms.core.audit`)."""


def named(username: str) -> str:
    """The person behind an account in the active language; the account's name where nobody is known."""
    if username == SYSTEM:
        return _("the system")
    return next((words.person(person) for person in _people() if _account(person) == username), username)


def of_accounts(user_ids: Iterable[int]) -> tuple[str, ...]:
    """The people behind these accounts, in the order of the roster."""
    wanted = frozenset(user_ids)
    return tuple(words.person(person) for person in _people() if person.user_id in wanted)


def accounts_like(text: str) -> list[str]:
    """The accounts of the people whose name holds `text`, in either language."""
    asked = text.casefold()
    found = [person for person in _people() if asked in f"{person.name}\n{person.name_en}".casefold()]
    return [_account(person) for person in found if person.user_id is not None]


def _people() -> Iterable[Person]:
    return roster.today().people.values()


def _account(person: Person) -> str:
    return str(person.user.get_username()) if person.user is not None else ""
