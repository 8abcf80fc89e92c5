"""Pairs expected to be missed."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.linkage.likeness.blocks import Caught, caught
from wholeplace.linkage.quality.missed import LOST_ALONE, never_weighed, undecided, unmet

PAIRS = {"a": pl.UInt32, "b": pl.UInt32, "odds": pl.Float64}
NONE = pl.DataFrame(schema={"a": pl.UInt32, "b": pl.UInt32})


def people(*labels: int, left: int = 0) -> pl.DataFrame:
    frame = pl.DataFrame({"label": labels}).with_row_index("n")
    return frame.with_columns(weighed=pl.col("n") < pl.len() - left)


def judged(*rows: tuple[int, int, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=PAIRS, orient="row")


def test_two_people_are_one_with_the_odds_that_their_pairs_come_to_on_average() -> None:
    missed, chunk = undecided(people(0, 0, 2), judged((0, 2, 2.0), (1, 2, -2.0)), NONE)
    assert dict(missed.rows()) == pytest.approx({0: 0.5, 1: 0.5, 2: 1.0})
    assert chunk == pytest.approx(2.0)


def test_a_pair_never_met_speaks_against_and_records_left_to_rules_go_with_their_person() -> None:
    alone = undecided(people(0, 0, 2), judged((0, 2, 2.0)), NONE)[0]["missed"].sum()
    left = undecided(people(2, 0, 0, left=1), judged((0, 1, 2.0)), NONE)[0]["missed"].sum()
    assert alone < 0.1
    assert left == pytest.approx(2 * 2 / (1 + 2.718281828**-2), rel=1e-6)


def test_those_told_apart_and_those_joined_are_not_missed() -> None:
    apart = judged((1, 2, 0.0)).select("a", "b")
    assert undecided(people(0, 0, 2), judged((0, 2, 9.0), (0, 1, 9.0)), apart)[0].is_empty()


def records(source: str, alone: int, found: int, *, weighed: bool) -> list[tuple[int, str, bool, int]]:
    return [(0, source, weighed, 1)] * alone + [(0, source, weighed, 3)] * found


def test_records_left_to_rules_are_held_against_the_others_of_their_source() -> None:
    rows = records("gp", 10, 90, weighed=True) + records("gp", 8, 12, weighed=False)
    rows += records("tax", 30, 70, weighed=False) + records("few", 1, 0, weighed=True)
    frame = pl.DataFrame(rows, schema=["label", "source", "weighed", "size"], orient="row")
    found = {row["source"]: row for row in never_weighed(frame).iter_rows(named=True)}
    assert found["gp"]["lost"] == pytest.approx(8 - 0.1 * 20)
    assert found["tax"]["lost"] == pytest.approx(30 * LOST_ALONE)
    assert found["tax"]["partners"] == 2
    assert found["few"]["lost"] == 0


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
