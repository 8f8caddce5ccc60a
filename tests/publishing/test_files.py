"""A publication owns the copies it shows; a file is public only while a public row refers to it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from cms.core import clock
from cms.publishing import files
from cms.publishing.actions.redact import AskRedaction, ConfirmRedaction, Redact, RefuseRedaction
from cms.publishing.models import Publication, PublicationReference, PublishedFile, ReferenceKind
from site_pages.models import MarqueeMessagePage, StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import (
    Ground,
    make_document,
    make_image,
    make_page,
    publish,
    publish_new,
    withdraw,
)
from tests.publishing.evidence import Trail, files_on_disk, refused, row_at


def body_of(image: object, document: object) -> list[tuple[str, object]]:
    return [
        ("image", {"image": image, "alt": "圖", "caption": ""}),
        ("documents", [{"title": "申請書", "document": document}]),
    ]


def shas(key: str) -> list[str]:
    rows = PublicationReference.objects.filter(publication__key=key, kind=ReferenceKind.FILE)
    return sorted(set(rows.values_list("target", flat=True)))


def served(sha256: str, at: datetime | None = None) -> PublishedFile | None:
    """The copy, under the name it was published with."""
    name = PublishedFile.objects.filter(sha256=sha256).values_list("name", flat=True).first() or ""
    return files.served(sha256, name, at or clock.now())


def test_the_same_bytes_keep_their_names_apart(album: Ground) -> None:
    other = make_document("public.pdf", b"%PDF album")
    publish_new(album, StandardPage, "home", "second", body=[("documents", [{"title": "同", "document": other}])])
    row = row_at("second", clock.now())
    assert row is not None
    assert b"public.pdf" in bytes(row.document)
    assert b"album" not in bytes(row.document)
    assert files.served(shas("second")[0], "secret.pdf", clock.now()) is None


@pytest.fixture
def album(ground: Ground) -> Ground:
    """A page with a picture and a paper, public at ten o'clock; now it is eleven."""
    body = body_of(make_image("album.png", "teal"), make_document("album.pdf", b"%PDF album"))
    publish_new(ground, StandardPage, "home", "album", body=body)
    return ground


def test_copies_are_named_by_their_bytes(album: Ground) -> None:
    names = shas("album")
    assert len(names) == 2
    assert set(names) <= files_on_disk()
    contents = {files.content(stored) for stored in PublishedFile.objects.filter(sha256__in=names)}
    assert b"%PDF album" in contents


def test_replacing_and_deleting_in_the_library_leaves_the_publication(album: Ground) -> None:
    image = album.page("album").body[0].value["image"]
    document = album.page("album").body[1].value[0]["document"]
    with make_image("other.png", "red").file.open("rb") as stream:
        other = stream.read()
    with image.file.storage.open(image.file.name, "wb") as stream:
        stream.write(other)
    document.file.save("other.pdf", ContentFile(b"%PDF other"), save=True)
    image.delete()
    document.delete()
    for sha256 in shas("album"):
        stored = served(sha256)
        assert stored is not None
        assert len(files.content(stored)) == stored.size


def test_a_file_is_public_exactly_as_long_as_its_page(ground: Ground, held: HeldClock) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    body = body_of(make_image("later.png", "red"), make_document("later.pdf", b"%PDF later"))
    publish_new(ground, StandardPage, "home", "later", body=body, online_date=tomorrow, offline_date=tomorrow)
    online, offline = clock.day_start(tomorrow), clock.day_end(tomorrow)
    for sha256 in shas("later"):
        asked = [online - timedelta(microseconds=1), online, offline - timedelta(microseconds=1), offline]
        assert [served(sha256, at) is not None for at in asked] == [False, True, True, False]


def test_two_pages_share_a_copy(album: Ground, held: HeldClock) -> None:
    document = album.page("album").body[1].value[0]["document"]
    publish_new(album, StandardPage, "home", "second", body=[("documents", [{"title": "同", "document": document}])])
    shared = shas("second")[0]
    held.forward(hours=1)
    withdraw(album, "album", reason="停")
    assert served(shared) is not None
    withdraw(album, "second", reason="停")
    assert served(shared) is None


def test_a_draft_copies_nothing(ground: Ground) -> None:
    before = files_on_disk()
    make_page(
        ground, StandardPage, "home", "draft", body=body_of(make_image("d.png"), make_document("d.pdf", b"%PDF d"))
    )
    assert files_on_disk() == before


# -- redaction -----------------------------------------------------------------


@pytest.fixture
def past(album: Ground, held: HeldClock) -> Publication:
    """The album's first version, which a second one has replaced without its files."""
    held.forward(hours=1)
    first = row_at("album", clock.now())
    publish(album, "album", body=[("paragraph", "<p>新</p>")])
    held.forward(minutes=1)
    assert first is not None
    first.refresh_from_db()
    return first


