"""Start-up checks: what would quietly open a way round the door stops the start."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.publishing import documents
from cms.publishing.governed import GovernedPage

FINISH = "cms.publishing.finish.on_workflow_finish"


@register()
def settings_close_side_doors(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """The workflow's end calls the door, and localize does not publish by itself."""
    found: list[CheckMessage] = []
    if getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", "") != FINISH:
        found.append(Error(f"WAGTAIL_FINISH_WORKFLOW_ACTION must be {FINISH!r}.", id="publishing.E001"))
    if getattr(settings, "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True):
        found.append(Error("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE must be False.", id="publishing.E002"))
    if apps.is_installed("wagtail.contrib.simple_translation"):
        found.append(Error("wagtail.contrib.simple_translation sets pages live by itself.", id="publishing.E003"))
    return found


@register()
def page_types_have_documents(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Every page type that can be published has a builder of its document."""
    return [
        Error(f"{model.__name__} has no document builder.", obj=model, id="publishing.E004")
        for model in apps.get_models()
        if issubclass(model, GovernedPage) and model.publishable and model not in documents.registered()
    ]
