"""Patterns of families: shown where enough follow them, with what is commoner in them and not too rare."""

from __future__ import annotations

import polars as pl

from tests.support import report_frames
from tests.support.report_tables import tables
from wholeplace.report.given import Given
from wholeplace.report.sections.together import patterns
from wholeplace.report.view import Aside


def test_each_pattern_is_told_with_its_families_and_cost(given: Given) -> None:
    rows = tables(patterns.section(given))["patterns-table"].rows
    assert rows[0][:3] == ("Many live with trouble 1", "560", "40% to 60%")
    assert rows[0][4:6] == ("£12,000", "£9,000 to £15,000")
    assert [row[-1] for row in rows] == ["yes", "not reliably"]


def test_only_what_is_commoner_and_not_too_rare_is_told(given: Given) -> None:
    rows = tables(patterns.section(given))["patterns-features"].rows
    assert [row[1:] for row in rows] == [
        ("School absence", "Circumstance", "nearly all", "50%"), ("Poverty", "Circumstance", "60%", "30%"),
    ]  # fmt: skip


def test_a_pattern_of_few_keeps_no_figure_and_is_not_told_by_subtraction(
    frames: dict[str, pl.DataFrame],
) -> None:
    small = frames["pattern"].with_columns(pl.Series("families", [300, 4], pl.UInt32))
    section = patterns.section(report_frames.given({**frames, "pattern": small}))
    if not isinstance(section.blocks[0], Aside):
        rows = tables(section)["patterns-table"].rows
        assert [row[1] for row in rows] == ["[c]", "[c]"]
        assert {row[4] for row in rows} == {""}


def test_a_place_without_patterns_says_so(nothing: Given) -> None:
    blocks = patterns.section(nothing).blocks
    assert len(blocks) == 1
    assert isinstance(blocks[0], Aside)
