"""Read an office from its files: everything is checked here, before anything is changed.

Pure parsing: no database. The formats are described in `cms/docs/office-data.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.office.reading import SLUG, LoadError, Row, read_csv, read_yaml

MARK = "V"
CHIEFS_CHOICE = "※"
MATRIX = "responsibility_matrix.csv"
OFFICE = "office.yaml"
ROLE_KINDS = frozenset({"owner", "webmaster", "chief", "secretary", "director", "auditor"})
DUTY_KINDS = frozenset({"page", "feature", "link"})


@dataclass(frozen=True)
class Named:
    """A code with its Chinese and English names."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class SectionRow(Named):
    column: str


@dataclass(frozen=True)
class RoleRow(Named):
    kind: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class PersonRow(Named):
    section: str
    username: str


@dataclass(frozen=True)
class Span:
    """A row with dates about one person; `other` is the role, the deputy or nothing, `note` free text."""

    person: str
    start: date
    end: date | None
    other: str = ""
    section: str = ""
    note: str = ""


@dataclass(frozen=True)
class HolderRow:
    """Who holds a duty in one section: a role, or the person the chief named, or nobody yet."""

    section: str
    role: str
    person: str
    lead: bool


@dataclass(frozen=True)
class DutyRow:
    """One row of the matrix with its key and its holders; `position` counts from 1."""

    key: str
    position: int
    group_no: str
    group: str
    title: str
    title_en: str
    kind: str
    target: str
    holders: tuple[HolderRow, ...]
    line: int


@dataclass(frozen=True)
class OfficeData:
    """A whole office without its pages, checked."""

    office: Named
    base_url: str
    governance: Mapping[str, object]
    sections: tuple[SectionRow, ...]
    roles: tuple[RoleRow, ...]
    people: tuple[PersonRow, ...]
    appointments: tuple[Span, ...]
    deputies: tuple[Span, ...]
    absences: tuple[Span, ...]
    duties: tuple[DutyRow, ...]


# -- the office ----------------------------------------------------------------


def read_office(folder: Path) -> OfficeData:
    """Everything about the office in `folder`. Raises `LoadError` at the first fault; changes nothing."""
    if not folder.is_dir():
        raise LoadError(str(folder), 0, _("There is no such folder."))
    raw = read_yaml(folder, OFFICE)
    sections, roles = _sections(raw), _roles(raw)
    section_codes = [section.code for section in sections]
    people = _people(folder, section_codes)
    names = [person.code for person in people]
    return OfficeData(
        office=_named(raw, "office"),
        base_url=_text(raw, "base_url", "office"),
        governance=_governance(raw, section_codes),
        sections=sections,
        roles=roles,
        people=people,
        appointments=tuple(_appointments(folder, names, [role.code for role in roles], section_codes)),
        deputies=tuple(_deputies(folder, names)),
        absences=tuple(_absences(folder, names)),
        duties=_Duties(folder, sections, roles, names).read(),
    )


def _named(raw: Any, what: str) -> Named:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), dict):
        raise LoadError(OFFICE, 0, _("Each %(what)s needs a code and a name.") % {"what": what})
    code = _text(raw, "code", what)
    if not SLUG.fullmatch(code):
        raise LoadError(
            OFFICE, 0, _("“%(code)s” is no name of lower-case letters, digits and hyphens.") % {"code": code}
        )
    return Named(code, _text(raw["name"], "zh-hant", code), _text(raw["name"], "en", code))


