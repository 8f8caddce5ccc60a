"""The audit trail and the stored jobs that tell the world after a commit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core import clock


class AuditEntry(models.Model):
    """One act, written in the same transaction as what it changed; never altered afterwards."""

    at = models.DateTimeField(_("at"), default=clock.now, db_index=True)
    action = models.CharField(_("action"), max_length=50, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("person")
    )
    actor_name = models.CharField(_("name at that time"), max_length=150)
    subject = models.CharField(_("subject"), max_length=120, db_index=True)
    locale = models.CharField(_("language"), max_length=10, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ("-at", "-id")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"


class JobStatus(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """Work for after a commit: stored with the change, tried again until done or given up."""

    kind = models.CharField(_("kind"), max_length=50)
    payload = models.JSONField(_("payload"), default=dict)
    status = models.CharField(_("status"), max_length=10, choices=JobStatus, default=JobStatus.WAITING)
    run_after = models.DateTimeField(_("not before"), default=clock.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created"), default=clock.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("run_after", "id")
        indexes = [models.Index(fields=["status", "run_after"], name="core_job_due")]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"