def blank(site: Ground, row: Publication, **changes: object) -> Redact:
    values = {"row": row, "actor": site.cast.webmaster, "second": site.cast.chief, "ground": "個人資料保護法第11條"}
    return Redact(site.page(row.key), **{**values, **changes})


def test_redaction_blanks_text_and_files_and_keeps_the_row(
    album: Ground, past: Publication, django_capture_on_commit_callbacks: object
) -> None:
    names, trail = shas("album"), Trail()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        blank(album, past).execute()
    row = Publication.objects.get(pk=past.pk)
    assert (bytes(row.document), bytes(row.card), row.content, row.crumb, row.title) == (b"{}", b"{}", {}, "", "")
    kept = ("online", "offline", "fingerprint", "text_hash", "revision_id", "decided_by")
    assert [getattr(row, name) for name in kept] == [getattr(past, name) for name in kept]
    assert (row.redacted_by, row.redaction_confirmed_by) == (album.cast.webmaster.pk, album.cast.chief.pk)
    assert not set(names) & files_on_disk()
    assert not PublishedFile.objects.filter(sha256__in=names).exists()
    assert trail.lines == [("redact", "album", "zh-hant", "webmaster")]
    assert trail.entries[0].facts["second"] == "chief"
    assert row_at("album", clock.now()) is not None


def test_a_file_another_page_shows_survives_a_redaction(
    album: Ground, past: Publication, django_capture_on_commit_callbacks: object
) -> None:
    document = make_document("same.pdf", b"%PDF album")
    publish_new(album, StandardPage, "home", "second", body=[("documents", [{"title": "同", "document": document}])])
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        blank(album, past).execute()
    assert served(shas("second")[0]) is not None


def test_who_may_not_redact(album: Ground, past: Publication) -> None:
    cast = album.cast
    with refused("second_person_required"):
        blank(album, past, second=None).execute()
    with refused("second_person_required"):
        blank(album, past, second=cast.webmaster).execute()
    with refused("second_person_not_staff"):
        blank(album, past, second=cast.stranger).execute()
    with refused("not_publisher"):
        blank(album, past, actor=cast.owner).execute()
    with refused("ground_required"):
        blank(album, past, ground=" ").execute()
    current = row_at("album", clock.now())
    assert current is not None
    with refused("version_not_past"):
        blank(album, current).execute()


def test_every_row_of_the_version_goes_blank(ground: Ground, held: HeldClock) -> None:
    texts = [("text", {"device": code, "text": f"王小明 {code}"}) for code in ("gate", "hall", "counter")]
    publish_new(ground, MarqueeMessagePage, "marquee", "welcome", texts=texts)
    held.forward(hours=1)
    withdraw(ground, "welcome", reason="個資")
    blank(ground, Publication.objects.get(key="welcome", channel="site")).execute()
    rows = Publication.objects.filter(key="welcome")
    assert {row.channel for row in rows} == {"site", "marquee:gate", "marquee:hall", "marquee:counter"}
    said = str([[bytes(row.document).decode(), bytes(row.card).decode(), row.content, row.crumb] for row in rows])
    assert "王小明" not in said
    assert not rows.filter(redacted_at=None).exists()


def test_a_reissue_of_the_version_that_is_public_holds_the_redaction(album: Ground, held: HeldClock) -> None:
    pk = album.page("album").pk
    publish_new(
        album, StandardPage, "home", "guide", body=[("paragraph", f'<p><a linktype="page" id="{pk}">見</a></p>')]
    )
    held.forward(hours=1)
    publish(album, "album", slug="renamed")
    first = Publication.objects.filter(key="guide").earliest("online")
    assert first.offline is not None
    with refused("version_not_past"):
        blank(album, first).execute()


def test_asking_and_confirming_a_redaction(album: Ground, past: Publication) -> None:
    page, cast, trail = album.page("album"), album.cast, Trail()
    asked = AskRedaction(page, row=past, actor=cast.webmaster, ground="個資").execute()
    RefuseRedaction(page, redaction=asked, actor=cast.chief, remark="再查").execute()
    with refused("already_decided"):
        ConfirmRedaction(page, redaction=asked, second=cast.chief).execute()
    again = AskRedaction(page, row=past, actor=cast.webmaster, ground="個資").execute()
    with refused("second_person_required"):
        ConfirmRedaction(page, redaction=again, second=cast.webmaster).execute()
    ConfirmRedaction(page, redaction=again, second=cast.chief).execute()
    assert [line[0] for line in trail.lines] == ["ask_redaction", "refuse_redaction", "ask_redaction", "redact"]
    assert bytes(Publication.objects.get(pk=past.pk).document) == b"{}"
