"""Wholeplace: see the people and families of a place whole.

import wholeplace as wp
place = wp.open("my-place")
place.run()
people = place.table("person")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wholeplace.errors import WholeplaceError
from wholeplace.version import VERSION as __version__

if TYPE_CHECKING:
    from wholeplace.place import Place

__all__ = ["WholeplaceError", "__version__", "open"]


def open(folder: str | Path) -> Place:  # noqa: A001
    """Open the place whose `place.toml` lies in `folder`. Raises SettingsError where there is none."""
    from wholeplace.place import Place

    return Place(Path(folder))
