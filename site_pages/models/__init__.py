"""The page types of the site."""

from __future__ import annotations

from site_pages.models.classification import ClassificationCode, CodeStatus
from site_pages.models.faq import FaqItemPage, FaqListPage
from site_pages.models.forms import FormItemPage, FormsListPage
from site_pages.models.glossary import GlossaryPage
from site_pages.models.home import HomePage
from site_pages.models.link import Feature, LinkPage
from site_pages.models.marquee import MarqueeListPage, MarqueeMessagePage
from site_pages.models.menu import MenuPage
from site_pages.models.news import NewsItemPage, NewsListPage
from site_pages.models.service import ServiceGuidePage
from site_pages.models.shared import (
    BannerSetPage,
    ClassificationSchemePage,
    FolderPage,
    QuickServicesPage,
    RedirectTablePage,
    SiteFooterPage,
    SiteHeaderPage,
)
from site_pages.models.standard import StandardPage
from site_pages.models.statistics import StatisticsPage
from site_pages.models.zone import TopicZonePage
from site_pages.schemes import Scheme

PAGE_TYPES = (
    HomePage,
    MenuPage,
    StandardPage,
    NewsListPage,
    NewsItemPage,
    ServiceGuidePage,
    FaqListPage,
    FaqItemPage,
    TopicZonePage,
    FormsListPage,
    FormItemPage,
    StatisticsPage,
    GlossaryPage,
    LinkPage,
    FolderPage,
    SiteHeaderPage,
    SiteFooterPage,
    QuickServicesPage,
    BannerSetPage,
    RedirectTablePage,
    ClassificationSchemePage,
    MarqueeListPage,
    MarqueeMessagePage,
)
"""Every page type, in the order in which people think of them."""

__all__ = [
    "PAGE_TYPES",
    "BannerSetPage",
    "ClassificationCode",
    "ClassificationSchemePage",
    "CodeStatus",
    "FaqItemPage",
    "FaqListPage",
    "Feature",
    "FolderPage",
    "FormItemPage",
    "FormsListPage",
    "GlossaryPage",
    "HomePage",
    "LinkPage",
    "MarqueeListPage",
    "MarqueeMessagePage",
    "MenuPage",
    "NewsItemPage",
    "NewsListPage",
    "QuickServicesPage",
    "RedirectTablePage",
    "Scheme",
    "ServiceGuidePage",
    "SiteFooterPage",
    "SiteHeaderPage",
    "StandardPage",
    "StatisticsPage",
    "TopicZonePage",
]
