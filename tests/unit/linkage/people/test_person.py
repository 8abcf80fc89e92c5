from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from wholeplace.linkage.people.person import person_table

KINDS = {
    "person_id": pl.String, "record_id": pl.String, "source": pl.String, "sex": pl.String, "ethnicity": pl.String,
    "death_date": pl.Date, "birth_date": pl.Date, "birth_date_kind": pl.String, "seen_from": pl.Date,
    "seen_to": pl.Date,
}  # fmt: skip
HOME = {"person_id": pl.String, "address_id": pl.String}


def person(
    *records: Mapping[str, object], home: str | None = None, raised: bool = False
) -> dict[str, object]:
    """One person's row, of records that say as much."""
    usual = {"person_id": "p", "source": "s", "sex": "unknown", "birth_date_kind": "unknown"}
    rows = [
        dict.fromkeys(KINDS) | usual | {"record_id": f"r{n}"} | dict(record)
        for n, record in enumerate(records)
    ]
    homes = pl.DataFrame([("p", home)] if home else [], schema=HOME, orient="row")
    parents = pl.DataFrame({"person_id": ["p"] if raised else []}, schema={"person_id": pl.String})
    found, born = person_table(pl.DataFrame(rows, schema=KINDS), homes, parents, jobs=1)
    return found.row(0, named=True) | {"born": born["birth_date"].item()}


def exact(year: int, day: int = 1) -> dict[str, object]:
    return {"birth_date": date(year, 6, day), "birth_date_kind": "exact"}


def seen(to: int, since: int = 2000) -> dict[str, object]:
    return {"seen_from": date(since, 1, 1), "seen_to": date(to, 1, 1)}


def test_the_birth_date_most_records_give_counts_before_the_latest() -> None:
    found = person(exact(1990, 17) | seen(2010), exact(1990, 17) | seen(2011), exact(1991) | seen(2020))
    assert (found["birth_month"], found["birth_date_kind"], found["born"]) == (
        date(1990, 6, 1),
        "exact",
        date(1990, 6, 17),
    )


def test_of_several_the_latest_and_of_those_seen_alike_the_later_begun() -> None:
    assert person(exact(1990) | seen(2010), exact(1991) | seen(2020))["born"] == date(1991, 6, 1)
    assert person(exact(1990) | seen(2020, 2015), exact(1991) | seen(2020))["born"] == date(1990, 6, 1)
    assert person(exact(1990), exact(1991))["born"] == date(1990, 6, 1)


def test_an_exact_birth_date_counts_before_any_number_of_expected_ones() -> None:
    expected = {"birth_date": date(2024, 9, 9), "birth_date_kind": "expected"}
    assert person(expected, expected, exact(2024))["birth_date_kind"] == "exact"
    assert person(expected)["birth_date_kind"] == "expected"
    assert person({})["birth_date_kind"] == "unknown"


def test_a_stand_in_for_a_birth_date_is_none() -> None:
    found = person({"birth_date": date(1900, 1, 1), "birth_date_kind": "exact"})
    assert (found["birth_month"], found["birth_date_kind"]) == (None, "unknown")


def test_sex_by_majority_then_latest_and_unknown_last() -> None:
    male, female, unknown = ({"sex": word} for word in ("male", "female", "unknown"))
    assert person(male | seen(2001), male | seen(2002), female | seen(2020))["sex"] == "male"
    assert person(male | seen(2001), female | seen(2020))["sex"] == "female"
    assert person(male, unknown, unknown)["sex"] == "male"
    assert person(unknown)["sex"] == "unknown"


def test_ethnicity_and_death_are_the_latest_known() -> None:
    found = person(
        {"ethnicity": "WBRI"} | seen(2001),
        {"ethnicity": "AIND", "death_date": date(2022, 5, 17)} | seen(2010),
        seen(2020),
    )
    assert (found["ethnicity"], found["death_month"]) == ("AIND", date(2022, 5, 1))


def test_records_sources_and_days_are_counted_over_all() -> None:
    found = person({"source": "a"} | seen(2001), {"source": "b"} | seen(2010, 1995), {"source": "b"})
    assert (found["records"], found["sources"]) == (3, 2)
    assert (found["first_seen"], found["last_seen"]) == (date(1995, 1, 1), date(2010, 1, 1))


def test_home_and_parents_come_from_elsewhere() -> None:
    assert person({}, home="a1", raised=True)["address_id"] == "a1"
    found = person({})
    assert (found["address_id"], found["known_parent"], found["area"]) == (None, False, None)
