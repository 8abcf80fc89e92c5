"""Pairs expected to be falsely joined, by record."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.linkage.quality.joined import false_pairs


def links(*rows: tuple[int, int, float]) -> pl.DataFrame:
    kinds = {"a": pl.UInt32, "b": pl.UInt32, "score": pl.Float64}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def test_a_weak_link_between_two_groups_puts_every_pair_across_at_risk() -> None:
    wrong, chunk = false_pairs(5, links((0, 1, 1.0), (2, 3, 1.0), (1, 2, 0.9)))
    assert wrong.tolist() == pytest.approx([0.2, 0.2, 0.2, 0.2, 0.0])
    assert chunk == pytest.approx(4.0)


def test_a_link_beside_a_stronger_way_adds_no_risk() -> None:
    wrong, _ = false_pairs(3, links((0, 1, 0.99), (1, 2, 0.99), (0, 2, 0.5)))
    assert wrong.sum() / 2 == pytest.approx(0.01 + 0.02)


def test_the_order_of_links_makes_no_difference_and_none_are_no_risk() -> None:
    rows = [(0, 1, 0.9), (2, 3, 0.8), (1, 3, 0.7), (3, 4, 0.7)]
    assert false_pairs(5, links(*rows))[0].tolist() == false_pairs(5, links(*rows[::-1]))[0].tolist()
    assert false_pairs(2, links())[0].tolist() == [0, 0]
