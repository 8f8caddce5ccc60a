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
from cms.publishing import previews
from cms.publishing.actions.redact import AskRedaction
from cms.publishing.actions.submit import Submit
from cms.publishing.actions.withdraw import AskWithdrawal, Withdraw
from cms.publishing.models import Publication
from tests.admin.ground import House, write

OVERSEERS = frozenset({"secretary", "director", "auditor"})
CHIEFS = frozenset({"chief", "admin_chief", "other_chief"})
MAINTENANCE = frozenset({"webmaster", "deputy"})
WORKING = frozenset({"owner", "chief"}) | MAINTENANCE
"""Those who work on the page: its owner, its chief, those who publish."""
READERS = WORKING | OVERSEERS
REPORTS = OVERSEERS | CHIEFS | MAINTENANCE
AUDIT = OVERSEERS | MAINTENANCE

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
}
"""Each address of `cms.admin.urls` by its name. What one may do on a screen is tried in `test_actions`."""
