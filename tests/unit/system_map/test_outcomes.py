from __future__ import annotations

import pytest

from wholeplace.system_map import load_system_map
from wholeplace.system_map.outcomes import load_bearings

FACTORS = {factor.id: factor for factor in load_system_map().factors}


def test_every_factor_bears_on_an_area_and_names_sources_and_a_blind_spot() -> None:
    found = load_bearings()
    assert list(found) == list(FACTORS)
    assert all(row.area and row.possible_sources and row.blind_spot and row.source for row in found.values())


def test_areas_are_few_and_characteristics_are_in_none_of_what_weighs_on_people() -> None:
    areas = {row.area for row in load_bearings().values()}
    assert 5 <= len(areas) <= 12
    characteristics = {
        row.area for row in load_bearings().values() if FACTORS[row.factor].kind == "characteristic"
    }
    assert characteristics == {"who somebody is"}


@pytest.mark.parametrize(
    ("column", "most"), [("local_outcomes", 16), ("national_framework", 4), ("supporting_families", 10)]
)
def test_outcomes_are_those_of_their_framework(column: str, most: int) -> None:
    named = {getattr(row, column) for row in load_bearings().values()} - {""}
    assert 4 <= len(named) <= most
    numbers = [name.split()[0] for name in named if name[0].isdigit()]
    assert len(set(numbers)) == len(numbers)
