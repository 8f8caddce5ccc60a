"""Every error code with its status and sentences: what `type` of a problem points to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from api import headers
from api.errors import KINDS, Problem, asked_locale
from api.headers import answer
from api.v1.ask import Ask
from cms.publishing.documents import to_bytes
from cms.publishing.timeline.read import MAX_AGE


def listing(ask: Ask) -> HttpResponse:
    """`{"items": [{code, status, title}], "count", "next": null}`."""
    with translation.override(ask.locale):
        items = [
            {"code": code, "status": kind.status, "title": gettext(kind.title)} for code, kind in sorted(KINDS.items())
        ]
    body = to_bytes({"items": items, "count": len(items), "next": None})
    return answer(body, etag=headers.etag_of(body), known=ask.known, max_age=MAX_AGE, locale=ask.locale)


@csrf_exempt
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any address under `/api/` that is none. Answers 404 as a problem, whatever the method."""
    return Problem("unknown_endpoint").response(asked_locale(request))
