"""How sure it is who is who, and who is in no household, on the page of people."""

from __future__ import annotations

import polars as pl

from tests.support import report_frames
from tests.support.report_tables import place, said, shown, tables
from wholeplace.privacy import MARK
from wholeplace.report.given import Given
from wholeplace.report.sections.trust import linked

EMPTY = report_frames.empty_frames()
FRAMES = report_frames.frames(2_000)


def test_the_whole_and_each_group_are_told_with_their_range(given: Given) -> None:
    rows = shown(linked.section(given), "link-quality")
    assert rows["Everybody"] == ("99.8% (97.8 to 100.0)", "98.2% (96.2 to 99.2)")
    assert "Names usual among: African people" in rows
    assert "Source: police" in rows


def test_figures_of_few_people_are_hidden() -> None:
    few = FRAMES["link_quality"].with_columns(
        people=pl.when(pl.col("name") == "police").then(9).otherwise("people")
    )
    rows = shown(linked.section(place(FRAMES, link_quality=few)), "link-quality")
    assert rows["Source: police"] == (MARK, MARK)


def test_people_without_a_household_are_counted_and_few_are_hidden() -> None:
    counts = pl.DataFrame(
        [("all", "all", 900, 60), ("source", "gp", 800, 30), ("source", "police", 50, 3)],
        schema=FRAMES["unassigned"].schema, orient="row",
    )  # fmt: skip
    rows = shown(linked.section(place(FRAMES, unassigned=counts)), "unassigned")
    assert rows == {"Everybody": ("60",), "Source: gp": ("30",), "Source: police": (MARK,)}


def test_a_group_that_fares_worse_is_named() -> None:
    worse = FRAMES["link_quality"].with_columns(
        worse=(pl.col("name") == "african") & (pl.col("measure") == "recall")
    )
    assert "clearly less often for African people" in said(linked.section(place(FRAMES, link_quality=worse)))


def test_nothing_linked_is_told_as_such() -> None:
    assert tables(linked.section(place(EMPTY))) == {}
