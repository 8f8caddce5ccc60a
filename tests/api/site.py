"""One published page of every type, with every block, in Chinese; some of them in English too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from cms.core import clock
from site_pages import models
from tests.conftest import TEN_OCLOCK
from tests.factories.pages import (
    Ground,
    make_document,
    make_ground,
    make_image,
    make_page,
    publish,
    publish_new,
    translate,
)
from tests.tools.replay import Replay

TABLE = {
    "columns": [{"type": "text", "heading": "項目"}, {"type": "text", "heading": "金額"}],
    "rows": [{"values": ["戶籍謄本", "15元"]}],
    "caption": "規費",
}


def build() -> Ground:
    """The whole site. Hold the clock first."""
    ground = make_ground()
    _structure(ground)
    _items(ground)
    _everything_about_blocks(ground)
    _shared(ground)
    _english(ground)
    return ground


@contextmanager
def kept_for_a_module(site: Replay[Ground] | None = None) -> Iterator[Ground]:
    """The site (or another one) inside a transaction that is rolled back at the end; built at ten o'clock."""
    around = transaction.atomic()
    around.__enter__()
    try:
        with clock.hold(TEN_OCLOCK):
            ground = (site or SITE).again()
        yield ground
    finally:
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def _structure(ground: Ground) -> None:
    publish_new(ground, models.MenuPage, "home", "services", title="申辦須知", summary="各項登記。")
    publish_new(ground, models.TopicZonePage, "home", "birth-zone", title="出生專區", summary="寶寶出生。")
    publish_new(ground, models.StatisticsPage, "home", "population", title="人口統計")
    publish_new(ground, models.NewsListPage, "home", "news", title="最新消息", summary="本所消息。")
    publish_new(ground, models.FaqListPage, "home", "faq", title="常見問答")
    publish_new(ground, models.FormsListPage, "home", "forms", title="書表下載")
    terms = [("term", {"zh": "戶籍謄本", "en": "Household Registration Transcript", "note": ""})]
    publish_new(ground, models.GlossaryPage, "home", "glossary", title="雙語詞彙", terms=terms)
    publish_new(ground, models.LinkPage, "home", "ministry", title="內政部", target_url="https://www.moi.gov.tw/")
    publish_new(ground, models.LinkPage, "home", "to-faq", title="常見問答捷徑", target_page=ground.page("faq"))


def _items(ground: Ground) -> None:
    files = [("document", {"title": "申請書", "document": make_document("form.pdf", b"%PDF-1.4 form")})]
    attached = [("document", {"title": "", "document": make_document("notice.pdf", b"%PDF-1.4 notice")})]
    publish_new(
        ground,
        models.FormItemPage,
        "forms",
        "form-proxy",
        title="委託書",
        number="A-1",
        description="委託他人。",
        files=files,
    )
    publish_new(
        ground,
        models.FaqItemPage,
        "faq",
        "faq-fee",
        title="規費多少？",
        short_answer="15元。",
        answer="<p>每份15元。</p>",
        category="規費",
    )
    publish_new(
        ground,
        models.FaqItemPage,
        "faq",
        "faq-late",
        title="逾期怎麼辦？",
        short_answer="處罰鍰。",
        answer="<p>依日數處罰。</p>",
        category="出生",
        related=[("question", ground.page("faq-fee"))],
    )
    publish_new(
        ground,
        models.NewsItemPage,
        "news",
        "news-moving",
        title="遷徙登記",
        summary="遷入三個月後辦理。",
        published_on=clock.today(),
        attachments=attached,
    )
    publish_new(
        ground,
        models.ServiceGuidePage,
        "services",
        "birth-registration",
        title="出生登記",
        who="<p>父或母。</p>",
        papers=[("paper", {"name": "出生證明書", "note": "正本"})],
        fee="<p>免費。</p>",
        time_limit="出生後60日內。",
        processing_time="臨櫃受理。",
        law=[("law", {"name": "戶籍法第6條", "url": ""})],
        forms=[("form", ground.page("form-proxy"))],
        proxy="<p>得委託他人。</p>",
        online_url="https://www.ris.gov.tw/",
    )


