"""A refusal in the admin is shown with every reason, wherever it was raised.

Actions raise `Refused` and roll back; here the person gets the sentences instead of an
error page: as messages above the page they came from, or as JSON for scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cms.admin import doors, whole
from cms.core.errors import Refused
from cms.publishing.errors import GuardError

CONFLICT = 409
MODALS = frozenset({"wagtailadmin_pages:workflow_action", "wagtailadmin_pages:collect_workflow_action_data"})

Reason = dict[str, str]


class RefusedMiddleware:
    """Turn `Refused` and the database guard's refusals raised in admin views into answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    @cached_property
    def _prefix(self) -> str:
        # Asked before every public read too, so worked out once.
        return reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Sequence[object],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """The answer of a closed door, or of a change that is made as a whole; None lets the view run."""
        if not request.path.startswith(self._prefix):
            return None
        reasons = doors.closed(request, kwargs)
        if reasons:
            return _answer(request, _reasons(Refused(reasons)))
        return _as_a_whole(request, view, args, kwargs) if whole.concerns(request) else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer for a refusal; None for any other error and outside the admin."""
        if not request.path.startswith(self._prefix):
            return None
        reasons = _reasons(error)
        return _answer(request, reasons) if reasons else None


def _as_a_whole(
    request: HttpRequest, view: Callable[..., HttpResponse], args: Sequence[object], kwargs: Mapping[str, object]
) -> HttpResponse:
    # Django asks `process_exception` for views alone, not for what a middleware runs.
    try:
        return whole.run(view, request, args, kwargs)
    except (Refused, GuardError) as error:
        return _answer(request, _reasons(error))


def _reasons(error: Exception) -> list[Reason]:
    if isinstance(error, Refused):
        return [{"code": reason.code, "message": reason.message} for reason in error.refusals]
    if isinstance(error, GuardError):
        sentence = _("The database itself refused this change, so nothing was changed. Please tell the administrator.")
        return [{"code": "guard", "message": sentence}]
    return []


def _answer(request: HttpRequest, reasons: Sequence[Reason]) -> HttpResponse:
    match = request.resolver_match
    if match is not None and match.view_name in MODALS and _is_script(request):
        # Wagtail's dialog shows "server error" for any status but 2xx: reload the page with the reasons on it.
        _show(request, reasons)
        page = reverse("wagtailadmin_pages:edit", args=[match.kwargs["page_id"]])
        return JsonResponse({"step": "success", "redirect": page, "errors": list(reasons)})
    if _is_script(request):
        return JsonResponse(
            {
                "errors": list(reasons),
                # The two keys that Wagtail's autosave shows to the editor.
                "success": False,
                "error_code": reasons[0]["code"],
                "error_message": " ".join(reason["message"] for reason in reasons),
            },
            status=CONFLICT,
        )
    _show(request, reasons)
    return HttpResponseRedirect(_back(request))


def _show(request: HttpRequest, reasons: Sequence[Reason]) -> None:
    for reason in reasons:
        messages.error(request, reason["message"])


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("x-requested-with") == "XMLHttpRequest" or not request.accepts("text/html")


def _back(request: HttpRequest) -> str:
    """Where the person came from, on this site; else the dashboard. Never the page that refused to show."""
    referer = request.headers.get("referer", "")
    safe = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    if not safe or (request.method == "GET" and urlsplit(referer).path == request.path):
        return reverse("wagtailadmin_home")
    return referer
