"""The edit form of every page: what would be refused on sending in is said before anything is lost."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from wagtail.admin.forms import WagtailAdminPageForm

from cms.core import clock
from cms.core.errors import Refusal
from cms.office import roster
from cms.office.models import Section
from cms.publishing import facts, policy
from cms.publishing.governed import GovernedPage
from cms.publishing.rules.case import Case, Text

SUBMIT = "action-submit"

# Where a reason belongs; any other is said above the form.
FIELD_OF = {
    "online_in_past": "online_date",
    "offline_in_past": "offline_date",
    "offline_before_online": "offline_date",
    "offline_required": "offline_date",
}


class PageForm(WagtailAdminPageForm):
    """Asks the policy when the person sends the page in for approval; saving a draft is always free."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Django compares a field with a computed default with a hidden copy, which Wagtail's panels do not
            # show: every such form would count as changed, and a chief's approval as the chief's own text.
            field.show_hidden_initial = False
        if self.instance.is_item and "slug" in self.fields:
            # `BasePage.full_clean` makes one from the key.
            self.fields["slug"].required = False
        section = self.fields.get("section")
        if isinstance(section, ModelChoiceField):
            section.queryset = self._sections()

    def _sections(self) -> QuerySet[Section]:
        """One's own section and the one it has; the maintenance group may give an item to any."""
        today, user = roster.today(), self.for_user
        if user is not None and any(acting.user_id == user.pk for acting in today.publishers()):
            return Section.objects.all()
        person = today.person_of(user.pk) if user is not None else None
        own = person.section_id if person is not None else None
        return Section.objects.filter(pk__in=[pk for pk in (own, self.instance.section_id) if pk is not None])

    def _post_clean(self) -> None:
        super()._post_clean()
        if SUBMIT in self.data:
            self.instance.intended_parent = self.parent_page
            for refusal in submission_refusals(self.instance, self.for_user):
                self._say(refusal)

    def _say(self, refusal: Refusal) -> None:
        field = FIELD_OF.get(refusal.code)
        place = field if field in self.fields else None
        self.add_error(place, ValidationError(refusal.message, code=refusal.code))


def submission_refusals(page: GovernedPage, user: Any) -> tuple[Refusal, ...]:
    """Every reason why `page`, as typed and not saved yet, could not be sent in by `user` now."""
    now, today = clock.now(), roster.today()
    case = Case(
        actor=user.pk,
        now=now,
        has_duty=facts.duty_of(page, today) is not None,
        people=facts.people(page, today),
        text=Text(faults=tuple((fault.code, tuple(fault.values.items())) for fault in page.faults())),
        dates=facts.planned(page, now),
        classified=page.is_classified(),
    )
    return policy.refusals("submit", case)
