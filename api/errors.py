"""One error shape: `application/problem+json` (RFC 9457) with a stable `code`, in the asked language.

A view raises `Problem`; the codes and their sentences stand in `KINDS` and are served at
`/api/v1/problems/`. Codes are never renamed within v1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response

from api import headers
from cms.publishing.addresses import absolute
from cms.publishing.documents import to_bytes

CONTENT_TYPE = "application/problem+json"
LOCALES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
DEFAULT_LOCALE: str = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Kind:
    """A class of problems: its HTTP status and its two sentences as msgids."""

    status: int
    title: str
    detail: str


KINDS: Mapping[str, Kind] = {
    "unknown_parameter": Kind(
        400, _("Unknown parameter"), _("This address does not know the parameter “%(parameter)s”.")
    ),
    "repeated_parameter": Kind(
        400, _("Parameter given twice"), _("The parameter “%(parameter)s” may be given once only.")
    ),
    "missing_parameter": Kind(400, _("Parameter missing"), _("The parameter “%(parameter)s” is required.")),
    "unknown_locale": Kind(
        400, _("Unknown language"), _("“%(value)s” is not a language of this site; use one of: %(locales)s.")
    ),
    "unknown_type": Kind(400, _("Unknown content type"), _("“%(value)s” is not a content type of this site.")),
    "unknown_section": Kind(400, _("Unknown section"), _("“%(value)s” is not a section of this office.")),
    "unknown_parent": Kind(400, _("Unknown parent page"), _("No page with the key “%(value)s” is public.")),
    "unknown_category": Kind(
        400, _("Unknown classification"), _("“%(value)s” is not a classification code; write it as scheme:code.")
    ),
    "invalid_limit": Kind(400, _("Invalid limit"), _("The limit must be a whole number from 1 to %(maximum)s.")),
    "invalid_cursor": Kind(
        400, _("Invalid cursor"), _("This cursor was not made by this address; start again without one.")
    ),
    "invalid_date": Kind(
        400, _("Invalid date"), _("“%(value)s” is neither an ISO 8601 day nor an instant with its offset.")
    ),
    "invalid_path": Kind(
        400, _("Invalid path"), _("A path begins and ends with a slash and has at most 500 characters.")
    ),
    "invalid_request": Kind(400, _("Invalid request"), _("The request could not be understood.")),
    "sign_in_required": Kind(401, _("Sign-in required"), _("Sign in to use this address.")),
    "evidence_not_public": Kind(
        403, _("The past is not public"), _("What was public earlier is shown to the office's staff and auditors only.")
    ),
    "preview_required": Kind(
        403,
        _("The future is not public"),
        _("What will be public later is shown with a preview token of that page only."),
    ),
    "forbidden": Kind(403, _("Not allowed"), _("You may not do this.")),
    "other_type": Kind(
        404, _("Page of another type"), _("The page “%(key)s” has the type “%(type)s”; ask for it under pages/.")
    ),
    "not_found": Kind(404, _("Page not found"), _("No page with the key “%(key)s” is public.")),
    "no_address": Kind(404, _("Page without an address"), _("The page “%(key)s” has no address of its own.")),
    "no_page_at_path": Kind(404, _("Page not found"), _("No page is public at the path “%(path)s”.")),
    "no_translation": Kind(
        404,
        _("Not available in this language"),
        _("The page “%(key)s” is public in another language only: %(locales)s."),
    ),
    "unknown_endpoint": Kind(404, _("Unknown address"), _("The API has no such address; see /api/v1/docs/.")),
    "unknown_device": Kind(404, _("Unknown device"), _("No public device has the code “%(device)s”.")),
    "unknown_list": Kind(404, _("Unknown list"), _("No public list has the key “%(key)s”.")),
    "unknown_file": Kind(404, _("File not found"), _("No public page shows this file.")),
    "unknown_preview": Kind(404, _("Preview not found"), _("This preview link is not valid.")),
    "method_not_allowed": Kind(
        405, _("Method not allowed"), _("This address does not take %(method)s; it takes %(allowed)s.")
    ),
    "preview_changed": Kind(
        410,
        _("Preview changed"),
        _("The text of this preview link was changed after the link was made; ask for a new link."),
    ),
    "withdrawn": Kind(410, _("Page withdrawn"), _("The page “%(key)s” has been withdrawn.")),
    "expired": Kind(410, _("Page no longer public"), _("The page “%(key)s” is no longer public.")),
    "blanked": Kind(
        410, _("Version removed"), _("What the page “%(key)s” said at that time has been removed on a legal ground.")
    ),
    "server_error": Kind(500, _("Fault in the service"), _("The service failed to answer; the fault has been logged.")),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter."""

    parameter: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """The sentence in the active language."""
        return gettext(KINDS[self.code].detail) % {"parameter": self.parameter, **self.values}


