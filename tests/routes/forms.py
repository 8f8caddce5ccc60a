"""What a browser would send: the forms of the page editor, filled in."""

from __future__ import annotations

from typing import Any

from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.publishing.governed import GovernedPage
from cms.publishing.models import ChiefApprovalTask, PublishTask
from site_pages.models import NewsItemPage
from tests.routes.route import Desk
from tests.routes.stage import CODES, ITEMS_END

NEW_TITLE = "改過的標題"


def filled(page: GovernedPage | None = None, **changes: Any) -> dict[str, Any]:
    """The editor's form of `page` (or of a new news item) with `changes`."""
    values: dict[str, Any] = {
        "title": page.title if page else NEW_TITLE,
        "slug": page.slug if page else "brand-new",
        "summary": page.summary if page else "",
        "source_note": "",
        "body": streamfield([]),
        "comments": inline_formset([]),
        **CODES,
    }
    if page is None or isinstance(page, NewsItemPage):
        planned = page.online_date if page else None
        values |= {"published_on": "2026-11-23", "attachments": streamfield([]), "offline_date": str(ITEMS_END)}
        values["online_date"] = str(planned or "")
    data: dict[str, Any] = nested_form_data({**values, **changes})
    # Check boxes arrive as lists, which the helper spells out one by one.
    return {**data, **CODES}


def edit(desk: Desk, key: str = "moving", locale: str = "zh-hant", **changes: Any) -> None:
    """Send the editor's form of a page."""
    page = desk.page(key, locale).get_latest_revision_as_object()
    desk.post("wagtailadmin_pages:edit", page.pk, data=filled(page, **changes))


def sent_in(desk: Desk, key: str = "moving", title: str = NEW_TITLE, **changes: Any) -> None:
    """The owner writes a new version and sends it in for approval."""
    page = desk.page(key)
    page.title = title
    for name, value in changes.items():
        setattr(page, name, value)
    owner = desk.stage.user("owner")
    page.save_revision(user=owner, clean=False)
    desk.stage.workflow.start(desk.page(key), owner)


def approved(desk: Desk, key: str = "moving", **changes: Any) -> None:
    """The same, and the chief has agreed: it waits for the webmaster."""
    sent_in(desk, key, **changes)
    state = waiting(desk, key)
    state.task.specific.on_action(state, desk.stage.user("chief"), "approve")


def waiting(desk: Desk, key: str = "moving") -> TaskState:
    """The step at which the page waits."""
    state: TaskState = desk.page(key).current_workflow_task_state
    return state


def decide(desk: Desk, action: str, key: str = "moving", **data: Any) -> None:
    """Press a button of the step at which the page waits."""
    state = waiting(desk, key)
    desk.post("wagtailadmin_pages:workflow_action", desk.page(key).pk, action, state.pk, data=data)


def steps() -> tuple[ChiefApprovalTask, PublishTask]:
    """The two steps of the chain."""
    return ChiefApprovalTask.objects.get(), PublishTask.objects.get()
