"""Panels about what else waits for a decision, and about what is missing or broken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.admin.desk import naming
from cms.admin.desk.me import Me
from cms.admin.desk.reading import Desk
from cms.admin.desk.rows import Panel, Row
from cms.office.roster import Roster
from cms.office.vacancies import Vacancy, vacancies
from cms.publishing import facts
from cms.publishing.models import Withdrawal


def signing(desk: Desk) -> Panel:
    rows = (row for row in desk.signatures if desk.me.only_oversees or row[0] in desk.me.chief_of)
    return Panel(
        "countersign",
        gettext_lazy("To countersign"),
        gettext_lazy("Nothing waits for a signature."),
        tuple(_signature(*row, desk.roster) for row in rows),
    )


def _signature(section: str, number: int, oldest: datetime, roster: Roster) -> Row:
    text = ngettext("%(number)s publication", "%(number)s publications", number) % {"number": number}
    since = naming.waits(oldest)
    url = f"{reverse('office:countersign')}?section={section}"
    return Row(f"{roster.sections.get(section, section)}: {text}", url, (since,), oldest)


def withdrawing(desk: Desk) -> Panel:
    return Panel(
        "withdrawals",
        gettext_lazy("Withdrawals that wait"),
        gettext_lazy("Nobody has asked for a withdrawal."),
        tuple(_withdrawal(row, desk.roster) for row in desk.withdrawals if _agrees(row, desk)),
    )


def _agrees(row: Withdrawal, desk: Desk) -> bool:
    """Whether the person may decide it: a chief of the page's section, or maintenance, not who asked."""
    me = desk.me
    if me.only_oversees:
        return True
    if row.asked_by_id == me.user_id:
        return False
    page = next((page for page in desk.pages.values() if page.key == row.page_key), None)
    return me.publishes or (page is not None and facts.section_of(page, desk.roster) in me.chief_of)


def _withdrawal(row: Withdrawal, roster: Roster) -> Row:
    asked = _("asked by %(name)s: %(reason)s") % {"name": naming.name(row.asked_by_id, roster), "reason": row.reason}
    since = naming.waits(row.asked_at)
    return Row(row.title, reverse("office:withdrawal", args=[row.pk]), (asked, since), row.asked_at)


def vacant(desk: Desk) -> Panel:
    gaps = (gap for gap in vacancies(desk.roster) if desk.me.sees_all or _concerns(gap, desk.me))
    return Panel(
        "vacancies",
        gettext_lazy("Duties without anybody"),
        gettext_lazy("Every duty has somebody present today."),
        tuple(_gap(gap, desk.me) for gap in gaps),
    )


def _concerns(gap: Vacancy, me: Me) -> bool:
    return gap.section is not None and gap.section.code in me.chief_of


def _gap(gap: Vacancy, me: Me) -> Row:
    where = (str(gap.section),) if gap.section is not None and gap.duty is not None else ()
    stops = (_("Its pages cannot be published."),) if gap.lead else ()
    # The chief mends it there: a person for the row, or a deputy.
    place = "office:choices" if _concerns(gap, me) and gap.unnamed else "office:vacancies"
    return Row(_what(gap), reverse(place), (*where, gap.why, *stops))


def _what(gap: Vacancy) -> str:
    if gap.duty is not None:
        return f"{gap.duty.group_no} {naming.in_language(gap.duty.title, gap.duty.title_en)}"
    return str(gap.section or _("The whole site"))


def machine(desk: Desk) -> Panel:
    return Panel(
        "machine",
        gettext_lazy("The machine"),
        gettext_lazy("No job has failed, and every flag follows the timeline."),
        tuple(_faults(desk)),
    )


def _faults(desk: Desk) -> Iterator[Row]:
    if number := desk.failed_jobs:
        text = ngettext("%(number)s job has failed", "%(number)s jobs have failed", number) % {"number": number}
        yield Row(text, reverse("office:jobs"))
    if number := desk.differences:
        text = ngettext(
            "%(number)s page differs from the timeline", "%(number)s pages differ from the timeline", number
        )
        yield Row(text % {"number": number}, reverse("office:drift"))
