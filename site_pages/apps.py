from __future__ import annotations

from django.apps import AppConfig


class SitePagesConfig(AppConfig):
    name = "site_pages"
    label = "site_pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.core import errors
        from site_pages import messages

        errors.register_messages(messages.SENTENCES)
