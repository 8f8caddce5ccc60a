"""Publish the first content, page by page, through the door."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core.errors import Refusal, Refused
from cms.office import roster
from cms.publishing import policy
from cms.publishing.actions.first_load import FirstLoad
from cms.publishing.models import Publication
from site_pages.base import BasePage
from site_pages.loading.content import LOCALES
from site_pages.models import PAGE_TYPES

logger = logging.getLogger(__name__)

VACANCY = frozenset({"no_duty", "duty_vacant", "parent_not_public", "source_not_public"})
"""Reasons that follow from nobody being present; they leave the rest of the load sound."""


@dataclass(frozen=True)
class Outcome:
    """What became of one page: `refusals` is empty when it was published."""

    key: str
    locale: str
    title: str
    refusals: tuple[Refusal, ...] = ()

    @property
    def vacant(self) -> bool:
        """Refused for nothing but a missing person (or a page above that waits for one)."""
        return all(refusal.code in VACANCY for refusal in self.refusals)


def waiting() -> list[BasePage]:
    """Pages that never had a row, in the order in which they can be published.

    Chinese before English, pages before the pages below them, what is linked to before what links;
    folders are never published.
    """
    had_rows = set(Publication.objects.filter(channel="site").values_list("key", "locale").distinct())
    found = [
        page
        for model in PAGE_TYPES
        if model.publishable
        for page in model.objects.select_related("locale", "section", "latest_revision")
        if (page.key, page.language) not in had_rows and page.latest_revision_id
    ]
    return _linked_first(sorted(found, key=_order))


def _order(page: BasePage) -> tuple[int, bool, int, str]:
    return LOCALES.index(page.language), page.is_item, page.depth, page.path


def _linked_first(pages: list[BasePage]) -> list[BasePage]:
    """What a page links to comes before it, so that its first row need not be written again at once.

    The page above always comes first, so a page that links to one below it is still written twice.
    """
    by_path = {page.path: page for page in pages}
    by_number = {str(page.pk): page for page in pages}
    links = _links(by_number)
    placed: dict[str, BasePage] = {}
    begun: set[str] = set()

    def place(page: BasePage) -> None:
        if page.path in begun:
            return
        begun.add(page.path)
        for path in _above(page):
            if path in by_path:
                place(by_path[path])
        for target in links[page.pk]:
            if not any(path in begun and path not in placed for path in _above(target)):
                place(target)
        placed[page.path] = page

    for page in pages:
        place(page)
    return list(placed.values())


def _above(page: BasePage) -> list[str]:
    step = page.steplen
    return [page.path[:end] for end in range(step, len(page.path), step)]


def _links(by_number: Mapping[str, BasePage]) -> Mapping[int, list[BasePage]]:
    """For each page those it links to in its own language, from Wagtail's index of references."""
    found: dict[int, list[BasePage]] = defaultdict(list)
    rows = ReferenceIndex.objects.filter(base_content_type=ContentType.objects.get_for_model(Page))
    for number, target in rows.order_by("pk").values_list("object_id", "to_object_id"):
        one, other = by_number.get(number), by_number.get(target)
        if one is not None and other is not None and one.locale_id == other.locale_id:
            found[one.pk].append(other)
    return found


def publish(pages: Iterable[BasePage], approver: AbstractBaseUser, *, dry_run: bool = False) -> Iterator[Outcome]:
    """Publish each page in its own transaction: one that is refused never holds up another.

    With `dry_run` the policy is asked and nothing is written; what depends on a page that
    would be published first is then refused too.
    """
    with roster.pinned(), disable_reference_index_auto_update():
        for page in pages:
            action = FirstLoad(page, revision=page.latest_revision, actor=approver)
            try:
                if dry_run:
                    policy.require(action.name, action.case())
                else:
                    action.execute()
            except Refused as refused:
                yield Outcome(page.key, page.language, page.title, refused.refusals)
            except Exception as error:  # whatever is broken in one page, the others go on
                logger.exception("first load of %s %s failed", page.key, page.language)
                broken = Refusal("page_broken", {"error": f"{type(error).__name__}: {error}"})
                yield Outcome(page.key, page.language, page.title, (broken,))
            else:
                yield Outcome(page.key, page.language, page.title)
