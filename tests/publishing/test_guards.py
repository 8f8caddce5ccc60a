"""The database refuses what the actions would never do: every statement of the guard is tried.

Runs as the application's role on PostgreSQL, where the role itself may not write: the
triggers are then asked as the owner of the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, ProgrammingError, connection, transaction
from wagtail.models import Revision

from cms.core import clock
from cms.core.errors import Refused
from cms.core.models import AuditEntry
from cms.publishing.actions.approve import new_approval
from cms.publishing.actions.rows import like
from cms.publishing.errors import GuardError
from cms.publishing.fingerprint import fingerprint
from cms.publishing.guards import statements
from cms.publishing.models import Approval, ApprovalPurpose, Publication, PublicationReference
from cms.publishing.timeline import write
from site_pages.models import StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_page, publish, publish_new, withdraw
from tests.factories.pages import write as write_text

DIRECT = (IntegrityError, ProgrammingError)  # the trigger's refusal, or the missing right of the role


@pytest.fixture
def row(ground: Ground) -> Publication:
    return publish_new(ground, StandardPage, "home", "about")


@pytest.fixture
def ended(ground: Ground, row: Publication, held: HeldClock) -> Publication:
    held.forward(hours=1)
    withdraw(ground, "about", reason="有誤")
    held.forward(hours=1)
    row.refresh_from_db()
    return row


@pytest.fixture
def approval(ground: Ground, row: Publication) -> Approval:
    """An approval of a newer version that is not published."""
    revision = write_text(ground, "about", title="新")
    revision.refresh_from_db()
    page = ground.page("about")
    return write.give_approval(new_approval(page, revision, ground.cast.chief, purpose=ApprovalPurpose.PUBLISH))


def newer(row: Publication, approval: Approval, **changes: object) -> Publication:
    """The row that an action would write for `approval`, with `changes`."""
    revision = Revision.objects.get(pk=approval.revision_id)
    now = clock.now()
    values: dict[str, object] = {
        "online": now,
        "offline": None,
        "decided_at": now,
        "revision_id": revision.pk,
        "content": revision.content,
        "fingerprint": approval.fingerprint,
        "approval_id": approval.pk,
        "superseded": False,
        "end_action": "",
        "ended_at": None,
    }
    return like(row, **{**values, **changes})


def end(row: Publication, action: str = "publish") -> None:
    write.end_row(row, clock.now(), action=action, superseded=True)


# -- publications --------------------------------------------------------------


def test_an_approved_row_is_written(row: Publication, approval: Approval, held: HeldClock) -> None:
    held.forward(hours=1)
    approval = write.give_approval(_again(approval))
    end(row)
    assert write.open_row(newer(row, approval), []).pk


def _again(approval: Approval) -> Approval:
    values = {f.attname: getattr(approval, f.attname) for f in approval._meta.concrete_fields if f.name != "id"}
    return Approval(**{**values, "at": clock.now()})


FORGED: dict[str, tuple[str, dict[str, object]]] = {
    "no approval": ("nobody approved", {"approval_id": None}),
    "an approval of another page": ("nobody approved", {"key": "elsewhere"}),
    "an approval of another language": ("nobody approved", {"locale": "en"}),
    "another revision": ("nobody approved", {"revision_id": 1}),
    "a first load without its own approval": ("nobody approved", {"action": "first_load"}),
    "another text": ("does not hold the text", {"content": {"title": "改"}}),
    "another fingerprint": ("does not hold the text", {"fingerprint": "0" * 64}),
    "an end before the beginning": ("offline comes after online", {"offline": datetime(2020, 1, 1, tzinfo=clock.UTC)}),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_row(row: Publication, approval: Approval, name: str) -> None:
    words, changes = FORGED[name]
    end(row)
    with pytest.raises(GuardError, match=words):
        write.open_row(newer(row, approval, **changes), [])


@pytest.mark.parametrize("field", ["online", "decided_at"])
def test_a_row_in_the_past(row: Publication, approval: Approval, field: str) -> None:
    end(row)
    with pytest.raises(GuardError, match="online in the past"):
        write.open_row(newer(row, approval, **{field: clock.now() - timedelta(minutes=5)}), [])


def test_an_approved_text_overwritten_since(row: Publication, approval: Approval) -> None:
    """Autosave overwrites a revision in place; the approval is of the old content."""
    end(row)
    forged = newer(row, approval)
    Revision.objects.filter(pk=approval.revision_id).update(content={"title": "改過"})
    with pytest.raises(GuardError, match="nobody approved"):
        write.open_row(forged, [])


def test_two_rows_at_once_are_a_lost_race(row: Publication, approval: Approval) -> None:
    with pytest.raises(Refused) as caught:
        write.open_row(newer(row, approval), [])
    assert caught.value.codes == ("lost_race",)
    with pytest.raises(Refused) as caught:
        write.open_row(newer(row, approval, online=clock.now() + timedelta(days=1)), [])
    assert caught.value.codes == ("lost_race",)


REISSUES: dict[str, dict[str, object]] = {
    "another text": {"text_hash": "0" * 40},
    "another version": {"revision_id": 1},
    "another page": {"key": "elsewhere"},
    "a later beginning": {"online": datetime(2027, 1, 1, tzinfo=clock.UTC)},
}


def reissue(row: Publication, **changes: object) -> Publication:
    now = clock.now()
    own = {"action": "reissue", "online": now, "decided_at": now, "offline": None, "end_action": "", "ended_at": None}
    return like(row, **{**own, "superseded": False, **changes})


@pytest.mark.parametrize("name", [*REISSUES, "the same"])
def test_a_reissue_repeats_the_row_it_ends(row: Publication, held: HeldClock, name: str) -> None:
    held.forward(hours=1)
    end(row, "reissue")
    if name == "the same":
        assert write.open_row(reissue(row), []).pk
        return
    with pytest.raises(GuardError, match="re-issue repeats"):
        write.open_row(reissue(row, **REISSUES[name]), [])


def test_what_was_withdrawn_is_not_reissued(ended: Publication) -> None:
    with pytest.raises(GuardError, match="re-issue repeats"):
        write.open_row(reissue(ended), [])


COLUMNS = [
    f.attname
    for f in Publication._meta.concrete_fields
    if f.attname not in {"id", "offline", "superseded", "end_action", "end_reason", "end_successor", "ended_at"}
    and not f.attname.startswith("redact")
]


def other(row: Publication, name: str) -> object:
    """Another value for a column."""
    value = getattr(row, name)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list | dict):
        return {"x": 1} if isinstance(value, dict) else ["x"]
    if isinstance(value, bytes | memoryview):
        return b'{"x":1}'
    return (
        value + timedelta(days=1) if hasattr(value, "isoformat") else f"{value or ''}x" if name != "request_id" else 1
    )


def as_owner(change: Callable[[], object]) -> None:
    """Run a direct statement; on PostgreSQL the role is refused before any trigger is asked."""
    with transaction.atomic():
        change()


@pytest.mark.parametrize("name", COLUMNS)
def test_no_column_of_a_row_is_rewritten(row: Publication, name: str) -> None:
    with pytest.raises(DIRECT):
        as_owner(lambda: Publication._base_manager.filter(pk=row.pk).update(**{name: other(row, name)}))


@pytest.mark.parametrize("name", [*COLUMNS, "offline", "superseded", "end_action", "end_reason", "end_successor"])
def test_a_redaction_changes_nothing_else(ended: Publication, name: str) -> None:
    if name in {"document", "card", "content", "crumb", "title"}:
        blank = {"document": b"{}", "card": b"{}", "content": {}, "crumb": "", "title": ""}
        changes = {**blank, name: other(ended, name)}
    else:
        changes = {name: other(ended, name)}
    values = {
        "document": b"{}",
        "card": b"{}",
        "content": {},
        "crumb": "",
        "title": "",
        "redacted_at": clock.now(),
        "redaction_ground": "法",
        "redacted_by": 1,
        "redaction_confirmed_by": 2,
    }
    with pytest.raises(DIRECT):
        as_owner(lambda: Publication._base_manager.filter(pk=ended.pk).update(**{**values, **changes}))


@pytest.mark.parametrize(
    "changes",
    [{"second": 0}, {"ground": ""}],
    ids=["one person", "no ground"],
)
def test_a_redaction_names_ground_and_two_people(
    ended: Publication, ground: Ground, changes: dict[str, object]
) -> None:
    by = ground.cast.webmaster.pk
    arguments: dict[str, object] = {"ground": "法", "by": by, "second": ground.cast.chief.pk, **changes}
    if arguments["second"] == 0:
        arguments["second"] = by
    with pytest.raises(GuardError, match="two people"):
        write.blank_row(ended, **arguments)  # type: ignore[arg-type]  # a table of cases


def test_what_is_public_is_not_blanked(row: Publication, ground: Ground) -> None:
    with pytest.raises(GuardError, match="past row"):
        write.blank_row(row, ground="法", by=ground.cast.webmaster.pk, second=ground.cast.chief.pk)


def test_a_blank_row_stays_blank(ended: Publication, ground: Ground) -> None:
    names = {"by": ground.cast.webmaster.pk, "second": ground.cast.chief.pk}
    write.blank_row(ended, ground="法", **names)
    with pytest.raises(GuardError):
        write.blank_row(ended, ground="另一法", **names)


def test_a_row_is_never_prolonged(row: Publication) -> None:
    write.end_row(row, clock.now() + timedelta(days=2), action="withdraw")
    for later in (clock.now() + timedelta(days=3),):
        with pytest.raises(GuardError, match="shortened"):
            write.end_row(row, later, action="withdraw")
    with pytest.raises(DIRECT):
        as_owner(lambda: Publication._base_manager.filter(pk=row.pk).update(offline=None))


def test_a_row_is_not_ended_in_the_past(row: Publication, held: HeldClock) -> None:
    held.forward(hours=2)
    with pytest.raises(GuardError, match="not into the past"):
        write.end_row(row, clock.now() - timedelta(hours=1), action="withdraw")


def test_an_ended_row_is_left_alone(ended: Publication) -> None:
    ended.end_reason = "另一個理由"
    with pytest.raises(GuardError, match="has ended"):
        write.end_row(ended, ended.offline or clock.now(), action="withdraw", reason="另一個理由")


# -- deletion, references, approvals, audit ------------------------------------


DIRECT_CHANGES: dict[str, Callable[[Publication], object]] = {
    "delete a row": lambda row: Publication._base_manager.filter(pk=row.pk)._raw_delete("default"),
    "insert a row": lambda row: Publication._base_manager.bulk_create([like(row, key="forged", approval_id=None)]),
    "change a reference": lambda row: PublicationReference._base_manager.update(target="x"),
    "delete a reference": lambda row: PublicationReference._base_manager.all()._raw_delete("default"),
    "change an approval": lambda row: Approval._base_manager.update(fingerprint="x"),
    "delete an approval": lambda row: Approval._base_manager.all()._raw_delete("default"),
    "change an audit line": lambda row: AuditEntry._base_manager.update(reason="x"),
    "give an audit line another author": lambda row: AuditEntry._base_manager.update(actor_id=row.decided_by),
    "delete an audit line": lambda row: AuditEntry._base_manager.all()._raw_delete("default"),
}


@pytest.mark.parametrize("name", DIRECT_CHANGES)
def test_evidence_is_never_changed_directly(ground: Ground, row: Publication, name: str) -> None:
    write_text(ground, "about", body=[("paragraph", f'<p><a linktype="page" id="{ground.page("home").pk}">家</a></p>')])
    publish(ground, "about")
    with pytest.raises(DIRECT):
        as_owner(lambda: DIRECT_CHANGES[name](row))


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
    approval = new_approval(ground.page("draft"), revision, ground.cast.chief, purpose=ApprovalPurpose.PUBLISH)
    for name, value in changes.items():
        setattr(approval, name, value)
    return approval


def test_approvals_are_of_stored_texts_by_others_and_now(ground: Ground) -> None:
    make_page(ground, StandardPage, "home", "draft")
    for words, changes in {
        "not of the stored text": {"fingerprint": "0" * 64},
        "no active account": {"approver": 10**9},
        "wrote this version": {"approver": ground.cast.owner.pk},
        "dated when it is given": {"at": clock.now() - timedelta(hours=1)},
    }.items():
        with pytest.raises(GuardError, match=words):
            write.give_approval(forged_approval(ground, **changes))
    User.objects.filter(pk=ground.cast.chief.pk).update(is_active=False)
    with pytest.raises(GuardError, match="no active account"):
        write.give_approval(forged_approval(ground))


def test_a_deleted_account_leaves_its_name(ground: Ground, row: Publication) -> None:
    entry = AuditEntry.objects.create(action="test", actor=ground.cast.stranger, actor_name="stranger", subject="x")
    ground.cast.stranger.delete()
    entry.refresh_from_db()
    assert (entry.actor_id, entry.actor_name) == (None, "stranger")


def test_each_vendor_has_its_guard() -> None:
    assert len(statements("sqlite")) == 11
    with pytest.raises(FileNotFoundError):
        statements("oracle")


def test_content_of_a_revision_has_the_fingerprint_the_database_computes(row: Publication) -> None:
    stored = Revision.objects.get(pk=row.revision_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cms_fingerprint(content) FROM wagtailcore_revision WHERE id = %s", [stored.pk])
        assert cursor.fetchone()[0] == fingerprint(stored.content) == row.fingerprint
