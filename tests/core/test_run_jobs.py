from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from cms.core import jobs
from cms.core.models import Job, JobStatus

pytestmark = pytest.mark.django_db


def test_the_command_tries_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setattr(jobs, "_handlers", {"note": lambda payload: done.append(payload["n"])})
    Job.objects.create(kind="note", payload={"n": 1})

    call_command("run_jobs", stdout=io.StringIO())

    assert done == [1]
    assert Job.objects.get().status == JobStatus.DONE
