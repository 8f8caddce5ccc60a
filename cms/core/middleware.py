"""Sessions, sign-in and the reader's language are for the back office; public reads pass them by.

A public answer depends on its address and the instant alone. It reads no cookie, sets none,
and pays for neither.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.module_loading import import_string

Handler = Callable[[HttpRequest], HttpResponse]


class BackOfficeMiddleware:
    """Run the middleware of `BACK_OFFICE_MIDDLEWARE` below `BACK_OFFICE_PREFIXES`, and nowhere else.

    Only for middleware that works around a request as a whole: their `process_view`,
    `process_exception` and `process_template_response` are not called.
    """

    def __init__(self, get_response: Handler) -> None:
        self._public = get_response
        self._office = _chain(get_response)
        self._prefixes = tuple(settings.BACK_OFFICE_PREFIXES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(self._prefixes):
            return self._public(request)
        try:
            return self._office(request)
        finally:
            # The next request of this thread may be a public one, in the site's own language.
            translation.deactivate()


def attach_session(request: HttpRequest) -> None:
    """Give a public address that is asked by somebody signed in its session and user, both lazy."""
    if hasattr(request, "session"):
        return
    for name in settings.SIGN_IN_MIDDLEWARE:
        import_string(name)(_nothing).process_request(request)


def _chain(handler: Handler) -> Handler:
    for name in reversed(settings.BACK_OFFICE_MIDDLEWARE):
        handler = import_string(name)(handler)
    return handler


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
