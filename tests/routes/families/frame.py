"""The site's frame: addresses, redirects, languages; and Wagtail's management commands."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.core import clock
from site_pages.models import NewsItemPage
from tests.routes.route import Desk, Route, code, route

# Wagtail's commands ask the machine's clock, not the one that tests hold.
LONG_AGO = timedelta(days=4000)
KEEPER = {"may": ("superuser",), "may_not": ("guest",), "stock": False}
NOBODY = {"may_not": ("owner", "webmaster", "superuser")}


def _site(desk: Desk) -> Site:
    site: Site = Site.objects.get(is_default_site=True)
    return site


def _move_root(desk: Desk) -> None:
    """Another page becomes the root: every address in Wagtail changes at once."""
    data = {
        "hostname": "elsewhere.example",
        "port": "80",
        "site_name": "x",
        "root_page": desk.page("about").pk,
        "is_default_site": "on",
    }
    desk.post("wagtailsites:edit", _site(desk).pk, data=data)


def _add_site(desk: Desk) -> None:
    data = {"hostname": "second.example", "port": "80", "site_name": "y", "root_page": desk.page("news").pk}
    desk.post("wagtailsites:add", data=data)


def _delete_site(desk: Desk) -> None:
    desk.post("wagtailsites:delete", _site(desk).pk)


def _add_redirect(desk: Desk) -> None:
    data = {"old_path": "/news/moving/", "is_permanent": "on", "redirect_link": "https://evil.example/", "site": ""}
    desk.post("wagtailredirects:add", data=data)


def _a_redirect(desk: Desk) -> None:
    desk.kept["redirect"] = Redirect.objects.create(old_path="/old", redirect_link="https://x.example/").pk


def _edit_redirect(desk: Desk) -> None:
    data = {"old_path": "/news/moving/", "redirect_link": "https://evil.example/", "site": ""}
    desk.post("wagtailredirects:edit", desk.kept["redirect"], data=data)


def _delete_redirect(desk: Desk) -> None:
    desk.post("wagtailredirects:delete", desk.kept["redirect"])


def _import_redirects(desk: Desk) -> None:
    file = SimpleUploadedFile("redirects.csv", b"/news/moving/,https://evil.example/\n")
    shown = desk.post("wagtailredirects:start_import", data={"import_file": file})
    if shown.status_code == HTTPStatus.OK:
        kept = dict(re.findall(r'name="(import_file_name|input_format)" value="([^"]*)"', shown.content.decode()))
        data = {**kept, "from_index": "0", "to_index": "1", "permanent": "on", "site": ""}
        desk.post("wagtailredirects:process_import", data=data)


# -- commands ------------------------------------------------------------------


def _command(desk: Desk, name: str, *arguments: object, **options: object) -> None:
    desk.run(lambda: call_command(name, *arguments, stdout=StringIO(), stderr=StringIO(), **options))


def _go_live_is_due(desk: Desk) -> None:
    """A revision with Wagtail's own approved date, which has come."""
    page = desk.page("draft")
    page.go_live_at = clock.now() - LONG_AGO
    revision = page.save_revision(user=desk.stage.user("owner"), clean=False)
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=page.go_live_at)


def _expiry_is_due(desk: Desk) -> None:
    """Wagtail's own expiry date on a public page."""
    past = clock.now() - LONG_AGO
    NewsItemPage.objects.filter(pk=desk.page().pk).update(live=True, expire_at=past)


def _publish_scheduled(desk: Desk) -> None:
    _command(desk, "publish_scheduled")


def _publish_scheduled_pages(desk: Desk) -> None:
    _command(desk, "publish_scheduled_pages")


def _purge(desk: Desk) -> None:
    _command(desk, "purge_revisions")


def _move_pages(desk: Desk) -> None:
    _command(desk, "move_pages", desk.page("about").pk, desk.page("home").pk)


def _broken_tree(desk: Desk) -> None:
    Page.objects.filter(pk=desk.page("news").pk).update(numchild=7)


def _fixtree(desk: Desk) -> None:
    _command(desk, "fixtree", interactive=False)


def _slug_behind(desk: Desk) -> None:
    Page.objects.filter(pk=desk.page("about").pk).update(slug="renamed")


def _set_url_paths(desk: Desk) -> None:
    _command(desk, "set_url_paths")


def _log_entries(desk: Desk) -> None:
    _command(desk, "create_log_entries_from_revisions")


def _references(desk: Desk) -> None:
    _command(desk, "rebuild_references_index", verbosity=0)


def _embeds(desk: Desk) -> None:
    _command(desk, "purge_embeds")


def _renditions(desk: Desk) -> None:
    _command(desk, "wagtail_update_image_renditions", purge_only=True)


def _index(desk: Desk) -> None:
    _command(desk, "update_index", verbosity=0)


def _index_again(desk: Desk) -> None:
    _command(desk, "wagtail_update_index", verbosity=0)


def _redirects_by_command(desk: Desk) -> None:
    file = Path(settings.VAR) / "redirects.csv"
    file.write_text("from,to\n/news/moving/,https://evil.example/\n")
    _command(desk, "import_redirects", src=str(file), ask=False)


def _sync_trees(desk: Desk) -> None:
    _command(desk, "sync_locale_trees")


def _redirects(name: str) -> str:
    return f"view:wagtailredirects:{name}"


ROUTES: tuple[Route, ...] = (
    route("site: another root page", _move_root, "view:wagtailsites:edit", **KEEPER),
    route("site: a second site", _add_site, "view:wagtailsites:add", **KEEPER),
    route("site: delete", _delete_site, "view:wagtailsites:delete", **KEEPER),
    route("redirect: add", _add_redirect, _redirects("add"), **NOBODY),
    route("redirect: edit", _edit_redirect, _redirects("edit"), prepare=_a_redirect, **NOBODY),
    route("redirect: delete", _delete_redirect, _redirects("delete"), prepare=_a_redirect, **NOBODY),
    route(
        "redirect: import a table",
        _import_redirects,
        _redirects("start_import"),
        _redirects("process_import"),
        **NOBODY,
    ),
    code(
        "command: publish_scheduled, go-live",
        _publish_scheduled,
        "command:publish_scheduled",
        prepare=_go_live_is_due,
        refused=True,
    ),
    code("command: publish_scheduled, expiry", _publish_scheduled, "command:publish_scheduled", prepare=_expiry_is_due),
    code(
        "command: publish_scheduled_pages",
        _publish_scheduled_pages,
        "command:publish_scheduled_pages",
        prepare=_expiry_is_due,
    ),
    code("command: purge_revisions", _purge, "command:purge_revisions"),
    code("command: move_pages", _move_pages, "command:move_pages"),
    code("command: fixtree", _fixtree, "command:fixtree", prepare=_broken_tree),
    code("command: set_url_paths", _set_url_paths, "command:set_url_paths", prepare=_slug_behind),
    code("command: create_log_entries_from_revisions", _log_entries, "command:create_log_entries_from_revisions"),
    code("command: rebuild_references_index", _references, "command:rebuild_references_index"),
    code("command: purge_embeds", _embeds, "command:purge_embeds"),
    code("command: wagtail_update_image_renditions", _renditions, "command:wagtail_update_image_renditions"),
    code("command: update_index", _index, "command:update_index"),
    code("command: wagtail_update_index", _index_again, "command:wagtail_update_index"),
    code("command: import_redirects", _redirects_by_command, "command:import_redirects"),
    code("command: sync_locale_trees", _sync_trees, "command:sync_locale_trees"),
)
