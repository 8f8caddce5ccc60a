"""Who answers: the people of the office, the ※ rows, absences, deputies, and people who leave."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin import access
from cms.admin.desk import people
from cms.admin.desk.forms import AbsenceForm, DeputyForm, HandOverForm, HolderForm, PeopleFilter
from cms.admin.desk.people import Choice
from cms.admin.views.base import FormView, OfficeView
from cms.core import clock
from cms.core.errors import Refusal, Refused
from cms.office import roster, rules
from cms.office.actions import EndAbsence, EndDeputy, HandOver, NameDeputy, NameHolder, OfficeAction, RecordAbsence
from cms.office.models import Absence, Deputy, Duty, DutyHolder, Person

PER_PAGE = 50


class _ReadersView(OfficeView):
    header_icon = "user"

    def allowed(self) -> bool:
        """Chiefs, webmaster and overseers; what they may change is asked of the rules."""
        return access.reads_reports(self.user)

    def chief_of(self) -> frozenset[str]:
        """The sections in which the reader decides."""
        today = roster.today()
        return frozenset(code for code in today.sections if any(a.user_id == self.user.pk for a in today.chiefs(code)))


class PeopleView(_ReadersView):
    """Everybody: present or away, roles, deputies."""

    template_name = "cms_admin/desk/people.html"
    title = gettext_lazy("People and deputies")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        form = PeopleFilter(self.request.GET)
        found = self._narrowed(form)
        shown = Paginator(found.order_by("section__position", "code"), PER_PAGE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(
            form=form,
            shown=shown,
            members=people.members(list(shown), roster.today()),
            query=query.urlencode(),
            **kwargs,
        )

    def _narrowed(self, form: PeopleFilter) -> QuerySet[Person]:
        found = Person.objects.all()
        if form.is_valid():
            if section := form.cleaned_data["section"]:
                found = found.filter(section=section)
            if text := form.cleaned_data["q"].strip():
                found = found.filter(Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code__icontains=text))
        return found


class PersonView(_ReadersView):
    """One person: what they hold, when they are away, who stands in, who follows."""

    template_name = "cms_admin/desk/person.html"
    person: Person

    def prepare(self) -> None:
        """The person in the address."""
        rows = Person.objects.select_related("section", "user", "successor")
        self.person = get_object_or_404(rows, pk=self.kwargs["person_id"])

    def get_page_title(self) -> str:
        return str(self.person)

    def get_page_subtitle(self) -> str:
        return str(self.person.section or "")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        today = roster.today()
        open_then = Q(end=None) | Q(end__gte=today.day)
        section = self.person.section
        return super().get_context_data(
            person=self.person,
            present=today.is_present(today.people[self.person.pk]),
            work=people.work_of(self.person, today),
            absences=self.person.absences.filter(open_then).order_by("start"),
            deputies=self.person.deputies.filter(open_then).select_related("deputy").order_by("start"),
            decides=section is not None and section.code in self.chief_of(),
            **kwargs,
        )


class ChoicesView(_ReadersView):
    """The ※ rows: whom each chief has named."""

    template_name = "cms_admin/desk/choices.html"
    title = gettext_lazy("Rows marked ※")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        today, mine = roster.today(), self.chief_of()
        positions = dict(Duty.objects.values_list("key", "position"))
        rows = DutyHolder.objects.filter(role=None).order_by("duty__position", "position")
        choices = [
            Choice(
                holder_id=pk,
                duty=today.duties[key],
                position=positions[key],
                section=section,
                person=today.people.get(person) if person else None,
                vacant=not (person and today.acting_for(person)),
            )
            for pk, key, section, person in rows.values_list("pk", "duty__key", "section__code", "person_id")
        ]
        choices.sort(key=lambda choice: (choice.section not in mine, not choice.vacant, choice.position))
        return super().get_context_data(choices=choices, mine=mine, sections=today.sections, **kwargs)


class _ChiefForm(FormView, _ReadersView):
    """A form of one office action. Subclasses build the action from what was typed."""

    def action(self, form: forms.Form | None) -> OfficeAction:
        """The action; without a form, of days and people that no rule could hold against it."""
        raise NotImplementedError

    def refusals(self) -> tuple[Refusal, ...]:
        """Who may decide at all: the rest is asked when the form is sent."""
        case = self.action(None).case()
        found = (rules.actor_is_staff(case), rules.actor_is_chief(case))
        return tuple(reason for reason in found if reason is not None)

    def act(self, form: forms.Form) -> None:
        self.action(form).execute()


class NameHolderView(_ChiefForm):
    """Name the person who holds a ※ row."""

    title = gettext_lazy("Name the person")
    form_class = HolderForm
    submit_label = gettext_lazy("Name this person")
    done = gettext_lazy("The person is named and may act at once.")
    holder: DutyHolder

    def prepare(self) -> None:
        """The row in the address."""
        rows = DutyHolder.objects.select_related("duty", "section", "person")
        self.holder = get_object_or_404(rows, pk=self.kwargs["holder_id"])

    def get_page_subtitle(self) -> str:
        return f"{self.holder.duty} · {self.holder.section}"

    def form(self, data: QueryDict | None = None) -> forms.Form:
        own = serving().filter(section=self.holder.section)
        return HolderForm(data, people=own, initial={"person": self.holder.person})

    def action(self, form: forms.Form | None) -> NameHolder:
        person = form.cleaned_data["person"] if form is not None else None
        return NameHolder(self.holder, person=person, actor=self.user)

    def next_url(self) -> str:
        return reverse("office:choices")


class _PersonForm(_ChiefForm):
    person: Person

    def prepare(self) -> None:
        """The person in the address."""
        rows = Person.objects.select_related("section", "user")
        self.person = get_object_or_404(rows, pk=self.kwargs["person_id"])

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def next_url(self) -> str:
        return reverse("office:person", args=[self.person.pk])


class AbsenceView(_PersonForm):
    """Write down days away."""

    title = gettext_lazy("Absence")
    form_class = AbsenceForm
    submit_label = gettext_lazy("Write it down")
    done = gettext_lazy("The absence is written down.")
    introduction = gettext_lazy("On these days the person can act for nothing; deputies go on.")

    def action(self, form: forms.Form | None) -> RecordAbsence:
        days = form.cleaned_data if form is not None else {"start": clock.today()}
        return RecordAbsence(self.person, actor=self.user, **days)


class DeputyView(_PersonForm):
    """Name a deputy."""

    title = gettext_lazy("Deputy")
    form_class = DeputyForm
    submit_label = gettext_lazy("Name this deputy")
    done = gettext_lazy("The deputy is named.")
    introduction = gettext_lazy("On these days the deputy acts in everything that the person answers for.")

    def form(self, data: QueryDict | None = None) -> forms.Form:
        return DeputyForm(data, people=serving().exclude(pk=self.person.pk))

    def action(self, form: forms.Form | None) -> NameDeputy:
        days = form.cleaned_data if form is not None else {"start": clock.today(), "deputy": self.person}
        return NameDeputy(self.person, actor=self.user, **days)


class HandOverView(_PersonForm):
    """A person leaves: everything they answer for is shown, and handed over in one step."""

    template_name = "cms_admin/desk/hand_over.html"
    title = gettext_lazy("Hand over")
    form_class = HandOverForm
    submit_label = gettext_lazy("Hand everything over")
    done = gettext_lazy("After the last day everything is the successor's.")
    introduction = gettext_lazy(
        "Until the last day nothing changes. From the day after, the successor answers for all of this."
    )

    def form(self, data: QueryDict | None = None) -> forms.Form:
        own = serving().filter(section=self.person.section).exclude(pk=self.person.pk)
        return HandOverForm(data, people=own)

    def action(self, form: forms.Form | None) -> HandOver:
        typed = form.cleaned_data if form is not None else {"last_day": clock.today(), "successor": self.person}
        return HandOver(self.person, actor=self.user, **typed)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(work=people.work_of(self.person, roster.today()), **kwargs)


class EndEntryView(_ReadersView):
    """End an entry with days at once. POST only."""

    http_method_names = ("post",)

    def action(self) -> EndAbsence | EndDeputy:
        """The action on the entry in the address. Raises `Http404`."""
        raise NotImplementedError

    def post(self, request: HttpRequest, entry_id: int) -> HttpResponse:
        """End it. A refusal is shown on the person's screen."""
        action = self.action()
        try:
            action.execute()
        except Refused as refused:
            for sentence in refused.messages:
                messages.error(request, sentence)
        else:
            messages.success(request, _("The entry has ended."))
        return redirect("office:person", action.person.pk)


class EndAbsenceView(EndEntryView):
    """The person is back."""

    def action(self) -> EndAbsence:
        rows = Absence.objects.select_related("person__section")
        return EndAbsence(get_object_or_404(rows, pk=self.kwargs["entry_id"]), actor=self.user)


class EndDeputyView(EndEntryView):
    """The deputy acts no longer."""

    def action(self) -> EndDeputy:
        rows = Deputy.objects.select_related("person__section", "deputy")
        return EndDeputy(get_object_or_404(rows, pk=self.kwargs["entry_id"]), actor=self.user)


def serving() -> QuerySet[Person]:
    """Everybody whose last day has not passed, by section and name."""
    still = Q(left_on=None) | Q(left_on__gte=clock.today())
    return Person.objects.filter(still).select_related("section").order_by("section__position", "code")
