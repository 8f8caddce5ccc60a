"""The test suite: cheap passwords, no lock-out unless a test asks for it, quiet log, nothing kept."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cms.settings import env

# A folder of this process alone: a test never touches the checkout, nor another worker's files.
env.keep_apart("VAR_DIR", str(Path(tempfile.gettempdir()) / f"registration-cms-tests-{os.getuid()}" / str(os.getpid())))

from cms.settings.base import *  # noqa: E402, F403  # reads VAR_DIR

SECRET_KEY = "only-for-tests-" + "0123456789" * 4
DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
BASE_URL = "https://office.example"
WAGTAILADMIN_BASE_URL = BASE_URL
LOGGING["root"]["level"] = "WARNING"
AXES_ENABLED = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A test's database need not outlive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
STATIC_ROOT.mkdir(exist_ok=True)
