"""Who fled together, whatever their ids."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.linkage.safety.protection import _company

DAY, LATER = date(2024, 5, 6), date(2024, 9, 1)
LEFT = (
    ("one", "home", DAY), ("one", "aunt", DAY), ("two", "home", DAY), ("two", "aunt", DAY),
    ("three", "home", DAY), ("three", "home", LATER), ("four", "home", LATER), ("five", "home", DAY),
)  # fmt: skip
"""Who left which place on which day. The last flight of one and two is taken to be from the first place by name."""
TOGETHER = {frozenset({"one", "two"}), frozenset({"three", "four"}), frozenset({"five"})}


@pytest.mark.parametrize("turned", [False, True])
def test_who_is_of_one_company_does_not_hang_on_whose_id_comes_first(turned: bool) -> None:
    ids = {
        person: f"p{place}" for place, person in enumerate(sorted({row[0] for row in LEFT}, reverse=turned))
    }
    rows = [(ids[person], place, day) for person, place, day in LEFT]
    found = _company(pl.DataFrame(rows, schema=["person_id", "place", "from_date"], orient="row"))
    named = {known: person for person, known in ids.items()}
    groups = found.group_by("company").agg("person_id")["person_id"]
    assert {frozenset(named[known] for known in group) for group in groups} == TOGETHER
