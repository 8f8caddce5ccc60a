"""The chief looks at a publication that went out by exception, and signs for it afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from cms.core import audit, clock
from cms.core.errors import Refusal
from cms.office import roster
from cms.publishing import policy
from cms.publishing.models import Countersignature
from cms.publishing.rules.case import Case, People

NAME = "countersign"


def refusals(signature: Countersignature, actor: AbstractBaseUser) -> tuple[Refusal, ...]:
    """Every reason why `actor` may not sign this now; empty means yes."""
    return policy.refusals(NAME, _case(signature, actor))


def sign(signatures: Iterable[Countersignature], *, actor: AbstractBaseUser, remark: str = "") -> int:
    """Sign them all or none; the number signed. Raises `Refused` with the reasons of the first that may not be."""
    ids = [signature.pk for signature in signatures]
    with transaction.atomic():
        # The lock names one table: an outer join cannot be locked on PostgreSQL.
        rows = Countersignature.objects.select_related("publication").select_for_update(of=("self",))
        found = list(rows.filter(pk__in=ids).order_by("pk"))
        for signature in found:
            policy.require(NAME, _case(signature, actor))
            _write(signature, actor, remark)
    return len(found)


def _case(signature: Countersignature, actor: AbstractBaseUser) -> Case:
    today = roster.today()
    chiefs = frozenset(acting.user_id for acting in today.chiefs(signature.section))
    return Case(
        actor=actor.pk,
        now=clock.now(),
        people=People(chiefs=chiefs, staff=today.staff()),
        decided_by=signature.publication.decided_by,
        decision_open=signature.signed_at is None,
    )


def _write(signature: Countersignature, actor: AbstractBaseUser, remark: str) -> None:
    signature.signed_by_id, signature.signed_at, signature.remark = actor.pk, clock.now(), remark
    signature.save()
    audit.record(
        NAME,
        actor=actor,
        subject=signature.publication.key,
        locale=signature.publication.locale,
        reason=remark,
        publication=signature.publication_id,
    )
