"""A change in spending read off the `cost` table."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from wholeplace.picture.change import spending_change
from wholeplace.picture.contracts import COST

ITEMS = ("fostering", "childrens_home")


def stay(person: str, item: str, year: int, days: int, pence: int, **more: object) -> dict[str, object]:
    first = date(year, 5, 1)
    return {
        "person_id": person, "item": item, "service": "childrens_social_care", "payer": "council", "fund": None,
        "kind": "fiscal", "year": year, "from_date": first, "to_date": first + timedelta(days=days),
        "units": days / 7, "unit": "week", "low_pence": pence, "amount_pence": pence, "high_pence": pence,
        "basis": "priced", "price_id": "x", "price_basis": "published", **more,
    }  # fmt: skip


def table(*rows: dict[str, object]) -> pl.DataFrame:
    return COST.shape(pl.DataFrame(rows, schema=COST.columns, orient="row"))


def test_more_children_of_the_same_kind_are_numbers_alone() -> None:
    cost = table(
        stay("a", "fostering", 2023, 100, 1000_00),
        stay("a", "fostering", 2024, 100, 1000_00),
        stay("b", "fostering", 2024, 100, 1000_00),
        stay("c", "food_parcel", 2024, 1, 35_00),
        stay("c", "fostering", 2024, 9, 50_00, kind="economic"),
    )
    found = spending_change(cost, ITEMS, 2023, 2024)
    assert found == {"numbers": 1000_00, "length": 0, "mix": 0, "price": 0, "change": 1000_00}


def test_two_payers_of_one_stay_count_its_days_once() -> None:
    cost = table(
        stay("a", "childrens_home", 2023, 50, 5000_00),
        stay("a", "childrens_home", 2024, 50, 4000_00),
        stay("a", "childrens_home", 2024, 50, 2000_00, payer="nhs"),
    )
    found = spending_change(cost, ITEMS, 2023, 2024)
    assert found == {"numbers": 0, "length": 0, "mix": 0, "price": 1000_00, "change": 1000_00}


def test_the_parts_add_up_to_what_the_table_says() -> None:
    cost = table(
        stay("a", "fostering", 2023, 200, 2222_22),
        stay("b", "childrens_home", 2023, 31, 4321_00),
        stay("a", "fostering", 2024, 365, 4444_11),
        stay("c", "childrens_home", 2024, 100, 15_000_07),
        stay("d", "childrens_home", 2024, 13, 2_000_03),
    )
    found = spending_change(cost, ITEMS, 2023, 2024)
    change = found.pop("change")
    assert change == sum(found.values()) == (4444_11 + 15_000_07 + 2_000_03) - (2222_22 + 4321_00)
    assert min(found["numbers"], found["length"], found["price"]) > 0
