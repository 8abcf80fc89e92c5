from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.unit.score.conftest import frame
from wholeplace.score.parts.leaving import Said, said_of, untold_leavings
from wholeplace.score.parts.together import score_together

DAY, LEFT = date(2026, 3, 31), date(2024, 6, 1)
TRUE = frame(
    "true_person true_household from to",
    ("1", "A", None, None), ("2", "A", None, LEFT), ("2", "B", LEFT, None), ("3", "A", date(2025, 1, 1), None),
)  # fmt: skip
ROWS = frame("record_id true_person", ("r1", "1"), ("r2", "2"), ("s2", "2"), ("r3", "3"))
PAIRS = frame("a b", ("1", "2"), ("2", "3"))


HERE, THERE = "999000000001", "999000000002"
NOTHING = {"uprn": None, "from_date": None, "to_date": None, "address_text": None, "postcode": None}
KINDS: dict[str, type[pl.DataType]] = {
    "uprn": pl.String, "from_date": pl.Date, "to_date": pl.Date, "address_text": pl.String, "postcode": pl.String,
}  # fmt: skip
DATES: dict[str, type[pl.DataType]] = {"seen_from": pl.Date, "seen_to": pl.Date, "death_date": pl.Date}


def said(stay: dict[str, Any] | None = None, record: dict[str, Any] | None = None) -> Said:
    """One source has all three at one address since 2010. stay, record: what a second says of person 2."""
    homes = [{"record_id": name, "uprn": HERE} for name in ("r1", "r2", "r3")]
    homes += [{"record_id": "s2", **stay}] if stay else []
    told = {"kind": "home", "hidden": False}
    address = pl.DataFrame([NOTHING | told | home for home in homes], schema_overrides=KINDS)
    dates = {"seen_from": date(2010, 1, 1), "seen_to": None, "death_date": None}
    records: list[dict[str, Any]] = [{"record_id": name, **dates} for name in ("r1", "r2", "r3")]
    records.append({"record_id": "s2", **dates, **(record or {})})
    return said_of(ROWS, pl.DataFrame(records, schema_overrides=DATES), address)


def untold(stay: dict[str, Any] | None = None, record: dict[str, Any] | None = None) -> list[Any]:
    """Pairs parted by a leaving that nobody recorded."""
    return untold_leavings(PAIRS, TRUE, said(stay, record), DAY).rows()


def test_who_left_and_whom_every_source_shows_there_still_left_untold() -> None:
    assert untold() == [("1", "2")]


@pytest.mark.parametrize(
    ("stay", "record"),
    [
        (None, {"death_date": LEFT}),
        ({"uprn": HERE, "to_date": LEFT}, None),
        ({"uprn": THERE, "from_date": date(2024, 5, 1)}, None),
        ({"uprn": THERE}, None),
        ({"uprn": HERE}, {"seen_to": LEFT}),
    ],
)
def test_a_death_an_end_another_home_or_a_closed_record_tells(
    stay: dict[str, Any] | None, record: dict[str, Any] | None
) -> None:
    assert untold(stay, record) == []


def test_what_a_source_says_of_earlier_tells_nothing() -> None:
    old = date(2020, 1, 1)
    assert untold({"uprn": THERE, "from_date": date(2015, 1, 1), "to_date": old}) == [("1", "2")]
    assert untold({"uprn": THERE}, {"seen_to": old}) == [("1", "2")]


def test_pairs_who_never_lived_together_are_wrong_whatever_was_told() -> None:
    assert ("2", "3") not in untold()


def test_untold_leavings_count_neither_way() -> None:
    """The store has all three in one home: 1 and 3 are right; 1 and 2 were parted untold; 2 and 3 never met."""
    store_of = frame("true_person person_id", ("1", "P1"), ("2", "P2"), ("3", "P3"))
    found = frame(
        "person_id household_id from_date to_date", *((f"P{n}", "H", None, None) for n in (1, 2, 3))
    )
    found = found.with_columns(pl.col("from_date", "to_date").cast(pl.Date))
    on_record = frame("true_person place", ("1", "x"), ("2", "x"), ("3", "x"))
    now = score_together(store_of, found, TRUE, on_record, [DAY], said())[str(DAY)]
    assert now["precision"]["value"] == round(1 / 3, 6)
    assert now["precision_told"]["value"] == 0.5
    assert now["f1_recorded"]["value"] == 0.5
    assert now["f1_told"]["value"] == round(2 / 3, 6)
