"""Topics (主題專區)."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from site_pages.base import BasePage
from site_pages.structure import STRUCTURAL_TYPES


class TopicZonePage(BasePage):
    """Everything about one topic in one place: texts and links."""

    document_type: ClassVar[str] = "topic_zone"
    key_prefix: ClassVar[str] = "zone"
    parent_page_types: ClassVar[list[str]] = [
        "site_pages.HomePage",
        "site_pages.MenuPage",
    ]
    subpage_types: ClassVar[list[str]] = STRUCTURAL_TYPES

    class Meta:
        verbose_name = _("topic")
