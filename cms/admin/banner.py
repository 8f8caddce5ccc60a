"""What a person must know about a text before touching it, above Wagtail's editor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from cms.admin import access
from cms.admin.waiting import RETURNED, waiting_of
from cms.publishing.governed import GovernedPage


def show(request: HttpRequest, page: GovernedPage) -> None:
    """Say where the text stands in the sign-off chain; nothing when it is not in it."""
    found = waiting_of(page, access.person(request))
    if found is None:
        return
    text = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in found.lines))
    asked = found.step == RETURNED or found.decisions
    messages.add_message(request, messages.WARNING if asked else messages.INFO, text)
