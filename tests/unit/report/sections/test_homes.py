"""Households and families."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.support import report_frames
from tests.support.report_tables import place, said, shown, tables
from wholeplace.report.given import Given
from wholeplace.report.sections import homes

EMPTY = report_frames.empty_frames()


def households(number: int, size: int, kind: str = "private", **dates: date) -> pl.DataFrame:
    rows = [
        {
            "household_id": f"{kind}{size}{dates}{at}",
            "address_id": f"a{at}",
            "kind": kind,
            "people": size,
            **dates,
        }
        for at in range(number)
    ]
    kinds = {"household_id": pl.String, "address_id": pl.String, "kind": pl.String, "people": pl.UInt32}
    return pl.DataFrame(rows, schema={**kinds, "from_date": pl.Date, "to_date": pl.Date})


def families(number: int, services: int | None, *, people: int = 3, children: int = 1) -> pl.DataFrame:
    numbers = {"people": people, "children": children, "adults": people - children}
    known = {"services": services, "agencies": services}
    row = {
        "family_id": "f",
        **numbers,
        **known,
        "withheld": "few known parents" if services is None else None,
    }
    schema = {"family_id": pl.String, **dict.fromkeys([*numbers, *known], pl.UInt32), "withheld": pl.String}
    return pl.DataFrame([row] * number, schema=schema)


def test_households_of_the_day_are_counted_by_size() -> None:
    begun, ended = date(2025, 3, 31), date(2025, 4, 1)
    here = [households(40, 1), households(30, 2, from_date=begun), households(20, 3, to_date=ended)]
    gone = [households(90, 4, to_date=begun), households(90, 5, from_date=ended)]
    made = pl.concat([*here, *gone])
    given = place(EMPTY, household=made)
    assert homes.households(given).text == "90"
    sizes = shown(homes.household_section(given), "household-sizes")
    assert sizes == {"1 person": ("40",), "2 people": ("30",), "3 or more people": ("20",)}


def test_a_hidden_address_is_nobodys_household() -> None:
    hidden = households(30, 1).with_columns(pl.lit(None, pl.String).alias("address_id"))
    assert homes.households(place(EMPTY, household=pl.concat([households(40, 2), hidden]))).text == "40"


def test_shared_addresses_are_counted_apart() -> None:
    given = place(EMPTY, household=pl.concat([households(40, 2), households(12, 30, "communal")]))
    assert homes.households(given).text == "40"
    assert "Counted apart: 10 addresses shared by more than 11 people" in said(homes.household_section(given))


def test_living_people_without_an_address_are_counted(frames: dict[str, pl.DataFrame]) -> None:
    housed = frames["residence"]["person_id"].unique()
    dead = pl.col("death_month") <= report_frames.AS_OF
    expected = (
        frames["person"].filter(~dead.fill_null(False), ~pl.col("person_id").is_in(housed.implode())).height
    )
    text = said(homes.household_section(report_frames.given(frames)))
    assert f"For {round(expected / 5) * 5} living people no source gives a current address." in text


def test_somebody_alone_is_no_family() -> None:
    given = place(EMPTY, family=pl.concat([families(30, 1), families(500, 1, people=1, children=0)]))
    assert homes.families(given).text == "30"


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((50, 40, 30, 20), (3, "20")),
        ((50, 40, 30, 2), (2, "30")),
        ((50, 40, 2, 2), None),
        ((50, 4, 12, 20), (3, "20")),
    ],
)
def test_families_known_to_many_services(counts: tuple[int, ...], found: tuple[int, str] | None) -> None:
    given = place(
        EMPTY, family=pl.concat([families(number, services) for services, number in enumerate(counts)])
    )
    busy = homes.busy_families(given)
    assert (busy and (busy[0], busy[1].text)) == found


def test_withheld_families_are_in_no_figure_of_services() -> None:
    given = place(EMPTY, family=pl.concat([families(60, 0), families(40, 3), families(25, None)]))
    section = homes.family_section(given)
    assert shown(section, "family-services") == {"0 services": ("60",), "1 or more services": ("40",)}
    assert (
        "Withheld: the services known to 25 families, because too few children have a known parent"
        in said(section)
    )


def test_where_all_are_withheld_only_sizes_are_shown() -> None:
    section = homes.family_section(
        place(EMPTY, family=pl.concat([families(25, None), families(25, None, people=4)]))
    )
    assert set(tables(section)) == {"family-sizes"}
    assert homes.withheld_reasons(place(EMPTY, family=families(25, None))) == [
        "too few children have a known parent or carer"
    ]


def test_families_with_and_without_children() -> None:
    made = [families(60, 0), families(40, 1), families(30, 0, children=0), families(20, 1, children=0)]
    table = shown(homes.family_section(place(EMPTY, family=pl.concat(made))), "family-children")
    assert table == {"0 services": ("60", "30"), "1 or more services": ("40", "20")}


def test_no_split_where_it_would_be_hidden() -> None:
    made = [families(60, 0), families(40, 1), families(3, 0, children=0)]
    assert "family-children" not in tables(homes.family_section(place(EMPTY, family=pl.concat(made))))


def test_no_homes_and_no_ties(nothing: Given) -> None:
    assert said(homes.household_section(nothing)).startswith("No addresses were found.")
    assert said(homes.family_section(nothing)).startswith("No family ties were found.")
