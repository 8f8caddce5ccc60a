"""Who follows a change of the office: rooms above subscribe, actions announce."""

from __future__ import annotations

from collections.abc import Callable

_followers: list[Callable[[], None]] = []


def subscribe(follower: Callable[[], None]) -> None:
    """Call `follower` inside the transaction of every change. A second time raises `ValueError`."""
    if follower in _followers:
        raise ValueError(f"{follower} follows already.")
    _followers.append(follower)


def announce() -> None:
    """Somebody has just changed who answers for what."""
    for follower in _followers:
        follower()
