"""The calendar: what stands on which day, for whom, and the file for one's own calendar program."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import icalendar
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.admin.desk import calendar
from cms.core import clock
from cms.office import roster
from cms.publishing.models import Publication, Withdrawal
from tests.admin import ground
from tests.admin.ground import EVERYBODY, House, browser
from tests.conftest import HeldClock

ADDRESS = "office:calendar"
Line = tuple[str, str, str]


def item(house: House, key: str, *, online: date | None, offline: date) -> Publication:
    """A published news item with these days."""
    found = ground.add_item(house, key, online_date=online)
    ground.write(found, house.cast.owner, offline_date=offline)
    return ground.publish(house, found)


def listed(user: User, **query: str) -> list[Line]:
    """(day, what, title) of every moment in the list."""
    context = browser(user).get(reverse(ADDRESS), {"view": "list", **query}).context
    return [(moment.day.isoformat(), moment.kind, moment.title) for moment in context["shown"]]


def test_an_item_begins_on_its_day_and_ends_with_its_day(house: House) -> None:
    item(house, "fair", online=date(2026, 11, 28), offline=date(2026, 12, 5))
    assert ("2026-11-28", "online", "標題 fair") in listed(house.cast.owner)
    assert listed(house.cast.owner, month="2026-12") == [("2026-12-05", "offline", "標題 fair")]


def test_an_end_at_the_end_of_a_month_stands_in_that_month(house: House) -> None:
    item(house, "fair", online=date(2026, 11, 28), offline=date(2026, 11, 30))
    assert ("2026-11-30", "offline", "標題 fair") in listed(house.cast.owner)
    assert listed(house.cast.owner, month="2026-12") == []
    content = browser(house.cast.owner).get(reverse(ADDRESS)).content.decode()
    assert "24:00" in content


def test_a_new_version_is_named_as_one_and_the_old_one_does_not_end(house: House, held: HeldClock) -> None:
    ground.publish(house, house.draft)
    held.forward(days=1)
    ground.write(house.draft, house.cast.owner, title="第二版")
    ground.publish(house, house.draft)
    kinds = [line for line in listed(house.cast.owner) if line[2] in {"標題 draft", "第二版"}]
    assert kinds == [("2026-11-23", "online", "標題 draft"), ("2026-11-24", "version", "第二版")]


def test_what_was_taken_back_before_it_began_is_not_there(house: House) -> None:
    row = item(house, "fair", online=date(2026, 11, 28), offline=date(2026, 12, 5))
    client = browser(house.cast.owner)
    client.post(reverse("office:ask_withdrawal", args=[row.page_id]), {"reason": "取消"})
    asked = Withdrawal.objects.get(page_key="fair")
    browser(house.cast.chief).post(reverse("office:withdrawal", args=[asked.pk]), {"decision": "agree"})
    row.refresh_from_db()
    assert row.offline == row.online
    assert "標題 fair" not in {title for _, _, title in listed(house.cast.owner)}


def test_everybody_sees_what_they_may_read_about(house: House) -> None:
    item(house, "fair", online=date(2026, 11, 28), offline=date(2026, 12, 5))
    seen = set()
    for who in EVERYBODY:
        answer = browser(getattr(house.cast, who)).get(reverse(ADDRESS), {"view": "list"})
        if answer.status_code != 200:
            assert who in {"stranger", "superuser"}
        elif "標題 fair" in answer.content.decode():
            seen.add(who)
            [moment] = [m for m in answer.context["shown"] if m.title == "標題 fair"]
            record = reverse("office:record", args=[moment.page_id])
            assert browser(getattr(house.cast, who)).get(record).status_code == 200, who
    assert seen == {"owner", "colleague", "chief", "webmaster", "deputy", "secretary", "director", "auditor"}


def test_it_is_narrowed_by_section_type_and_language(house: House) -> None:
    who = house.cast.webmaster
    everything = {title for _, _, title in listed(who)}
    assert everything == {"首頁", "標題 about", "標題 news"}
    assert {title for _, _, title in listed(who, section="administration")} == {"首頁"}
    assert {title for _, _, title in listed(who, type="news_list")} == {"標題 news"}
    assert listed(who, locale="en") == []
    # What is none of the choices narrows nothing.
    assert {title for _, _, title in listed(who, section="x", type="y", month="2026-13")} == everything


def test_a_full_day_says_how_much_more_there_is(house: House) -> None:
    for number in range(6):
        item(house, f"fair-{number}", online=date(2026, 11, 28), offline=date(2026, 12, 5))
    content = browser(house.cast.owner).get(reverse(ADDRESS)).content.decode()
    assert content.count("標題 fair-") == 4
    assert "2 more" in content
    assert "view=list&amp;" in content or "view=list" in content


def test_the_month_is_a_sheet_that_begins_on_sunday(house: House) -> None:
    context = browser(house.cast.owner).get(reverse(ADDRESS), {"month": "2026-11"}).context
    assert [day["date"].day for day in context["weeks"][0]] == [1, 2, 3, 4, 5, 6, 7]
    assert (context["before"], context["after"]) == ("2026-10", "2026-12")
    assert browser(house.cast.owner).get(reverse(ADDRESS), {"month": "2027-02"}).context["after"] == "2027-03"


# -- the file --------------------------------------------------------------------


def exported(user: User, **query: str) -> tuple[bytes, Any]:
    """The file as it is sent, and as another program reads it."""
    answer = browser(user).get(reverse("office:calendar_file"), query)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content, icalendar.Calendar.from_ical(answer.content)


def test_another_program_reads_the_file(house: House) -> None:
    row = item(house, "fair", online=date(2026, 11, 28), offline=date(2026, 12, 5))
    _, found = exported(house.cast.owner)
    events = {str(event["uid"]): event for event in found.walk("VEVENT")}
    host = urlsplit(settings.BASE_URL).hostname
    begin, end = events[f"{row.pk}-online@{host}"], events[f"{row.pk}-offline@{host}"]
    assert begin.decoded("dtstart") == clock.day_start(date(2026, 11, 28))
    assert end.decoded("dtstart") == clock.day_end(date(2026, 12, 5))
    assert begin.decoded("dtstamp") == row.decided_at.replace(microsecond=0)
    assert str(begin["summary"]) == "goes online：標題 fair"
    assert str(begin["url"]).endswith(reverse("office:record", args=[row.page_id]))


def test_a_long_title_with_marks_arrives_whole(house: House) -> None:
    title = "戶政日，人人來; 地點\\一樓, 時間：上午九時" * 6
    found = ground.add_item(house, "fair", title=title, online_date=date(2026, 11, 28))
    ground.publish(house, found)
    raw, read = exported(house.cast.owner)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    raw.decode()
    assert f"goes online：{title}" in {str(event["summary"]) for event in read.walk("VEVENT")}


def test_the_file_follows_the_filter(house: House) -> None:
    _, found = exported(house.cast.webmaster, section="administration")
    assert [str(event["summary"]) for event in found.walk("VEVENT")] == ["goes online：首頁"]


@pytest.mark.django_db
def test_nobody_without_a_session_has_the_file(house: House) -> None:
    for name in (ADDRESS, "office:calendar_file"):
        assert Client().get(reverse(name)).status_code == 302
        assert browser(house.cast.superuser).get(reverse(name)).status_code == 302


# -- size --------------------------------------------------------------------------


def test_a_day_on_which_too_much_begins_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "AT_MOST", 2)
    answer = browser(house.cast.webmaster).get(reverse(ADDRESS), {"view": "list"})
    assert len(answer.context["shown"]) == 2
    assert "Only the first 2 are shown" in answer.content.decode()


def test_twenty_items_cost_what_one_costs(house: House) -> None:
    """The calendar's own: what begins and what ends, one query each."""

    def queries(view: str) -> int:
        client = browser(house.cast.webmaster)
        client.get(reverse(ADDRESS), {"view": view})
        roster.forget()
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse(ADDRESS), {"view": view}).status_code == 200
        return len(found)

    item(house, "fair-0", online=date(2026, 11, 28), offline=date(2026, 11, 29))
    one = [queries("month"), queries("list")]
    for number in range(1, 20):
        item(house, f"fair-{number}", online=date(2026, 11, 28) + timedelta(days=number % 3), offline=date(2026, 12, 9))
    assert [queries("month"), queries("list")] == one
