"""Characters that no text for people may hold: displays, feeds and screen readers break on them."""

from __future__ import annotations

import re

# C0 but tab and line ends, DEL, and the code points that Unicode keeps for the inside of programs
# (one of them stands for this service's address in stored documents). XML allows few of them.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_NEAR = 10


def unfit(text: str) -> tuple[str, str] | None:
    """The first such character as `U+000B` and the few characters before it; None when there is none."""
    found = _UNFIT.search(text)
    if found is None:
        return None
    return f"U+{ord(found[0]):04X}", text[max(0, found.start() - _NEAR) : found.start()]


def fit(text: str) -> str:
    """The text without them."""
    return _UNFIT.sub("", text)
