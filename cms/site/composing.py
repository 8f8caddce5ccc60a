"""From parts to a whole page: shell, head, breadcrumbs, the way to the other language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from cms.site import jsonld, languages
from cms.site.listings import Below
from cms.site.rendering import NOTHING, Parts
from cms.site.shell import Shell

Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one page has of its own; `others` are its addresses in the other languages, `path` is empty without one."""

    title: str
    path: str
    kind: str
    main: SafeString
    crumbs: Sequence[Step] = ()
    others: Mapping[str, str] = field(default_factory=dict)
    head: SafeString = NOTHING
    below: SafeString = NOTHING
    about: SafeString = NOTHING


def page(document: Mapping[str, Any], parts: Parts, below: Below, shell: Shell) -> str:
    """A page of the timeline as HTML."""
    sheet = Sheet(
        title=document["title"],
        path=document["path"],
        kind=document["type"],
        main=parts.main,
        crumbs=document["breadcrumbs"],
        others={crumb["locale"]: crumb["path"] for crumb in document["translations"]},
        head=parts.head + below.head,
        below=below.html,
        about=parts.about,
    )
    return whole(shell, sheet)


def whole(shell: Shell, sheet: Sheet) -> str:
    """Any page as HTML."""
    path = sheet.path
    steps = [*sheet.crumbs, {"title": sheet.title, "path": path}] if path and sheet.crumbs else []
    values = {
        "shell": shell,
        "sheet": sheet,
        "base": settings.BASE_URL,
        "menu": _here(shell.menu, path),
        "title": sheet.title if sheet.title == shell.name else f"{sheet.title} | {shell.name}",
        "alternates": [(shell.locale, path), *sheet.others.items()] if path else [],
        "switches": [_switch(locale, sheet.others, shell) for locale in shell.homes if locale != shell.locale],
        "trail": jsonld.breadcrumbs(steps),
        "og_locale": languages.OPEN_GRAPH.get(shell.locale, ""),
    }
    with translation.override(shell.locale):
        return render_to_string("site/page.html", values)


def _switch(locale: str, others: Mapping[str, str], shell: Shell) -> dict[str, object]:
    """To the translation; to the other home page while there is none."""
    return {
        "locale": locale,
        "name": languages.NAMES.get(locale, locale),
        "path": others.get(locale) or shell.homes[locale],
        "translated": locale in others,
    }


def _here(menu: SafeString, path: str) -> SafeString:
    """Say in the menu which entry is this very page. Paths need no escaping: an address has none of HTML's signs."""
    link = f'href="{path}"'
    return SafeString(menu.replace(link, f'{link} aria-current="page"', 1)) if path else menu
