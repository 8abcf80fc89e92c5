"""What families have to do with: questions asked again, arms at odds, a year of a family, and concentration."""

from __future__ import annotations

from typing import Any

from tests.support.picture_tables import assert_holds, drawn

FAMILY = """
family_id  person_id  role
fam        mum        adult
fam        kid        child
"""
PRICES: dict[str, Any] = {
    "price_for": """
    number  of       name        service      item  units
    1       contact  assessment  social_care  look  2
    """,
    "price": """
    item  payer    kind      year  unit     value_pence  low_pence  high_pence
    look  council  fiscal    2023  contact  10000        5000       20000
    look  nhs      fiscal    2023  contact  1            1          1
    look  council  economic  2023  contact  70000        70000      70000
    """,
}
ASKED = [
    {"kind": "assessment", "service": "social_care", "question": "home"},
    {"kind": "assessment", "service": "social_care", "question": "money"},
    {"kind": "assessment", "service": "housing", "question": "home"},
    {"kind": "claim", "service": "", "question": "money"},
]


def test_a_question_of_another_team_within_the_months_is_asked_again_for_its_part_of_the_price() -> None:
    found = drawn(
        "assessment",
        family_member=FAMILY,
        question=ASKED,
        **PRICES,
        person_event="""
        person_id source service      agency   kind        date        team
        mum       cin    housing      council  assessment  2023-05-01  .
        mum       cin    social_care  council  assessment  2023-06-01  east
        kid       cin    social_care  council  assessment  2023-06-01  east
        kid       cin    social_care  council  assessment  2023-07-01  east
        kid       cin    social_care  council  assessment  2024-03-01  west
        mum       cin    benefits     council  claim       2024-03-01  .
        ann       cin    social_care  council  assessment  2023-06-01  east
        """,
    )
    assert_holds(
        found,
        """
        date        service      team  people  asked_again  asked_by             low_pence amount_pence high_pence
        2023-05-01  housing      .     1       .            .                    0         0            0
        2023-06-01  social_care  east  2       home         housing              10002     20002        40002
        2023-07-01  social_care  east  1       home         housing              5001      10001        20001
        2024-03-01  benefits     .     1       money        social_care          .         .            .
        2024-03-01  social_care  west  1       home,money   benefits,housing,social_care  10002  20002   40002
        """,
    )


ARMS = [
    {"of": "period", "track": "care", "name": "secure", "service": "", "arm": "enforce"},
    {"of": "contact", "name": "notice", "service": "", "arm": "enforce"},
    {"of": "period", "track": "help", "name": "in_need", "service": "", "arm": "support"},
    {"of": "contact", "name": "advice", "service": "", "arm": "support"},
]


def test_one_arm_enforces_against_a_family_while_another_supports_it() -> None:
    found = drawn(
        "conflict",
        family_member=FAMILY,
        arm=ARMS,
        person_spell="""
        person_id source track state    from_date   to_date
        kid       cin    help  in_need  2024-01-01  2024-03-01
        mum       police care  secure   2024-02-01  2024-02-11
        bob       police care  secure   2024-02-01  2024-02-11
        """,
        person_event="""
        person_id source service  agency   kind    date
        mum       ssd    housing  council  notice  2024-01-31
        mum       ssd    housing  council  notice  2024-02-29
        mum       ssd    housing  council  notice  2024-03-01
        bob       ssd    shelter  charity  advice  2024-01-05
        """,
    )
    assert_holds(
        found,
        """
        family_id enforcing   enforcing_agency supporting   supporting_agency same_agency from_date  to_date    times
        bob       care:secure police           advice       charity           false       2024-02-01 2024-02-03 1
        fam       care:secure police           help:in_need council           false       2024-02-01 2024-02-11 1
        fam       notice      council          help:in_need council           true        2024-01-31 2024-03-01 2
        """,
    )


def test_a_year_of_a_family_counts_at_once_and_over_the_months() -> None:
    found = drawn(
        "family_year",
        family_member=FAMILY,
        person="""
        person_id  birth_month  known_parent
        mum        1990-01-01   true
        kid        2015-01-01   true
        """,
        contact_gap_days=0,
        question=ASKED,
        **PRICES,
        person_event="""
        person_id source service      agency   kind        date        team
        mum       cin    housing      council  assessment  2023-08-01  .
        mum       cin    social_care  council  assessment  2023-11-01  east
        kid       cin    social_care  council  review      2023-11-02  west
        kid       cin    school       trust    review      2023-11-30  .
        kid       cin    police       police   review      2023-06-30  .
        """,
    )
    assert_holds(
        found,
        """
        family_id services services_at_once agencies agencies_at_once teams contacts assessments repeated_assessments
        fam       3        2                2        2                4     4        2           1
        """,
    )
    row = found.row(0, named=True)
    assert (row["repeated_pence"], row["cost_year"], row["conflicts"]) == (10001, 2023, 0)
    assert row["cost_pence"] == 20002, "of social care's assessment; the others have no price"


def test_a_withheld_family_shows_nothing() -> None:
    hidden = [{"person_id": name, "known_parent": False, "birth_month": None} for name in ("mum", "kid")]
    found = drawn("family_year", family_member=FAMILY, person=hidden).row(0, named=True)
    assert found["withheld"] == "few known parents"
    assert {name for name, value in found.items() if value is not None} == {
        "family_id",
        "cost_year",
        "withheld",
    }


def test_the_dearest_families_and_their_part() -> None:
    people = "\n".join(
        ["person_id known_parent", *(f"p{number} true" for number in range(8)), "mum true", "kid true"]
    )
    found = drawn(
        "concentration",
        person=people,
        family_member=FAMILY,
        **PRICES,
        person_event="""
        person_id source service      agency   kind        date
        mum       cin    social_care  council  assessment  2023-05-01
        kid       cin    social_care  council  assessment  2023-05-01
        p1        cin    social_care  council  assessment  2023-05-01
        """,
    )
    fiscal = found.filter(kind="fiscal").select("top_percent", "payer", "families", "amount_pence", "share")
    assert fiscal.filter(payer="nhs", top_percent=50).row(0) == (50, "nhs", 5, 6, 1.0)
    whole = fiscal.filter(fiscal["payer"].is_null())
    assert whole["families"].to_list() == [1, 1, 1, 2, 5]
    assert whole["amount_pence"].to_list() == [40004, 40004, 40004, 60006, 60006]
    assert whole["share"].to_list() == [0.666667] * 3 + [1.0] * 2
