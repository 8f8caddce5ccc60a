"""Evidence names pages by their keys; screens name them by their titles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wagtail.models import get_page_models

from cms.publishing.facts import SOURCE_LOCALE
from cms.publishing.governed import GovernedPage


@dataclass(frozen=True)
class Named:
    """A page that exists: its number, its title in the editors' tree, its key."""

    pk: int
    title: str
    key: str


def keys_like(text: str) -> list[str]:
    """The keys of the pages whose title holds `text`, in any language; an exact key counts as one."""
    asked = [model._default_manager.filter(title__icontains=text).order_by().values_list("key") for model in _models()]
    return [text, *(key for (key,) in asked[0].union(*asked[1:]))] if asked else [text]


def _models() -> list[type[GovernedPage]]:
    return [model for model in get_page_models() if issubclass(model, GovernedPage)]


def of_keys(keys: Iterable[str], locale: str = SOURCE_LOCALE) -> dict[str, Named]:
    """The pages with these keys in one language, by key, from one query; deleted ones are left out."""
    wanted: Collection[str] = frozenset(keys)
    models = _models()
    if not wanted or not models:
        return {}
    asked = [
        model._default_manager.filter(key__in=wanted, locale__language_code=locale)
        .order_by()
        .values_list("pk", "title", "key")
        for model in models
    ]
    return {row[2]: Named(*row) for row in asked[0].union(*asked[1:], all=True)}
