"""Answers remembered exactly as long as they must stay the same.

What the public sees is a function of the timeline and an instant. So an answer made for one
version of the timeline holds until the next known instant at which anything changes, and one
small statement, which reads the version, tells whether it still does. Nothing has to be
invalidated, in this process or in any other.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Protocol, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper

from cms.publishing.timeline import driver

LIMIT = 24_000_000
"""Bytes of answers a process keeps; the least recently asked go first."""
OVERHEAD = 2_000
"""Bytes that an entry costs beside its answer and its question: objects, tuples, its place in the table."""

_VERSION = "SELECT number FROM cms_publishing_timelineversion WHERE id = 1"


class Remembered(Protocol):
    """An answer that knows when it can next change (None: no change is planned) and how many bytes it holds.

    One that is `passing` is not kept: nobody will ask its question again.
    """

    @property
    def passing(self) -> bool: ...

    @property
    def until(self) -> datetime | None: ...

    @property
    def size(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Made:
    """A whole answer: bytes, ETag, language, kind, when it can next change, and whether to forget it at once."""

    body: bytes
    etag: str
    locale: str
    until: datetime | None
    content_type: str = "application/json; charset=utf-8"
    passing: bool = False

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return len(self.body)


Found = TypeVar("Found", bound=Remembered)


@dataclass(frozen=True, slots=True)
class _Kept:
    version: int
    since: datetime
    answer: Remembered
    cost: int


_kept: OrderedDict[Hashable, _Kept] = OrderedDict()
_lock = Lock()
_total = 0


def recall(question: Hashable, at: datetime, make: Callable[[], Found]) -> Found:
    """The answer to `question` at that instant: remembered if it still holds, else made now.

    `question` must say everything the answer depends on besides the timeline and the instant.
    Inside a transaction nothing is remembered: what it sees may never be committed. What
    `make` raises is raised and not remembered.
    """
    database = driver.connection()
    if _sees_uncommitted(database):
        return make()
    name = (database.settings_dict["NAME"], question)
    # Read before the answer is made: one that a write overtakes is kept under the older version, which is gone.
    version: int = driver.rows(_VERSION, {}, database)[0][0]
    kept = _kept.get(name)
    if kept is not None and kept.version == version and _holds(kept, at):
        # While there is room nothing has to go soon, so it need not be known what was asked last.
        if _total > LIMIT // 2:
            _touch(name)
        return kept.answer  # type: ignore[return-value]  # the same question has the same kind of answer
    answer = make()
    if not answer.passing:
        _keep(name, _Kept(version, at, answer, OVERHEAD + len(repr(question)) + answer.size))
    return answer


def forget() -> None:
    """Remember nothing; for tests and measurements."""
    global _total  # noqa: PLW0603  # one memory a process
    with _lock:
        _kept.clear()
        _total = 0


def kept_bytes() -> int:
    """How much is remembered now, with what each entry costs beside its answer."""
    return _total


def _sees_uncommitted(database: BaseDatabaseWrapper) -> bool:
    return bool(database.in_atomic_block)


def _holds(kept: _Kept, at: datetime) -> bool:
    return kept.since <= at and (kept.answer.until is None or at < kept.answer.until)


def _touch(name: Hashable) -> None:
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)


def _keep(name: Hashable, kept: _Kept) -> None:
    global _total  # noqa: PLW0603  # one memory a process
    with _lock:
        before = _kept.pop(name, None)
        _total += kept.cost - (before.cost if before else 0)
        _kept[name] = kept
        while _total > LIMIT:
            _total -= _kept.popitem(last=False)[1].cost
