from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
    label = "cms_api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from api import checks  # noqa: F401  # checks register themselves
        from api.representations.registry import BUILDERS
        from cms.publishing import documents

        for model, builder in BUILDERS.items():
            documents.register(model, builder)
