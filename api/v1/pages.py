"""Pages: any of them by key, by path, by filter. Stored bytes; one statement an answer."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import segno
from django.http import HttpResponse

from api import headers
from api.errors import Problem, locale_of
from api.headers import answer
from api.v1.ask import Ask
from api.v1.missing import missing
from api.v1.stored import Made, made, stored
from cms.publishing.addresses import absolute
from cms.publishing.documents import from_bytes, to_bytes
from cms.publishing.timeline import former, read


def detail(ask: Ask, key: str, kind: str = "") -> HttpResponse:
    """The document of `key`, of type `kind` when it is given. Raises `Problem`: 404, 410."""

    def make() -> Made:
        found = read.page(key, ask.locale, ask.at)
        if found is None:
            raise missing(ask, key)
        if kind and found.type != kind:
            raise Problem("other_type", {"key": key, "type": found.type})
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
    return _moved(target, locale, ask)


def _redirect(path: str, locale: str, ask: Ask) -> str | None:
    for table in read.entries(
        read.Filters(type="redirect_table", locale=locale, limit=10, past=ask.travels), ask.at
    ).entries:
        for entry in from_bytes(table.card)["redirects"]:
            to = entry["page"]["path"]
            if entry["from"] == path and to and to != path:
                return str(to)
    stood = former.formerly_at(path, ask.at)
    if stood is None:
        return None
    key, former_locale = stood
    moved = read.path_of(key, former_locale, ask.at)
    if not moved or moved == path:
        raise missing(ask, key, former_locale)
    return moved


def _moved(path: str, locale: str, ask: Ask) -> HttpResponse:
    """301 to the same question about the new path. It is asked again each time: addresses may be used again."""
    query = urlencode({**ask.given, "path": path}, safe="/")
    body = to_bytes({"status": 301, "path": path, "url": absolute(path)})
    response = HttpResponse(body, status=301, content_type=headers.JSON)
    response.headers["Location"] = f"{ask.address}?{query}"
    response.headers["ETag"] = headers.etag_of(body)
    response.headers["Cache-Control"] = "public, no-cache, max-age=0"
    return headers.describe(response, locale)


def qr(ask: Ask, key: str) -> HttpResponse:
    """The QR code of the page's public address, as SVG. Raises `Problem`: 404, 410."""

    def make() -> Made:
        path = read.path_of(key, ask.locale, ask.at)
        if path is None:
            raise missing(ask, key)
        if not path:
            raise Problem("no_address", {"key": key})
        return made(_qr(str(absolute(path)), key), ask.locale, read.until(ask.at), "image/svg+xml")

    return stored(ask, ("qr", key, ask.locale), make)


def _qr(address: str, title: str) -> bytes:
    image = io.BytesIO()
    # 中等 error correction (M): printed on posters and read from a distance.
    segno.make(address, error="m").save(image, kind="svg", scale=8, border=4, xmldecl=False, title=title)
    return image.getvalue()
