"""What a display device can show: a text that does not fit is refused with its place, never cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cms.core.errors import Refusal


@dataclass(frozen=True)
class Limits:
    """The abilities of one device: characters in a line, lines, and the character set (a Python codec)."""

    code: str
    name: str
    max_chars: int
    max_lines: int
    charset: str


def faults(text: str, device: Limits) -> tuple[Refusal, ...]:
    """Every reason why `device` cannot show `text`; lines and columns count from 1.

    Codes: `empty_text`, `too_many_lines`, `text_too_long` (one a line), `unencodable` (one a
    character). A character is one Unicode code point, half or full width alike.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if not text.strip():
        return (Refusal("empty_text", {"device": device.name}),)
    return (
        *_too_many_lines(lines, device),
        *_too_long(lines, device),
        *_unencodable(lines, device),
    )


def unknown_device(code: str) -> Refusal:
    """The refusal of a text for a device that is not in the office's data."""
    return Refusal("unknown_device", {"device": code})


def _too_many_lines(lines: list[str], device: Limits) -> Iterator[Refusal]:
    if len(lines) > device.max_lines:
        values = {
            "device": device.name,
            "line": device.max_lines + 1,
            "count": len(lines),
            "limit": device.max_lines,
        }
        yield Refusal("too_many_lines", values)


def _too_long(lines: list[str], device: Limits) -> Iterator[Refusal]:
    for number, line in enumerate(lines, 1):
        if len(line) > device.max_chars:
            yield Refusal(
                "text_too_long",
                {
                    "device": device.name,
                    "line": number,
                    "column": device.max_chars + 1,
                    "count": len(line),
                    "limit": device.max_chars,
                },
            )


def _unencodable(lines: list[str], device: Limits) -> Iterator[Refusal]:
    for number, line in enumerate(lines, 1):
        for column, character in enumerate(line, 1):
            if not _fits(character, device.charset):
                yield Refusal(
                    "unencodable",
                    {
                        "device": device.name,
                        "line": number,
                        "column": column,
                        "character": character if character.isprintable() else f"U+{ord(character):04X}",
                        "charset": device.charset,
                    },
                )


def _fits(character: str, charset: str) -> bool:
    if ord(character) < 0x20 or ord(character) == 0x7F:
        # A tab or another control character is no text; displays take it for a command.
        return False
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
