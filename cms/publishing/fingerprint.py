"""The identity of a text: SHA-256 over the canonical JSON of a revision's content.

Autosave overwrites a revision in place, so a revision's number says nothing about what
was read by the person who approved it. The canonical form is the one PostgreSQL gives
for `content::text` of a jsonb column (keys by byte length, then bytes; `", "` and `": "`),
so that the database can compute the same fingerprint and check it by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from django.core.serializers.json import DjangoJSONEncoder


def fingerprint(content: Mapping[str, object]) -> str:
    """64 hex digits for the content of a Wagtail revision."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def fingerprint_of_json(text: str | bytes) -> str:
    """The same for content that is still JSON text, as SQLite keeps it."""
    return fingerprint(json.loads(text))


def canonical(value: object) -> str:
    """`value` as PostgreSQL prints a jsonb; dates as they will be stored, for a revision that was just saved."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(", ", ": "), cls=DjangoJSONEncoder)


def _ordered(value: object) -> object:
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    return value
