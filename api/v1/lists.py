"""Lists: cards that were written at publish, glued together. One statement, and a remembered count."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse

from api.errors import Fault, Problem
from api.representations.registry import PAGE_TYPES
from api.v1 import ask as asking
from api.v1.ask import DEFAULT_LIMIT, Ask, Invalid
from api.v1.stored import Made, stored
from cms.office.models import Section
from cms.publishing.timeline import read
from cms.publishing.timeline.read import Filters
from site_pages.models import ClassificationCode

PARSERS = {
    **asking.LIST,
    "section": asking.section,
    "parent": asking.parent,
    "category": asking.category,
    "updated_since": asking.instant,
}


def page_type(text: str) -> str:
    """A type of page with an address of its own."""
    if text not in PAGE_TYPES:
        raise Invalid("unknown_type", value=text[:40])
    return text


def of_type(kind: str) -> Callable[[Ask], HttpResponse]:
    """The read that lists one type."""

    def listed(ask: Ask) -> HttpResponse:
        return listing(ask, filters(ask, kind))

    return listed


def any_type(ask: Ask) -> HttpResponse:
    """Every page with an address, narrowed by any filter."""
    return listing(ask, replace(filters(ask, ask.text("type")), addressed=True))


def filters(ask: Ask, kind: str) -> Filters:
    """What the query of `ask` narrows a list of `kind` by."""
    values = ask.values
    if not values:
        return Filters(type=kind, locale=ask.locale, past=ask.travels)
    return Filters(
        type=kind,
        locale=ask.locale,
        past=ask.travels,
        parent=ask.text("parent"),
        section=ask.text("section"),
        category=ask.text("category"),
        updated_since=values.get("updated_since"),  # type: ignore[arg-type]  # its parser made an instant
        after=values.get("cursor"),  # type: ignore[arg-type]  # its parser made a pair
        limit=values.get("limit", DEFAULT_LIMIT),  # type: ignore[arg-type]  # its parser made a number
    )


def listing(ask: Ask, wanted: Filters) -> HttpResponse:
    """`{"items", "count", "next"}`. Raises `Problem` (400)."""

    def make() -> Made:
        number, found = read.count(wanted, ask.at), read.entries(wanted, ask.at)
        if not number:
            _refuse_unknown(ask)
        last = found.entries[-1] if found.more else None
        link = following(ask, last.sort, last.key) if last else None
        cards = b",".join([entry.card for entry in found.entries])
        body = b'{"items":[%b],"count":%d,"next":%b}' % (cards, number, json.dumps(link).encode())
        return Made(body, found.etag(number, link), ask.locale, found.until, passing=_passing(wanted, found))

    return stored(ask, ("list", wanted, ask.address, tuple(ask.given.items())), make)


def _passing(wanted: Filters, found: read.Listing) -> bool:
    """Whether the question is one of endlessly many: an instant of somebody's own, or a cursor past the end."""
    return wanted.updated_since is not None or (wanted.after is not None and not found.entries)


def following(ask: Ask, sort: int, key: str) -> str:
    """The address of the same question about what comes after this entry."""
    query = urlencode({**ask.given, "cursor": asking.pack(sort, key)})
    return f"{settings.BASE_URL}{ask.address}?{query}"


def _refuse_unknown(ask: Ask) -> None:
    """An empty list may be empty because a filter names nothing that exists: that is a mistake worth telling."""
    faults = []
    section, parent, category = ask.text("section"), ask.text("parent"), ask.text("category")
    if section and not Section.objects.filter(code=section).exists():
        faults.append(Fault("section", "unknown_section", {"value": section}))
    if parent and read.path_of(parent, ask.locale, ask.at) is None:
        faults.append(Fault("parent", "unknown_parent", {"value": parent}))
    if category:
        scheme, code = category.split(":", 1)
        if not ClassificationCode.objects.filter(scheme=scheme, code=code).exists():
            faults.append(Fault("category", "unknown_category", {"value": category}))
    if faults:
        raise Problem.of(faults)
