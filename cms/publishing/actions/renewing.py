"""Write documents again when facts about other pages change in them; their text stays.

What a document shows of another page (address, title, whether it is public) is right at every
instant ahead because the rows are written when the change is decided, each from the instant
at which the change happens.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from cms.core.errors import Refusal, Refused
from cms.publishing import dependants, documents, facts
from cms.publishing.actions.composing import SITE, Composed, Opening, compose, linkers, place_in_tree, place_of
from cms.publishing.actions.rows import cut_where_next_begins, keep_withdrawal, like, with_channels, write_rows
from cms.publishing.models import Publication, PublicationReference, ReferenceKind
from cms.publishing.patching import patched
from cms.publishing.timeline import write
from cms.publishing.timeline.read import ahead

logger = logging.getLogger(__name__)

Step = tuple[datetime, tuple[str, str] | None]
"""From this instant a page has this address and title, or is not public."""


@dataclass(frozen=True)
class Ending:
    """Another end for a row that is written again; None means until replaced."""

    offline: datetime | None


# -- what changes when ---------------------------------------------------------


def steps(keys: Iterable[str], locale: str, at: datetime) -> dict[str, list[Step]]:
    """For each page, what others show of it: at that instant first, then at each later change."""
    found: dict[str, list[Step]] = {}
    rows = Publication.objects.filter(ahead(at), key__in=list(keys), locale=locale, channel=SITE).order_by("online")
    for key, online, offline, path, title in rows.values_list("key", "online", "offline", "path", "title"):
        line = found.setdefault(key, [])
        if line and line[-1][0] == online:
            line.pop()  # the row before ends where this one begins
        if not line or line[-1][1] != (path, title):
            line.append((max(online, at), (path, title)))
        if offline is not None:
            line.append((offline, None))
    return found


class Renewal:
    """Renews what shows a page, and what shows those; at most `limit` rows (None: as many as there are)."""

    def __init__(self, limit: int | None = dependants.LIMIT) -> None:
        self.limit = limit
        self.count = 0
        self._done: set[str] = set()
        self._replaced: set[int] = set()

    def after(self, key: str, locale: str, at: datetime, before: list[Step]) -> None:
        """Renew the dependants of `key` if its steps from `at` on are no longer `before`.

        Raises `Refused` with `too_many_dependants` or `path_taken`.
        """
        now = steps([key], locale, at).get(key, [])
        if now != before:
            self._dependants(key, locale, at, moved=_paths(now) != _paths(before))

    def settle(self, row: Publication) -> Publication:
        """Write `row`, just opened, again at each later instant at which something it shows changes."""
        targets = PublicationReference.objects.filter(publication=row, kind=ReferenceKind.PAGE)
        keys = [*targets.values_list("target", flat=True), row.parent]
        instants = {instant for line in steps(keys, row.locale, row.online).values() for instant, _ in line}
        for instant in sorted(instants):
            if row.online < instant and (row.offline is None or instant < row.offline):
                row = self._again(row, instant)
        return row

    def _dependants(self, key: str, locale: str, at: datetime, *, moved: bool) -> None:
        if key in self._done:
            return
        self._done.add(key)
        rows = dependants.of(key, locale, at, moved=moved)
        self.count += len(rows)
        if self.limit is not None and self.count > self.limit:
            raise Refused([Refusal("too_many_dependants", {"count": self.count, "limit": self.limit})])
        for row in rows:
            # Pages that refer to one another reach each other first: what was written again meanwhile is right.
            if row.pk not in self._replaced:
                fresh = self._again(row, max(at, row.online))
                if fresh.pk not in self._replaced:
                    self.settle(fresh)

    def _again(self, row: Publication, at: datetime) -> Publication:
        fresh = reissue_row(row, at) or row
        if fresh is not row:
            self._replaced.add(row.pk)
        if fresh.path != row.path:
            self._dependants(fresh.key, fresh.locale, fresh.online, moved=True)
        return fresh


def _paths(line: list[Step]) -> set[str]:
    return {shown[0] for _, shown in line if shown is not None}


# -- writing again -------------------------------------------------------------


def reissue_row(
    row: Publication,
    at: datetime,
    *,
    actor: AbstractBaseUser | None = None,
    ending: Ending | None = None,
    follow_tree: bool = False,
) -> Publication | None:
    """Write `row`'s document again from its own content, from `at` or its own later beginning.

    It ends where `row` ended, or as `ending` says, and stands where it stood, or with
    `follow_tree` where the editors have moved it. None when nothing in the answer changed.
    Raises `Refused` with `path_taken`.
    """
    page = Page.objects.filter(pk=row.page_id).first()
    if page is None:
        return None
    opening = _opening_again(row, page, max(at, row.online), ending or Ending(row.offline), actor)
    composed = _composed_again(opening, row, follow_tree=follow_tree)
    fresh = composed.row
    fresh.superseded = row.superseded and ending is None
    if ending is None and _same_answer(fresh, row):
        return None
    if fresh.path != row.path:
        _require_free(fresh)
    if ending is not None:
        cut_where_next_begins(fresh)
    before = with_channels(row)
    for channel_row in before:
        write.end_row(channel_row, fresh.online, action="reissue", superseded=True)
    if composed.rebuilt:
        write_rows(composed)
    else:
        _copy_rows(fresh, before)
    if ending is not None or row.end_action == "withdraw":
        keep_withdrawal(fresh)
    return fresh


def _opening_again(
    row: Publication, page: Page, online: datetime, ending: Ending, actor: AbstractBaseUser | None
) -> Opening:
    revision = stored_revision(row, page)
    draft = revision.as_object()
    text = documents.text(draft)
    return Opening(facts.specific(page), revision, draft, text, online, ending.offline, "reissue", actor, None)


def _composed_again(opening: Opening, row: Publication, *, follow_tree: bool) -> Composed:
    draft, online = opening.draft, opening.online
    place = place_in_tree(draft, online) if follow_tree else place_of(row, draft.slug, online)
    composed = compose(opening, place, row, began=_began(row))
    fresh = composed.row
    fresh.approval_id, fresh.first_online = row.approval_id, row.first_online
    if fresh.text_hash == row.text_hash:
        return composed
    # A file of the library was replaced, or documents are written otherwise since: the approved bytes stay.
    logger.warning("%s %s is issued again from its stored document", row.key, row.locale)
    _keep_text(fresh, row)
    return Composed(fresh, composed.document, rebuilt=False)


def _began(row: Publication) -> datetime:
    """When this version of the text went online; a re-issue goes on with it."""
    if row.action != "reissue":
        return row.online
    rows = Publication.objects.filter(
        key=row.key, locale=row.locale, channel=SITE, revision_id=row.revision_id, fingerprint=row.fingerprint
    )
    openings = rows.filter(online__lte=row.online).exclude(action="reissue").order_by("-online", "-pk")
    return openings.values_list("online", flat=True).first() or row.online


_ANSWER = ("etag", "card", "crumb", "path", "parent", "ancestors", "sort", "section")


def _same_answer(fresh: Publication, row: Publication) -> bool:
    return all(getattr(fresh, name) == _plain(getattr(row, name)) for name in _ANSWER)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value  # PostgreSQL's driver gives memory views


_TEXT = ("text_hash", "updated_at", "title", "sort", "section", "categories", "type", "in_tree")


def _keep_text(fresh: Publication, row: Publication) -> None:
    link, title = linkers(row.locale, fresh.online)
    shown: dict[str, tuple[str, str] | None] = {}
    for key in row.references.filter(kind=ReferenceKind.PAGE).values_list("target", flat=True):
        path = link(key)
        shown[key] = None if path is None else (path, title(key) or "")
    own = (row.path, fresh.path)
    fresh.document, fresh.card = patched(bytes(row.document), shown, own), patched(bytes(row.card), shown, own)
    fresh.crumb = patched(row.crumb, shown, own).decode()
    fresh.etag = documents.digest(fresh.document)
    for name in _TEXT:
        setattr(fresh, name, getattr(row, name))


_OWN_TO_CHANNEL = ("channel", "path", "document", "card", "etag", "in_tree")


def _copy_rows(fresh: Publication, before: list[Publication]) -> None:
    """Open `fresh` with the references that were, and the channels' rows as they were."""
    site = next(row for row in before if row.channel == SITE)
    write.open_row(fresh, site.references.values_list("kind", "target"))
    for row in before:
        if row.channel != SITE:
            write.open_row(like(fresh, **{name: getattr(row, name) for name in _OWN_TO_CHANNEL}), [])


def _require_free(fresh: Publication) -> None:
    taken = facts.taken_by(fresh.key, fresh.locale, fresh.path, fresh.online, fresh.offline)
    if taken is not None:
        raise Refused([Refusal("path_taken", {"key": taken})])


def stored_revision(row: Publication, page: Page) -> Revision:
    """The approved content of `row` as a revision that is not in the database.

    The stored revision may have been purged, or overwritten by autosave, since.
    """
    revision = Revision(pk=row.revision_id, content=row.content, object_id=str(page.pk))
    revision.content_type = page.cached_content_type
    revision.base_content_type = ContentType.objects.get_for_model(Page)
    return revision
