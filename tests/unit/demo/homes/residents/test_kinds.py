"""Homes by make-up: as many of each size, exactly the children, the lone parents nearly."""

from __future__ import annotations

import numpy as np
import pytest

from wholeplace.demo.homes.residents.kinds import (
    COUPLE,
    LONE,
    PARTNERS,
    SHARERS,
    Homes,
    Margins,
    catalogue,
    draw_homes,
)

SIZES = np.array([[60, 70, 40, 35, 15, 6, 2, 1, 0, 0, 0, 0], [200, 90, 20, 9, 3, 1, 0, 0, 0, 0, 0, 1]])


def _margins(children: tuple[int, int], lone: tuple[float, float]) -> Margins:
    return Margins(np.array(children), np.array(lone), np.array([45.0, 20.0]), np.array([110.0, 70.0]))


def _people(homes: Homes) -> np.ndarray:
    held = homes.children + homes.grown + homes.grandparents + homes.others
    return np.where(homes.structure == SHARERS, homes.size, PARTNERS[homes.structure] + held)


def test_every_make_up_is_of_its_size() -> None:
    kinds = catalogue()
    assert set(kinds.size) == set(range(1, 13))
    held = kinds.children + kinds.grown + kinds.grandparents + kinds.others
    assert (
        np.where(kinds.structure == SHARERS, kinds.size, PARTNERS[kinds.structure] + held) == kinds.size
    ).all()
    assert (kinds.weight > 0).all()


@pytest.mark.parametrize("children", [(0, 0), (120, 40), (190, 60), (300, 90)])
def test_homes_hold_exactly_the_children(children: tuple[int, int]) -> None:
    homes = draw_homes(SIZES, _margins(children, (40, 20)), 1)
    assert np.bincount(homes.area, homes.children, 2).tolist() == list(children)
    assert (_people(homes) == homes.size).all()
    for area in (0, 1):
        assert np.bincount(homes.size[homes.area == area], minlength=13)[1:].tolist() == SIZES[area].tolist()


def test_lone_parents_come_near_the_published_count() -> None:
    homes = draw_homes(SIZES, _margins((120, 40), (45, 12)), 1)
    plain = (homes.structure == LONE) & (homes.grandparents + homes.others == 0)
    assert np.abs(np.bincount(homes.area[plain]) - [45, 12]).max() <= 4


def test_more_couples_are_drawn_where_more_are_expected() -> None:
    few = Margins(np.array([60, 20]), np.array([40.0, 20.0]), np.array([30.0, 20.0]), np.array([60.0, 40.0]))
    many = few._replace(couples=np.array([130.0, 100.0]))
    drawn = [(draw_homes(SIZES, margins, 1).structure == COUPLE).sum() for margins in (few, many)]
    assert drawn[1] > drawn[0] + 30


def test_more_children_than_homes_can_hold_is_an_error() -> None:
    with pytest.raises(AssertionError, match="more children"):
        draw_homes(SIZES, _margins((5_000, 40), (40, 20)), 1)
