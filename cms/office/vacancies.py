"""What nobody answers for today: duties and sections without a present person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.office import roster as rosters
from cms.office.models import RoleKind, Section
from cms.office.roster import DutyFacts, Roster


@dataclass(frozen=True)
class Vacancy:
    """One gap. `duty` is None when a whole section has no chief, or the office no webmaster.

    `lead` says that pages cannot be published because of it; `why` is a full sentence;
    `unnamed` that a chief has still to name a person (※).
    """

    why: str
    lead: bool
    section: Section | None = None
    duty: DutyFacts | None = None
    unnamed: bool = False


def vacancies(roster: Roster | None = None) -> list[Vacancy]:
    """Every gap of the day, chiefs and webmaster first, then the matrix's order."""
    roster = roster or rosters.today()
    return [*_offices(roster), *_duties(roster)]


def _offices(roster: Roster) -> Iterator[Vacancy]:
    for section in roster.sections.values():
        if not roster.chiefs(section.code):
            yield Vacancy(_("The section has no present chief and no deputy."), lead=True, section=section)
    if not roster.in_kind(RoleKind.WEBMASTER):
        yield Vacancy(_("Neither the webmaster nor a deputy is present."), lead=True)


def _duties(roster: Roster) -> Iterator[Vacancy]:
    for duty, holder in roster.vacancies():
        if holder.role is not None:
            name = str(roster.roles[holder.role])
            why = _("Nobody in the role “%(role)s” is present, and no deputy.") % {"role": name}
        elif holder.person_id is None:
            why = _("The chief of the section has not named a person yet (※).")
        else:
            person = roster.people[holder.person_id]
            why = _("%(person)s is not present, and no deputy.") % {"person": str(person)}
        # The page waits only when nobody of the leading section is present.
        lead, unnamed = not roster.page_owners(duty), holder.role is None and holder.person_id is None
        yield Vacancy(why, lead=lead, section=roster.sections[holder.section], duty=duty, unnamed=unnamed)
