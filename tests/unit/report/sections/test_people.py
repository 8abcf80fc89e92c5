"""People by age, sex and number of sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from tests.support import report_frames
from tests.support.report_tables import place, said, shown, tables
from wholeplace.report.given import Given
from wholeplace.report.sections import people

EMPTY = report_frames.empty_frames()


def persons(*groups: tuple[int, str | None, str], died: date | None = None, sources: int = 1) -> pl.DataFrame:
    """(how many, month of birth, sex)."""
    rows = [
        {"birth_month": date.fromisoformat(born) if born else None, "sex": sex, "died": died}
        for number, born, sex in groups
        for _ in range(number)
    ]
    frame = pl.DataFrame(
        rows, schema={"birth_month": pl.Date, "sex": pl.String, "died": pl.Date}
    ).with_row_index("n")
    return frame.select(
        pl.format("p{}", "n").alias("person_id"), "birth_month", "sex", pl.col("died").alias("death_month"),
        pl.lit("exact").alias("birth_date_kind"), pl.lit(1).alias("records"), pl.lit(sources).alias("sources"),
        pl.lit(False).alias("known_parent"),
    )  # fmt: skip


def everybody(*parts: pl.DataFrame) -> pl.DataFrame:
    """The parts together, with an id of their own each."""
    return (
        pl.concat(parts)
        .drop("person_id")
        .with_row_index("n")
        .with_columns(pl.format("p{}", "n").alias("person_id"))
    )


def test_living_people_are_counted_and_the_dead_beside() -> None:
    gone = persons((30, "1950-01-01", "male"), died=date(2025, 3, 1))
    later = persons((20, "1950-01-01", "male"), died=date(2025, 4, 1))
    given = place(EMPTY, person=everybody(persons((100, "1980-01-01", "female")), gone, later))
    assert people.known(given).text == "120"
    assert people.died(given).text == "30"


def test_ages_are_told_on_the_places_date() -> None:
    given = place(
        EMPTY,
        person=persons((20, "2007-04-01", "male"), (30, "2007-03-01", "male"), (40, "2025-07-01", "male")),
    )
    ages = shown(people.section(given), "people-by-age")
    assert ages == {"0 to 4": ("40",), "5 to 17": ("20",), "18 and over or unknown": ("30",)}


def test_sex_is_told_by_age_where_enough_of_each_are_known(given: Given) -> None:
    section = people.section(given)
    assert "people-by-sex" in tables(section)


def test_sex_stands_by_itself_where_ages_would_hide_it() -> None:
    given = place(
        EMPTY,
        person=persons(
            (200, "2010-01-01", "male"), (300, "2010-01-01", "female"), (3, "2010-01-01", "other")
        ),
    )
    table = tables(people.section(given))["people-by-sex"]
    assert table.title == "People by sex"
    assert table.rows == (("Female", "300"), ("Sexes not shown apart", "205"))


def test_wider_ages_join_only_what_lies_within_one_stage_of_life() -> None:
    assert people._joined([(0, 0), (1, 3), (4, 6), (7, 9), (10, 10)]) == [(0, 3), (4, 6), (7, 9), (10, 10)]
    assert people._joined([(0, 2), (3, 4), (5, 6)]) == [(0, 2), (3, 4), (5, 6)]


def test_people_of_one_source_are_not_shown_by_sources() -> None:
    alone = place(EMPTY, person=persons((200, "2010-01-01", "male")))
    assert "people-by-sources" not in tables(people.section(alone))
    both = everybody(persons((200, "2010-01-01", "male")), persons((50, "2010-01-01", "male"), sources=2))
    rows = shown(people.section(place(EMPTY, person=both)), "people-by-sources")
    assert rows == {"1 source": ("200",), "2 or more sources": ("50",)}


def test_nobody(nothing: Given) -> None:
    assert said(people.section(nothing)).startswith("No people were found.")


def test_what_the_chart_shows_is_told_in_words(frames: Mapping[str, pl.DataFrame]) -> None:
    given = place(frames, person=persons((500, "1990-01-01", "female"), (20, "2015-01-01", "male")))
    assert "The largest group is 11 and over or unknown, with 500." in said(people.section(given))
