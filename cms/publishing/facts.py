"""Gather the facts of a case: the only place where rules meet the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import F, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page, Revision

from cms.core import clock
from cms.office.roster import Acting, DutyFacts, Roster
from cms.office.roster import today as roster_today
from cms.publishing import authors, dependants, sections, withdrawals
from cms.publishing.fingerprint import fingerprint
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Approval, ApprovalPurpose, Publication
from cms.publishing.rules.case import Case, Dates, People, Text
from cms.publishing.timeline.read import ahead, holds

SOURCE_LOCALE = "zh-hant"


def stands_as_item(page: GovernedPage, roster: Roster) -> bool:
    """Whether its own section and person answer for `page`: list items, and guides without a row of their own."""
    return page.is_item or (page.may_share_duty and roster.duty_of(page.key) is None)


def duty_of(page: GovernedPage, roster: Roster) -> DutyFacts | None:
    """The matrix row that answers for `page`; items look to the page they stand below."""
    duty = roster.duty_of(page.key)
    if duty is None and stands_as_item(page, roster):
        parent = page.parent()
        return roster.duty_of(parent.key) if isinstance(parent, GovernedPage) else None
    return duty


def section_of(page: GovernedPage, roster: Roster) -> str:
    """The code of the section that answers for `page`, or an empty text."""
    if stands_as_item(page, roster):
        if page.section is not None:
            return page.section.code
        author = roster.person_of(page.owner_id)
        if author is not None and author.section is not None:
            return author.section.code
    duty = duty_of(page, roster)
    return duty.lead_section if duty else ""


def people(page: GovernedPage, roster: Roster | None = None, writers: frozenset[int] = frozenset()) -> People:
    """Who may act for `page` today. Empty sets where nobody is known: the rules then refuse."""
    roster = roster or roster_today()
    duty, section = duty_of(page, roster), section_of(page, roster)
    publishers = _users(roster.publishers())
    staff = roster.staff()
    if duty is None:
        return People(publishers=publishers, staff=staff, webmasters=roster.webmasters())
    owners, drafters = _owners(page, roster, duty, section)
    return People(
        owners=owners,
        drafters=drafters | publishers,
        chiefs=_users(roster.chiefs(approving_section(roster, section, writers))),
        publishers=publishers,
        webmasters=roster.webmasters(),
        staff=staff,
    )


def _owners(page: GovernedPage, roster: Roster, duty: DutyFacts, section: str) -> tuple[frozenset[int], frozenset[int]]:
    """Who answers, and who may draft: any of a section's staff for items, the holders for pages."""
    if stands_as_item(page, roster):
        staff = roster.section_staff(section)
        answering = _users(roster.acting_for(page.person_id)) if page.person_id else staff
        return answering, staff | answering
    return _users(roster.page_owners(duty)), _users(roster.owners(duty))


def approving_section(roster: Roster, section: str, writers: frozenset[int]) -> str:
    """A text written by maintenance staff alone goes to the section the office's data names."""
    if writers and writers <= _users(roster.publishers()):
        return str(roster.governance.get("webmaster_text_approved_by", section))
    return section


def gather(
    page: GovernedPage,
    actor: AbstractBaseUser,
    *,
    revision: Revision | None = None,
    draft: GovernedPage | None = None,
    now: datetime | None = None,
    dates: Dates | None = None,
) -> Case:
    """The case of `actor` and `page`; with `revision`, of that version of its text (`draft`, if it is at hand).

    An action reads the roster afresh for it; a screen asks the one its request has read.
    """
    now, roster = now or clock.now(), roster_today()
    latest = page.latest_revision if revision is None else revision
    if draft is None:
        draft = latest.as_object() if latest is not None else page
    version = _last_public(page, latest, now) if latest is not None else 0
    text = text_facts(page, latest, now, version)
    dates = dates or planned(draft, now)
    return replace(
        _public_facts(page, draft, dates, now),
        actor=actor.pk,
        has_duty=duty_of(draft, roster) is not None,
        # Of the text in question, not of the page's row: a draft may belong to another section.
        people=people(draft, roster, text.writers),
        text=replace(
            text,
            section_chosen_for_others=latest is not None
            and stands_as_item(draft, roster)
            and sections.chosen_for_others(page, latest, version, section_of(draft, roster), roster),
            faults=tuple((f.code, tuple(f.values.items())) for f in draft.faults()),
            already_there=latest is not None and _already_there(page, latest, dates.online or now),
        ),
        dates=dates,
        classified=draft.is_classified(),
        webmaster_may_publish_own=roster.governance.get("webmaster_may_publish_own_text") is True,
        approver_may_publish=roster.governance.get("approver_may_publish") is True,
    )


