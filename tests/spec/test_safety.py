"""Who must be safe, case by case: whom a place never joins, never shows together, and never leads to."""

from __future__ import annotations

from tests.support.link_places import Linked, linked, rule

HOME, NEW, ELSEWHERE = "999000000001", "999000000002", "999000000003"
PEOPLE = """
    record_id  source  given_name  family_name  birth_date
    mother     gp      Nerys       Coulson      1988-02-02
    child      school  Idris       Coulson      2015-06-06
    father     gp      Gethin      Coulson      1985-09-09
    """
FLED = f"""
    record_id  source  uprn    from_date   to_date     postcode
    mother     gp      {HOME}  2018-01-01  2023-05-10  AA1~1AA
    child      school  {HOME}  2018-01-01  2023-05-10  AA1~1AA
    father     gp      {HOME}  2018-01-01  -           AA1~1AA
    mother     gp      {NEW}   2023-05-10  -           ZZ9~9ZZ
    child      school  {NEW}   2023-05-12  -           ZZ9~9ZZ
    """
ABUSE = """
    record_id  factor          from_date
    mother     domestic_abuse  2023-04-01
    """
KIN = """
    record_id  kind    other_record_id
    child      mother  mother
    child      parent  father
    """


def _lives_somewhere(place: Linked, *people: str) -> set[str]:
    """Those of whom any table of the place tells an address now or since the flight."""
    home = place["person"].filter(place["person"]["address_id"].is_not_null())["person_id"]
    return {name for name in people if place.person_of(name) in set(home)}


def test_whoever_leaves_a_shared_home_after_abuse_is_hidden_though_no_source_asked() -> None:
    place = linked(record=PEOPLE, address=FLED, exposure_reported=ABUSE)
    assert _lives_somewhere(place, "mother", "child", "father") == {"father"}
    assert place.named("person", "person_id", "withheld") == {
        "mother for safety", "child for safety", "father -"
    }  # fmt: skip
    assert "child father mother" in place.households, "that they once lived together is known"
    assert place.named("residence", "person_id", "hidden", "address_id") >= {"mother True -", "child True -"}
    assert "child mother" in place.households, "those who fled together live together"


def test_who_takes_them_in_is_not_shown_with_them() -> None:
    place = linked(
        record=PEOPLE + "aunt  gp  Olwen  Rees  1970-01-01\n",
        address=FLED + f"aunt  gp  {NEW}  2010-01-01  -  ZZ9~9ZZ\n",
        exposure_reported=ABUSE,
    )
    assert place.households == {"child father mother", "child mother", "aunt"}


def test_without_abuse_a_move_is_a_move() -> None:
    place = linked(record=PEOPLE, address=FLED)
    assert _lives_somewhere(place, "mother", "child", "father") == {"mother", "child", "father"}
    assert place["protection"].is_empty()


def test_a_family_that_moves_together_is_not_hidden() -> None:
    place = linked(
        record=PEOPLE,
        address=FLED + f"father  gp  {NEW}  2023-05-11  -  ZZ9~9ZZ\n",
        exposure_reported=ABUSE,
    )
    assert place["protection"].is_empty()


def test_abuse_that_is_told_of_after_the_flight_counts() -> None:
    late = ABUSE.replace("2023-04-01", "2023-11-01")
    assert _lives_somewhere(linked(record=PEOPLE, address=FLED, exposure_reported=late), "mother") == set()


def test_a_childs_record_of_abuse_at_home_protects_the_parent_who_leaves_with_the_child() -> None:
    told = """
        record_id  factor          from_date   holder
        child      domestic_abuse  2023-04-01  parent
        """
    place = linked(record=PEOPLE, address=FLED, exposure_reported=told)
    assert _lives_somewhere(place, "mother", "child") == set()


