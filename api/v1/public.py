"""From a read function to an address: methods, query, errors, and who may travel in time.

A *read* is a plain function `(ask, **names) -> HttpResponse`. At the present instant it is
answered without session, authentication or DRF; with `?at=` or `?preview=` the DRF view
below asks first who is there, then runs the very same read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.authentication import SessionAuthentication
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api.errors import Problem, asked_locale
from api.headers import READ_METHODS, preflight
from api.v1.ask import LOCALE, Ask, Parser, checked
from cms.core import clock
from cms.core.middleware import attach_session
from cms.office import roster
from cms.publishing import previews

Read = Callable[..., HttpResponse]
View = Callable[..., HttpResponse]


def public(answer: Read, parsers: Mapping[str, Parser] = LOCALE) -> View:
    """The Django view of `answer`, whose query may have the parameters named in `parsers`."""

    def view(request: HttpRequest, **names: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return other_method(request)
        try:
            ask = checked(request, parsers)
            if ask.travels:
                attach_session(request)
                return _travel(request, answer=answer, ask=ask, names=names)
            return answer(ask, **names)
        except Problem as problem:
            return problem.response(asked_locale(request))

    view.__name__, view.__doc__ = answer.__name__, answer.__doc__
    # The schema compares this with what it documents.
    view.parsers = parsers  # type: ignore[attr-defined]
    # Nothing is written here; without this Django answers a POST with its own HTML page.
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def other_method(request: HttpRequest, allowed: str = READ_METHODS) -> HttpResponse:
    """The preflight of a browser, or 405."""
    if request.method == "OPTIONS":
        return preflight(allowed)
    values = {"method": str(request.method)[:20], "allowed": allowed}
    problem = Problem("method_not_allowed", values, headers={"Allow": allowed})
    return problem.response(asked_locale(request))


class AsItIs(BaseContentNegotiation):
    """The answer has one form, whatever `Accept` says: as at the present instant, so at any other."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        """Any; nothing is read from a body."""
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Any; the read has made the whole answer."""
        first = next(iter(renderers))
        return first, str(first.media_type)


class Traveller(APIView):
    """The past for staff and auditors, the future for whoever has a preview token of that page."""

    authentication_classes = [SessionAuthentication]
    content_negotiation_class = AsItIs
    permission_classes: list[type] = []
    http_method_names = ["get", "head"]
    schema = None

    def get(self, request: Request, *, answer: Read, ask: Ask, names: Mapping[str, Any]) -> HttpResponse:
        """Run `answer` for the instant of `ask`. Raises `Problem` (403) for anybody else."""
        if ask.at > clock.now():
            require_preview(ask, names)
        elif not is_staff(request):
            raise Problem("evidence_not_public")
        response = answer(ask, **names)
        return keep_private(response)


_traveller = Traveller.as_view()


def _travel(request: HttpRequest, **names: Any) -> HttpResponse:
    """Public addresses know no session; somebody who travels may have one."""
    attach_session(request)
    return _traveller(request, **names)


def keep_private(response: HttpResponse) -> HttpResponse:
    """Mark an answer that is not for everybody: no cache keeps it, no robot lists it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Vary"] = "Cookie"
    return response


def is_staff(request: Request) -> bool:
    """Whether somebody of the office, auditors included, is signed in and on duty today."""
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return False
    today = roster.today()
    person = today.person_of(user.pk)
    return person is not None and today.is_present(person)


def require_preview(ask: Ask, names: Mapping[str, Any]) -> None:
    """Raise `Problem` unless the token of `ask` is good and for this very page and language."""
    link = previews.find(ask.preview) if ask.preview else None
    if link is None or (link.page_key, link.locale) != (names.get("key"), ask.locale):
        raise Problem("preview_required")
