"""The table of quality, of a few people whose errors can be counted by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.linkage.contracts import LINK_QUALITY, UNASSIGNED
from wholeplace.linkage.likeness.blocks import Caught
from wholeplace.linkage.quality.interval import Decided, decided
from wholeplace.linkage.quality.labels import age_band, labelled
from wholeplace.linkage.quality.measure import Weighed, link_quality
from wholeplace.linkage.quality.unassigned import unassigned

PAIRS = {"a": pl.UInt32, "b": pl.UInt32, "odds": pl.Float64}
LINKS = {"a": pl.UInt32, "b": pl.UInt32, "score": pl.Float64}
NONE = pl.DataFrame(schema={"a": pl.UInt32, "b": pl.UInt32})


def people() -> pl.DataFrame:
    """Three of one person, two of another who may be the same, all of the second group's records a school's."""
    return pl.DataFrame(
        {
            "n": [0, 1, 2, 3, 4],
            "label": [0, 0, 0, 3, 3],
            "weighed": True,
            "whole": True,
            "own": "not_told",
            "born": date(1980, 3, 4),
            "source": ["gp", "tax", "gp", "school", "school"],
            "age": "25 to 44",
            "sex": "female",
            "audit_group": ["african"] * 3 + ["other_european"] * 2,
        }
    ).cast({"n": pl.UInt32, "label": pl.UInt32})


def weighed(decisions: tuple[Decided, Decided] = (Decided(), Decided())) -> Weighed:
    kept = pl.DataFrame([(0, 1, 0.9), (1, 2, 1.0), (3, 4, 1.0)], schema=LINKS, orient="row")
    judged = pl.DataFrame([(a, b, 0.0) for a in range(3) for b in (3, 4)], schema=PAIRS, orient="row")
    return Weighed(judged, NONE, kept, Caught(), decisions)


def row(table: pl.DataFrame, by: str, name: str, measure: str) -> dict[str, object]:
    of = (pl.col("by") == by) & (pl.col("name") == name) & (pl.col("measure") == measure)
    return table.filter(of).row(0, named=True)


def test_precision_and_recall_are_what_links_and_pairs_left_apart_come_to() -> None:
    table = LINK_QUALITY.shape(link_quality(people(), weighed()))
    precision, recall = (row(table, "all", "all", name) for name in ("precision", "recall"))
    assert precision["estimate"] == pytest.approx(1 - 0.2 / 4)
    assert recall["estimate"] == pytest.approx(3.8 / (3.8 + 3.0), abs=1e-6)
    assert row(table, "all", "all", "missed_undecided")["estimate"] == pytest.approx(3.0 / 6.8, abs=1e-3)
    for one in (precision, recall):
        assert one["low"] < one["estimate"] < one["high"]  # type: ignore[operator]


def test_a_group_is_judged_by_its_own_records_and_told_of_where_it_fares_worse() -> None:
    table = LINK_QUALITY.shape(link_quality(people(), weighed()))
    school = row(table, "source", "school", "recall")
    assert school["estimate"] == pytest.approx(1 / (1 + 1.5), abs=1e-6)
    assert school["worse"]
    assert not row(table, "source", "gp", "recall")["worse"]
    assert row(table, "audit_group", "other_european", "recall")["worse"]
    assert row(table, "source", "school", "precision")["estimate"] == 1


def test_a_person_of_two_birth_dates_is_thought_to_be_two() -> None:
    born = [date(1980, 3, 4), date(1980, 3, 4), date(1980, 3, 4), date(1951, 7, 9), date(1951, 7, 9)]
    one = people().with_columns(label=pl.lit(0, pl.UInt32), born=pl.Series(born))
    nothing = weighed().judged.clear()
    kept = pl.DataFrame([(n, n + 1, 1.0) for n in range(4)], schema=LINKS, orient="row")
    table = LINK_QUALITY.shape(link_quality(one, Weighed(nothing, NONE, kept, Caught())))
    assert row(table, "all", "all", "precision")["estimate"] == pytest.approx(0.4)


def test_decisions_are_told_and_move_the_figures() -> None:
    never = Decided(50, 25.0, 0)
    table = link_quality(people(), weighed((Decided(), never)))
    before = row(link_quality(people(), weighed()), "all", "all", "recall")
    after = row(table, "all", "all", "recall")
    assert after["reviewed"] == 50
    assert after["estimate"] > before["estimate"]  # type: ignore[operator]


def test_decisions_are_held_against_what_the_weights_would_have_done() -> None:
    judged = pl.DataFrame([(0, 1, 5.0), (0, 2, 0.0)], schema=PAIRS, orient="row")
    said = pl.DataFrame([(0, 1, False), (0, 2, True), (0, 9, False)], schema=["a", "b", "same"], orient="row")
    joined, apart = decided(said.cast({"a": pl.UInt32, "b": pl.UInt32}), judged, cut=3.0)
    assert (joined.pairs, joined.wrong) == (1, 1)
    assert joined.expected == pytest.approx(0.00669, abs=1e-4)
    assert (apart.pairs, apart.wrong) == (2, 1)


def test_nobody_is_an_empty_table() -> None:
    assert LINK_QUALITY.shape(link_quality(people().clear(), weighed())).is_empty()


def test_ages_are_whole_years_of_the_month_of_birth() -> None:
    born = pl.Series([date(2021, 4, 1), date(2021, 3, 31), date(1901, 1, 1), None])
    bands = pl.select(age_band(pl.lit(born), date(2026, 3, 31))).to_series().to_list()
    assert bands == ["00 to 04", "05 to 10", "85 and over", None]


def test_a_record_is_of_the_groups_of_its_person() -> None:
    records = pl.DataFrame(
        {
            "n": [0, 1],
            "source": ["gp", "tax"],
            "birth_date": [date(1980, 1, 1), None],
            "sex": ["female", None],
        }
    )
    of_one = pl.DataFrame({"n": [0, 1], "label": [0, 0]})
    origin = pl.DataFrame({"label": [0], "audit_group": ["african"]})
    told = labelled(records, of_one, origin, date(2026, 3, 31))
    assert told.select("source", "age", "sex", "audit_group").rows() == [
        ("gp", "45 to 64", "female", "african"),
        ("tax", "45 to 64", "female", "african"),
    ]


def test_people_without_a_household_are_counted_by_group_once_each() -> None:
    told = people().with_columns(person_id=pl.format("p{}", "label"))
    table = UNASSIGNED.shape(unassigned(told, pl.DataFrame({"person_id": ["p0", "p0"]})))
    counts = {(by, name): (all_, none) for by, name, all_, none in table.rows()}
    assert counts["all", "all"] == (2, 1)
    assert counts["source", "school"] == (1, 1)
    assert counts["source", "gp"] == (1, 0)
    assert counts["audit_group", "other_european"] == (1, 1)
