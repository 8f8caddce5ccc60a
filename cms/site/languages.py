"""The site's languages: their addresses, their tags, and the dates people read in them."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import formats, translation

from cms.core import clock, roc

DEFAULT: str = settings.LANGUAGE_CODE
LOCALES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
NAMES = {"zh-hant": "繁體中文", "en": "English"}
TAGS = {"zh-hant": "zh-Hant-TW", "en": "en"}
OPEN_GRAPH = {"zh-hant": "zh_TW", "en": "en_US"}


def locale_of(path: str) -> str:
    """The language a path is in: its first step, or the first language."""
    first = path.strip("/").partition("/")[0]
    return first if first in LOCALES and first != DEFAULT else DEFAULT


def home_of(locale: str) -> str:
    """The address under which everything of that language stands."""
    return "/" if locale == DEFAULT else f"/{locale}/"


def tag(locale: str) -> str:
    """The language tag for `lang` and `hreflang`."""
    return TAGS.get(locale, locale)


def day(text: str) -> str:
    """The Taipei day of an ISO 8601 instant or day, as people write it in the active language."""
    if not text:
        return ""
    found = date.fromisoformat(text) if len(text) == len("2026-11-23") else datetime.fromisoformat(text)
    if translation.get_language() == "en":
        shown = clock.local(found).date() if isinstance(found, datetime) else found
        return formats.date_format(shown, "j F Y")
    return roc.show(found) or ""


def moment(text: str) -> str:
    """Day and minute in Taipei."""
    return f"{day(text)} {clock.local(datetime.fromisoformat(text)):%H:%M}" if text else ""


def year(number: int) -> str:
    """`115年` in Chinese, `2026` in English."""
    if translation.get_language() == "en":
        return str(number)
    return f"{roc.year(number)}年"
