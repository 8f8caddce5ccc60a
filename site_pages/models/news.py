"""News: lists of dated items."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.fields import StreamField
from wagtail_localize.fields import (
    BaseTranslatableField,
    SynchronizedField,
    TranslatableField,
)

from cms.core import clock
from site_pages.base import DATES_PANEL, PERSON_PANEL, BasePage, content
from site_pages.blocks.lists import FilesBlock
from site_pages.structure import STRUCTURAL_PARENTS


class NewsListPage(BasePage):
    """A list of dated items (最新消息, 戶政宣導, 活動花絮 …)."""

    document_type: ClassVar[str] = "news_list"
    key_prefix: ClassVar[str] = "list"
    parent_page_types: ClassVar[list[str]] = STRUCTURAL_PARENTS
    subpage_types: ClassVar[list[str]] = ["site_pages.NewsItemPage"]

    class Meta:
        verbose_name = _("news list")


class NewsItemPage(BasePage):
    """One item: 發布日期, 資料更新時間, 發布單位, 承辦人, attachments; always with an end."""

    published_on = models.DateField(
        _("date of the item"),
        default=clock.today,
        help_text=_("The date shown with the item (發布日期)."),
    )
    attachments = StreamField(FilesBlock(), blank=True, verbose_name=_("attachments"))

    document_type: ClassVar[str] = "news_item"
    key_prefix: ClassVar[str] = "news"
    is_item: ClassVar[bool] = True
    in_tree: ClassVar[bool] = False
    until_replaced_allowed: ClassVar[bool] = False
    parent_page_types: ClassVar[list[str]] = ["site_pages.NewsListPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = content("published_on", "attachments")
    settings_panels: ClassVar[list[Panel]] = [DATES_PANEL, PERSON_PANEL]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        SynchronizedField("published_on", overridable=False),
        TranslatableField("attachments"),
    ]

    class Meta:
        verbose_name = _("news item")
