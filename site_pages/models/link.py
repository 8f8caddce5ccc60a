"""An entry of the tree that leads somewhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from cms.core.errors import Refusal
from site_pages.base import CATEGORIES_PANEL, NOTE_PANEL, SUMMARY_PANEL, BasePage
from site_pages.structure import STRUCTURAL_PARENTS


class Feature(models.TextChoices):
    """Functions of the site that a row of the matrix answers for."""

    SEARCH = "search", _("search")
    SHARE = "share", _("share buttons")
    RSS = "rss", _("RSS")
    ENGLISH = "english", _("English site")
    WAITING_COUNT = "waiting-count", _("number of people waiting")


class LinkPage(BasePage):
    """A shortcut to a page, to another address, or to a feature of the site: exactly one of them."""

    target_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page of this site"),
    )
    target_url = models.URLField(_("other address"), blank=True)
    feature = models.CharField(_("feature of the site"), max_length=30, blank=True, choices=Feature)

    document_type: ClassVar[str] = "link"
    key_prefix: ClassVar[str] = "link"
    has_body: ClassVar[bool] = False
    parent_page_types: ClassVar[list[str]] = [
        *STRUCTURAL_PARENTS,
        "site_pages.StandardPage",
        "site_pages.StatisticsPage",
    ]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [
        FieldPanel("title"),
        MultiFieldPanel(
            [
                FieldPanel("target_page"),
                FieldPanel("target_url"),
                FieldPanel("feature"),
            ],
            heading=_("Where it leads"),
            help_text=_("Fill in exactly one of the three."),
        ),
        SUMMARY_PANEL,
        CATEGORIES_PANEL,
        NOTE_PANEL,
    ]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        SynchronizedField("target_page"),
        SynchronizedField("target_url"),
        SynchronizedField("feature", overridable=False),
    ]

    class Meta:
        verbose_name = _("link")

    def faults(self) -> Sequence[Refusal]:
        """Exactly one target."""
        count = sum(map(bool, (self.target_page_id, self.target_url, self.feature)))
        return (
            *super().faults(),
            *(() if count == 1 else (Refusal("link_target_needed", {"count": count}),)),
        )
