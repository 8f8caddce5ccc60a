"""What wagtail-localize makes of our types: a draft in the other language, never a publication."""

from __future__ import annotations

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from site_pages.loading.files import Bundle
from site_pages.models import NewsItemPage

pytestmark = pytest.mark.django_db


def test_a_table_is_translated_cell_by_cell(island: Bundle) -> None:
    page = NewsItemPage.objects.get(key="news-open", locale__language_code="zh-hant")
    texts = {segment.string.data for segment in extract_segments(page) if hasattr(segment, "string")}

    assert {"時間", "日", "時", "週一", "八時", "取號", "請帶證件。"} <= texts


def test_a_translation_keeps_key_and_form(island: Bundle) -> None:
    """wagtail-localize makes the draft; every kind of body block survives the way there."""
    source = NewsItemPage.objects.get(key="news-open", locale__language_code="zh-hant")
    NewsItemPage.objects.get(key="news-open", locale__language_code="en").delete()
    english = Locale.objects.get(language_code="en")
    stored, _ = TranslationSource.update_or_create_from_instance(source)
    translation = Translation.objects.create(source=stored, target_locale=english)
    for segment in stored.stringsegment_set.all():
        if segment.string.data == "週一":
            StringTranslation.objects.create(
                translation_of=segment.string, locale=english, context=segment.context, data="Monday"
            )

    translation.save_target(publish=False)

    page = NewsItemPage.objects.get(key="news-open", locale=english).get_latest_revision_as_object()
    assert [block.block_type for block in page.body] == [block.block_type for block in source.body]
    assert page.body[2].value.row_data[0]["values"] == ["Monday", "八時"]
    assert page.theme == source.theme
    assert (page.online_date, page.offline_date) == (None, None)
    assert not page.live
