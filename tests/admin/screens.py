"""Every screen of the office in one table: who may see it. A new one fails a test until it stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from cms.core import clock, jobs
from cms.core.models import Job, JobStatus
from cms.office.models import Absence, Deputy, DutyHolder, Person
from cms.publishing import previews
from cms.publishing.actions.redact import AskRedaction
from cms.publishing.actions.submit import Submit
from cms.publishing.actions.withdraw import AskWithdrawal, Withdraw
from cms.publishing.models import Publication
from site_pages.models import ClassificationCode
from tests.admin.ground import House, write

OVERSEERS = frozenset({"secretary", "director", "auditor"})
CHIEFS = frozenset({"chief", "admin_chief", "other_chief"})
MAINTENANCE = frozenset({"webmaster", "deputy"})
WORKING = frozenset({"owner", "chief"}) | MAINTENANCE
"""Those who work on the page: its owner, its chief, those who publish."""
READERS = WORKING | OVERSEERS
REPORTS = OVERSEERS | CHIEFS | MAINTENANCE
AUDIT = OVERSEERS | MAINTENANCE
OFFICE = REPORTS | {"owner", "colleague", "other_owner"}
"""Everybody who is present in the office."""

Arguments = Callable[[House], list[object]]


def nothing(house: House) -> list[object]:
    """A screen of the whole office."""
    return []


@dataclass(frozen=True)
class Screen:
    """Who is let through; `arguments` makes what the address names. A screen by POST alone has no page to show."""

    seen_by: frozenset[str]
    arguments: Arguments = nothing
    post: bool = False


# -- what addresses name -------------------------------------------------------


def _page(house: House) -> list[object]:
    return [house.page.pk]


def _asked(house: House) -> list[object]:
    """A new version of the page waits for its chief."""
    write(house.page, house.cast.owner, title="新的標題")
    Submit(house.page, actor=house.cast.owner).execute()
    return [house.page.pk, "approve"]


def _key(house: House) -> list[object]:
    return [house.page.key, "zh-hant"]


def _link(house: House) -> list[object]:
    arguments = {"revision": house.page.latest_revision, "actor": house.cast.owner}
    link = previews.create(house.page, **arguments, expires_at=clock.now() + timedelta(days=1))
    return [house.page.pk, link.pk]


def _translation(house: House) -> list[object]:
    english, _ = Locale.objects.get_or_create(language_code="en")
    house.home.copy_for_translation(english)
    with transaction.atomic():
        translate_object(house.page, [english], user=house.cast.owner)
    return [house.page.get_translation(english).pk]


def _withdrawal(house: House) -> list[object]:
    return [AskWithdrawal(house.page, actor=house.cast.owner, reason="過時").execute().pk]


def _version(house: House) -> list[object]:
    """A version of the page that is over."""
    asked = AskWithdrawal(house.page, actor=house.cast.owner, reason="過時").execute()
    Withdraw(house.page, withdrawal=asked, actor=house.cast.chief).execute()
    return [Publication.objects.get(key=house.page.key).pk]


def _redaction(house: House) -> list[object]:
    row = Publication.objects.get(pk=_version(house)[0])
    return [AskRedaction(house.page, row=row, actor=house.cast.webmaster, ground="個人資料保護法").execute().pk]


def _job(house: House) -> list[object]:
    failed = {"status": JobStatus.FAILED, "attempts": jobs.MAX_ATTEMPTS}
    return [Job.objects.create(kind="flags", payload={"page": 0}, **failed).pk]


def _panel(house: House) -> list[object]:
    return ["waiting"]


def _person(house: House) -> list[object]:
    return [Person.objects.get(code="owner").pk]


def _absence(house: House) -> list[object]:
    return [Absence.objects.create(person_id=_person(house)[0], start=clock.today() + timedelta(days=9)).pk]


def _deputy(house: House) -> list[object]:
    deputy = Person.objects.get(code="colleague")
    return [Deputy.objects.create(person_id=_person(house)[0], deputy=deputy, start=clock.today()).pk]


def _holder(house: House) -> list[object]:
    return [DutyHolder.objects.get(duty__key="about").pk]


def _code(house: House) -> list[object]:
    values = {"name": "未定", "name_en": "Undetermined", "status": "provisional"}
    return [ClassificationCode.objects.create(scheme="theme", code="undetermined", **values).pk]


SCREENS: Mapping[str, Screen] = {
    "office:record": Screen(READERS, _page),
    "office:ask_withdrawal": Screen(READERS, _page),
    "office:restore": Screen(READERS, _page),
    "office:reissue": Screen(READERS, _page),
    "office:previews": Screen(READERS, _page),
    "office:revoke_preview": Screen(WORKING, _link, post=True),
    "office:translation": Screen(READERS, _translation),
    "office:key": Screen(READERS, _key),
    "office:ask_redaction": Screen(READERS, _version),
    "office:decide": Screen(frozenset({"chief"}), _asked),
    "office:pages": Screen(REPORTS),
    "office:redactions": Screen(REPORTS),
    "office:redaction": Screen(READERS, _redaction),
    "office:withdrawals": Screen(REPORTS),
    "office:withdrawal": Screen(READERS, _withdrawal),
    "office:countersign": Screen(REPORTS),
    "office:vacancies": Screen(REPORTS),
    "office:drift": Screen(AUDIT),
    "office:jobs": Screen(AUDIT),
    "office:retry_job": Screen(MAINTENANCE, _job, post=True),
    "office:audit": Screen(AUDIT),
    "office:desk_panel": Screen(OFFICE, _panel),
    "office:calendar": Screen(OFFICE),
    "office:calendar_file": Screen(OFFICE),
    "office:start_from": Screen(READERS, _page),
    "office:people": Screen(REPORTS),
    "office:person": Screen(REPORTS, _person),
    "office:record_absence": Screen(REPORTS, _person),
    "office:name_deputy": Screen(REPORTS, _person),
    "office:hand_over": Screen(REPORTS, _person),
    "office:end_absence": Screen(REPORTS, _absence, post=True),
    "office:end_deputy": Screen(REPORTS, _deputy, post=True),
    "office:choices": Screen(REPORTS),
    "office:name_holder": Screen(REPORTS, _holder),
    "office:provisional": Screen(REPORTS),
    "office:code_uses": Screen(REPORTS, _code),
}
"""Each address of `cms.admin.urls` by its name. What one may do on a screen is tried in `test_actions`."""
