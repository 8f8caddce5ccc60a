"""The editor of every page type opens and offers nothing that cannot be done."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Locale

from cms.admin import listing
from site_pages.loading import groups
from site_pages.models import PAGE_TYPES, MarqueeListPage, StandardPage
from tests.admin import ground
from tests.admin.ground import House, browser
from tests.api import site

PREVIEW = "w-preview#"


@pytest.mark.django_db
def test_no_editor_has_a_dead_preview(held: object) -> None:
    made = site.build()
    pages = {type(page): page for (_key, locale), page in made.pages.items() if locale == "zh-hant"}
    assert set(pages) == set(PAGE_TYPES)
    groups.project()
    client = browser(made.cast.webmaster)
    for page in pages.values():
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert answer.status_code == 200, page.document_type
        assert (PREVIEW in answer.content.decode()) == page.is_previewable(), page.document_type
        if page.is_previewable():
            assert page.make_preview_request().status_code == 200, page.document_type


# -- addresses -----------------------------------------------------------------


def test_a_page_is_linked_to_where_the_public_reads_it(house: House) -> None:
    assert (house.home.url, house.page.url) == ("/", "/about/")
    assert house.page.full_url == "https://office.example/about/"
    # The address follows what is public, not the draft.
    StandardPage.objects.filter(pk=house.page.pk).update(slug="renamed", url_path="/office-home/renamed/")
    assert StandardPage.objects.get(pk=house.page.pk).url == "/about/"


def test_a_draft_is_linked_to_where_it_will_stand(house: House) -> None:
    assert house.draft.url == "/draft/"
    english, _ = Locale.objects.get_or_create(language_code="en")
    house.home.copy_for_translation(english)
    assert house.draft.copy_for_translation(english).url == "/en/draft/"


def test_what_has_no_address_has_no_link(house: House) -> None:
    assert ground.add(house.home, MarqueeListPage, "marquee", house.cast.owner).url is None


def test_a_link_in_a_text_is_not_broken(house: House) -> None:
    converter = ContentstateConverter(features=["link"])
    shown = converter.from_database_format(f'<p><a linktype="page" id="{house.page.pk}">介紹</a></p>')
    assert '"url": "/about/"' in shown


def test_addresses_of_a_listing_cost_one_query(house: House) -> None:
    items = [ground.add_item(house, f"item-{number}") for number in range(3)]
    listing.prepare([house.page, *items])
    house.page.url  # noqa: B018  # Wagtail remembers its sites from now on
    with CaptureQueriesContext(connection) as asked:
        assert [item.url for item in items] == [f"/news/item-{number}/" for number in range(3)]
        assert house.page.url == "/about/"
    assert len(asked) == 0
