"""Faults of wagtail-localize that must not come back."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.conf import settings
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText
from wagtail_localize.models import LocaleSynchronization, Translation
from wagtail_localize.operations import translate_object
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.core import clock
from cms.core.errors import Refused
from cms.publishing.checks import settings_close_side_doors
from cms.publishing.models import Publication
from tests.conftest import HeldClock
from tests.routes.route import committed
from tests.routes.stage import Stage, publish
from tests.traps import reading


def _english() -> Locale:
    return Locale.objects.get(language_code="en")


def _translate(stage: Stage, key: str) -> Page:
    with committed():
        translate_object(stage.page(key), [_english()], user=stage.user("owner"))
    translation = stage.page(key).get_translation(_english()).specific
    stage.ids[key, "en"] = translation.pk
    return translation


@pytest.fixture(autouse=True)
def _pages_as_built(stage: Stage) -> object:
    """Translations made here are gone with the test's transaction."""
    before = dict(stage.ids)
    yield
    stage.ids.clear()
    stage.ids.update(before)


def test_submitting_publishes(stage: Stage) -> None:
    """A translation is a draft, whatever its source is."""
    translation = _translate(stage, "about-history")
    assert translation.latest_revision is not None
    assert not translation.live
    assert reading.page("about-history", "en") is None


def test_syncing_overwrites_what_is_public(stage: Stage) -> None:
    """The row of a public translation may be overwritten; its document is not."""
    before = reading.page("moving", "en")
    _translate(stage, "moving")
    page = stage.page("moving")
    page.title = "又改了"
    page.save()
    with committed():
        Translation.objects.get(source__object_id=page.translation_key).save_target(publish=False)
    assert reading.page("moving", "en") == before


def test_the_setting_is_ignored_by_tree_sync(stage: Stage) -> None:
    """A language that follows another would fill itself with live copies (#743); here it cannot follow."""
    with pytest.raises(Refused):
        LocaleSynchronization.objects.create(locale=_english(), sync_from=Locale.objects.get(language_code="zh-hant"))
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_the_offline_date_never_reaches_the_other_language(stage: Stage) -> None:
    """The English item has no date of its own and ends with its source."""
    source = Publication.objects.get(key="moving", locale="zh-hant")
    translation = Publication.objects.get(key="moving", locale="en")
    assert source.offline is not None
    assert translation.offline == source.offline


def test_a_source_that_ends_sooner_leaves_its_translation_behind(stage: Stage, held: HeldClock) -> None:
    """Shortened with its source, and prolonged with it again."""
    held.forward(minutes=1)
    page = stage.page("moving")
    page.offline_date = date(2026, 11, 30)
    publish(stage, page)
    held.to(clock.at(date(2026, 12, 1), time(0)))
    assert (reading.page("moving"), reading.page("moving", "en")) == (None, None)


def test_the_online_date_never_reaches_the_other_language(stage: Stage, held: HeldClock) -> None:
    """A translation that is approved early waits for its source; the source does not wait for it."""
    translation = _translate(stage, "later")
    assert translation.online_date is None
    row = publish(stage, stage.page("later", "en"))
    source = Publication.objects.get(key="later", locale="zh-hant")
    assert row.online == source.online
    held.to(source.online - timedelta(seconds=1))
    assert reading.page("later", "en") is None
    held.to(source.online)
    assert reading.page("later", "en") is not None


def test_a_fault_is_suppressed_and_the_translation_goes_on(stage: Stage) -> None:
    """Localize swallows validation errors (#823); the door asks again before anything is public."""
    translation = _translate(stage, "draft")
    translation.theme = []
    translation.save()
    with pytest.raises(Refused) as refused:
        publish(stage, stage.page("draft", "en"))
    assert {"unclassified", "source_not_public"} <= set(refused.value.codes)


def test_parts_of_a_block_cannot_be_set_apart(stage: Stage) -> None:
    """Localize has no setting for one part of a block: so words alone may be translated, and what is a code stays.

    A level, a tone, a device's code or a page's number must neither be offered to the translator
    nor be lost on the way.
    """
    page, message = stage.page("about-history"), stage.page("welcome")
    page.body = [
        ("heading", {"level": "3", "text": "沿革"}),
        ("callout", {"tone": "warning", "title": "注意", "html": RichText("<p>請帶證件。</p>")}),
        ("links", [{"text": "消息", "page": stage.page("news"), "url": ""}]),
    ]
    page.save_revision(user=stage.user("owner"), clean=False)
    words = _strings(page)
    assert {"沿革", "注意", "請帶證件。", "消息"} <= words
    assert not words & {"3", "warning", "news", str(stage.page("news").pk)}
    assert "gate" not in _strings(message)
    page.save()
    english = _translate(stage, "about-history").get_latest_revision_as_object()
    heading, callout, links = (block.value for block in english.body)
    assert (heading["level"], callout["tone"]) == ("3", "warning")
    assert links[0]["page"].translation_key == stage.page("news").translation_key


def _strings(page: Page) -> set[str]:
    return {segment.string.data for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)}


def test_a_base_page_model_is_not_supported(stage: Stage) -> None:
    """Wagtail's own page model stays; ours is an abstract page above it."""
    assert not hasattr(settings, "WAGTAIL_PAGE_MODEL")
    assert issubclass(type(stage.page("moving")), Page)


def test_a_setting_reopens_the_door(settings: object) -> None:
    """The start-up checks name each setting that would."""
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True  # type: ignore[attr-defined]
    settings.WAGTAIL_FINISH_WORKFLOW_ACTION = "wagtail.workflows.publish_workflow_state"  # type: ignore[attr-defined]
    assert {found.id for found in settings_close_side_doors(None)} == {"publishing.E001", "publishing.E002"}
