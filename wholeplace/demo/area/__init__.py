"""The place a demo is made from: published figures of an authority's small areas, scaled to any size."""

from wholeplace.demo.area.authority import AGES, Authority, load_authority
from wholeplace.demo.area.published import published_counts
from wholeplace.demo.area.scale import scale

__all__ = ["AGES", "Authority", "load_authority", "published_counts", "scale"]