def _everything_about_blocks(ground: Ground) -> None:
    document = make_document("rules.pdf", b"%PDF-1.4 rules")
    draft = make_page(ground, models.StandardPage, "home", "never-public", title="未公開")
    source = (
        f'<p>見<a linktype="page" id="{ground.page("faq").pk}">常見問答</a>、'
        f'<a linktype="page" id="{draft.pk}">未公開的頁</a>、'
        f'<a linktype="document" id="{document.pk}">規定</a>、<a href="https://law.moj.gov.tw/">法規</a>。</p>'
    )
    body: list[tuple[str, Any]] = [
        ("heading", {"level": "2", "text": "規費"}),
        ("paragraph", source),
        ("image", {"image": make_image(), "alt": "櫃檯", "caption": "一樓櫃檯"}),
        ("callout", {"tone": "warning", "title": "注意", "html": "<p>逾期受罰。</p>"}),
        ("steps", [{"title": "備齊文件", "html": "<p>正本。</p>"}]),
        (
            "links",
            [
                {"text": "問答", "page": ground.page("faq"), "url": ""},
                {"text": "內政部", "page": None, "url": "https://www.moi.gov.tw/"},
                {"text": "還沒有", "page": draft, "url": ""},
            ],
        ),
        ("documents", [{"title": "規定", "document": document}]),
    ]
    page = make_page(ground, models.StandardPage, "home", "about", title="關於本所", summary="本所簡介。", body=body)
    page.body.append(("table", page.body.stream_block.child_blocks["table"].to_python(TABLE)))
    page.save_revision(user=ground.cast.owner, clean=False)
    publish(ground, "about")


def _shared(ground: Ground) -> None:
    links = [("page", ground.page(key)) for key in ("faq", "ministry", "never-public")]
    publish_new(ground, models.SiteHeaderPage, "shared", "site-header", title="頁首", links=links)
    publish_new(
        ground,
        models.SiteFooterPage,
        "shared",
        "site-footer",
        title="頁尾",
        links=links[:1],
        policies=[("page", ground.page("about")), links[2]],
        contact=[("page", ground.page("about"))],
        address_lines=[("line", "測試戶政事務所")],
    )
    publish_new(ground, models.QuickServicesPage, "shared", "quick-services", title="快捷服務", links=links[:2])
    banner = {
        "title": "出生登記",
        "text": "60日內",
        "image": make_image("banner.png", "maroon"),
        "alt": "嬰兒",
        "page": ground.page("faq"),
        "url": "",
    }
    publish_new(ground, models.BannerSetPage, "shared", "banners", title="橫幅", banners=[("banner", banner)])
    redirects = [("redirect", {"from_path": "/old", "page": ground.page("faq")})]
    publish_new(ground, models.RedirectTablePage, "shared", "redirects", title="轉址表", redirects=redirects)
    publish_new(
        ground, models.ClassificationSchemePage, "shared", "classification-theme", title="主題分類", scheme="theme"
    )
    texts = [
        ("text", {"device": "gate", "text": "出生登記請於六十日內辦理"}),
        ("text", {"device": "hall", "text": "出生登記\n六十日內"}),
        ("text", {"device": "counter", "text": "同仁請注意"}),
    ]
    publish_new(
        ground, models.MarqueeMessagePage, "marquee", "marquee-birth", title="出生登記宣導", priority=2, texts=texts
    )


def _english(ground: Ground) -> None:
    translate(ground, "home", slug="en", title="Home")
    publish(ground, "home", "en")
    for key, title in (("about", "About"), ("news", "News"), ("news-moving", "Moving")):
        translate(ground, key, title=title)
        publish(ground, key, "en")


SITE = Replay(build)
