"""Output devices: where a text is shown besides the website, and what each of them can show."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.office.models import Bilingual


class Charset(models.TextChoices):
    UTF8 = "utf-8", "UTF-8"
    BIG5 = "big5", "Big5"


class Device(Bilingual):
    """電子字幕機, 叫號螢幕 …: `max_chars` counts the characters of one line."""

    code = models.SlugField(_("code"), unique=True)
    channel = models.SlugField(_("channel"), default="marquee")
    max_chars = models.PositiveSmallIntegerField(_("characters per line"))
    max_lines = models.PositiveSmallIntegerField(_("lines"), default=1)
    charset = models.CharField(_("character set"), max_length=10, choices=Charset, default=Charset.UTF8)
    public = models.BooleanField(_("named to the public"), default=False)

    class Meta:
        verbose_name = _("display device")
        ordering = ("channel", "code")
