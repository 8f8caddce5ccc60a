"""Versions that are public or wait to be are kept: what they show can be checked and issued again."""

from __future__ import annotations

from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.core import clock
from cms.publishing.models import Publication
from cms.publishing.timeline.read import ahead


def protect() -> None:
    """Refuse the deletion of such a version by any way: purging, the admin, code, and with its page."""
    pre_delete.connect(_keep, sender=Revision, dispatch_uid="cms_publishing_keep_revision")


def _keep(sender: type[Revision], instance: Revision, **kwargs: object) -> None:
    """Raise `ProtectedError`, which Wagtail's own commands know how to count."""
    model = instance.base_content_type.model_class()
    if model is None or not issubclass(model, Page):
        return
    rows = Publication.objects.filter(ahead(clock.now()), revision_id=instance.pk)
    if rows.exists():
        raise ProtectedError(_("This version is public or waiting, so it cannot be deleted."), {instance})
