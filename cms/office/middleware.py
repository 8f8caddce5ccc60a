"""One roster a request: the many permission questions of one admin page cost one reading."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cms.office import roster


class RosterMiddleware:
    """Keep the roster in memory while one request runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with roster.remembered():
            return self.get_response(request)
