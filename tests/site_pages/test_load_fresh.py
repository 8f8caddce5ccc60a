"""Loading into an empty database, and what stops it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.core import clock
from cms.office.models import Duty, DutyHolder, LoadedValue, Office, Section
from site_pages.loading.files import Bundle, read
from site_pages.loading.load import load
from site_pages.models import (
    PAGE_TYPES,
    FaqItemPage,
    MarqueeMessagePage,
    NewsItemPage,
    ServiceGuidePage,
    StandardPage,
)
from tests.conftest import HeldClock

pytestmark = pytest.mark.django_db


def test_dates_count_from_the_first_loading(held: HeldClock, folder: Path) -> None:
    day = clock.today()
    load(read(folder))
    held.forward(days=20)

    report = load(read(folder))

    assert not report.lines
    message = MarqueeMessagePage.objects.get(key="marquee-hello")
    assert (message.offline_date - day).days == 10
    assert (NewsItemPage.objects.get(key="news-open", locale__language_code="zh-hant").published_on - day).days == -3


def test_a_dry_run_tells_and_changes_nothing(db: None, bundle: Bundle) -> None:
    report = load(bundle, dry_run=True)

    assert ("created", "page:map:en") in {(line.kind, line.subject) for line in report.lines}
    assert not Office.objects.exists()
    assert not StandardPage.objects.exists()
    assert not LoadedValue.objects.exists()


def test_a_bad_row_stops_the_command_and_changes_nothing(db: None, folder: Path) -> None:
    path = folder / "responsibility_matrix.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("2,公告,消息,V,,承辦", "2,公告,消息,,,承辦"), encoding="utf-8"
    )

    with pytest.raises(CommandError, match=r"responsibility_matrix\.csv:4: "):
        call_command("load_office", str(folder))

    assert not Office.objects.exists()


def test_without_content_there_are_pages_but_no_texts(db: None, folder: Path) -> None:
    out = io.StringIO()

    call_command("load_office", str(folder), "--no-content", stdout=out)

    assert "created" in out.getvalue()
    assert StandardPage.objects.get(key="map", locale__language_code="en").title == "Map"
    assert not NewsItemPage.objects.exists()


def test_the_default_office_is_whole(db: None) -> None:
    load(read(settings.OFFICE_DATA_DIR))

    assert (Section.objects.count(), Duty.objects.count()) == (3, 99)
    assert DutyHolder.objects.filter(role=None, person=None).count() == 1
    assert NewsItemPage.objects.filter(locale__language_code="zh-hant").count() >= 12
    assert ServiceGuidePage.objects.filter(locale__language_code="zh-hant").count() >= 5
    assert FaqItemPage.objects.filter(locale__language_code="zh-hant").count() >= 20
    assert MarqueeMessagePage.objects.filter(locale__language_code="zh-hant").count() >= 4
    for page in (page for model in PAGE_TYPES if model.publishable for page in model.objects.all()):
        assert page.is_classified(), page.key
        assert not page.faults(), page.key
