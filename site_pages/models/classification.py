"""The codes of the classification schemes, as loaded from the office's data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.office.models import Bilingual
from site_pages.schemes import Scheme


class CodeStatus(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    PROVISIONAL = "provisional", _("provisional")


class ClassificationCode(Bilingual):
    """One code of one scheme; provisional ones (未定) are listed for the webmaster to settle."""

    scheme = models.CharField(_("scheme"), max_length=20, choices=Scheme)
    code = models.CharField(_("code"), max_length=20)
    status = models.CharField(_("status"), max_length=15, choices=CodeStatus)
    note = models.CharField(_("note"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("classification code")
        ordering = ("scheme", "position")
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="classification_code_once")]

    def __str__(self) -> str:
        """What an editor ticks: a provisional code says that it is one, and its code says nothing to anybody."""
        name = super().__str__()
        return gettext("%(name)s (provisional)") % {"name": name} if self.is_provisional else f"{self.code} {name}"

    @property
    def is_provisional(self) -> bool:
        """Still to be settled by the webmaster."""
        return self.status == CodeStatus.PROVISIONAL
