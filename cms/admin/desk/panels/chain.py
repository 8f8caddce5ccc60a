"""Panels about texts in the sign-off chain."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin.desk import naming, waiting
from cms.admin.desk.reading import Desk
from cms.admin.desk.rows import Panel, Row
from cms.admin.desk.waiting import Waiting


def waiting_for(desk: Desk) -> Panel:
    own = bool(desk.roster.governance.get("webmaster_may_publish_own_text", False))
    mine = waiting.for_me(desk.waiting, desk.me, publishes_own=own)
    return Panel(
        "waiting",
        gettext_lazy("Waiting for me"),
        gettext_lazy("Nothing waits for you."),
        tuple(_step(row, naming.edit(row.page), _sender(row, desk)) for row in mine),
    )


def overseen(desk: Desk) -> Panel:
    rows = [row for row in desk.waiting if not row.step.returned]
    return Panel(
        "waiting",
        gettext_lazy("Waiting in the office"),
        gettext_lazy("Nothing waits for anybody."),
        tuple(_step(row, naming.record(row.page.pk), _actors(row, desk)) for row in rows),
    )


def returned(desk: Desk) -> Panel:
    overseen = desk.me.only_oversees
    rows = (
        [row for row in desk.waiting if row.step.returned] if overseen else waiting.returned_to(desk.waiting, desk.me)
    )
    return Panel(
        "returned",
        gettext_lazy("Sent back in the office") if overseen else gettext_lazy("Sent back to me"),
        gettext_lazy("Nothing was sent back."),
        tuple(
            _step(row, naming.record(row.page.pk) if overseen else naming.edit(row.page), _remark(row, desk))
            for row in rows
        ),
    )


def sent(desk: Desk) -> Panel:
    return Panel(
        "sent",
        gettext_lazy("Sent in by me"),
        gettext_lazy("Nothing of yours is on its way."),
        tuple(
            _step(row, naming.record(row.page.pk), _actors(row, desk)) for row in waiting.sent_by(desk.waiting, desk.me)
        ),
    )


def _step(row: Waiting, url: str, note: str) -> Row:
    return Row(naming.title(row.page), url, (note, naming.waits(row.step.since)), row.step.since)


def _sender(row: Waiting, desk: Desk) -> str:
    name = naming.name(row.step.sent_by, desk.roster)
    if row.step.publishing:
        return _("approved, to be published; sent in by %(name)s") % {"name": name}
    return _("to be approved; sent in by %(name)s") % {"name": name}


def _actors(row: Waiting, desk: Desk) -> str:
    names = sorted(naming.name(account, desk.roster) for account in row.actors - row.writers)
    return _("waits for %(names)s") % {"names": _("nobody who is present") if not names else ", ".join(names)}


def _remark(row: Waiting, desk: Desk) -> str:
    values = {"name": naming.name(row.step.decided_by, desk.roster), "reason": row.step.remark or "–"}
    return _("sent back by %(name)s: %(reason)s") % values
