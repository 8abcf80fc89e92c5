"""What the sources cover."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.support import report_frames
from tests.support.report_tables import place, said, shown, tables
from wholeplace.privacy import MARK
from wholeplace.report.given import Given
from wholeplace.report.sections.trust import coverage

EMPTY = report_frames.empty_frames()


def covered(source: str, people: int, children: int, with_parent: int, **dates: date) -> pl.DataFrame:
    row = {"source": source, "records": people, "people": people, "children": children,
           "children_with_parent": with_parent, "as_of": date(2025, 3, 31), **dates}  # fmt: skip
    schema = {"first_date": pl.Date, "last_date": pl.Date}
    return pl.DataFrame([row]).with_columns(pl.lit(dates.get(name), pl.Date).alias(name) for name in schema)


def test_each_source_with_its_people_and_known_parents() -> None:
    given = place(
        EMPTY, coverage=pl.concat([covered("police", 512, 203, 52), covered("looked_after", 4, 4, 2)])
    )
    rows = shown(coverage.section(given), "coverage-table")
    assert rows["Police"] == ("Police", "31 March 2025", "510", "510", "205", "24%")
    assert rows["Looked after"][2:] == (MARK, MARK, MARK, MARK)


def test_days_are_told_as_months_and_not_at_all_of_few_people() -> None:
    dates = {"first_date": date(2019, 4, 8), "last_date": date(2025, 2, 17)}
    given = place(
        EMPTY,
        coverage=pl.concat(
            [covered("police", 512, 0, 0, **dates), covered("looked_after", 4, 0, 0, **dates)]
        ),
    )
    section = coverage.section(given)
    assert shown(section, "coverage-times") == {"Police": ("April 2019", "February 2025", "31 March 2025")}
    assert "2019-04-08" not in str(section)
    assert "2025-02-17" not in str(section)


def test_a_source_without_dates_has_no_bar() -> None:
    section = coverage.section(place(EMPTY, coverage=covered("police", 512, 0, 0)))
    assert "coverage-times" not in tables(section)


def test_children_without_a_known_parent(frames: dict[str, pl.DataFrame]) -> None:
    total, without = coverage.children(report_frames.given(frames))
    person = frames["person"].filter(
        pl.col("birth_month") > date(2007, 3, 1), pl.col("death_month").is_null()
    )
    assert total.number == round(person.height / 5) * 5
    assert without.number == round(person.filter(~pl.col("known_parent")).height / 5) * 5


def test_parents_by_age_are_shown_and_small_ages_hidden() -> None:
    ages = pl.DataFrame(
        {
            "source": ["police"] * 3,
            "age": ["11 to 15", "0 to 4", "5 to 10"],
            "children": [100, 50, 4],
            "children_with_parent": [52, 20, 1],
        }
    )
    section = coverage.section(place(EMPTY, coverage=covered("police", 512, 154, 73), known_parent=ages))
    rows = tables(section)["known-parents"].rows
    assert [row[1] for row in rows] == ["0 to 4", "5 to 10", "11 to 15"]
    assert rows[1][2:] == (MARK, MARK)
    assert [row[2] for row in rows].count(MARK) == 2


def test_no_source(nothing: Given) -> None:
    assert said(coverage.section(nothing)) == "No source may be used for planning."
