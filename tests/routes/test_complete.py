"""The table names everything that can change something; what is new fails here until somebody lists it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping

import wagtail.actions
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import get_translatable_models

from cms.admin import urls as office_urls
from tests.admin.screens import SCREENS
from tests.routes import known
from tests.routes.table import ROUTES, by_name


def covered(kind: str) -> set[str]:
    """The names of this kind (`view`, `action`, `bulk`, `api`, `command`) that some route drives."""
    marked = (name for route in ROUTES for name in route.covers)
    return {name.removeprefix(f"{kind}:") for name in marked if name.startswith(f"{kind}:")}


def admin_views() -> set[str]:
    """The name of every address under the admin, with its namespace."""
    admin = next(p for p in get_resolver().url_patterns if isinstance(p, URLResolver) and str(p.pattern) == "admin/")
    return set(_names(admin, ()))


def _names(resolver: URLResolver, rooms: tuple[str, ...]) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*rooms, pattern.name or "-"])
        else:
            yield from _names(pattern, (*rooms, pattern.namespace) if pattern.namespace else rooms)


def _check(registered: set[str], driven: set[str], reasons: Mapping[str, str]) -> None:
    """Each is driven or has a reason, none both; nothing is listed that does not exist."""
    assert registered - driven - set(reasons) == set(), "nobody has said what these do"
    assert driven & set(reasons) == set(), "these are driven and excused"
    assert (driven | set(reasons)) - registered == set(), "these do not exist"


def test_every_view_of_the_admin_is_listed() -> None:
    """Wagtail's and wagtail-localize's are driven here or excused; the office's own have a table of who sees them."""
    own = {name for name in admin_views() if name.split(":")[0] == office_urls.app_name}
    _check(admin_views() - own, covered("view"), known.VIEWS)
    assert own == set(SCREENS), "who may see these?"


def test_every_action_class_is_listed() -> None:
    """Every class of `wagtail.actions` that executes something."""
    modules = [
        importlib.import_module(f"wagtail.actions.{found.name}")
        for found in pkgutil.iter_modules(wagtail.actions.__path__)
    ]
    classes = {
        name
        for module in modules
        for name, found in inspect.getmembers(module, inspect.isclass)
        if found.__module__ == module.__name__ and hasattr(found, "execute")
    }
    _check(classes, covered("action"), known.ACTIONS)


def test_every_action_of_the_admin_api_is_listed() -> None:
    """What may be posted to a page of the admin's own API."""
    _check(set(PagesAdminAPIViewSet.actions), covered("api"), known.API_ACTIONS)


def test_every_bulk_action_is_listed() -> None:
    """As registered by Wagtail, those that this project takes away included."""
    bulk_action_registry._scan_for_bulk_actions()
    registered = {
        f"{app}.{model}.{action}"
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }
    taken_away = {"wagtailcore.page.publish", "wagtailcore.page.unpublish"}
    _check(registered | taken_away, covered("bulk"), known.BULK_ACTIONS)


def test_every_management_command_is_listed() -> None:
    """Those of Wagtail and wagtail-localize."""
    commands = {name for name, app in get_commands().items() if str(app).startswith("wagtail")}
    _check(commands, covered("command"), known.COMMANDS)


def test_no_snippet_is_translated() -> None:
    """The routes of snippets stay undriven only while there is none."""
    assert [model for model in get_translatable_models() if model._meta.app_label not in _PAGES] == []


_PAGES = {"wagtailcore", "site_pages"}


def test_every_route_is_tried_by_somebody() -> None:
    """By one who may or by one who may not, and a screen by the superuser too."""
    assert len(by_name()) == len(ROUTES) >= 74
    for route in ROUTES:
        assert route.actors, route.name
        assert set(route.opens) <= set(route.may), route.name
        assert set(route.actors) & {"superuser", "guest", "code", "owner"}, route.name
