"""The publication timeline and the evidence around it: approvals, withdrawals, countersignatures.

Rows of `Publication` and `Approval` are written by `cms.publishing.timeline.write` alone and
guarded by the database (migration `0002`); nothing here offers a way round.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cms.core import clock


class Publication(models.Model):
    """From `online` until `offline` this document is public at `path`, in one language and channel.

    Rows of one key, locale and channel never overlap. A row that has ended is never changed
    (except by `redact`); a row that has not begun can be cancelled by ending it where it begins.
    Instants are UTC; the interval is half-open; `offline` None means until replaced.
    """

    # What is public, and where.
    key = models.CharField(max_length=100)
    locale = models.CharField(max_length=10)
    channel = models.CharField(max_length=60, default="site")
    type = models.CharField(max_length=40)
    path = models.CharField(max_length=500)
    title = models.CharField(max_length=255)
    # The complete answer of the detail endpoint but for facts joined at read, and the entry of a list.
    document = models.BinaryField()
    card = models.BinaryField()
    # `{"key", "title", "path", "url"}` as JSON text, for breadcrumbs, tree and translations.
    crumb = models.TextField()
    # The approved content of the revision: a re-issue needs no revision, which may be purged or overwritten.
    content = models.JSONField()
    etag = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64)

    # Where it stands: for tree, lists and filters.
    parent = models.CharField(max_length=100, blank=True)
    ancestors = models.JSONField(default=list)
    in_tree = models.BooleanField(default=False)
    sort = models.BigIntegerField(default=0)
    section = models.CharField(max_length=50, blank=True)
    categories = models.CharField(max_length=500, blank=True)

    # When.
    online = models.DateTimeField()
    offline = models.DateTimeField(null=True)
    superseded = models.BooleanField(default=False)
    first_online = models.DateTimeField()
    updated_at = models.DateTimeField()

    # By whom, and on what evidence.
    page_id = models.BigIntegerField()
    revision_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    approval_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=20)
    decided_at = models.DateTimeField(default=clock.now)
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=150)
    request_id = models.BigIntegerField(null=True)

    # How it ended before its time.
    end_action = models.CharField(max_length=20, blank=True)
    end_reason = models.TextField(blank=True)
    end_successor = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(null=True)
    redacted_at = models.DateTimeField(null=True)
    redaction_ground = models.TextField(blank=True)
    redacted_by = models.BigIntegerField(null=True)
    redaction_confirmed_by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication timeline")
        default_permissions = ()
        indexes = [
            models.Index("key", "locale", "channel", F("online").desc(), "offline", name="timeline_point"),
            models.Index(
                "channel", "type", "locale", F("sort").desc(), "key", "online", "offline", name="timeline_list"
            ),
            models.Index("channel", "locale", F("sort").desc(), "key", "online", "offline", name="timeline_channel"),
            models.Index("parent", "locale", F("sort").desc(), "key", "online", "offline", name="timeline_children"),
            models.Index("path", "online", "offline", name="timeline_path"),
            models.Index("online", name="timeline_online"),
            models.Index("offline", name="timeline_offline"),
            models.Index("ended_at", name="timeline_ended", condition=models.Q(ended_at__isnull=False)),
            models.Index("locale", "online", "offline", name="timeline_tree", condition=models.Q(in_tree=True)),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.locale} {self.online:%Y-%m-%d %H:%M}"


class TimelineVersion(models.Model):
    """One row, changed by every write to the timeline: locks writers out of each other, dates counts."""

    number = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()


class ReferenceKind(models.TextChoices):
    PAGE = "page", _("page")
    FILE = "file", _("file")


class PublicationReference(models.Model):
    """What a publication embeds or links to: another page by key, or a published file by SHA-256."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="references")
    kind = models.CharField(max_length=10, choices=ReferenceKind)
    target = models.CharField(max_length=100)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "target"], name="timeline_reference")]


class PublishedFile(models.Model):
    """A copy of an image rendition or document, named by the SHA-256 of its bytes; never overwritten.

    The same bytes can be shown under several names; each has its own entry.
    """

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["sha256", "name"], name="published_file_once")]


