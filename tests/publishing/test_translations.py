"""The translation goes online at the later of two instants, and offline with its source."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from cms.core import clock
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.publish import Publish
from cms.publishing.models import Publication
from cms.publishing.timeline.read import holds
from site_pages.models import StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_page, publish, publish_new, translate, withdraw
from tests.publishing.evidence import refused, row_at, title_at

TODAY = date(2026, 11, 23)
DAYS = [TODAY + timedelta(days=number) for number in range(12)]


def start(day: date) -> datetime:
    return clock.day_start(day)


@pytest.fixture
def english(ground: Ground) -> Ground:
    translate(ground, "home", slug="en")
    publish(ground, "home", "en")
    make_page(ground, StandardPage, "home", "about", title="介紹")
    translate(ground, "about", title="About")
    return ground


def english_at(at: datetime) -> str | None:
    return title_at("about", at, "en")


def test_a_translation_needs_a_source_that_is_public_or_waits(english: Ground) -> None:
    page = english.page("about", "en")
    with refused("source_not_public"):
        Approve(page, revision=page.latest_revision, actor=english.cast.chief).execute()


def test_the_source_goes_out_without_its_translation(english: Ground) -> None:
    publish(english, "about")
    assert title_at("about", clock.now()) == "介紹"
    assert english_at(clock.now()) is None


def test_a_translation_waits_for_its_source(english: Ground) -> None:
    publish(english, "about", online_date=DAYS[2], online_time=time(9))
    row = publish(english, "about", "en")
    source = row_at("about", clock.at(DAYS[2], time(9)))
    assert source is not None and row.online == source.online
    assert english_at(start(DAYS[2])) is None


def test_a_later_translation_goes_out_at_its_own_approval(english: Ground, held: HeldClock) -> None:
    publish(english, "about")
    held.forward(hours=3)
    assert publish(english, "about", "en").online == held.now


def test_a_translation_ends_with_its_source(english: Ground) -> None:
    publish(english, "about", offline_date=DAYS[3])
    row = publish(english, "about", "en")
    assert row.offline == clock.day_end(DAYS[3])


def test_a_source_shortened_later_takes_its_translation_with_it(english: Ground) -> None:
    publish(english, "about")
    publish(english, "about", "en")
    publish(english, "about", title="短", offline_date=DAYS[1])
    assert english_at(clock.day_end(DAYS[1]) - timedelta(seconds=1)) == "About"
    assert english_at(clock.day_end(DAYS[1])) is None


def test_a_source_prolonged_later_carries_its_translation_on(english: Ground, held: HeldClock) -> None:
    publish(english, "about", offline_date=DAYS[1])
    publish(english, "about", "en")
    held.forward(hours=1)
    publish(english, "about", title="長", offline_date=DAYS[5])
    rows = list(Publication.objects.filter(key="about", locale="en").order_by("online"))
    assert english_at(start(DAYS[4])) == "About"
    assert english_at(start(DAYS[6])) is None
    assert [row.action for row in rows] == ["publish", "reissue"]
    assert len({row.text_hash for row in rows}) == 1


def test_a_translation_keeps_its_own_earlier_end(english: Ground) -> None:
    publish(english, "about", offline_date=DAYS[5])
    publish(english, "about", "en", offline_date=DAYS[2])
    publish(english, "about", title="長", offline_date=DAYS[9])
    assert english_at(start(DAYS[2])) == "About"
    assert english_at(start(DAYS[3])) is None


def test_a_source_that_goes_on_with_a_waiting_version_keeps_its_translation(english: Ground) -> None:
    publish(english, "about")
    publish(english, "about", title="二", online_date=DAYS[2])
    publish(english, "about", "en")
    assert english_at(start(DAYS[8])) == "About"


def test_a_correction_of_the_source_leaves_the_translation(english: Ground) -> None:
    publish(english, "about")
    publish(english, "about", title="二", online_date=DAYS[2])
    publish(english, "about", "en")
    publish(english, "about", title="急", online_date=None)
    assert english_at(start(DAYS[8])) == "About"


def test_a_gap_of_the_source_is_one_of_the_translation(english: Ground) -> None:
    publish(english, "about", offline_date=DAYS[1])
    publish(english, "about", title="再來", online_date=DAYS[4], offline_date=None)
    publish(english, "about", "en")
    publish(english, "about", "en", title="Again", online_date=DAYS[4])
    assert [english_at(start(day)) for day in DAYS[1:6]] == ["About", None, None, "Again", "Again"]
    # The gap is closed: the translation that stood before it goes on until its successor.
    publish(english, "about", title="不斷", online_date=None, offline_date=None)
    assert [english_at(start(day)) for day in DAYS[1:6]] == ["About", "About", "About", "Again", "Again"]


def test_withdrawing_takes_both_languages_at_one_instant(english: Ground) -> None:
    publish(english, "about")
    publish(english, "about", "en")
    withdraw(english, "about", reason="停辦")
    assert not Publication.objects.filter(holds(clock.now()), key="about").exists()


def test_a_translation_needs_its_own_approval(english: Ground) -> None:
    publish(english, "about")
    page = english.page("about", "en")
    with refused("not_approved"):
        Publish(page, revision=page.latest_revision, actor=english.cast.webmaster).execute()


def test_both_languages_have_one_key_and_their_own_path(english: Ground) -> None:
    chinese = publish(english, "about")
    translated = publish(english, "about", "en")
    assert (chinese.key, chinese.path, translated.key, translated.path) == ("about", "/about/", "about", "/en/about/")


def test_a_page_that_was_never_public_has_no_source_end(ground: Ground) -> None:
    publish_new(ground, StandardPage, "home", "alone")
    assert row_at("alone", clock.now(), "en") is None
