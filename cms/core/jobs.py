"""Stored jobs: queued with the change, run after the commit, retried, visible when they fail."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from cms.core import clock
from cms.core.models import Job, JobStatus

logger = logging.getLogger(__name__)

Handler = Callable[[Mapping[str, object]], None]
MAX_ATTEMPTS = 8

_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Name the handler of `kind`. A second handler for a kind raises `ValueError`."""
    if kind in _handlers and _handlers[kind] is not handler:
        raise ValueError(f"The job kind {kind!r} has two handlers.")
    _handlers[kind] = handler


def enqueue(kind: str, payload: Mapping[str, object], *, run_after: datetime | None = None) -> Job:
    """Store a job in the running transaction; one that is due is tried right after the commit.

    Raises `KeyError` for a kind that nobody handles.
    """
    if kind not in _handlers:
        raise KeyError(kind)
    job = Job.objects.create(kind=kind, payload=dict(payload), run_after=run_after or clock.now())
    if job.run_after <= clock.now():
        transaction.on_commit(lambda: run(job.pk), robust=True)
    return job


def run_due(limit: int = 200) -> int:
    """Try every waiting job whose time has come, oldest first; the number tried.

    One failing job never holds up another.
    """
    due = Job.objects.filter(status=JobStatus.WAITING, run_after__lte=clock.now())
    ids = list(due.values_list("pk", flat=True)[:limit])
    for pk in ids:
        run(pk)
    return len(ids)


def retry(pk: int) -> None:
    """Give a job that was given up another round of attempts, and try it at once."""
    fresh = {"status": JobStatus.WAITING, "run_after": clock.now(), "attempts": 0}
    Job.objects.filter(pk=pk, status=JobStatus.FAILED).update(**fresh)
    run(pk)


def run(pk: int) -> None:
    """Try one job once; failures are written down, not raised.

    The job is claimed first, in a transaction of its own: a slow handler (a webhook that waits
    for its answer) keeps no other writer out. One that was killed on the way is tried again.
    """
    job = _claim(pk)
    if job is None:
        return
    try:
        _handlers[job.kind](job.payload)
    except Exception as error:  # whatever a handler raises is its own failure, kept with the job
        logger.exception("job %s failed", pk)
        _write_failure(job, error)
    else:
        done = {"status": JobStatus.DONE, "finished_at": clock.now(), "last_error": ""}
        Job.objects.filter(pk=pk, attempts=job.attempts).update(**done)


def _claim(pk: int) -> Job | None:
    """Count the attempt and put the next one off; None when somebody else has it or it is over."""
    job = Job.objects.filter(pk=pk, status=JobStatus.WAITING).first()
    if job is None:
        return None
    attempts = job.attempts + 1
    # 1, 2, 4 … minutes: a short outage heals itself, a long one does not hammer the other side.
    later = clock.now() + timedelta(minutes=2 ** (attempts - 1))
    mine = Job.objects.filter(pk=pk, status=JobStatus.WAITING, attempts=job.attempts)
    if not mine.update(attempts=attempts, run_after=later):
        return None
    job.attempts, job.run_after = attempts, later
    return job


def _write_failure(job: Job, error: Exception) -> None:
    status = JobStatus.FAILED if job.attempts >= MAX_ATTEMPTS else JobStatus.WAITING
    text = f"{type(error).__name__}: {error}"[:2000]
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(status=status, last_error=text)
