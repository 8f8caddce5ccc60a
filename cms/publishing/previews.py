"""Preview links: one draft of one page for somebody without an account, signed, expiring, revocable.

The token carries only the link's number; everything it is good for stands in the database,
so a link can be revoked, and it never shows another page or a later draft: autosave
overwrites a revision in place, and then the link shows nothing any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.db import transaction
from wagtail.models import Revision

from cms.core import audit, clock
from cms.core.errors import Refusal, Refused
from cms.publishing import facts, policy
from cms.publishing.fingerprint import fingerprint
from cms.publishing.governed import GovernedPage
from cms.publishing.models import PreviewLink

MAX_DAYS = 7
_SALT = "cms.publishing.previews"


def token(link: PreviewLink) -> str:
    """The text that stands in the link's address, always the same for a link."""
    return str(_signer().sign_object(link.pk))


def find(text: str) -> PreviewLink | None:
    """The link of a token that is still good; None for a forged, expired or revoked one."""
    try:
        number = _signer().unsign_object(text)
    except signing.BadSignature:
        return None
    return PreviewLink.objects.filter(pk=number, revoked_at=None, expires_at__gt=clock.now()).first()


def _signer() -> signing.Signer:
    # Without a date: when a link ends stands in the database.
    return signing.Signer(salt=_SALT)


def shows(link: PreviewLink, revision: Revision) -> bool:
    """Whether `revision` still holds the very text the link was made for; links of before that was kept say yes."""
    return link.fingerprint in {"", fingerprint(revision.content)}


def refusals(page: GovernedPage, actor: AbstractBaseUser) -> tuple[Refusal, ...]:
    """Every reason why `actor` may not make a link to a draft of `page`; empty means yes."""
    return policy.refusals("preview_link", facts.gather(page, actor))


@transaction.atomic
def create(page: GovernedPage, *, revision: Revision, actor: AbstractBaseUser, expires_at: datetime) -> PreviewLink:
    """A link to exactly this revision, as it is stored, until `expires_at` (aware). Raises `Refused`."""
    reasons = list(refusals(page, actor))
    now = clock.now()
    if not now < expires_at <= now + timedelta(days=MAX_DAYS):
        reasons.append(Refusal("expiry_out_of_range", {"days": MAX_DAYS}))
    if reasons:
        raise Refused(reasons)
    link = PreviewLink.objects.create(
        page_key=page.key,
        locale=page.language,
        revision_id=revision.pk,
        fingerprint=fingerprint(Revision.objects.get(pk=revision.pk).content),
        created_by_id=actor.pk,
        created_at=now,
        expires_at=expires_at,
    )
    _record("preview_link", page, actor, link)
    return link


@transaction.atomic
def revoke(page: GovernedPage, *, link: PreviewLink, actor: AbstractBaseUser) -> None:
    """End a link of `page` at once. Raises `Refused`; a link of another page raises `ValueError`."""
    if (link.page_key, link.locale) != (page.key, page.language):
        raise ValueError("The link belongs to another page.")
    if reasons := refusals(page, actor):
        raise Refused(reasons)
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        link.save(update_fields=["revoked_at"])
        _record("revoke_preview_link", page, actor, link)


def _record(action: str, page: GovernedPage, actor: AbstractBaseUser, link: PreviewLink) -> None:
    audit.record(
        action,
        actor=actor,
        subject=page.key,
        locale=page.language,
        link=link.pk,
        revision=link.revision_id,
        expires_at=clock.iso(link.expires_at),
    )
