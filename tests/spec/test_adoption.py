"""A child before and after an adoption is two people to everybody who reads, whatever was carried over."""

from __future__ import annotations

from tests.support.link_places import linked

ADOPTED = """
    record_id  source  given_name  family_name  birth_date
    care       care    Rowan       Askew        2018-07-07
    old        social  Rowan       Askew        2018-07-07
    new        school  Rowan       {}           2018-07-07
    """
PLACED = """
    record_id  source  kind                  date
    care       care    placed_for_adoption   2022-01-10
    new        school  school_entry          2022-09-01
    old        social  assessment            2019-01-01
    """


def test_an_adopted_child_is_not_joined_through_the_former_pupil_number() -> None:
    place = linked(
        record=ADOPTED.format("Hollis"),
        event=PLACED,
        identifier="""
        record_id  source  scheme      value          verified
        care       care    upn         A299000000001  true
        new        school  upn         B299000000002  true
        new        school  former_upn  A299000000001  true
        """,
    )
    assert place.people == {"care old", "new"}
    assert not place.questions


def test_an_adopted_child_is_not_joined_by_the_same_pupil_number_and_name_seen_since() -> None:
    """Nor through a record of the life before that tells of no adoption; and no list says so."""
    place = linked(
        record=ADOPTED.format("Askew"),
        event=PLACED,
        identifier="""
        record_id  source  scheme  value          verified
        care       care    upn     A299000000001  true
        old        social  upn     A299000000001  true
        new        school  upn     A299000000001  true
        """,
    )
    assert place.person_of("new") != place.person_of("care")
    assert not place.questions


def test_a_former_pupil_number_is_the_same_child_where_there_is_no_adoption() -> None:
    place = linked(
        record="""
        record_id  source  birth_date
        autumn     census  2012-01-21
        spring     other   2012-01-21
        """,
        identifier="""
        record_id  source  scheme      value          verified
        autumn     census  upn         A299000000001  true
        spring     other   upn         B299000000002  true
        spring     other   former_upn  A299000000001  true
        """,
    )
    assert place.people == {"autumn spring"}
    assert place.why("spring") == "shared former upn"
