"""Files that texts name: into the library once, anew when their bytes change, refused with their place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import translation
from PIL import Image as Picture
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from cms.office.loading import LoadError
from site_pages.loading.files import read
from site_pages.loading.ledger import Report
from site_pages.loading.load import load
from site_pages.models import FormItemPage, NewsItemPage, StandardPage

pytestmark = pytest.mark.django_db


def odt(text: str = "委託書") -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"<text>{text}</text>")
    return package.getvalue()


def pdf(text: str = "Letter of Proxy") -> bytes:
    """One page; without text it is what a scanner makes."""
    shown = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else "0 0 100 100 re f"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 {font} >> >> /MediaBox [0 0 595 842] >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
    ]
    data, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(parts) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return (data + end).encode("ascii")


def png(colour: str = "white", kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Picture.new("RGB", (8, 6), colour).save(stream, kind)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Reasons are read in English here."""
    with translation.override("en"):
        yield


GOOD = {"proxy.odt": odt(), "proxy.pdf": pdf(), "notice.pdf": pdf("Notice"), "flow.png": png()}
FORM = "  files:\n    - {file: proxy.odt, title: 委託書（可編輯）}\n    - {file: proxy.pdf, title: 委託書（列印用）}\n"
BODY = """
    - {type: image, file: flow.png, alt: 申請後審查, caption: 流程}
    - {type: documents, items: [{file: notice.pdf, title: 公告全文}]}
"""


def add(folder: Path, name: str, more: str) -> None:
    """More lines at the end of a content file (its last language)."""
    path = folder / "content" / name
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


