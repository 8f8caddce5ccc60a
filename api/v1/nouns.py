"""The addresses that list one type of page each, and the type they list."""

from __future__ import annotations

from collections.abc import Mapping

NOUNS: Mapping[str, str] = {
    "news": "news_item",
    "services": "service_guide",
    "faqs": "faq_item",
    "forms": "form_item",
    "zones": "topic_zone",
}
