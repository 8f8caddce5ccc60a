"""Print how many routes are tried: `python -m tests.routes`."""

from __future__ import annotations

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    django.setup()
    from tests.routes.table import counted

    print(counted())
