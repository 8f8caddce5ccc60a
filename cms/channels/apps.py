from __future__ import annotations

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "cms.channels"
    label = "cms_channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.channels import messages
        from cms.core import errors

        errors.register_messages(messages.SENTENCES)
