"""Which builder writes which page type; the only list of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.representations import faq, forms, glossary, link, lists, marquee, news, service, shared, text
from cms.publishing.documents import Context, Document
from site_pages import models
from site_pages.base import BasePage

Builder = Callable[[Any, Context], Document]

BUILDERS: dict[type[BasePage], Builder] = {
    models.HomePage: text.build,
    models.MenuPage: text.build,
    models.StandardPage: text.build,
    models.TopicZonePage: text.build,
    models.StatisticsPage: text.build,
    models.NewsListPage: lists.build,
    models.FaqListPage: lists.build,
    models.FormsListPage: lists.build,
    models.NewsItemPage: news.build,
    models.ServiceGuidePage: service.build,
    models.FaqItemPage: faq.build,
    models.FormItemPage: forms.build,
    models.GlossaryPage: glossary.build,
    models.LinkPage: link.build,
    models.SiteHeaderPage: shared.header,
    models.SiteFooterPage: shared.footer,
    models.QuickServicesPage: shared.quick_services,
    models.BannerSetPage: shared.banners,
    models.RedirectTablePage: shared.redirects,
    models.ClassificationSchemePage: shared.classification,
    models.MarqueeMessagePage: marquee.build,
}

TYPES: frozenset[str] = frozenset(model.document_type for model in BUILDERS)
"""Every `type` a public document can have."""

PAGE_TYPES: frozenset[str] = frozenset(model.document_type for model in BUILDERS if model.routable)
"""The types with an address of their own."""
