"""What every page is answered with: validators, caching, language, and what a browser may load."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from cms.publishing.timeline.memory import Made
from cms.publishing.timeline.read import max_age
from cms.site.version import version

HTML = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def made(text: str, locale: str, until: datetime | None, content_type: str = HTML) -> Made:
    """An answer whose ETag is the hash of its bytes and of the version of the templates."""
    body = text.encode()
    tag = hashlib.blake2b(version().encode() + body, digest_size=15).hexdigest()
    return Made(body, f'"{tag}"', locale, until, content_type)


def answer(request: HttpRequest, found: Made, at: datetime) -> HttpResponse:
    """The answer, or 304 without a body when the client has it already."""
    known = [part.strip().removeprefix("W/") for part in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")]
    if found.etag in known or "*" in known:
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(found.body, content_type=found.content_type)
    age = max_age(at, found.until)
    response.headers["ETag"] = found.etag
    response.headers["Cache-Control"] = f"public, max-age={age}" if age else "public, no-cache, max-age=0"
    return describe(response, found.locale)


def moved(path: str, locale: str) -> HttpResponse:
    """301; asked again each time, because an address may be used again."""
    response = HttpResponse(status=301)
    del response.headers["Content-Type"]
    response.headers["Location"] = path
    response.headers["Cache-Control"] = "public, no-cache, max-age=0"
    return describe(response, locale)


def missing(text: str, status: int, locale: str) -> HttpResponse:
    """404 or 410: never kept, the next second may be different."""
    response = HttpResponse(text, status=status, content_type=HTML)
    response.headers["Cache-Control"] = "no-store"
    return describe(response, locale)


def describe(response: HttpResponse, locale: str) -> HttpResponse:
    """Language and policy, on every answer; returns the same response."""
    headers = response.headers
    headers["Content-Language"] = locale
    headers["Vary"] = "Accept-Encoding"
    headers["Content-Security-Policy"] = POLICY
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), browsing-topics=()"
    return response
