from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.demo.names import give_identifiers, renumber
from wholeplace.demo.names import identifiers as module
from wholeplace.demo.world import IDENTIFIER
from wholeplace.sources.values.identifiers import SCHEMES

AS_OF = date(2026, 3, 31)


@pytest.fixture(scope="module")
def presence(person: pl.DataFrame) -> pl.DataFrame:
    return person.select("person", from_date="birth", to_date=pl.lit(None, pl.Date))


@pytest.fixture(scope="module")
def identifier(person: pl.DataFrame, presence: pl.DataFrame) -> pl.DataFrame:
    return give_identifiers(person, presence, 7, AS_OF)


def test_values_are_unique_and_pass_their_checks(identifier: pl.DataFrame) -> None:
    assert dict(identifier.schema) == IDENTIFIER
    assert not identifier.select("scheme", "value").is_duplicated().any()
    for scheme, held in identifier.partition_by("scheme", as_dict=True).items():
        kind = SCHEMES[str(scheme[0])]
        assert kind.check is not None
        assert held.select(kind.check(kind.normalise(pl.col("value")))).to_series().all()


def test_nhs_numbers_are_of_the_range_kept_for_tests(identifier: pl.DataFrame, person: pl.DataFrame) -> None:
    held = identifier.filter(pl.col("scheme") == "nhs_number")
    assert held.height == person.height
    assert held["value"].str.starts_with("999").all()


def _held(born: date, came: date, left: date | None) -> dict[str, date]:
    person = pl.DataFrame({"person": [5], "birth": [born]})
    times = pl.DataFrame(
        {"person": [5], "from_date": [came], "to_date": [left]}, schema_overrides={"to_date": pl.Date}
    )
    found = give_identifiers(person, times, 7, AS_OF)
    return dict(found.select("scheme", "from_date").iter_rows())


def test_each_scheme_begins_at_its_age() -> None:
    born = date(2008, 2, 29)
    assert _held(born, born, None) == {
        "nhs_number": born, "upn": date(2011, 2, 28), "uln": date(2022, 2, 28), "nino": date(2024, 2, 29),
    }  # fmt: skip


def test_who_comes_later_gets_theirs_then() -> None:
    assert _held(date(2008, 3, 1), date(2023, 6, 1), date(2023, 9, 1)) == {
        "nhs_number": date(2008, 3, 1), "upn": date(2023, 6, 1), "uln": date(2023, 6, 1),
    }  # fmt: skip


def test_the_grown_have_no_pupil_number() -> None:
    assert set(_held(date(1980, 1, 1), date(2021, 4, 1), None)) == {"nhs_number", "nino"}


def test_numbers_do_not_depend_on_the_order_of_rows(
    identifier: pl.DataFrame, person: pl.DataFrame, presence: pl.DataFrame
) -> None:
    assert give_identifiers(person.reverse(), presence.reverse(), 7, AS_OF).equals(identifier)
    assert not give_identifiers(person, presence, 8, AS_OF).equals(identifier)


def test_the_adopted_get_a_new_number_and_the_old_is_closed(identifier: pl.DataFrame) -> None:
    day = date(2024, 1, 9)
    people = pl.DataFrame({"person": [3, 4], "from_date": [day, day], "carried_over": [False, True]})
    after = renumber(identifier, people, "nhs_number", 7)
    mine = after.filter(pl.col("person") == 3, pl.col("scheme") == "nhs_number").sort("from_date")
    assert mine["to_date"].to_list() == [day, None]
    assert mine["from_date"][1] == day
    assert mine["value"].n_unique() == 2
    assert after.height == identifier.height + 1
    assert not after.select("scheme", "value").is_duplicated().any()
    again = renumber(after, people, "nhs_number", 7)
    assert not again.select("scheme", "value").is_duplicated().any()


def test_a_place_of_more_people_than_numbers_leaves_some_without(monkeypatch: pytest.MonkeyPatch) -> None:
    from wholeplace.sources.values import synthetic

    monkeypatch.setitem(synthetic.CAPACITY, "nhs_number", 10)
    person = pl.DataFrame({"person": range(15)}).with_columns(birth=pl.lit(date(1980, 1, 1)))
    times = person.select("person", from_date="birth", to_date=pl.lit(None, pl.Date))
    held = module.give_identifiers(person, times, 7, AS_OF).filter(pl.col("scheme") == "nhs_number")
    assert held.height == 10
    assert held["person"].to_list() != list(range(10))
