"""An office that is loaded: what it is made of, that loading repeats, and that people's changes stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Site, WorkflowState

from cms.channels.models import Device
from cms.core.models import AuditEntry
from cms.office.models import (
    Appointment,
    Duty,
    DutyHolder,
    LoadedValue,
    Office,
    PageDuty,
    Person,
    Section,
)
from cms.publishing.models import Publication
from site_pages.base import BasePage
from site_pages.loading.files import Bundle, read
from site_pages.loading.ledger import Report
from site_pages.loading.load import load
from site_pages.models import (
    PAGE_TYPES,
    ClassificationCode,
    FaqItemPage,
    FormItemPage,
    HomePage,
    LinkPage,
    NewsItemPage,
    ServiceGuidePage,
    StandardPage,
)
from tests.conftest import HeldClock
from tests.site_pages import small_office

pytestmark = pytest.mark.django_db


def told(report: Report, kind: str) -> list[tuple[str, str]]:
    return [(line.subject, line.field) for line in report.lines if line.kind == kind]


def pages_of(locale: str) -> dict[str, BasePage]:
    return {page.key: page for model in PAGE_TYPES for page in model.objects.filter(locale__language_code=locale)}


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def edit(page: BasePage, **values: object) -> None:
    """What an editor does: a new draft with other values."""
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save()
    draft.save_revision()


# -- what it builds ------------------------------------------------------------


def test_an_office_of_another_shape_is_built(island: Bundle) -> None:
    assert Office.objects.get().code == "island"
    assert list(Section.objects.values_list("code", flat=True)) == ["counter", "records"]
    assert (Duty.objects.count(), PageDuty.objects.count()) == (9, 12)
    assert set(pages_of("zh-hant")) == {row.key for row in island.tree} | set(small_office.ITEMS)
    assert set(pages_of("en")) == {row.key for row in island.tree} | {"news-open"}
    assert Device.objects.get().max_chars == 8
    assert ClassificationCode.objects.count() == 3


def test_each_duty_has_one_leading_holder(island: Bundle) -> None:
    leads = DutyHolder.objects.filter(lead=True).values_list("duty__key", "section__code", "role__code")

    assert len(leads) == 9
    assert ("faq", "counter", None) in leads
    assert ("forms", "counter", "clerk") in leads


def test_translations_share_key_and_place(island: Bundle) -> None:
    chinese, english = pages_of("zh-hant"), pages_of("en")

    for key, page in english.items():
        assert page.translation_key == chinese[key].translation_key
        above = page.get_parent().specific
        assert page.depth == 2 or above.key == chinese[key].get_parent().specific.key
        assert page.depth == 2 or page.slug == chinese[key].slug


def test_nothing_is_public_by_loading(island: Bundle) -> None:
    assert not Publication.objects.exists()
    assert not Page.objects.filter(depth__gt=1, live=True).exists()


def test_the_stock_page_of_wagtail_gives_way(island: Bundle) -> None:
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get(
        key="home", depth=2, slug="home"
    )
    assert not [page for page in Page.objects.filter(depth__gt=1) if page.specific_class is Page]


def test_texts_arrive_in_their_fields(island: Bundle, held: HeldClock) -> None:
    item = NewsItemPage.objects.get(key="news-open", locale__language_code="zh-hant")
    map_page = StandardPage.objects.get(key="map", locale__language_code="zh-hant")

    assert [block.block_type for block in item.body] == ["heading", "paragraph", "table", "steps", "links", "callout"]
    assert f'<a linktype="page" id="{map_page.pk}">' in item.body[1].value.source
    assert "<b>每日</b>" in item.body[1].value.source
    assert [[cell.value for cell in row] for row in item.body[2].value.rows] == [["週一", "八時"], ["週二", "九時"]]
    assert [step["title"] for step in item.body[3].value] == ["取號"]
    assert item.body[4].value[0]["page"].specific.key == "glossary"
    assert item.body[4].value[1]["url"] == "https://www.ris.gov.tw/"
    assert (item.section.code, item.person.code, item.source_note) == ("counter", "ann", "本所公告")
    assert item.category_codes() == ("theme:100", "administration:undetermined", "service:I00")
    assert item.latest_revision.as_object().title == "開放時間"


def test_links_between_pages_are_kept_as_pages(island: Bundle) -> None:
    guide = ServiceGuidePage.objects.get(key="guide-move")
    question = FaqItemPage.objects.get(key="faq-fee")
    shortcut = LinkPage.objects.get(key="quick-forms", locale__language_code="en")

    assert [block.value.specific.key for block in guide.forms] == ["form-proxy"]
    assert [block.value.specific.key for block in question.related] == ["faq-when"]
    assert shortcut.target_page.specific.key == "forms"
    assert shortcut.target_page.locale.language_code == "en"
    assert shortcut.is_classified()
    assert FormItemPage.objects.get(key="form-proxy").number == "01"


# -- doing it again ------------------------------------------------------------


def test_a_second_loading_changes_nothing(island: Bundle) -> None:
    revisions = Page.objects.values_list("pk", "latest_revision_id")
    before = (sorted(revisions), AuditEntry.objects.count(), LoadedValue.objects.count())

    report = load(island)

    assert report.lines == []
    assert (sorted(revisions.all()), AuditEntry.objects.count(), LoadedValue.objects.count()) == before


def test_the_files_changes_arrive(island: Bundle, folder: Path) -> None:
    change(folder, "content/map.yaml", "頁面 map", "地圖")
    change(folder, "people.csv", "ann,安,Ann,counter,ann", "ann,安安,Ann,counter,ann")
    change(folder, "appointments.csv", "ann,clerk", "cat,clerk")
    change(folder, "assignments.csv", "faq,counter,cat", "faq,counter,ann")
    fresh = read(folder)

    report = load(fresh)

    assert set(told(report, "changed")) == {
        ("page:map:zh-hant", "title"),
        ("person:ann", "name"),
        ("holder:faq:counter:", "person"),
    }
    assert StandardPage.objects.get(key="map", locale__language_code="zh-hant").title == "地圖"
    assert list(Appointment.objects.filter(role__code="clerk").values_list("person__code", flat=True)) == ["cat"]
    assert told(report, "removed") == [("appointment:ann:clerk:counter:2025-01-01", "")]
    assert load(fresh).lines == []


def test_rows_may_change_their_order(island: Bundle, folder: Path) -> None:
    first, second = "2,公告,消息,V,,承辦\n", "2,公告,問答,V,V,※\n"
    change(folder, "responsibility_matrix.csv", first + second, second + first)
    fresh = read(folder)

    load(fresh)

    assert list(Duty.objects.values_list("key", flat=True))[2:4] == ["faq", "news"]


def test_a_row_added_by_hand_stands_behind_the_matrix(island: Bundle) -> None:
    Duty.objects.create(
        key="extra", position=10, group_no="9", group="快捷", title="手加", title_en="Extra", kind="page"
    )

    for _ in range(2):
        load(island)

    assert list(Duty.objects.values_list("position", flat=True)) == list(range(1, 11))
    assert Duty.objects.last().key == "extra"


def test_the_lead_may_change(island: Bundle, folder: Path) -> None:
    change(folder, "duties.csv", "page,faq,counter,", "page,faq,records,")
    fresh = read(folder)

    load(fresh)

    assert DutyHolder.objects.get(duty__key="faq", lead=True).section.code == "records"


def test_a_duty_that_is_gone_leaves_its_page_with_nobody(island: Bundle, folder: Path) -> None:
    change(folder, "responsibility_matrix.csv", "3,業務,檔案,,V,※\n", "")
    change(folder, "duties.csv", "3,檔案,archive,Archive,page,archive,,\n", "")
    change(folder, "tree.csv", "archive,home,standard,archive,檔案,Archive,archive,,yes\n", "")
    (folder / "content/archive.yaml").unlink()

    report = load(read(folder))

    assert ("duty:archive", "") in told(report, "removed")
    assert ("page:archive:zh-hant", "") in told(report, "orphaned")
    assert StandardPage.objects.filter(key="archive").count() == 2
    assert not PageDuty.objects.filter(page_key="archive").exists()


# -- what people changed -------------------------------------------------------


def test_what_a_person_changed_is_kept_and_reported(island: Bundle, folder: Path) -> None:
    page = StandardPage.objects.get(key="map", locale__language_code="zh-hant")
    edit(page, title="手改")
    Person.objects.filter(code="ann").update(name="安妮")
    change(folder, "content/map.yaml", "頁面 map", "地圖")
    fresh = read(folder)

    report = load(fresh)

    assert set(told(report, "kept")) == {("page:map:zh-hant", "title"), ("person:ann", "name")}
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "手改"
    assert Person.objects.get(code="ann").name == "安妮"


def test_an_untouched_field_follows_the_file_beside_a_changed_one(island: Bundle, folder: Path) -> None:
    page = StandardPage.objects.get(key="map", locale__language_code="zh-hant")
    edit(page, title="手改")

    change(folder, "content/map.yaml", "  summary: 摘要。", "  summary: 新摘要。")

    load(read(folder))

    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.summary) == ("手改", "新摘要。")


def test_opening_a_page_in_the_editor_is_no_change(island: Bundle) -> None:
    page = NewsItemPage.objects.get(key="news-open", locale__language_code="zh-hant")
    raw = list(page.body.raw_data)
    raw[1]["value"] = raw[1]["value"].replace("<p>", '<p data-block-key="x1y2z">')
    page.body = json.dumps(raw)
    page.save_revision()
    assert "data-block-key" in page.get_latest_revision_as_object().body[1].value.source

    assert load(island).lines == []


def test_a_deleted_page_does_not_come_back(island: Bundle) -> None:
    StandardPage.objects.get(key="archive", locale__language_code="en").delete()

    report = load(island)

    assert told(report, "gone") == [("page:archive:en", "")]
    assert not StandardPage.objects.filter(key="archive", locale__language_code="en").exists()


def test_a_text_under_decision_is_not_exchanged(island: Bundle, folder: Path) -> None:
    page = StandardPage.objects.get(key="map", locale__language_code="zh-hant")
    kinds = {"content_type": page.cached_content_type, "base_content_type": ContentType.objects.get_for_model(Page)}
    WorkflowState.objects.create(object_id=str(page.pk), workflow=page.get_workflow(), **kinds)

    change(folder, "content/map.yaml", "  summary: 摘要。", "  summary: 新摘要。")

    report = load(read(folder))

    assert ("page:map:zh-hant", "summary") in told(report, "kept")
    assert page.get_latest_revision_as_object().summary == "摘要。"
