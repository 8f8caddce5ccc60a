"""Tables of plain text that wagtail-localize can translate cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail_localize.segments import StringSegmentValue


class TextTableBlock(TypedTableBlock):
    """A caption, a row of headings and rows of text; every column is text.

    `value.caption`, `value.columns[n]["heading"]` and `value.rows` (each an iterable of
    cells with `.value`) are what a representation reads.
    """

    text = blocks.CharBlock(required=False, label=_("Text"))

    class Meta:
        icon = "table"
        label = _("Table")

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        """Caption, headings and cells, each named by its place."""
        return [StringSegmentValue(place, text) for place, text in _texts(value) if text]

    def restore_translated_segments(self, value: TypedTable, segments: Iterable[StringSegmentValue]) -> TypedTable:
        """The same table with the translated texts in their places."""
        translated = {segment.path: segment.render_text() for segment in segments}
        raw = self.get_prep_value(value)
        raw["caption"] = translated.get("caption", raw.get("caption", ""))
        for number, column in enumerate(raw["columns"]):
            column["heading"] = translated.get(f"heading-{number}", column["heading"])
        for line, row in enumerate(raw["rows"]):
            row["values"] = [translated.get(f"cell-{line}-{n}", cell) for n, cell in enumerate(row["values"])]
        return self.to_python(raw)


def _texts(value: TypedTable) -> Iterator[tuple[str, str]]:
    yield "caption", value.caption or ""
    for number, column in enumerate(value.columns):
        yield f"heading-{number}", column["heading"]
    for line, row in enumerate(value.row_data):
        for number, cell in enumerate(row["values"]):
            yield f"cell-{line}-{number}", cell
