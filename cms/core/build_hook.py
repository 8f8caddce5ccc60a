"""Let the wheel carry compiled catalogues: hatch runs this before it packs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Compile every `.po` beside itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatch before the files are collected."""
        sys.path.insert(0, self.root)
        from cms.core.catalogues import compile_all

        compile_all(Path(self.root))
