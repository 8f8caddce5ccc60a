"""Write the office itself: sections, people, the matrix as duties, devices, classification codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import F

from cms.channels.models import Device
from cms.office.loading import OfficeData, Span
from cms.office.models import (
    Absence,
    Appointment,
    Deputy,
    Duty,
    DutyHolder,
    Office,
    PageDuty,
    Person,
    Role,
    Section,
)
from site_pages.loading.files import Bundle
from site_pages.loading.ledger import Ledger
from site_pages.models import ClassificationCode

SHIFT = 10_000


def apply(bundle: Bundle, ledger: Ledger) -> None:
    """Build or update the office. Runs inside the caller's transaction."""
    _Office(bundle.office, ledger).apply()
    _devices(bundle, ledger)
    _codes(bundle, ledger)
    _page_duties(bundle, ledger)


class _Office:
    def __init__(self, data: OfficeData, ledger: Ledger) -> None:
        self.data, self.ledger = data, ledger

    def apply(self) -> None:
        self._office()
        self.sections = self._named(Section, "section", self.data.sections, lambda n, row: {"position": n})
        self.roles = self._named(Role, "role", self.data.roles, lambda n, row: {"kind": row.kind})
        self.people = self._named(
            Person,
            "person",
            self.data.people,
            lambda n, row: {"section": self.sections.get(row.section), "username": row.username},
        )
        self._spans(Appointment, "appointment", self.data.appointments, self._appointment)
        self._spans(Deputy, "deputy", self.data.deputies, lambda span: {"deputy": self.people[span.other]})
        self._spans(Absence, "absence", self.data.absences, lambda span: {})
        self._duties()

    def _office(self) -> None:
        office = self.data.office
        values = {
            "name": office.name,
            "name_en": office.name_en,
            "base_url": self.data.base_url,
            "governance": dict(self.data.governance),
        }
        self.ledger.put(Office, f"office:{office.code}", {"code": office.code}, values)

    def _named(
        self, model: type[models.Model], prefix: str, rows: Any, more: Callable[[int, Any], dict[str, Any]]
    ) -> dict[str, Any]:
        found = {}
        for n, row in enumerate(rows):
            values = {"name": row.name, "name_en": row.name_en, **more(n, row)}
            found[row.code] = self.ledger.put(model, f"{prefix}:{row.code}", {"code": row.code}, values)
        return found

    def _appointment(self, span: Span) -> dict[str, Any]:
        return {"role": self.roles[span.other], "section": self.sections.get(span.section)}

    def _spans(
        self,
        model: type[models.Model],
        prefix: str,
        spans: tuple[Span, ...],
        more: Callable[[Span], dict[str, Any]],
    ) -> None:
        """Rows with dates have no code: what they say, without the end, names them."""
        places: dict[str, dict[str, Any]] = {}
        for span in spans:
            lookup = {"person": self.people[span.person], "start": span.start, **more(span)}
            subject = f"{prefix}:{span.person}:{span.other}:{span.section}:{span.start.isoformat()}"
            if None in (lookup["person"], lookup.get("deputy", 0), lookup.get("role", 0)):
                # The person was deleted by hand; that is in the report already.
                continue
            places[subject] = lookup
            values = {"end": span.end, **({"note": span.note} if model is Absence else {})}
            self.ledger.put(model, subject, lookup, values)
        self.ledger.drop_unseen(model, prefix, _span_lookup)

    def _duties(self) -> None:
        # Row numbers are unique: make room first, so that a matrix in another order can be numbered.
        Duty.objects.filter(position__lt=SHIFT).update(position=F("position") + SHIFT)
        for row in self.data.duties:
            values = {
                "group_no": row.group_no,
                "group": row.group,
                "title": row.title,
                "title_en": row.title_en,
                "kind": row.kind,
                "target": row.target,
            }
            found = Duty.objects.filter(key=row.key).first()
            if found is None and not self.ledger.was_loaded(f"duty:{row.key}"):
                found = Duty.objects.create(key=row.key, position=row.position, **values)
                self._remember_new(f"duty:{row.key}", values)
            elif found is not None:
                Duty.objects.filter(pk=found.pk).update(position=row.position)
                found.position = row.position
            duty = self.ledger.put(Duty, f"duty:{row.key}", {"key": row.key}, values)
            if duty is not None:
                self._holders(duty, row.holders)
        self.ledger.drop_unseen(DutyHolder, "holder", _holder_lookup)
        self.ledger.drop_unseen(Duty, "duty", lambda subject: {"key": subject.split(":")[1]})
        # Rows that somebody added by hand stand behind those of the matrix.
        by_hand = Duty.objects.filter(position__gte=SHIFT).order_by("position")
        for position, pk in enumerate(by_hand.values_list("pk", flat=True), len(self.data.duties) + 1):
            Duty.objects.filter(pk=pk).update(position=position)

    def _remember_new(self, subject: str, values: dict[str, Any]) -> None:
        for name, value in values.items():
            self.ledger.remember(subject, name, value)
        self.ledger.report.add("created", subject)

    def _holders(self, duty: Duty, rows: Any) -> None:
        wanted_lead = next(row for row in rows if row.lead)
        for holder in DutyHolder.objects.filter(duty=duty, lead=True).select_related("section", "role"):
            role = holder.role.code if holder.role else ""
            if (holder.section.code, role) != (wanted_lead.section, wanted_lead.role):
                DutyHolder.objects.filter(pk=holder.pk).update(lead=False)
        for n, row in enumerate(rows):
            lookup = {"duty": duty, "section": self.sections[row.section], "role": self.roles.get(row.role)}
            found = DutyHolder.objects.filter(**lookup).first()
            subject = f"holder:{duty.key}:{row.section}:{row.role}"
            if found is None and not self.ledger.was_loaded(subject):
                DutyHolder.objects.create(**lookup, position=n, lead=row.lead, person=self.people.get(row.person))
                self.ledger.remember(subject, "person", row.person or None)
                self.ledger.report.add("created", subject)
                continue
            if found is None:
                self.ledger.put(DutyHolder, subject, lookup, {})
                continue
            DutyHolder.objects.filter(pk=found.pk).update(position=n, lead=row.lead)
            self.ledger.put(DutyHolder, subject, lookup, {"person": self.people.get(row.person)})


