"""Why nothing is at an address, and what helps: moved, withdrawn, expired, in the other language only, unknown."""

from __future__ import annotations

import json
from datetime import datetime

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from cms.core import clock
from cms.publishing.timeline import former, read
from cms.publishing.timeline.former import Gone
from cms.publishing.timeline.read import Filters
from cms.site import answering, composing, languages, places
from cms.site.composing import Sheet
from cms.site.shell import Shell, shell


def answer(path: str, at: datetime) -> HttpResponse:
    """301 to the page's new address, 410 with the reason, or 404."""
    locale = languages.locale_of(path)
    if target := _redirect(path, locale, at):
        return answering.moved(target, locale)
    stood = former.formerly_at(path, at)
    if stood is None:
        return _missing(path, locale, at, None)
    key, locale = stood
    if path_now := read.path_of(key, locale, at):
        return answering.moved(path_now, locale)
    return _missing(path, locale, at, former.gone(key, locale, at))


def _redirect(path: str, locale: str, at: datetime) -> str:
    """The page that the published table of redirects names for an old address."""
    for table in read.entries(Filters(type="redirect_table", locale=locale, limit=10), at).entries:
        for entry in json.loads(table.card)["redirects"]:
            if entry["from"] == path and entry["page"]["path"] not in {None, path}:
                return str(entry["page"]["path"])
    return ""


def _missing(path: str, locale: str, at: datetime, gone: Gone | None) -> HttpResponse:
    around = shell(locale, at)
    with translation.override(locale):
        title = gettext("This page is no longer public") if gone else gettext("Page not found")
        values = {
            "title": title,
            "gone": gone,
            "since": clock.iso(gone.since) if gone else "",
            "successor": _successor(gone, locale, at),
            "elsewhere": _elsewhere(path, locale, at),
            "ways": _ways(around),
        }
        main = render_to_string("site/absent.html", values)
    text = composing.whole(around, Sheet(title=title, path="", kind="absent", main=main))
    return answering.missing(text, 410 if gone else 404, locale)


def _successor(gone: Gone | None, locale: str, at: datetime) -> dict[str, str] | None:
    """Address and title of the page that replaces it, while that one is public."""
    found = read.page(gone.successor, locale, at) if gone and gone.successor else None
    if found is None:
        return None
    document = json.loads(found.body)
    return {"path": document["path"], "title": document["title"]} if document["path"] else None


def _elsewhere(path: str, locale: str, at: datetime) -> list[tuple[str, str]]:
    """(language, path) of the same address in the other languages, where a page is public there."""
    tail = path.removeprefix(languages.home_of(locale)).lstrip("/")
    others = [(other, languages.home_of(other) + tail) for other in languages.LOCALES if other != locale]
    return [(other, there) for other, there in others if tail and read.page_by_path(there, at)]


def _ways(around: Shell) -> list[tuple[str, str]]:
    """(title, address) of where an answer may be found."""
    known = [around.nodes[key] for key in (places.SITE_MAP, places.LIFE_EVENTS, places.CONTACT) if key in around.nodes]
    lists = [place for place in around.nodes.values() if place.type in {"faq_list", "news_list"}]
    home = [(around.name, around.homes[around.locale])] if around.locale in around.homes else []
    return home + [(place.title, place.path) for place in (*known, *lists[:3])]
