"""Which types may stand where: the types a menu, the home page or a topic may hold."""

from __future__ import annotations

STRUCTURAL_TYPES = [
    "site_pages.MenuPage",
    "site_pages.StandardPage",
    "site_pages.NewsListPage",
    "site_pages.ServiceGuidePage",
    "site_pages.FaqListPage",
    "site_pages.TopicZonePage",
    "site_pages.FormsListPage",
    "site_pages.StatisticsPage",
    "site_pages.GlossaryPage",
    "site_pages.LinkPage",
]
STRUCTURAL_PARENTS = [
    "site_pages.HomePage",
    "site_pages.MenuPage",
    "site_pages.TopicZonePage",
]
SHARED_TYPES = [
    "site_pages.SiteHeaderPage",
    "site_pages.SiteFooterPage",
    "site_pages.QuickServicesPage",
    "site_pages.BannerSetPage",
    "site_pages.RedirectTablePage",
    "site_pages.ClassificationSchemePage",
    "site_pages.MarqueeListPage",
]
