"""What everything costs: rules one by one, and three families worked out by hand from the packaged prices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from tests.support.picture_tables import SETTINGS, Rows, assert_holds, drawn
from wholeplace.picture.priced import price_tables

STATES = [
    {"track": "childrens_help", "state": "looked_after_childrens_home", "exclusive": False, "precedence": 3},
    {"track": "childrens_help", "state": "looked_after_fostering", "exclusive": False, "precedence": 6},
    {"track": "childrens_help", "state": "child_protection_plan", "exclusive": False, "precedence": 12},
    {"track": "childrens_help", "state": "child_in_need", "exclusive": False, "precedence": 16},
    {"track": "childrens_help", "state": "early_help", "exclusive": False, "precedence": 17},
    {"track": "homelessness", "state": "relief", "exclusive": False, "precedence": 2},
    {"track": "homelessness", "state": "temporary_accommodation", "exclusive": False, "precedence": 1},
    {"track": "adult_social_care", "state": "home_care", "exclusive": False, "precedence": 4},
    {"track": "adult_social_care", "state": "nursing", "exclusive": False, "precedence": 1},
]
FACTORS = [{"factor": "caring_burden", "kind": "circumstance"}]
SOURCES = [
    {"source": name, "service": service, "agency": "council", "as_of": date(2024, 6, 30)}
    for name, service in (
        ("cin", "childrens_social_care"),
        ("cld", "adult_social_care"),
        ("gp", "general_practice"),
    )
]


def costs(folder: Path = Path("nowhere"), **given: str | Rows) -> pl.DataFrame:
    """Costs of a small place at the packaged prices; April to June 2024 is all of 2024-25 that has been."""
    prices = {name: frame.to_dicts() for name, frame in price_tables(folder / "prices.csv", SETTINGS).items()}
    return drawn("cost", system_state=STATES, system_factor=FACTORS, source_stated=SOURCES, **prices, **given)


def test_a_period_costs_a_price_a_day_cut_at_the_end_of_the_year() -> None:
    made = costs(
        person_spell="""
        person_id source track          state                  from_date   to_date
        ann       cin    childrens_help looked_after_fostering 2024-03-25  2024-04-15
        """
    )
    # A week is £720 in 2023-24 and £765 in 2024-25: seven days and fourteen.
    made, worker = (made.filter(pl.col("item") == item) for item in ("fostering", "social_work_child"))
    assert worker["units"].to_list() == [1.0, 2.0], "a child in care has a social worker too"
    assert_holds(
        made,
        """
        person_id item       service                payer    year  from_date   to_date     amount_pence price_basis
        ann       fostering  childrens_social_care  council  2023  2024-03-25  2024-04-01  72000        published
        ann       fostering  childrens_social_care  council  2024  2024-04-01  2024-04-15  153000       published
        """,
    )
    assert made["units"].to_list() == [1.0, 2.0]


def test_of_two_states_on_one_line_the_more_intensive_has_the_day() -> None:
    made = costs(
        person_spell="""
        person_id source track          state                       from_date   to_date
        ann       cin    childrens_help early_help                  2024-04-01  2024-04-15
        ann       cin    childrens_help child_in_need               2024-04-08  2024-04-22
        ann       cin    childrens_help child_protection_plan       2024-04-15  2024-04-29
        """
    )
    assert_holds(
        made,
        """
        item               from_date   to_date     units
        early_help         2024-04-01  2024-04-08  1
        social_work_child  2024-04-08  2024-04-29  3
        """,
    )


def test_a_contact_within_the_periods_of_its_line_is_paid_for_with_them() -> None:
    made = costs(
        person_spell="""
        person_id source track          state         from_date   to_date
        ann       cin    childrens_help child_in_need 2024-04-08  2024-04-15
        """,
        person_event="""
        person_id source service                agency   kind        date
        ann       cin    childrens_social_care  council  assessment  2024-04-07
        ann       cin    childrens_social_care  council  assessment  2024-04-08
        ann       cin    childrens_social_care  council  assessment  2024-04-14
        ann       cin    childrens_social_care  council  assessment  2024-04-15
        """,
    )
    contacts = made.filter(pl.col("item") == "childrens_assessment")
    assert contacts.select("units", "from_date", "to_date").row(0) == (2, date(2024, 4, 7), date(2024, 4, 16))


def test_what_a_source_reports_as_paid_stands_in_place_of_a_price_on_its_days() -> None:
    made = costs(
        person_spell="""
        fact_id person_id source track              state      from_date   to_date
        1       ann       cld    adult_social_care  home_care  2024-04-01  2024-04-15
        2       ann       cld    adult_social_care  home_care  2024-04-15  2024-04-29
        """,
        person_money="""
        fact_id person_id source item                       amount_pence per   from_date   to_date
        1       ann       cld    adult_social_care_service  30000        week  2024-04-01  2024-04-15
        """,
    )
    # Two weeks at £300 as reported, then two at thirteen hours of £23.56.
    assert_holds(
        made,
        """
        item                       basis     unit  amount_pence fund
        adult_social_care_service  reported  week  60000        general_fund
        home_care_hour             priced    hour  61256        general_fund
        """,
    )


def test_a_school_week_falls_in_thirty_eight_weeks_of_a_year() -> None:
    made = costs(
        person_money="""
        fact_id person_id source item                      amount_pence per   from_date   to_date
        1       ann       cin    home_to_school_transport  9100         week  2023-04-01  2024-03-30
        """
    )
    assert made["amount_pence"].to_list() == [9100 * 38]


def test_a_balance_is_no_cost_and_a_repeat_is_one() -> None:
    made = costs(
        person_money="""
        fact_id person_id source item             amount_pence per      from_date   to_date
        1       ann       cin    rent_balance     9100         balance  2024-04-01  .
        2       ann       cin    hardship_grant   7500         once     2024-04-01  .
        3       ann       cin    hardship_grant   7500         once     2024-04-01  .
        4       ann       cin    own_words        -700         once     2024-04-02  .
        """
    )
    assert made.select("item", "payer", "amount_pence").rows() == [
        ("hardship_grant", "voluntary_sector", 7500),
        ("own_words", "council", -700),
    ]


def test_nothing_costs_after_the_month_of_death() -> None:
    made = costs(
        person=[{"person_id": "ann", "death_month": date(2024, 4, 1), "known_parent": True}],
        person_spell="""
        person_id source track              state    from_date   to_date
        ann       cld    adult_social_care  nursing  2024-04-24  2024-06-30
        """,
    )
    assert made["to_date"].unique().to_list() == [date(2024, 5, 1)]


def test_the_place_s_own_price_is_taken(tmp_path: Path) -> None:
    text = "item,unit,payer,value,price_year,source\nfostering,week,council,700,2024,our payments\n"
    (tmp_path / "prices.csv").write_text(text, encoding="utf-8")
    made = costs(
        tmp_path,
        person_spell="""
        person_id source track          state                  from_date   to_date
        ann       cin    childrens_help looked_after_fostering 2024-04-01  2024-04-15
        """,
    )
    assert made.select("amount_pence", "low_pence", "price_basis").row(0) == (
        140000,
        140000,
        "own, published",
    )


def test_three_families_worked_out_by_hand() -> None:
    """One row a family: a child in a home; a homeless household with a child in need; an older couple."""
    made = costs(
        person_spell="""
        person_id source track              state                        from_date   to_date
        a1        cin    childrens_help     looked_after_childrens_home  2024-04-01  2024-04-29
        a1        cin    childrens_help     child_in_need                2024-04-01  2024-04-29
        b1        cin    homelessness       relief                       2024-04-10  2024-05-01
        b1        cin    homelessness       temporary_accommodation      2024-04-10  2024-05-01
        b2        cin    childrens_help     child_in_need                2024-05-06  2024-05-20
        c1        cld    adult_social_care  nursing                      2024-06-03  2024-06-17
        """,
        person_event="""
        person_id source service                agency   kind         date
        a1        cin    childrens_social_care  council  contact      2024-03-30
        b1        gp     general_practice       nhs      appointment  2024-05-02
        b1        gp     general_practice       nhs      appointment  2024-06-02
        c1        cld    adult_social_care      council  assessment   2024-06-01
        """,
        person_exposure="""
        person_id source factor         holder  from_date   to_date
        c2        gp     caring_burden  self    2024-06-03  2024-06-17
        """,
    )
    family = pl.col("person_id").str.head(1).alias("family")
    totals = made.group_by(family, "payer").agg(pl.col("amount_pence").sum()).sort("family", "payer")
    # a: four weeks of a home at £7,385 and of social work at £170; a first contact, £37 of 2009-10 in 2023-24.
    first_contact = round(3700 * 96.2507 / 68.217)
    # b: relief £2,501 of 2010-11 in 2024-25; 21 days of £11,750 and £9,610 a year; two weeks of social work;
    #    two consultations at £37 of 2023-24.
    relief = round(250_100 * 100 / 69.1217)
    council_ta, benefit_ta = round(1_175_000 * 21 * 4 / 1461), round(961_000 * 21 * 4 / 1461)
    consultations = 2 * round(3700 * 100 / 96.2507)
    # c: two weeks of nursing home at £1,185.55 and £235.88; six hours of a social worker at £57.50; two weeks of
    #    twenty hours unpaid at £25 of 2021-22.
    hours = 2 * 20 * round(2500 * 100 / 85.6358)
    assert totals.rows() == [
        ("a", "council", 4 * (738_500 + 17_000) + first_contact),
        ("b", "council", relief + council_ta + 2 * 17_000),
        ("b", "dwp", benefit_ta),
        ("b", "nhs", consultations),
        ("c", "council", 2 * 118_555 + 6 * 5_750),
        ("c", "nhs", 2 * 23_588),
        ("c", "unpaid_carers", hours),
    ]
    assert set(made.filter(pl.col("payer") == "unpaid_carers")["kind"]) == {"economic"}
    assert (made["low_pence"] < made["amount_pence"]).any()
