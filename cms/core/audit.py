"""Write the audit trail. The only place that makes an `AuditEntry`."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection

from cms.core.models import AuditEntry


def record(
    action: str,
    *,
    actor: AbstractBaseUser | None,
    subject: str,
    locale: str = "",
    reason: str = "",
    **facts: object,
) -> AuditEntry:
    """Write one line. Must run inside the transaction of the change it records.

    Raises `RuntimeError` outside a transaction: a line that could survive a change that
    was rolled back would be false evidence.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit entry shares the transaction of its change.")
    name = actor.get_username() if actor is not None else "system"
    return AuditEntry.objects.create(
        action=action,
        actor_id=None if actor is None else actor.pk,
        actor_name=name,
        subject=subject,
        locale=locale,
        reason=reason,
        facts=facts,
    )
