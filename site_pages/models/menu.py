"""A group of the tree."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from site_pages.base import BasePage
from site_pages.structure import STRUCTURAL_PARENTS, STRUCTURAL_TYPES


class MenuPage(BasePage):
    """A group of pages (公告資訊, 機關介紹 …): its own address shows what is below it."""

    document_type: ClassVar[str] = "menu"
    key_prefix: ClassVar[str] = "menu"
    parent_page_types: ClassVar[list[str]] = STRUCTURAL_PARENTS
    subpage_types: ClassVar[list[str]] = STRUCTURAL_TYPES

    class Meta:
        verbose_name = _("menu")