def test_anyone_at_a_refuge_is_hidden_without_any_record_of_abuse() -> None:
    place = linked(
        record=PEOPLE,
        address=f"""
        record_id  source  uprn    address_text          from_date   to_date
        mother     gp      {HOME}  -                     2018-01-01  -
        father     gp      {HOME}  -                     2018-01-01  -
        mother     gp      {NEW}   The~Women's~Refuge    2023-05-10  -
        """,
    )
    assert _lives_somewhere(place, "mother") == set()
    assert place.named("protection", "person_id", "other_person_id", "kind") == {
        "mother - hidden_address",
        "mother father not_together",
    }


def test_ties_to_those_left_behind_end_on_the_day_of_the_flight() -> None:
    place = linked(record=PEOPLE, address=FLED, exposure_reported=ABUSE, relation=KIN)
    ties = place.named("tie", "person_a", "person_b", "kind", "from_date", "to_date")
    assert ties == {"child mother mother - -", "child father parent - 2023-05-10"}
    assert place.families == {"child (child), mother (adult)"}


def test_a_source_that_has_not_heard_still_says_they_live_there_and_is_not_believed() -> None:
    place = linked(
        record=PEOPLE,
        address=FLED.replace("2018-01-01  2023-05-10", "2018-01-01  -         "),
        exposure_reported=ABUSE,
    )
    shared = place["residence"].filter(place["residence"]["address_id"].is_not_null())
    ends = dict(shared.select("person_id", "to_date").rows())
    assert str(ends[place.person_of("mother")]) == "2023-05-10"
    assert str(ends[place.person_of("child")]) == "2023-05-10"


def test_facts_since_the_flight_name_no_school_office_or_town() -> None:
    place = linked(
        record=PEOPLE, address=FLED, exposure_reported=ABUSE,
        event="""
        record_id  kind      date        team       code
        mother     referral  2022-01-01  Old~Team   A1
        mother     referral  2023-08-01  New~Team   B2
        father     referral  2023-08-01  Old~Team   A1
        """,
    )  # fmt: skip
    assert place.named("person_event", "person_id", "date", "team", "code") == {
        "mother 2022-01-01 Old Team A1",
        "mother 2023-08-01 - -",
        "father 2023-08-01 Old Team A1",
    }


LIFTED = """decision,record_a,record_b,verdict,by,why,on,undoes
1,mother,,lift,R. Reviewer,she asked for it,2024-01-01,
"""


def test_protection_holds_until_a_named_person_lifts_it(tmp_path) -> None:
    (tmp_path / "decisions.csv").write_text(LIFTED)
    place = linked(record=PEOPLE, address=FLED, exposure_reported=ABUSE, folder=tmp_path)
    assert _lives_somewhere(place, "mother", "child") == {"mother"}, "of each person by themselves"
    (tmp_path / "decisions.csv").write_text(LIFTED + "2,,,undo,R. Reviewer,too early,2024-01-02,1\n")
    place = linked(record=PEOPLE, address=FLED, exposure_reported=ABUSE, folder=tmp_path)
    assert _lives_somewhere(place, "mother", "child") == set()


def test_lifting_does_not_reach_a_later_flight(tmp_path) -> None:
    (tmp_path / "decisions.csv").write_text(LIFTED.replace("2024-01-01", "2023-01-01"))
    place = linked(record=PEOPLE, address=FLED, exposure_reported=ABUSE, folder=tmp_path)
    assert _lives_somewhere(place, "mother") == set()


def test_a_rule_hides_an_address_over_its_dates() -> None:
    hidden = rule("hide_address", "mother", since="2023-01-01")
    place = linked(record=PEOPLE, address=FLED, rules=[hidden])
    assert _lives_somewhere(place, "mother", "child") == {"child"}
    ended = rule("hide_address", "mother", since="2018-01-01", until="2020-01-01")
    place = linked(record=PEOPLE, address=FLED, rules=[ended])
    assert _lives_somewhere(place, "mother") == {"mother"}


