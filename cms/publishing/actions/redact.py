"""Blank a past document that should never have been public; the row, its dates and fingerprint stay."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from cms.core import audit
from cms.core.errors import Refusal, Refused
from cms.publishing import facts, files
from cms.publishing.actions.base import Action
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication, PublicationReference, ReferenceKind
from cms.publishing.rules.case import Case
from cms.publishing.timeline import write


class Redact(Action[Publication]):
    """The webmaster blanks one past row on a legal ground, confirmed by a second person."""

    name: ClassVar[str] = "redact"

    def __init__(
        self,
        page: GovernedPage,
        *,
        row: Publication,
        actor: AbstractBaseUser,
        second: AbstractBaseUser | None,
        ground: str,
    ) -> None:
        super().__init__(page, actor=actor)
        self.row, self.second, self.ground = row, second, ground

    def case(self) -> Case:
        found = facts.gather(self.page, self.actor)
        second = self.second.pk if self.second else None
        return replace(found, ground=self.ground, second=second, second_is_staff=second in found.people.staff)

    def _prepare(self) -> None:
        write.lock()
        self.row.refresh_from_db()

    def _carry_out(self) -> Publication:
        if self.row.key != self.page.key or self.second is None:
            raise Refused([Refusal("never_published")])
        used = list(
            PublicationReference.objects.filter(publication=self.row, kind=ReferenceKind.FILE).values_list(
                "target", flat=True
            )
        )
        write.blank_row(self.row, ground=self.ground.strip(), by=self.actor.pk, second=self.second.pk)
        audit.record(
            self.name,
            actor=self.actor,
            subject=self.row.key,
            locale=self.row.locale,
            reason=self.ground,
            publication=self.row.pk,
            second=self.second.get_username(),
        )
        # Files go when it is certain that the row stays blank.
        transaction.on_commit(lambda: [files.discard_unused(sha256) for sha256 in used])
        return self.row
