"""A new entry of a list from an earlier one: last year's notice is this year's draft."""

from __future__ import annotations

from itertools import count

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from wagtail.models import Page

from cms.core import audit, clock
from cms.core.errors import Refusal, Refused
from cms.office import roster
from cms.publishing.governed import GovernedPage

NAME = "start_from"
DATE_SHOWN = "published_on"


def refusals(page: GovernedPage, user: AbstractBaseUser) -> tuple[Refusal, ...]:
    """Every reason why `user` may not start a new entry from `page`; empty means yes."""
    found = []
    if user.pk not in roster.today().staff():
        found.append(Refusal("not_staff"))
    if not page.is_item:
        found.append(Refusal("copies_items_only"))
    elif not page.permissions_for_user(user).can_copy_to(page.get_parent().specific):
        found.append(Refusal("not_owner"))
    return tuple(found)


def start(page: GovernedPage, user: AbstractBaseUser) -> GovernedPage:
    """A draft with the earlier entry's newest text, no dates, an address of its own. Raises `Refused`."""
    with transaction.atomic():
        if reasons := refusals(page, user):
            raise Refused(reasons)
        earlier = page.get_latest_revision_as_object()
        fresh: GovernedPage = earlier.copy(user=user, keep_live=False, copy_revisions=False, update_attrs=_own(page))
        audit.record(NAME, actor=user, subject=fresh.key, locale=fresh.language, earlier=page.key)
    return fresh


def _own(page: GovernedPage) -> dict[str, object]:
    own: dict[str, object] = {"slug": _free_slug(page), "live": False}
    try:
        page._meta.get_field(DATE_SHOWN)
    except FieldDoesNotExist:
        return own
    return {**own, DATE_SHOWN: clock.today()}


def _free_slug(page: GovernedPage) -> str:
    """The type's word, the day, and the first number that no sibling has."""
    stem = f"{page.key_prefix}-{clock.today():%Y%m%d}"
    taken = set(Page.objects.sibling_of(page).filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(name for number in count(1) if (name := f"{stem}-{number}") not in taken)
