"""Periods of support over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from tests.support import report_frames
from tests.support.report_tables import place, said, shown, tables
from wholeplace.privacy import MARK
from wholeplace.report.figures.gate import Count
from wholeplace.report.given import Given
from wholeplace.report.sections import tracks
from wholeplace.report.view import Chart

EMPTY = report_frames.empty_frames()
MONTHS = [date(2025, month, 1) for month in (1, 2, 3)]


def state(
    name: str, people: Sequence[int], main: Sequence[int] | None = None, track: str = "childrens_help"
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "month": MONTHS, "track": [track] * 3, "state": [name] * 3, "people": people,
            "main_people": main or people, "sources": ["looked_after, children_in_need"] * 3,
        }
    )  # fmt: skip


def made(*states: pl.DataFrame) -> Given:
    return place(EMPTY, track_month=pl.concat(states))


CARE = (
    state("child_in_need", [200, 210, 220], [150, 160, 170]),
    state("looked_after_fostering", [60, 61, 62]),
    state("looked_after_childrens_home", [20, 21, 22]),
    state("looked_after_custody", [1, 0, 2]),
)


def test_kinds_stand_beside_all_kinds_counting_each_person_once() -> None:
    rows = shown(tracks.section(made(*CARE)), "childrens_help-months")
    assert list(rows) == ["March 2025", "February 2025", "January 2025"]
    assert rows["March 2025"] == ("255", "220", "85")


def test_placements_are_one_line_and_told_apart_in_the_latest_figures() -> None:
    latest = shown(tracks.section(made(*CARE)), "childrens_help-now")
    assert latest["In care, all placements"] == ("85",)
    assert latest["In care, fostered"] == ("60",)
    assert latest["In the group above, other or not shown apart"] == ("25",)
    assert "In care, in custody" not in latest


def test_a_kind_of_few_people_joins_the_others() -> None:
    given = made(*CARE, state("short_breaks", [3, 4, 2]), state("section_47_enquiry", [9, 8, 9]))
    section = tracks.section(given)
    table = tables(section)["childrens_help-months"]
    assert "Other kinds" in [column.label for column in table.columns]
    assert "Too few people to chart apart" in said(section)
    assert "child protection enquiry and series of short breaks" in said(section)


def test_a_month_of_few_people_is_a_gap_with_a_cover() -> None:
    given = made(
        state("child_in_need", [200, 210, 220]),
        state("early_help", [30, 4, 40]),
        state("care_leaver", [50, 50, 50]),
    )
    rows = shown(tracks.section(given), "childrens_help-months")
    assert rows["February 2025"].count(MARK) == 2
    assert MARK not in rows["March 2025"]


def test_a_track_of_few_people_shows_no_figure() -> None:
    few = made(state("direct_support", [5, 6, 7], track="carer_support"))
    section = tracks.section(few)
    assert [block.blank for block in section.blocks if isinstance(block, Chart)] == [True]
    assert "carer_support-now" not in tables(section)
    assert tracks.supported("carer_support", few) == Count(None, "fewer than 10")


def test_headline_figures_are_those_of_the_chart() -> None:
    given = made(*CARE)
    assert tracks.supported("childrens_help", given) == Count(255, "255")
    care = tracks.in_group("childrens_help", "looked_after", given)
    assert care is not None
    assert care.text == "85"
    assert tracks.supported("debt", given) is None
    assert tracks.in_group("send", "ehc_plan", given) is None


def test_tracks_without_any_period_are_named_with_where_it_was_looked() -> None:
    given = place(EMPTY, track_month=state("direct_support", [50, 60, 70], track="carer_support"),
                  coverage=report_frames.frames(500, years=1)["coverage"])  # fmt: skip
    text = said(tracks.section(given))
    assert "No periods of support for children's help, special educational needs" in text
    assert "Police (up to 30 September 2024)" in text
    assert "support for unpaid carers, homelessness" not in text


def test_each_chart_says_where_its_figures_come_from() -> None:
    given = place(EMPTY, track_month=pl.concat(CARE), coverage=report_frames.frames(500, years=1)["coverage"])
    source = tables(tracks.section(given))["childrens_help-months"].source
    assert source == "Source: Looked after (up to 31 March 2025) and Children in need (up to 31 March 2025)."


def test_the_course_of_each_line_is_told_in_words() -> None:
    assert "Line chart: Child in need. 200 people in January 2025, 220 in March 2025." in said(
        tracks.section(made(*CARE))
    )


def test_kinds_that_a_place_added_itself_are_charted() -> None:
    assert "Support to the carer" in str(
        tracks.section(made(state("direct_support", [50, 60, 70], track="carer_support")))
    )
