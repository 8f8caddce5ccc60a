"""JSON-LD: what search engines understand of a page. Written inside `<script type="application/ld+json">`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

_CONTEXT = {"@context": "https://schema.org"}
# A text can end the element or open a comment inside it; JSON has another way to write these.
_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def office(name: str, locale: str) -> SafeString:
    """GovernmentOffice: the home page."""
    return _script({"@type": "GovernmentOffice", "name": name, "url": settings.BASE_URL + "/", "inLanguage": locale})


def breadcrumbs(steps: Sequence[Mapping[str, Any]]) -> SafeString:
    """BreadcrumbList of the way to a page, itself last; empty without a way."""
    if not steps:
        return SafeString()
    items = [
        {"@type": "ListItem", "position": number, "name": step["title"], "item": settings.BASE_URL + step["path"]}
        for number, step in enumerate(steps, 1)
    ]
    return _script({"@type": "BreadcrumbList", "itemListElement": items})


def faq(document: Mapping[str, Any]) -> SafeString:
    """FAQPage of one question; empty for anything else."""
    if document["type"] != "faq_item":
        return SafeString()
    return questions([(document["question"], f"{document['short_answer']} {strip_tags(document['answer'])}".strip())])


def questions(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """FAQPage of (question, answer) pairs."""
    entries = [
        {"@type": "Question", "name": asked, "acceptedAnswer": {"@type": "Answer", "text": said}}
        for asked, said in pairs
    ]
    return _script({"@type": "FAQPage", "mainEntity": entries}) if entries else SafeString()


def _script(value: Mapping[str, object]) -> SafeString:
    text = json.dumps({**_CONTEXT, **value}, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # escaped above
