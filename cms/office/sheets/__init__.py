"""Sheets: the forms of an office, made as ODT and PDF from plain words in its folder (`forms/*.yaml`).

Only whoever changes a form needs the tools (dependency group `forms`): what comes out is
kept in the repository under `files/` and loaded like every other file.
"""
