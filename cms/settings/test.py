"""The test suite: cheap passwords, no lock-out unless a test asks for it, quiet log."""

from __future__ import annotations

from cms.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-" + "0123456789" * 4
DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
BASE_URL = "https://office.example"
WAGTAILADMIN_BASE_URL = BASE_URL
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
AXES_ENABLED = False
