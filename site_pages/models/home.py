"""The home page of one language."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from site_pages.base import BasePage
from site_pages.structure import STRUCTURAL_TYPES


class HomePage(BasePage):
    """首頁: the root of the tree; its address is `/`, that of a translation `/en/`."""

    document_type: ClassVar[str] = "home"
    key_prefix: ClassVar[str] = "home"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [*STRUCTURAL_TYPES, "site_pages.FolderPage"]
    max_count: ClassVar[int] = len(settings.LANGUAGES)

    class Meta:
        verbose_name = _("home page")
