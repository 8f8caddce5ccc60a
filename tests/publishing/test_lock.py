"""The timeline's lock, without the transaction that other tests run in."""

from __future__ import annotations

import pytest

from cms.publishing.timeline import write as pen


@pytest.mark.django_db(transaction=True)
def test_the_lock_belongs_to_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        pen.lock()
