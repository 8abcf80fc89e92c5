"""Circumstances that sources record, and those recorded before children entered care."""

from __future__ import annotations

import polars as pl

from tests.support.report_tables import place, said, shown
from wholeplace.report.given import Given
from wholeplace.report.sections import circumstances


def test_each_factor_counts_the_people_who_have_it(given: Given) -> None:
    rows = shown(circumstances.section(given), "factors-circumstance")
    assert rows["Poverty"] == ("1,000",)
    assert set(shown(circumstances.section(given), "factors-strength")) == {"Support from kin"}


def test_characteristics_are_not_circumstances(frames: dict[str, pl.DataFrame]) -> None:
    turned = frames["exposure"].with_columns(pl.lit("characteristic").alias("kind"))
    assert "No circumstances were found." in said(circumstances.section(place(frames, exposure=turned)))


def test_what_ended_long_ago_is_not_counted(frames: dict[str, pl.DataFrame]) -> None:
    ended = frames["exposure"].with_columns(pl.col("from_date").dt.offset_by("1mo").alias("to_date"))
    assert "No circumstances were found." in said(circumstances.section(place(frames, exposure=ended)))


def test_what_came_before_care_stands_beside_all_children(given: Given) -> None:
    section = circumstances.before_care(given)
    rows = shown(section, "before-care")
    entered = (
        given.table("spell").filter(pl.col("state").str.starts_with("looked_after"))["person_id"].n_unique()
    )
    assert rows["Poverty"][:2] == (str(entered), "100%")
    assert "not what caused it" in said(section)


def test_what_began_after_entry_did_not_come_before(frames: dict[str, pl.DataFrame]) -> None:
    later = frames["exposure"].with_columns(pl.col("from_date").dt.offset_by("12mo"))
    assert shown(circumstances.before_care(place(frames, exposure=later)), "before-care") == {}


def test_too_few_entries_are_not_told(frames: dict[str, pl.DataFrame]) -> None:
    few = circumstances.before_care(place(frames, spell=frames["spell"].head(4)))
    assert "enough entries to care were found" in said(few)
