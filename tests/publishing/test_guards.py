"""The database refuses what the actions would never do: every statement of the guard is tried.

Runs as the application's role on PostgreSQL, where the role itself may not write: the
triggers are then asked as the owner of the tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from wagtail.models import Revision

from cms.core import clock
from cms.core.errors import Refused
from cms.core.models import AuditEntry
from cms.publishing import documents
from cms.publishing.actions.approve import new_approval
from cms.publishing.actions.first_load import FirstLoad
from cms.publishing.actions.redact import AskRedaction
from cms.publishing.actions.rows import like
from cms.publishing.actions.withdraw import AskWithdrawal, RefuseWithdrawal, Withdraw
from cms.publishing.errors import GuardError
from cms.publishing.guards import statements
from cms.publishing.models import (
    Approval,
    ApprovalPurpose,
    Countersignature,
    Publication,
    PublicationReference,
    Redaction,
    Withdrawal,
)
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
    text = documents.text(revision.as_object())
    return write.give_approval(new_approval(page, revision, ground.cast.chief, text, purpose=ApprovalPurpose.PUBLISH))


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
        "text_hash": approval.text_hash,
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
    "another document": ("its etag names", {"document": b'{"title":"forged"}'}),
    "another etag": ("its etag names", {"etag": "0" * 40}),
    "other files than were approved": ("does not show what was approved", {"text_hash": "0" * 40}),
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
    "no approval": {"approval_id": None},
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
    if isinstance(value, datetime):
        return value + timedelta(days=1)
    # As long as it was: a column's length is no guard.
    return 1 if name == "request_id" else f"{str(value or '')[:-1]}x"


def directly(change: Callable[[], object]) -> None:
    """Run a statement of one's own; on PostgreSQL the role is refused before any trigger is asked."""
    with transaction.atomic():
        change()


@pytest.mark.parametrize("name", COLUMNS)
def test_no_column_of_a_row_is_rewritten(row: Publication, name: str) -> None:
    with pytest.raises(DIRECT):
        directly(lambda: Publication._base_manager.filter(pk=row.pk).update(**{name: other(row, name)}))


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
        directly(lambda: Publication._base_manager.filter(pk=ended.pk).update(**{**values, **changes}))


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
    write.end_row(row, clock.now() + timedelta(days=2), action="publish", superseded=True)
    with pytest.raises(GuardError, match="shortened"):
        write.end_row(row, clock.now() + timedelta(days=3), action="publish", superseded=True)
    with pytest.raises(DIRECT):
        directly(lambda: Publication._base_manager.filter(pk=row.pk).update(offline=None))


def test_a_row_is_not_ended_in_the_past(row: Publication, held: HeldClock) -> None:
    held.forward(hours=2)
    with pytest.raises(GuardError, match="not into the past"):
        write.end_row(row, clock.now() - timedelta(hours=1), action="withdraw")


def test_an_ended_row_is_left_alone(ended: Publication) -> None:
    ended.end_reason = "另一個理由"
    with pytest.raises(GuardError, match="has ended"):
        write.end_row(ended, ended.offline or clock.now(), action="withdraw", reason="另一個理由")


# -- taking off ----------------------------------------------------------------


def asked(ground: Ground, at: datetime | None = None) -> Withdrawal:
    return AskWithdrawal(ground.page("about"), actor=ground.cast.owner, reason="停辦", at=at).execute()


def word(ground: Ground, row: Publication, request: Withdrawal, **changes: object) -> Approval:
    """The second person's word, as the action would give it, with `changes`."""
    approval = Withdraw(ground.page("about"), withdrawal=request, actor=ground.cast.chief)._approval(clock.now())
    for name, value in changes.items():
        setattr(approval, name, value)
    return approval


def take_off(row: Publication, at: datetime | None = None, reason: str = "停辦") -> None:
    write.end_row(row, at or clock.now(), action="withdraw", reason=reason)


def test_one_person_takes_nothing_off(ground: Ground, row: Publication, held: HeldClock) -> None:
    held.forward(hours=1)
    asked(ground)
    with pytest.raises(GuardError, match="two people"):
        take_off(row)
    with pytest.raises(DIRECT):
        directly(lambda: Publication._base_manager.update(offline=clock.now(), end_action="withdraw"))


