from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class PublishingConfig(AppConfig):
    name = "cms.publishing"
    label = "cms_publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.core import errors, jobs
        from cms.publishing import authors, checks, connection, effects, messages, revisions  # noqa: F401  # checks register themselves

        connection_created.connect(connection.add_functions, dispatch_uid="cms_publishing_functions")
        errors.register_messages(messages.SENTENCES)
        effects.register(jobs)
        revisions.protect()
        authors.watch()
