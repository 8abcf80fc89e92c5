"""Records without a birth date that fit two people as well."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.linkage.people.torn import AS_WELL, without_torn

FATHER, SON, OTHER = date(1960, 3, 4), date(1988, 11, 21), date(1988, 11, 22)


def groups(born: list[date | None], label: list[int], told: list[tuple[int, int, float, bool]]) -> list[int]:
    kinds = {"a": pl.UInt32, "b": pl.UInt32, "odds": pl.Float64, "born_apart": pl.Boolean}
    named = pl.DataFrame({"n": range(len(born)), "birth_date": born}).cast(
        {"n": pl.UInt32, "birth_date": pl.Date}
    )
    return without_torn(
        pl.Series(label, dtype=pl.Int64), pl.DataFrame(told, schema=kinds, orient="row"), named
    ).to_list()


@pytest.mark.parametrize(
    ("worse", "torn"), [(0.0, True), (AS_WELL, True), (AS_WELL + 1, False), (6.0, False)]
)
def test_of_two_whom_a_record_fits_as_well_it_is_neither(worse: float, torn: bool) -> None:
    told = [(0, 1, 5.0, False), (1, 2, 5.0 - worse, False), (0, 2, 0.5, True)]
    assert groups([FATHER, None, SON], [0, 0, 2], told) == ([0, 4, 2] if torn else [0, 0, 2])


def test_two_groups_whose_birth_dates_may_be_one_tear_nobody() -> None:
    told = [(0, 1, 5.0, False), (1, 2, 5.0, False), (0, 2, -1.0, False)]
    assert groups([SON, None, OTHER], [0, 0, 2], told) == [0, 0, 2]
    with_father = [*told, (1, 3, 5.0, False), (0, 3, -9.0, True), (2, 3, -9.0, True)]
    assert groups([SON, None, OTHER, FATHER], [0, 0, 0, 3], with_father) == [0, 5, 0, 3]


def test_a_birth_date_of_its_own_is_weighed_with_the_rest() -> None:
    told = [(0, 1, 5.0, False), (1, 2, 5.0, False), (0, 2, -9.0, True)]
    assert groups([FATHER, FATHER, SON], [0, 0, 2], told) == [0, 0, 2]


def test_nobody_weighed_nobody_torn() -> None:
    assert groups([], [], []) == []
