"""The page for readers is what the map says today."""

from __future__ import annotations

import re
from pathlib import Path

from wholeplace.system_map import load_system_map
from wholeplace.system_map.document import describe
from wholeplace.system_map.evidence import load_evidence

PAGE = Path(__file__).parents[3] / "docs" / "system-map.md"


def test_the_page_is_up_to_date() -> None:
    told = "run: python -m wholeplace.system_map.document > docs/system-map.md"
    assert PAGE.read_text(encoding="utf-8") == describe(load_system_map()), told


def test_every_factor_state_programme_and_finding_has_a_row() -> None:
    system_map = load_system_map()
    rows = re.findall(r"^\| `(\w+)` \|", describe(system_map), flags=re.MULTILINE)
    states = [state for track in system_map.track_ids() for state in system_map.state_ids(track)]
    programmes = [programme.id for programme in system_map.programmes]
    assert sorted(rows) == sorted([*system_map.factor_ids(), *states, *programmes, *load_evidence()])


def test_every_link_has_a_row_with_its_interval() -> None:
    system_map = load_system_map()
    page = describe(system_map)
    for link in system_map.links:
        interval = f"{link.rate_ratio:g} ({link.low:g} to {link.high:g})"
        assert page.count(f"| `{link.cause}@{link.holder}` | `{link.effect}` | {interval}") == 1


def test_the_share_of_assumed_links_is_told() -> None:
    system_map = load_system_map()
    assumed = [link for link in system_map.links if link.grade == "assumed"]
    assert f"{len(assumed)} of {len(system_map.links)}" in describe(system_map)
    page = describe(system_map.model_copy(update={"links": (assumed[0],)}))
    assert "1 of 1\nlinks (100%) are **assumed**" in page


def test_tables_keep_their_shape() -> None:
    page = describe(load_system_map())
    for table in re.findall(r"(?:^\|.*\n)+", page, flags=re.MULTILINE):
        assert len({line.count(" | ") for line in table.splitlines()}) == 1, table[:200]


def test_a_bar_in_a_name_does_not_split_its_cell() -> None:
    system_map = load_system_map()
    barred = system_map.factors[0].model_copy(update={"name": "Poor | poorer"})
    page = describe(system_map.model_copy(update={"factors": (barred,)}))
    assert "| Poor \\| poorer |" in page
