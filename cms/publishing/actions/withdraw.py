"""Take a page off before its date: one person asks with a reason, another agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser

from cms.core import audit, clock
from cms.publishing import effects, facts
from cms.publishing.actions.approve import capacity
from cms.publishing.actions.base import Action
from cms.publishing.actions.renewing import Renewal, steps
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Approval, ApprovalPurpose, Publication, Withdrawal, WithdrawalStatus
from cms.publishing.rules.case import Case
from cms.publishing.timeline import write
from cms.publishing.timeline.read import ahead


class AskWithdrawal(Action[Withdrawal]):
    """Ask for a page to be taken off in every language, now or at a later instant."""

    name: ClassVar[str] = "ask_withdrawal"

    def __init__(
        self,
        page: GovernedPage,
        *,
        actor: AbstractBaseUser,
        reason: str,
        successor: str = "",
        at: datetime | None = None,
    ) -> None:
        super().__init__(page, actor=actor)
        self.reason, self.successor, self.at = reason, successor, at

    def case(self) -> Case:
        return replace(facts.gather(self.page, self.actor), reason=self.reason)

    def _carry_out(self) -> Withdrawal:
        asked = Withdrawal.objects.create(
            page_key=self.page.key,
            publication=facts.current_row(self.page.key, self.page.language, clock.now()),
            title=self.page.title,
            reason=self.reason.strip(),
            successor=self.successor,
            at=self.at,
            asked_by_id=self.actor.pk,
            asked_at=clock.now(),
        )
        audit.record(self.name, actor=self.actor, subject=self.page.key, reason=asked.reason, withdrawal=asked.pk)
        return asked


class Withdraw(Action[list[Publication]]):
    """Agree to a withdrawal: every language and channel ends at one instant, what waits is cancelled."""

    name: ClassVar[str] = "withdraw"

    def __init__(
        self, page: GovernedPage, *, withdrawal: Withdrawal, actor: AbstractBaseUser, remark: str = ""
    ) -> None:
        super().__init__(page, actor=actor)
        self.withdrawal = withdrawal
        self.remark = remark

    def case(self) -> Case:
        asked = self.withdrawal
        found = facts.gather(self.page, self.actor)
        return replace(
            found,
            reason=asked.reason,
            asked_by=asked.asked_by_id,
            public_or_waiting=found.public_or_waiting and asked.page_key == self.page.key,
            decision_open=asked.status == WithdrawalStatus.ASKED,
            request_current=self._is_current(),
        )

    def _is_current(self) -> bool:
        """Whether what was asked about is public (or first to be) still; a re-issue is the same text."""
        about = self.withdrawal.publication
        if about is None:
            return True
        row = facts.current_row(about.key, about.locale, clock.now())
        return row is None or (row.revision_id, row.fingerprint) == (about.revision_id, about.fingerprint)

    def _prepare(self) -> None:
        write.lock()
        self.withdrawal = Withdrawal.objects.select_for_update().get(pk=self.withdrawal.pk)

    def _carry_out(self) -> list[Publication]:
        now = clock.now()
        write.give_approval(self._approval(now))
        instant = max(self.withdrawal.at or now, now)
        rows = list(Publication.objects.filter(ahead(instant), key=self.page.key))
        locales = sorted({row.locale for row in rows})
        shown = {locale: steps([self.page.key], locale, instant).get(self.page.key, []) for locale in locales}
        for row in rows:
            self._end(row, instant)
        # However many pages link here: a page is never kept public because of them.
        for locale in locales:
            Renewal(limit=None).after(self.page.key, locale, instant, shown[locale])
        self._close(WithdrawalStatus.DONE)
        audit.record(
            self.name,
            actor=self.actor,
            subject=self.page.key,
            reason=self.withdrawal.reason,
            asked_by=self.withdrawal.asked_by.get_username(),
            at=clock.iso(instant),
            publications=[row.pk for row in rows],
        )
        return rows

    def _approval(self, now: datetime) -> Approval:
        """The word of the second person, about what is public now; the database asks for it."""
        row = facts.current_row(self.page.key, self.page.language, now)
        assert row is not None  # the policy has just asked for one
        return Approval(
            purpose=ApprovalPurpose.WITHDRAW,
            page_key=row.key,
            locale=row.locale,
            revision_id=row.revision_id,
            fingerprint=row.fingerprint,
            text_hash=row.text_hash,
            approver=self.actor.pk,
            approver_name=self.actor.get_username(),
            capacity=capacity(self.page, self.actor),
            remark=self.remark,
            at=now,
            withdrawal_id=self.withdrawal.pk,
        )

    def _end(self, row: Publication, instant: datetime) -> None:
        asked = self.withdrawal
        write.end_row(row, instant, action="withdraw", reason=asked.reason, successor=asked.successor)
        if row.channel == "site":
            effects.announce_end(row)

    def _close(self, status: str) -> None:
        asked = self.withdrawal
        asked.status, asked.decided_by_id, asked.decided_at = status, self.actor.pk, clock.now()
        asked.remark = self.remark
        asked.save()


class RefuseWithdrawal(Withdraw):
    """Decline a withdrawal; the page stays. An outdated request is declined like any other."""

    name: ClassVar[str] = "refuse_withdrawal"

    def _carry_out(self) -> list[Publication]:
        self._close(WithdrawalStatus.REFUSED)
        audit.record(
            self.name, actor=self.actor, subject=self.page.key, reason=self.remark, withdrawal=self.withdrawal.pk
        )
        return []
