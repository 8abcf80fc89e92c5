"""Pairs expected to be missed."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.linkage.likeness.blocks import Caught, caught
from wholeplace.linkage.quality.missed import (
    LOST_ALONE,
    left_alone,
    of_each,
    partners_of_lost,
    undecided,
    unmet,
)

PAIRS = {"a": pl.UInt32, "b": pl.UInt32, "odds": pl.Float64}
NONE = pl.DataFrame(schema={"a": pl.UInt32, "b": pl.UInt32})


def people(*labels: int, left: int = 0) -> pl.DataFrame:
    frame = pl.DataFrame({"label": labels}).with_row_index("n")
    return frame.with_columns(weighed=pl.col("n") < pl.len() - left)


def judged(*rows: tuple[int, int, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=PAIRS, orient="row")


def expected(couples: pl.DataFrame) -> float:
    return float((couples["chance"] * couples["pairs"]).sum())


def test_two_people_are_one_with_the_odds_that_their_pairs_come_to_on_average() -> None:
    couples, chunk = undecided(people(0, 0, 2), judged((0, 2, 2.0), (1, 2, -2.0)), NONE)
    assert couples.select("x", "y", "all_x", "all_y", "chance", "pairs").rows() == [(0, 2, 2, 1, 0.5, 2.0)]
    assert chunk == pytest.approx(2.0)


def test_a_pair_never_met_speaks_against_and_records_left_to_rules_go_with_their_person() -> None:
    alone = undecided(people(0, 0, 2), judged((0, 2, 2.0)), NONE)[0]
    left = undecided(people(2, 0, 0, left=1), judged((0, 1, 2.0)), NONE)[0]
    assert expected(alone) < 0.05
    assert expected(left) == pytest.approx(2 / (1 + 2.718281828**-2), rel=1e-6)


def test_those_told_apart_and_those_joined_are_not_missed() -> None:
    apart = judged((1, 2, 0.0)).select("a", "b")
    assert undecided(people(0, 0, 2), judged((0, 2, 9.0), (0, 1, 9.0)), apart)[0].is_empty()


COUPLES = {
    "x": pl.UInt32, "y": pl.UInt32, "all_x": pl.UInt32, "all_y": pl.UInt32, "chance": pl.Float64, "pairs": pl.Float64,
}  # fmt: skip


def couples(*rows: tuple[int, int, int, int, float, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COUPLES, orient="row")


def test_of_each_person_all_couples_are_summed() -> None:
    told = of_each(couples((0, 2, 2, 1, 0.5, 2.0), (2, 5, 1, 3, 0.25, 3.0)), lambda _: pl.col("chance"))
    assert dict(told.sort("label").iter_rows()) == {0: 0.5, 2: 0.75, 5: 0.25}


Records = list[tuple[int, str, bool, bool, int]]


def records(source: str, alone: int, found: int, *, weighed: bool, whole: bool = False) -> Records:
    return [(0, source, weighed, whole, 1)] * alone + [(0, source, weighed, whole, 3)] * found


def left(rows: Records, of: pl.DataFrame | None = None) -> dict[tuple[str, bool], dict[str, float]]:
    frame = pl.DataFrame(rows, schema=["label", "source", "weighed", "whole", "size"], orient="row")
    table = left_alone(frame.cast({"label": pl.UInt32}), couples() if of is None else of)
    return {(row["source"], row["weighed"]): row for row in table.iter_rows(named=True)}


def test_records_of_which_little_is_known_are_held_against_the_others_of_their_source() -> None:
    rows = records("gp", 10, 90, weighed=True, whole=True) + records("gp", 8, 12, weighed=False)
    rows += records("gp", 5, 5, weighed=True) + records("tax", 30, 70, weighed=False)
    found = left(rows + records("few", 1, 0, weighed=True))
    assert found["gp", False]["lost"] == pytest.approx(8 - 0.1 * 20)
    assert found["gp", True]["lost"] == pytest.approx(5 - 0.1 * 10)
    assert found["tax", False]["lost"] == pytest.approx(30 * LOST_ALONE)
    assert found["tax", False]["partners"] == 2
    assert found["few", True]["lost"] == 0


def test_what_the_weights_expect_of_a_record_alone_is_not_expected_twice() -> None:
    rows = records("gp", 10, 90, weighed=True, whole=True) + [(7, "gp", True, False, 1)] * 5
    thought = couples((7, 8, 1, 1, 0.4, 1.0))
    assert left(rows, thought)["gp", True]["lost"] == pytest.approx(5 - 0.1 * 5 - 5 * 0.4)


def test_the_lost_should_be_with_fewer_than_those_found_where_some_have_few() -> None:
    assert partners_of_lost([2.0] * 50, 5.0) == pytest.approx(2.0)
    spread = partners_of_lost([1.0] * 50 + [5.0] * 50, 5.0)
    assert 2.0 < spread < 2.1  # the middle of 3 and of little more than 1
    assert partners_of_lost([], 5.0) == partners_of_lost([4.0], 0.0) == 1.0


def test_what_nothing_compares_is_told_by_what_either_way_catches() -> None:
    assert unmet(Caught(neither=1, date=100, names=50, both=849)) == pytest.approx(4)
    assert unmet(Caught(neither=90, date=100, names=50, both=760)) == 0
    assert unmet(Caught()) == 0


def test_pairs_are_counted_by_what_they_agree_in_where_all_is_known() -> None:
    named = pl.DataFrame(
        [
            (0, "ann", "lee", "19800101"), (1, "ann", "lee", "19800101"), (2, "ann", "lee", "19810101"),
            (3, "anna", "lee", "19800101"), (4, "anna", "lee", "19820202"), (5, "ann", None, "19800101"),
        ],
        schema={"n": pl.UInt32, "given": pl.String, "family": pl.String, "birth_digits": pl.String}, orient="row",
    )  # fmt: skip
    pairs = pl.DataFrame([(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)], schema=NONE.schema, orient="row")
    assert caught(pairs, named) == Caught(neither=1, date=1, names=1, both=1)
