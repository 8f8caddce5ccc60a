"""Model fields of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models

from site_pages.schemes import Scheme, choices


class CodesField(models.JSONField):
    """The codes a page has in one classification scheme, as a JSON list of texts.

    A plain value, so that it travels in revisions and translations; the form offers the
    codes that are loaded and refuses any other.
    """

    def __init__(self, *args: Any, scheme: str, **kwargs: Any) -> None:
        self.scheme = Scheme(scheme)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "scheme": self.scheme.value}

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]  # takes what Django passes
        """Check boxes: short lists, several answers, usable by keyboard."""
        scheme = self.scheme.value
        return forms.MultipleChoiceField(
            choices=lambda: choices(scheme),
            required=False,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            widget=forms.CheckboxSelectMultiple,
        )
