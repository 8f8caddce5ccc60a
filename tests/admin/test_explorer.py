"""The explorer's listing: what the timeline says of each page, at the same number of queries for 1 row and 20."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.office.roster import forget
from tests.admin import ground
from tests.admin.ground import House, browser


def queries(house: House) -> int:
    """How many queries the webmaster's listing of the news list takes."""
    client = browser(house.cast.webmaster)
    address = reverse("wagtailadmin_explore", args=[house.news.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    forget()
    return len(found)


def test_twenty_rows_cost_what_one_costs(house: House) -> None:
    ground.publish(house, ground.add_item(house, "item-0"))
    one = queries(house)
    for number in range(1, 20):
        ground.publish(house, ground.add_item(house, f"item-{number}"))
    assert queries(house) == one


def test_the_column_says_what_the_timeline_says(house: House) -> None:
    ground.publish(house, ground.add_item(house, "public-item"))
    ground.add_item(house, "draft-item")
    content = browser(house.cast.webmaster).get(reverse("wagtailadmin_explore", args=[house.news.pk])).content.decode()
    rows = content.split("data-listing-page-title")[1:]
    said = {key: row for row in rows for key in ("public-item", "draft-item") if f"標題 {key}" in row}
    assert "since 2026-11-23 10:00" in said["public-item"]
    assert "until 2026-12-23 24:00" in said["public-item"]
    assert "Never public" in said["draft-item"]
