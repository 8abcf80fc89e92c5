"""Hexagons: one each, as near as can be, the same every time."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import polars as pl
import pytest

from wholeplace.report.maps.hexagons import assigned, corners, hexagons
from wholeplace.report.maps.places import flat, packaged_areas


@pytest.mark.parametrize("seed", range(40))
def test_the_assignment_costs_least(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = int(random.integers(1, 6))
    costs = random.random((rows, rows + int(random.integers(0, 3)))).round(1)
    found = assigned(costs)
    every = permutations(range(costs.shape[1]), rows)
    least = min(sum(costs[row, column] for row, column in enumerate(one)) for one in every)
    assert len(set(found.tolist())) == rows
    assert costs[np.arange(rows), found].sum() == pytest.approx(least)


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_areas_in_one_place_or_one_line_still_get_a_hexagon_each(count: int) -> None:
    for centres in (
        np.zeros((count, 2)),
        np.stack([np.arange(count), np.zeros(count)], axis=1).astype(float),
    ):
        cells, radius = hexagons(centres)
        assert radius > 0
        assert len({tuple(cell) for cell in cells.round(6).tolist()}) == count


def test_a_borough_keeps_its_shape_and_no_two_hexagons_meet() -> None:
    borough = packaged_areas().filter(pl.col("name").str.starts_with("Barking"))
    centres = flat(borough["longitude"].to_numpy(), borough["latitude"].to_numpy())
    cells, radius = hexagons(centres)
    apart = np.sqrt(np.square(cells[:, None] - cells[None]).sum(axis=2))
    assert apart[~np.eye(len(cells), dtype=bool)].min() == pytest.approx(radius * 3**0.5)
    moved = np.sqrt(np.square(cells - centres).sum(axis=1))
    assert np.median(moved) < 2 * radius
    assert np.array_equal(hexagons(centres)[0], cells)


def test_a_hexagon_is_closed_and_regular() -> None:
    ring = corners(np.array([2.0, 3.0]), 1.5)
    assert ring.shape == (7, 2)
    assert ring[0] == pytest.approx(ring[-1])
    assert np.hypot(*(ring - [2.0, 3.0]).T) == pytest.approx(1.5)
