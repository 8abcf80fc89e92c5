from __future__ import annotations

from tests.support.picture_tables import assert_holds, drawn


def test_one_contact_that_two_sources_report_is_one() -> None:
    contacts = drawn(
        "contact",
        person_event="""
        person_id source service      agency   kind    date        end_date
        ann       ssd    social_care  council  review  2024-01-05  2024-01-05
        ann       cin    social_care  council  review  2024-01-05  2024-01-09
        ann       cin    social_care  council  review  2024-01-05  .
        """,
    )
    assert_holds(
        contacts,
        """
        person_id service      kind    date        end_date    sources
        ann       social_care  review  2024-01-05  2024-01-09  cin,ssd
        """,
    )


def test_another_person_service_agency_kind_or_day_is_another_contact() -> None:
    contacts = drawn(
        "contact",
        person_event="""
        person_id source service      agency   kind      date
        ann       cin    social_care  council  review    2024-01-05
        bob       cin    social_care  council  review    2024-01-05
        ann       cin    police       council  review    2024-01-05
        ann       cin    social_care  trust    review    2024-01-05
        ann       cin    social_care  council  referral  2024-01-05
        ann       cin    social_care  council  review    2024-01-06
        """,
    )
    assert contacts.height == 6


def test_an_end_before_the_contact_is_left_out() -> None:
    contacts = drawn(
        "contact",
        person_event="""
        person_id source service      agency   kind    date        end_date
        ann       cin    social_care  council  review  2024-01-05  2024-01-04
        """,
    )
    assert contacts["end_date"].to_list() == [None]


def test_what_has_not_happened_yet_is_left_out_and_no_period_of_support_is_a_contact() -> None:
    contacts = drawn(
        "contact",
        person_event="""
        person_id source service      agency   kind    date
        ann       cin    social_care  council  review  2024-06-30
        ann       cin    social_care  council  review  2024-07-01
        """,
        person_spell="""
        person_id source track state    from_date
        ann       cin    help  in_need  2024-01-01
        """,
    )
    assert_holds(contacts, "date\n2024-06-30")
