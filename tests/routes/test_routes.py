"""Nothing goes round the door: every route of the table, tried by those who may and those who may not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import transaction

from cms.core.models import AuditEntry
from tests.routes import public
from tests.routes.public import Answers
from tests.routes.route import CODE, DONE, REFUSALS, REFUSED, Desk, Route, stock_wagtail
from tests.routes.stage import Stage
from tests.routes.table import ROUTES

_before: dict[tuple[str, bool, int], Answers] = {}
"""What the public is told while the timeline stands as a digest says; asked once for each timeline."""


class Watch:
    """What the public sees and the trail says, before and after."""

    def __init__(self, stage: Stage, *, whole: bool) -> None:
        self.stage, self.whole = stage, whole
        self.rows = public.rows()
        name = (self.rows, whole, id(stage))
        if name not in _before:
            _before[name] = public.answers(stage, whole=whole)
        self.answers = _before[name]
        self.last = AuditEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def lines(self) -> tuple[str, ...]:
        """The lines that the trail has got since, in order."""
        return tuple(AuditEntry.objects.filter(pk__gt=self.last).order_by("pk").values_list("action", flat=True))

    def assert_unchanged(self) -> None:
        """Neither the timeline nor any public answer has changed."""
        assert public.rows() == self.rows
        assert public.answers(self.stage, whole=self.whole) == self.answers

    def assert_opened(self) -> None:
        """The timeline has changed, and with it what is public now or next week."""
        assert public.rows() != self.rows
        assert public.answers(self.stage, whole=self.whole) != self.answers


def _prepared(route: Route, stage: Stage) -> dict[str, object]:
    desk = Desk(stage, CODE)
    route.prepare(desk)
    return desk.kept


def _try(route: Route, desk: Desk) -> str:
    route.drive(desk)
    return desk.outcome


ALLOWED = [(route, actor) for route in ROUTES for actor in route.may]
FORBIDDEN = [route for route in ROUTES if route.may_not or route.stock]


@pytest.mark.parametrize(("route", "actor"), ALLOWED, ids=[f"{route.name} / {actor}" for route, actor in ALLOWED])
def test_who_may(stage: Stage, route: Route, actor: str) -> None:
    """Let through, with exactly its audit lines; the public sees a change only where the table says so."""
    kept = _prepared(route, stage)
    watch = Watch(stage, whole=actor in {*route.opens, CODE, "superuser"})
    assert _try(route, Desk(stage, actor, kept=kept)) == DONE
    assert watch.lines() == route.audit
    if actor in route.opens:
        watch.assert_opened()
    else:
        watch.assert_unchanged()


@pytest.mark.parametrize("route", FORBIDDEN, ids=[route.name for route in FORBIDDEN])
def test_who_may_not(stage: Stage, route: Route) -> None:
    """Refused one after another, with nothing in the trail.

    Then a superuser goes the same way with Wagtail's own permission test and no closed
    screens: only the door is left, and still nothing is to be seen.
    """
    kept = _prepared(route, stage)
    watch = Watch(stage, whole=True)
    outcomes = {actor: _try(route, Desk(stage, actor, kept=dict(kept))) for actor in route.may_not}
    assert outcomes == dict.fromkeys(route.may_not, REFUSED)
    assert watch.lines() == ()
    assert public.rows() == watch.rows
    if route.stock:
        # Stopped by the database's own protection is as good as stopped by the screen.
        with stock_wagtail(), suppress(*REFUSALS), transaction.atomic():
            _try(route, Desk(stage, "superuser", kept=kept))
    watch.assert_unchanged()
