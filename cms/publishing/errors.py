"""What the database itself refuses."""

from __future__ import annotations


class GuardError(Exception):
    """The database's own guard refused the row; the action has a fault, or somebody went round it."""
