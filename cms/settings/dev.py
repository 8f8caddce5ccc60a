"""One person's machine and the demo: SQLite, a signing key made on first use, plain HTTP."""

from __future__ import annotations

from cms.settings import env
from cms.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY", "") or env.local_secret()
# Static files are served from where they lie: nothing to collect, nothing to go stale.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(exist_ok=True)