def _text(raw: Mapping[str, Any], key: str, where: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        raise LoadError(OFFICE, 0, _("“%(where)s” needs “%(key)s”.") % {"where": where, "key": key})
    return value.strip()


def _listed(raw: Mapping[str, Any], key: str) -> list[Any]:
    value = raw.get(key)
    if not isinstance(value, list) or not value:
        raise LoadError(OFFICE, 0, _("“%(key)s” must be a list with at least one entry.") % {"key": key})
    return value


def _sections(raw: Mapping[str, Any]) -> tuple[SectionRow, ...]:
    found = []
    for entry in _listed(raw, "sections"):
        named = _named(entry, "section")
        found.append(SectionRow(named.code, named.name, named.name_en, _text(entry, "column", named.code)))
    _unique([section.code for section in found])
    return tuple(found)


def _roles(raw: Mapping[str, Any]) -> tuple[RoleRow, ...]:
    found = []
    for entry in _listed(raw, "roles"):
        named = _named(entry, "role")
        kind = _text(entry, "kind", named.code)
        if kind not in ROLE_KINDS:
            raise LoadError(OFFICE, 0, _("Unknown %(what)s “%(value)s”.") % {"what": _("kind of role"), "value": kind})
        aliases = tuple(str(alias) for alias in entry.get("aliases", ()))
        found.append(RoleRow(named.code, named.name, named.name_en, kind, aliases))
    _unique([role.code for role in found])
    return tuple(found)


def _governance(raw: Mapping[str, Any], sections: Sequence[str]) -> Mapping[str, object]:
    governance = raw.get("governance")
    if not isinstance(governance, dict):
        raise LoadError(OFFICE, 0, _("“%(key)s” is missing.") % {"key": "governance"})
    approved_by = governance.get("webmaster_text_approved_by")
    if approved_by not in sections:
        raise LoadError(OFFICE, 0, _("Unknown %(what)s “%(value)s”.") % {"what": _("section"), "value": approved_by})
    return governance


def _unique(codes: Sequence[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise LoadError(OFFICE, 0, _("“%(code)s” stands in the file twice.") % {"code": code})


# -- people --------------------------------------------------------------------


def _people(folder: Path, sections: Sequence[str]) -> tuple[PersonRow, ...]:
    found: dict[str, PersonRow] = {}
    usernames: set[str] = set()
    for row in read_csv(folder, "people.csv", ["code", "name", "name_en", "section", "username"]):
        code = row.slug("code")
        section = row.one_of("section", ["", *sections], _("section"))
        if code in found or row["username"] in usernames:
            raise row.error(_("“%(code)s” stands in the file twice.") % {"code": code})
        if not row["username"] or not row["name"] or not row["name_en"]:
            raise row.error(_("A person needs a name, an English name and an account name."))
        usernames.add(row["username"])
        found[code] = PersonRow(code, row["name"], row["name_en"], section, row["username"])
    return tuple(found.values())


def _appointments(folder: Path, people: Sequence[str], roles: Sequence[str], sections: Sequence[str]) -> Iterator[Span]:
    for row in read_csv(folder, "appointments.csv", ["person", "role", "section", "start", "end"]):
        role = row.one_of("role", roles, _("role"))
        section = row.one_of("section", ["", *sections], _("section"))
        start, end = _dates(row)
        yield Span(row.one_of("person", people, _("person")), start, end, other=role, section=section)


def _deputies(folder: Path, people: Sequence[str]) -> Iterator[Span]:
    for row in read_csv(folder, "deputies.csv", ["person", "deputy", "start", "end"]):
        person, deputy = (row.one_of(column, people, _("person")) for column in ("person", "deputy"))
        if person == deputy:
            raise row.error(_("Nobody is their own deputy."))
        start, end = _dates(row)
        yield Span(person, start, end, other=deputy)


def _absences(folder: Path, people: Sequence[str]) -> Iterator[Span]:
    for row in read_csv(folder, "absences.csv", ["person", "start", "end", "note"]):
        start, end = _dates(row)
        yield Span(row.one_of("person", people, _("person")), start, end, note=row["note"])


def _dates(row: Row) -> tuple[date, date | None]:
    start, end = row.day("start"), row.day("end")
    if start is None:
        raise row.error(_("The first day is missing."))
    if end is not None and end < start:
        raise row.error(_("The last day is before the first."))
    return start, end


# -- the matrix ----------------------------------------------------------------


class _Duties:
    """The matrix joined with `duties.csv` (keys, targets, leads) and `assignments.csv` (※)."""

    def __init__(
        self, folder: Path, sections: Sequence[SectionRow], roles: Sequence[RoleRow], people: Sequence[str]
    ) -> None:
        self.folder = folder
        self.sections = {section.column: section.code for section in sections}
        self.roles = {name: role.code for role in roles for name in (role.name, *role.aliases)}
        self.people = people

    def read(self) -> tuple[DutyRow, ...]:
        """Every duty in the matrix's order. Raises `LoadError`."""
        named = self._named()
        columns = ["group_no", "group", "title", *self.sections, "owner"]
        matrix = read_csv(self.folder, MATRIX, columns)
        self._refuse_repeated(matrix)
        chosen = self._chosen({row["key"]: row for row in named.values()})
        duties = [self._duty(n, row, named, chosen) for n, row in enumerate(matrix, 1)]
        known = {(row["group_no"], row["title"]) for row in matrix}
        for place, row in named.items():
            if place not in known:
                raise row.error(_("The matrix has no row “%(title)s” in this group.") % {"title": row["title"]})
        self._refuse_idle_choices(duties, chosen)
        return tuple(duties)

    def _named(self) -> dict[tuple[str, str], Row]:
        columns = ["group_no", "title", "key", "title_en", "kind", "target", "lead_section", "lead_role"]
        found: dict[tuple[str, str], Row] = {}
        keys: set[str] = set()
        for row in read_csv(self.folder, "duties.csv", columns):
            place = (row["group_no"], row["title"])
            if place in found or row["key"] in keys:
                raise row.error(_("“%(code)s” stands in the file twice.") % {"code": row["key"]})
            row.slug("key")
            row.one_of("kind", DUTY_KINDS, _("kind of duty"))
            row.one_of("lead_section", ["", *self.sections.values()], _("section"))
            row.one_of("lead_role", ["", *self.roles.values()], _("role"))
            keys.add(row["key"])
            found[place] = row
        return found

    def _refuse_repeated(self, matrix: Sequence[Row]) -> None:
        seen: set[tuple[str, str]] = set()
        for row in matrix:
            place = (row["group_no"], row["title"])
            if not row["title"] or not row["group_no"]:
                raise row.error(_("The row needs a group number and a title."))
            if place in seen:
                raise row.error(_("The title “%(title)s” stands in this group twice.") % {"title": row["title"]})
            seen.add(place)

    def _chosen(self, keys: Mapping[str, Row]) -> dict[tuple[str, str], Row]:
        found: dict[tuple[str, str], Row] = {}
        for row in read_csv(self.folder, "assignments.csv", ["duty", "section", "person"]):
            row.one_of("duty", keys, _("duty"))
            row.one_of("section", self.sections.values(), _("section"))
            row.one_of("person", self.people, _("person"))
            if (row["duty"], row["section"]) in found:
                raise row.error(_("“%(code)s” stands in the file twice.") % {"code": row["duty"]})
            found[row["duty"], row["section"]] = row
        return found

    def _refuse_idle_choices(self, duties: Sequence[DutyRow], chosen: Mapping[tuple[str, str], Row]) -> None:
        open_rows = {(duty.key, holder.section) for duty in duties for holder in duty.holders if not holder.role}
        for place, row in chosen.items():
            if place not in open_rows:
                raise row.error(_("The chief of this section has nobody to name for this duty."))

    def _duty(
        self,
        position: int,
        row: Row,
        named: Mapping[tuple[str, str], Row],
        chosen: Mapping[tuple[str, str], Row],
    ) -> DutyRow:
        facts = named.get((row["group_no"], row["title"]))
        if facts is None:
            raise row.error(_("“%(title)s” has no row in duties.csv.") % {"title": row["title"]})
        return DutyRow(
            key=facts["key"],
            position=position,
            group_no=row["group_no"],
            group=row["group"],
            title=row["title"],
            title_en=facts["title_en"],
            kind=facts["kind"],
            target=facts["target"],
            holders=tuple(self._holders(row, facts, chosen)),
            line=row.line,
        )

    def _holders(self, row: Row, facts: Row, chosen: Mapping[tuple[str, str], Row]) -> Iterator[HolderRow]:
        sections, roles = self._marked(row), self._owners(row)
        lead_section = self._lead(facts, facts["lead_section"], sections)
        lead_role = self._lead(facts, facts["lead_role"], roles)
        for section in sections:
            for role in roles:
                person = (
                    "" if role else chosen[facts["key"], section]["person"] if (facts["key"], section) in chosen else ""
                )
                yield HolderRow(section, role, person, lead=(section, role) == (lead_section, lead_role))

    def _marked(self, row: Row) -> list[str]:
        found = []
        for column, code in self.sections.items():
            if row[column] not in ("", MARK):
                raise row.error(_("Unknown mark “%(mark)s”; a section is marked with V.") % {"mark": row[column]})
            if row[column] == MARK:
                found.append(code)
        if not found:
            raise row.error(_("No section is marked for “%(title)s”.") % {"title": row["title"]})
        return found

    def _owners(self, row: Row) -> list[str]:
        """Role codes of the cell; one empty code for ※, where each chief names the person."""
        if row["owner"] == CHIEFS_CHOICE:
            return [""]
        names = row["owner"].split()
        for name in names:
            if name not in self.roles:
                raise row.error(_("Unknown %(what)s “%(value)s”.") % {"what": _("role"), "value": name})
        if not names:
            raise row.error(_("Nobody owns “%(title)s”.") % {"title": row["title"]})
        return [self.roles[name] for name in names]

    def _lead(self, facts: Row, given: str, marked: Sequence[str]) -> str:
        """Who leads: the only one there is, or the one the data names."""
        if given and given not in marked:
            raise facts.error(_("“%(lead)s” cannot lead: it does not stand in the matrix.") % {"lead": given})
        if len(marked) > 1 and not given:
            raise facts.error(_("Several share this duty; name who leads."))
        return given or marked[0]
