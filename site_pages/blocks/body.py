"""The one family of body blocks that every page type shares."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from site_pages.blocks.table import TextTableBlock

RICH_TEXT = ["bold", "italic", "ol", "ul", "link", "document-link"]
"""What an editor may do inside a text: no headings (they are blocks), no embeds, no colours."""


class HeadingBlock(blocks.StructBlock):
    """A heading below the page's title; level 2 or 3, so that the outline stays in order."""

    level = blocks.ChoiceBlock(
        choices=[("2", _("Level 2")), ("3", _("Level 3"))],
        default="2",
        label=_("Level"),
    )
    text = blocks.CharBlock(max_length=200, label=_("Text"))

    class Meta:
        icon = "title"
        label = _("Heading")


class ImageBlock(blocks.StructBlock):
    """An image with its text alternative (無障礙規範 guideline 1.1)."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        required=False,
        max_length=250,
        label=_("Text alternative"),
        help_text=_("Say in words what the image shows. Leave it empty only for pure decoration."),
    )
    caption = blocks.CharBlock(required=False, max_length=250, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Image")


class CalloutBlock(blocks.StructBlock):
    """A box for what must not be overlooked."""

    tone = blocks.ChoiceBlock(
        choices=[("info", _("Information")), ("warning", _("Warning"))],
        default="info",
        label=_("Tone"),
    )
    title = blocks.CharBlock(required=False, max_length=150, label=_("Title"))
    html = blocks.RichTextBlock(features=RICH_TEXT, label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Callout")


class StepBlock(blocks.StructBlock):
    """One step of a procedure."""

    title = blocks.CharBlock(max_length=150, label=_("Title"))
    html = blocks.RichTextBlock(required=False, features=RICH_TEXT, label=_("Text"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class LinkBlock(blocks.StructBlock):
    """A link to a page of this site or to another address; the page wins when both are given."""

    text = blocks.CharBlock(max_length=200, label=_("Text"))
    page = blocks.PageChooserBlock(required=False, label=_("Page of this site"))
    url = blocks.URLBlock(required=False, label=_("Other address"))

    class Meta:
        icon = "link"
        label = _("Link")


class DocumentBlock(blocks.StructBlock):
    """A file to download, with the name people see."""

    title = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Title"),
        help_text=_("Empty: the file's own title."),
    )
    document = DocumentChooserBlock(label=_("File"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("File")


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(features=RICH_TEXT, icon="pilcrow", label=_("Text"))
    image = ImageBlock()
    table = TextTableBlock()
    callout = CalloutBlock()
    steps = blocks.ListBlock(StepBlock(), icon="list-ol", label=_("Steps"))
    links = blocks.ListBlock(LinkBlock(), icon="link", label=_("Links"))
    documents = blocks.ListBlock(DocumentBlock(), icon="doc-full-inverse", label=_("Files"))
