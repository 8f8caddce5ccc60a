"""How documents are shown: dates, sizes, addresses of this very site."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString, mark_safe

from cms.site import languages

register = template.Library()

register.filter("day", languages.day)
register.filter("moment", languages.moment)
register.filter("tag", languages.tag)


@register.filter
def local(address: str | None) -> str:
    """An address of this site without its host, so that a page never leaves the host it was asked from."""
    text = address or ""
    return text.removeprefix(settings.BASE_URL) or "/" if text.startswith(f"{settings.BASE_URL}/") else text


@register.filter
def rich(html: str) -> SafeString:
    """A document's HTML, which was sanitised when it was published; links to this site without its host."""
    return mark_safe(html.replace(f'href="{settings.BASE_URL}/', 'href="/'))  # noqa: S308  # sanitised by the writer


@register.filter
def size(count: int) -> str:
    """`12.3 KB`."""
    return filesizeformat(count)


@register.filter
def kind(file: dict[str, Any]) -> str:
    """`PDF`, `ODT` …: what the file's name ends with."""
    return str(file["name"]).rpartition(".")[2].upper()


@register.filter
def lead(text: str) -> str:
    """What stands before the first colon: 「出生：出生登記」 leads with 「出生」; empty without one."""
    before, colon, _ = _split(text)
    return before if colon else ""


@register.filter
def rest(text: str) -> str:
    """What stands behind the first colon, or everything."""
    before, _, behind = _split(text)
    return behind.strip() or before


def _split(text: str) -> tuple[str, str, str]:
    return text.replace("：", ":", 1).partition(":")


@register.filter
def year(number: int) -> str:
    """A year as people count it in the active language: 民國 in Chinese."""
    return languages.year(number)


@register.filter
def home(homes: dict[str, str], locale: str) -> str:
    """The home page of a language."""
    return homes.get(locale, "")
