"""Messages for the display devices of the office (電子字幕機, 多媒體系統)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from cms.channels import devices, limits
from cms.core.errors import Refusal
from site_pages.base import (
    CATEGORIES_PANEL,
    DATES_PANEL,
    NOTE_PANEL,
    PERSON_PANEL,
    SUMMARY_PANEL,
    BasePage,
    content,
)
from site_pages.blocks.lists import DeviceTextsBlock


class MarqueeListPage(BasePage):
    """Holds the messages together in the admin; the devices' feeds are the public lists."""

    document_type: ClassVar[str] = "marquee_list"
    key_prefix: ClassVar[str] = "list"
    publishable: ClassVar[bool] = False
    routable: ClassVar[bool] = False
    in_tree: ClassVar[bool] = False
    has_body: ClassVar[bool] = False
    parent_page_types: ClassVar[list[str]] = ["site_pages.FolderPage"]
    subpage_types: ClassVar[list[str]] = ["site_pages.MarqueeMessagePage"]
    max_count_per_parent: ClassVar[int] = 1
    content_panels: ClassVar[list[Panel]] = content(body=False)

    class Meta:
        verbose_name = _("display messages")


class MarqueeMessagePage(BasePage):
    """One message with its own text for each device; never longer than the device can show."""

    priority = models.PositiveSmallIntegerField(
        _("priority"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("1 is shown first, 9 last."),
    )
    texts = StreamField(DeviceTextsBlock(), blank=True, verbose_name=_("texts"))

    document_type: ClassVar[str] = "marquee_message"
    key_prefix: ClassVar[str] = "marquee"
    is_item: ClassVar[bool] = True
    in_tree: ClassVar[bool] = False
    routable: ClassVar[bool] = False
    until_replaced_allowed: ClassVar[bool] = False
    has_body: ClassVar[bool] = False
    parent_page_types: ClassVar[list[str]] = ["site_pages.MarqueeListPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [
        FieldPanel("title"),
        FieldPanel("priority"),
        FieldPanel("texts"),
        SUMMARY_PANEL,
        CATEGORIES_PANEL,
        NOTE_PANEL,
    ]
    settings_panels: ClassVar[list[Panel]] = [DATES_PANEL, PERSON_PANEL]
    # A display text is written for its device in its language: a translation starts from a copy.
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        SynchronizedField("priority"),
        SynchronizedField("texts"),
    ]

    class Meta:
        verbose_name = _("display message")

    def faults(self) -> Sequence[Refusal]:
        """Every place where a text does not fit its device; a message without any text is one too."""
        return (*super().faults(), *self._text_faults())

    def _text_faults(self) -> Iterator[Refusal]:
        known = devices.limits_of(devices.MARQUEE)
        seen: set[str] = set()
        for block in self.texts:
            code = block.value["device"]
            if code not in known:
                yield limits.unknown_device(code)
                continue
            if code in seen:
                yield Refusal("device_twice", {"device": known[code].name})
            seen.add(code)
            yield from limits.faults(block.value["text"], known[code])
        if not self.texts:
            yield Refusal("text_needed")
