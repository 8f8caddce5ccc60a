"""Pages: any of them by key, by path, by filter. Stored bytes; one statement an answer."""

from __future__ import annotations

import io

import segno
from django.http import HttpResponse

from api import headers
from api.errors import DEFAULT_LOCALE, LOCALES, Problem
from api.headers import answer
from api.v1.ask import Ask
from api.v1.missing import missing
from api.v1.stored import Made, stored
from cms.publishing.addresses import absolute
from cms.publishing.documents import to_bytes
from cms.publishing.timeline import read


def detail(ask: Ask, key: str, kind: str = "") -> HttpResponse:
    """The document of `key`, of type `kind` when it is given. Raises `Problem`: 404, 410."""

    def make() -> Made:
        found = read.page(key, ask.locale, ask.at)
        if found is None:
            raise missing(ask, key)
        if kind and not found.body.startswith(f'{{"key":"{key}","type":"{kind}",'.encode()):
            raise Problem("not_found", {"key": key})
        return Made(found.body, found.etag, found.locale, found.until)

    return stored(ask, ("page", key, ask.locale, kind), make)


def by_path(ask: Ask) -> HttpResponse:
    """The document at a public path, which names its language by itself.

    301 when the page has moved or the published table of redirects says so. Raises
    `Problem`: 400, 404, 410.
    """
    path = ask.text("path")
    if not path:
        raise Problem("missing_parameter", {"parameter": "path"})
    found = read.page_by_path(path, ask.at)
    if found is not None:
        return answer(
            found.body, etag=found.etag, known=ask.known, max_age=read.max_age(ask.at, found.until), locale=found.locale
        )
    locale = locale_of(path)
    target = _redirect(path, locale, ask)
    if target is None:
        raise Problem("no_page_at_path", {"path": path})
    return _moved(target, locale)


def locale_of(path: str) -> str:
    """The language a path is in: its first step, or the first language."""
    return next((code for code in LOCALES if path.startswith(f"/{code}/")), DEFAULT_LOCALE)


def _redirect(path: str, locale: str, ask: Ask) -> str | None:
    for table in read.entries(read.Filters(type="redirect_table", locale=locale, limit=10), ask.at).entries:
        for entry in headers.from_bytes(table.card)["redirects"]:
            if entry["from"] == path and entry["page"]["path"] != path:
                return str(entry["page"]["path"])
    former = read.formerly_at(path, ask.at)
    if former is None:
        return None
    key, former_locale = former
    return read.path_of(key, former_locale, ask.at) or _gone(ask, key, former_locale)


def _gone(ask: Ask, key: str, locale: str) -> str:
    raise missing(ask, key, locale)


def _moved(path: str, locale: str) -> HttpResponse:
    """301 to the same question about the new path. It is asked again each time: addresses may be used again."""
    body = to_bytes({"status": 301, "path": path, "url": absolute(path)})
    response = HttpResponse(body, status=301, content_type=headers.JSON)
    response.headers["Location"] = f"/api/v1/pages/by-path/?path={path}"
    response.headers["ETag"] = headers.etag_of(body)
    response.headers["Cache-Control"] = "public, no-cache, max-age=0"
    return headers.describe(response, locale)


def qr(ask: Ask, key: str) -> HttpResponse:
    """The QR code of the page's public address, as SVG. Raises `Problem`: 404, 410."""
    path = read.path_of(key, ask.locale, ask.at)
    if path is None:
        raise missing(ask, key)
    if not path:
        raise Problem("not_found", {"key": key})
    image = io.BytesIO()
    # 中等 error correction (M): printed on posters and read from a distance.
    segno.make(str(absolute(path)), error="m").save(image, kind="svg", scale=8, border=4, xmldecl=False, title=key)
    content = image.getvalue()
    return answer(
        content,
        etag=headers.etag_of(content),
        known=ask.known,
        max_age=read.MAX_AGE,
        locale=ask.locale,
        content_type="image/svg+xml",
    )
