"""Start-up checks of the public contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register

from cms.publishing.governed import GovernedPage


@register()
def types_are_told_apart(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Every page type has a `type` of its own in the public API."""
    models = [model for model in apps.get_models() if issubclass(model, GovernedPage)]
    used = Counter(model.document_type for model in models)
    return [
        Error(f"{model.__name__} has no public type of its own.", obj=model, id="api.E001")
        for model in models
        if not model.document_type or used[model.document_type] > 1
    ]
