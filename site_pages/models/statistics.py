"""Population statistics."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from site_pages.base import BasePage
from site_pages.structure import STRUCTURAL_PARENTS


class StatisticsPage(BasePage):
    """The frame of a statistics page: its text; figures come from the statistics room."""

    document_type: ClassVar[str] = "statistics"
    key_prefix: ClassVar[str] = "statistics"
    parent_page_types: ClassVar[list[str]] = [
        *STRUCTURAL_PARENTS,
        "site_pages.StatisticsPage",
    ]
    subpage_types: ClassVar[list[str]] = [
        "site_pages.StatisticsPage",
        "site_pages.LinkPage",
    ]

    class Meta:
        verbose_name = _("statistics page")
