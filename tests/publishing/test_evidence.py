"""Nobody changes or deletes the evidence with statements of their own: rows, references, approvals, audit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, ProgrammingError, connection, transaction
from wagtail.models import Revision

from cms.core import clock
from cms.core.models import AuditEntry
from cms.publishing import documents
from cms.publishing.actions.approve import new_approval
from cms.publishing.actions.rows import like
from cms.publishing.errors import GuardError
from cms.publishing.fingerprint import fingerprint
from cms.publishing.guards import statements
from cms.publishing.models import Approval, ApprovalPurpose, Publication, PublicationReference
from cms.publishing.timeline import write
from site_pages.models import StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_page, publish, publish_new
from tests.factories.pages import write as write_text

DIRECT = (IntegrityError, ProgrammingError)  # the trigger's refusal, or the missing right of the role


@pytest.fixture
def row(ground: Ground) -> Publication:
    return publish_new(ground, StandardPage, "home", "about")


DIRECT_CHANGES: dict[str, Callable[[Publication], object]] = {
    "delete a row": lambda row: Publication._base_manager.filter(pk=row.pk)._raw_delete("default"),
    "insert a row": lambda row: Publication._base_manager.bulk_create([like(row, key="forged", approval_id=None)]),
    "change a reference": lambda row: PublicationReference._base_manager.update(target="x"),
    "delete a reference": lambda row: PublicationReference._base_manager.all()._raw_delete("default"),
    "change an approval": lambda row: Approval._base_manager.update(fingerprint="x"),
    "delete an approval": lambda row: Approval._base_manager.all()._raw_delete("default"),
    "change an audit line": lambda row: AuditEntry._base_manager.update(reason="x"),
    "give an audit line another author": lambda row: AuditEntry._base_manager.update(actor_id=row.decided_by),
    "rewrite an audit line and drop its author": lambda row: AuditEntry._base_manager.update(actor=None, reason="x"),
    "delete an audit line": lambda row: AuditEntry._base_manager.all()._raw_delete("default"),
}


@pytest.mark.parametrize("name", DIRECT_CHANGES)
def test_evidence_is_never_changed_directly(ground: Ground, row: Publication, name: str) -> None:
    write_text(ground, "about", body=[("paragraph", f'<p><a linktype="page" id="{ground.page("home").pk}">家</a></p>')])
    publish(ground, "about")
    with pytest.raises(DIRECT), transaction.atomic():
        DIRECT_CHANGES[name](row)


RAW = (
    "DELETE FROM cms_publishing_publication",
    "UPDATE cms_publishing_publication SET title = 'x'",
    "UPDATE cms_publishing_publication SET offline = NULL, online = '2020-01-01 00:00:00'",
    "DELETE FROM cms_publishing_approval",
    "UPDATE cms_publishing_approval SET approver = 1",
    "DELETE FROM cms_core_auditentry",
    "UPDATE cms_core_auditentry SET action = 'x'",
)


@pytest.mark.parametrize("sql", RAW)
def test_raw_sql_is_refused(row: Publication, sql: str) -> None:
    with pytest.raises(DIRECT), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_reference_is_not_added_later(row: Publication, held: HeldClock) -> None:
    held.forward(minutes=5)
    with pytest.raises(DIRECT), transaction.atomic():
        PublicationReference._base_manager.create(publication_id=row.pk, kind="file", target="0" * 64)


def forged_approval(ground: Ground, **changes: object) -> Approval:
    revision = Revision.objects.get(pk=ground.page("draft").latest_revision_id)
    text = documents.text(revision.as_object())
    approval = new_approval(ground.page("draft"), revision, ground.cast.chief, text, purpose=ApprovalPurpose.PUBLISH)
    for name, value in changes.items():
        setattr(approval, name, value)
    return approval


def test_approvals_are_of_stored_texts_by_others_and_now(ground: Ground) -> None:
    make_page(ground, StandardPage, "home", "draft")
    for words, changes in {
        "not of the stored text": {"fingerprint": "0" * 64},
        "no active account": {"approver": 10**9},
        "wrote this version": {"approver": ground.cast.owner.pk},
        "does not say what the text shows": {"text_hash": None},
        "dated when it is given": {"at": clock.now() - timedelta(hours=1)},
    }.items():
        with pytest.raises(GuardError, match=words):
            write.give_approval(forged_approval(ground, **changes))
    User.objects.filter(pk=ground.cast.chief.pk).update(is_active=False)
    with pytest.raises(GuardError, match="no active account"):
        write.give_approval(forged_approval(ground))


REWRITTEN: dict[str, object] = {
    "id": 10**9,
    "at": datetime(2026, 1, 1, tzinfo=clock.UTC),
    "action": "x",
    "actor_name": "x",
    "subject": "x",
    "locale": "x",
    "reason": "x",
    "facts": {"x": 1},
}


@pytest.mark.parametrize("column", REWRITTEN)
def test_nothing_is_rewritten_while_an_account_goes(row: Publication, column: str) -> None:
    entry = AuditEntry.objects.exclude(actor=None).latest("pk")
    with pytest.raises(DIRECT), transaction.atomic():
        AuditEntry._base_manager.filter(pk=entry.pk).update(**{"actor": None, column: REWRITTEN[column]})


def test_every_column_of_the_trail_is_tried() -> None:
    assert {*REWRITTEN, "actor"} == {field.name for field in AuditEntry._meta.concrete_fields}


def test_a_deleted_account_leaves_its_name(ground: Ground, row: Publication) -> None:
    entry = AuditEntry.objects.create(action="test", actor=ground.cast.stranger, actor_name="stranger", subject="x")
    ground.cast.stranger.delete()
    entry.refresh_from_db()
    assert (entry.actor_id, entry.actor_name) == (None, "stranger")


def test_each_vendor_has_its_guard() -> None:
    assert len(statements("sqlite")) == 21
    with pytest.raises(FileNotFoundError):
        statements("oracle")


def test_content_of_a_revision_has_the_fingerprint_the_database_computes(row: Publication) -> None:
    stored = Revision.objects.get(pk=row.revision_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cms_fingerprint(content) FROM wagtailcore_revision WHERE id = %s", [stored.pk])
        assert cursor.fetchone()[0] == fingerprint(stored.content) == row.fingerprint
