"""The shared vocabulary: factors, tracks with states, links and programmes, loaded and checked as one."""

from __future__ import annotations

from wholeplace.system_map.load import load_system_map
from wholeplace.system_map.model import Factor, Link, Programme, State, SystemMap, Track

__all__ = ["Factor", "Link", "Programme", "State", "SystemMap", "Track", "load_system_map"]
