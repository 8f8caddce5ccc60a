"""The sentence for each refusal code of this room, as a gettext msgid."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

SENTENCES = {
    "not_staff": _("Your account belongs to nobody who is on duty in this office today."),
    "not_section_chief": _("Only the chief of this section, or the chief's deputy, may decide this."),
    "role_not_chosen": _("This row names a role; only rows marked ※ are given to a person by the section chief."),
    "person_left": _("%(name)s does not serve in the office on that day."),
    "person_without_account": _("%(name)s has no active account, so could not act."),
    "person_elsewhere": _("%(name)s does not work in this section."),
    "auditor_does_not_act": _("%(name)s audits the office, so answers for nothing in it."),
    "already_holder": _("%(name)s holds this already."),
    "own_deputy": _("Nobody is their own deputy or successor."),
    "days_backwards": _("The last day is before the first."),
    "days_past": _("These days have already begun; choose today or later."),
    "days_taken": _("There is an entry for some of these days already."),
    "entry_over": _("This entry is over already."),
}
