"""Guides to an application (申辦須知)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import (
    BaseTranslatableField,
    SynchronizedField,
    TranslatableField,
)

from site_pages.base import DATES_PANEL, PERSON_PANEL, BasePage, content
from site_pages.blocks.body import RICH_TEXT
from site_pages.blocks.lists import FormsBlock, LawsBlock, PapersBlock
from site_pages.structure import STRUCTURAL_PARENTS


class ServiceGuidePage(BasePage):
    """Who may apply, with which papers, at what fee, within what time, under which law."""

    who = RichTextField(_("who may apply"), blank=True, features=RICH_TEXT)
    papers = StreamField(PapersBlock(), blank=True, verbose_name=_("papers to bring"))
    fee = RichTextField(_("fee"), blank=True, features=RICH_TEXT)
    time_limit = models.TextField(_("time limit for applying"), blank=True, max_length=500)
    processing_time = models.TextField(_("processing time"), blank=True, max_length=500)
    law = StreamField(LawsBlock(), blank=True, verbose_name=_("legal basis"))
    forms = StreamField(FormsBlock(), blank=True, verbose_name=_("forms"))
    proxy = RichTextField(_("application by proxy"), blank=True, features=RICH_TEXT)
    online_url = models.URLField(_("online application"), blank=True)

    document_type: ClassVar[str] = "service_guide"
    key_prefix: ClassVar[str] = "service"
    may_share_duty: ClassVar[bool] = True
    parent_page_types: ClassVar[list[str]] = STRUCTURAL_PARENTS
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = content(
        "who",
        "papers",
        "fee",
        "time_limit",
        "processing_time",
        "law",
        "forms",
        "proxy",
        "online_url",
    )
    settings_panels: ClassVar[list[Panel]] = [DATES_PANEL, PERSON_PANEL]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        *(TranslatableField(name) for name in ("who", "papers", "fee", "time_limit", "processing_time", "law")),
        *(TranslatableField(name) for name in ("forms", "proxy")),
        SynchronizedField("online_url"),
    ]

    class Meta:
        verbose_name = _("service guide")
