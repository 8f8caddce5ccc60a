"""The whole loading as one transaction."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from cms.core import audit
from cms.office import roster
from site_pages.loading import groups, office, pages
from site_pages.loading.files import Bundle
from site_pages.loading.ledger import Ledger, Report
from site_pages.loading.library import Library


class _Undo(Exception):
    """Ends the transaction of a dry run."""


def load(
    bundle: Bundle, *, user: AbstractBaseUser | None = None, content: bool = True, dry_run: bool = False
) -> Report:
    """Bring `bundle` into the database; with `dry_run` everything is done and taken back.

    `user` becomes the author of the drafts. What people changed by hand stays and is
    reported as "kept".
    """
    ledger = Ledger()
    library = Library(bundle.attachments, ledger, user)
    try:
        with transaction.atomic():
            _apply(bundle, ledger, library, user, content=content)
            if dry_run:
                raise _Undo
    except BaseException as error:
        library.discard()
        if not isinstance(error, _Undo):
            raise
    roster.forget()
    return ledger.report


def _apply(bundle: Bundle, ledger: Ledger, library: Library, user: AbstractBaseUser | None, *, content: bool) -> None:
    office.apply(bundle, ledger)
    pages.apply(bundle, ledger, library, user, content=content)
    groups.project()
    ledger.save()
    if ledger.report.lines:
        counts: dict[str, Any] = dict(ledger.report.counts())
        audit.record("load_office", actor=user, subject=bundle.office.office.code, **counts)
