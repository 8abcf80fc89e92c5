"""What is in force in a life, in runs of months."""

from __future__ import annotations

from datetime import date

from tests.support.picture_tables import assert_holds, drawn


def test_a_run_lasts_while_the_same_is_in_force() -> None:
    made = drawn(
        "person_month",
        years=1,
        person_spell="""
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-01-20  2024-03-02
        ann       cin    care  fostered  2024-03-10  2024-04-05
        """,
        person_exposure="""
        person_id source factor   holder  from_date   to_date
        ann       cin    poverty  self    2023-12-05  2024-02-28
        ann       cin    poverty  parent  2023-01-01  .
        ann       cin    poverty  self    .           .
        """,
    )
    assert_holds(
        made,
        """
        person_id month       months periods states                      factors
        ann       2023-12-01  1      0       .                           poverty
        ann       2024-01-01  2      1       help:in_need                poverty
        ann       2024-03-01  1      2       care:fostered,help:in_need  .
        ann       2024-04-01  1      1       care:fostered               .
        """,
    )


def test_two_periods_of_one_state_in_adjoining_months_are_one_run() -> None:
    made = drawn(
        "person_month",
        years=1,
        person_spell="""
        person_id source track state    from_date   to_date
        ann       cin    help  in_need  2024-01-20  2024-02-10
        ann       cin    help  in_need  2024-03-20  2024-04-10
        """,
    )
    assert_holds(made, "person_id month months\nann 2024-01-01 4")


def test_only_the_years_shown_and_nothing_after_death() -> None:
    made = drawn(
        "person_month",
        years=1,
        person=[{"person_id": "ann", "known_parent": False, "death_month": date(2024, 2, 1)}],
        person_exposure="""
        person_id source factor   holder  from_date   to_date
        ann       cin    poverty  self    2022-08-01  .
        """,
    )
    assert_holds(made, "person_id month months factors\nann 2023-07-01 8 poverty")