class Problem(Exception):
    """The answer is an error. `members` are further JSON members, `headers` further HTTP headers."""

    def __init__(
        self,
        code: str,
        values: Mapping[str, object] | None = None,
        *,
        faults: Iterable[Fault] = (),
        members: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = KINDS[code]
        self.code, self.values, self.faults = code, values or {}, tuple(faults)
        self.members, self.headers = members or {}, headers or {}
        super().__init__(code)

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> Problem:
        """Several wrong parameters in one answer; the first gives the code."""
        faults = tuple(faults)
        first = faults[0]
        return cls(first.code, {"parameter": first.parameter, **first.values}, faults=faults)

    def body(self, locale: str) -> dict[str, object]:
        """The members of the answer, in their order, in the language `locale`."""
        with translation.override(locale):
            body: dict[str, object] = {
                "type": absolute(f"/api/v1/problems/#{self.code}"),
                "title": gettext(self.kind.title),
                "status": self.kind.status,
                "code": self.code,
                "detail": gettext(self.kind.detail) % self.values,
            }
            if self.faults:
                body["errors"] = [
                    {"parameter": fault.parameter, "code": fault.code, "detail": fault.detail} for fault in self.faults
                ]
        return {**body, **self.members}

    def response(self, locale: str) -> HttpResponse:
        """The complete answer. Errors are never kept by caches: the next second may be different."""
        body = to_bytes(self.body(locale))
        response = HttpResponse(body, status=self.kind.status, content_type=CONTENT_TYPE)
        response.headers["ETag"] = headers.etag_of(body)
        response.headers["Cache-Control"] = "no-store"
        headers.describe(response, locale)
        for name, value in self.headers.items():
            response.headers[name] = value
        return response


def asked_locale(request: HttpRequest) -> str:
    """The language in which to tell somebody what is wrong: as asked, else that of the path asked for, else the first.

    Read from the query as it came: the fault may be that Django will not parse it.
    """
    asked = _raw(request, "locale")
    return asked if asked in LOCALES else locale_of(_raw(request, "path"))


def locale_of(path: str) -> str:
    """The language a public path is in: its first step, or the first language."""
    return next((code for code in LOCALES if path.startswith(f"/{code}/")), DEFAULT_LOCALE)


def _raw(request: HttpRequest, name: str) -> str:
    found = re.search(rf"(?:^|&){name}=([^&]*)", request.META.get("QUERY_STRING", ""))
    return unquote_plus(found[1]) if found else ""


# -- what Django and DRF find wrong by themselves ------------------------------


def is_ours(request: HttpRequest) -> bool:
    """Whether the request is for the API (or its files), so that errors are problems."""
    return request.path_info.startswith(("/api/", "/files/"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`."""
    if is_ours(request):
        return Problem("invalid_request").response(asked_locale(request))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler403`."""
    if is_ours(request):
        return Problem("forbidden").response(asked_locale(request))
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler404`."""
    if is_ours(request):
        return Problem("unknown_endpoint").response(asked_locale(request))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`; Django has logged the fault with its traceback."""
    if is_ours(request):
        return Problem("server_error").response(asked_locale(request))
    return defaults.server_error(request)


_BY_EXCEPTION: tuple[tuple[type[Exception], str], ...] = (
    (Http404, "unknown_endpoint"),
    (exceptions.NotFound, "unknown_endpoint"),
    (exceptions.NotAuthenticated, "sign_in_required"),
    (exceptions.AuthenticationFailed, "sign_in_required"),
    (exceptions.PermissionDenied, "forbidden"),
    (exceptions.APIException, "invalid_request"),
)


def drf_exception_handler(exception: Exception, context: Mapping[str, object]) -> Response | HttpResponse | None:
    """The setting `EXCEPTION_HANDLER`: DRF views fail in the same shape. None lets Django raise it again."""
    request = context["request"]
    if isinstance(exception, Problem):
        return exception.response(asked_locale(request))  # type: ignore[arg-type]  # DRF wraps the request
    for kind, code in _BY_EXCEPTION:
        if isinstance(exception, kind):
            return Problem(code).response(asked_locale(request))  # type: ignore[arg-type]  # as above
    return None