@pytest.mark.parametrize("action", ["", "publish", "with_source"])
def test_nothing_is_taken_off_under_another_name(row: Publication, held: HeldClock, action: str) -> None:
    held.forward(hours=1)
    with pytest.raises(GuardError, match="for the one that follows"):
        write.end_row(row, clock.now(), action=action)


def test_two_people_take_a_page_off(ground: Ground, row: Publication, held: HeldClock) -> None:
    held.forward(hours=1)
    write.give_approval(word(ground, row, asked(ground)))
    with pytest.raises(GuardError, match="two people"):
        take_off(row, reason="另一個理由")
    take_off(row)
    assert row.offline == clock.now()


def test_a_word_counts_at_its_moment_and_from_the_instant_it_names(
    ground: Ground, row: Publication, held: HeldClock
) -> None:
    at = clock.now() + timedelta(days=2)
    write.give_approval(word(ground, row, asked(ground, at)))
    with pytest.raises(GuardError, match="two people"):
        take_off(row, at - timedelta(hours=1))
    held.forward(hours=1)
    with pytest.raises(GuardError, match="two people"):
        take_off(row, at + timedelta(hours=1))
    take_off(row, at)
    assert row.offline == at


WORDS: dict[str, Callable[[Ground], dict[str, object]]] = {
    "the one who asked": lambda ground: {"approver": ground.cast.owner.pk},
    "about another page": lambda ground: {"page_key": "home"},
    "about another language": lambda ground: {"locale": "en"},
    "about another text": lambda ground: {"fingerprint": "0" * 64},
    "about no request": lambda ground: {"withdrawal_id": None},
}


@pytest.mark.parametrize("name", WORDS)
def test_a_word_that_does_not_count(ground: Ground, row: Publication, name: str) -> None:
    with pytest.raises(GuardError, match="second person agrees"):
        write.give_approval(word(ground, row, asked(ground), **WORDS[name](ground)))


def test_a_decided_request_is_not_agreed_to_again(ground: Ground, row: Publication) -> None:
    request = asked(ground)
    RefuseWithdrawal(ground.page("about"), withdrawal=request, actor=ground.cast.chief).execute()
    with pytest.raises(GuardError, match="second person agrees"):
        write.give_approval(word(ground, row, request))


# -- requests and countersignatures --------------------------------------------


@pytest.fixture
def requests(ground: Ground, ended: Publication, held: HeldClock) -> dict[str, models.Model]:
    """One of each, open and decided; the application's role may write these tables, so the triggers are asked."""
    cast = ground.cast
    publish(ground, "about", title="再來")
    page, old = ground.page("about"), Publication.objects.get(pk=ended.pk)
    redaction = AskRedaction(page, row=old, actor=cast.webmaster, ground="個資").execute()
    make_page(ground, StandardPage, "home", "fresh")
    fresh = ground.page("fresh")
    loaded = FirstLoad(fresh, revision=fresh.latest_revision, actor=cast.director).execute()
    return {
        "withdrawal": asked(ground),
        "decided withdrawal": Withdrawal.objects.get(status="done"),
        "redaction": redaction,
        "countersignature": Countersignature.objects.get(publication=loaded),
    }


def change(row: models.Model, **values: object) -> None:
    directly(lambda: type(row)._base_manager.filter(pk=row.pk).update(**values))


@pytest.mark.parametrize("name", ["withdrawal", "redaction"])
def test_a_request_stays_as_it_was_asked(requests: dict[str, models.Model], ground: Ground, name: str) -> None:
    decided = {"status": "refused", "decided_by": ground.cast.chief, "decided_at": clock.now()}
    free = {"id", "status", "decided_by_id", "decided_at", "remark"}
    fields = [f.attname for f in requests[name]._meta.concrete_fields if f.attname not in free]
    for field in fields:
        value = getattr(requests[name], field)
        changed = (value or 0) + 1 if field.endswith("_id") else clock.now() if field in {"at", "asked_at"} else "x"
        if field == "asked_at":
            changed = clock.now() + timedelta(seconds=1)
        with pytest.raises(IntegrityError, match="decided once"):
            change(requests[name], **{**decided, field: changed})
    with pytest.raises(IntegrityError, match="decided once"):
        change(requests[name], **{**decided, "decided_at": clock.now() - timedelta(hours=1)})
    with pytest.raises(IntegrityError, match="decided once"):
        change(requests[name], **{**decided, "decided_by": None})
    change(requests[name], **decided)