def text_facts(page: GovernedPage, revision: Revision | None, now: datetime, version: int | None = None) -> Text:
    """Who wrote since the text was last public (as `version`, if it is at hand), and who approved exactly this content."""
    if revision is None:
        return Text(writer_unknown=True)
    written = authors.since(page, _last_public(page, revision, now) if version is None else version, revision)
    return Text(
        writers=written.known,
        writer_unknown=written.unknown or revision.user_id is None,
        is_latest=page.latest_revision_id == revision.pk,
        approvers=frozenset(approvals(page, revision).values_list("approver", flat=True)),
    )


def approvals(page: GovernedPage, revision: Revision) -> QuerySet[Approval]:
    """The approvals for publication of exactly this content, given since the page was last withdrawn.

    What was taken off for a reason, in every language, comes back on a new word, never on the old one.
    """
    last = withdrawals.decided(page.key).order_by("-decided_at").values("decided_at")[:1]
    return Approval.objects.filter(
        purpose=ApprovalPurpose.PUBLISH,
        revision_id=revision.pk,
        fingerprint=fingerprint(revision.content),
        page_key=page.key,
        locale=page.language,
        at__gte=Coalesce(Subquery(last), Value(datetime.min.replace(year=1970, tzinfo=UTC))),
    )


def _already_there(page: GovernedPage, revision: Revision, online: datetime) -> bool:
    """Whether this very version is public, or waits, at the instant it is to go online."""
    rows = Publication.objects.filter(holds(online), key=page.key, locale=page.language, channel="site")
    return rows.filter(revision_id=revision.pk, fingerprint=fingerprint(revision.content)).exists()


def _last_public(page: GovernedPage, revision: Revision, now: datetime) -> int:
    """The number of the version that was last public; what was written after it is not public yet."""
    begun = Publication.objects.filter(key=page.key, locale=page.language, online__lte=now)
    # A row that was cancelled before it began was never public, whatever its date.
    last = begun.exclude(offline=F("online")).order_by("-online", "-id").first()
    if last is None or last.page_id != page.pk:
        return 0
    if last.revision_id == revision.pk and last.fingerprint != fingerprint(revision.content):
        # Autosave has overwritten the very version that is public: its writers count again.
        return last.revision_id - 1
    return last.revision_id


def planned(draft: GovernedPage, now: datetime) -> Dates:
    """The dates asked for. An online date that this page has already lived through means now."""
    online = draft.planned_online()
    if online is not None and online <= now and _means_now(draft, online, now):
        online = None
    return Dates(online, _planned_end(draft, online or now), draft.until_replaced_allowed)


def _planned_end(draft: GovernedPage, online: datetime) -> datetime | None:
    """The end asked for; a translation without one of its own ends with its source."""
    own = draft.planned_offline()
    if own is not None or draft.language == SOURCE_LOCALE:
        return own
    return source_end(draft, online)


def _means_now(draft: GovernedPage, online: datetime, now: datetime) -> bool:
    if draft.online_time is None and draft.online_date == clock.local(now).date():
        return True
    public = Publication.objects.filter(holds(now), key=draft.key, locale=draft.language)
    return public.filter(first_online__gte=online).exists()


