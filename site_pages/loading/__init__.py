"""Bring an office's files into the database: people and matrix, page tree, first texts.

`files` and `content` read and check (nothing is changed), `office` and `pages` write,
`ledger` keeps what people changed by hand.
"""
