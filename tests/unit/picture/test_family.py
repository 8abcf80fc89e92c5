"""Families on 30 June 2024, and who knew them in the twelve months up to then."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.support.picture_tables import assert_holds, drawn

FAMILY = """
family_id person_id role   from_date   to_date
f         mum       adult  .           .
f         kid       child  2020-01-01  .
"""
PEOPLE = """
person_id birth_month death_month known_parent
mum       1990-01-01  .           false
pop       1989-01-01  2024-06-01  false
kid       2015-01-01  .           true
kim       2016-01-01  .           false
kip       2017-01-01  .           false
"""
TOLD = """
person_id source records
kid       cin    1
kim       cin    1
kim       police 1
kip       cin    1
kip       police 1
"""
EVENTS = """
person_id source  service      agency   kind    date
mum       police  police       police   arrest  2024-01-01
kid       cin     social_care  council  review  2024-01-01
kid       ssd     social_care  council  review  2024-01-01
"""


def families(**given: Any) -> pl.DataFrame:
    tables = {"family_member": FAMILY, "person_event": EVENTS, "person": PEOPLE, "person_source": TOLD}
    return drawn("family", **(tables | given))


def test_services_known_to_any_member_are_counted_once() -> None:
    assert_holds(
        families(known_parent_share=0.0),
        """
        family_id people children adults services agencies sources         withheld
        f         2      1        1      2        2        cin,police,ssd  .
        """,
    )


def test_members_are_those_of_the_day_who_live() -> None:
    found = families(
        known_parent_share=0.0,
        family_member="""
        family_id person_id role   from_date   to_date
        f         mum       adult  .           2024-06-30
        f         kid       child  2024-06-30  .
        f         kid       adult  2024-06-30  .
        f         kim       child  2024-07-01  .
        f         kip       child  .           2024-07-01
        f         pop       adult  .           .
        g         mum       adult  .           2024-06-30
        """,
    )
    assert_holds(found, "family_id people children adults services\nf         2      2        0      1")


def test_services_of_long_ago_are_not_counted() -> None:
    found = families(
        known_parent_share=0.0,
        contact_gap_days=0,
        person_event="""
        person_id source  service      agency   kind    date
        mum       police  police       police   arrest  2023-06-30
        kid       cin     social_care  council  review  2023-07-01
        """,
    )
    assert_holds(found, "services sources\n1        cin")


def test_a_family_whom_no_service_knew_lately_has_none() -> None:
    assert_holds(
        families(known_parent_share=0.0, person_event=[]), "services agencies sources withheld\n0 0 . ."
    )


@pytest.mark.parametrize(("share", "withheld"), [(0.3, None), (0.34, "few known parents")])
def test_withheld_where_too_few_children_of_its_sources_have_a_known_parent(
    share: float, withheld: str | None
) -> None:
    """One child of three that `cin` tells of has a known parent."""
    found = families(known_parent_share=share)
    assert found["withheld"].to_list() == [withheld]
    assert found["services"].is_null().to_list() == [withheld is not None]
    assert found["people"].to_list() == [2]


def test_the_source_that_knows_most_parents_decides() -> None:
    """Of `police` no child has a known parent, of `cin` a third; the family is known to both."""
    member = "family_id person_id role\nf kim child"
    assert families(family_member=member, known_parent_share=0.3)["withheld"].to_list() == [None]


def test_a_child_that_no_source_counts_as_one_is_withheld_with_its_family() -> None:
    found = families(person_source="person_id source records\nmum cin 1", known_parent_share=0.1)
    assert found["withheld"].to_list() == ["few known parents"]


def test_a_family_without_children_is_not_withheld() -> None:
    found = families(family_member="family_id person_id role\nf mum adult", known_parent_share=1.0)
    assert_holds(found, "children services withheld\n0 1 .")
