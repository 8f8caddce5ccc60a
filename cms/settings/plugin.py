"""What another Wagtail project's settings need, when the wheel is installed there.

    from cms.settings import plugin

    INSTALLED_APPS = plugin.installed_apps(INSTALLED_APPS)
    MIDDLEWARE = plugin.middleware(MIDDLEWARE)
    globals().update(plugin.settings(base_url="https://office.example", files=BASE_DIR / "published"))

Reads no environment; `cms/docs/plugin.md` explains each value, and system checks stop a
start in which one that guards the door is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

# Before every other app: their catalogues, templates and commands complete what follows.
PROJECT_APPS = (
    "cms.core",
    "cms.office",
    "cms.publishing",
    "cms.channels",
    "site_pages",
    "api",
    "cms.site",
    "cms.admin",
)
OTHER_APPS = (
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.typed_table_block",
    "rest_framework",
    "drf_spectacular_sidecar",
    "axes",
)
# They answer for the same thing as an app above, or set pages live by themselves.
REPLACED_APPS = frozenset({"wagtail.locales", "wagtail.contrib.simple_translation"})
LOCALE_MIDDLEWARE = "django.middleware.locale.LocaleMiddleware"
SESSION_MIDDLEWARE = "django.contrib.sessions.middleware.SessionMiddleware"
LAST_MIDDLEWARE = (
    "axes.middleware.AxesMiddleware",
    "cms.office.middleware.RosterMiddleware",
    "cms.admin.middleware.RefusedMiddleware",
)


def installed_apps(own: Iterable[str]) -> list[str]:
    """The project's apps with ours: ours first, nothing twice, nothing that opens a side door."""
    kept = [app for app in own if app not in REPLACED_APPS]
    return list(dict.fromkeys([*PROJECT_APPS, *OTHER_APPS, *kept]))


def middleware(own: Iterable[str]) -> list[str]:
    """The project's middleware with ours. Raises `ValueError` without sessions."""
    found = [entry for entry in own if entry not in LAST_MIDDLEWARE]
    if LOCALE_MIDDLEWARE not in found:
        found.insert(found.index(SESSION_MIDDLEWARE) + 1, LOCALE_MIDDLEWARE)
    return [*found, *LAST_MIDDLEWARE]


def settings(*, base_url: str, files: Path) -> dict[str, Any]:
    """The other settings; `base_url` is the public address, `files` holds published copies of files."""
    languages = [("zh-hant", "繁體中文"), ("en", "English")]
    location = {"location": str(files)}
    storage = "django.core.files.storage.FileSystemStorage"
    return {
        "BASE_URL": base_url,
        "WAGTAILADMIN_BASE_URL": base_url,
        "LANGUAGE_CODE": "zh-hant",
        "LANGUAGES": languages,
        "WAGTAIL_CONTENT_LANGUAGES": languages,
        "WAGTAILADMIN_PERMITTED_LANGUAGES": languages,
        "TIME_ZONE": "Asia/Taipei",
        "USE_TZ": True,
        "USE_I18N": True,
        "WAGTAIL_I18N_ENABLED": True,
        "WAGTAIL_FINISH_WORKFLOW_ACTION": "cms.publishing.finish.on_workflow_finish",
        "WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT": True,
        "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE": False,
        "WAGTAILDOCS_SERVE_METHOD": "serve_view",
        "WAGTAIL_ALLOW_UNICODE_SLUGS": False,
        "WAGTAILREDIRECTS_AUTO_CREATE": False,
        "WAGTAILSEARCH_BACKENDS": {"default": {"BACKEND": "wagtail.search.backends.database.fallback"}},
        "MEDIA_URL": "/private-media/",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "django.contrib.auth.backends.ModelBackend",
        ],
        "STORAGES": {
            "default": {"BACKEND": storage},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            "published": {"BACKEND": storage, "OPTIONS": location},
        },
        "PUBLISHED_FILES_ROOT": files,
        "REST_FRAMEWORK": {
            "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
            "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
            "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
            "EXCEPTION_HANDLER": "api.errors.drf_exception_handler",
        },
        "OFFICE_DATA_DIR": Path(__file__).resolve().parents[1] / "office" / "data" / "fengshan",
        "BACK_OFFICE_PREFIXES": ["/admin/", "/private-media/"],
        "WEBHOOK_URLS": [],
        "WEBHOOK_SECRET": "",
        "CORS_ALLOW_ORIGIN": "*",
        "CMS_DATABASE_OWNER": None,
    }
