"""Every change of state, one file a verb: facts in, `check()`, `execute()`.

Buttons, workflow tasks and commands all run these objects. Together with the module
`opening` they are the one door to the timeline.
"""
