"""The sentence for each refusal code of this room, as a gettext msgid."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

SENTENCES = {
    "page_broken": _("The page could not be built: %(error)s."),
    "control_character": _(
        "The field “%(field)s” holds the invisible character %(character)s after “%(before)s”; delete it."
    ),
    "unknown_category": _("The classification code “%(code)s” is not known."),
    "link_target_needed": _(
        "A link needs exactly one target: a page, an address or a feature; this one has %(count)s."
    ),
    "text_needed": _("The message has no text for any display device."),
    "device_twice": _("The display device “%(device)s” has two texts."),
    "redirect_twice": _("The old address “%(path)s” is in the table twice."),
    "redirect_without_address": _("The old address “%(path)s” leads to a page that has no address of its own."),
    "answer_needed": _("The question has no answer yet."),
}
