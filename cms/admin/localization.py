"""What wagtail-localize knows about a page."""

from __future__ import annotations

from wagtail_localize.models import Translation

from cms.publishing.governed import GovernedPage


def translation_of(page: GovernedPage) -> Translation | None:
    """The running translation whose target is this page, or None."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