def _span_lookup(subject: str) -> dict[str, Any]:
    prefix, person, other, section, start = subject.split(":")
    found: dict[str, Any] = {"person__code": person, "start": start}
    if prefix == "appointment":
        found["role__code"] = other
        if section:
            found["section__code"] = section
        else:
            found["section"] = None
    if prefix == "deputy":
        found["deputy__code"] = other
    return found


def _holder_lookup(subject: str) -> dict[str, Any]:
    _, duty, section, role = subject.split(":")
    place = {"duty__key": duty, "section__code": section}
    return {**place, "role__code": role} if role else {**place, "role": None}


def _devices(bundle: Bundle, ledger: Ledger) -> None:
    for row in bundle.devices:
        values = {
            "name": row.name,
            "name_en": row.name_en,
            "channel": row.channel,
            "max_chars": row.max_chars,
            "max_lines": row.max_lines,
            "charset": row.charset,
            "public": row.public,
        }
        ledger.put(Device, f"device:{row.code}", {"code": row.code}, values)
    ledger.drop_unseen(Device, "device", lambda subject: {"code": subject.split(":")[1]})


def _codes(bundle: Bundle, ledger: Ledger) -> None:
    for n, row in enumerate(bundle.codes):
        values = {"name": row.name, "name_en": row.name_en, "status": row.status, "note": row.note, "position": n}
        lookup = {"scheme": row.scheme, "code": row.code}
        ledger.put(ClassificationCode, f"code:{row.scheme}:{row.code}", lookup, values)
    ledger.drop_unseen(
        ClassificationCode, "code", lambda subject: dict(zip(("scheme", "code"), subject.split(":")[1:], strict=True))
    )


def _page_duties(bundle: Bundle, ledger: Ledger) -> None:
    duties = {duty.key: duty for duty in Duty.objects.all()}
    for row in bundle.tree:
        if row.duty in duties:
            ledger.put(PageDuty, f"page-duty:{row.key}", {"page_key": row.key}, {"duty": duties[row.duty]})
    ledger.drop_unseen(PageDuty, "page-duty", lambda subject: {"page_key": subject.split(":")[1]})
