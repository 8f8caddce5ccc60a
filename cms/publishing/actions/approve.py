"""The chief answers for exactly this text, or sends it back."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail.models import Revision

from cms.core import audit, clock
from cms.office import roster
from cms.publishing import documents, facts
from cms.publishing.actions.base import Action
from cms.publishing.fingerprint import fingerprint
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Approval, ApprovalPurpose
from cms.publishing.rules.case import Case
from cms.publishing.timeline import write


class Approve(Action[Approval]):
    """Record who approved which revision with which content, showing what, and in what capacity."""

    name: ClassVar[str] = "approve"

    def __init__(self, page: GovernedPage, *, revision: Revision, actor: AbstractBaseUser, remark: str = "") -> None:
        super().__init__(page, actor=actor)
        self.revision = revision
        self.remark = remark

    @cached_property
    def draft(self) -> GovernedPage:
        """The page as it stands in the revision."""
        found: GovernedPage = self.revision.as_object()
        return found

    def case(self) -> Case:
        return facts.gather(self.page, self.actor, revision=self.revision, draft=self.draft)

    def _prepare(self) -> None:
        # What is approved is the text as it is stored; a revision just saved still holds Python values.
        self.revision.refresh_from_db()
        self.__dict__.pop("draft", None)

    def _carry_out(self) -> Approval:
        text, purpose = documents.text(self.draft), ApprovalPurpose.PUBLISH
        approval = write.give_approval(
            new_approval(self.page, self.revision, self.actor, text, purpose=purpose, remark=self.remark)
        )
        audit.record(
            self.name,
            actor=self.actor,
            subject=self.page.key,
            locale=self.page.language,
            reason=self.remark,
            revision=self.revision.pk,
            fingerprint=approval.fingerprint,
            capacity=approval.capacity,
        )
        return approval


class Return(Action[None]):
    """Send a text back to its author with a remark."""

    name: ClassVar[str] = "return"

    def __init__(self, page: GovernedPage, *, revision: Revision, actor: AbstractBaseUser, remark: str) -> None:
        super().__init__(page, actor=actor)
        self.revision = revision
        self.remark = remark

    def case(self) -> Case:
        return facts.gather(self.page, self.actor, revision=self.revision)

    def _carry_out(self) -> None:
        audit.record(
            self.name,
            actor=self.actor,
            subject=self.page.key,
            locale=self.page.language,
            reason=self.remark,
            revision=self.revision.pk,
        )


def new_approval(
    page: GovernedPage,
    revision: Revision,
    actor: AbstractBaseUser,
    text: documents.Text,
    *,
    purpose: str,
    remark: str = "",
) -> Approval:
    """An approval that is not stored yet."""
    return Approval(
        purpose=purpose,
        page_key=page.key,
        locale=page.language,
        revision_id=revision.pk,
        fingerprint=fingerprint(revision.content),
        text_hash=text.digest,
        approver=actor.pk,
        approver_name=actor.get_username(),
        capacity=capacity(page, actor, revision),
        remark=remark,
        at=clock.now(),
    )


def capacity(page: GovernedPage, actor: AbstractBaseUser, revision: Revision | None = None) -> str:
    """In words of the roster: chief of which section, or deputy of whom; with `revision`, for that text."""
    today = roster.today()
    section = facts.section_of(page if revision is None else revision.as_object(), today)
    if revision is not None:
        section = facts.approving_section(today, section, facts.text_facts(page, revision, clock.now()).writers)
    for acting in today.chiefs(section):
        if acting.user_id == actor.pk:
            return f"chief:{section}" + (f" deputy of {acting.stands_in_for}" if acting.stands_in_for else "")
    person = today.person_of(actor.pk)
    return person.code if person else ""
