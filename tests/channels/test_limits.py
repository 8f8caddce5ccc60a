"""What a device can show, and where a text does not fit."""

from __future__ import annotations

import pytest

from cms.channels.limits import Limits, faults, unknown_device

GATE = Limits("gate", "電子字幕機", max_chars=5, max_lines=1, charset="big5")
HALL = Limits("hall", "叫號螢幕", max_chars=5, max_lines=2, charset="utf-8")


@pytest.mark.parametrize(
    ("text", "device", "expected"),
    [
        ("戶政事務所", GATE, []),
        ("", GATE, [("empty_text", {})]),
        (" \n ", HALL, [("empty_text", {})]),
        ("戶政事務所在", GATE, [("text_too_long", {"line": 1, "column": 6, "count": 6, "limit": 5})]),
        ("一\n二", GATE, [("too_many_lines", {"line": 2, "count": 2, "limit": 1})]),
        ("一\n二", HALL, []),
        ("一\r\n二", HALL, []),
        ("一\n一二三四五六", HALL, [("text_too_long", {"line": 2, "column": 6, "count": 6, "limit": 5})]),
        ("好😀好", GATE, [("unencodable", {"line": 1, "column": 2, "character": "😀", "charset": "big5"})]),
        ("好😀好", HALL, []),
        (
            "们a们",
            GATE,
            [("unencodable", {"column": 1, "character": "们"}), ("unencodable", {"column": 3, "character": "们"})],
        ),
        ("一\t二", HALL, [("unencodable", {"column": 2, "character": "U+0009"})]),
    ],
)
def test_every_fault_has_its_place(text: str, device: Limits, expected: list[tuple[str, dict[str, object]]]) -> None:
    found = faults(text, device)

    assert [fault.code for fault in found] == [code for code, _ in expected]
    for fault, (_, values) in zip(found, expected, strict=True):
        assert values.items() <= dict(fault.values).items()


def test_all_faults_are_told_at_once() -> None:
    found = faults("一二三四五六\n😀", GATE)

    assert [fault.code for fault in found] == ["too_many_lines", "text_too_long", "unencodable"]


def test_each_fault_is_a_sentence_with_its_numbers() -> None:
    sentences = [
        fault.message for fault in (*faults("一二三四五六\n😀", GATE), unknown_device("roof"), *faults("", GATE))
    ]

    assert all("電子字幕機" in sentence or "roof" in sentence for sentence in sentences)
    assert any("5" in sentence and "6" in sentence for sentence in sentences)
