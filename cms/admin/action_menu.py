"""The foot of the editor: the one thing that the person is asked for comes first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.action_menu import ActionMenuItem

from cms.admin import access
from cms.admin.waiting import RETURNED, Waiting, waiting_of
from cms.publishing.governed import GovernedPage

USELESS = frozenset({"action-unpublish", "action-publish", "localize-convert-to-alias"})
LOCKED, CANCEL = "action-page-locked", "action-cancel-workflow"


class DecisionItem(ActionMenuItem):
    """An answer to what waits: agreeing is one press, all others ask for their reason first."""

    template_name = "cms_admin/decision_item.html"

    def __init__(self, name: str, label: str, url: str) -> None:
        super().__init__()
        self.name = f"decide-{name}"  # type: ignore[assignment]  # Wagtail's own items have names
        self.label, self.url = label, url
        self.at_once = name == "approve"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "at_once": self.at_once}

    def get_url(self, parent_context: Mapping[str, Any]) -> str:
        return self.url


class StandItem(ActionMenuItem):
    """Nothing to press: it says for whom the text waits."""

    template_name = "cms_admin/stand_item.html"
    name = LOCKED  # type: ignore[assignment]  # Wagtail's own items have names

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label


def arrange(items: list[ActionMenuItem], request: HttpRequest, context: Mapping[str, Any]) -> None:
    """Take away what can do nothing; of what is left, put first what the person is asked for."""
    items[:] = [item for item in items if item.name not in USELESS]
    page = context.get("page")
    if not isinstance(page, GovernedPage) or page.pk is None:
        return
    user = access.person(request)
    found = waiting_of(page, user)
    if found is not None and found.step != RETURNED:
        items[:] = _while_waiting(page, found, items, user.pk)


def _while_waiting(
    page: GovernedPage, found: Waiting, items: list[ActionMenuItem], user_id: int
) -> list[ActionMenuItem]:
    mine: list[ActionMenuItem] = [
        DecisionItem(one.name, one.label, reverse("office:decide", args=[page.pk, one.name])) for one in found.decisions
    ]
    # Who is asked to decide sends back, with a reason; only who sent it in takes it back without one.
    back = [item for item in items if item.name == CANCEL and (not mine or found.requested_by == user_id)]
    return [*(mine or [StandItem(found.label)]), *back]
