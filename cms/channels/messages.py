"""The sentence for each refusal code of this room, as a gettext msgid."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

SENTENCES = {
    "empty_text": _("The text for “%(device)s” is empty."),
    "unknown_device": _("There is no display device “%(device)s”."),
    "too_many_lines": _(
        "“%(device)s” shows %(limit)s lines; the text has %(count)s (from line %(line)s on it is too much)."
    ),
    "text_too_long": _(
        "“%(device)s” shows %(limit)s characters in a line; line %(line)s has %(count)s (too long from column %(column)s on)."
    ),
    "unencodable": _(
        "“%(device)s” cannot show the character “%(character)s” in line %(line)s, column %(column)s (%(charset)s)."
    ),
}
