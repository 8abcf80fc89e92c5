"""What a run says of a group that linkage serves worse."""

from __future__ import annotations

import polars as pl

from wholeplace.linkage.quality.words import fares_worse

KINDS = {
    "by": pl.String,
    "name": pl.String,
    "measure": pl.String,
    "estimate": pl.Float64,
    "people": pl.UInt32,
    "worse": pl.Boolean,
}


def quality(*groups: tuple[str, str, float, int, bool]) -> pl.DataFrame:
    rows = [(by, name, "recall", estimate, people, worse) for by, name, estimate, people, worse in groups]
    return pl.DataFrame(rows, schema=KINDS, orient="row")


WHOLE = ("all", "all", 0.982, 1_000, False)


def test_a_group_that_fares_worse_is_told_of_with_its_figure() -> None:
    lines = fares_worse(quality(WHOLE, ("audit_group", "african", 0.94, 400, True)), 10)
    assert len(lines) == 1
    assert "94.0%" in lines[0]
    assert "african" in lines[0]
    assert "98.2%" in lines[0]


def test_others_are_not_nor_are_groups_of_few_people_or_sources() -> None:
    table = quality(
        WHOLE,
        ("audit_group", "african", 0.97, 400, False),
        ("audit_group", "east_asian", 0.5, 9, True),
        ("source", "police", 0.9, 400, True),
    )
    assert fares_worse(table, 10) == []
    assert fares_worse(quality(), 10) == []
