"""Which services know a person, month by month; the place's date is 30 June 2024."""

from __future__ import annotations

from tests.support.picture_tables import assert_holds, drawn

CONTACT_IN_JANUARY = """
person_id source service      agency   kind    date
ann       cin    social_care  council  review  2024-01-{day:02}
"""


def test_a_service_knows_a_person_for_some_days_after_a_contact() -> None:
    on_the_third, on_the_fourth = (CONTACT_IN_JANUARY.format(day=day) for day in (3, 4))
    assert_holds(drawn("overlap", person_event=on_the_third, years=1), "month\n2024-01-01\n2024-06-01")
    found = drawn("overlap", person_event=on_the_fourth, years=1)
    assert_holds(found, "month\n2024-01-01\n2024-02-01\n2024-06-01")


def test_the_days_count_from_the_end_of_a_contact_that_lasts() -> None:
    event = """
    person_id source service      agency   kind    date        end_date
    ann       cin    social_care  council  review  2024-01-03  2024-03-31
    """
    found = drawn("overlap", person_event=event, contact_gap_days=0, overlap_months=1)
    assert_holds(found, "month\n2024-01-01\n2024-02-01\n2024-03-01")


def test_services_are_counted_in_the_month_and_over_the_months_before() -> None:
    found = drawn(
        "overlap",
        overlap_months=3,
        contact_gap_days=0,
        person_event="""
        person_id source  service      agency   kind    date
        ann       police  police       police   arrest  2024-02-10
        ann       cin     social_care  council  review  2024-03-10
        ann       cin     social_care  trust    review  2024-03-11
        ann       cin     social_care  council  review  2024-05-10
        """,
    )
    assert_holds(
        found,
        """
        month       services agencies service_list        services_in_month agencies_in_month
        2024-02-01  1        1        police              1                 1
        2024-03-01  2        3        police,social_care  1                 2
        2024-05-01  1        2        social_care         1                 1
        2024-06-01  1        1        social_care         0                 0
        """,
    )


def test_a_period_of_support_makes_the_service_of_its_source_known() -> None:
    found = drawn(
        "overlap",
        overlap_months=1,
        person_spell="""
        person_id source  track state     from_date   to_date
        ann       cin     help  in_need   2024-03-31  2024-05-01
        ann       police  care  secure    2024-04-01  2024-04-02
        ann       ssd     help  in_need   2024-05-01  2024-05-01
        """,
    )
    assert_holds(
        found,
        """
        month       service_list
        2024-03-01  social_care
        2024-04-01  police,social_care
        2024-05-01  social_care
        """,
    )


def test_an_open_period_counts_as_far_as_its_source_was_looked_at() -> None:
    found = drawn(
        "overlap",
        overlap_months=1,
        person_spell="""
        person_id source track state    from_date
        ann       cin    help  in_need  2024-03-31
        """,
        source_stated="""
        source service      agency   as_of
        cin    social_care  council  2024-04-15
        """,
    )
    assert_holds(found, "month\n2024-03-01\n2024-04-01")


def test_nobody_is_known_after_the_month_of_their_death() -> None:
    found = drawn(
        "overlap",
        overlap_months=1,
        person_spell="""
        person_id source track state    from_date
        ann       cin    help  in_need  2024-03-31
        """,
        person="""
        person_id death_month  known_parent
        ann       2024-04-01   true
        """,
    )
    assert_holds(found, "month\n2024-03-01\n2024-04-01")


def test_months_before_those_shown_are_looked_back_on_but_have_no_rows() -> None:
    found = drawn(
        "overlap",
        years=1,
        person_event="""
        person_id source  service      agency   kind    date
        ann       police  police       police   arrest  2023-06-01
        ann       cin     social_care  council  review  2023-07-10
        bob       police  police       police   arrest  2023-06-01
        """,
    )
    assert_holds(
        found,
        """
        person_id month       services services_in_month
        ann       2023-07-01  2        1
        ann       2023-08-01  2        1
        ann       2024-06-01  1        0
        """,
    )
