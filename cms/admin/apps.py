from __future__ import annotations

from django.apps import AppConfig


class AdminConfig(AppConfig):
    name = "cms.admin"
    label = "cms_admin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.admin import messages
        from cms.core import errors

        errors.register_messages(messages.SENTENCES)
