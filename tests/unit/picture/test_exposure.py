from __future__ import annotations

from tests.support.picture_tables import assert_holds, drawn


def test_reports_of_one_factor_that_overlap_or_touch_are_one_period() -> None:
    exposures = drawn(
        "exposure",
        person_exposure="""
        person_id source  factor   holder  from_date   to_date
        ann       cin     poverty  self    2024-01-01  2024-02-01
        ann       police  poverty  self    2024-02-01  2024-03-01
        ann       cin     poverty  self    2024-03-02  .
        ann       cin     poverty  parent  2024-01-15  2024-01-15
        """,
    )
    assert_holds(
        exposures,
        """
        factor   kind          holder  from_date   to_date     sources
        poverty  circumstance  parent  2024-01-15  2024-01-16  cin
        poverty  circumstance  self    2024-01-01  2024-03-01  cin,police
        poverty  circumstance  self    2024-03-02  .           cin
        """,
    )


def test_what_has_no_usable_dates_is_known_but_not_when() -> None:
    exposures = drawn(
        "exposure",
        person_exposure="""
        person_id source  factor      holder  from_date   to_date
        ann       cin     disability  self    .           .
        ann       ssd     disability  self    .           2024-02-01
        ann       police  disability  self    2024-03-02  2024-03-01
        ann       ssd     disability  self    2024-05-01  2024-06-01
        """,
    )
    assert_holds(
        exposures,
        """
        factor      kind            from_date   to_date     sources
        disability  characteristic  2024-05-01  2024-06-01  ssd
        disability  characteristic  .           .           cin,police,ssd
        """,
    )


def test_what_has_not_begun_is_left_out() -> None:
    exposures = drawn(
        "exposure",
        person_exposure="""
        person_id source factor       holder  from_date
        ann       cin    kin_support  self    2024-06-30
        ann       cin    poverty      self    2024-07-01
        """,
    )
    assert_holds(exposures, "factor      kind\nkin_support strength")


def test_what_nobody_says_has_ended_is_vouched_for_for_a_time() -> None:
    """A circumstance or strength for 24 months, a characteristic to the day its source was looked at."""
    exposures = drawn(
        "exposure",
        person_exposure="""
        person_id source factor       holder  from_date   to_date
        ann       cin    poverty      self    2020-02-29  .
        ann       ssd    kin_support  self    2023-09-01  .
        ann       cin    disability   self    2015-01-01  .
        bob       cin    poverty      self    2019-01-01  2024-05-01
        bob       cin    kin_support  self    2024-06-30  2030-01-01
        """,
    )
    assert_holds(
        exposures,
        """
        person_id  factor       to_date     known_to
        ann        disability   .           2024-07-01
        ann        kin_support  .           2024-07-01
        ann        poverty      .           2022-02-28
        bob        kin_support  2030-01-01  2024-07-01
        bob        poverty      2024-05-01  2024-05-01
        """,
    )
