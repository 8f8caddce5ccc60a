from __future__ import annotations

from django.apps import AppConfig


class SitePagesConfig(AppConfig):
    name = "site_pages"
    label = "site_pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from cms.core import errors
        from cms.office import changes
        from site_pages import messages, signals

        errors.register_messages(messages.SENTENCES)
        user_logged_in.connect(signals.refresh_groups, dispatch_uid="site_pages_refresh_groups")
        changes.subscribe(signals.refresh_groups)
