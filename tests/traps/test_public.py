"""Faults of headless sites and of this field's peers that must not come back."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.rich_text import RichText

from cms.core import clock
from cms.core.errors import Refused
from cms.core.models import AuditEntry
from cms.office.models import PageDuty
from cms.publishing import facts, policy, previews
from cms.publishing.models import Approval, Publication
from tests.conftest import HeldClock
from tests.routes.families.library import png
from tests.routes.public import answers
from tests.routes.route import Desk
from tests.routes.stage import Stage, draft, publish
from tests.traps import reading


def _linking(stage: Stage, key: str) -> None:
    """The public item shows a link to another page, by its own words and by the page's title."""
    page = stage.page("moving")
    page.body = [("links", [{"text": "看這裡", "page": stage.page(key), "url": ""}])]
    publish(stage, page)


def test_a_related_draft_leaks(stage: Stage) -> None:
    """A link to a draft says nothing of it: neither its title, nor where it will be."""
    page = stage.page("draft")
    page.title, page.slug = "機密標題", "secret-address"
    page.save()
    _linking(stage, "draft")
    said = b"".join(answer[2] for answer in answers(stage, whole=True).values())
    assert "機密標題".encode() not in said
    assert b"secret-address" not in said
    assert "看這裡".encode() in said


def test_rich_text_is_told_as_it_is_stored(stage: Stage) -> None:
    """Nobody outside could resolve a link by the number of a page: the answer holds ready HTML, in every format."""
    page, about = stage.page("moving"), stage.page("about")
    stored = f'<p data-block-key="k1">見<a linktype="page" id="{about.pk}">介紹</a>，<b>請早</b>。</p>'
    page.body = [("paragraph", RichText(stored))]
    publish(stage, page)
    said = b"".join(answer[2] for answer in answers(stage, whole=True).values())
    for mark in (b"linktype", b"data-block-key", b"<embed", f'id=\\"{about.pk}'.encode()):
        assert mark not in said, mark
    found = reading.page("moving")
    assert found is not None
    html = str(found["body"])
    assert 'href="/about/" data-key="about"' in html
    assert "介紹</a>" in html


def test_a_linked_page_goes_stale(stage: Stage, held: HeldClock) -> None:
    """Its address changes in every document that shows it, at the same instant."""
    _linking(stage, "about")
    held.forward(minutes=1)
    page = stage.page("about")
    page.slug = "who-we-are"
    page.online_date = clock.today() + timedelta(days=2)
    row = publish(stage, page)
    before = str(reading.page("moving"))
    held.to(row.online)
    after = str(reading.page("moving"))
    assert "/about/" in before
    assert "/who-we-are/" not in before
    assert "/who-we-are/" in after
    assert "/about/" not in after


def test_a_preview_never_ages(stage: Stage, held: HeldClock) -> None:
    """The link shows its own draft, until it expires or is revoked, and nothing else."""
    page = stage.page("draft")
    page.title = "預覽看得到"
    revision = draft(stage, page)
    owner = stage.user("owner")
    link = previews.create(page, revision=revision, actor=owner, expires_at=clock.now() + timedelta(hours=1))
    address = f"previews/{previews.token(link)}/"
    shown = reading.get(address)
    assert (shown.status_code, shown.json()["key"]) == (HTTPStatus.OK, "draft")
    assert "no-store" in shown["Cache-Control"]
    page.title = "之後的草稿"
    draft(stage, page)
    assert reading.get(address).json()["title"] == "預覽看得到"
    with pytest.raises(ValueError, match="another page"):
        previews.revoke(stage.page("moving"), link=link, actor=owner)
    held.forward(hours=1)
    assert reading.get(address).status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


def test_a_preview_is_forged_or_kept_too_long(stage: Stage) -> None:
    """Seven days at most; a changed token is none."""
    page, owner = stage.page("draft"), stage.user("owner")
    revision = draft(stage, page)
    with pytest.raises(Refused) as refused:
        previews.create(page, revision=revision, actor=owner, expires_at=clock.now() + timedelta(days=8))
    assert refused.value.codes == ("expiry_out_of_range",)
    link = previews.create(page, revision=revision, actor=owner, expires_at=clock.now() + timedelta(days=1))
    assert previews.find(previews.token(link)[:-1] + "x") is None


SCREENS = ("edit", "history", "workflow_history", "view_draft", "copy", "delete", "usage", "preview_on_edit")


