"""The settings given to other projects are the ones this project runs with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cms.settings import base, plugin

GIVEN = plugin.settings(base_url=base.BASE_URL, files=Path(base.PUBLISHED_FILES_ROOT))
LANGUAGE_LISTS = {"LANGUAGES", "WAGTAIL_CONTENT_LANGUAGES", "WAGTAILADMIN_PERMITTED_LANGUAGES"}
OF_THE_INSTALLATION = {"CMS_DATABASE_OWNER", "WEBHOOK_URLS", "WEBHOOK_SECRET", "CORS_ALLOW_ORIGIN"}


@pytest.mark.parametrize("name", sorted(GIVEN.keys() - LANGUAGE_LISTS - OF_THE_INSTALLATION))
def test_the_same_value(name: str) -> None:
    assert _plain(GIVEN[name]) == _plain(getattr(base, name))


@pytest.mark.parametrize("name", sorted(LANGUAGE_LISTS))
def test_the_same_languages(name: str) -> None:
    assert [code for code, _words in GIVEN[name]] == [code for code, _words in getattr(base, name)]


def test_the_same_apps() -> None:
    assert base.INSTALLED_APPS[: len(plugin.PROJECT_APPS)] == list(plugin.PROJECT_APPS)
    assert {app for app in base.INSTALLED_APPS if not app.startswith(("django.", "wagtail."))} <= {
        *plugin.PROJECT_APPS,
        *plugin.OTHER_APPS,
        "wagtail",
        "modelcluster",
        "taggit",
    }


def test_the_same_middleware() -> None:
    """Another project's sessions and languages run for every address, so ours are not parted from the public's."""
    ours = {*base.MIDDLEWARE, *base.BACK_OFFICE_MIDDLEWARE} - {"cms.core.middleware.BackOfficeMiddleware"}
    assert {entry for entry in ours if not entry.startswith(("django.", "whitenoise."))} == set(plugin.LAST_MIDDLEWARE)


def test_side_doors_are_left_out() -> None:
    assert not plugin.REPLACED_APPS & set(plugin.installed_apps(["wagtail.locales", "wagtail", "axes"]))
    assert plugin.installed_apps(["axes"]).count("axes") == 1
    assert plugin.middleware([plugin.SESSION_MIDDLEWARE, "x"])[:3] == [
        plugin.SESSION_MIDDLEWARE,
        plugin.LOCALE_MIDDLEWARE,
        "x",
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return str(value) if isinstance(value, Path) else value
