"""Every rule as a table: the case that passes, and what one changed fact makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cms.core.errors import Refused, known_codes
from cms.publishing import messages, policy
from cms.publishing.rules.case import Case, Dates, People, Text

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
OWNER, CHIEF, WEBMASTER, DEPUTY, STRANGER, OTHER_CHIEF = 1, 2, 3, 4, 5, 6

PEOPLE = People(
    owners=frozenset({OWNER}),
    drafters=frozenset({OWNER, WEBMASTER, DEPUTY}),
    chiefs=frozenset({CHIEF}),
    publishers=frozenset({WEBMASTER, DEPUTY}),
    webmasters=frozenset({WEBMASTER}),
    staff=frozenset({OWNER, CHIEF, WEBMASTER, DEPUTY, STRANGER, OTHER_CHIEF}),
)
GOOD = Case(
    actor=WEBMASTER,
    now=NOW,
    people=PEOPLE,
    text=Text(writers=frozenset({OWNER}), approvers=frozenset({CHIEF})),
    dates=Dates(NOW + timedelta(days=1), NOW + timedelta(days=9)),
)
PUBLIC = {"has_rows": True, "public_now": True, "public_or_waiting": True}

# action -> facts that make it allowed, starting from GOOD
ALLOWED = {
    "edit": {"actor": OWNER},
    "submit": {"actor": OWNER},
    "approve": {"actor": CHIEF},
    "return": {"actor": CHIEF},
    "publish": {},
    "schedule": {},
    "correct": {"reason": "a slip", **PUBLIC},
    "ask_withdrawal": {"actor": OWNER, "reason": "outdated", **PUBLIC},
    "withdraw": {"actor": CHIEF, "reason": "outdated", "asked_by": OWNER, **PUBLIC},
    "refuse_withdrawal": {"actor": CHIEF, "asked_by": OWNER},
    "restore": {"has_rows": True, "reason": "needed again"},
    "reissue": {"has_rows": True, "reason": "moved"},
    "redact": {"ground": "個人資料保護法第11條", "second": CHIEF, "has_rows": True},
    "ask_redaction": {"ground": "個人資料保護法第11條", "has_rows": True},
    "refuse_redaction": {"actor": STRANGER},
    "countersign": {"actor": CHIEF, "decided_by": WEBMASTER},
    "preview_link": {"actor": CHIEF},
    "first_load": {},
}


def case_for(action: str, **facts: object) -> Case:
    return replace(GOOD, **{**ALLOWED[action], **facts})


def codes(action: str, **facts: object) -> set[str]:
    return {refusal.code for refusal in policy.refusals(action, case_for(action, **facts))}


def test_the_table_names_every_action() -> None:
    assert set(ALLOWED) == set(policy.RULES)


@pytest.mark.parametrize("action", sorted(policy.RULES))
def test_allowed(action: str) -> None:
    assert codes(action) == set()


TEXT = GOOD.text
ROLE_CODE = {
    "edit": {"not_owner"},
    "submit": {"not_owner"},
    "approve": {"not_chief"},
    "return": {"not_chief"},
    "publish": {"not_publisher"},
    "schedule": {"not_publisher"},
    "correct": {"not_publisher"},
    "ask_withdrawal": {"not_owner"},
    "withdraw": {"not_chief"},
    "refuse_withdrawal": {"not_chief"},
    "restore": {"not_publisher"},
    "reissue": {"not_publisher"},
    "redact": {"not_publisher"},
    "ask_redaction": {"not_publisher"},
    "countersign": {"not_chief"},
    "preview_link": {"not_reader"},
}


@pytest.mark.parametrize(("action", "expected"), ROLE_CODE.items())
def test_a_colleague_without_the_role_is_refused(action: str, expected: set[str]) -> None:
    assert codes(action, actor=STRANGER) == expected


@pytest.mark.parametrize("action", sorted(set(ROLE_CODE) | {"first_load"}))
def test_an_account_without_a_person_is_refused(action: str) -> None:
    assert "not_staff" in codes(action, actor=99)


# (action, changed facts, the refusals that must come and no others)
TABLE = [
    ("submit", {"has_duty": False}, {"no_duty"}),
    ("submit", {"people": replace(PEOPLE, owners=frozenset())}, {"duty_vacant"}),
    ("submit", {"classified": False}, {"unclassified"}),
    ("submit", {"text": replace(TEXT, faults=(("text_too_long", ()),))}, {"text_too_long"}),
    ("submit", {"dates": Dates(NOW - timedelta(days=1), None)}, {"online_in_past"}),
    ("submit", {"dates": Dates(None, NOW - timedelta(days=1))}, {"offline_in_past"}),
    ("submit", {"dates": Dates(None, NOW)}, {"offline_in_past"}),
    (
        "submit",
        {"dates": Dates(NOW + timedelta(days=3), NOW + timedelta(days=2))},
        {"offline_before_online"},
    ),
    ("submit", {"dates": Dates(None, None, until_replaced_allowed=False)}, {"offline_required"}),
    ("submit", {"dates": Dates(None, None)}, set()),
    ("approve", {"text": replace(TEXT, writers=frozenset({CHIEF, OWNER}))}, {"self_approval"}),
    ("approve", {"text": replace(TEXT, writer_unknown=True)}, {"author_unknown"}),
    ("approve", {"text": replace(TEXT, is_latest=False)}, {"revision_changed"}),
    ("approve", {"path_taken_by": "other"}, {"path_taken"}),
    ("approve", {"parent_public": False}, {"parent_not_public"}),
    ("approve", {"actor": OTHER_CHIEF}, {"not_chief"}),
    ("approve", {"text": replace(TEXT, section_chosen_for_others=True)}, {"section_not_yours"}),
    ("submit", {"text": replace(TEXT, section_chosen_for_others=True)}, {"section_not_yours"}),
    ("publish", {"text": replace(TEXT, section_chosen_for_others=True)}, {"section_not_yours"}),
    ("publish", {"text": replace(TEXT, approvers=frozenset())}, {"not_approved"}),
    ("publish", {"text": replace(TEXT, media_changed=True)}, {"media_changed"}),
    ("restore", {"text": replace(TEXT, media_changed=True)}, {"media_changed"}),
    ("publish", {"text": replace(TEXT, is_latest=False)}, {"revision_changed"}),
    ("publish", {"text": replace(TEXT, writers=frozenset({WEBMASTER}))}, {"publisher_wrote_it"}),
    ("publish", {"text": replace(TEXT, writers=frozenset({WEBMASTER})), "actor": DEPUTY}, set()),
    (
        "publish",
        {"text": replace(TEXT, writers=frozenset({WEBMASTER})), "webmaster_may_publish_own": True},
        set(),
    ),
    ("publish", {"actor": CHIEF}, {"not_publisher", "publisher_approved_it"}),
    ("publish", {"text": replace(TEXT, approvers=frozenset({WEBMASTER}))}, {"publisher_approved_it"}),
    ("publish", {"text": replace(TEXT, approvers=frozenset({WEBMASTER})), "approver_may_publish": True}, set()),
    ("correct", {"text": replace(TEXT, approvers=frozenset({CHIEF, WEBMASTER}))}, {"publisher_approved_it"}),
    ("restore", {"text": replace(TEXT, approvers=frozenset({WEBMASTER}))}, {"publisher_approved_it"}),
    ("publish", {"withdrawn": True}, {"restore_required"}),
    ("schedule", {"withdrawn": True}, {"restore_required"}),
    ("restore", {"withdrawn": True}, set()),
    ("publish", {"text": replace(TEXT, already_there=True)}, {"already_there"}),
    ("publish", {"is_translation": True, "source_scheduled": False}, {"source_not_public"}),
    ("publish", {"dependants": 501}, {"too_many_dependants"}),
    ("publish", {"has_duty": False, "classified": False}, {"no_duty", "unclassified"}),
    ("correct", {"public_now": False}, {"not_public"}),
    ("correct", {"dates": Dates(None, NOW - timedelta(1))}, set()),
    ("correct", {"reason": " "}, {"reason_required"}),
    ("ask_withdrawal", {"public_or_waiting": False}, {"not_public"}),
    ("ask_withdrawal", {"reason": "  "}, {"reason_required"}),
    ("withdraw", {"actor": CHIEF, "asked_by": CHIEF}, {"self_withdrawal"}),
    ("withdraw", {"actor": WEBMASTER}, set()),
    ("withdraw", {"public_or_waiting": False}, {"not_public"}),
    ("withdraw", {"decision_open": False}, {"already_decided"}),
    ("withdraw", {"request_current": False}, {"withdrawal_outdated"}),
    ("refuse_withdrawal", {"request_current": False, "public_or_waiting": False}, set()),
    ("refuse_withdrawal", {"decision_open": False}, {"already_decided"}),
    ("refuse_withdrawal", {"asked_by": CHIEF}, {"self_withdrawal"}),
    ("restore", {"has_rows": False}, {"never_published"}),
    ("restore", {"public_then": True}, {"already_published"}),
    ("restore", {"public_or_waiting": True}, set()),
    ("restore", {"reason": ""}, {"reason_required"}),
    ("reissue", {"has_rows": False}, {"never_published"}),
    ("reissue", {"reason": ""}, {"reason_required"}),
    ("reissue", {"path_taken_by": "other"}, {"path_taken"}),
    ("redact", {"second": None}, {"second_person_required"}),
    ("redact", {"second": WEBMASTER}, {"second_person_required"}),
    ("redact", {"second_is_staff": False}, {"second_person_not_staff"}),
    ("redact", {"ground": ""}, {"ground_required"}),
    ("redact", {"version_ended": False}, {"version_not_past"}),
    ("redact", {"decision_open": False}, {"already_decided"}),
    ("ask_redaction", {"version_ended": False}, {"version_not_past"}),
    ("ask_redaction", {"ground": " "}, {"ground_required"}),
    ("refuse_redaction", {"decision_open": False}, {"already_decided"}),
    ("countersign", {"decided_by": CHIEF}, {"self_countersign"}),
    ("countersign", {"actor": OTHER_CHIEF}, {"not_chief"}),
    ("countersign", {"decision_open": False}, {"already_decided"}),
    ("preview_link", {"actor": OWNER}, set()),
    ("preview_link", {"actor": DEPUTY}, set()),
    ("first_load", {"has_rows": True}, {"already_published"}),
    ("first_load", {"has_duty": False}, {"no_duty"}),
    ("first_load", {"text": replace(TEXT, is_latest=False)}, {"revision_changed"}),
]


@pytest.mark.parametrize(("action", "facts", "expected"), TABLE)
def test_one_changed_fact(action: str, facts: dict[str, object], expected: set[str]) -> None:
    assert codes(action, **facts) == expected


def test_an_unknown_action_raises() -> None:
    with pytest.raises(KeyError):
        policy.refusals("publsh", GOOD)


def test_every_reason_is_given_at_once() -> None:
    with pytest.raises(Refused) as caught:
        policy.require("publish", case_for("publish", actor=STRANGER, has_duty=False, classified=False))
    assert set(caught.value.codes) == {"not_publisher", "no_duty", "unclassified"}
    assert all(sentence.endswith((".", "。")) for sentence in caught.value.messages)


def test_every_code_of_this_room_has_a_sentence() -> None:
    used = {code for _, _, expected in TABLE for code in expected} | {c for v in ROLE_CODE.values() for c in v}
    channel_codes = {"text_too_long"}
    assert used - channel_codes <= set(messages.SENTENCES) <= known_codes()
