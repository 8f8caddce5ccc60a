"""What `WAGTAIL_FINISH_WORKFLOW_ACTION` names: Wagtail imports it while its own models load.

So nothing may be imported here; the work is in `cms.publishing.workflow.finish`.
"""

from __future__ import annotations


def on_workflow_finish(workflow_state, user=None):  # type: ignore[no-untyped-def]  # its types cannot be imported yet
    """Hand a finished workflow to the door."""
    from cms.publishing.workflow import finish

    finish(workflow_state, user)
