"""A new entry from an earlier one: two clicks, a draft of its own, nothing in public."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse

from cms.core.models import AuditEntry
from cms.publishing.models import Publication
from site_pages.models import NewsItemPage
from tests.admin import ground
from tests.admin.ground import House, browser, who_can
from tests.conftest import HeldClock


def notice(house: House) -> NewsItemPage:
    """Last year's notice, published with a summary."""
    item = ground.add_item(house, "last-year", summary="春節照常服務")
    ground.publish(house, item)
    return item


def press(who: User, page_id: int) -> HttpResponse:
    return browser(who).post(reverse("office:start_from", args=[page_id]))


def fresh() -> NewsItemPage:
    found: NewsItemPage = NewsItemPage.objects.exclude(slug="last-year").get()
    return found


def test_two_clicks_from_the_record_to_the_new_draft(house: House, held: HeldClock) -> None:
    item = notice(house)
    held.forward(days=365)
    before = Publication.objects.count()
    address = reverse("office:start_from", args=[item.pk])
    assert address in browser(house.cast.owner).get(reverse("office:record", args=[item.pk])).content.decode()
    answer = press(house.cast.owner, item.pk)
    draft = fresh()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert browser(house.cast.owner).get(answer.url).status_code == 200
    assert (draft.title, draft.summary, draft.theme) == (item.title, "春節照常服務", ["100"])
    assert (draft.offline_date, draft.published_on, draft.owner) == (None, date(2027, 11, 23), house.cast.owner)
    assert draft.key != item.key
    assert (draft.slug, draft.live) == ("news-20271123-1", False)
    assert draft.latest_revision.user == house.cast.owner
    assert Publication.objects.count() == before
    entry = AuditEntry.objects.get(action="start_from")
    assert (entry.subject, entry.facts) == (draft.key, {"earlier": "last-year"})


def test_the_newest_text_is_the_pattern(house: House) -> None:
    item = notice(house)
    ground.write(item, house.cast.owner, summary="改過的摘要")
    press(house.cast.owner, item.pk)
    assert fresh().summary == "改過的摘要"


def test_each_has_an_address_of_its_own(house: House) -> None:
    item = notice(house)
    for _ in range(3):
        press(house.cast.owner, item.pk)
    slugs = NewsItemPage.objects.exclude(pk=item.pk).order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["news-20261123-1", "news-20261123-2", "news-20261123-3"]


def test_who_may(house: House) -> None:
    item = notice(house)
    able = who_can(house, lambda who: press(who, item.pk), AuditEntry.objects.filter(action="start_from").exists)
    assert able == {"owner", "colleague", "chief", "webmaster", "deputy"}


def test_only_entries_of_a_list(house: House) -> None:
    answer = press(house.cast.owner, house.page.pk)
    assert answer.status_code == 409
    assert "Only an entry of a list" in answer.content.decode()
    client = browser(house.cast.owner)
    from cms.admin.desk import starting

    assert [reason.code for reason in starting.refusals(house.page, house.cast.owner)] == ["copies_items_only"]
    record = client.get(reverse("office:record", args=[house.page.pk])).content.decode()
    assert reverse("office:start_from", args=[house.page.pk]) not in record