@pytest.mark.parametrize(
    "changes", [{"reason": "另一個"}, {"status": "asked"}, {"remark": "x"}, {"asked_by_id": 1}], ids=str
)
def test_a_decided_request_is_left_alone(requests: dict[str, models.Model], changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="decided once"):
        change(requests["decided withdrawal"], **changes)


@pytest.mark.parametrize(("name", "words"), [("withdrawal", "whoever agreed"), ("redaction", "these two people")])
def test_a_request_is_not_called_done(requests: dict[str, models.Model], ground: Ground, name: str, words: str) -> None:
    with pytest.raises(IntegrityError, match=words):
        change(requests[name], status="done", decided_by=ground.cast.chief, decided_at=clock.now())


@pytest.mark.parametrize("name", ["withdrawal", "redaction"])
@pytest.mark.parametrize(
    "changes",
    [
        {"status": "refused"},
        {"decided_by_id": 1},
        {"asked_at": datetime(2026, 1, 1, tzinfo=clock.UTC)},
        {"reason": "", "ground": ""},
    ],
    ids=str,
)
def test_a_request_begins_open(requests: dict[str, models.Model], name: str, changes: dict[str, object]) -> None:
    model, values = type(requests[name]), _values(requests[name])
    known = {name: value for name, value in changes.items() if name in values}
    with pytest.raises(IntegrityError, match="begins open"):
        directly(lambda: model._base_manager.create(**{**values, **known}))


def test_somebody_else_countersigns_once(requests: dict[str, models.Model], ground: Ground) -> None:
    row, now = requests["countersignature"], clock.now()
    for values in (
        {"signed_by": ground.cast.director, "signed_at": now},
        {"signed_by": ground.cast.chief, "signed_at": now - timedelta(hours=1)},
        {"signed_by": ground.cast.chief, "signed_at": now, "section": "service"},
        {"signed_by": ground.cast.chief, "signed_at": now, "created_at": now + timedelta(seconds=1)},
        {"remark": "x"},
    ):
        with pytest.raises(IntegrityError, match="signs, once"):
            change(row, **values)
    change(row, signed_by=ground.cast.chief, signed_at=now, remark="可")
    with pytest.raises(IntegrityError, match="signs, once"):
        change(row, signed_by=ground.cast.webmaster, signed_at=now)


@pytest.mark.parametrize("name", ["withdrawal", "decided withdrawal", "redaction", "countersignature"])
def test_requests_are_never_deleted(requests: dict[str, models.Model], name: str) -> None:
    row = requests[name]
    with pytest.raises(IntegrityError, match="never"):
        directly(lambda: type(row)._base_manager.filter(pk=row.pk)._raw_delete("default"))


def _values(row: models.Model) -> dict[str, object]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname != "id"}


# -- replacing -----------------------------------------------------------------

REPLACE = {
    "sqlite": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "postgresql": "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = excluded.id",
}
EVIDENCE = (Publication, PublicationReference, Approval, AuditEntry, Withdrawal, Redaction, Countersignature)


@pytest.mark.parametrize("model", EVIDENCE)
def test_no_row_is_replaced(requests: dict[str, models.Model], ground: Ground, model: type[models.Model]) -> None:
    publish(ground, "about", body=[("paragraph", f'<p><a linktype="page" id="{ground.page("home").pk}">家</a></p>')])
    assert model._base_manager.exists()
    with pytest.raises(DIRECT), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REPLACE[connection.vendor].format(table=model._meta.db_table))


@pytest.mark.django_db
def test_the_whole_guard_stands() -> None:
    """A migration that makes a table anew takes its triggers with it; then the guard must be installed again."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    wanted = {match[1] for sql in statements(connection.vendor) if (match := re.search(r"CREATE TRIGGER (\w+)", sql))}
    assert len(wanted) > 20
    assert wanted <= standing
