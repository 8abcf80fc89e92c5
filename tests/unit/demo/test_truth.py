"""The truth of a made place: whose each record is, what was told, and what must stay apart."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet
from wholeplace.demo.truth import record_person, recorded


def _sheet(own: list[str | None], person: list[int | None], fact: list[str | None] | None = None) -> Sheet:
    return Sheet(
        "gp", "mapped", "people", "gp/people.csv", pl.DataFrame({"id": [str(x) for x in own]}),
        pl.Series(person, dtype=pl.Int64), pl.Series(own, dtype=pl.String),
        fact=None if fact is None else pl.Series(fact, dtype=pl.String),
    )  # fmt: skip


def test_each_record_is_of_one_person_once():
    found = record_person([_sheet(["a", "a", "b", None], [3, 3, 5, 9]), _sheet(["a"], [3])])
    assert found.select("source_record_id", "true_person").rows() == [("a", 3), ("b", 5)]


def test_twins_taken_for_one_are_the_one_it_was_opened_for():
    assert record_person([_sheet(["a", "a"], [8, 7])])["true_person"].to_list() == [7]


def test_what_rows_tell_of_is_split_and_counted_once():
    rows = _sheet(["a", "b", "c"], [1, 2, 3], ["spell:4 exposure:5", "spell:4", None])
    assert recorded([rows]).rows() == [("exposure", "5", "gp"), ("spell", "4", "gp")]


def test_a_place_whose_sources_tell_of_nothing_has_an_empty_table():
    assert recorded([_sheet(["a"], [1])]).height == 0
