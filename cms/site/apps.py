from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cms.site"
    label = "cms_site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.publishing import effects
        from cms.site import rendering

        effects.subscribe(rendering.keep)
        effects.subscribe_blanked(rendering.drop)
