"""The canonical form is PostgreSQL's `jsonb::text`; where that server runs, it is asked itself."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.publishing.fingerprint import canonical, fingerprint, fingerprint_of_json

EXAMPLES = [
    ({"b": 1, "a": 2, "aa": 3}, '{"a": 2, "b": 1, "aa": 3}'),
    ({"標": "鳳山", "z": None}, '{"z": null, "標": "鳳山"}'),
    ({"x": [1, {"q": True, "p": 'a\nb\t"\\'}]}, '{"x": [1, {"p": "a\\nb\\t\\"\\\\", "q": true}]}'),
    ({"e": "\x01\x7f"}, '{"e": "\\u0001\x7f"}'),
]


@pytest.mark.parametrize(("value", "text"), EXAMPLES)
def test_canonical_form(value: dict[str, object], text: str) -> None:
    assert canonical(value) == text


def test_key_order_and_spacing_do_not_matter() -> None:
    assert fingerprint_of_json('{"b":1,  "a":[2]}') == fingerprint({"a": [2], "b": 1})


def test_one_changed_character_matters() -> None:
    assert fingerprint({"title": "台"}) != fingerprint({"title": "臺"})


_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | _text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.django_db
def test_postgresql_computes_the_same() -> None:
    if connection.vendor != "postgresql":
        # The other side of the pair: SQLite's trigger calls our own function.
        with connection.cursor() as cursor:
            cursor.execute("SELECT cms_fingerprint(%s)", ['{"a": 1}'])
            assert cursor.fetchone()[0] == fingerprint({"a": 1})
        return

    @settings(max_examples=150, deadline=None)
    @given(st.dictionaries(_text, _json, max_size=4))
    def same(value: dict[str, object]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cms_fingerprint(%s::jsonb)", [json.dumps(value)])
            assert cursor.fetchone()[0] == fingerprint(value)

    same()
