"""What each page type demands, and that no type breaks the tree's rules."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from wagtail.models import Page

from cms.channels.models import Device
from cms.core.errors import Refused
from site_pages.models import (
    PAGE_TYPES,
    ClassificationCode,
    FaqItemPage,
    LinkPage,
    MarqueeMessagePage,
    NewsItemPage,
    RedirectTablePage,
    SiteFooterPage,
    StandardPage,
)

# -- every type ----------------------------------------------------------------


def test_document_types_are_unique_and_named() -> None:
    names = [model.document_type for model in PAGE_TYPES]

    assert all(names)
    assert len(set(names)) == len(PAGE_TYPES) == 23


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.document_type)
def test_every_type_says_where_it_stands(model: type) -> None:
    above = model.allowed_parent_page_models()

    assert above
    assert all(model in parent.allowed_subpage_models() for parent in above)
    assert set(model.allowed_subpage_models()) <= set(PAGE_TYPES)


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.document_type)
def test_dates_and_keys_are_never_translated(model: type) -> None:
    names = {field.field_name for field in model.translatable_fields}

    assert not names & {"online_date", "online_time", "offline_date", "offline_time", "key", "go_live_at", "expire_at"}
    assert names <= {field.name for field in model._meta.get_fields()}


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.document_type)
def test_every_own_field_can_be_edited_and_translated(model: type) -> None:
    """A new field that no panel shows, or that translation forgets, would be lost quietly."""
    inherited = {"page_ptr", "key", "body", "section", "person", "source_note"}
    dates = {"online_date", "online_time", "offline_date", "offline_time"}
    own = {field.name for field in model._meta.local_fields} - inherited - dates
    shown = set(model.get_edit_handler().get_form_options()["fields"])

    assert own <= shown
    assert own <= {field.field_name for field in model.translatable_fields}
    assert ("body" in shown) == model.has_body


# -- faults --------------------------------------------------------------------


def codes(page: Any) -> list[str]:
    return [fault.code for fault in page.faults()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["link_target_needed"]),
        ({"target_url": "https://www.gov.tw/"}, []),
        ({"feature": "search"}, []),
        ({"target_url": "https://www.gov.tw/", "feature": "search"}, ["link_target_needed"]),
    ],
)
def test_a_link_has_exactly_one_target(values: dict[str, str], expected: list[str]) -> None:
    assert codes(LinkPage(title="連結", **values)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["answer_needed"]),
        ({"answer": "<p> </p>"}, ["answer_needed"]),
        ({"answer": "<p>可以。</p>"}, []),
        ({"short_answer": "可以。"}, []),
    ],
)
def test_a_question_has_an_answer(values: dict[str, str], expected: list[str]) -> None:
    assert codes(FaqItemPage(title="可以嗎？", **values)) == expected


@pytest.mark.django_db
def test_a_message_has_one_text_for_each_device() -> None:
    Device.objects.create(code="door", name="門口", name_en="Door", max_chars=5, charset="big5")
    one = ("text", {"device": "door", "text": "歡迎"})

    assert codes(MarqueeMessagePage(title="歡迎")) == ["text_needed"]
    assert codes(MarqueeMessagePage(title="歡迎", texts=[one])) == []
    assert codes(MarqueeMessagePage(title="歡迎", texts=[one, one])) == ["device_twice"]
    assert codes(MarqueeMessagePage(title="歡迎", texts=[("text", {"device": "roof", "text": "x"})])) == [
        "unknown_device"
    ]
    assert codes(MarqueeMessagePage(title="歡迎", texts=[("text", {"device": "door", "text": "一二三四五六"})])) == [
        "text_too_long"
    ]


@pytest.mark.django_db
def test_an_old_address_leads_to_one_page() -> None:
    entry = ("redirect", {"from_path": "/old/", "page": None})

    assert codes(RedirectTablePage(title="轉址", redirects=[entry])) == []
    assert codes(RedirectTablePage(title="轉址", redirects=[entry, entry])) == ["redirect_twice"]


@pytest.mark.django_db
def test_an_old_address_leads_to_a_page_with_an_address(db: None) -> None:
    def table(page: Any) -> RedirectTablePage:
        return RedirectTablePage(title="轉址", redirects=[("redirect", {"from_path": "/old/", "page": page})])

    assert codes(table(StandardPage(title="有網址"))) == []
    assert codes(table(SiteFooterPage(title="頁尾"))) == ["redirect_without_address"]
    assert codes(table(Page(title="不受管理"))) == ["redirect_without_address"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "第一行\x0b第二行"}, "標題"),
        ({"summary": "第一行\x0b第二行"}, "摘要"),
        ({"body": [("paragraph", "<p>第一行\x0b第二行</p>")]}, "內文"),
        ({"body": [("steps", [{"title": "第一行\x0b第二行", "html": ""}])]}, "內文"),
        ({"body": [("table", {"columns": [], "rows": [], "caption": "第一行\x0b第二行"})]}, "內文"),
    ],
)
def test_no_text_holds_an_invisible_character(values: dict[str, Any], field: str) -> None:
    page = StandardPage(**{"title": "標題", **values})
    if "table" in str(values):
        page.body = [("table", page.body.stream_block.child_blocks["table"].to_python(values["body"][0][1]))]
    assert codes(page) == ["control_character"]
    found = dict(page.faults()[0].values)
    assert (found["field"], found["character"]) == (field, "U+000B")
    assert str(found["before"]).endswith("第一行")


@pytest.mark.django_db
@pytest.mark.parametrize("character", ["\x00", "\x1f", "\x7f", "\ufdd0", "\uffff"])
def test_each_invisible_character_is_named(character: str) -> None:
    fault = StandardPage(title=f"字{character}").faults()[0]
    with translation.override("en"):
        assert f"U+{ord(character):04X} after “字”" in fault.message


@pytest.mark.django_db
@pytest.mark.parametrize("character", ["\t", "\n", "\r\n", "　", "𠮷", "\u200b"])
def test_what_people_type_is_text(character: str) -> None:
    assert codes(StandardPage(title=f"字{character}字", summary=character)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["search", "suggest", "by-path"])
def test_no_page_has_the_name_of_an_address_as_its_key(key: str) -> None:
    page = StandardPage(title="標題", slug="any", key=key)
    for way_in in (page.full_clean, page.save):
        with pytest.raises(Refused) as refused:
            way_in()
        assert refused.value.codes == ("reserved_key",)


@pytest.mark.django_db
def test_classification_asks_for_each_scheme_and_known_codes() -> None:
    ClassificationCode.objects.create(scheme="theme", code="100", name="內政", name_en="Interior", status="confirmed")
    page = NewsItemPage(title="消息", theme=["100"], administration=[], service=["999"])

    assert not page.is_classified()
    assert [(fault.code, fault.values["code"]) for fault in page.faults()] == [("unknown_category", "service:999")]
    page.administration = ["100"]
    assert page.is_classified()
    assert page.category_codes() == ("theme:100", "administration:100", "service:999")
    with pytest.raises(ValueError, match="colour"):
        page.codes_of("colour")


def test_folders_are_never_published() -> None:
    folders = {model.document_type for model in PAGE_TYPES if not model.publishable}

    assert folders == {"folder", "marquee_list"}
    assert not any(model.routable or model.in_tree for model in PAGE_TYPES if not model.publishable)
