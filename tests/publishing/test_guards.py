"""The database refuses what the actions would never do: every statement of the guard is tried.

Runs as the application's role on PostgreSQL, where the role itself may not write: the
triggers are then asked as the owner of the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from wagtail.models import Revision

from cms.core import clock
from cms.core.errors import Refused
from cms.publishing.actions.approve import new_approval
from cms.publishing.actions.rows import like
from cms.publishing.errors import GuardError
from cms.publishing.models import Approval, ApprovalPurpose, Publication
from cms.publishing.timeline import write
from site_pages.models import StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, publish_new, withdraw
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
    write.end_row(row, clock.now() + timedelta(days=2), action="withdraw")
    for later in (clock.now() + timedelta(days=3),):
        with pytest.raises(GuardError, match="shortened"):
            write.end_row(row, later, action="withdraw")
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
