"""Make an office's forms and drawings from their sources."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.office.loading import LoadError, read_office
from cms.office.sheets.source import Words, read_sheets

DRAWINGS = "drawings"
FILES = "files"


class Command(BaseCommand):
    """`build_forms DIR`: `forms/*.yaml` become ODT and PDF, `drawings/*.svg` become PNG, all in `files/`."""

    help = "Make the files of the forms and drawings in DIR; needs the dependency group “forms”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.OFFICE_DATA_DIR, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            made = dict(_made(folder))
        except LoadError as error:
            raise CommandError(str(error)) from error
        except ModuleNotFoundError as error:
            reason = _("The tools that make forms are not installed (dependency group “forms”): %(error)s.")
            raise CommandError(reason % {"error": error}) from error
        (folder / FILES).mkdir(exist_ok=True)
        changed = [name for name, data in made.items() if _write(folder / FILES / name, data)]
        for name in changed:
            self.stdout.write(name)
        self.stdout.write(_("%(made)s files made, %(changed)s of them changed") % _counts(made, changed))


def _made(folder: Path) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file. Raises `LoadError`, and `ModuleNotFoundError` without the tools."""
    from cms.office.sheets import odt, pdf  # only here are the tools needed

    office = read_office(folder).office
    for sheet in read_sheets(folder, Words(office.name, office.name_en)):
        yield f"{sheet.key}.odt", odt.build(sheet)
        yield f"{sheet.key}.pdf", pdf.build(sheet)
    for drawing in sorted((folder / DRAWINGS).glob("*.svg")):
        yield f"{drawing.stem}.png", pdf.drawing(drawing)


def _write(path: Path, data: bytes) -> bool:
    if path.is_file() and path.read_bytes() == data:
        return False
    path.write_bytes(data)
    return True


def _counts(made: dict[str, bytes], changed: list[str]) -> dict[str, int]:
    return {"made": len(made), "changed": len(changed)}
