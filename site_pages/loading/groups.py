"""The responsibility matrix as Wagtail's group permissions.

Rows of `GroupPagePermission` bound what a person meets in listings, search, choosers and
reports; whether they may act is still asked of the policy each time (the page's
permission tester). Groups and members are computed: nobody edits them by hand. Names
begin with `office:`; other groups are left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.core import clock
from cms.office.models import RoleKind
from cms.office.roster import DutyFacts, Holder, Roster
from cms.publishing.governed import GovernedPage
from site_pages.models import PAGE_TYPES

PREFIX = "office:"
STAFF = f"{PREFIX}staff"
LIBRARIANS = f"{PREFIX}library"
WEBMASTER = f"{PREFIX}webmaster"
EDIT = ("change_page",)
ADD = ("add_page",)
WHOLE_SITE = ("add_page", "change_page", "bulk_delete_page", "lock_page", "unlock_page")
# (app, codename) of what everybody in the office may do in the admin at large.
EVERYBODY = (("wagtailadmin", "access_admin"), ("wagtail_localize", "submit_translation"))
Place = TypeVar("Place", bound=tuple[int, ...])
LIBRARY: Mapping[str, tuple[tuple[str, str], ...]] = {
    # Whoever works on pages brings pictures and papers along; who only oversees the office adds nothing.
    LIBRARIANS: (
        ("wagtailimages", "add_image"),
        ("wagtailimages", "choose_image"),
        ("wagtaildocs", "add_document"),
        ("wagtaildocs", "choose_document"),
    ),
    # Wagtail lists what a person may change: so the webmaster sees what others have brought.
    WEBMASTER: (("wagtailimages", "change_image"), ("wagtaildocs", "change_document")),
}


@dataclass
class Wanted:
    """What one group should hold: (page number, permission) pairs and account numbers."""

    rows: set[tuple[int, str]] = field(default_factory=set)
    members: set[int] = field(default_factory=set)


def project() -> None:
    """Make groups, rows and members agree with the matrix as it stands today. Idempotent."""
    with transaction.atomic():
        wanted = _wanted(Roster(clock.today()))
        groups = _groups(wanted)
        _rows(groups, wanted)
        _members(groups, wanted)
        _at_large(groups)


def refresh_members() -> None:
    """Members only: deputies come and go with the date, pages do not."""
    with transaction.atomic():
        wanted = _wanted(Roster(clock.today()), pages=False)
        groups = {group.name: group for group in Group.objects.filter(name__in=wanted)}
        _members(groups, wanted)


# -- what should be ------------------------------------------------------------


def _wanted(roster: Roster, *, pages: bool = True) -> dict[str, Wanted]:
    found: dict[str, Wanted] = defaultdict(Wanted)
    place = _Places() if pages else None
    found[STAFF].members |= roster.staff()
    found[WEBMASTER].members |= {acting.user_id for acting in roster.publishers()}
    if place:
        found[WEBMASTER].rows |= {(place.root, permission) for permission in WHOLE_SITE}
    for code in roster.sections:
        _want_section(found, roster, code, place)
    for duty in roster.duties.values():
        for holder in duty.holders:
            _want_holder(found, roster, duty, holder, place)
    found[LIBRARIANS].members |= {user for name, group in found.items() if name != STAFF for user in group.members}
    if place:
        for group in found.values():
            group.rows = place.without_inherited(group.rows)
    return found


def _want_section(found: dict[str, Wanted], roster: Roster, code: str, place: _Places | None) -> None:
    """Staff may draft items in every list; the chief meets every page of the section."""
    staff, chief = found[f"{PREFIX}section:{code}"], found[f"{PREFIX}chief:{code}"]
    staff.members |= roster.section_staff(code)
    chief.members |= {acting.user_id for acting in roster.chiefs(code)}
    if place:
        staff.rows |= {(pk, permission) for pk in place.lists for permission in ADD}
        keys = [key for duty in roster.duties.values() if _concerns(duty, code) for key in roster.pages_of(duty.key)]
        numbers = {*place.lists, *place.of(keys)}
        chief.rows |= {(pk, permission) for pk in numbers for permission in EDIT}


def _want_holder(
    found: dict[str, Wanted], roster: Roster, duty: DutyFacts, holder: Holder, place: _Places | None
) -> None:
    if holder.role is not None and roster.roles[holder.role].kind == RoleKind.WEBMASTER:
        return
    name = f"role:{holder.role}" if holder.role else f"choice:{duty.key}:{holder.section}"
    group = found[f"{PREFIX}{name}"]
    group.members |= {acting.user_id for acting in roster.of_holder(holder)}
    if place:
        for pk in place.of(roster.pages_of(duty.key)):
            group.rows |= {(pk, permission) for permission in (*EDIT, *(ADD if pk in place.lists else ()))}


def _concerns(duty: DutyFacts, section: str) -> bool:
    return any(holder.section == section for holder in duty.holders)


class _Places:
    """Page numbers by key, in every language, and the lists that take items."""

    def __init__(self) -> None:
        first = Page.get_first_root_node()
        self.root: int = first.pk
        self._paths: dict[int, str] = dict(Page.objects.values_list("pk", "path"))
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self.lists: set[int] = set()
        for model in PAGE_TYPES:
            takes_items = _takes_items(model)
            for pk, key in model.objects.values_list("pk", "key"):
                self._by_key[key].append(pk)
                if takes_items:
                    self.lists.add(pk)

    def without_inherited(self, rows: set[tuple[int, str]]) -> set[tuple[int, str]]:
        """The rows that say something new: Wagtail lets a permission hold for everything below its page.

        Its listings join one condition a row, so a few hundred rows would be too many for a query.
        """
        kept: set[tuple[int, str]] = set()
        held: dict[str, list[str]] = defaultdict(list)
        for pk, permission in sorted(rows, key=lambda row: (self._paths[row[0]], row[1])):
            path = self._paths[pk]
            if not any(path.startswith(above) for above in held[permission]):
                held[permission].append(path)
                kept.add((pk, permission))
        return kept

    def of(self, keys: Iterable[str]) -> Iterator[int]:
        """The numbers of the pages with these keys."""
        for key in keys:
            yield from self._by_key[key]


def _takes_items(model: type[GovernedPage]) -> bool:
    return any(getattr(below, "is_item", False) for below in model.allowed_subpage_models())


# -- making it so --------------------------------------------------------------


def _groups(wanted: dict[str, Wanted]) -> dict[str, Group]:
    Group.objects.filter(name__startswith=PREFIX).exclude(name__in=wanted).delete()
    return {name: Group.objects.get_or_create(name=name)[0] for name in wanted}


def _rows(groups: dict[str, Group], wanted: dict[str, Wanted]) -> None:
    codes = {"content_type__app_label": "wagtailcore", "content_type__model": "page"}
    permissions = dict(Permission.objects.filter(**codes).values_list("codename", "pk"))
    asked = {(groups[name].pk, page, permissions[code]) for name, want in wanted.items() for page, code in want.rows}
    numbers = [group.pk for group in groups.values()]
    present = {
        (row.group_id, row.page_id, row.permission_id): row.pk
        for row in GroupPagePermission.objects.filter(group__in=numbers)
    }
    _settle(
        asked,
        present,
        lambda gone: GroupPagePermission.objects.filter(pk__in=gone).delete(),
        lambda new: GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group_id=group, page_id=page, permission_id=code) for group, page, code in new
        ),
    )


def _members(groups: dict[str, Group], wanted: dict[str, Wanted]) -> None:
    through = get_user_model().groups.through
    asked = {(groups[name].pk, user) for name, want in wanted.items() if name in groups for user in want.members}
    numbers = [group.pk for group in groups.values()]
    present = {(row.group_id, row.user_id): row.pk for row in through.objects.filter(group__in=numbers)}
    _settle(
        asked,
        present,
        lambda gone: through.objects.filter(pk__in=gone).delete(),
        lambda new: through.objects.bulk_create(through(group_id=group, user_id=user) for group, user in new),
    )


def _settle(
    asked: set[Place],
    present: dict[Place, int],
    delete: Callable[[list[int]], object],
    create: Callable[[list[Place]], object],
) -> None:
    """Delete what should not be there and add what is missing; nothing when all agrees."""
    if gone := [pk for place, pk in present.items() if place not in asked]:
        delete(gone)
    if new := sorted(asked - present.keys()):
        create(new)


def _at_large(groups: dict[str, Group]) -> None:
    groups[STAFF].permissions.set(_permission(*code) for code in EVERYBODY)
    place = Collection.get_first_root_node().pk
    asked = {(groups[name].pk, place, _permission(*code).pk) for name, codes in LIBRARY.items() for code in codes}
    rows = GroupCollectionPermission.objects.filter(group__in=[group.pk for group in groups.values()])
    present = {(row.group_id, row.collection_id, row.permission_id): row.pk for row in rows}
    _settle(
        asked,
        present,
        lambda gone: GroupCollectionPermission.objects.filter(pk__in=gone).delete(),
        lambda new: GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group_id=group, collection_id=collection, permission_id=code)
            for group, collection, code in new
        ),
    )


def _permission(app: str, code: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=code)