def _public_facts(page: GovernedPage, draft: GovernedPage, dates: Dates, now: datetime) -> Case:
    online = max(dates.online or now, now)
    rows = Publication.objects.filter(key=page.key, locale=page.language, channel="site")
    states = list(rows.values_list("online", "offline"))
    address_then, before = address(draft, online), public_row(page, online)
    source = None
    if page.language != SOURCE_LOCALE:
        source = Publication.objects.filter(ahead(now), key=page.key, locale=SOURCE_LOCALE).exists()
    return Case(
        actor=0,
        now=now,
        has_rows=bool(states),
        public_now=any(o <= now and (e is None or e > now) for o, e in states),
        public_or_waiting=any(e is None or (e > now and e > o) for o, e in states),
        public_then=before is not None,
        withdrawn=before is None and bool(states) and withdrawals.took_off(page, online),
        is_translation=source is not None,
        source_scheduled=source is not False,
        parent_public=parent_row(page, online) is not None or not needs_parent(page),
        path_taken_by=taken_by(page.key, page.language, address_then, online, dates.offline),
        dependants=dependants.expected(before, page.key, page.language, (address_then, draft.title), online),
        dependants_limit=dependants.LIMIT,
    )


def public_row(page: GovernedPage, at: datetime) -> Publication | None:
    """What is public of `page` in its language at that instant, or None."""
    return Publication.objects.filter(holds(at), key=page.key, locale=page.language, channel="site").first()


def current_row(key: str, locale: str, at: datetime) -> Publication | None:
    """The row of this language that holds at `at`, or else the first that begins after it."""
    rows = Publication.objects.filter(ahead(at), key=key, locale=locale, channel="site")
    return rows.order_by("online").first()


def needs_parent(page: GovernedPage) -> bool:
    """Whether a page above it must be public for this one to have an address."""
    return page.routable and page.depth > 2


def parent_row(page: GovernedPage, at: datetime) -> Publication | None:
    """What is public at that instant of the page above, in the same language."""
    parent = page.get_parent()
    parent = parent.specific if parent is not None else None
    if not isinstance(parent, GovernedPage):
        return None
    return Publication.objects.filter(holds(at), key=parent.key, locale=page.language, channel="site").first()


def address(draft: GovernedPage, at: datetime) -> str:
    """The public path of `draft` at that instant; empty for documents without one."""
    if not draft.routable:
        return ""
    if not needs_parent(draft):
        return "/" if draft.language == SOURCE_LOCALE else f"/{draft.language}/"
    above = parent_row(draft, at)
    return f"{above.path}{draft.slug}/" if above is not None else ""


def taken_by(key: str, locale: str, path: str, online: datetime, offline: datetime | None) -> str | None:
    """The key of another page that is public at `path` at any time from `online` to `offline`, or None."""
    if not path:
        return None
    others = Publication.objects.filter(ahead(online), path=path, channel="site").exclude(key=key, locale=locale)
    if offline is not None:
        others = others.filter(online__lt=offline)
    return others.order_by("online").values_list("key", flat=True).first()


def specific(page: Page) -> GovernedPage:
    """`page` as its governed type. Raises `TypeError` for a page of another kind."""
    found = page.specific
    if not isinstance(found, GovernedPage):
        raise TypeError(f"{type(found).__name__} is not governed.")
    return found


def _users(acting: Iterable[Acting]) -> frozenset[int]:
    return frozenset(person.user_id for person in acting)


def source_row(page: GovernedPage, at: datetime) -> Publication | None:
    """The Chinese row that holds at `at`, or else the first that begins after it."""
    return current_row(page.key, SOURCE_LOCALE, at)


def source_end(page: GovernedPage, at: datetime) -> datetime | None:
    """When the Chinese page goes offline without a successor, as known now; None if it stays."""
    rows = Publication.objects.filter(ahead(at), key=page.key, locale=SOURCE_LOCALE, channel="site").order_by("online")
    end: datetime | None = None
    for row in rows:
        if end is not None and row.online > end:
            return end
        end = row.offline
        if end is None:
            return None
    return end
