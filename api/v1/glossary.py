"""The terms of the published glossary, one entry a term."""

from __future__ import annotations

from itertools import chain

from django.http import HttpResponse

from api.errors import Fault, Problem
from api.v1 import ask as asking
from api.v1.ask import DEFAULT_LIMIT, Ask
from api.v1.lists import following
from api.v1.stored import Made, made, stored
from cms.publishing.documents import from_bytes, to_bytes
from cms.publishing.timeline import read

KIND = "glossary"
PARSERS = asking.LIST

Place = tuple[int, str]
"""The number of a term on its page, from 0, and the page's key."""


def terms(ask: Ask) -> HttpResponse:
    """`{"items": [{zh, en, note}], "count", "next"}` of every published glossary page, in their order.

    Raises `Problem` (400) for a cursor whose term is no longer there.
    """
    after, limit = ask.values.get("cursor"), int(str(ask.values.get("limit", DEFAULT_LIMIT)))

    def make() -> Made:
        found = read.entries(read.Filters(type=KIND, locale=ask.locale, limit=100, past=ask.travels), ask.at)
        listed = list(chain.from_iterable(_placed(entry) for entry in found.entries))
        begin = _begin([place for place, _ in listed], after)
        shown = listed[begin : begin + limit]
        more = begin + limit < len(listed)
        body = {
            "items": [term for _, term in shown],
            "count": len(listed),
            "next": following(ask, *shown[-1][0]) if more else None,
        }
        return made(to_bytes(body), ask.locale, found.until)

    return stored(ask, (KIND, ask.address, tuple(ask.given.items()), after, ask.locale), make)


def _placed(entry: read.Entry) -> list[tuple[Place, dict[str, str]]]:
    return [((number, entry.key), term) for number, term in enumerate(from_bytes(entry.card)["terms"])]


def _begin(places: list[Place], after: object) -> int:
    if after is None:
        return 0
    if after not in places:
        raise Problem.of([Fault("cursor", "invalid_cursor")])
    return places.index(after) + 1  # type: ignore[arg-type]  # it has just been found there
