"""Open rows on the timeline: the common part of publish, schedule, correct, restore and first load.

A new row begins at its online instant and ends at the asked offline instant or where the
next waiting row begins. The row it begins within ends there; rows that wait stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from wagtail.models import Page, Revision

from cms.core import audit, clock
from cms.core.errors import Refusal, Refused
from cms.office.roster import Roster
from cms.office.roster import today as roster_today
from cms.publishing import documents, effects, facts
from cms.publishing.fingerprint import fingerprint
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Approval, Publication, ReferenceKind
from cms.publishing.timeline import write
from cms.publishing.timeline.read import ahead, holds

SITE = "site"


@dataclass(frozen=True)
class Opening:
    """What is to be opened: one revision, from an instant, on somebody's decision.

    `offline` None means until replaced; instants are aware UTC.
    """

    page: GovernedPage
    revision: Revision
    online: datetime
    offline: datetime | None
    action: str
    actor: AbstractBaseUser | None
    approval: Approval | None
    reason: str = ""


@dataclass(frozen=True)
class Ending:
    """Another end for a row that is written again; None means until replaced."""

    offline: datetime | None


def open_page(opening: Opening) -> Publication:
    """Write the rows of one page (site and channels), its dependants, the audit line and the jobs.

    The caller holds the timeline's lock and has asked the policy. Raises `Refused` with
    `lost_race` or `too_many_dependants`.
    """
    before = _row_at(opening.page, opening.online)
    draft = opening.revision.as_object()
    row, document = _compose(opening, draft, before)
    _make_room(opening, row)
    _write(row, document)
    if before is None or (before.path, before.title) != (row.path, row.title):
        _renew_dependants(row, before)
    if row.locale == facts.SOURCE_LOCALE:
        _translations_follow(opening)
    if opening.action != "reissue":
        _record(opening, row)
        effects.announce(row)
    return row


def approval_of(page: GovernedPage, revision: Revision) -> Approval | None:
    """The newest approval for publication of exactly this content, or None."""
    approvals = Approval.objects.filter(
        purpose="publish",
        revision_id=revision.pk,
        fingerprint=fingerprint(revision.content),
        page_key=page.key,
        locale=page.language,
    )
    return approvals.order_by("-at", "-pk").first()


# -- composing -----------------------------------------------------------------


def _compose(
    opening: Opening, draft: GovernedPage, before: Publication | None
) -> tuple[Publication, documents.Document]:
    online, roster = opening.online, roster_today()
    link, title = _linkers(draft.language, online)
    context = documents.Context(
        path=facts.address(draft, online),
        parent=_parent_key(draft),
        online=online,
        first_online=before.first_online if before else online,
        updated_at=online,
        owner=owner_facts(draft, roster),
        link=link,
        title=title,
    )
    text = documents.text_hash(draft, context)
    if before is not None and before.text_hash == text:
        context = replace(context, updated_at=before.updated_at)
    document = documents.build(draft, context)
    return _row(opening, draft, context, document, text), document


def _row(
    opening: Opening, draft: GovernedPage, context: documents.Context, document: documents.Document, text: str
) -> Publication:
    body, card = documents.to_bytes(document.body), documents.to_bytes(document.card)
    actor = opening.actor
    return Publication(
        key=opening.page.key,
        locale=draft.language,
        channel=SITE,
        type=draft.document_type,
        path=context.path,
        title=draft.title,
        document=body,
        card=card,
        crumb=_crumb(draft, context, document),
        content=opening.revision.content,
        etag=documents.digest(body),
        text_hash=text,
        parent=context.parent,
        ancestors=_ancestor_keys(draft),
        in_tree=draft.in_tree,
        sort=document.sort,
        section=document.section,
        categories="," + ",".join(document.categories) + "," if document.categories else "",
        online=opening.online,
        offline=opening.offline,
        first_online=context.first_online,
        updated_at=context.updated_at,
        page_id=opening.page.pk,
        revision_id=opening.revision.pk,
        fingerprint=fingerprint(opening.revision.content),
        approval_id=opening.approval.pk if opening.approval else None,
        action=opening.action,
        decided_at=clock.now(),
        decided_by=actor.pk if actor else None,
        decided_by_name=actor.get_username() if actor else "system",
    )


def owner_facts(draft: GovernedPage, roster: Roster) -> Mapping[str, object]:
    """`{"section": {code, name}, "role": …}` of who answers; roles are public, names of people are not."""
    duty, code = facts.duty_of(draft, roster), facts.section_of(draft, roster)
    section = roster.sections.get(code)
    roles = [holder.role for holder in duty.holders if holder.role] if duty else []
    role = roster.roles[roles[0]].name_in(draft.language) if roles and not facts.stands_as_item(draft, roster) else None
    named = {"code": code, "name": section.name_in(draft.language)} if section else None
    return {"section": named, "role": role}


def _crumb(draft: GovernedPage, context: documents.Context, document: documents.Document) -> str:
    fields = {"key": draft.key, "locale": draft.language, "title": draft.title, "path": context.path}
    return documents.to_bytes({**fields, "type": draft.document_type, **document.crumb}).decode()


def _parent_key(draft: GovernedPage) -> str:
    parent = draft.get_parent()
    found = parent.specific if parent is not None else None
    return found.key if isinstance(found, GovernedPage) else ""


def _ancestor_keys(draft: GovernedPage) -> list[str]:
    above = [page for page in draft.get_ancestors().specific() if isinstance(page, GovernedPage)]
    return [page.key for page in above if page.routable]


def _linkers(locale: str, at: datetime) -> tuple[Callable[[str], str | None], Callable[[str], str | None]]:
    """Address and title of other pages at that instant; each page is looked up once."""
    known: dict[str, tuple[str | None, str | None]] = {}

    def found(key: str) -> tuple[str | None, str | None]:
        if key not in known:
            rows = Publication.objects.filter(holds(at), key=key, locale=locale, channel=SITE)
            known[key] = rows.values_list("path", "title").first() or (None, None)
        return known[key]

    return (lambda key: found(key)[0]), (lambda key: found(key)[1])


# -- writing -------------------------------------------------------------------


def _make_room(opening: Opening, row: Publication) -> None:
    """End the row this one begins within; end this one where the next begins."""
    others = Publication.objects.filter(key=row.key, locale=row.locale)
    waiting = others.filter(channel=SITE, online__gt=row.online).exclude(offline=F("online"))
    following = waiting.order_by("online").values_list("online", flat=True).first()
    if following is not None and (row.offline is None or following < row.offline):
        row.offline, row.superseded = following, True
    # A row that waits for the same instant is replaced, not doubled.
    for other in others.filter(holds(row.online)):
        write.end_row(other, row.online, action=opening.action, superseded=True)


def _write(row: Publication, document: documents.Document) -> None:
    references = [(ReferenceKind.PAGE.value, key) for key in document.pages]
    references += [(ReferenceKind.FILE.value, sha256) for sha256 in document.files]
    write.open_row(row, references)
    for channel, (body, card) in sorted(document.channels.items()):
        write.open_row(_for_channel(row, channel, body, card), [])


def _for_channel(row: Publication, channel: str, body: Mapping[str, object], card: Mapping[str, object]) -> Publication:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}
    content = documents.to_bytes(body)
    values |= {
        "channel": channel,
        "path": "",
        "document": content,
        "card": documents.to_bytes(card),
        "etag": documents.digest(content),
        "in_tree": False,
    }
    return Publication(**values)


def _record(opening: Opening, row: Publication) -> None:
    audit.record(
        opening.action,
        actor=opening.actor,
        subject=row.key,
        locale=row.locale,
        reason=opening.reason,
        publication=row.pk,
        revision=row.revision_id,
        fingerprint=row.fingerprint,
        online=clock.iso(row.online),
        offline=clock.iso(row.offline),
    )


def _row_at(page: GovernedPage, at: datetime) -> Publication | None:
    """The row that holds at `at`, or that ends exactly then: the run goes on without a break."""
    rows = Publication.objects.filter(key=page.key, locale=page.language, channel=SITE)
    return rows.filter(holds(at)).first() or rows.filter(offline=at, superseded=True).first()


# -- dependants ----------------------------------------------------------------

DEPENDANTS_LIMIT = 500


def _renew_dependants(row: Publication, before: Publication | None) -> None:
    """Re-issue, for the same instant, what shows this page's address: pages below it and links to it."""
    rows = dependants(row, before)
    if len(rows) > DEPENDANTS_LIMIT:
        raise Refused([Refusal("too_many_dependants", {"count": len(rows), "limit": DEPENDANTS_LIMIT})])
    for dependant in rows:
        reissue_row(dependant, row.online)