def test_a_source_that_hides_an_address_hides_the_person_from_every_other_source() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        gp         gp      Nerys       Coulson      1988-02-02
        tax        tax     Nerys       Coulson      1988-02-02
        """,
        address=f"""
        record_id  source  uprn    postcode  address_text  from_date   hidden
        gp         gp      {NEW}   ZZ9~9ZZ   -             2023-01-01  true
        tax        tax     -       ZZ9~9ZZ   2~New~Close   2023-02-01  false
        """,
    )
    assert place.people == {"gp tax"}
    assert place["residence"].filter(~place["residence"]["hidden"]).is_empty()
    assert place["person"]["address_id"].null_count() == 1


SAME = """
    record_id  source  given_name  family_name  birth_date
    old        gp      Rowan       Askew        1990-07-07
    new        school  Rowan       Askew        1990-07-07
    """


def test_what_a_rule_keeps_apart_no_likeness_joins_and_nobody_is_asked() -> None:
    assert linked(record=SAME).people == {"new old"}
    for kind in ("never_link", "new_identity"):
        place = linked(record=SAME, rules=[rule(kind, "old", "new")])
        assert place.people == {"new", "old"}
        if kind == "new_identity":
            assert place["review"].is_empty()


def test_no_third_record_joins_what_a_rule_keeps_apart() -> None:
    third = SAME + "third  tax  Rowan  Askew  1990-07-07\n"
    place = linked(record=third, rules=[rule("new_identity", "old", "new")])
    assert place.person_of("old") != place.person_of("new")


def test_two_identities_share_no_tie_no_family_and_no_home() -> None:
    place = linked(
        record=SAME + "wife  tax  Una  Askew  1991-01-01\n",
        address=f"""
        record_id  source  uprn    from_date
        old        gp      {HOME}  2015-01-01
        wife       tax     {HOME}  2015-01-01
        new        school  {HOME}  2020-01-01
        """,
        relation="""
        record_id  kind               other_record_id
        old        spouse_or_partner  wife
        new        spouse_or_partner  wife
        """,
        rules=[rule("new_identity", "old", "new")],
    )
    assert place.named("tie", "person_a", "person_b") in ({"old wife"}, {"wife old"})
    assert place.families == {"old (adult), wife (adult)"}
    assert "new" in place.households


def test_a_rule_parts_people_who_share_a_household_and_a_family() -> None:
    place = linked(
        record=PEOPLE,
        address=FLED,
        relation=KIN,
        rules=[rule("never_show_together", "child", "father", since="2024-01-01")],
    )
    ties = place.named("tie", "person_a", "person_b", "to_date")
    assert ties == {"child mother -", "child father 2024-01-01"}
    assert place.families == {"child (child), mother (adult)"}


def test_a_number_carried_over_at_an_adoption_shows_no_family_of_the_birth_name() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        before     social  Rowan       Askew        2018-07-07
        after      school  Rowan       Merrick      2018-07-07
        sister     social  Una         Askew        2016-01-01
        """,
        identifier="""
        record_id  source  scheme      value       verified
        before     social  nhs_number  9990000018  true
        after      school  nhs_number  9990000018  true
        """,
        relation="""
        record_id  kind     other_record_id
        before     sibling  sister
        after      sibling  sister
        """,
        event="""
        record_id  kind     date
        before     adopted  2020-01-01
        """,
    )
    assert place.people == {"before", "after", "sister"}
    assert not place.questions
    joined = {frozenset(tie.split()) for tie in place.named("tie", "person_a", "person_b")}
    assert frozenset({"after", "sister"}) not in joined
    assert place["person_history"].is_empty()


def test_history_says_nothing_of_two_identities_once_wrongly_joined() -> None:
    before = linked(record=SAME)
    after = linked(after=before, record=SAME, rules=[rule("new_identity", "old", "new")])
    assert after.people == {"new", "old"}
    assert after["person_history"].is_empty()


def test_rules_may_name_people_by_their_ids() -> None:
    first = linked(record=SAME)
    assert first.people == {"new old"}
    name = first.person_of("old")
    place = linked(after=first, record=SAME, rules=[rule("hide_address", name)])
    assert place["protection"]["person_id"].to_list() == [name]
