"""Services around families: counts that can be checked by hand, hidden where few, silent where nothing is known."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.support import report_frames
from tests.support.report_tables import tables
from wholeplace.report.given import Given
from wholeplace.report.sections.together import fragmentation
from wholeplace.report.view import Aside, Prose, Section

# 3,000 people make 750 families; every tenth is withheld.
SHOWN = 675


@pytest.fixture
def tied(frames: dict[str, pl.DataFrame]) -> Given:
    """The place with every family of two people or more."""
    two = frames["family"].with_columns(pl.lit(2, pl.UInt32).alias("people"))
    return report_frames.given({**frames, "family": two})


def said(section: Section) -> str:
    return " ".join(text for block in section.blocks if isinstance(block, Prose) for text in block.paragraphs)


def test_families_by_services_at_once(tied: Given) -> None:
    section = fragmentation.at_once(tied)
    assert "675 families may be shown" in said(section)
    rows = dict(tables(section)["family-at-once"].rows)
    assert rows["2 services"] == "150"
    assert sum(int(count) for count in rows.values()) == SHOWN


def test_families_of_one_are_none(given: Given) -> None:
    assert f"{SHOWN} families" not in said(fragmentation.at_once(given))


def test_what_families_had_to_do_with_in_a_year(tied: Given) -> None:
    rows = {row[0]: row[1:] for row in tables(fragmentation.at_once(tied))["family-burdens"].rows}
    assert rows["An assessment that asked again what another team had asked"] == ("225", "33%")
    assert rows["Something enforced against them while another service supports them"][0] == "125"


def test_what_is_asked_again_is_counted_and_priced(given: Given) -> None:
    section = fragmentation.again(given)
    # Of 750 families 250 were asked again, at £200 each.
    assert "assessed 750 times. 250 of these assessments (33%), of 250 families" in said(section)
    assert "£50,000 (£23,000 to £110,000)" in said(section)
    found = tables(section)
    assert found["assessed-again"].rows == (("Children's social care", "Housing benefit", "250"),)
    assert found["questions-again"].rows == (("Housing", "250"), ("Money and work", "250"))


def test_assessments_of_long_ago_are_not_counted(frames: dict[str, pl.DataFrame]) -> None:
    old = frames["assessment"].with_columns(pl.lit(date(2020, 1, 1)).alias("date"))
    blocks = fragmentation.again(report_frames.given({**frames, "assessment": old})).blocks
    assert isinstance(blocks[0], Aside)


def test_where_services_work_past_each_other(given: Given) -> None:
    section = fragmentation.conflicts(given)
    assert "125 families and people alone" in said(section)
    assert "For 125 of them one agency did both" in said(section)
    rows = tables(section)["conflict-pairs"].rows
    assert [row[2] for row in rows] == ["125"]
    assert ":" not in "".join(rows[0])


def test_few_families_are_hidden_and_rare_rows_left_out(frames: dict[str, pl.DataFrame]) -> None:
    few = report_frames.given({**frames, "conflict": frames["conflict"].head(9)})
    assert isinstance(fragmentation.conflicts(few).blocks[0], Aside)
    rare = frames["conflict"].with_row_index("n").with_columns(
        pl.when(pl.col("n") < 9).then(pl.lit("notice_served")).otherwise("enforcing").alias("enforcing")
    ).drop("n")  # fmt: skip
    table = tables(fragmentation.conflicts(report_frames.given({**frames, "conflict": rare})))[
        "conflict-pairs"
    ]
    assert [row[2] for row in table.rows] == ["115"]
    assert "Rarer rows are left out." in table.notes


def test_a_place_with_nothing_says_so(nothing: Given) -> None:
    for make in (fragmentation.at_once, fragmentation.again, fragmentation.conflicts):
        blocks = make(nothing).blocks
        assert len(blocks) == 1
        assert isinstance(blocks[0], Aside)
