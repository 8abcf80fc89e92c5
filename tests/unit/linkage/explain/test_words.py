"""Why, in words."""

from __future__ import annotations

import re

import pytest

from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.explain.words import (
    NOT_ENOUGH,
    PHRASES,
    apart_paragraph,
    apart_sentence,
    paragraph,
    reasons,
    sentence,
)


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("names, birth date", "the same names and the same birth date"),
        ("names, birth date, address", "the same names, the same birth date and one address"),
        ("shared nhs_number", "one NHS number"),
        ("shared former upn", "one pupil number"),
        ("shared council_tax_party", "one number by which a service knows a person (council tax party)"),
        ("a reviewer's decision", "a reviewer's decision"),
        ("names, postcode and day of an incident", "the same names and one postcode on one day"),
        ("names, who lived with them", "the same names and somebody who lived with both"),
        ("something new", "something new"),
    ],
)
def test_what_a_link_rests_on_as_a_phrase(why: str, told: str) -> None:
    assert reasons(why) == told


@pytest.mark.parametrize("rules", ["undated", "undated_pair", "name_alone", "unnamed"])
def test_every_reason_of_the_rules_has_a_phrase_that_tells_of_no_service(rules: str) -> None:
    reasoned = model_text(rules).split(" AS score")[-1].split(" AS why")[0]
    parts = {part for stated in re.findall(r"'([^']+)'", reasoned) for part in stated.split(", ")}
    assert parts
    assert not [part for part in parts if "incident" in reasons(part)]
    assert parts - set(PHRASES) <= {"names that nobody else is likely to bear"}


def test_a_chain_says_how_many_records_stand_between() -> None:
    one = ("a", "b", 0.99, "names, birth date")
    two = ("b", "c", 0.99, "shared nhs_number")
    assert sentence([one]) == "These two are one person: the same names and the same birth date."
    assert "through 1 other record: " in sentence([one, two])
    assert "through 2 other records: " in sentence([one, two, one])


def test_a_resident_is_told_who_decided_and_how_to_contest() -> None:
    rule = paragraph([("a", "b", 0.99, "names, birth date")], ["gp", "schools"])
    assert "held by gp and schools" in rule
    assert "a fixed rule did" in rule
    assert "If this is wrong" in rule
    hand = paragraph([("a", "b", 1.0, "a reviewer's decision")], [])
    assert "A reviewer decided so." in hand
    assert "held by" not in hand


def test_of_two_people_only_open_questions_are_told() -> None:
    assert apart_sentence([]) == NOT_ENOUGH
    assert "two values of nino" in apart_sentence(["two values of nino"])
    assert "If this is wrong" in apart_paragraph()
