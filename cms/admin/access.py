"""Who may look at the office's evidence. Acting is asked of the policy; this is about reading alone."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cms.office import roster
from cms.office.models import RoleKind
from cms.publishing import facts
from cms.publishing.governed import GovernedPage

OVERSEERS = (RoleKind.AUDITOR, RoleKind.SECRETARY, RoleKind.DIRECTOR)
REPORT_READERS = (*OVERSEERS, RoleKind.CHIEF, RoleKind.WEBMASTER)


def person(request: HttpRequest) -> AbstractBaseUser:
    """Who asks. Raises `PermissionDenied` for nobody, whom Wagtail's admin does not let in anyway."""
    if not isinstance(request.user, AbstractBaseUser):
        raise PermissionDenied
    return request.user


def is_in(user: AbstractBaseUser, *kinds: RoleKind) -> bool:
    """Whether the person holds (or stands in for) a role of one of these kinds today."""
    today = roster.today()
    return user.is_active and any(acting.user_id == user.pk for kind in kinds for acting in today.in_kind(kind))


def reads_reports(user: AbstractBaseUser) -> bool:
    """Chiefs, webmaster, secretary, director and auditors read the office's reports."""
    return is_in(user, *REPORT_READERS)


def reads_audit(user: AbstractBaseUser) -> bool:
    """The audit trail is for the webmaster, the secretary, the director and the auditors."""
    return is_in(user, *OVERSEERS, RoleKind.WEBMASTER)


def publishes(user: AbstractBaseUser) -> bool:
    """The webmaster and the webmaster's deputies."""
    return is_in(user, RoleKind.WEBMASTER)


def reads_record(user: AbstractBaseUser, page: GovernedPage) -> bool:
    """The record of a page is for those who work on it and those who oversee the office."""
    people = facts.people(page)
    working = (people.drafters | people.chiefs | people.publishers) & people.staff
    return (user.is_active and user.pk in working) or is_in(user, *OVERSEERS)


def require(allowed: bool) -> None:
    """Raise `PermissionDenied` unless allowed: Wagtail answers with its own message."""
    if not allowed:
        raise PermissionDenied
