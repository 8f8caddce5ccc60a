"""The terms of the published glossary, in one answer."""

from __future__ import annotations

from django.http import HttpResponse

from api import headers
from api.v1.ask import Ask
from api.v1.stored import Made, made, stored
from cms.publishing.documents import to_bytes
from cms.publishing.timeline import read


def terms(ask: Ask) -> HttpResponse:
    """`{"items": [{zh, en, note}], "count", "next": null}` of every published glossary page."""

    def make() -> Made:
        found = read.entries(read.Filters(type="glossary", locale=ask.locale, limit=100), ask.at)
        items = [term for entry in found.entries for term in headers.from_bytes(entry.card)["terms"]]
        return made(to_bytes({"items": items, "count": len(items), "next": None}), ask.locale, found.until)

    return stored(ask, ("glossary", ask.locale), make)
