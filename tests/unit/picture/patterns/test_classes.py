"""Classes of families made by chance from known classes are found again, and nothing but the data decides."""

from __future__ import annotations

import numpy as np
import pytest

from wholeplace.picture.patterns.classes import Numbers, choose, fit, stability

TRUE = np.array(
    [[0.9, 0.9, 0.1, 0.1, 0.05, 0.05], [0.1, 0.05, 0.9, 0.9, 0.1, 0.1], [0.05, 0.1, 0.1, 0.05, 0.9, 0.9]]
)


def made(families: int, seed: int) -> tuple[Numbers, Numbers, Numbers]:
    """Rows, how many families are alike, and each row's commonest true class."""
    chance = np.random.default_rng(seed)
    of = chance.integers(0, 3, families)
    every = (chance.random((families, 6)) < TRUE[of]).astype(np.float64)
    rows, place, counts = np.unique(every, axis=0, return_inverse=True, return_counts=True)
    main = np.array([np.bincount(of[place.ravel() == row]).argmax() for row in range(len(rows))])
    return rows, counts.astype(np.float64), main.astype(np.float64)


def test_known_classes_are_found_again() -> None:
    rows, weights, main = made(3000, 1)
    found = fit(rows, weights, 3)
    order = [int(np.abs(found.has - each).sum(axis=1).argmin()) for each in TRUE]
    assert sorted(order) == [0, 1, 2]
    assert np.abs(found.has[order] - TRUE).max() < 0.06
    assert np.abs(found.size - 1 / 3).max() < 0.04
    nearest = found.belonging(rows).argmax(axis=1)
    right = sum(weights[row] for row in range(len(rows)) if nearest[row] == order[int(main[row])])
    assert right / weights.sum() > 0.97


def test_chances_of_a_row_add_up() -> None:
    rows, weights, _ = made(500, 2)
    assert fit(rows, weights, 3).belonging(rows).sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-5)


def test_the_same_families_give_the_same_classes() -> None:
    rows, weights, _ = made(500, 3)
    one, two = fit(rows, weights, 4), fit(rows, weights, 4)
    assert (one.has == two.has).all()
    assert (one.size == two.size).all()


def test_true_classes_are_stable_and_classes_too_many_are_not_kept() -> None:
    rows, weights, _ = made(2000, 4)
    stable = stability(fit(rows, weights, 3), rows, weights)
    assert stable is not None
    assert stable.min() > 0.9
    found, kept = choose(rows, weights, 2, 6)
    assert 2 <= len(found.size) < 6
    assert kept.min() >= 0.6


def test_the_fewest_classes_stand_where_none_are_stable() -> None:
    chance = np.random.default_rng(5)
    rows, counts = np.unique(chance.integers(0, 2, (60, 6)), axis=0, return_counts=True)
    found, stable = choose(rows.astype(np.float64), counts.astype(np.float64), 5, 6)
    assert len(found.size) == len(stable)
    assert len(stable) in (5, 6)
