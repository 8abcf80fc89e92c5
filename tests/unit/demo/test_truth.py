"""The truth of a made place: whose each record is, what was told, and what must stay apart."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl

from wholeplace.demo.records import Sheet
from wholeplace.demo.records.people import AFTER, FIRST
from wholeplace.demo.records.register import own_numbers
from wholeplace.demo.truth import forbidden, record_person, recorded


def _sheet(own: list[str | None], person: list[int | None], fact: list[str | None] | None = None) -> Sheet:
    return Sheet(
        "gp", "mapped", "people", "gp/people.csv", pl.DataFrame({"id": [str(x) for x in own]}),
        pl.Series(person, dtype=pl.Int64), pl.Series(own, dtype=pl.String),
        fact=None if fact is None else pl.Series(fact, dtype=pl.String),
    )  # fmt: skip


def test_each_record_is_of_one_person_once():
    found = record_person([_sheet(["a", "a", "b", None], [3, 3, 5, 9]), _sheet(["a"], [3])])
    assert found.select("source_record_id", "true_person").rows() == [("a", 3), ("b", 5)]


def test_twins_taken_for_one_are_the_one_it_was_opened_for():
    assert record_person([_sheet(["a", "a"], [8, 7])])["true_person"].to_list() == [7]


def test_what_rows_tell_of_is_split_and_counted_once():
    rows = _sheet(["a", "b", "c"], [1, 2, 3], ["spell:4 exposure:5", "spell:4", None])
    assert recorded([rows]).rows() == [("exposure", "5", "gp"), ("spell", "4", "gp")]


def test_a_place_whose_sources_tell_of_nothing_has_an_empty_table():
    assert recorded([_sheet(["a"], [1])]).height == 0


SEED, CHANGED = 1, date(2020, 1, 1)


def _number(step: int) -> str:
    return str(own_numbers(pl.Series([1]), step, "safeguarding", SEED)[0])


def _apart(rows: int) -> set[tuple[str, str]]:
    """Pairs that must stay apart of one child adopted on CHANGED, whose NHS number 999 was carried over.

    rows: how often the practice's list has that number.
    """
    numbers = {
        "person": [1],
        "scheme": ["nhs_number"],
        "value": ["999"],
        "from_date": [date(2015, 1, 1)],
        "to_date": [None],
    }
    world: Any = SimpleNamespace(
        safe=pl.DataFrame({"person": [1], "kind": ["adopted"], "from_date": [CHANGED]}),
        identifier=pl.DataFrame(numbers, schema_overrides={"to_date": pl.Date}),
    )
    own = [
        ("safeguarding", _number(FIRST)),
        ("safeguarding", _number(AFTER)),
        ("cin", _number(AFTER)),
        ("gp", "999"),
    ]
    records = pl.DataFrame(
        {
            "source": [source for source, _ in own],
            "layout_table": "t",
            "source_record_id": [number for _, number in own],
            "true_person": 1,
            "rows": [1, 1, 1, rows],
        }
    )
    pairs = forbidden(world, records, SEED).select("a_source", "a_id", "b_source", "b_id").rows()
    return {(f"{a} {a_id}", f"{b} {b_id}") for a, a_id, b, b_id in pairs}


def test_a_number_that_care_systems_share_tells_the_side_whichever_of_them_has_it():
    old, new = f"safeguarding {_number(FIRST)}", (f"safeguarding {_number(AFTER)}", f"cin {_number(AFTER)}")
    practice = {("gp 999", side) for side in new}
    assert _apart(rows=1) == {(old, side) for side in new} | practice
    assert _apart(rows=2) == {(old, side) for side in new}, (
        "a record of both lives has nothing left to keep apart"
    )
