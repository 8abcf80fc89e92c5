"""Of which groups the pairs are that are thought to be missed."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.linkage.quality.spread import of_couples, of_lost

RECORD = ["n", "label", "source", "weighed", "whole", "size", "age", "audit_group", "own"]
HALF = {"source": ["tax"], "weighed": [False], "half": [6.0]}


def each(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RECORD, orient="row").cast({"n": pl.UInt32, "label": pl.UInt32})


def halves(table: pl.DataFrame) -> dict[str, float]:
    return dict(table.group_by("name").agg(pl.col("half").sum()).sort("name").iter_rows())


def test_two_who_may_be_one_are_of_one_group_where_only_one_of_them_tells() -> None:
    people = each(
        (0, 0, "gp", True, True, 2, "old", "african", "african"),
        (1, 0, "tax", False, False, 2, "old", "african", "not_told"),
        (2, 2, "tax", True, True, 1, "unknown", "not_told", "not_told"),
        (3, 3, "tax", True, True, 1, "unknown", "east_asian", "east_asian"),
    )
    couples = pl.DataFrame(
        {"x": [0, 0], "y": [2, 3], "chance": [0.5, 1.0], "pairs": [4.0, 1.0]},
        schema_overrides={"x": pl.UInt32, "y": pl.UInt32},
    )
    assert halves(of_couples(people, couples, "age")) == {"old": 6.0}
    assert halves(of_couples(people, couples, "audit_group")) == {"african": 5.0, "east_asian": 1.0}


def accounts() -> pl.DataFrame:
    """Of accounts without birth dates two are alone, of which one tells a group, and three were found."""
    return each(
        (0, 0, "tax", False, False, 1, "unknown", "african", "african"),
        (1, 1, "tax", False, False, 1, "unknown", "not_told", "not_told"),
        (2, 2, "tax", False, False, 2, "old", "african", "african"),
        (3, 3, "tax", False, False, 2, "young", "east_asian", "not_told"),
        (4, 4, "tax", False, False, 3, "young", "not_told", "not_told"),
        *((5 + at, at, "gp", True, True, 2, "old", "african", "african") for at in (2, 3, 4)),
        (10, 4, "police", True, True, 3, "young", "not_told", "not_told"),
    )


def test_the_lost_are_of_their_own_source_and_of_those_that_others_were_found_in() -> None:
    found = halves(of_lost(accounts(), pl.DataFrame(HALF), "source"))
    assert found == {"gp": pytest.approx(4.5), "police": pytest.approx(1.5), "tax": pytest.approx(6.0)}


def test_the_lost_are_of_the_group_that_they_tell_or_as_those_found_that_told_as_little() -> None:
    found = halves(of_lost(accounts(), pl.DataFrame(HALF), "audit_group"))
    assert found == {"african": 6.0, "east_asian": 3.0, "not_told": 3.0}


def test_of_what_none_of_the_lost_tells_they_are_as_those_found() -> None:
    assert halves(of_lost(accounts(), pl.DataFrame(HALF), "age")) == {"old": 4.0, "young": 8.0}


def test_where_nobody_was_found_nothing_is_known_of_the_lost() -> None:
    alone = accounts().filter(pl.col("label") < 2)
    assert halves(of_lost(alone, pl.DataFrame(HALF), "age")) == {"unknown": 12.0}
