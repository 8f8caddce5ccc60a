"""Who answers for a page today, and why: the row of the matrix, its holders, the sign-off chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin import words
from cms.core import clock
from cms.office import roster as rosters
from cms.office.models import Duty
from cms.office.roster import Acting, DutyFacts, Holder, Roster
from cms.publishing import facts
from cms.publishing.governed import GovernedPage


@dataclass(frozen=True)
class Line:
    """One answer: what the people do for the page, and each of them in words; none is an answer too."""

    label: str | Promise
    people: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class Answering:
    """Everybody who answers for one page today. `duty` names the row of the matrix, empty if there is none."""

    duty: str
    lines: tuple[Line, ...]


def answering(page: GovernedPage) -> Answering:
    """Who may draft, approve and publish `page` today, in words of the active language."""
    roster = rosters.today()
    duty = facts.duty_of(page, roster)
    section = facts.section_of(page, roster)
    lines = [*_owners(page, roster, duty, section)]
    if page.publishable:
        lines.append(_approvers(page, roster, section))
        lines.append(Line(gettext_lazy("Publishes"), named(roster.publishers())))
    return Answering(_row(duty), tuple(lines))


def named(people: Iterable[Acting]) -> tuple[str, ...]:
    """Each person in words, deputies with whom they stand in for and until when."""
    return tuple(_in_words(person) for person in people)


def _row(duty: DutyFacts | None) -> str:
    if duty is None:
        return ""
    position, group = Duty.objects.values_list("position", "group").get(key=duty.key)
    values = {"row": position, "number": duty.group_no, "group": group, "title": duty.title}
    return _("Row %(row)s, group %(number)s %(group)s: %(title)s") % values


def _owners(page: GovernedPage, roster: Roster, duty: DutyFacts | None, section: str) -> Iterable[Line]:
    if duty is None:
        return
    if facts.stands_as_item(page, roster):
        people = roster.acting_for(page.person_id) if page.person_id else []
        why = _("Items answer through their own section: %(section)s") % {"section": _section(roster, section)}
        yield Line(gettext_lazy("Answers"), named(people) or (_section(roster, section),), why)
        return
    for holder in duty.holders:
        yield Line(
            gettext_lazy("Answers") if holder.lead else gettext_lazy("Answers too"),
            named(roster.of_holder(holder)),
            _holder(roster, holder),
        )


def _approvers(page: GovernedPage, roster: Roster, section: str) -> Line:
    revision = page.latest_revision
    if revision is None:
        approving = section
    else:
        writers = facts.text_facts(page, revision, clock.now()).writers
        approving = facts.approving_section(roster, facts.section_of(revision.as_object(), roster), writers)
    return Line(gettext_lazy("Approves"), named(roster.chiefs(approving)), _section(roster, approving))


def _holder(roster: Roster, holder: Holder) -> str:
    section = _section(roster, holder.section)
    if holder.role is None:
        return _("%(section)s, named by the section chief") % {"section": section}
    return _("%(section)s, %(role)s") % {"section": section, "role": roster.roles[holder.role]}


def _section(roster: Roster, code: str) -> str:
    section = roster.sections.get(code)
    return str(section) if section is not None else ""


def _in_words(person: Acting) -> str:
    if person.stands_in_for is None:
        return words.acting(person)
    values = {
        "name": words.acting(person),
        "absent": person.stands_in_for,
        "since": words.day(person.since) if person.since else "",
        "until": words.day(person.until) if person.until else _("further notice"),
    }
    return _("%(name)s, deputy of %(absent)s from %(since)s until %(until)s") % values
