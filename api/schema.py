"""Serve the OpenAPI document and the page to browse it with; nothing is fetched from elsewhere."""

from __future__ import annotations

import json
from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from api import headers
from api.headers import answer
from api.openapi import paths, schemas
from api.v1.ask import Ask
from cms.publishing.timeline.read import MAX_AGE

VERSION = "1.0.0"


def openapi() -> dict[str, object]:
    """The whole document as an object; the same at every call."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Household registration office: public API",
            "version": VERSION,
            "description": (
                "Published content as JSON. Keys may be added within version 1, never renamed or removed. "
                "Every answer has an ETag; errors are application/problem+json with a stable code."
            ),
        },
        "servers": [{"url": settings.BASE_URL}],
        "paths": paths.paths(),
        "components": {
            "schemas": schemas.components(),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
            },
        },
    }


@cache
def _bytes(base_url: str) -> bytes:
    return json.dumps(openapi(), ensure_ascii=False, indent=1).encode()


def document(ask: Ask) -> HttpResponse:
    """The OpenAPI document."""
    body = _bytes(settings.BASE_URL)
    return answer(body, etag=headers.etag_of(body), known=ask.known, max_age=MAX_AGE, locale=ask.locale)


def docs(ask: Ask) -> HttpResponse:
    """The document to browse and try, in a page of our own server and in the asked language."""
    with translation.override(ask.locale):
        body = render_to_string("api/docs.html").encode()
    return answer(
        body,
        etag=headers.etag_of(body),
        known=ask.known,
        max_age=MAX_AGE,
        locale=ask.locale,
        content_type="text/html; charset=utf-8",
    )
