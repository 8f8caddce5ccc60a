"""Publish the first content of a page that was never public, on a named person's word."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail.models import Revision

from cms.office import roster
from cms.publishing import facts
from cms.publishing.actions.approve import new_approval
from cms.publishing.actions.opening import open_page
from cms.publishing.actions.publish import Publish
from cms.publishing.governed import GovernedPage
from cms.publishing.models import ApprovalPurpose, Countersignature, Publication
from cms.publishing.timeline import write


class FirstLoad(Publish):
    """Open a page's first row. `actor` is the approving person; the chief countersigns afterwards."""

    name: ClassVar[str] = "first_load"

    def __init__(self, page: GovernedPage, *, revision: Revision, actor: AbstractBaseUser) -> None:
        super().__init__(page, revision=revision, actor=actor)

    def _carry_out(self) -> Publication:
        approval = write.give_approval(
            new_approval(self.page, self.revision, self.actor, self.text, purpose=ApprovalPurpose.FIRST_LOAD)
        )
        row = open_page(self._opening(approval))
        section = facts.section_of(self.draft, roster.today())
        Countersignature.objects.create(publication=row, section=section)
        return row
