"""Who lives with whom and who is family, case by case: records in, households and families out."""

from __future__ import annotations

from tests.support.link_places import linked


def test_people_at_one_address_over_the_same_time_are_one_household() -> None:
    place = linked(
        record="""
        record_id
        ann
        ben
        later
        """,
        address="""
        record_id  uprn          from_date   to_date
        ann        999000000001  2015-01-01  2020-01-01
        ben        999000000001  2016-01-01  2019-01-01
        later      999000000001  2021-01-01  -
        """,
    )
    assert place.households == {"ann ben", "later"}


def test_a_hidden_address_makes_no_household_with_others_and_is_shown_nowhere() -> None:
    place = linked(
        record="""
        record_id
        mother
        child
        father
        """,
        address="""
        record_id  uprn          from_date   hidden
        mother     999000000001  2015-01-01  false
        child      999000000001  2015-01-01  false
        father     999000000001  2015-01-01  false
        mother     999000000009  2024-01-01  true
        child      999000000009  2024-01-01  true
        """,
    )
    assert place.households == {"child father mother", "mother", "child"}
    assert place.named("person", "person_id", "address_id") >= {"mother -", "child -"}
    hidden = place["residence"].filter("hidden")
    assert hidden.height == 2
    assert hidden["address_id"].null_count() == 2
    households = place["household"].join(hidden, on="household_id")
    assert households["address_id"].null_count() == 2


def test_what_one_source_hides_another_does_not_show() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        refuge     refuge  Nerys       Coulson      1980-02-02
        gp         gp      Nerys       Coulson      1980-02-02
        """,
        address="""
        record_id  source  uprn          from_date   hidden
        refuge     refuge  999000000009  2024-01-01  true
        gp         gp      999000000009  2024-02-01  false
        """,
    )
    assert place.people == {"gp refuge"}
    assert place["residence"]["address_id"].null_count() == place["residence"].height == 1
    assert place["person"]["address_id"].to_list() == [None]


def test_a_home_of_many_is_communal() -> None:
    rows = [f"p{number:02} 999000000001 2024-01-01" for number in range(12)]
    place = linked(
        record="record_id\n" + "\n".join(row.split()[0] for row in rows),
        address="record_id uprn from_date\n" + "\n".join(rows),
        relation="record_id kind group_id\n"
        + "\n".join(f"{row.split()[0]} family g" for row in [*rows, "p00"]),
    )
    assert place["household"].select("kind", "people").rows() == [("communal", 12)]
    crowd = [*rows, "p12 999000000001 2024-01-01"]
    place = linked(
        record="record_id\n" + "\n".join(row.split()[0] for row in crowd),
        address="record_id uprn from_date\n" + "\n".join(crowd),
        relation="record_id kind group_id\n" + "\n".join(f"{row.split()[0]} family g" for row in crowd),
    )
    assert place["tie"].is_empty()
    assert not place.families


TWO_HOMES = """
    record_id   birth_date
    child       2014-04-04
    mother      1985-05-05
    stepfather  1983-03-03
    father      1984-04-04
    """
RAISED = """
    record_id   kind               other_record_id
    child       mother             mother
    child       parent             father
    stepfather  spouse_or_partner  mother
    """


def test_a_child_with_two_homes_is_in_two_families() -> None:
    place = linked(
        record=TWO_HOMES,
        relation=RAISED,
        address="""
        record_id   uprn
        mother      999000000001
        stepfather  999000000001
        child       999000000001
        child       999000000002
        father      999000000002
        """,
    )
    assert place.families == {
        "child (child), father (adult)",
        "child (child), mother (adult), stepfather (adult)",
    }


def test_parents_not_known_to_live_apart_are_one_family() -> None:
    place = linked(record=TWO_HOMES, relation=RAISED)
    assert place.families == {"child (child), father (adult), mother (adult), stepfather (adult)"}


def test_no_family_holds_someone_together_with_a_partner_they_hide_from() -> None:
    place = linked(
        record=TWO_HOMES,
        relation=RAISED,
        address="""
        record_id   uprn          hidden
        mother      999000000001  true
        stepfather  999000000002  false
        """,
    )
    together = [family for family in place.families if "mother" in family and "stepfather" in family]
    assert together == []
