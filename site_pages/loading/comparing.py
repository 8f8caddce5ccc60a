"""Values of a draft and of a file in one form, so that they can be compared."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page

from cms.office.models import Person, Section
from site_pages.base import BasePage

_EDITOR_MARK = re.compile(r' data-block-key="[^"]*"')


def assignable(page: BasePage, name: str, value: Any) -> Any:
    """`value` as it is set on the page: streams as JSON text."""
    return json.dumps(value) if isinstance(page._meta.get_field(name), StreamField) else value


def comparable(page: BasePage, name: str, value: Any) -> Any:
    """A value without what changes by itself: block numbers and the editor's marks."""
    field = page._meta.get_field(name)
    if isinstance(field, StreamField):
        block = field.stream_block
        stream = block.to_python(value) if isinstance(value, list) else value
        return _bare(block.get_prep_value(stream))
    if isinstance(value, str):
        return _EDITOR_MARK.sub("", value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Page | Section | Person):
        return value.pk
    return value


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list):
        return [_bare(inner) for inner in value]
    if isinstance(value, str):
        return _EDITOR_MARK.sub("", value)
    return value
