"""The same stage as the routes."""

from __future__ import annotations

from tests.routes.conftest import built_stage, stage

__all__ = ["built_stage", "stage"]
