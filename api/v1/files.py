"""Published files: served while a row that is public now refers to them, or with a preview of their draft."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from api.errors import Problem
from api.headers import answer
from api.v1.ask import Ask
from api.v1.previews import opened
from api.v1.public import keep_private
from cms.publishing import files
from cms.publishing.models import PublishedFile
from cms.publishing.timeline.read import max_age, until

# What a browser may show by itself; anything else is handed over as a download.
SHOWN = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "application/pdf"}


def served(ask: Ask, sha256: str, name: str) -> HttpResponse:
    """The file of this digest and name. Raises `Problem` (404) unless a public page shows it now."""
    stored = files.served(sha256, name, ask.at)
    if stored is None:
        raise Problem("unknown_file")
    return _response(stored, ask)


def previewed(ask: Ask, token: str, sha256: str, name: str) -> HttpResponse:
    """The same for a file of the draft that `token` opens. Raises `Problem` (404, 410)."""
    _link, _draft, document = opened(token, ask.at)
    stored = PublishedFile.objects.filter(sha256=sha256, name=name).first() if sha256 in document.files else None
    if stored is None:
        raise Problem("unknown_file")
    return keep_private(_response(stored, ask))


def _response(stored: PublishedFile, ask: Ask) -> HttpResponse:
    etag = f'"{stored.sha256}"'
    fresh = etag in ask.known or "*" in ask.known
    # The bytes never change, but a page can be withdrawn at any moment: caches ask again soon.
    response = answer(
        b"" if fresh else files.content(stored),
        etag=etag,
        known=ask.known,
        max_age=max_age(ask.at, until(ask.at)),
        locale=ask.locale,
        content_type=stored.content_type,
    )
    shown = stored.content_type in SHOWN
    response.headers["Content-Disposition"] = content_disposition_header(not shown, stored.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
