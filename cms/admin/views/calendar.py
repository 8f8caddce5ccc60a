"""The calendar of everything that goes online or offline: a month, a list, a file for one's own calendar."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin import words
from cms.admin.desk import calendar, ics
from cms.admin.desk.calendar import Moment, Narrow
from cms.admin.desk.me import Me, me
from cms.admin.views.base import OfficeView
from cms.core import clock
from cms.office import roster

PER_PAGE = 50
PER_DAY = 4
"""Moments shown in one day of the month; the list has all of them."""
EXPORTED_DAYS = 366
SUNDAY = 6


class CalendarForm(forms.Form):
    """What the calendar shows. `month` is `YYYY-MM`."""

    section = forms.ChoiceField(label=gettext_lazy("Office section"), required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    locale = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    view = forms.ChoiceField(
        label=gettext_lazy("Show as"),
        required=False,
        choices=[("month", gettext_lazy("Month")), ("list", gettext_lazy("List"))],
    )
    month = forms.RegexField(r"^[1-9]\d{3}-(0[1-9]|1[0-2])$", required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(code, str(section)) for code, section in roster.today().sections.items()]
        self._offer("section", sections)
        self._offer("type", sorted(calendar.types().items(), key=lambda entry: str(entry[1])))
        self._offer("locale", settings.LANGUAGES)

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [("", _("All")), *choices]

    def asked(self, name: str) -> str:
        """What is asked for; a value that is none of the choices asks for nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def narrow(self) -> Narrow:
        """The filter."""
        return Narrow(self.asked("section"), self.asked("type"), self.asked("locale"))

    def first(self) -> date:
        """The first day of the month asked for, or of this one."""
        month = self.asked("month")
        return date.fromisoformat(f"{month}-01") if month else clock.today().replace(day=1)


class CalendarView(OfficeView):
    """One month, as a sheet or as a list."""

    template_name = "cms_admin/desk/calendar.html"
    title = gettext_lazy("Calendar")
    header_icon = "calendar"

    @cached_property
    def owner(self) -> Me | None:
        """Whose calendar it is."""
        return me(self.user, roster.today())

    def allowed(self) -> bool:
        """Everybody who is present in the office, each with what they may read about."""
        return self.owner is not None

    def moments(self, form: CalendarForm, first: date, after: date) -> list[Moment]:
        """From the beginning of `first` to the beginning of `after`."""
        if self.owner is None:
            return []
        since, until = clock.day_start(first), clock.day_start(after)
        return calendar.moments(self.owner, roster.today(), form.narrow(), since, until)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        form = CalendarForm(self.request.GET)
        first = form.first()
        after = next_month(first)
        found = self.moments(form, first, after)
        as_list = form.asked("view") == "list"
        return super().get_context_data(
            form=form,
            month=words.month(first),
            before=f"{first - timedelta(days=1):%Y-%m}",
            after=f"{after:%Y-%m}",
            limit=calendar.AT_MOST if len(found) == calendar.AT_MOST else 0,
            query=self._query(),
            page_query=self._query(month=f"{first:%Y-%m}"),
            list_query=self._query(month=f"{first:%Y-%m}", view="list"),
            shown=Paginator(found, PER_PAGE).get_page(self.request.GET.get("p")) if as_list else None,
            weeks=[] if as_list else list(weeks(first, found)),
            weekdays=[WEEKDAYS_ABBR[day] for day in Calendar(SUNDAY).iterweekdays()],
            **kwargs,
        )

    def _query(self, **changes: str) -> str:
        """The filter without month and page, and with `changes`."""
        query = self.request.GET.copy()
        for name in ("month", "p"):
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        return query.urlencode()


class CalendarFileView(CalendarView):
    """The same as a file: from the beginning of this month, a year ahead. GET only."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The iCalendar file."""
        form = CalendarForm(request.GET)
        first = clock.today().replace(day=1)
        content = ics.export(
            self.moments(form, first, first + timedelta(days=EXPORTED_DAYS)),
            name=f"{settings.WAGTAIL_SITE_NAME} {_('Calendar')}",
            host=urlsplit(settings.BASE_URL).hostname or "localhost",
            address=lambda page_id: request.build_absolute_uri(reverse("office:record", args=[page_id])),
        )
        return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=_HEADERS)


_HEADERS: Mapping[str, str] = {
    "Content-Disposition": 'attachment; filename="office-calendar.ics"',
    "Cache-Control": "private, no-store",
}


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def weeks(first: date, found: list[Moment]) -> Iterator[list[Mapping[str, object]]]:
    """The month's sheet, Sunday first; days of other months are empty."""
    days = calendar.by_day(found)
    for week in Calendar(SUNDAY).monthdatescalendar(first.year, first.month):
        yield [_day(day, days.get(day, []), inside=day.month == first.month) for day in week]


def _day(day: date, found: list[Moment], *, inside: bool) -> Mapping[str, object]:
    return {
        "date": day,
        "inside": inside,
        "today": day == clock.today(),
        "moments": found[:PER_DAY],
        "more": len(found) - PER_DAY if len(found) > PER_DAY else 0,
    }
