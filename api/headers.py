"""What every answer of the API carries: validators, caching, language, CORS."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse

READ_METHODS = "GET, HEAD, OPTIONS"
JSON = "application/json; charset=utf-8"


def etag_of(content: bytes) -> str:
    """The strong ETag of these bytes, in quotes."""
    return '"' + hashlib.blake2b(content, digest_size=15).hexdigest() + '"'


def asked_etags(request: HttpRequest) -> tuple[str, ...]:
    """The ETags of `If-None-Match` in order, `*` included; comparison is weak, so `W/` is dropped."""
    text = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not text:
        return ()
    return tuple(part.strip().removeprefix("W/") for part in text.split(","))


def answer(
    body: bytes,
    *,
    etag: str,
    known: tuple[str, ...],
    max_age: int,
    locale: str,
    content_type: str = JSON,
) -> HttpResponse:
    """A successful public answer, or 304 without a body when the client has it already.

    `max_age` 0 means: ask again every time.
    """
    if known and (etag in known or "*" in known):
        # A kind of content is named only to be dropped: without one Django works out the kind of an HTML page.
        response = HttpResponse(status=304, content_type=content_type)
        del response.headers["Content-Type"]
        _open(response, locale)
    else:
        response = describe(HttpResponse(body, content_type=content_type), locale)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={max_age}" if max_age else "public, no-cache, max-age=0"
    return response


def describe(response: HttpResponse, locale: str) -> HttpResponse:
    """Language and CORS, on every answer; returns the same response."""
    _open(response, locale)
    # A browser that has an answer already keeps what it may read of it, so 304 need not say this again.
    response.headers["Access-Control-Expose-Headers"] = "ETag, Content-Language, Location"
    return response


def _open(response: HttpResponse, locale: str) -> None:
    # No `Vary`: language and format stand in the address, and whoever compresses adds the encoding.
    response.headers["Content-Language"] = locale
    response.headers["Access-Control-Allow-Origin"] = settings.CORS_ALLOW_ORIGIN


def preflight(allowed: str = READ_METHODS) -> HttpResponse:
    """The answer to `OPTIONS`: who may ask from a browser, and how."""
    response = HttpResponse(status=204)
    headers = response.headers
    del headers["Content-Type"]
    headers["Allow"] = allowed
    headers["Access-Control-Allow-Origin"] = settings.CORS_ALLOW_ORIGIN
    headers["Access-Control-Allow-Methods"] = allowed
    headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
    headers["Access-Control-Max-Age"] = "600"
    headers["Cache-Control"] = "public, max-age=600"
    return response
