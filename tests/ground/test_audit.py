"""The dependency audit never says clean when it does not know."""

from __future__ import annotations

import re

from tests.tools import audit
from tests.tools.audit import KNOWN_WEAK, verdict

ASKED = "a==1\nb==2\n"
CLEAN: list[dict[str, object]] = [
    {"name": "a", "version": "1", "vulns": []},
    {"name": "b", "version": "2", "vulns": []},
]
WEAK: list[dict[str, object]] = [{"name": "django", "version": "2.2.0", "vulns": [{"id": "CVE-1"}]}]


def _source(probe: list[dict[str, object]] | None, answer: list[dict[str, object]] | None) -> audit.Ask:
    return lambda source, requirements: probe if requirements == KNOWN_WEAK else answer


def test_a_source_that_knows_and_finds_nothing_is_clean() -> None:
    found = verdict(ASKED, _source(WEAK, CLEAN))
    assert not found.failed
    assert found.lines[0].startswith("audited: 2 packages")


def test_a_weakness_fails() -> None:
    found = verdict("django==2.2.0\n", _source(WEAK, WEAK))
    assert found.failed
    assert "CVE-1" in found.lines[0]


def test_a_package_that_was_not_looked_up_fails() -> None:
    answer: list[dict[str, object]] = [CLEAN[0], {"name": "b", "skip_reason": "not found"}]
    assert verdict(ASKED, _source(WEAK, answer)).failed
    assert verdict(ASKED, _source(WEAK, CLEAN[:1])).failed


def test_a_source_that_breaks_off_fails() -> None:
    assert verdict(ASKED, _source(WEAK, None)).failed


def test_a_mirror_without_advisories_does_not_count() -> None:
    for probe in (None, [], [{"name": "django", "skip_reason": "not found"}], [{"name": "django", "vulns": []}]):
        found = verdict(ASKED, _source(probe, CLEAN))
        assert not found.failed
        assert found.lines == ("not audited: no advisory source answers from here",)


def test_the_whole_lock_file_is_asked_about() -> None:
    pins = audit.locked().splitlines()
    assert all(re.fullmatch(r"[a-z0-9._-]+(\[[a-z,]+\])?==[^\s;]+", pin) for pin in pins)
    assert {"django", "wagtail", "psycopg", "ruff"} <= {pin.split("==")[0] for pin in pins}
