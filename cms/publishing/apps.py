from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "cms.publishing"
    label = "cms_publishing"
    default_auto_field = "django.db.models.BigAutoField"
