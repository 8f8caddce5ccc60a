"""Addresses of the office's own screens, under `/admin/office/`."""

from __future__ import annotations

from django.urls import path

from cms.admin.views import (
    calendar,
    codes,
    countersign,
    decisions,
    desk,
    pages,
    people,
    redactions,
    register,
    reports,
    translations,
    withdrawals,
)

app_name = "office"
urlpatterns = [
    path("desk/<slug:code>/", desk.PanelView.as_view(), name="desk_panel"),
    path("pages/", register.RegisterView.as_view(), name="pages"),
    path("pages/<int:page_id>/", pages.RecordView.as_view(), name="record"),
    path("pages/<int:page_id>/decide/<slug:answer>/", decisions.DecideView.as_view(), name="decide"),
    path("pages/<int:page_id>/withdraw/", withdrawals.AskWithdrawalView.as_view(), name="ask_withdrawal"),
    path("pages/<int:page_id>/restore/", pages.RestoreView.as_view(), name="restore"),
    path("pages/<int:page_id>/reissue/", pages.ReissueView.as_view(), name="reissue"),
    path("pages/<int:page_id>/start-from/", pages.StartFromView.as_view(), name="start_from"),
    path("pages/<int:page_id>/previews/", pages.PreviewsView.as_view(), name="previews"),
    path(
        "pages/<int:page_id>/previews/<int:link_id>/revoke/", pages.RevokePreviewView.as_view(), name="revoke_preview"
    ),
    path("pages/<int:page_id>/translation/", translations.TranslationDraftView.as_view(), name="translation"),
    path("keys/<slug:key>/<slug:locale>/", pages.KeyView.as_view(), name="key"),
    path("versions/<int:publication_id>/redact/", redactions.AskRedactionView.as_view(), name="ask_redaction"),
    path("redactions/", redactions.RedactionsView.as_view(), name="redactions"),
    path("redactions/<int:redaction_id>/", redactions.RedactionView.as_view(), name="redaction"),
    path("withdrawals/", withdrawals.WithdrawalsView.as_view(), name="withdrawals"),
    path("withdrawals/<int:withdrawal_id>/", withdrawals.WithdrawalView.as_view(), name="withdrawal"),
    path("countersign/", countersign.CountersignView.as_view(), name="countersign"),
    path("vacancies/", reports.VacanciesView.as_view(), name="vacancies"),
    path("drift/", reports.DriftView.as_view(), name="drift"),
    path("jobs/", reports.JobsView.as_view(), name="jobs"),
    path("jobs/<int:job_id>/retry/", reports.RetryJobView.as_view(), name="retry_job"),
    path("calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("calendar/office-calendar.ics", calendar.CalendarFileView.as_view(), name="calendar_file"),
    path("provisional-codes/", codes.ProvisionalView.as_view(), name="provisional"),
    path("provisional-codes/<int:code_id>/", codes.UsesView.as_view(), name="code_uses"),
    path("people/", people.PeopleView.as_view(), name="people"),
    path("people/<int:person_id>/", people.PersonView.as_view(), name="person"),
    path("people/<int:person_id>/absence/", people.AbsenceView.as_view(), name="record_absence"),
    path("people/<int:person_id>/deputy/", people.DeputyView.as_view(), name="name_deputy"),
    path("people/<int:person_id>/hand-over/", people.HandOverView.as_view(), name="hand_over"),
    path("absences/<int:entry_id>/end/", people.EndAbsenceView.as_view(), name="end_absence"),
    path("deputies/<int:entry_id>/end/", people.EndDeputyView.as_view(), name="end_deputy"),
    path("choices/", people.ChoicesView.as_view(), name="choices"),
    path("choices/<int:holder_id>/", people.NameHolderView.as_view(), name="name_holder"),
    path("audit/", reports.AuditView.as_view(), name="audit"),
]
