"""Pairs expected to be falsely joined, by record."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.linkage.quality.joined import RULES_WRONG, false_pairs, two_lives, with_chances


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


def lives(*born: str | None) -> pl.DataFrame:
    """One person's records by their birth dates, and a person of one record more."""
    days = pl.Series([*born, "1990-01-05"]).str.to_date()
    labels = pl.Series([0] * len(born) + [len(born)], dtype=pl.UInt32)
    return pl.DataFrame({"label": labels, "born": days}).with_row_index("n")


def test_two_dates_of_two_records_each_are_two_lives_and_as_many_where_no_date_is_known() -> None:
    dated = ["1950-05-06", "1950-05-06", "1981-11-23", "1981-11-23", "1981-11-23"]
    wrong, chunk = two_lives(lives(*dated))
    assert wrong.tolist() == [3.0, 3.0, 2.0, 2.0, 2.0, 0.0]
    assert chunk == 6.0
    more, _ = two_lives(lives(*dated, None))
    assert more.sum() == pytest.approx(12 * 30 / 20)


@pytest.mark.parametrize(
    "born",
    [
        ["1950-05-06", "1950-05-06", "1981-11-23"],  # one slip
        ["1950-05-06", "1950-05-06", "1950-05-07", "1950-05-07"],  # a digit off
        ["1950-05-06", "1950-05-06", "1950-06-05", "1950-06-05"],  # the wrong way round
        ["1950-05-16", "1950-05-16", "1950-01-01", "1950-01-01"],  # only the year
        [None, None],
    ],
)
def test_slips_are_no_second_life(born: list[str | None]) -> None:
    assert two_lives(lives(*born))[0].sum() == 0


def test_links_between_groups_are_by_rules_which_are_surer_than_their_strengths() -> None:
    agreed = pl.Series([0, 0, 2, 2])
    told = with_chances(links((0, 1, 0.9), (1, 2, 0.9), (2, 3, 1.0)), agreed)
    assert told["score"].to_list() == pytest.approx([0.9, 1 - 0.1 * RULES_WRONG, 1.0])
