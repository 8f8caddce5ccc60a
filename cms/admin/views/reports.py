"""Reports: duties nobody holds, flags that differ from the timeline, failed jobs, the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin import access, evidence, titles
from cms.admin.forms import AuditFilter, JobFilter
from cms.admin.titles import Named
from cms.admin.views.base import OfficeView
from cms.core import audit, jobs
from cms.core.models import AuditEntry, Job, JobStatus
from cms.office import roster, vacancies
from cms.office.models import Duty
from cms.office.roster import DutyFacts
from cms.office.vacancies import Vacancy
from cms.publishing import drift

PER_PAGE = 50


class VacanciesView(OfficeView):
    """Every duty for which somebody is missing today: those whose pages wait for it, and those that go on."""

    template_name = "cms_admin/vacancies.html"
    title = gettext_lazy("Duties without anybody")
    header_icon = "user"

    def allowed(self) -> bool:
        """Chiefs, webmaster and overseers."""
        return access.reads_reports(self.user)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        found = vacancies.vacancies()
        offices = [vacancy for vacancy in found if vacancy.duty is None]
        gaps = _gaps([vacancy for vacancy in found if vacancy.duty is not None])
        blocking = [gap for gap in gaps if gap.vacancy.lead]
        shared = [gap for gap in gaps if not gap.vacancy.lead]
        return super().get_context_data(offices=offices, blocking=blocking, shared=shared, **kwargs)


@dataclass(frozen=True)
class Gap:
    """One duty for which somebody is missing, with its row of the matrix and its pages."""

    vacancy: Vacancy
    duty: DutyFacts
    row: int
    pages: list[Named]


def _gaps(found: Iterable[Vacancy]) -> list[Gap]:
    today = roster.today()
    about = [(vacancy, vacancy.duty) for vacancy in found if vacancy.duty is not None]
    keys = {duty.key: sorted(today.pages_of(duty.key)) for _vacancy, duty in about}
    pages = titles.of_keys(key for several in keys.values() for key in several)
    rows = dict(Duty.objects.values_list("key", "position"))
    return [
        Gap(vacancy, duty, rows[duty.key], [pages[key] for key in keys[duty.key] if key in pages])
        for vacancy, duty in about
    ]


class DriftView(OfficeView):
    """Pages whose flag in Wagtail differs from what is public. The public never sees the flag."""

    template_name = "cms_admin/drift.html"
    title = gettext_lazy("Differences from the timeline")
    header_icon = "warning"

    def allowed(self) -> bool:
        """The webmaster and those who read the audit trail."""
        return access.reads_audit(self.user)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        found = list(drift.found())
        may_mend = access.publishes(self.user)
        return super().get_context_data(found=found, may_mend=may_mend, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Let every differing flag follow the timeline again; changes nothing in public."""
        access.require(access.publishes(self.user))
        found = list(drift.found())
        for difference in found:
            drift.follow(difference.page_id)
        messages.success(request, _("The flags follow the timeline again."))
        return redirect("office:drift")


class JobsView(OfficeView):
    """Work that runs after a publication; what failed stays here until somebody tries it again."""

    template_name = "cms_admin/jobs.html"
    title = gettext_lazy("Jobs")
    header_icon = "cogs"

    def allowed(self) -> bool:
        """The webmaster and those who read the audit trail."""
        return access.reads_audit(self.user)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        form = JobFilter({"status": self.request.GET.get("status", JobStatus.FAILED)})
        status = form.cleaned_data["status"] if form.is_valid() else JobStatus.FAILED
        rows = Job.objects.filter(status=status).order_by("-run_after", "-pk")
        shown = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        may_retry = access.publishes(self.user)
        return super().get_context_data(shown=shown, form=form, status=status, may_retry=may_retry, **kwargs)


class RetryJobView(OfficeView):
    """Try one failed job again. POST only, the webmaster's."""

    http_method_names = ("post",)

    def allowed(self) -> bool:
        """The webmaster and the webmaster's deputies."""
        return access.publishes(self.user)

    def post(self, request: HttpRequest, job_id: int) -> HttpResponse:
        """Run it once now; if it fails it keeps being tried."""
        job = get_object_or_404(Job, pk=job_id, status=JobStatus.FAILED)
        with transaction.atomic():
            audit.record("retry_job", actor=self.user, subject=job.kind, job=job.pk, error=job.last_error)
        jobs.retry(job.pk)
        job.refresh_from_db()
        if job.status == JobStatus.DONE:
            messages.success(request, _("The job is done."))
        else:
            messages.warning(
                request, _("The job failed again and will be tried later: %(error)s") % {"error": job.last_error}
            )
        return redirect("office:jobs")


class AuditView(OfficeView):
    """The audit trail: read-only, filterable."""

    template_name = "cms_admin/audit.html"
    title = gettext_lazy("Audit trail")
    header_icon = "clipboard-list"

    def allowed(self) -> bool:
        """The webmaster, the secretary, the director and the auditors."""
        return access.reads_audit(self.user)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        form = AuditFilter(self.request.GET)
        rows = AuditEntry.objects.filter(form.narrowed()) if form.is_valid() else AuditEntry.objects.all()
        shown = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(
            form=form, shown=shown, entries=evidence.entries(shown), query=query.urlencode(), **kwargs
        )
