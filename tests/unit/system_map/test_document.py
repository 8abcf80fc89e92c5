"""The page for readers is what the map says today."""

from __future__ import annotations

import re
from pathlib import Path

from wholeplace.system_map import load_system_map
from wholeplace.system_map.document import describe

PAGE = Path(__file__).parents[3] / "docs" / "system-map.md"


def test_the_page_is_up_to_date() -> None:
    told = "run: python -m wholeplace.system_map.document > docs/system-map.md"
    assert PAGE.read_text(encoding="utf-8") == describe(load_system_map()), told


def test_every_factor_and_state_has_a_row() -> None:
    system_map = load_system_map()
    rows = re.findall(r"^\| `(\w+)` \|", describe(system_map), flags=re.MULTILINE)
    states = [state for track in system_map.track_ids() for state in system_map.state_ids(track)]
    assert sorted(rows) == sorted([*system_map.factor_ids(), *states])


def test_tables_keep_their_shape() -> None:
    cells = [line.count(" | ") for line in describe(load_system_map()).splitlines() if line.startswith("| ")]
    assert set(cells) == {3, 4}


def test_a_bar_in_a_name_does_not_split_its_cell() -> None:
    system_map = load_system_map()
    barred = system_map.factors[0].model_copy(update={"name": "Poor | poorer"})
    page = describe(system_map.model_copy(update={"factors": (barred,)}))
    assert "| Poor \\| poorer |" in page
