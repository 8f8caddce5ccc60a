"""The benchmark's settings: the demo's, with Wagtail's API beside it and a quiet log."""

from __future__ import annotations

from cms.settings.dev import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v2"]  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1"]
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
AXES_ENABLED = False
