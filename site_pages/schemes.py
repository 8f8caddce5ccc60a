"""The three classification schemes (分類檢索) and the codes that are loaded for them."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scheme(models.TextChoices):
    THEME = "theme", _("by theme")
    ADMINISTRATION = "administration", _("by administration")
    SERVICE = "service", _("by service")


def choices(scheme: str) -> list[tuple[str, str]]:
    """(code, name) of every loaded code of `scheme`, in the scheme's order, for a form."""
    rows = apps.get_model("site_pages", "ClassificationCode").objects.filter(scheme=Scheme(scheme))
    return [(row.code, str(row)) for row in rows]
