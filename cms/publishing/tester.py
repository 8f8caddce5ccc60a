"""Wagtail's permission questions, answered by the policy. No superuser shortcut: it fails closed."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail.models import Page, PagePermissionTester

from cms.core import clock
from cms.publishing import facts
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication
from cms.publishing.rules.case import People
from cms.publishing.timeline.read import ahead


class DutyTester(PagePermissionTester):
    """What one person may do in the admin with one page."""

    page: GovernedPage

    def __init__(self, user: AbstractBaseUser, page: GovernedPage) -> None:
        super().__init__(user, page)
        self.permissions: set[str] = getattr(self, "permissions", set())

    @cached_property
    def _people(self) -> People:
        return facts.people(self.page)

    def _is(self, who: frozenset[int]) -> bool:
        return self.user.is_active and self.user.pk in who and self.user.pk in self._people.staff

    @property
    def _drafts(self) -> bool:
        return self._is(self._people.drafters)

    @property
    def _publishes(self) -> bool:
        return self._is(self._people.publishers)

    def can_edit(self) -> bool:
        """Owners, staff drafting items, the maintenance group; and whoever the running task asks."""
        if self._drafts:
            return True
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))

    def can_add_subpage(self) -> bool:
        """Items under a list by the staff of the sections that may supply them; pages by the webmaster."""
        if not self._creatable():
            return False
        return self._publishes or (self._takes_items() and self._is(self._suppliers()))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only drafts that are neither public nor waiting, with everything below them."""
        return self._drafts and not self._has_public_part()

    def can_move(self) -> bool:
        """The site's structure is the webmaster's."""
        return self._publishes and self.page.depth > 2

    def can_move_to(self, destination: Page) -> bool:
        """Within the tree's own rules."""
        if self.page == destination or destination.is_descendant_of(self.page):
            return False
        return self.can_move() and bool(self.page.specific.can_move_to(destination))

    def can_copy(self) -> bool:
        """Whoever may edit it may start a new draft from it."""
        return self._drafts

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """A copy is a new draft where the person may add one."""
        if not self.can_copy() or (recursive and destination.is_descendant_of(self.page)):
            return False
        if not self.page.specific_class.can_create_at(destination):
            return False
        return bool(destination.permissions_for_user(self.user).can_add_subpage())

    def can_publish(self) -> bool:
        """Never by Wagtail's own button: publication is the end of an approval."""
        return False

    def can_publish_subpage(self) -> bool:
        """Never: see `can_publish`."""
        return False

    def can_unpublish(self) -> bool:
        """Never by Wagtail's own button: see the action `withdraw`."""
        return False

    def can_unschedule(self) -> bool:
        """Never: a waiting version is taken back through the timeline."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """Never: what is public is said by the timeline alone."""
        return False

    def can_reorder_children(self) -> bool:
        """The webmaster orders pages; the public sees it when they are published again."""
        return self._publishes

    def can_submit_for_moderation(self) -> bool:
        """Whoever may draft it sends it in."""
        return self._drafts and super().can_submit_for_moderation()

    def can_lock(self) -> bool:
        """Whoever may draft it."""
        return self._drafts

    def can_unlock(self) -> bool:
        """The person who locked it, or the webmaster."""
        return self._publishes or (self._drafts and self.user_has_lock())

    # -- inside ---------------------------------------------------------------

    def _creatable(self) -> bool:
        models = self.page.specific_class.creatable_subpage_models()
        return self.user.is_active and any(model.can_create_at(self.page) for model in models)

    def _takes_items(self) -> bool:
        models = self.page.specific_class.creatable_subpage_models()
        return any(getattr(model, "is_item", False) for model in models)

    def _suppliers(self) -> frozenset[int]:
        """參二(一)1: every section supplies its own texts, so all staff may draft an item."""
        return self._people.staff if self._people.owners else frozenset()

    def _has_public_part(self) -> bool:
        # Listings read it for all their rows at once.
        if (known := getattr(self.page, "has_public_part", None)) is not None:
            return bool(known)
        # As a subquery: below a list stand thousands of items.
        below = self.page.get_descendants(inclusive=True).values("pk")
        return Publication.objects.filter(ahead(clock.now()), page_id__in=below).exists()