def dependants(row: Publication, before: Publication | None) -> list[Publication]:
    """Rows of this language, public at or after `row.online`, whose document shows `row`'s address.

    Pages below it come first and in order of depth, because each takes its address from the one above.
    """
    at_or_later = Publication.objects.filter(ahead(row.online), locale=row.locale, channel=SITE).exclude(key=row.key)
    linking = at_or_later.filter(references__kind=ReferenceKind.PAGE, references__target=row.key)
    below = at_or_later.none()
    if before is not None and before.path and before.path != row.path:
        below = at_or_later.filter(path__startswith=before.path)
    found = {found.pk: found for found in [*below.order_by("path"), *linking.distinct()]}
    return list(found.values())


def reissue_row(
    row: Publication, at: datetime, *, actor: AbstractBaseUser | None = None, ending: Ending | None = None
) -> Publication | None:
    """Write `row`'s document again from its own content, from `at` or its own later beginning.

    It ends where `row` ended, or as `ending` says. None when nothing in the answer changed.
    """
    page = Page.objects.filter(pk=row.page_id).first()
    if page is None:
        return None
    online, offline = max(at, row.online), ending.offline if ending else row.offline
    opening = Opening(facts.specific(page), stored_revision(row, page), online, offline, "reissue", actor, None)
    fresh, document = _compose(opening, opening.revision.as_object(), row)
    if ending is None and (fresh.etag, fresh.path, fresh.crumb) == (row.etag, row.path, row.crumb):
        return None
    fresh.superseded = row.superseded and ending is None
    fresh.approval_id, fresh.first_online = row.approval_id, row.first_online
    for channel_row in _with_channels(row):
        write.end_row(channel_row, online, action="reissue", superseded=True)
    _write(fresh, document)
    return fresh


