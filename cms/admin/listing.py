"""Listings of pages: what the rows' buttons need, read once for all rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.wagtail_hooks import (
    PageListingAddChildPageButton,
    PageListingCopyButton,
    PageListingDeleteButton,
    PageListingEditButton,
    PageListingHistoryButton,
    PageListingMoveButton,
    PageListingViewDraftButton,
)
from wagtail.admin.widgets.button import Button, ButtonWithDropdown
from wagtail.models import Locale, Page

from cms.admin import access
from cms.admin.desk import starting
from cms.core import clock
from cms.office import roster
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication
from cms.publishing.timeline.read import ahead, holds

STEP = Page.steplen

ITEMS: tuple[type[PageMenuItem], ...] = (
    PageListingEditButton,
    PageListingViewDraftButton,
    PageListingAddChildPageButton,
    PageListingMoveButton,
    PageListingCopyButton,
    PageListingDeleteButton,
    PageListingHistoryButton,
)


def prepare(pages: Sequence[Page]) -> None:
    """Give every page its parent, its section and whether it has a public part, in a fixed number of queries."""
    governed = [page for page in pages if isinstance(page, GovernedPage)]
    parents = _parents(governed)
    public, paths = _with_public_part(governed), _public_paths(governed)
    sections = {section.pk: section for section in roster.today().sections.values()}
    locales = Locale.objects.in_bulk()
    for page in governed:
        page._cached_parent_obj = parents.get(page.path[:-STEP])
        page.has_public_part = page.pk in public  # type: ignore[attr-defined]  # read by the tester when it is there
        page.public_path = paths.get(page.pk, "")  # type: ignore[attr-defined]  # read by `get_url_parts`
        if page.section_id is not None:
            page.section = sections[page.section_id]
        page.locale = locales[page.locale_id]


def _parents(pages: Iterable[Page]) -> dict[str, Page]:
    paths = {page.path[:-STEP] for page in pages}
    return {parent.path: parent for parent in Page.objects.filter(path__in=paths).specific()}


def _with_public_part(pages: Iterable[Page]) -> set[int]:
    """Those that are public or wait to be, or have such a page below them."""
    public = Publication.objects.filter(ahead(clock.now()), channel="site").values("page_id")
    below = Page.objects.filter(path__startswith=OuterRef("path"), pk__in=public)
    ids = [page.pk for page in pages]
    return set(Page.objects.filter(Exists(below), pk__in=ids).values_list("pk", flat=True))


def _public_paths(pages: Iterable[Page]) -> dict[int, str]:
    ids = [page.pk for page in pages]
    rows = Publication.objects.filter(holds(clock.now()), channel="site", page_id__in=ids)
    return dict(rows.values_list("page_id", "path"))


def row_buttons(page: Page, user: AbstractBaseUser, next_url: str) -> list[ButtonWithDropdown]:
    """The menu of one row; empty where the person can do nothing."""
    buttons = list(_buttons(page, user, next_url))
    if not buttons:
        return []
    label = _("More options for '%(title)s'") % {"title": page.get_admin_display_title()}
    return [ButtonWithDropdown("", buttons=buttons, icon_name="dots-horizontal", attrs={"aria-label": label})]


def _buttons(page: Page, user: AbstractBaseUser, next_url: str) -> Iterator[Button]:
    for priority, item_class in enumerate(ITEMS, start=1):
        item = item_class(page=page, next_url=next_url, priority=priority * 10)
        if item.is_shown(user):
            yield Button.from_menu_item(item)
    if isinstance(page, GovernedPage) and access.reads_record(user, page):
        yield Button(
            _("Publication record"), reverse("office:record", args=[page.pk]), icon_name="history", priority=99
        )
        if not starting.refusals(page, user):
            words = _("Start a new entry from this one")
            yield Button(words, reverse("office:start_from", args=[page.pk]), icon_name="copy", priority=98)
