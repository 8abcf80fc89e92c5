"""People in each state, month by month; the place's date is 30 June 2024."""

from __future__ import annotations

from datetime import date

from tests.support.picture_tables import assert_holds, drawn


def test_people_are_counted_on_the_last_day_of_the_month() -> None:
    found = drawn(
        "track_month",
        person_spell="""
        person_id source track state    from_date   to_date
        ann       cin    help  in_need  2024-03-15  2024-05-31
        bob       cin    help  in_need  2024-04-30  2024-06-01
        cat       cin    help  in_need  2024-04-02  2024-04-30
        """,
    )
    assert_holds(
        found,
        """
        month       state    people sources
        2024-03-01  in_need  1      cin
        2024-04-01  in_need  2      cin
        2024-05-01  in_need  1      cin
        2024-06-01  in_need  0      cin
        """,
    )


def test_each_person_counts_once_in_the_most_intensive_state() -> None:
    found = drawn(
        "track_month",
        person_spell="""
        person_id source track state       from_date   to_date
        ann       cin    help  early_help  2024-06-01  .
        ann       cin    help  in_need     2024-06-01  .
        ann       cin    help  section_47  2024-06-30  .
        bob       cin    help  in_need     2024-06-01  .
        bob       cin    care  fostered    2024-06-01  .
        """,
    )
    assert_holds(
        found,
        """
        track state       people main_people
        care  fostered    1      1
        help  early_help  1      0
        help  in_need     2      1
        help  section_47  1      1
        """,
    )


def test_months_end_where_the_last_source_does() -> None:
    found = drawn(
        "track_month",
        person_spell="""
        person_id source track state    from_date   to_date
        ann       cin    help  in_need  2024-02-10  .
        bob       ssd    help  in_need  2024-02-10  .
        """,
        source_stated="""
        source service      agency   as_of
        cin    social_care  council  2024-03-02
        ssd    social_care  council  2024-04-20
        """,
    )
    assert_holds(
        found,
        """
        month       people sources
        2024-02-01  2      cin,ssd
        2024-03-01  2      cin,ssd
        2024-04-01  1      ssd
        """,
    )


def test_in_its_last_month_a_track_is_counted_on_the_day_up_to_which_it_was_looked_at() -> None:
    found = drawn(
        "track_month",
        as_of=date(2024, 6, 10),
        person_spell="""
        person_id source track state    from_date   to_date
        ann       cin    help  in_need  2024-06-01  2024-06-12
        bob       cin    help  in_need  2024-06-01  2024-06-10
        """,
    )
    assert_holds(found, "month people\n2024-06-01 1")


def test_nobody_counts_from_the_month_of_their_death() -> None:
    found = drawn(
        "track_month",
        person_spell="""
        person_id source track state    from_date   to_date
        ann       cin    help  in_need  2024-04-01  .
        """,
        person="person_id death_month known_parent\nann 2024-06-01 true",
    )
    assert_holds(found, "month people\n2024-04-01 1\n2024-05-01 1\n2024-06-01 0")


def test_only_the_last_years_are_shown() -> None:
    spells = "person_id source track state from_date\nann cin help in_need 2001-01-01"
    found = drawn("track_month", person_spell=spells, years=2)
    assert found.height == 24
    assert found["people"].unique().to_list() == [1]