@pytest.mark.parametrize("screen", SCREENS)
def test_a_limited_editor_sees_others_drafts(stage: Stage, screen: str) -> None:
    """Every screen of a page is closed to those who do not work on it, though Wagtail would allow them all."""
    pk = stage.page("about").pk
    address = reverse(f"wagtailadmin_pages:{screen}", args=[pk])
    closed = {HTTPStatus.FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}
    assert Desk(stage, "other_owner").client.get(address).status_code in closed


def test_old_versions_are_compared_by_strangers(stage: Stage) -> None:
    """The same for one version and for the difference of two."""
    page = stage.page("about")
    desk = Desk(stage, "other_owner")
    for name, numbers in (
        ("revisions_view", [page.pk, page.latest_revision_id]),
        ("revisions_compare", [page.pk, "earliest", "latest"]),
    ):
        answer = desk.client.get(reverse(f"wagtailadmin_pages:{name}", args=numbers))
        assert answer.status_code in {HTTPStatus.FOUND, HTTPStatus.FORBIDDEN}


def test_ownership_fails_open(stage: Stage) -> None:
    """A page that no row of the matrix answers for is published by nobody, not even by a superuser."""
    PageDuty.objects.filter(page_key="about").delete()
    page = stage.page("about")
    revision = draft(stage, page)
    for name in ("owner", "chief", "webmaster", "superuser"):
        case = facts.gather(page, stage.user(name), revision=revision)
        for action in ("submit", "approve", "publish"):
            assert "no_duty" in {refusal.code for refusal in policy.refusals(action, case)}


def test_a_duty_without_anybody_fails_open(stage: Stage) -> None:
    """The same while nobody who holds the duty is present."""
    owner = stage.user("owner")
    owner.is_active = False
    owner.save()
    page = stage.page("about")
    case = facts.gather(page, stage.user("webmaster"), revision=page.latest_revision)
    assert "duty_vacant" in {refusal.code for refusal in policy.refusals("publish", case)}


def test_a_bundle_is_half_published(stage: Stage) -> None:
    """The page and its displays change at one instant, decided at one."""
    rows = Publication.objects.filter(key="welcome")
    assert {row.channel for row in rows} == {"site", "marquee:gate"}
    assert len({(row.online, row.offline, row.decided_at) for row in rows}) == 1


def test_the_record_goes_with_the_page(stage: Stage, held: HeldClock) -> None:
    """Deleting an expired page keeps what was public, who approved it, and the trail."""
    held.to(clock.now() + timedelta(days=60))
    rows, approvals = Publication.objects.count(), Approval.objects.count()
    lines = AuditEntry.objects.count()
    for locale in ("en", "zh-hant"):
        stage.page("moving", locale).delete()
    assert (Publication.objects.count(), Approval.objects.count(), AuditEntry.objects.count()) == (
        rows,
        approvals,
        lines,
    )
    assert Publication.objects.filter(key="moving").count() == 2


def test_an_expired_notice_is_cached_past_midnight(stage: Stage, held: HeldClock) -> None:
    """No answer may be kept past the next instant at which something changes, nor longer than a minute."""
    end = Publication.objects.get(key="moving", locale="zh-hant").offline
    assert end is not None
    for seconds, kept in ((3600, 60), (40, 40), (1, 1)):
        held.to(end - timedelta(seconds=seconds))
        for address in ("pages/moving/", "news/", "tree/", "feeds/news.json"):
            said = dict(part.strip().partition("=")[::2] for part in reading.get(address)["Cache-Control"].split(","))
            assert int(said["max-age"]) <= kept, (address, seconds)
    held.to(end)
    assert reading.get("pages/moving/").status_code == HTTPStatus.GONE


def test_replacing_an_image_breaks_what_is_public(stage: Stage) -> None:
    """The public copy is the publication's own; the library may change or lose its image."""
    image = Image.objects.create(title="照片", file=ContentFile(png("red"), "photo.png"))
    page = stage.page("moving")
    page.body = [("image", {"image": image, "alt": "一張照片", "caption": ""})]
    publish(stage, page)
    before = _files(stage)
    image.file = ContentFile(png("blue"), "photo.png")
    image.save()
    image.delete()
    assert len(before) == 1
    assert _files(stage) == before


def _files(stage: Stage) -> list[tuple[object, ...]]:
    return [
        answer for asked, answer in answers(stage, whole=True).items() if "/files/" in asked and "next" not in asked
    ]
