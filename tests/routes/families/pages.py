"""The screens of one page, the listing's bulk actions and the admin's own API."""

from __future__ import annotations

import json

from site_pages.models import NewsItemPage
from tests.routes.route import Desk, Route, route
from tests.routes.stage import draft

NOBODY = ("owner", "webmaster", "superuser")
WEBMASTER = {"may": ("webmaster",), "may_not": ("owner", "stranger", "superuser")}
API = "view:wagtailadmin_api:pages:action"
BULK = "view:wagtail_bulk_action"


def _unpublish(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:unpublish", desk.page().pk)


def _unpublish_all(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:unpublish", desk.page("about").pk, data={"include_descendants": "on"})


def _delete_public(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:delete", desk.page().pk)


def _delete_waiting(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:delete", desk.page("later").pk)


def _delete_above(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:delete", desk.page("news").pk)


def _delete_draft(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:delete", desk.page("draft").pk)


def _copy_form(desk: Desk, key: str, **changes: str) -> None:
    page = desk.page(key)
    data = {"new_title": "複本", "new_slug": "copy", "new_parent_page": page.get_parent().pk, **changes}
    desk.post("wagtailadmin_pages:copy", page.pk, data=data)


def _copy(desk: Desk) -> None:
    _copy_form(desk, "moving")


def _copy_and_publish(desk: Desk) -> None:
    _copy_form(desk, "moving", publish_copies="on")


def _copy_tree_and_publish(desk: Desk) -> None:
    _copy_form(desk, "about", publish_copies="on", copy_subpages="on")


def _copy_as_alias(desk: Desk) -> None:
    _copy_form(desk, "moving", alias="on")


def _convert_alias(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:convert_alias", desk.page("draft").pk)


def _an_alias(desk: Desk) -> None:
    """One that was made behind the door, to stand for all."""
    NewsItemPage.objects.filter(pk=desk.page("draft").pk).update(alias_of=desk.page().page_ptr)


def _move(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:move_confirm", desk.page("about-history").pk, desk.page("home").pk)


def _choose_where_to_move(desk: Desk) -> None:
    home = desk.page("home")
    desk.post("wagtailadmin_pages:move", desk.page("about-history").pk, data={"new_parent_page": home.pk})


def _move_below_draft(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:move_confirm", desk.page().pk, desk.page("about").pk)


def _position(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:set_page_position", desk.page("news").pk, query="?position=0")


def _privacy(desk: Desk) -> None:
    data = {"restriction_type": "login", "password": "", "groups": []}
    desk.post("wagtailadmin_pages:set_privacy", desk.page().pk, data=data)


def _lock(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:lock", desk.page().pk)


def _unlock(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:unlock", desk.page().pk)


def _locked(desk: Desk) -> None:
    page = desk.page()
    page.locked, page.locked_by = True, desk.stage.user("owner")
    page.save(update_fields=["locked", "locked_by"])


def _unschedule(desk: Desk) -> None:
    page = desk.page("later")
    desk.post("wagtailadmin_pages:revisions_unschedule", page.pk, page.latest_revision_id)


# -- bulk actions --------------------------------------------------------------


def _bulk(desk: Desk, action: str, *keys: str, **data: object) -> None:
    """Ask for all of them at once, the public ones too."""
    chosen = "&".join(f"id={desk.page(key).pk}" for key in keys)
    desk.post("wagtail_bulk_action", "wagtailcore", "page", action, query=f"?{chosen}", data=data)


def _bulk_publish(desk: Desk) -> None:
    _bulk(desk, "publish", "draft", "about")


def _bulk_publish_below(desk: Desk) -> None:
    _bulk(desk, "publish", "news", include_descendants="on")


def _bulk_unpublish(desk: Desk) -> None:
    _bulk(desk, "unpublish", "moving", "about")


def _bulk_unpublish_below(desk: Desk) -> None:
    _bulk(desk, "unpublish", "news", include_descendants="on")


def _bulk_delete(desk: Desk) -> None:
    _bulk(desk, "delete", "moving", "news")


def _bulk_delete_draft(desk: Desk) -> None:
    _bulk(desk, "delete", "draft")


def _bulk_move(desk: Desk) -> None:
    _bulk(desk, "move", "about-history", chooser=desk.page("home").pk)


# -- the admin's own API -------------------------------------------------------


def _api(desk: Desk, action: str, key: str = "moving", **data: object) -> None:
    desk.post(
        "wagtailadmin_api:pages:action",
        desk.page(key).pk,
        action,
        data=json.dumps(data),  # type: ignore[arg-type]  # the client takes JSON text
        content_type="application/json",
    )


def _api_publish(desk: Desk) -> None:
    _api(desk, "publish", "draft")


def _api_unpublish(desk: Desk) -> None:
    _api(desk, "unpublish", "news", recursive=True)


def _api_copy(desk: Desk) -> None:
    _api(desk, "copy", slug="copied")


def _api_copy_as_draft(desk: Desk) -> None:
    _api(desk, "copy", slug="copied", keep_live=False)


def _api_copy_tree(desk: Desk) -> None:
    _api(desk, "copy", "about", recursive=True, keep_live=True, slug="copied")


def _api_create_alias(desk: Desk) -> None:
    _api(desk, "create_alias", update_slug="alias")


def _api_convert_alias(desk: Desk) -> None:
    _api(desk, "convert_alias", "draft")


def _api_move(desk: Desk) -> None:
    _api(desk, "move", "about-history", destination_page_id=desk.page("home").pk, position="first-child")


def _api_delete(desk: Desk) -> None:
    _api(desk, "delete")


def _api_revert(desk: Desk) -> None:
    _api(desk, "revert_to_page_revision", revision_id=desk.kept["old"])


def _an_older_version(desk: Desk) -> None:
    page = desk.page()
    desk.kept["old"] = page.latest_revision_id
    page.title = "新的標題"
    draft(desk.stage, page)


def _api_translate(desk: Desk) -> None:
    _api(desk, "copy_for_translation", "about-history", locale="en", copy_parents=True)


def _api_translate_as_alias(desk: Desk) -> None:
    _api(desk, "copy_for_translation", "about-history", locale="en", alias=True)


def _view(name: str) -> str:
    return f"view:wagtailadmin_pages:{name}"


_OWNER = {"may": ("owner",), "may_not": ("other_owner", "stranger", "superuser")}

ROUTES: tuple[Route, ...] = (
    route("unpublish", _unpublish, _view("unpublish"), "action:UnpublishPageAction", may_not=NOBODY),
    route("unpublish with everything below", _unpublish_all, _view("unpublish"), may_not=NOBODY),
    route("delete what is public", _delete_public, _view("delete"), "action:DeletePageAction", may_not=NOBODY),
    route("delete what waits to be public", _delete_waiting, _view("delete"), may_not=NOBODY),
    route("delete what stands above a public page", _delete_above, _view("delete"), may_not=NOBODY),
    route("delete a draft", _delete_draft, _view("delete"), **_OWNER),
    route("copy", _copy, _view("copy"), "action:CopyPageAction", **_OWNER),
    route("copy and publish the copy", _copy_and_publish, _view("copy"), **_OWNER),
    route("copy a tree and publish the copies", _copy_tree_and_publish, _view("copy"), **WEBMASTER),
    route("copy as an alias", _copy_as_alias, _view("copy"), "action:CreatePageAliasAction", may_not=NOBODY),
    route(
        "turn an alias into a page",
        _convert_alias,
        _view("convert_alias"),
        "action:ConvertAliasPageAction",
        prepare=_an_alias,
        may_not=NOBODY,
    ),
    route("move", _move, _view("move_confirm"), "action:MovePageAction", **WEBMASTER),
    route("choose where to move", _choose_where_to_move, _view("move"), **WEBMASTER),
    route("move below a page that holds no items", _move_below_draft, _view("move_confirm"), may_not=NOBODY),
    route("order the pages", _position, _view("set_page_position"), **WEBMASTER),
    route("privacy", _privacy, _view("set_privacy"), may_not=NOBODY),
    route("lock", _lock, _view("lock"), **_OWNER),
    route("unlock", _unlock, _view("unlock"), prepare=_locked, **_OWNER),
    route("take back a schedule", _unschedule, _view("revisions_unschedule"), may_not=NOBODY),
    route("bulk publish", _bulk_publish, BULK, "bulk:wagtailcore.page.publish", may_not=NOBODY),
    route("bulk publish with everything below", _bulk_publish_below, BULK, may_not=NOBODY),
    route("bulk unpublish", _bulk_unpublish, BULK, "bulk:wagtailcore.page.unpublish", may_not=NOBODY),
    route("bulk unpublish with everything below", _bulk_unpublish_below, BULK, may_not=NOBODY),
    # Wagtail leaves out what a person may not touch and then says that the rest, nothing, is done.
    route("bulk delete public pages", _bulk_delete, BULK, "bulk:wagtailcore.page.delete", may=NOBODY, may_not=()),
    route("bulk delete a draft", _bulk_delete_draft, BULK, may=("owner", "superuser"), may_not=()),
    route(
        "bulk move", _bulk_move, BULK, "bulk:wagtailcore.page.move", may=("webmaster", "owner", "superuser"), may_not=()
    ),
    route("admin API: publish", _api_publish, API, "api:publish", may_not=NOBODY),
    route("admin API: unpublish", _api_unpublish, API, "api:unpublish", may_not=NOBODY),
    route("admin API: copy, live by default", _api_copy, API, "api:copy", may_not=NOBODY),
    route("admin API: copy a tree, live", _api_copy_tree, API, may_not=NOBODY),
    route("admin API: copy as a draft", _api_copy_as_draft, API, **_OWNER),
    route("admin API: create an alias", _api_create_alias, API, "api:create_alias", may_not=NOBODY),
    route(
        "admin API: turn an alias into a page",
        _api_convert_alias,
        API,
        "api:convert_alias",
        prepare=_an_alias,
        may_not=NOBODY,
    ),
    route("admin API: move", _api_move, API, "api:move", **WEBMASTER),
    route("admin API: delete", _api_delete, API, "api:delete", may_not=NOBODY),
    route(
        "admin API: revert",
        _api_revert,
        API,
        "api:revert_to_page_revision",
        "action:RevertToPageRevisionAction",
        prepare=_an_older_version,
        may_not=NOBODY,
    ),
    route(
        "admin API: copy for translation",
        _api_translate,
        API,
        "api:copy_for_translation",
        "action:CopyPageForTranslationAction",
        may_not=NOBODY,
    ),
    route("admin API: copy for translation as an alias", _api_translate_as_alias, API, may_not=NOBODY),
)
