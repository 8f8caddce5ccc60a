"""Forms to download (書表下載)."""

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

from site_pages.base import DATES_PANEL, PERSON_PANEL, BasePage, content
from site_pages.blocks.lists import FilesBlock
from site_pages.structure import STRUCTURAL_PARENTS


class FormsListPage(BasePage):
    """The list of forms."""

    document_type: ClassVar[str] = "forms_list"
    key_prefix: ClassVar[str] = "list"
    parent_page_types: ClassVar[list[str]] = STRUCTURAL_PARENTS
    subpage_types: ClassVar[list[str]] = ["site_pages.FormItemPage"]

    class Meta:
        verbose_name = _("list of forms")


class FormItemPage(BasePage):
    """One form with its files (ODF to edit, PDF to print)."""

    number = models.CharField(_("number"), max_length=30, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=1000)
    files = StreamField(FilesBlock(), blank=True, verbose_name=_("files"))

    document_type: ClassVar[str] = "form_item"
    key_prefix: ClassVar[str] = "form"
    is_item: ClassVar[bool] = True
    in_tree: ClassVar[bool] = False
    parent_page_types: ClassVar[list[str]] = ["site_pages.FormsListPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = content("number", "description", "files")
    settings_panels: ClassVar[list[Panel]] = [DATES_PANEL, PERSON_PANEL]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        SynchronizedField("number"),
        TranslatableField("description"),
        TranslatableField("files"),
    ]

    class Meta:
        verbose_name = _("form")
