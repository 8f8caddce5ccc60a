"""A page of text."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from site_pages.base import BasePage
from site_pages.structure import STRUCTURAL_PARENTS


class StandardPage(BasePage):
    """A text that stands until it is replaced."""

    document_type: ClassVar[str] = "standard"
    key_prefix: ClassVar[str] = "page"
    parent_page_types: ClassVar[list[str]] = [
        *STRUCTURAL_PARENTS,
        "site_pages.StandardPage",
    ]
    subpage_types: ClassVar[list[str]] = [
        "site_pages.StandardPage",
        "site_pages.LinkPage",
    ]

    class Meta:
        verbose_name = _("standard page")
