"""List what nobody answers for today."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cms.office.vacancies import Vacancy, vacancies


class Command(BaseCommand):
    """`vacancies`: every duty, section or office without a present person."""

    help = "List every duty without a present person; pages behind a leading one cannot be published."

    def handle(self, *args: Any, **options: Any) -> None:
        found = vacancies()
        for vacancy in found:
            self.stdout.write(_sentence(vacancy))
        self.stdout.write(_("Vacancies: %(count)s") % {"count": len(found)})


def _sentence(vacancy: Vacancy) -> str:
    mark = "!" if vacancy.lead else " "
    duty = f"{vacancy.duty.group_no} {vacancy.duty.title}" if vacancy.duty else ""
    return " ".join(part for part in (mark, duty, str(vacancy.section or ""), vacancy.why) if part)
