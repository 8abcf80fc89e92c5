from __future__ import annotations

from tests.support.picture_tables import assert_holds, drawn

SOURCES = """
source  service      agency   as_of
cin     social_care  council  2024-03-31
ssd     social_care  council  .
police  police       police   .
rents   housing      council  2030-01-01
"""


def test_a_source_was_looked_at_up_to_the_day_stated_else_its_last_else_the_places() -> None:
    found = drawn(
        "coverage",
        source_stated=SOURCES,
        arrival="""
        source first_date  last_date
        cin    2020-01-01  2024-05-01
        ssd    2020-02-01  2024-02-29
        ssd    2020-01-01  2023-02-28
        ssd    .           .
        rents  2020-01-01  2031-01-01
        """,
    )
    assert_holds(
        found,
        """
        source  first_date  last_date   as_of
        cin     2020-01-01  2024-05-01  2024-03-31
        police  .           .           2024-06-30
        rents   2020-01-01  2031-01-01  2024-06-30
        ssd     2020-01-01  2024-02-29  2024-02-29
        """,
    )


def test_children_are_counted_on_the_sources_own_day() -> None:
    found = drawn(
        "coverage",
        source_stated=SOURCES,
        person="""
        person_id birth_month known_parent
        ann       2006-03-01  true
        bob       2006-04-01  true
        cat       2006-07-01  false
        dot       .           true
        """,
        person_source="""
        person_id source records
        ann       cin    2
        bob       cin    1
        cat       cin    1
        dot       cin    1
        bob       police 1
        cat       police 3
        """,
    )
    assert_holds(
        found,
        """
        source records people children children_with_parent
        cin    5       4      2        1
        police 4       2      1        0
        rents  0       0      0        0
        ssd    0       0      0        0
        """,
    )


def test_another_adult_age() -> None:
    people = "person_id birth_month known_parent\nann 2006-03-01 true"
    told = "person_id source records\nann cin 1"
    found = drawn("coverage", source_stated=SOURCES, person=people, person_source=told, adult_age=19)
    assert found["children"].sum() == 1
