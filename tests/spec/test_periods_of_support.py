"""What becomes of periods of support that sources report, case by case. The track `care` is exclusive."""

from __future__ import annotations

from tests.support.picture_tables import assert_holds, drawn


def becomes(reported: str, expected: str) -> None:
    assert_holds(drawn("spell", person_spell=reported), expected)


def test_two_sources_that_overlap_make_one_period() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-01-01  2024-02-01
        ann       ssd    help  in_need   2024-01-15  2024-03-01
        """,
        """
        state    from_date   to_date     claims
        in_need  2024-01-01  2024-03-01  2
        """,
    )


def test_periods_that_touch_are_one() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-01-01  2024-02-01
        ann       cin    help  in_need   2024-02-01  2024-03-01
        """,
        """
        from_date   to_date     sources  source_conflict
        2024-01-01  2024-03-01  cin      false
        """,
    )


def test_a_gap_of_one_day_makes_two_periods() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-01-01  2024-02-01
        ann       cin    help  in_need   2024-02-02  2024-03-01
        """,
        """
        from_date   to_date
        2024-01-01  2024-02-01
        2024-02-02  2024-03-01
        """,
    )


def test_a_short_period_within_a_long_one_changes_nothing_of_it() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-01-01  2024-06-01
        ann       cin    help  in_need   2024-02-01  2024-02-05
        ann       cin    help  in_need   2024-05-31  2024-06-02
        """,
        """
        from_date   to_date     claims
        2024-01-01  2024-06-02  3
        """,
    )


def test_no_end_stays_open_and_takes_in_what_comes_after() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-01-01  .
        ann       ssd    help  in_need   2024-05-01  2024-06-01
        """,
        """
        from_date   to_date  known_to
        2024-01-01  .        2024-07-01
        """,
    )


def test_neither_death_nor_the_places_date_closes_a_period() -> None:
    spells = drawn(
        "spell",
        person_spell="""
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-01-01  .
        bob       cin    help  in_need   2024-01-01  2024-12-24
        """,
        person="""
        person_id death_month  known_parent
        ann       2024-03-01   true
        bob       .            true
        """,
    )
    assert_holds(
        spells,
        """
        person_id from_date   to_date     known_to
        ann       2024-01-01  .           2024-07-01
        bob       2024-01-01  2024-12-24  2024-07-01
        """,
    )


def test_an_open_period_is_known_only_as_far_as_its_source_was_looked_at() -> None:
    spells = drawn(
        "spell",
        person_spell="""
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-01-01  .
        bob       ssd    help  in_need   2024-01-01  .
        cat       ssd    help  in_need   2024-05-05  .
        dot       ssd    help  in_need   2024-01-01  2024-05-01
        """,
        source_stated="""
        source service      agency   as_of
        cin    social_care  council  2024-06-30
        ssd    social_care  council  2024-03-31
        """,
    )
    assert_holds(
        spells,
        """
        person_id to_date     known_to
        ann       .           2024-07-01
        bob       .           2024-04-01
        cat       .           2024-05-06
        dot       2024-05-01  2024-05-01
        """,
    )


def test_withheld_reports_and_reports_without_a_start_are_left_out() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date     withheld
        ann       cin    help  in_need   2024-03-01  2024-02-01  dates_out_of_order
        ann       cin    help  in_need   .           2024-02-01  no_start_date
        ann       cin    help  in_need   .           2024-02-01  .
        ann       cin    help  in_need   2024-05-01  2024-05-08  .
        """,
        """
        from_date   to_date     claims
        2024-05-01  2024-05-08  1
        """,
    )


