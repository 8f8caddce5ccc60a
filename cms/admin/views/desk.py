"""All rows of one panel of the desk."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404

from cms.admin.desk.home import DeskPanel, desk_of
from cms.admin.desk.rows import Panel
from cms.admin.views.base import OfficeView

PER_PAGE = 50


class PanelView(OfficeView):
    """One panel of the reader's own desk, page by page."""

    template_name = "cms_admin/desk/panel.html"
    header_icon = "home"
    desk: DeskPanel | None
    panel: Panel

    def prepare(self) -> None:
        """The panel in the address, if it lies on this desk."""
        self.desk = desk_of(self.request)
        if self.desk is None:
            return
        found = {panel.code: panel for panel in self.desk.panels}
        if self.kwargs["code"] not in found:
            raise Http404
        self.panel = found[self.kwargs["code"]]

    def allowed(self) -> bool:
        """Everybody who has a desk sees their own."""
        return self.desk is not None

    def get_page_title(self) -> str:
        return str(self.panel.heading)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        shown = Paginator(self.panel.rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(panel=self.panel, shown=shown, **kwargs)
