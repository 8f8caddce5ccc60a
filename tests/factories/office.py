"""A small office of the real shape: three sections, the roles of the story, a few duties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from cms.office.models import (
    Appointment,
    Deputy,
    Duty,
    DutyHolder,
    Office,
    PageDuty,
    Person,
    Role,
    RoleKind,
    Section,
)

SINCE = date(2020, 1, 1)
SECTIONS = (
    ("registration", "戶籍登記課", "Household Registration Section"),
    ("administration", "戶籍行政課", "Household Administration Section"),
    ("service", "戶籍服務課", "Household Service Section"),
)


@dataclass(frozen=True)
class Cast:
    """The accounts of the story. `stranger` has an account but is nobody in the office."""

    owner: User
    colleague: User
    other_owner: User
    chief: User
    admin_chief: User
    other_chief: User
    webmaster: User
    deputy: User
    secretary: User
    director: User
    auditor: User
    stranger: User
    superuser: User


def make_office() -> Cast:
    """The office with its people; duties come with `make_duty`."""
    Office.objects.create(
        code="test",
        name="測試戶政事務所",
        name_en="Test Household Registration Office",
        base_url="https://office.example",
        governance={"webmaster_text_approved_by": "administration", "webmaster_may_publish_own_text": False},
    )
    for position, (code, name, name_en) in enumerate(SECTIONS):
        Section.objects.create(code=code, name=name, name_en=name_en, position=position)
    users = get_user_model().objects
    return Cast(
        owner=make_person("owner", "registration"),
        colleague=make_person("colleague", "registration"),
        other_owner=make_person("other-owner", "service"),
        chief=make_person("chief", "registration", RoleKind.CHIEF),
        admin_chief=make_person("admin-chief", "administration", RoleKind.CHIEF),
        other_chief=make_person("other-chief", "service", RoleKind.CHIEF),
        webmaster=make_person("webmaster", "administration", RoleKind.WEBMASTER),
        deputy=_make_deputy("deputy", "webmaster"),
        secretary=make_person("secretary", None, RoleKind.SECRETARY),
        director=make_person("director", None, RoleKind.DIRECTOR),
        auditor=make_person("auditor", None, RoleKind.AUDITOR),
        stranger=users.create_user("stranger", password="pass"),
        superuser=users.create_superuser("root", password="pass"),
    )


def make_person(code: str, section: str | None, kind: RoleKind | None = None) -> User:
    """A person with an account of the same name, and a role of `kind` when it is given."""
    user: User = get_user_model().objects.create_user(code, password="pass")
    home = Section.objects.get(code=section) if section else None
    person = Person.objects.create(code=code, name=f"{code}（人）", name_en=code.title(), section=home, user=user)
    if kind is not None:
        role, _ = Role.objects.get_or_create(
            code=kind.value, defaults={"name": kind.value, "name_en": kind.value, "kind": kind}
        )
        Appointment.objects.create(person=person, role=role, section=home, start=SINCE)
    return user


def make_duty(key: str, page_keys: list[str], *, section: str = "registration", person: str | None = "owner") -> Duty:
    """One row of the matrix: `section` answers through the person its chief named."""
    position = Duty.objects.count() + 1
    duty = Duty.objects.create(
        key=key,
        position=position,
        group_no="2-1",
        group="公告資訊",
        title=key,
        title_en=key,
        kind="page",
        target=page_keys[0],
    )
    holder = Person.objects.get(code=person) if person else None
    DutyHolder.objects.create(duty=duty, section=Section.objects.get(code=section), person=holder, lead=True)
    for page_key in page_keys:
        PageDuty.objects.create(page_key=page_key, duty=duty)
    return duty


def _make_deputy(code: str, stands_in_for: str) -> User:
    user = make_person(code, "administration")
    Deputy.objects.create(
        person=Person.objects.get(code=stands_in_for), deputy=Person.objects.get(code=code), start=SINCE
    )
    return user
