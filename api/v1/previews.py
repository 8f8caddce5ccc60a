"""A draft for whoever has a signed, expiring link to exactly this page and version."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import quote

from django.http import HttpResponse
from wagtail.models import Revision

from api import headers
from api.errors import Problem
from api.headers import answer
from api.v1.ask import Ask
from api.v1.public import keep_private
from cms.core import clock
from cms.office import roster
from cms.publishing import addresses, documents, previews
from cms.publishing.actions.composing import linkers, owner_facts, place_in_tree
from cms.publishing.addresses import MARK
from cms.publishing.governed import GovernedPage
from cms.publishing.models import PreviewLink, Publication
from cms.publishing.timeline import read


def preview(ask: Ask, token: str) -> HttpResponse:
    """The draft as it would be published now, with `preview{expires_at}`. Raises `Problem` (404, 410)."""
    link, draft, document = opened(token, ask.at)
    body = {
        **document.body,
        "offline_at": clock.iso(draft.planned_offline()),
        "breadcrumbs": _crumbs(draft, ask.at),
        "translations": _translations(draft, ask.at),
        "preview": {"expires_at": clock.iso(link.expires_at)},
    }
    content = _with_token(documents.to_bytes(body), document.files, token)
    response = answer(content, etag=headers.etag_of(content), known=(), max_age=0, locale=draft.language)
    response.headers["Referrer-Policy"] = "no-referrer"
    return keep_private(response)


def opened(token: str, at: datetime) -> tuple[PreviewLink, GovernedPage, documents.Document]:
    """Link, draft and document of a good token. Raises `Problem` (404) for any other.

    One whose text was overwritten since is answered with `preview_changed` (410).
    """
    link = previews.find(token)
    revision = Revision.objects.filter(pk=link.revision_id).first() if link else None
    if link is not None and revision is not None and not previews.shows(link, revision):
        raise Problem("preview_changed")
    draft = revision.as_object() if revision else None
    if link is None or not isinstance(draft, GovernedPage):
        raise Problem("unknown_preview")
    if (draft.key, draft.language) != (link.page_key, link.locale) or type(draft) not in documents.registered():
        raise Problem("unknown_preview")
    return link, draft, documents.build(draft, _context(draft, at))


def _context(draft: GovernedPage, at: datetime) -> documents.Context:
    place, online = place_in_tree(draft, at), draft.planned_online() or at
    link, title = linkers(draft.language, at)
    return documents.Context(
        path=place.path,
        parent=place.parent,
        online=online,
        first_online=online,
        updated_at=at,
        owner=owner_facts(draft, roster.today()),
        link=link,
        title=title,
    )


def _crumbs(draft: GovernedPage, at: datetime) -> list[dict[str, object]]:
    keys = [page.key for page in draft.get_ancestors().specific() if isinstance(page, GovernedPage)]
    rows = Publication.objects.filter(read.holds(at), key__in=keys, locale=draft.language, channel="site")
    crumbs = dict(rows.exclude(path="").values_list("key", "crumb"))
    return [json.loads(addresses.crumbs(crumbs[key])) for key in keys if key in crumbs]


def _translations(draft: GovernedPage, at: datetime) -> list[dict[str, object]]:
    rows = Publication.objects.filter(read.holds(at), key=draft.key, channel="site").exclude(locale=draft.language)
    found = rows.order_by("locale").values_list("crumb", flat=True)
    return [json.loads(addresses.crumbs(crumb)) for crumb in found]


def _with_token(body: bytes, files: frozenset[str], token: str) -> bytes:
    """The draft's own files are not public; their addresses carry the token."""
    for sha256 in files:
        own = f"{MARK}/files/preview/{quote(token, safe='')}/{sha256}/"
        body = body.replace(f"{MARK}/files/{sha256}/".encode(), own.encode())
    return addresses.answered(body)
