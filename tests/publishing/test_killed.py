"""Killed at any step, an act leaves the old state or the new one, never half.

Every call that the door makes into the database is made to fail, one after the other: each
statement that changes something is a step. What is left must be what was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from cms.core import clock
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.countersign import sign
from cms.publishing.actions.first_load import FirstLoad
from cms.publishing.actions.publish import Correct, Publish, Restore, publication_action
from cms.publishing.actions.redact import AskRedaction, ConfirmRedaction, Redact, RefuseRedaction
from cms.publishing.actions.reissue import Reissue
from cms.publishing.actions.submit import Submit
from cms.publishing.actions.withdraw import AskWithdrawal, RefuseWithdrawal, Withdraw
from cms.publishing.models import Countersignature, Publication
from site_pages.models import MarqueeMessagePage, StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_page, publish, publish_new, translate, withdraw, write
from tests.publishing.evidence import state

Act = Callable[[], object]
CHANGES = ("INSERT", "UPDATE", "DELETE", "SELECT CMS_")


class Killed(BaseException):
    """No handler catches it, as nothing catches the end of a process."""


class Killer:
    """Lets `steps` changing statements pass and kills the next, before or after it has run."""

    def __init__(self, steps: int | None, *, after: bool) -> None:
        self.left, self.after, self.seen = steps, after, 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: object, many: bool, context: Mapping[str, Any]
    ) -> Any:
        if not sql.lstrip().upper().startswith(CHANGES):
            return execute(sql, params, many, context)
        self.seen += 1
        last = self.left is not None and self.seen > self.left
        if last and not self.after:
            raise Killed
        result = execute(sql, params, many, context)
        if last:
            raise Killed
        return result


def link(ground: Ground, key: str) -> list[tuple[str, object]]:
    return [("links", [{"text": "去", "page": ground.page(key), "url": ""}])]


@pytest.fixture
def site(ground: Ground, held: HeldClock) -> Ground:
    """Two languages, a page below, a page that links, a display message, a past version, all ready to change."""
    publish_new(ground, StandardPage, "home", "about", title="介紹")
    translate(ground, "home", slug="en")
    publish(ground, "home", "en")
    translate(ground, "about")
    publish(ground, "about", "en")
    publish_new(ground, StandardPage, "about", "history")
    publish_new(ground, StandardPage, "home", "guide", body=link(ground, "about"))
    texts = [("text", {"device": code, "text": "歡迎"}) for code in ("gate", "hall")]
    publish_new(ground, MarqueeMessagePage, "marquee", "welcome", texts=texts)
    held.forward(hours=1)
    return ground


def approved(ground: Ground, key: str, **values: object) -> tuple[Any, Any]:
    revision = write(ground, key, **values)
    page = ground.page(key)
    Approve(page, revision=revision, actor=ground.cast.chief).execute()
    return page, page.latest_revision


def _publishing(kind: type[Publish], key: str, **values: object) -> Callable[[Ground], Act]:
    def prepare(ground: Ground) -> Act:
        page, revision = approved(ground, key, **values)
        return lambda: kind(page, revision=revision, actor=ground.cast.webmaster, reason="因").execute()

    return prepare


def _submitting(ground: Ground) -> Act:
    write(ground, "about", title="新")
    return lambda: Submit(ground.page("about"), actor=ground.cast.owner).execute()


def _approving(ground: Ground) -> Act:
    page = make_page(ground, StandardPage, "home", "fresh")
    return lambda: Approve(page, revision=page.latest_revision, actor=ground.cast.chief).execute()


def _finishing(ground: Ground) -> Act:
    write(ground, "about", title="新", slug="us")
    state_of = Submit(ground.page("about"), actor=ground.cast.owner).execute()
    step = state_of.current_task_state
    step.task.specific.on_action(step, ground.cast.chief, "approve")
    state_of.refresh_from_db()
    last = state_of.current_task_state
    return lambda: (
        type(last)
        .objects.get(pk=last.pk)
        .task.specific.on_action(type(last).objects.get(pk=last.pk), ground.cast.webmaster, "approve")
    )


def _scheduling(ground: Ground) -> Act:
    page, revision = approved(ground, "about", title="後天", online_date=clock.today() + timedelta(days=2))
    action = publication_action(page, revision)
    return lambda: action(page, revision=revision, actor=ground.cast.webmaster).execute()


def _loading(ground: Ground) -> Act:
    page = make_page(ground, StandardPage, "home", "fresh", body=link(ground, "about"))
    return lambda: FirstLoad(page, revision=page.latest_revision, actor=ground.cast.director).execute()


def _withdrawing(ground: Ground) -> Act:
    page = ground.page("about")
    asked = AskWithdrawal(page, actor=ground.cast.owner, reason="停").execute()
    return lambda: Withdraw(page, withdrawal=asked, actor=ground.cast.chief).execute()


def _asking_withdrawal(ground: Ground) -> Act:
    return lambda: AskWithdrawal(ground.page("about"), actor=ground.cast.owner, reason="停").execute()


def _refusing_withdrawal(ground: Ground) -> Act:
    page = ground.page("about")
    asked = AskWithdrawal(page, actor=ground.cast.owner, reason="停").execute()
    return lambda: RefuseWithdrawal(page, withdrawal=asked, actor=ground.cast.chief, remark="不必").execute()


def _restoring(ground: Ground) -> Act:
    """With the chain still waiting for the webmaster, whose step ends with it."""
    withdraw(ground, "about", reason="有誤")
    write(ground, "about", title="查證後")
    step = Submit(ground.page("about"), actor=ground.cast.owner).execute().current_task_state
    step.task.specific.on_action(step, ground.cast.chief, "approve")
    arguments = {"revision": ground.page("about").latest_revision, "actor": ground.cast.webmaster}
    return lambda: Restore(ground.page("about"), **arguments, reason="查證無誤").execute()


def _sending_back(ground: Ground) -> Act:
    write(ground, "about", title="新")
    step = Submit(ground.page("about"), actor=ground.cast.owner).execute().current_task_state

    def act() -> None:
        waiting = type(step).objects.get(pk=step.pk)
        waiting.task.specific.on_action(waiting, ground.cast.chief, "reject", comment="請補電話")

    return act


def _translating(ground: Ground) -> Act:
    revision = write(ground, "about", "en", title="Mended", slug="we")
    page = ground.page("about", "en")
    Approve(page, revision=revision, actor=ground.cast.chief).execute()
    return lambda: Publish(page, revision=revision, actor=ground.cast.webmaster).execute()


def _signing(ground: Ground) -> Act:
    page = make_page(ground, StandardPage, "home", "fresh")
    FirstLoad(page, revision=page.latest_revision, actor=ground.cast.director).execute()
    return lambda: sign(Countersignature.objects.all(), actor=ground.cast.chief, remark="已閱")


def _past(ground: Ground) -> Any:
    """The page and its version that is over."""
    withdraw(ground, "welcome", reason="個資")
    return ground.page("welcome"), Publication.objects.get(key="welcome", channel="site")


def _asking_redaction(ground: Ground) -> Act:
    page, row = _past(ground)
    return lambda: AskRedaction(page, row=row, actor=ground.cast.webmaster, ground="個人資料保護法").execute()


def _confirming_redaction(ground: Ground) -> Act:
    page, asked = ground.page("welcome"), _asking_redaction(ground)()
    return lambda: ConfirmRedaction(page, redaction=asked, second=ground.cast.chief).execute()


def _refusing_redaction(ground: Ground) -> Act:
    page, asked = ground.page("welcome"), _asking_redaction(ground)()
    return lambda: RefuseRedaction(page, redaction=asked, actor=ground.cast.chief, remark="不必").execute()


def _reissuing(ground: Ground) -> Act:
    ground.page("history").move(ground.page("guide"), pos="last-child")
    return lambda: Reissue(ground.page("history"), actor=ground.cast.webmaster, reason="搬").execute()


def _redacting(ground: Ground) -> Act:
    page, row = _past(ground)
    arguments = {"row": row, "actor": ground.cast.webmaster, "second": ground.cast.chief, "ground": "個人資料保護法"}
    return lambda: Redact(page, **arguments).execute()


ACTS: dict[str, Callable[[Ground], Act]] = {
    "submit": _submitting,
    "approve": _approving,
    "finish the workflow": _finishing,
    "publish with dependants and translation": _publishing(Publish, "about", title="新", slug="us"),
    "publish to channels": _publishing(Publish, "welcome", priority=2),
    "correct": _publishing(Correct, "about", title="更正"),
    "schedule": _scheduling,
    "first load": _loading,
    "ask for withdrawal": _asking_withdrawal,
    "withdraw": _withdrawing,
    "decline the withdrawal": _refusing_withdrawal,
    "restore": _restoring,
    "send back": _sending_back,
    "publish a translation": _translating,
    "countersign": _signing,
    "re-issue": _reissuing,
    "redact": _redacting,
    "ask for redaction": _asking_redaction,
    "confirm the redaction": _confirming_redaction,
    "decline the redaction": _refusing_redaction,
}


def _kill(act: Act, steps: int | None, *, after: bool) -> int:
    """Run `act` in a transaction that is rolled back; the number of its changing statements."""
    killer = Killer(steps, after=after)
    with connection.execute_wrapper(killer):
        act()
    return killer.seen


@pytest.mark.parametrize("name", ACTS)
def test_killed_at_any_step(site: Ground, name: str) -> None:
    act = ACTS[name](site)
    before = state()
    with transaction.atomic():
        total = _kill(act, None, after=False)
        assert state() != before
        transaction.set_rollback(True)
    assert total > 1
    for steps in range(total):
        for after in (False, True):
            with pytest.raises(Killed):
                _kill(act, steps, after=after)
            assert state() == before, f"{name}: half done after step {steps} of {total}"
    act()
    assert state() != before
