"""The page editor and the form for a new page."""

from __future__ import annotations

from datetime import date

from django.contrib.contenttypes.models import ContentType

from site_pages.models import NewsItemPage
from tests.routes.forms import NEW_TITLE, approved, decide, edit, filled, sent_in, waiting
from tests.routes.route import Desk, Route, route
from tests.routes.stage import draft

EDIT, REVERT = "view:wagtailadmin_pages:edit", "view:wagtailadmin_pages:revisions_revert"
ADD = "view:wagtailadmin_pages:add"
WRITER = {"may": ("owner",), "may_not": ("other_owner", "stranger", "superuser")}
XHR = {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def _save_public(desk: Desk) -> None:
    edit(desk, title=NEW_TITLE)


def _save_draft(desk: Desk) -> None:
    edit(desk, "draft", title=NEW_TITLE)


def _publish(desk: Desk) -> None:
    edit(desk, title=NEW_TITLE, **{"action-publish": "1"})


def _publish_draft(desk: Desk) -> None:
    edit(desk, "draft", title=NEW_TITLE, **{"action-publish": "1"})


def _schedule(desk: Desk) -> None:
    edit(desk, title=NEW_TITLE, go_live_at="2026-11-24 09:00", **{"action-publish": "1"})


def _date_on_a_draft(desk: Desk) -> None:
    edit(desk, title=NEW_TITLE, online_date="2026-11-24")


def _an_older_version(desk: Desk) -> None:
    page = desk.page()
    desk.kept["old"] = page.latest_revision_id
    page.title = NEW_TITLE
    draft(desk.stage, page)


def _revert(desk: Desk, **changes: str) -> None:
    page = desk.page()
    data = filled(page.get_latest_revision_as_object(), **changes)
    desk.post("wagtailadmin_pages:revisions_revert", page.pk, desk.kept["old"], data=data)


def _revert_and_save(desk: Desk) -> None:
    _revert(desk)


def _revert_and_publish(desk: Desk) -> None:
    _revert(desk, **{"action-publish": "1"})


def _submit(desk: Desk) -> None:
    edit(desk, title=NEW_TITLE, **{"action-submit": "1"})


def _submit_without_end(desk: Desk) -> None:
    edit(desk, title=NEW_TITLE, offline_date="", **{"action-submit": "1"})


def _write_while_it_waits(desk: Desk) -> None:
    edit(desk, title="趁還沒核可")


def _written_by_chief_while_it_waits(desk: Desk) -> None:
    sent_in(desk)
    page = desk.page()
    page.title = "課長改的"
    page.save_revision(user=desk.stage.user("chief"), clean=False)


def _approve(desk: Desk, **changes: str) -> None:
    edit(desk, **{"action-workflow-action": "1", "workflow-action-name": "approve", **changes})


def _answer_in_the_dialog(desk: Desk) -> None:
    decide(desk, "approve")


def _approve_unchanged(desk: Desk) -> None:
    _approve(desk)


def _approve_and_edit(desk: Desk) -> None:
    _approve(desk, title="核可時順手改的")


def _approve_by_dialog(desk: Desk) -> None:
    decide(desk, "approve")


def _restart(desk: Desk) -> None:
    edit(desk, title="重新送", **{"action-restart-workflow": "1"})


def _cancel(desk: Desk) -> None:
    edit(desk, **{"action-cancel-workflow": "1"})


def _sent_back(desk: Desk) -> None:
    sent_in(desk)
    state = waiting(desk)
    state.task.specific.on_action(state, desk.stage.user("chief"), "reject", comment="請補充")


def _autosave(desk: Desk) -> None:
    """The editor saves by itself, into the newest revision."""
    page = desk.page().get_latest_revision_as_object()
    data = filled(page, title="自動儲存的", overwrite_revision_id=str(page.latest_revision_id))
    desk.post("wagtailadmin_pages:edit", page.pk, data=data, **XHR)


def _autosaved_over_the_approved(desk: Desk) -> None:
    """The same revision number, another text: what the chief approved is gone."""
    approved(desk)
    page = desk.page().get_latest_revision_as_object()
    page.title = "核可後改的"
    page.save_revision(user=desk.stage.user("owner"), overwrite_revision=page.latest_revision, clean=False)


def _someone_elses_autosave(desk: Desk) -> None:
    """Autosave into the revision that is public."""
    page = desk.page().get_latest_revision_as_object()
    data = filled(page, title="自動儲存的", overwrite_revision_id=str(page.latest_revision_id))
    desk.post("wagtailadmin_pages:edit", page.pk, data=data)


def _add(desk: Desk, **changes: str) -> None:
    model = ContentType.objects.get_for_model(NewsItemPage)
    parent = desk.page("news")
    address = ("wagtailadmin_pages:add", model.app_label, model.model, parent.pk)
    desk.post(*address, data=filled(None, **changes))


def _create(desk: Desk) -> None:
    _add(desk)


def _create_and_publish(desk: Desk) -> None:
    _add(desk, **{"action-publish": "1"})


def _create_and_submit(desk: Desk) -> None:
    _add(desk, **{"action-submit": "1"})


def _create_at_a_public_address(desk: Desk) -> None:
    _add(desk, slug="moving")


def _slug_of_parent(desk: Desk) -> None:
    edit(desk, "about", slug="renamed")


def _planned_for_tomorrow(desk: Desk) -> None:
    approved(desk, online_date=date(2026, 11, 24))


# Items may be drafted by the staff of every section that supplies texts.
STAFF = {"may": ("owner", "other_owner"), "may_not": ("stranger", "superuser")}

ROUTES: tuple[Route, ...] = (
    route("edit: save a draft of a public page", _save_public, EDIT, **WRITER),
    route("edit: save a page that was never public", _save_draft, EDIT, **WRITER),
    route("edit: Publish", _publish, EDIT, "action:PublishPageRevisionAction", **WRITER),
    route("edit: Publish a page that was never public", _publish_draft, EDIT, **WRITER),
    route("edit: Publish with Wagtail's own go-live date", _schedule, EDIT, **WRITER),
    route("edit: a date on a draft", _date_on_a_draft, EDIT, **WRITER),
    route("edit: a new slug on a page with children", _slug_of_parent, EDIT, **WRITER),
    route("revert: save an older version", _revert_and_save, REVERT, prepare=_an_older_version, **WRITER),
    route("revert: publish an older version", _revert_and_publish, REVERT, prepare=_an_older_version, **WRITER),
    route("edit: submit", _submit, EDIT, audit=("submit",), **WRITER),
    route("edit: submit what lacks its end", _submit_without_end, EDIT, may_not=("owner", "stranger", "superuser")),
    route("edit: submit again after it was sent back", _submit, EDIT, prepare=_sent_back, audit=("submit",), **WRITER),
    route(
        "edit: write while the text waits",
        _write_while_it_waits,
        EDIT,
        prepare=sent_in,
        may_not=("chief", "owner", "other_owner", "superuser"),
    ),
    route(
        "edit: approve unchanged",
        _approve_unchanged,
        EDIT,
        prepare=sent_in,
        may_not=("chief", "owner", "other_chief", "superuser"),
    ),
    route(
        "edit: approve and change in one click",
        _approve_and_edit,
        EDIT,
        prepare=sent_in,
        may_not=("chief", "other_chief", "superuser"),
    ),
    route(
        "edit: approve what was changed after submission",
        _approve_unchanged,
        EDIT,
        prepare=_written_by_chief_while_it_waits,
        may_not=("chief", "superuser"),
    ),
    route(
        "edit: publish unchanged what was approved",
        _approve_unchanged,
        EDIT,
        prepare=approved,
        may_not=("webmaster", "chief", "owner", "superuser"),
    ),
    route(
        "dialog: publish for an approved later day",
        _answer_in_the_dialog,
        "view:wagtailadmin_pages:workflow_action",
        prepare=_planned_for_tomorrow,
        audit=("schedule",),
        may=("deputy",),
        may_not=("chief", "superuser"),
        opens=("deputy",),
    ),
    route(
        "edit: publish and change in one click",
        _approve_and_edit,
        EDIT,
        prepare=approved,
        may_not=("webmaster", "chief", "superuser"),
    ),
    route("edit: restart the workflow", _restart, EDIT, prepare=sent_in, may_not=("owner", "stranger", "superuser")),
    route("edit: cancel the workflow", _cancel, EDIT, prepare=sent_in, may_not=("stranger", "superuser")),
    route("autosave: into the newest draft", _autosave, EDIT, prepare=_an_older_version, **WRITER),
    route("autosave: into the revision that is public", _someone_elses_autosave, EDIT, **WRITER),
    route(
        "autosave: into the text that was approved",
        _autosave,
        EDIT,
        prepare=approved,
        may_not=("owner", "chief", "superuser"),
    ),
    route(
        "autosave: over the approved text, then publish",
        _approve_by_dialog,
        EDIT,
        "view:wagtailadmin_pages:workflow_action",
        prepare=_autosaved_over_the_approved,
        may_not=("webmaster", "deputy", "superuser"),
    ),
    route("create: save", _create, ADD, **STAFF),
    route("create: Publish", _create_and_publish, ADD, **STAFF),
    route(
        "create: submit", _create_and_submit, ADD, may=("owner",), may_not=("stranger", "superuser"), audit=("submit",)
    ),
    route("create: at an address that is taken", _create_at_a_public_address, ADD, may_not=("owner", "superuser")),
)
