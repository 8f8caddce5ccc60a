"""The forms about people: whom, and on which days. The office's rules decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.core import clock
from cms.office.models import Person, Section


class PersonChoice(forms.ModelChoiceField):
    """One person by name, with the section where several can be meant."""

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj}（{obj.section}）" if obj.section is not None else str(obj)


class _People(forms.Form):
    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PersonChoice):
                field.queryset = people


class HolderForm(_People):
    """Who holds a row of the matrix."""

    person = PersonChoice(label=_("Person"), queryset=Person.objects.none())


class _Days(forms.Form):
    start = forms.DateField(label=_("From"), initial=clock.today, widget=AdminDateInput())
    end = forms.DateField(
        label=_("To"),
        required=False,
        widget=AdminDateInput(),
        help_text=_("The last day. Empty means until further notice."),
    )


class AbsenceForm(_Days):
    """Days away."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("Others in the office read this; say nothing about health or family."),
    )


class DeputyForm(_Days, _People):
    """Who acts, and on which days."""

    deputy = PersonChoice(label=_("Deputy"), queryset=Person.objects.none())
    field_order = ("deputy", "start", "end")


class HandOverForm(_People):
    """Who takes over, and after which day."""

    last_day = forms.DateField(label=_("Last day of service"), initial=clock.today, widget=AdminDateInput())
    successor = PersonChoice(label=_("Successor"), queryset=Person.objects.none())


class PeopleFilter(forms.Form):
    """Which people to list."""

    q = forms.CharField(label=_("Name"), required=False)
    section = forms.ModelChoiceField(
        label=_("Office section"), required=False, queryset=Section.objects.all(), to_field_name="code"
    )
