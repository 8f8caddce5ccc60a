"""The page's record and panel: the strip, the difference between public and draft, who signed, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.admin import standing
from cms.admin.desk import history
from cms.publishing.actions.countersign import sign
from cms.publishing.actions.submit import Submit
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Countersignature
from tests.admin import ground
from tests.admin.ground import House, browser
from tests.conftest import HeldClock


def record(user: User, page: GovernedPage) -> str:
    return browser(user).get(reverse("office:record", args=[page.pk])).content.decode()


def editor(user: User, page: GovernedPage) -> str:
    return browser(user).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


# -- the strip -------------------------------------------------------------------


def test_the_strip_goes_from_the_past_to_what_waits(house: House, held: HeldClock) -> None:
    held.forward(days=1)
    ground.write(house.page, house.cast.owner, title="第二版")
    ground.publish(house, house.page)
    today = held.now.date()
    ground.write(house.page, house.cast.owner, title="第三版", online_date=today + timedelta(days=9))
    ground.publish(house, house.page)
    content = record(house.cast.owner, house.page)
    strip = content.split('class="office-strip"', 1)[1].split("</ol>", 1)[0]
    parts = [strip.index(f"office-strip__part--{when}") for when in ("past", "now", "waiting")]
    assert parts == sorted(parts)
    assert 'class="office-strip"' in editor(house.cast.owner, house.page)


def test_facts_renewed_on_the_way_are_one_part(house: House, held: HeldClock) -> None:
    [first] = standing.spans(["about"], "zh-hant")
    later, last = held.now + timedelta(days=1), held.now + timedelta(days=2)
    renewed = replace(first, id=2, online=later, action="reissue")
    other = replace(first, id=3, online=last, revision_id=first.revision_id + 1)
    newest_first = [other, replace(renewed, offline=last), replace(first, offline=later)]
    assert [(part.online, part.offline) for part in history.strip(newest_first)] == [(first.online, last), (last, None)]
    assert history.strip([replace(first, offline=first.online)]) == []


# -- the difference ----------------------------------------------------------------


def difference(user: User, page: GovernedPage) -> dict[str, str] | None:
    found = browser(user).get(reverse("office:record", args=[page.pk])).context["differences"]
    return None if found is None else {one.label: one.html for one in found}


def test_the_difference_names_the_fields_and_shows_both_texts(house: House) -> None:
    assert difference(house.cast.chief, house.page) == {}
    ground.write(house.page, house.cast.owner, title="新的標題", summary="為民服務")
    found = difference(house.cast.chief, house.page)
    assert found is not None
    assert set(found) == {"Title", "Summary"}
    assert "deletion" in found["Title"]
    assert "新的標題" in found["Title"]
    assert "為民服務" in found["Summary"]
    assert 'id="difference"' in record(house.cast.chief, house.page)


def test_what_was_never_public_differs_from_nothing(house: House) -> None:
    assert difference(house.cast.chief, house.draft) is None
    assert 'id="difference"' not in record(house.cast.chief, house.draft)


def test_a_text_cannot_bring_markup_into_the_record(house: House) -> None:
    ground.write(house.page, house.cast.owner, summary="<script>alert(1)</script>")
    assert "<script>alert(1)" not in record(house.cast.chief, house.page)


# -- who signed --------------------------------------------------------------------


def test_each_version_says_who_wrote_approved_and_published(house: House, held: HeldClock) -> None:
    sign(Countersignature.objects.filter(publication__key="about"), actor=house.cast.chief)
    held.forward(days=1)
    ground.write(house.page, house.cast.owner, title="第二版")
    ground.write(house.page, house.cast.deputy, title="第二版，校正")
    ground.write(house.page, house.cast.owner, title="第二版，再校正")
    ground.publish(house, house.page)
    new, first = browser(house.cast.chief).get(reverse("office:record", args=[house.page.pk])).context["signed"]
    assert new.wrote == ("owner", "deputy")
    assert new.approval.approver_name == "chief"
    assert (new.span.decided_by_name, new.signature) == ("webmaster", None)
    assert first.wrote == ("owner",)
    assert (first.span.decided_by_name, first.signature.signed_by) == ("director", house.cast.chief)


def test_many_versions_cost_what_two_cost(house: House, held: HeldClock) -> None:
    def version(number: int) -> None:
        held.forward(days=1)
        ground.write(house.page, house.cast.owner, title=f"第 {number} 版")
        ground.publish(house, house.page)

    def queries() -> int:
        client = browser(house.cast.owner)
        client.get(reverse("office:record", args=[house.page.pk]))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("office:record", args=[house.page.pk]))
        return len(found)

    version(1)
    two = queries()
    for number in range(2, 12):
        version(number)
    assert queries() == two


# -- what is missing ---------------------------------------------------------------

HEADING = "Before it can be sent in"


def test_what_is_missing_is_named_before_sending_in(house: House) -> None:
    ground.write(house.draft, house.cast.owner, theme=[])
    content = editor(house.cast.owner, house.draft).split(HEADING, 1)[1].split("</ul>", 1)[0]
    assert "needs an entry in each of the three classification schemes" in content


def test_a_complete_text_says_that_nothing_is_missing(house: House) -> None:
    content = editor(house.cast.owner, house.draft)
    assert HEADING in content
    assert "Nothing is missing." in content


def test_the_list_is_for_those_who_write_and_until_it_is_sent_in(house: House) -> None:
    Submit(house.draft, actor=house.cast.owner).execute()
    assert HEADING not in editor(house.cast.chief, house.draft)
    assert HEADING not in editor(house.cast.owner, house.draft)
