"""Accounts for the people of a demonstration: one a person, none of them a superuser."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.core import audit
from cms.office import roster
from cms.office.models import Appointment, Person
from site_pages.loading import groups

UNCHANGED = ""


@dataclass(frozen=True)
class Account:
    """What is told about one account; `password` is empty when it was there already."""

    person: Person
    roles: tuple[str, ...]
    username: str
    password: str = UNCHANGED


@transaction.atomic
def make(password: str = "") -> list[Account]:
    """An account for every person with an account name; `password` for all, else a random one each.

    An account that exists is linked and otherwise left as it is, so a second run changes nothing.
    """
    people = Person.objects.exclude(username="").select_related("section", "user").order_by("pk")
    roles = _roles()
    accounts = [_account(person, tuple(roles.get(person.pk, ())), password) for person in people]
    roster.forget()
    groups.project()
    return accounts


def _account(person: Person, roles: tuple[str, ...], password: str) -> Account:
    users = get_user_model()
    user = person.user or users.objects.filter(username=person.username).first()
    chosen = UNCHANGED
    if user is None:
        chosen = password or secrets.token_urlsafe(12)
        user = users.objects.create_user(person.username, password=chosen, first_name=person.name)
        audit.record("demo_account", actor=None, subject=person.username)
    if person.user_id != user.pk:
        person.user = user
        person.save(update_fields=["user"])
    return Account(person, roles, user.get_username(), chosen)


def _roles() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in Appointment.objects.select_related("role").order_by("pk"):
        found.setdefault(row.person_id, []).append(str(row.role))
    return found
