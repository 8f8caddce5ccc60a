"""Questions and answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import BaseTranslatableField, TranslatableField

from cms.core.errors import Refusal
from site_pages.base import (
    CATEGORIES_PANEL,
    DATES_PANEL,
    NOTE_PANEL,
    PERSON_PANEL,
    SUMMARY_PANEL,
    BasePage,
)
from site_pages.blocks.body import RICH_TEXT
from site_pages.blocks.lists import QuestionsBlock
from site_pages.structure import STRUCTURAL_PARENTS


class FaqListPage(BasePage):
    """常見問答: the list of questions."""

    document_type: ClassVar[str] = "faq_list"
    key_prefix: ClassVar[str] = "list"
    parent_page_types: ClassVar[list[str]] = STRUCTURAL_PARENTS
    subpage_types: ClassVar[list[str]] = ["site_pages.FaqItemPage"]

    class Meta:
        verbose_name = _("list of questions")


class FaqItemPage(BasePage):
    """One question (the title), its short answer, its full answer and its relatives."""

    short_answer = models.TextField(
        _("short answer"),
        blank=True,
        max_length=200,
        help_text=_("The answer in one sentence, without links."),
    )
    answer = RichTextField(_("answer"), blank=True, features=RICH_TEXT)
    category = models.CharField(_("category"), max_length=80, blank=True)
    related = StreamField(QuestionsBlock(), blank=True, verbose_name=_("related questions"))

    document_type: ClassVar[str] = "faq_item"
    key_prefix: ClassVar[str] = "faq"
    is_item: ClassVar[bool] = True
    in_tree: ClassVar[bool] = False
    parent_page_types: ClassVar[list[str]] = ["site_pages.FaqListPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [
        FieldPanel("title", heading=_("Question")),
        FieldPanel("short_answer"),
        FieldPanel("answer"),
        FieldPanel("category"),
        FieldPanel("related"),
        SUMMARY_PANEL,
        FieldPanel("body", heading=_("More, as blocks")),
        CATEGORIES_PANEL,
        NOTE_PANEL,
    ]
    settings_panels: ClassVar[list[Panel]] = [DATES_PANEL, PERSON_PANEL]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        *(TranslatableField(name) for name in ("short_answer", "answer", "category", "related")),
    ]

    class Meta:
        verbose_name = _("question")

    def faults(self) -> Sequence[Refusal]:
        """A question goes out with its answer."""
        answered = self.short_answer.strip() or strip_tags(self.answer).strip()
        return (*super().faults(), *(() if answered else (Refusal("answer_needed"),)))
