"""Governed pages of every type with what the office's rule asks of them, and without their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet, Value
from wagtail.models import Locale, Page, get_page_models

from cms.office.roster import Roster
from cms.publishing.governed import GovernedPage

STEP = Page.steplen
# Whatever is not named here is read when somebody asks for it.
_ASKED = frozenset(
    {
        *("id", "page_ptr_id", "path", "depth", "title", "draft_title", "owner_id", "content_type_id", "locale_id"),
        *("latest_revision_id", "key", "section_id", "person_id"),
    }
)


def models() -> list[type[GovernedPage]]:
    """Every type of governed page."""
    return [model for model in get_page_models() if issubclass(model, GovernedPage)]


def read(where: Q, roster: Roster) -> dict[int, GovernedPage]:
    """The pages by number, each with its parent, section and locale at hand: three queries, however many types.

    `where` is a condition on the fields that all types share (`pk`, `key`, `path` …).
    """
    found = {page.pk: page for page in _read(where)}
    parents = {page.path: page for page in _read(Q(path__in={page.path[:-STEP] for page in found.values()}))}
    locales = {locale.pk: locale for locale in Locale.objects.all()}
    sections = {section.pk: section for section in roster.sections.values()}
    for page in found.values():
        page._cached_parent_obj = parents.get(page.path[:-STEP])
        page.locale = locales[page.locale_id]
        if page.section_id is not None:
            page.section = sections[page.section_id]
    return found


def _read(where: Q) -> Iterator[GovernedPage]:
    kinds = models()
    first, *others = (_rows(number, model, where) for number, model in enumerate(kinds))
    found: Iterable[Sequence[Any]] = first.union(*others, all=True)
    for number, *values in found:
        model = kinds[number]
        known: Mapping[str, object] = dict(zip(_names(model), values, strict=True))
        yield model.from_db("default", list(known), list(known.values()))


def _rows(number: int, model: type[GovernedPage], where: Q) -> QuerySet[GovernedPage, tuple[object, ...]]:
    rows = model._default_manager.filter(where).order_by()
    return rows.values_list(Value(number), *_names(model))


def _names(model: type[GovernedPage]) -> list[str]:
    # In the order of the model's own fields, which is how Django takes them.
    return [field.attname for field in model._meta.concrete_fields if field.attname in _ASKED]
