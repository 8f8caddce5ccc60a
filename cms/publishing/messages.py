"""The sentence for each refusal code of this room, as a gettext msgid."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

SENTENCES = {
    "no_duty": _("No row of the responsibility matrix answers for this page, so nobody may publish it."),
    "duty_vacant": _("Nobody who answers for this page is present today, and no deputy is named."),
    "not_owner": _("You do not answer for this page, so you may not change it or send it in."),
    "not_chief": _("Only the chief of the responsible section, or the chief's deputy, may decide this."),
    "not_publisher": _("Only the webmaster or the webmaster's deputy may put pages online or take them off."),
    "self_approval": _("You wrote part of this text since it was last public, so somebody else must approve it."),
    "author_unknown": _(
        "The author of one version since this text was last public is no longer known. "
        "Save the text again and let the administrator remove the older versions."
    ),
    "publisher_wrote_it": _("You wrote part of this text, so a deputy must publish it."),
    "publisher_approved_it": _("You approved this text yourself, so somebody else must publish it."),
    "section_not_yours": _(
        "The item was given to a section that is not its author's; only the webmaster can give it to another section."
    ),
    "restore_required": _("This page was withdrawn; it comes back only as a restoration, with a reason."),
    "self_withdrawal": _("You asked for this page to be taken off, so somebody else must agree."),
    "second_person_required": _("A second person must confirm this."),
    "second_person_not_staff": _("The second person is not on duty in this office today."),
    "revision_changed": _("The text was changed after it was sent in; send the new version in."),
    "not_approved": _("Nobody has approved exactly this text."),
    "media_changed": _(
        "Something that the text shows (a picture, a file or its name) was changed after the approval;"
        " it must be approved again."
    ),
    "already_there": _("This very version is public or waiting already; somebody may just have published it."),
    "unclassified": _(
        "The page needs an entry in each of the three classification schemes before it can be published."
    ),
    "reserved_key": _("“%(key)s” is an address of the API and cannot be the key of a page."),
    "path_taken": _("Another page, “%(key)s”, is public at this address at that time."),
    "parent_not_public": _("The page above this one is not public at that time."),
    "source_not_public": _("The Chinese page is neither public nor scheduled, so its translation cannot be."),
    "too_many_dependants": _(
        "%(count)s pages show the address of this page; at most %(limit)s can change in one step."
    ),
    "online_in_past": _("The online date is in the past."),
    "offline_in_past": _("The offline date has already passed."),
    "offline_before_online": _("The offline date must be later than the online date."),
    "offline_required": _("This type of page needs an offline date."),
    "already_published": _("This page has already been public."),
    "not_public": _("This page is not public now."),
    "never_published": _("This page has never been public."),
    "reason_required": _("Give the reason in words."),
    "ground_required": _("Give the legal ground."),
    "version_not_past": _("This version is public or waiting; withdraw the page before you blank it."),
    "already_decided": _("Somebody has already decided this request."),
    "withdrawal_outdated": _("What is public has changed since this was asked for; ask again."),
    "self_countersign": _("You decided this publication yourself, so somebody else must countersign it."),
    "not_reader": _("You do not work on this page, so you may not see or show its drafts."),
    "expiry_out_of_range": _("A preview link must end in the future, after %(days)s days at the latest."),
    "lost_race": _("Somebody else has just changed what is public on this page; look at it again."),
    "door_only": _("Pages are published through approval only; this way changes nothing that the public sees."),
    "cannot_delete_public": _("The page is public or scheduled; take it off before you delete it."),
    "alias_not_used": _("Copies that follow another page (aliases) are not used on this site."),
}
