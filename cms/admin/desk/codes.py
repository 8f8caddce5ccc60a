"""Provisional classification codes (未定), and the pages whose newest row uses them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from site_pages.base import BasePage
from site_pages.models import PAGE_TYPES, ClassificationCode, CodeStatus

Uses = QuerySet[BasePage, tuple[int, str]]


def provisional() -> QuerySet[ClassificationCode]:
    """The codes that are still to be settled, in the schemes' order."""
    return ClassificationCode.objects.filter(status=CodeStatus.PROVISIONAL)


def users(code: ClassificationCode) -> Uses:
    """(number, title) of every page that has the code, by title; one query, to be counted and cut."""
    first, *others = (_of(model, code) for model in PAGE_TYPES)
    return first.union(*others, all=True).order_by("title", "page_ptr_id")


def counts(codes: QuerySet[ClassificationCode]) -> Mapping[int, int]:
    """How many pages use each code: one query a code, and there are three schemes."""
    return {code.pk: users(code).count() for code in codes}


def _of(model: type[BasePage], code: ClassificationCode) -> Uses:
    # A list of texts as JSON: the code stands in it between its quotation marks, on either database.
    rows = model.objects.annotate(codes=Cast(code.scheme, TextField())).filter(codes__contains=f'"{code.code}"')
    return rows.order_by().values_list("page_ptr_id", "title")
