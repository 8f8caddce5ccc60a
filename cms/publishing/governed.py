"""The base of every page type: a stable key, planned dates, who answers, and closed side doors.

Wagtail can set its own `live` flag in many ways. None of them matters to the public, who
read the timeline; here the ways that an editor meets are closed, so that the admin does
not promise what it cannot do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester

from cms.core import clock
from cms.core.errors import Refusal, Refused
from cms.office.models import Person, Section

RESERVED_KEYS = frozenset({"search", "suggest", "by-path"})
"""Words that stand where a key would stand in the addresses of the API."""


class GovernedPage(Page):
    """A page under the office's rule. Concrete types live in the rooms above."""

    key = models.SlugField(_("key"), max_length=100, editable=False, db_index=True)
    online_date = models.DateField(
        _("online from"), null=True, blank=True, help_text=_("Empty means: as soon as it is published.")
    )
    online_time = models.TimeField(_("at"), null=True, blank=True, help_text=_("Empty means 00:00 in Taipei."))
    offline_date = models.DateField(
        _("offline after"), null=True, blank=True, help_text=_("The last day on which it is public.")
    )
    offline_time = models.TimeField(_("at"), null=True, blank=True, help_text=_("Empty means 24:00 in Taipei."))
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("section")
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("responsible person")
    )

    exclude_fields_in_copy: ClassVar[list[str]] = ["key", "online_date", "online_time", "offline_date", "offline_time"]

    class Meta:
        abstract = True

    key_prefix: ClassVar[str] = "page"
    is_item: ClassVar[bool] = False
    """An entry of a list: its own section and person answer for it, not the list's row."""
    may_share_duty: ClassVar[bool] = False
    """Without a row of its own it is answered for like an item, under the row of the page above."""
    in_tree: ClassVar[bool] = True
    """Shown in the page tree."""
    routable: ClassVar[bool] = True
    """Has a public address of its own; site-wide documents have none."""
    publishable: ClassVar[bool] = True
    """Folders only hold other pages together."""
    until_replaced_allowed: ClassVar[bool] = True
    """Standing pages may stay until replaced; news, marquee and screens may not."""
    document_type: ClassVar[str] = ""
    """The `type` of the public API."""

    # -- identity -------------------------------------------------------------

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """Give a new page its key before anything is checked."""
        self.ensure_key()
        super().full_clean(*args, **kwargs)

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the draft row; the public sees nothing of it."""
        self.ensure_key()
        super().save(*args, **kwargs)

    def ensure_key(self) -> None:
        """A key that survives moves, renames and translation: all languages share it.

        Raises `Refused` with `reserved_key` for one that is an address of the API.
        """
        if self.key in RESERVED_KEYS:
            raise Refused([Refusal("reserved_key", {"key": self.key})])
        if self.key or self.translation_key is None:
            return
        sibling = type(self).objects.filter(translation_key=self.translation_key).exclude(key="").first()
        self.key = sibling.key if sibling else f"{self.key_prefix}-{self.translation_key.hex[:12]}"

    intended_parent: Page | None = None
    """The page below which one that is not saved yet will stand; forms set it."""

    def parent(self) -> Page | None:
        """The page above as its own type, or None at the top."""
        above = self.get_parent() or self.intended_parent
        return above.specific if above is not None else None

    # -- what rules ask -------------------------------------------------------

    @property
    def language(self) -> str:
        """`zh-hant` or `en`."""
        return str(self.locale.language_code)

    def planned_online(self) -> datetime | None:
        """The instant asked for, or None for "as soon as published". A bare day means 00:00."""
        return _instant(self.online_date, self.online_time, clock.day_start)

    def planned_offline(self) -> datetime | None:
        """The instant asked for, or None for "until replaced". A bare day means 24:00."""
        return _instant(self.offline_date, self.offline_time, clock.day_end)

    def is_classified(self) -> bool:
        """Whether each of the three schemes has an entry. Types say how; none by default."""
        raise NotImplementedError

    def faults(self) -> Sequence[Refusal]:
        """Every fault of the text that forbids publication, each with its place."""
        return ()

    # -- Wagtail's questions --------------------------------------------------

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        """Wagtail asks this object; it asks the policy."""
        from cms.publishing.tester import DutyTester

        return DutyTester(user, self)

    def publish(self, *args: object, **kwargs: object) -> None:
        """Always refused: publication goes through approval and the door.

        Raises `Refused` with `door_only`.
        """
        raise Refused([Refusal("door_only")])

    def update_aliases(self, *args: object, **kwargs: object) -> None:
        """Nothing to do: there are no aliases, and none may be refreshed behind the door."""

    def create_alias(self, *args: object, **kwargs: object) -> Page:
        """Always refused: an alias would be a second identity of one text."""
        raise Refused([Refusal("alias_not_used")])


def _instant(day: date | None, wall: time | None, bare: object) -> datetime | None:
    if day is None:
        return None
    return clock.at(day, wall) if wall is not None else bare(day)  # type: ignore[operator]
