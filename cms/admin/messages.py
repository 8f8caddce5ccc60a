"""The sentences for refusals that the admin itself gives, as gettext msgids."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

SENTENCES = {
    "nothing_chosen": _("Choose at least one publication."),
    "copies_items_only": _("Only an entry of a list can be the pattern of a new one."),
    "not_used_here": _("This way of Wagtail is not used on this site, because it goes round approval."),
    "not_at_this_step": _("The text does not wait for you at this step of the sign-off chain."),
    "waits_for_decision": _("The text waits for a decision and stays as it was sent in until then."),
    "locked_by_somebody": _("Somebody has locked this page in the editor."),
    "not_drafter_of_source": _("Only those who may draft the Chinese page may start its translation."),
    "parent_not_translated": _("Translate the page above this one first."),
}
