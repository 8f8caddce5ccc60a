"""The office's rules as pure functions: facts in, a reason or nothing out. No Django here."""
