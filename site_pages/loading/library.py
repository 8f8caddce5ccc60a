"""The files of an office as documents and pictures of the library, each in the collection of its section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files import File
from django.db.models.fields.files import FieldFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.office.models import Section
from site_pages.loading.attachments import Attachment, Kind
from site_pages.loading.ledger import Ledger


class Library:
    """Numbers of library entries by the name of their file; an entry is made for each new SHA-256.

    A changed file becomes a new entry and the earlier one stays: texts that were approved
    with it keep what was approved.
    """

    def __init__(self, attachments: Mapping[str, Attachment], ledger: Ledger, user: AbstractBaseUser | None) -> None:
        self.attachments, self.ledger, self.user = attachments, ledger, user
        self._numbers: dict[str, int] = {}
        self._collections: dict[str, Collection] = {}
        self._stored: list[FieldFile] = []

    def number(self, name: str, section: str) -> int:
        """The entry made from the file `name`; a new one goes into the collection of the section's code."""
        if name not in self._numbers:
            self._numbers[name] = self._number(self.attachments[name], section)
        return self._numbers[name]

    def discard(self) -> None:
        """Delete the files that were stored: their rows have just been rolled back."""
        for stored in self._stored:
            stored.storage.delete(str(stored.name))

    def report_orphans(self) -> None:
        """Entries whose file is named no longer stay; somebody may have used them elsewhere."""
        for subject in self.ledger.unseen("file"):
            self.ledger.report.add("orphaned", subject)

    # -- inside ---------------------------------------------------------------

    def _number(self, attachment: Attachment, section: str) -> int:
        subject = f"file:{attachment.name}"
        loaded, number = self.ledger.value(subject, "sha256"), self.ledger.value(subject, "number")
        if loaded == attachment.sha256:
            self.ledger.remember(subject, "sha256", loaded)
            if not _MODELS[attachment.kind]().objects.filter(pk=number).exists():
                self.ledger.report.add("gone", subject)
            return int(number)
        number = self._create(attachment, section)
        self.ledger.remember(subject, "sha256", attachment.sha256)
        self.ledger.remember(subject, "number", number)
        if loaded is None:
            self.ledger.report.add("created", subject)
        else:
            self.ledger.report.add("changed", subject, "sha256", loaded, attachment.sha256)
        return number

    def _create(self, attachment: Attachment, section: str) -> int:
        entry = _MODELS[attachment.kind]()(
            title=attachment.name,
            collection=self._collection(section),
            uploaded_by_user_id=None if self.user is None else self.user.pk,
        )
        # A folder for each version: the name that people download stays as it is written in the texts.
        place = f"{attachment.sha256[:12]}/{attachment.name}"
        with attachment.path.open("rb") as stream:
            entry.file.save(place if attachment.kind is Kind.DOCUMENT else attachment.name, File(stream), save=False)
        self._stored.append(entry.file)
        entry.save()
        # Both are kept with the row, so that the library knows what somebody uploads twice.
        entry.get_file_size()
        entry.get_file_hash()
        return int(entry.pk)

    def _collection(self, section: str) -> Collection:
        if section not in self._collections:
            self._collections[section] = self._of_section(section)
        return self._collections[section]

    def _of_section(self, section: str) -> Collection:
        root = Collection.get_first_root_node()
        name = Section.objects.filter(code=section).values_list("name", flat=True).first()
        if name is None:
            return root
        subject = f"collection:{section}"
        found = Collection.objects.filter(pk=self.ledger.value(subject, "number")).first()
        found = found or root.get_children().filter(name=name).first() or root.add_child(name=name)
        self.ledger.remember(subject, "number", found.pk)
        return found


_MODELS: dict[Kind, Any] = {Kind.DOCUMENT: get_document_model, Kind.IMAGE: get_image_model}