@pytest.fixture
def office(folder: Path, settings: Settings, tmp_path: Path) -> Path:
    """The invented office with files: a form in two formats, an attachment of news, a picture in a text."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (folder / "files").mkdir()
    for name, data in GOOD.items():
        (folder / "files" / name).write_bytes(data)
    form = folder / "content/items/form-proxy.yaml"
    text = form.read_text(encoding="utf-8")
    inline = 'zh-hant: {title: 委託書, summary: 委託用。, number: "01", description: 委託他人時用。}\n'
    assert inline in text
    form.write_text(text.replace(inline, "zh-hant:\n  title: 委託書\n  summary: 委託用。\n" + FORM), encoding="utf-8")
    add(folder, "items/news-open.yaml", "  attachments: [{file: notice.pdf, title: Notice}]\n")
    archive = folder / "content/archive.yaml"
    text = archive.read_text(encoding="utf-8")
    old = "  body: [{type: paragraph, html: <p>archive</p>}]\n"
    assert text.count(old) == 2
    archive.write_text(text.replace(old, "  body:" + BODY, 1), encoding="utf-8")
    return folder


def told(report: Report, kind: str) -> list[str]:
    return [line.subject for line in report.lines if line.kind == kind and line.subject.startswith(("file:", "page:"))]


def stored() -> set[str]:
    root = Path(default_storage.location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


# -- what becomes of them ------------------------------------------------------


def test_files_become_entries_of_the_library_in_their_sections_collection(db: None, office: Path) -> None:
    load(read(office))

    form = FormItemPage.objects.get(key="form-proxy")
    files = [block.value for block in form.files]
    assert [(file["title"], file["document"].filename) for file in files] == [
        ("委託書（可編輯）", "proxy.odt"),
        ("委託書（列印用）", "proxy.pdf"),
    ]
    with files[0]["document"].file.open("rb") as stream:
        assert stream.read() == GOOD["proxy.odt"]
    assert files[0]["document"].collection.name == "櫃台課"
    news = NewsItemPage.objects.get(key="news-open", locale__language_code="en")
    assert [block.value["document"].title for block in news.attachments] == ["notice.pdf"]
    picture, documents = StandardPage.objects.get(key="archive", locale__language_code="zh-hant").body
    assert (picture.value["alt"], picture.value["caption"]) == ("申請後審查", "流程")
    assert (picture.value["image"].width, picture.value["image"].collection.name) == (8, "檔案課")
    assert [file["title"] for file in documents.value] == ["公告全文"]
    assert Document.objects.count() == 3 and Image.objects.count() == 1


def test_a_second_loading_adds_nothing(db: None, office: Path) -> None:
    load(read(office))
    before = (list(Document.objects.values_list("pk", "file")), Collection.objects.count(), stored())

    report = load(read(office))

    assert report.lines == []
    assert (list(Document.objects.values_list("pk", "file")), Collection.objects.count(), stored()) == before


def test_changed_bytes_make_a_new_entry_and_a_new_draft(db: None, office: Path) -> None:
    load(read(office))
    form = FormItemPage.objects.get(key="form-proxy")
    first, revision = form.files[0].value["document"], form.latest_revision_id
    (office / "files/proxy.odt").write_bytes(odt("委託書（新版）"))

    report = load(read(office))

    assert told(report, "changed") == ["file:proxy.odt", "page:form-proxy:zh-hant"]
    form.refresh_from_db()
    assert first.filename == "proxy.odt"
    second = form.get_latest_revision_as_object().files[0].value["document"]
    assert form.latest_revision_id != revision
    assert second.filename == first.filename and second.pk != first.pk
    assert Document.objects.filter(pk=first.pk).exists()
    assert load(read(office)).lines == []


def test_other_files_chosen_by_hand_are_kept(db: None, office: Path) -> None:
    load(read(office))
    form = FormItemPage.objects.get(key="form-proxy")
    draft = form.get_latest_revision_as_object()
    del draft.files[1]
    draft.save()
    draft.save_revision()
    (office / "files/proxy.odt").write_bytes(odt("委託書（新版）"))

    report = load(read(office))

    assert told(report, "kept") == ["page:form-proxy:zh-hant"]
    assert len(FormItemPage.objects.get(key="form-proxy").get_latest_revision_as_object().files) == 1


def test_an_entry_deleted_by_hand_does_not_come_back(db: None, office: Path) -> None:
    load(read(office))
    Document.objects.get(title="proxy.pdf").delete()

    report = load(read(office))

    assert [(line.kind, line.subject) for line in report.lines] == [("gone", "file:proxy.pdf")]
    assert not Document.objects.filter(title="proxy.pdf").exists()


def test_a_file_named_no_longer_stays_and_is_told(db: None, office: Path) -> None:
    load(read(office))
    path = office / "content/items/news-open.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[{file: notice.pdf, title: Notice}]", "[]"), encoding="utf-8")
    path = office / "content/archive.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[{file: notice.pdf, title: 公告全文}]", "[]"), encoding="utf-8")

    report = load(read(office))

    assert told(report, "orphaned") == ["file:notice.pdf"]
    assert Document.objects.filter(title="notice.pdf").exists()


def test_a_dry_run_leaves_no_files_behind(db: None, office: Path) -> None:
    report = load(read(office), dry_run=True)

    assert "file:proxy.odt" in told(report, "created")
    assert not Document.objects.exists() and not Image.objects.exists()
    assert stored() == set()


def test_a_failure_half_way_leaves_no_files_behind(db: None, office: Path) -> None:
    bundle = read(office)
    (office / "files/proxy.pdf").unlink()

    with pytest.raises(FileNotFoundError):
        load(bundle)

    assert stored() == set()


# -- what is refused -----------------------------------------------------------


BAD = {
    "missing": ("proxy.odt", None, r"no file “proxy\.odt”"),
    "empty": ("proxy.odt", b"", r"“proxy\.odt” is empty"),
    "no odf": ("proxy.odt", b"PK\x03\x04 nothing", r"“proxy\.odt” is no ODF document"),
    "a zip of something else": ("proxy.odt", GOOD["proxy.odt"].replace(b".text", b".plot"), r"is no ODF document"),
    "no pdf": ("proxy.pdf", b"%PDF-1.4 and nothing more", r"“proxy\.pdf” is no PDF document"),
    "a scan": ("proxy.pdf", pdf(""), r"“proxy\.pdf” has no text"),
    "an odt under the name of a pdf": ("proxy.pdf", odt(), r"“proxy\.pdf” is no PDF document"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_document_stops_with_its_place(db: None, office: Path, case: str) -> None:
    name, data, reason = BAD[case]
    path = office / "files" / name
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)
    line = 12 if name == "proxy.odt" else 13

    with pytest.raises(CommandError, match=rf"content/items/form-proxy\.yaml:{line}: .*{reason}"):
        call_command("load_office", str(office))

    assert not FormItemPage.objects.exists() and not Document.objects.exists()


TEXTS = {
    "no alt text": (", alt: 申請後審查", "", r"“alt” is missing"),
    "an empty alt text": ("alt: 申請後審查", "alt: ' '", r"“alt” is missing"),
    "no file": ("file: flow.png, ", "", r"“file” is missing"),
    "a document as a picture": ("flow.png", "notice.pdf", r"“notice\.pdf” is no picture"),
    "a picture as a document": ("notice.pdf", "flow.png", r"“flow\.png” is no document"),
    "a picture of another kind": ("flow.png", "other.png", r"“other\.png” is no picture of the kind"),
    "an office suite's own format": ("notice.pdf", "notice.docx", r"“notice\.docx” is no document"),
    "a way out of the folder": ("notice.pdf", "../office.yaml", r"no file “\.\./office\.yaml”"),
    "no title": (", title: 公告全文", "", r"“title” is missing"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_bad_mention_stops_with_its_place(office: Path, case: str) -> None:
    old, new, reason = TEXTS[case]
    (office / "files/other.png").write_bytes(png(kind="JPEG"))
    (office / "files/notice.docx").write_bytes(odt())
    path = office / "content/archive.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(LoadError, match=rf"content/archive\.yaml:\d+: .*{reason}") as caught:
        read(office)

    assert caught.value.line in (9, 10)
