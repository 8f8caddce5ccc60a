"""The lists that single page types have beside their body."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.channels import devices, limits
from site_pages.blocks.body import DocumentBlock


class PaperBlock(blocks.StructBlock):
    """One of the papers an applicant brings (應備文件)."""

    name = blocks.CharBlock(max_length=200, label=_("Paper"))
    note = blocks.CharBlock(required=False, max_length=300, label=_("Note"))

    class Meta:
        icon = "doc-full"
        label = _("Paper")


class LawBlock(blocks.StructBlock):
    """A legal basis (法令依據)."""

    name = blocks.CharBlock(max_length=200, label=_("Law and article"))
    url = blocks.URLBlock(required=False, label=_("Address of the text"))

    class Meta:
        icon = "snippet"
        label = _("Legal basis")


class TermBlock(blocks.StructBlock):
    """A pair of the bilingual glossary."""

    zh = blocks.CharBlock(max_length=150, label=_("Chinese"))
    en = blocks.CharBlock(max_length=200, label=_("English"))
    note = blocks.CharBlock(required=False, max_length=300, label=_("Note"))

    class Meta:
        icon = "openquote"
        label = _("Term")


class BannerBlock(blocks.StructBlock):
    """One banner; the page wins when both a page and an address are given."""

    title = blocks.CharBlock(max_length=150, label=_("Title"))
    text = blocks.CharBlock(required=False, max_length=300, label=_("Text"))
    image = ImageChooserBlock(required=False, label=_("Image"))
    alt = blocks.CharBlock(required=False, max_length=250, label=_("Text alternative"))
    page = blocks.PageChooserBlock(required=False, label=_("Page of this site"))
    url = blocks.URLBlock(required=False, label=_("Other address"))

    class Meta:
        icon = "image"
        label = _("Banner")


class RedirectBlock(blocks.StructBlock):
    """An old address and the page that took its place."""

    from_path = blocks.RegexBlock(
        regex=r"^/[A-Za-z0-9._~%/-]*$",
        max_length=300,
        label=_("Old address"),
        help_text=_("From the first slash on, without the host name."),
    )
    page = blocks.PageChooserBlock(label=_("Page"))

    class Meta:
        icon = "redirect"
        label = _("Redirect")


class DeviceTextBlock(blocks.StructBlock):
    """The text of one display device; its limits belong to the device."""

    device = blocks.ChoiceBlock(choices=devices.marquee_choices, label=_("Device"))
    text = blocks.TextBlock(
        rows=2,
        label=_("Text"),
        help_text=_("A new line starts a new line on the display."),
    )

    class Meta:
        icon = "desktop"
        label = _("Text of a device")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse a text that its device cannot show, naming every place; nothing typed is lost or cut."""
        cleaned: blocks.StructValue = super().clean(value)
        device = devices.limits_of(devices.MARQUEE).get(cleaned["device"])
        found = limits.faults(cleaned["text"], device) if device else ()
        if found:
            messages = [ValidationError(fault.message, code=fault.code) for fault in found]
            raise blocks.StructBlockValidationError(block_errors={"text": ValidationError(messages)})
        return cleaned


class FilesBlock(blocks.StreamBlock):
    """Files to download."""

    document = DocumentBlock()


class PagesBlock(blocks.StreamBlock):
    """Pages of this site in a chosen order."""

    page = blocks.PageChooserBlock(label=_("Page"))


class PapersBlock(blocks.StreamBlock):
    paper = PaperBlock()


class LawsBlock(blocks.StreamBlock):
    law = LawBlock()


class FormsBlock(blocks.StreamBlock):
    """Forms of the forms list, by page."""

    form = blocks.PageChooserBlock(page_type="site_pages.FormItemPage", label=_("Form"))


class QuestionsBlock(blocks.StreamBlock):
    """Related questions, by page."""

    question = blocks.PageChooserBlock(page_type="site_pages.FaqItemPage", label=_("Question"))


class TermsBlock(blocks.StreamBlock):
    term = TermBlock()


class BannersBlock(blocks.StreamBlock):
    banner = BannerBlock()


class RedirectsBlock(blocks.StreamBlock):
    redirect = RedirectBlock()


class LinesBlock(blocks.StreamBlock):
    """Lines of plain text."""

    line = blocks.CharBlock(max_length=200, label=_("Line"))


class DeviceTextsBlock(blocks.StreamBlock):
    text = DeviceTextBlock()
