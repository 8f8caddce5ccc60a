"""One public page of every type in both languages, with menus, life events, schemes and feeds."""

from __future__ import annotations

from cms.core import clock
from cms.publishing.models import Publication
from site_pages import models
from tests.api import site as api_site
from tests.factories.pages import Ground, publish, publish_new, translate
from tests.tools.replay import Replay

SECTIONS = ("services", "birth-zone", "news")
ENGLISH = {
    "services": {"title": "How to Apply", "summary": "Registrations."},
    "birth-zone": {"title": "Birth"},
    "population": {"title": "Population"},
    "faq": {"title": "Questions"},
    "forms": {"title": "Forms"},
    "glossary": {"title": "Glossary"},
    "ministry": {"title": "Ministry of the Interior"},
    "form-proxy": {"title": "Letter of Proxy", "description": "For an agent."},
    "faq-fee": {"title": "How much?", "short_answer": "NT$15.", "answer": "<p>NT$15 each.</p>", "category": "Fees"},
    "birth-registration": {"title": "Birth Registration", "who": "<p>Father or mother.</p>"},
    "classification-theme": {"title": "Theme"},
}


def build() -> Ground:
    """The API's site and what the public site adds to it. Hold the clock first."""
    ground = api_site.build()
    for key in SECTIONS:
        publish(ground, key, show_in_menus=True)
    _places(ground)
    translate(ground, "shared")
    for key, values in ENGLISH.items():
        translate(ground, key, **values)
        publish(ground, key, "en")
    return ground


def _places(ground: Ground) -> None:
    link = {"text": "出生：出生登記", "page": ground.page("birth-registration"), "url": ""}
    publish_new(ground, models.StandardPage, "home", "site-map", title="網站導覽")
    publish_new(ground, models.TopicZonePage, "home", "life-events", title="人生大小事", body=[("links", [link])])
    publish_new(ground, models.MenuPage, "home", "classification", title="分類檢索")
    publish_new(ground, models.StandardPage, "home", "rss", title="RSS 訂閱")
    publish_new(ground, models.StandardPage, "home", "contact", title="聯絡資訊")
    scheme = ground.page("classification-theme")
    publish_new(ground, models.LinkPage, "classification", "browse-theme", title="主題分類", target_page=scheme)
    publish_new(ground, models.LinkPage, "home", "rss-link", title="訂閱", feature="rss")
    publish_new(ground, models.LinkPage, "home", "english-link", title="English", feature="english")
    publish_new(ground, models.LinkPage, "home", "waiting", title="等候人數", feature="waiting-count")


def addresses() -> dict[str, tuple[str, str]]:
    """(type, language) of every public page by its path."""
    rows = Publication.objects.filter(channel="site", offline=None).exclude(path="")
    items = Publication.objects.filter(channel="site", offline__gt=clock.now()).exclude(path="")
    found = (rows | items).order_by("path").values_list("path", "type", "locale")
    return {path: (kind, locale) for path, kind, locale in found}


EVERYTHING = Replay(build)
