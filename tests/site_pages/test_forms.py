"""The edit form: every reason at once, in its place, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.channels.models import Device
from cms.office.models import Absence, Person
from cms.publishing.governed import GovernedPage
from site_pages.loading.files import Bundle
from site_pages.models import FaqListPage, MarqueeListPage, MarqueeMessagePage, NewsItemPage, NewsListPage

pytestmark = pytest.mark.django_db
CODES = {"theme": ["100"], "administration": ["undetermined"], "service": ["I00"]}


@pytest.fixture
def ann(island: Bundle) -> Client:
    """A clerk of the counter section, with an English screen."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(get_user_model().objects.get(username="ann"))
    return client


def form(codes: dict[str, list[str]] | None = None, **values: Any) -> dict[str, Any]:
    common = {"title": "新標題", "slug": "brand-new", "summary": "", "source_note": "", "comments": inline_formset([])}
    return {**nested_form_data({**common, **values}), **(CODES if codes is None else codes)}


def news(**values: Any) -> dict[str, Any]:
    return {"published_on": "2026-11-23", "attachments": streamfield([]), "body": streamfield([]), **values}


def add(client: Client, parent: GovernedPage, model: type[GovernedPage], data: dict[str, Any]) -> HttpResponse:
    return client.post(reverse("wagtailadmin_pages:add", args=["site_pages", model._meta.model_name, parent.pk]), data)


def source(model: type[GovernedPage], key: str) -> GovernedPage:
    return model.objects.get(key=key, locale__language_code="zh-hant")


def errors(response: HttpResponse) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {field: list(messages) for field, messages in response.context["form"].errors.items()}


def test_a_draft_may_be_anything(ann: Client) -> None:
    response = add(ann, source(NewsListPage, "news"), NewsItemPage, form(codes={}, **news()))

    assert response.status_code == 302
    assert NewsItemPage.objects.get(slug="brand-new").latest_revision_id


def test_sending_in_names_every_reason_at_once(ann: Client) -> None:
    data = form(codes={}, **news(online_date="2026-11-01"))

    response = add(ann, source(NewsListPage, "news"), NewsItemPage, {**data, "action-submit": "1"})

    found = errors(response)
    assert found["online_date"] == ["The online date is in the past."]
    assert found["offline_date"] == ["This type of page needs an offline date."]
    assert any("classification" in message for message in found["__all__"])
    assert response.context["form"]["title"].value() == "新標題"
    assert not NewsItemPage.objects.filter(slug="brand-new").exists()


def test_what_can_be_sent_in_is_sent_in(ann: Client) -> None:
    data = form(**news(offline_date="2026-12-31"))

    response = add(ann, source(NewsListPage, "news"), NewsItemPage, {**data, "action-submit": "1"})

    assert response.status_code == 302
    page = NewsItemPage.objects.get(slug="brand-new")
    assert page.current_workflow_state is not None
    assert page.key.startswith("news-")


def test_a_vacancy_is_told_before_anything_is_lost(ann: Client, island: Bundle) -> None:
    """The item answers through a person who is away: the text stays in the form."""
    away = Person.objects.get(code="cat")
    Absence.objects.create(person=away, start="2026-11-01")
    data = form(**news(offline_date="2026-12-31", person=away.pk))

    found = errors(add(ann, source(NewsListPage, "news"), NewsItemPage, {**data, "action-submit": "1"}))

    assert any("Nobody who answers" in message for message in found["__all__"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一二三四五六七八九", "line 1 has 9"),
        ("一\n二", "the text has 2"),
        ("一😀", "“😀” in line 1, column 2"),
    ],
)
@pytest.mark.parametrize("button", ["action-submit", "draft"])
def test_a_display_text_that_does_not_fit_is_refused_in_its_place(
    ann: Client, text: str, words: str, button: str
) -> None:
    data = form(
        priority="3", offline_date="2026-12-31", texts=streamfield([("text", {"device": "door", "text": text})])
    )

    response = add(ann, source(MarqueeListPage, "marquee"), MarqueeMessagePage, {**data, button: "1"})

    assert "texts" in errors(response)
    block = response.context["form"].errors["texts"].as_data()[0].block_errors[0].block_errors["text"]
    assert any(words in message for message in block.messages), block.messages
    assert response.context["form"]["texts"].value()[0].value["text"].replace("\r\n", "\n") == text
    assert not MarqueeMessagePage.objects.filter(slug="brand-new").exists()


def test_a_device_that_is_gone_is_a_fault(island: Bundle) -> None:
    message = MarqueeMessagePage.objects.get(key="marquee-hello")
    Device.objects.all().delete()

    assert [fault.code for fault in message.faults()] == ["unknown_device"]


def test_an_unknown_code_is_refused(ann: Client) -> None:
    data = form(codes={**CODES, "theme": ["999"]}, **news())

    assert "theme" in errors(add(ann, source(NewsListPage, "news"), NewsItemPage, data))


def test_types_stay_in_their_places(ann: Client) -> None:
    response = add(ann, source(FaqListPage, "faq"), NewsItemPage, form(**news()))

    assert response.status_code in (302, 403)
    assert not Page.objects.filter(slug="brand-new").exists()