def stored_revision(row: Publication, page: Page) -> Revision:
    """The approved content of `row` as a revision that is not in the database.

    The stored revision may have been purged, or overwritten by autosave, since.
    """
    revision = Revision(pk=row.revision_id, content=row.content, object_id=str(page.pk))
    revision.content_type = page.cached_content_type
    revision.base_content_type = ContentType.objects.get_for_model(Page)
    return revision


def _with_channels(row: Publication) -> list[Publication]:
    """The row and those of its channels that were opened with it."""
    return list(Publication.objects.filter(key=row.key, locale=row.locale, online=row.online, pk__gte=row.pk))


# -- translations --------------------------------------------------------------


def _translations_follow(opening: Opening) -> None:
    """Let each translation end when its source ends: shortened, or carried on with the same text."""
    end = facts.source_end(opening.page, opening.online)
    rows = Publication.objects.filter(ahead(opening.online), key=opening.page.key, channel=SITE)
    for row in rows.exclude(locale=facts.SOURCE_LOCALE).order_by("locale", "online"):
        wanted = _wanted_end(row, end)
        if wanted is not None and (row.offline is None or wanted < row.offline):
            _end_with_source(row, wanted)
        elif row.offline is not None and not row.superseded and (wanted is None or wanted > row.offline):
            reissue_row(row, opening.online, actor=opening.actor, ending=Ending(wanted))


def _wanted_end(row: Publication, end: datetime | None) -> datetime | None:
    """The earlier of the source's end and the date the translation was approved with."""
    page = Page.objects.filter(pk=row.page_id).first()
    own = stored_revision(row, page).as_object().planned_offline() if page is not None else row.offline
    return min((instant for instant in (own, end) if instant is not None), default=None)


def _end_with_source(row: Publication, end: datetime) -> None:
    for channel_row in _with_channels(row):
        write.end_row(channel_row, end, action="with_source")
