"""Rows as they may be shown."""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.linkage.contracts import PROTECTION
from wholeplace.linkage.safety.shown import WITHHELD, Cover, covered, parted

SINCE = date(2023, 5, 1)
PEOPLE = pl.DataFrame({"record_id": ["r1", "r2", "r3"], "person_id": ["p1", "p2", "p3"]})


def cover(*rows: tuple[str, str | None, str, date | None, date | None]) -> Cover:
    columns = ("person_id", "other_person_id", "kind", "from_date", "to_date")
    kinds = {name: PROTECTION.columns[name] for name in columns}
    frame = pl.DataFrame(list(rows), schema=kinds, orient="row").with_columns(
        reason=pl.lit("why"), stated_by=pl.lit("who")
    )
    return Cover(PEOPLE, PROTECTION.shape(frame))


HIDDEN = cover(("p1", None, "hidden_address", SINCE, None))
APART = cover(("p1", "p2", "not_together", SINCE, None))
TWO = cover(("p1", "p2", "two_identities", None, None))


def test_who_helps_a_hidden_person_is_withheld_from_the_day_on() -> None:
    facts = pl.DataFrame(
        {
            "person_id": ["p1", "p1", "p1", "p2"],
            "date": [date(2023, 4, 30), SINCE, date(2023, 4, 1), SINCE],
            "end_date": [None, None, date(2023, 6, 1), None],
            "service": ["housing"] * 4,
        }
    )
    assert covered(facts, HIDDEN)["service"].to_list() == ["housing", WITHHELD, WITHHELD, "housing"]


def test_it_is_shown_again_once_a_rule_has_ended() -> None:
    ended = cover(("p1", None, "hidden_address", SINCE, date(2023, 6, 1)))
    days = {"date": [date(2023, 5, 20), date(2023, 6, 1)], "end_date": pl.Series([None, None], dtype=pl.Date)}
    facts = pl.DataFrame({"person_id": ["p1", "p1"], **days, "service": ["housing", "housing"]})
    assert covered(facts, ended)["service"].to_list() == [WITHHELD, "housing"]


def test_rows_by_record_are_those_of_the_records_person_and_undated_ones_count() -> None:
    address = pl.DataFrame(
        {
            "record_id": ["r1", "r1", "r2"],
            "from_date": [date(2020, 1, 1), None, None],
            "to_date": [date(2023, 4, 1), None, None],
            "postcode": ["AA1 1AA", "ZZ9 9ZZ", "AA1 1AA"],
        }
    )
    assert covered(address, HIDDEN)["postcode"].to_list() == ["AA1 1AA", None, "AA1 1AA"]
    assert covered(address, HIDDEN).columns == address.columns


def test_numbers_and_former_names_of_two_identities_are_withheld() -> None:
    numbers = pl.DataFrame(
        {
            "record_id": ["r1", "r2", "r3", "r1"],
            "scheme": ["upn", "former_upn", "upn", "pnc"],
            "value": list("abcd"),
        }
    )
    assert covered(numbers, TWO)["value"].to_list() == [WITHHELD, WITHHELD, "c", "d"]
    names = pl.DataFrame({"record_id": ["r1", "r3"], "former_family_name": ["One", "Two"]})
    assert covered(names, TWO)["former_family_name"].to_list() == [None, "Two"]


def test_a_row_that_holds_both_is_left_out_whatever_its_columns_are_called() -> None:
    rows = pl.DataFrame(
        {"x": ["p1", "r1", "p1", "p3", None], "y": ["r2", "p3", "p1", "p2", "p2"], "n": range(5)}
    )
    assert parted(rows, APART)["n"].to_list() == [1, 2, 3, 4]
    assert parted(rows.select("x", "n"), APART).height == 5


def test_without_protection_nothing_changes() -> None:
    nobody = cover()
    rows = pl.DataFrame({"person_id": ["p1"], "other_person_id": ["p2"], "service": ["housing"]})
    assert parted(covered(rows, nobody), nobody).equals(rows)
    assert covered(pl.DataFrame({"source": ["gp"]}), HIDDEN)["source"].to_list() == ["gp"]