class ApprovalPurpose(models.TextChoices):
    PUBLISH = "publish", _("publication")
    WITHDRAW = "withdraw", _("withdrawal")
    FIRST_LOAD = "first_load", _("first load")


class Approval(models.Model):
    """A person answered for exactly this text: revision, the fingerprint of its content, and what it shows.

    Of a withdrawal: for the end of what is public in this text, on somebody else's request.
    """

    purpose = models.CharField(max_length=12, choices=ApprovalPurpose)
    page_key = models.CharField(max_length=100)
    locale = models.CharField(max_length=10)
    revision_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    # Not known of approvals that were given before it was kept; those answer for the content alone.
    text_hash = models.CharField(max_length=64, null=True)  # they are never rewritten
    approver = models.BigIntegerField()
    approver_name = models.CharField(max_length=150)
    capacity = models.CharField(max_length=200)
    remark = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    withdrawal_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("approval")
        default_permissions = ()
        indexes = [
            models.Index(fields=["revision_id", "fingerprint"], name="approval_of_text"),
            models.Index(fields=["withdrawal_id"], name="approval_of_withdrawal"),
        ]

    def __str__(self) -> str:
        return f"{self.page_key} {self.locale} {self.approver_name}"


class TextAuthor(models.Model):
    """Who wrote a version of a page's text, or words of its translation that go into versions from this number on.

    Kept where Wagtail forgets: a version is overwritten or purged, an account is deleted, a word is
    translated again. `author` is the number of an account; 0 is none (a copy, the loader).
    """

    page_id = models.BigIntegerField()
    version = models.BigIntegerField()
    author = models.BigIntegerField()
    of_words = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page_id", "version", "author", "of_words"], name="text_author_once")
        ]


class WithdrawalStatus(models.TextChoices):
    ASKED = "asked", _("waiting for a second person")
    DONE = "done", _("withdrawn")
    REFUSED = "refused", _("refused")


class Withdrawal(models.Model):
    """Somebody asks to take a page off; another person must agree before anything happens."""

    page_key = models.CharField(_("page key"), max_length=100, db_index=True)
    # What was public, or waited, when it was asked; not known of requests of before it was kept.
    publication = models.ForeignKey(Publication, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    reason = models.TextField(_("reason"))
    successor = models.CharField(_("page that replaces it"), max_length=100, blank=True)
    at = models.DateTimeField(_("from"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=WithdrawalStatus, default=WithdrawalStatus.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("withdrawal")
        ordering = ("-asked_at",)
        default_permissions = ()


class RedactionStatus(models.TextChoices):
    ASKED = "asked", _("waiting for a second person")
    DONE = "done", _("blanked")
    REFUSED = "refused", _("refused")


class Redaction(models.Model):
    """Somebody asks to blank one past version; a second person confirms with their own login.

    It keeps no title: that may be the very thing that should never have been public.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="redactions", verbose_name=_("publication")
    )
    ground = models.TextField(_("legal ground"))
    status = models.CharField(_("status"), max_length=10, choices=RedactionStatus, default=RedactionStatus.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("redaction")
        ordering = ("-asked_at",)
        default_permissions = ()


class Countersignature(models.Model):
    """A publication by an exception (first load …) that somebody must still look at and sign."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="countersignature")
    section = models.CharField(max_length=50)
    created_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        verbose_name = _("countersignature")
        default_permissions = ()


class PreviewLink(models.Model):
    """A signed, expiring link that shows one draft of one page to somebody without an account."""

    page_key = models.CharField(max_length=100)
    locale = models.CharField(max_length=10)
    revision_id = models.BigIntegerField()
    # Autosave overwrites a revision in place. Empty: made before it was kept.
    fingerprint = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()


# The steps of the sign-off chain are models too; they need the tables above.
from cms.publishing.tasks import ChiefApprovalTask, PublishTask  # noqa: E402

__all__ = ["ChiefApprovalTask", "PublishTask"]
