"""What it costs, whom, and how much of it the costliest families have."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.support import report_frames
from tests.support.report_tables import place, said, shown
from wholeplace.report.figures.amounts import rounded
from wholeplace.report.given import Given
from wholeplace.report.sections import cost


def test_the_year_is_the_last_whole_one(frames: dict[str, pl.DataFrame]) -> None:
    days = {date(2025, 3, 31): 2024, date(2025, 3, 30): 2023, date(2025, 12, 1): 2024}
    given = {day: place(frames, report_frames.config(as_of=day)) for day in days}
    assert {day: cost.year(each) for day, each in given.items()} == days


def test_payers_add_up_to_the_total(given: Given) -> None:
    rows = shown(cost.section(given), "cost-payers")
    fiscal = cost.fiscal(given)
    assert set(rows) == {"Council", "Police", "NHS"}
    for payer, code in (("Council", "council"), ("Police", "police")):
        pence = int(fiscal.filter(pl.col("payer") == code)["amount_pence"].sum())
        assert rows[payer][1].startswith("£")
        assert abs(rounded(pence) - pence / 100) <= 0.006 * pence / 100
    assert cost.total(given).amount == fiscal["amount_pence"].sum()


def test_unpaid_care_is_never_added_to_what_services_cost(given: Given) -> None:
    assert "unpaid_care" not in cost.fiscal(given)["item"]
    assert any(name.startswith("Economic") for name in shown(cost.section(given), "cost-kinds"))


def test_the_range_and_the_share_that_is_reported_are_told(given: Given) -> None:
    text = said(cost.section(given))
    assert "in the financial year 2024-25" in text
    assert " million to £" in text
    assert "0% of it is what a source says was paid" in text
    assert "this is not a budget" in text


def test_a_family_bears_its_members_costs_once(given: Given) -> None:
    costs = cost.family_costs(given)
    members = given.table("family_member")
    sizes = members.group_by("family_id").len().filter(pl.col("len") > 1)
    in_families = members.join(sizes, on="family_id")["person_id"]
    spent = cost.fiscal(given).filter(pl.col("person_id").is_in(in_families.implode()))["amount_pence"].sum()
    assert costs["amount_pence"].sum() == spent


def test_somebody_in_two_families_is_shared_between_them(frames: dict[str, pl.DataFrame]) -> None:
    more = frames["family_member"].head(3).with_columns(pl.lit("f-other").alias("family_id"))
    both = place(frames, family_member=pl.concat([frames["family_member"], more]))
    alone, shared = (int(cost.family_costs(each)["amount_pence"].sum()) for each in (place(frames), both))
    assert 0 <= alone - shared < 100


def test_the_costliest_families_have_the_most(given: Given) -> None:
    rows = shown(cost.concentration(given), "cost-families")
    shares = [int(row[-1].rstrip("%")) for row in rows.values()]
    assert list(rows)[-1] == "All families"
    assert shares == sorted(shares)
    assert shares[-1] == 100
    assert "The costliest 5% of families had" in said(cost.concentration(given))


def test_a_payer_for_too_few_people_is_among_the_others(frames: dict[str, pl.DataFrame]) -> None:
    few = (
        frames["cost"]
        .head(3)
        .with_columns(pl.lit("fire").alias("payer"), pl.lit(2024, pl.Int32).alias("year"))
    )
    rows = shown(cost.section(place(frames, cost=pl.concat([frames["cost"], few]))), "cost-payers")
    assert "Fire" not in rows
    assert "Others" in rows


def test_a_place_without_costs_says_so(nothing: Given) -> None:
    assert "No costs were found." in said(cost.section(nothing))
    assert "were found" in said(cost.concentration(nothing))