def test_dates_out_of_order_are_left_out_even_where_reading_let_them_pass() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-03-01  2024-02-29
        """,
        "from_date to_date",
    )


def test_a_period_that_starts_and_ends_on_one_day_is_that_day() -> None:
    becomes(
        """
        person_id source track state       from_date   to_date
        ann       cin    help  section_47  2024-03-01  2024-03-01
        """,
        """
        from_date   to_date     known_to
        2024-03-01  2024-03-02  2024-03-02
        """,
    )


def test_what_has_not_begun_is_left_out() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-06-30  .
        ann       cin    care  fostered  2024-07-01  .
        """,
        """
        track  from_date
        help   2024-06-30
        """,
    )


def test_a_child_in_need_under_enquiry_is_both() -> None:
    becomes(
        """
        person_id source track state       from_date   to_date
        ann       cin    help  in_need     2024-01-01  2024-06-01
        ann       cin    help  section_47  2024-03-01  2024-03-15
        """,
        """
        state       from_date   to_date     source_conflict
        in_need     2024-01-01  2024-06-01  false
        section_47  2024-03-01  2024-03-15  false
        """,
    )


def test_in_an_exclusive_track_the_most_intensive_state_has_the_overlap() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       ssd    care  fostered  2024-01-01  2024-06-01
        ann       ssd    care  secure    2024-03-01  2024-04-01
        """,
        """
        state     from_date   to_date     claims  source_conflict
        fostered  2024-01-01  2024-03-01  1       false
        secure    2024-03-01  2024-04-01  1       false
        fostered  2024-04-01  2024-06-01  1       false
        """,
    )


def test_in_an_exclusive_track_an_open_period_ends_when_a_more_intensive_one_stays_open() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       ssd    care  fostered  2024-01-01  .
        ann       ssd    care  secure    2024-03-01  .
        """,
        """
        state     from_date   to_date     known_to
        fostered  2024-01-01  2024-03-01  2024-03-01
        secure    2024-03-01  .           2024-07-01
        """,
    )


def test_in_an_exclusive_track_a_less_intensive_state_may_vanish() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       ssd    care  secure    2024-01-01  2024-02-01
        ann       ssd    care  secure    2024-02-01  2024-03-01
        ann       ssd    care  leaving   2024-01-10  2024-02-20
        """,
        """
        state   from_date   to_date
        secure  2024-01-01  2024-03-01
        """,
    )


def test_sources_that_give_other_days_disagree() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       cin    help  in_need   2024-01-01  2024-02-01
        ann       ssd    help  in_need   2024-01-01  2024-02-02
        bob       cin    help  in_need   2024-01-01  2024-02-01
        bob       ssd    help  in_need   2024-01-01  2024-01-15
        bob       ssd    help  in_need   2024-01-15  2024-02-01
        cat       cin    help  in_need   2024-01-01  .
        cat       ssd    help  in_need   2024-01-01  2024-02-01
        dot       cin    help  in_need   2024-01-01  2024-02-01
        dot       ssd    help  in_need   2024-01-01  2024-01-14
        dot       ssd    help  in_need   2024-01-15  2024-02-01
        """,
        """
        person_id claims source_conflict
        ann       2      true
        bob       3      false
        cat       2      true
        dot       3      true
        """,
    )


def test_sources_that_claim_other_states_of_an_exclusive_track_disagree_where_they_do() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       cin    care  fostered  2024-01-01  2024-03-01
        ann       ssd    care  secure    2024-02-01  2024-04-01
        """,
        """
        state     from_date   to_date     sources  source_conflict
        fostered  2024-01-01  2024-02-01  cin      false
        secure    2024-02-01  2024-04-01  ssd      true
        """,
    )


def test_people_and_tracks_are_kept_apart() -> None:
    becomes(
        """
        person_id source track state     from_date   to_date
        ann       cin    care  fostered  2024-01-01  2024-03-01
        ann       cin    help  in_need   2024-02-01  2024-04-01
        bob       cin    care  secure    2024-01-15  2024-02-15
        """,
        """
        person_id state     from_date   to_date
        ann       fostered  2024-01-01  2024-03-01
        ann       in_need   2024-02-01  2024-04-01
        bob       secure    2024-01-15  2024-02-15
        """,
    )
