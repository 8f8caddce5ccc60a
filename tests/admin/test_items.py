"""A new item as a clerk makes one: no trick is needed, and everything that is missing is said at once."""

from __future__ import annotations

import json
from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse

from cms.core import clock
from cms.office.models import Person
from cms.publishing.models import Publication
from site_pages.models import NewsItemPage
from tests.admin import ground
from tests.admin.ground import CLASSES, House, browser


def add(house: House, **values: object) -> HttpResponse:
    """The owner's new item with a Chinese title and no address of its own, sent in."""
    address = reverse("wagtailadmin_pages:add", args=["site_pages", "newsitempage", house.news.pk])
    comments = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM")}
    typed = {"title": "戶政便民服務公告", "slug": "", "published_on": "2026-11-23", "body-count": "0"}
    data = {**typed, **comments, "attachments-count": "0", "action-submit": "true", **values}
    return browser(house.cast.owner).post(address, data)


def test_a_chinese_title_is_enough(house: House) -> None:
    end = clock.today() + timedelta(days=30)
    assert add(house, offline_date=end, **CLASSES).status_code == 302
    item = NewsItemPage.objects.get(title="戶政便民服務公告")
    assert item.slug == item.key
    assert item.slug.isascii()
    assert item.current_workflow_task is not None


def test_everything_that_is_missing_is_said_at_once(house: House) -> None:
    answer = add(house)
    assert {name: list(found) for name, found in answer.context["form"].errors.items()} == {
        "offline_date": ["This type of page needs an offline date."],
        "__all__": ["The page needs an entry in each of the three classification schemes before it can be published."],
    }
    assert "Please mend the following and send it again." in answer.content.decode()
    assert not NewsItemPage.objects.exists()


def test_an_item_names_the_role_of_its_person_and_never_the_person(house: House) -> None:
    roles = {}
    for who in ("chief", "owner"):
        item = ground.add_item(house, f"of-{who}", person=Person.objects.get(code=who))
        ground.publish(house, item, chief=house.cast.chief)
        document = bytes(Publication.objects.get(key=f"of-{who}", channel="site").document).decode()
        assert "（人）" not in document
        roles[who] = json.loads(document)["owner"]["role"]
    assert roles == {"chief": "chief", "owner": None}
