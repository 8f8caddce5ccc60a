"""What every page of the site shows: documents on the same timeline, without an address of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import (
    BaseTranslatableField,
    SynchronizedField,
    TranslatableField,
)

from cms.core.errors import Refusal
from site_pages.base import BasePage, content
from site_pages.blocks.lists import BannersBlock, LinesBlock, PagesBlock, RedirectsBlock
from site_pages.schemes import Scheme
from site_pages.structure import SHARED_TYPES


class FolderPage(BasePage):
    """Holds the shared documents together in the admin; never public itself."""

    document_type: ClassVar[str] = "folder"
    key_prefix: ClassVar[str] = "folder"
    publishable: ClassVar[bool] = False
    routable: ClassVar[bool] = False
    in_tree: ClassVar[bool] = False
    has_body: ClassVar[bool] = False
    parent_page_types: ClassVar[list[str]] = ["site_pages.HomePage"]
    subpage_types: ClassVar[list[str]] = SHARED_TYPES
    max_count_per_parent: ClassVar[int] = 1
    content_panels: ClassVar[list[Panel]] = content(body=False)

    class Meta:
        verbose_name = _("folder of shared documents")


class SharedPage(BasePage):
    """A document that belongs to the whole site."""

    routable: ClassVar[bool] = False
    in_tree: ClassVar[bool] = False
    parent_page_types: ClassVar[list[str]] = ["site_pages.FolderPage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent: ClassVar[int] = 1

    class Meta:
        abstract = True


class SiteHeaderPage(SharedPage):
    """The links at the top of every page."""

    links = StreamField(PagesBlock(), blank=True, verbose_name=_("links"))

    document_type: ClassVar[str] = "site_header"
    key_prefix: ClassVar[str] = "site-header"
    content_panels: ClassVar[list[Panel]] = content("links")
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        TranslatableField("links"),
    ]

    class Meta:
        verbose_name = _("site header")


class SiteFooterPage(SharedPage):
    """The foot of every page: links, the site's policies, how to reach the office, its name and address."""

    links = StreamField(PagesBlock(), blank=True, verbose_name=_("links"))
    policies = StreamField(
        PagesBlock(),
        blank=True,
        verbose_name=_("policies"),
        help_text=_("The pages that state the site's policies (privacy, security, open data …)."),
    )
    contact = StreamField(
        PagesBlock(),
        blank=True,
        max_num=1,
        verbose_name=_("contact page"),
        help_text=_("The page that says how to reach the office."),
    )
    address_lines = StreamField(LinesBlock(), blank=True, verbose_name=_("name and address"))

    document_type: ClassVar[str] = "site_footer"
    key_prefix: ClassVar[str] = "site-footer"
    content_panels: ClassVar[list[Panel]] = content("links", "policies", "contact", "address_lines")
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        TranslatableField("links"),
        TranslatableField("policies"),
        TranslatableField("contact"),
        TranslatableField("address_lines"),
    ]

    class Meta:
        verbose_name = _("site footer")


class QuickServicesPage(SharedPage):
    """快捷服務: the short cuts of the home page."""

    links = StreamField(PagesBlock(), blank=True, verbose_name=_("links"))

    document_type: ClassVar[str] = "quick_services"
    key_prefix: ClassVar[str] = "quick-services"
    content_panels: ClassVar[list[Panel]] = content("links")
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        TranslatableField("links"),
    ]

    class Meta:
        verbose_name = _("quick services")


class BannerSetPage(SharedPage):
    """廣告橫幅: banners and where they lead."""

    banners = StreamField(BannersBlock(), blank=True, verbose_name=_("banners"))

    document_type: ClassVar[str] = "banner_set"
    key_prefix: ClassVar[str] = "banners"
    content_panels: ClassVar[list[Panel]] = content("banners")
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        TranslatableField("banners"),
    ]

    class Meta:
        verbose_name = _("banners")


class RedirectTablePage(SharedPage):
    """Old addresses and the pages that took their place."""

    redirects = StreamField(RedirectsBlock(), blank=True, verbose_name=_("redirects"))

    document_type: ClassVar[str] = "redirect_table"
    key_prefix: ClassVar[str] = "redirects"
    content_panels: ClassVar[list[Panel]] = content("redirects")
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        SynchronizedField("redirects"),
    ]

    class Meta:
        verbose_name = _("redirects")

    def faults(self) -> Sequence[Refusal]:
        """One old address leads to one page, and that page has an address."""
        pairs = [(block.value["from_path"], block.value["page"]) for block in self.redirects]
        counted = Counter(path for path, _page in pairs)
        twice = [Refusal("redirect_twice", {"path": path}) for path, count in counted.items() if count > 1]
        nowhere = [Refusal("redirect_without_address", {"path": path}) for path, page in pairs if not _routable(page)]
        return (*super().faults(), *twice, *nowhere)


def _routable(page: Page | None) -> bool:
    """Whether `page` has an address when it is public; one that is gone is left out of the table by itself."""
    return page is None or bool(getattr(page.specific_class, "routable", False))


class ClassificationSchemePage(SharedPage):
    """分類檢索: publishes the names of one scheme's codes."""

    scheme = models.CharField(_("scheme"), max_length=20, choices=Scheme, default=Scheme.THEME)

    document_type: ClassVar[str] = "classification_scheme"
    key_prefix: ClassVar[str] = "classification"
    max_count_per_parent: ClassVar[int] = len(Scheme)
    content_panels: ClassVar[list[Panel]] = content("scheme")
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        SynchronizedField("scheme", overridable=False),
    ]

    class Meta:
        verbose_name = _("classification scheme")
