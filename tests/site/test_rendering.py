"""What is kept of a page: written with the publication, used while it is of these templates, gone when blanked."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.publishing.actions.redact import Redact
from cms.publishing.models import Publication
from cms.site import rendering, version
from cms.site.models import RenderedPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, publish, write


def row_of(key: str, locale: str = "zh-hant") -> Publication:
    """The newest row of a page."""
    return Publication.objects.filter(key=key, locale=locale, channel="site").latest("pk")


def kept(key: str) -> RenderedPage:
    """What is kept of the newest row of a page."""
    return RenderedPage.objects.get(pk=row_of(key).pk)


def test_every_page_is_kept_when_it_is_published(ground: Ground) -> None:
    published = Publication.objects.filter(channel="site", action="publish")
    addressed = published.exclude(path="")
    assert set(RenderedPage.objects.values_list("pk", flat=True)) >= set(addressed.values_list("pk", flat=True))
    without = Publication.objects.filter(path="").values_list("pk", flat=True)
    assert not RenderedPage.objects.filter(pk__in=without).exists(), "no address, no page"


def test_a_draft_is_not_kept(ground: Ground) -> None:
    before = RenderedPage.objects.count()
    write(ground, "about", title="只是草稿")
    assert RenderedPage.objects.count() == before


def test_what_is_kept_is_shown(ground: Ground, get: Client) -> None:
    found = kept("about")
    assert found.main in get.get("/about/").content.decode()
    RenderedPage.objects.filter(pk=found.pk).update(main="<h1>as kept</h1>")
    assert b"<h1>as kept</h1>" in get.get("/about/").content


@pytest.mark.parametrize("how", ["missing", "other templates"])
def test_what_is_missing_or_older_is_rendered_anew(ground: Ground, get: Client, how: str) -> None:
    before = get.get("/about/").content
    rows = RenderedPage.objects.filter(pk=row_of("about").pk)
    rows.delete() if how == "missing" else rows.update(version="older", main="old")
    assert get.get("/about/").content == before


def test_the_version_follows_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    version.version.cache_clear()
    before = version.version()
    files = version._files()
    assert {path.suffix for path in files} >= {".html", ".css", ".js", ".py", ".mo"}
    monkeypatch.setattr(version, "_files", lambda: files[1:])
    version.version.cache_clear()
    assert version.version() != before
    monkeypatch.undo()
    version.version.cache_clear()
    assert version.version() == before


def test_blanking_takes_the_rendering_away(ground: Ground, get: Client, held: HeldClock) -> None:
    past = row_of("birth-zone")
    assert RenderedPage.objects.filter(pk=past.pk).exists()
    held.forward(hours=1)
    publish(ground, "birth-zone", summary="新的摘要。")
    held.forward(seconds=1)
    cast = ground.cast
    page = ground.page("birth-zone")
    Redact(page, row=past, actor=cast.webmaster, second=cast.chief, ground="個人資料保護法").execute()
    assert not RenderedPage.objects.filter(pk=past.pk).exists()
    assert RenderedPage.objects.filter(pk=row_of("birth-zone").pk).exists(), "the version that is public stays"
    assert "寶寶出生" not in get.get("/birth-zone/").content.decode()


def test_a_type_without_a_template_is_a_page_of_text() -> None:
    document = {
        "key": "x",
        "type": "gallery",
        "locale": "en",
        "title": "Gallery",
        "summary": "Pictures.",
        "url": "https://office.example/en/x/",
        "body": [{"type": "unknown block"}, {"type": "paragraph", "html": "<p>Words.</p>"}],
        "owner": {"section": None, "role": None},
        "published_at": "2026-11-23T10:00:00+08:00",
        "updated_at": "2026-11-23T10:00:00+08:00",
        "online_at": "2026-11-23T10:00:00+08:00",
        "categories": {"theme": [], "administration": [], "service": []},
        "attachments": [],
        "qr_url": None,
    }
    parts = rendering.render(document)
    assert "<h1>Gallery</h1>" in parts.main
    assert "<p>Words.</p>" in parts.main
