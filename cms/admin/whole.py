"""What a person asks of a page in one go happens as a whole, or not at all.

Wagtail saves a version, moves the sign-off chain and only then asks its next step. A step
that refuses would leave a chain that runs without a step, and screens that cannot show it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.models import TaskState

from cms.admin.views import decisions
from cms.publishing.tasks import DutyTask

NAMESPACE = "wagtailadmin_pages"
ANSWER = f"{NAMESPACE}:workflow_action"


def concerns(request: HttpRequest) -> bool:
    """Whether the request changes a page through one of Wagtail's own screens."""
    match = request.resolver_match
    return request.method == "POST" and match is not None and NAMESPACE in match.namespaces


def run(
    view: Callable[..., HttpResponse], request: HttpRequest, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> HttpResponse:
    """The view's answer, with everything it wrote in one transaction. What the view raises takes all of it back."""
    asked = _asked(request, kwargs)
    with transaction.atomic():
        response = view(request, *args, **kwargs)
    if asked is not None:
        _say(request, asked)
    return response


def _asked(request: HttpRequest, kwargs: Mapping[str, Any]) -> TaskState | None:
    """The running step that the request answers through Wagtail's own dialog."""
    match = request.resolver_match
    if match is None or match.view_name != ANSWER:
        return None
    return TaskState.objects.filter(pk=kwargs["task_state_id"], status=TaskState.STATUS_IN_PROGRESS).first()


def _say(request: HttpRequest, state: TaskState) -> None:
    # Wagtail's dialog says nothing by itself when it has worked.
    state.refresh_from_db()
    if state.status != TaskState.STATUS_IN_PROGRESS and isinstance(task := state.task.specific, DutyTask):
        verb = "return" if state.status == TaskState.STATUS_REJECTED else task.approval_rule
        messages.success(request, decisions.done(state, verb))
