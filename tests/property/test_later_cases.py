"""Promise: whoever must be safe is as safe where their records come later, and everybody else is told of as before."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.first_records import under_first_records
from tests.support.link_places import Linked, linked_frames
from tests.support.safety_cases import KINDS, Case, Cases, cases
from wholeplace.linkage.step import LINK

EVERY = 4
"""Of one case in so many some records come later: few enough for the weights to stand."""


def without(given: Cases, later: set[str]) -> dict[str, pl.DataFrame]:
    """The tables without these records and all that is said of them."""
    ends = ("record_id", "other_record_id")
    return {
        name: frame.filter(
            ~pl.any_horizontal(
                pl.col(end).is_in(list(later)).fill_null(False) for end in ends if end in frame.columns
            )
        )
        for name, frame in given.tables.items()
    }


def told_later(case: Case, whole: bool) -> list[str]:
    return case.hidden if whole else case.hidden[:1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(True, id="the hidden life"),
        pytest.param(False, id="its first record", marks=pytest.mark.long),
    ],
)
def test_records_that_come_later_are_as_safe_as_from_the_first(kind: str, whole: bool) -> None:
    given = cases(80, seed=5)
    some = [case for case in given.cases if case.kind == kind][::EVERY]
    later = {record for case in some for record in told_later(case, whole)}
    first = linked_frames(without(given, later), rules=given.rules)
    again = linked_frames(given.tables, after=first, rules=given.rules)
    nothing = {name: first[name].clear() for name in LINK.remembers} | {"link_model": again["link_model"]}
    anew = linked_frames(given.tables, after=Linked(nothing), rules=given.rules)
    one, other = under_first_records(again.__getitem__), under_first_records(anew.__getitem__)
    assert {name for name in one if not one[name].equals(other[name])} == set()
