"""The bilingual glossary (雙語詞彙)."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.fields import StreamField
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from site_pages.base import BasePage, content
from site_pages.blocks.lists import TermsBlock
from site_pages.structure import STRUCTURAL_PARENTS


class GlossaryPage(BasePage):
    """Pairs of Chinese and official English terms; both languages show the same list."""

    terms = StreamField(TermsBlock(), blank=True, verbose_name=_("terms"))

    document_type: ClassVar[str] = "glossary"
    key_prefix: ClassVar[str] = "glossary"
    parent_page_types: ClassVar[list[str]] = STRUCTURAL_PARENTS
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = content("terms")
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        SynchronizedField("terms", overridable=False),
    ]

    class Meta:
        verbose_name = _("glossary")
