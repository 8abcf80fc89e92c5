"""What a service of a made place is: a source of the place, and the function that writes what it would send."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wholeplace.demo.records import Sheet
from wholeplace.demo.world import World


class Service(NamedTuple):
    """name, layout, template ("" for none) and agency as in `place.toml`; sheets: from what is true and a seed."""

    name: str
    layout: str
    template: str
    agency: str
    sheets: Callable[[World, int], list[Sheet]]
