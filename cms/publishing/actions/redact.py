"""Blank a past document that should never have been public; the row, its dates and fingerprint stay."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from cms.core import audit, clock
from cms.core.errors import Refusal, Refused
from cms.publishing import effects, facts, files
from cms.publishing.actions.base import Action
from cms.publishing.governed import GovernedPage
from cms.publishing.models import (
    Publication,
    PublicationReference,
    Redaction,
    RedactionStatus,
    ReferenceKind,
)
from cms.publishing.rules.case import Case
from cms.publishing.timeline import write


class Redact(Action[Publication]):
    """The webmaster blanks one past version on a legal ground, confirmed by a second person.

    A version may stand in several rows: its channels, and its re-issues with the same text.
    All of them go blank; while one of them is public or waiting, none does.
    """

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
        return replace(
            found,
            ground=self.ground,
            second=second,
            second_is_staff=second in found.people.staff,
            version_ended=has_ended(self.row),
        )

    def _prepare(self) -> None:
        write.lock()
        self.row.refresh_from_db()

    def _carry_out(self) -> Publication:
        if self.row.key != self.page.key or self.second is None:
            raise Refused([Refusal("never_published")])
        rows = list(same_version(self.row).filter(redacted_at=None).order_by("pk"))
        files_of = PublicationReference.objects.filter(publication__in=rows, kind=ReferenceKind.FILE)
        used = sorted(set(files_of.values_list("target", flat=True)))
        for row in rows:
            write.blank_row(row, ground=self.ground.strip(), by=self.actor.pk, second=self.second.pk)
            effects.announce_blanked(row)
        self.row.refresh_from_db()
        audit.record(
            self.name,
            actor=self.actor,
            subject=self.row.key,
            locale=self.row.locale,
            reason=self.ground,
            publication=self.row.pk,
            publications=[row.pk for row in rows],
            second=self.second.get_username(),
        )
        # Files go when it is certain that the row stays blank.
        transaction.on_commit(lambda: [files.discard_unused(sha256) for sha256 in used])
        return self.row


class AskRedaction(Action[Redaction]):
    """The webmaster asks for one past version to be blanked; nothing happens before a second person agrees."""

    name: ClassVar[str] = "ask_redaction"

    def __init__(self, page: GovernedPage, *, row: Publication, actor: AbstractBaseUser, ground: str) -> None:
        super().__init__(page, actor=actor)
        self.row, self.ground = row, ground

    def case(self) -> Case:
        found = facts.gather(self.page, self.actor)
        return replace(found, ground=self.ground, version_ended=has_ended(self.row))

    def _carry_out(self) -> Redaction:
        asked = Redaction.objects.create(
            publication=self.row, ground=self.ground.strip(), asked_by_id=self.actor.pk, asked_at=clock.now()
        )
        audit.record(
            self.name,
            actor=self.actor,
            subject=self.row.key,
            locale=self.row.locale,
            reason=asked.ground,
            publication=self.row.pk,
            redaction=asked.pk,
        )
        return asked


class ConfirmRedaction(Redact):
    """The second person agrees with their own login; the version is blanked in both names."""

    def __init__(self, page: GovernedPage, *, redaction: Redaction, second: AbstractBaseUser, remark: str = "") -> None:
        row, ground = redaction.publication, redaction.ground
        super().__init__(page, row=row, actor=redaction.asked_by, second=second, ground=ground)
        self.redaction, self.remark = redaction, remark

    def case(self) -> Case:
        return replace(super().case(), decision_open=self.redaction.status == RedactionStatus.ASKED)

    def _prepare(self) -> None:
        super()._prepare()
        self.redaction = Redaction.objects.select_for_update().get(pk=self.redaction.pk)

    def _carry_out(self) -> Publication:
        row = super()._carry_out()
        assert self.second is not None  # the policy has just asked for a second person
        decide(self.redaction, RedactionStatus.DONE, self.second, self.remark)
        return row


class RefuseRedaction(Action[Redaction]):
    """Decline a redaction, or take one's own request back; the version stays as it is."""

    name: ClassVar[str] = "refuse_redaction"

    def __init__(self, page: GovernedPage, *, redaction: Redaction, actor: AbstractBaseUser, remark: str = "") -> None:
        super().__init__(page, actor=actor)
        self.redaction, self.remark = redaction, remark

    def case(self) -> Case:
        found = facts.gather(self.page, self.actor)
        return replace(found, decision_open=self.redaction.status == RedactionStatus.ASKED)

    def _prepare(self) -> None:
        self.redaction = Redaction.objects.select_for_update().get(pk=self.redaction.pk)

    def _carry_out(self) -> Redaction:
        decide(self.redaction, RedactionStatus.REFUSED, self.actor, self.remark)
        audit.record(
            self.name,
            actor=self.actor,
            subject=self.page.key,
            reason=self.remark,
            redaction=self.redaction.pk,
        )
        return self.redaction


def same_version(row: Publication) -> QuerySet[Publication]:
    """Every row with the very text of `row`: the site's and the channels', re-issues too."""
    return Publication.objects.filter(
        key=row.key, locale=row.locale, revision_id=row.revision_id, fingerprint=row.fingerprint
    )


def has_ended(row: Publication) -> bool:
    """Whether the version in `row` is past at this instant, in every row that holds it."""
    return not same_version(row).filter(Q(offline=None) | Q(offline__gt=clock.now())).exists()


def decide(redaction: Redaction, status: str, by: AbstractBaseUser, remark: str) -> None:
    """Write down who decided a request, and how."""
    redaction.status, redaction.decided_by_id, redaction.decided_at = status, by.pk, clock.now()
    redaction.remark = remark
    redaction.save()
