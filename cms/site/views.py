"""The addresses of the public site: plain functions of the path, the list's part, and the instant."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.core import clock
from cms.publishing.timeline import memory, read
from cms.publishing.timeline.addresses import addresses
from cms.site import absent, composing, languages, listings, places, rendering
from cms.site.answering import Made, answer, made, missing
from cms.site.composing import Sheet
from cms.site.listings import Wanted
from cms.site.shell import Shell, shell
from cms.site.version import version

LONGEST_PATH = 500
_YEAR = re.compile(r"[12][0-9]{3}\Z")
_AFTER = re.compile(r"(-?[0-9]{1,18})~([a-z0-9][a-z0-9_-]{0,99})\Z")


class Absent(Exception):
    """Nothing is at this address now."""


def _asked(path: str, request: HttpRequest, make: Callable[[Wanted, datetime], Made]) -> HttpResponse:
    """The remembered or newly made answer; whatever is not there is explained."""
    at, wanted = clock.now(), _wanted(request)
    try:
        found = memory.recall(("site", path, wanted, version()), at, lambda: make(wanted, at))
    except Absent:
        return absent.answer(path, at)
    return answer(request, found, at)


def _wanted(request: HttpRequest) -> Wanted:
    """The part of a list that the query names. What it cannot mean is not asked for."""
    if not request.META.get("QUERY_STRING"):
        return Wanted()
    year, after = _YEAR.match(request.GET.get("year", "")), _AFTER.match(request.GET.get("after", ""))
    return Wanted(int(year[0]) if year else None, (int(after[1]), after[2]) if after else None)


def _view(function: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing is written here: GET and HEAD only."""
    return csrf_exempt(require_safe(function))


@_view
def page(request: HttpRequest, path: str) -> HttpResponse:
    """The page that is public at the path."""
    path = f"/{path}"
    return _asked(path, request, lambda wanted, at: _page(path, wanted, at))


def _page(path: str, wanted: Wanted, at: datetime) -> Made:
    found = read.page_by_path(path, at) if len(path) <= LONGEST_PATH else None
    if found is None:
        raise Absent
    document = json.loads(found.body)
    around = shell(found.locale, at)
    with translation.override(found.locale):
        below = listings.below(document, around, wanted, at)
    text = composing.page(document, rendering.parts_of(found, document), below, around)
    # Parts of lists are many and asked for seldom.
    return replace(made(text, found.locale, found.until), passing=wanted != Wanted())


# -- classification ------------------------------------------------------------


@_view
def category(request: HttpRequest, scheme: str = "", code: str = "", locale: str = languages.DEFAULT) -> HttpResponse:
    """What is classified under a scheme, or under one of its codes (分類檢索)."""
    return _asked(request.path_info, request, lambda wanted, at: _category(scheme, code, locale, wanted, at))


def _category(scheme: str, code: str, locale: str, wanted: Wanted, at: datetime) -> Made:
    around = shell(locale, at)
    found = next((card for card in listings.schemes(around, at) if card["scheme"] == scheme), None)
    named = next((entry for entry in found["codes"] if entry["code"] == code), None) if found else None
    if found is None or (code and named is None):
        raise Absent
    with translation.override(locale):
        text = _category_page(around, found, named, wanted, at)
    return made(text, locale, around.until)


def _category_page(
    around: Shell, scheme: dict[str, Any], code: dict[str, Any] | None, wanted: Wanted, at: datetime
) -> str:
    subject = code or scheme
    title = f"{scheme['title']}：{code['name']}" if code else scheme["title"]
    tagged = listings.tagged(scheme["scheme"], code["code"], around, wanted, at) if code else {}
    main = render_to_string("site/category.html", {"scheme": scheme, "code": code, "title": title, **tagged})
    tail = subject["url"].removeprefix(languages.home_of(around.locale))
    others = {locale: languages.home_of(locale) + tail for locale in around.homes if locale != around.locale}
    crumbs = [{"title": place.title, "path": place.path} for place in around.way_to(places.CLASSIFICATION)]
    steps = [*crumbs, {"title": scheme["title"], "path": scheme["url"]}] if code else crumbs
    return composing.whole(around, Sheet(title, subject["url"], "category", main, crumbs=steps, others=others))


# -- for robots ----------------------------------------------------------------


@_view
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {prefix}" for prefix in settings.BACK_OFFICE_PREFIXES)]
    text = "\n".join([*lines, "Disallow: /api/v1/previews/", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""])
    found = made(text, languages.DEFAULT, None, "text/plain; charset=utf-8")
    return answer(request, found, clock.now())


@_view
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page with its translations."""
    return _asked("/sitemap.xml", request, lambda wanted, at: _sitemap(at))


def _sitemap(at: datetime) -> Made:
    # A page that only leads on is no destination.
    pages = [address for address in addresses(at) if address.type != "link"]
    by_key: dict[str, list[Any]] = {}
    for address in pages:
        by_key.setdefault(address.key, []).append(address)
    values = {"base": settings.BASE_URL, "pages": [(address, by_key[address.key]) for address in pages]}
    text = render_to_string("site/sitemap.xml", values)
    return made(text, languages.DEFAULT, shell(languages.DEFAULT, at).until, "application/xml; charset=utf-8")


# -- faults --------------------------------------------------------------------


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's `handler404` for whatever no other room answers; an old address may have led here."""
    path = request.path_info[:LONGEST_PATH].replace("\0", "")
    return absent.answer(path if path.endswith("/") else f"{path}/", clock.now())


def failed(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: says so without asking the database for anything."""
    locale = languages.locale_of(request.path_info)
    with translation.override(locale):
        values = {"locale": locale, "title": gettext("This page cannot be shown at the moment")}
        return missing(render_to_string("site/failed.html", values), 500, locale)
