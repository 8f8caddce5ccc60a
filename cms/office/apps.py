from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "cms.office"
    label = "cms_office"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.core import errors
        from cms.office import messages

        errors.register_messages(messages.SENTENCES)
