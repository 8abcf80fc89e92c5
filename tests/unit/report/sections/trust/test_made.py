"""How this was made."""

from __future__ import annotations

import polars as pl

from tests.support import report_frames
from tests.support.report_tables import place, shown, tables
from wholeplace.report.given import Given
from wholeplace.report.sections.trust import made
from wholeplace.report.step import REPORT
from wholeplace.report.view import Listing


def test_every_table_that_is_read_is_named(given: Given) -> None:
    named = {name.strip() for row in tables(made.section(given))["tables"].rows for name in row[1].split(",")}
    assert named == set(REPORT.reads)


def test_settings_are_those_in_force(frames: dict[str, pl.DataFrame]) -> None:
    settings = report_frames.config(
        disclosure={"threshold": 25, "rounding": 10}, picture={"overlap_months": 6}
    )
    rows = shown(made.section(place(frames, settings)), "settings")
    assert rows["Smallest count shown"] == ("25",)
    assert rows["Rounding"] == ("to the nearest 10",)
    assert rows["Months looked back on for services"] == ("6",)


def test_limits_name_the_threshold(frames: dict[str, pl.DataFrame]) -> None:
    settings = report_frames.config(disclosure={"threshold": 25, "rounding": 10})
    lists = [block for block in made.section(place(frames, settings)).blocks if isinstance(block, Listing)]
    small = dict(item for block in lists for item in block.items)["Small numbers"]
    assert "below 25" in small
    assert "nearest 10" in small


def test_sources_with_what_is_and_is_not_stated(frames: dict[str, pl.DataFrame]) -> None:
    settings = report_frames.config(synthetic=False)
    stated = settings.source[0].model_copy(
        update={"lawful_basis": "Children Act 1989, s22", "permitted_uses": ("planning",)}
    )
    given = place(frames, settings.model_copy(update={"source": (stated, *settings.source[1:])}))
    rows = shown(made.section(given), "sources")
    assert rows["Looked after"][3] == "Children Act 1989, s22"
    assert rows["Looked after"][6] == "planning"
    assert rows["Police"][3] == "not stated"


def test_words_used_on_the_page_are_explained(given: Given) -> None:
    lists = [block for block in made.section(given).blocks if isinstance(block, Listing)]
    terms = {term for block in lists for term, _ in block.items}
    assert {"Person", "Household", "Family", "Service", "Period of support", "None found"} <= terms
