"""Renew the facts about other objects inside public documents, without touching their text."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser

from cms.core import audit, clock
from cms.publishing import facts
from cms.publishing.actions.base import Action
from cms.publishing.actions.renewing import Renewal, reissue_row, steps
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication
from cms.publishing.rules.case import Case
from cms.publishing.timeline import write
from cms.publishing.timeline.read import ahead


class Reissue(Action[list[Publication]]):
    """Write every present and waiting row of one page again, from now; returns those that changed.

    The page goes where the editors have moved it. The database refuses a re-issue whose
    text differs from the approved one.
    """

    name: ClassVar[str] = "reissue"

    def __init__(self, page: GovernedPage, *, actor: AbstractBaseUser, reason: str) -> None:
        super().__init__(page, actor=actor)
        self.reason = reason

    def case(self) -> Case:
        return replace(facts.gather(self.page, self.actor), reason=self.reason)

    def _prepare(self) -> None:
        write.lock()

    def _carry_out(self) -> list[Publication]:
        now, renewal, key, locale = clock.now(), Renewal(), self.page.key, self.page.language
        rows = Publication.objects.filter(ahead(now), key=key, locale=locale, channel="site").order_by("online")
        shown = steps([key], locale, now).get(key, [])
        written = [reissue_row(row, now, actor=self.actor, follow_tree=True) for row in list(rows)]
        fresh = [row for row in written if row is not None]
        renewal.after(key, locale, now, shown)
        audit.record(
            self.name,
            actor=self.actor,
            subject=self.page.key,
            locale=self.page.language,
            reason=self.reason,
            publications=[row.pk for row in fresh],
        )
        return fresh
