"""Dwellings: the right one, near, and never two families in one."""

from __future__ import annotations

import numpy as np
import pytest

from wholeplace.demo.lives.dwellings.choose import (
    BACK,
    END,
    MOVE,
    NOWHERE,
    SHARED,
    TEMPORARY,
    Dwellings,
    Steps,
    assign,
)
from wholeplace.dynamics.draws import keyed

SHARED_PLACE = 6


def dwellings() -> Dwellings:
    """Three areas of two dwellings each: one bedroom and three; then a shared house, and a unit in area 1."""
    return Dwellings(
        np.array([0, 2, 5, 7]), np.array([0, 1, 2, 3, 7, 4, 5]), np.zeros(8, np.int64),
        np.array([1, 3, 1, 3, 1, 3, 9, 2]), np.array([False] * 7 + [True]),
    )  # fmt: skip


def steps(*rows: tuple[int, int, int, int]) -> Steps:
    """(kind, home, area, need) each."""
    kind, home, area, need = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    none = np.zeros(len(rows), np.int64)
    return Steps(kind, home, area, none, need, none + SHARED_PLACE, keyed(1, "test", np.arange(len(rows))))


def placed(first: list[int], *rows: tuple[int, int, int, int]) -> list[int]:
    return assign(steps(*rows), np.array(first, np.int64), dwellings()).tolist()


@pytest.mark.parametrize(("need", "place"), [(1, 2), (3, 3)])
def test_a_home_gets_a_dwelling_of_its_size_in_its_area(need: int, place: int):
    assert placed([0], (MOVE, 0, 1, need)) == [place]


def test_a_dwelling_that_is_taken_is_not_given_again():
    assert placed([2, NOWHERE], (MOVE, 1, 1, 1)) == [3]


def test_a_dwelling_left_can_be_taken_by_the_next():
    assert placed([2, NOWHERE], (END, 0, 0, 1), (MOVE, 1, 1, 1)) == [NOWHERE, 2]


def test_where_an_area_is_full_the_next_is_looked_in():
    assert placed([2, 3, NOWHERE], (MOVE, 2, 1, 3)) in ([1], [5])


def test_temporary_accommodation_is_a_unit_for_that_and_nobody_else_gets_it():
    assert placed([0], (TEMPORARY, 0, 0, 1)) == [7]
    assert 7 not in placed([0, 1, 2, 3, 4, 5, NOWHERE], (MOVE, 6, 1, 2))


def test_out_of_temporary_accommodation_a_home_gets_a_dwelling():
    assert placed([0], (TEMPORARY, 0, 0, 1), (BACK, 0, 0, 1)) == [7, 0]


def test_those_who_share_take_nothing_from_others():
    assert placed([0, NOWHERE], (SHARED, 0, 0, 1), (SHARED, 1, 0, 1)) == [SHARED_PLACE] * 2


def test_where_nothing_is_vacant_people_share_and_never_move_in_with_a_family():
    assert placed([0, 1, 2, 3, 4, 5, NOWHERE], (MOVE, 6, 1, 1)) == [SHARED_PLACE]
