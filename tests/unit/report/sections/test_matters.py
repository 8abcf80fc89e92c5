"""What matters: the figures and sentences for a reader who reads no further."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support import report_frames
from tests.support.report_tables import place, said
from wholeplace.report.given import Given
from wholeplace.report.sections import homes, matters, overlap, people
from wholeplace.report.sections.trust import coverage
from wholeplace.report.view import Headlines


def headlines(given: Given) -> Headlines:
    block = matters.section(given).blocks[0]
    assert isinstance(block, Headlines)
    return block


def test_five_figures_and_four_to_seven_sentences(given: Given) -> None:
    found = headlines(given)
    assert len(found.figures) == 5
    assert 4 <= len(found.sentences) <= 7


def test_each_sentence_leads_to_where_it_comes_from(given: Given) -> None:
    assert {sentence.href for sentence in headlines(given).sentences} == {
        "#people", "#overlap", "#families", "#support", "#cost", "#arrival", "#coverage",
    }  # fmt: skip


def test_figures_are_those_of_the_sections(given: Given) -> None:
    text = said(matters.section(given))
    busy = homes.busy_families(given)
    assert busy is not None
    assert f"{people.known(given).text} people known" in text
    assert f"{homes.households(given).text} households" in text
    assert f"{busy[1].text} families (" in text
    assert overlap.numbers_in_words(given) in text
    assert f"of the {coverage.children(given)[0].text} children" in text


def test_withheld_families_are_said_to_be(frames: dict[str, pl.DataFrame]) -> None:
    held = frames["family"].with_columns(
        *(pl.lit(None, pl.UInt32).alias(name) for name in ("services", "agencies")),
        pl.lit(None, pl.String).alias("sources"),
        pl.lit("few known parents").alias("withheld"),
    )
    text = said(matters.section(place(frames, family=held)))
    assert (
        "How many services know one family is withheld, because too few children have a known parent" in text
    )
    assert "not shown of families known to three or more services" in text


@pytest.mark.parametrize(
    "table", ["overlap", "family", "track_month", "refused", "household", "review", "coverage"]
)
def test_what_was_not_found_leaves_the_rest_standing(frames: dict[str, pl.DataFrame], table: str) -> None:
    found = headlines(place(frames, **{table: report_frames.table(table).empty()}))
    assert len(found.sentences) >= 4
    assert "None" not in said(matters.section(place(frames, **{table: report_frames.table(table).empty()})))


def test_an_empty_place_says_where_it_looked(nothing: Given) -> None:
    assert said(matters.section(nothing)).startswith("No people were found. No source was looked at.")
