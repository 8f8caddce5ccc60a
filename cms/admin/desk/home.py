"""The desk on the admin's first page, in place of Wagtail's panels."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template import Context
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from cms.admin import access
from cms.admin.desk import board
from cms.admin.desk.me import Me, me
from cms.admin.desk.reading import read
from cms.admin.desk.rows import Panel
from cms.office import roster


class DeskPanel(Component):
    """Everything one person finds in the morning."""

    name = "office_desk"
    order = 100
    template_name = "cms_admin/desk/board.html"

    def __init__(self, owner: Me) -> None:
        self.owner = owner

    @cached_property
    def panels(self) -> list[Panel]:
        """The panels, read at the first question."""
        return board.panels(read(self.owner, roster.today()))

    def get_context_data(self, parent_context: Context | dict[str, Any] | None = None) -> dict[str, Any]:
        """For the template."""
        return {"panels": self.panels, "owner": self.owner}


def desk_of(request: HttpRequest) -> DeskPanel | None:
    """The desk of whoever asks; None for an account that belongs to nobody present in the office."""
    owner = me(access.person(request), roster.today())
    return DeskPanel(owner) if owner is not None else None
