"""Faults of links and programmes, each with its key and cure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wholeplace.system_map import SystemMap

LINK = """
[[link]]
cause = "domestic_abuse"
holder = "parent"
effect = "childrens_help:child_in_need>looked_after"
rate_ratio = 1.5
low = 1.2
high = 1.9
grade = "moderate"
year = 2020
source = "A made-up study, 2020"
design = "followed over time"
confounders = ["age"]
"""

ASSUMED = """
[[link]]
cause = "trusted_worker"
holder = "self"
effect = "factor:isolation:end"
rate_ratio = 1.5
low = 0.75
high = 3.0
grade = "assumed"
year = 2026
reason = "Nothing published gives a ratio."
"""

PROGRAMME = """
[[programme]]
id = "safe_start"
acts_on = ["factor:isolation:start", "link:domestic_abuse@parent->childrens_help:child_in_need>looked_after"]
multiplies = [0.8, 0.9]
who = ["factor:poverty", "childrens_help:looked_after"]
where = ["everywhere"]
from = 2027-04-01
until = 2029-04-01
places = 40
unit_cost = 250000
payer = "council"
evidence = "None yet: to be tried."
"""

MOVE = "childrens_help:child_in_need>looked_after"
WHO = '["factor:poverty", "childrens_help:looked_after"]'
KNOWN = "Name a factor of this map."
VALUE = "Correct the value."
EFFECT = "Write TRACK:FROM>TO, factor:ID:start or factor:ID:end."
CONDITION = "Write everyone, factor:ID or TRACK:STATE."
ALLOWED = "Name one its transitions allow."
AROUND = "Give the interval around the ratio."
NO_CHARACTERISTIC = "Name a circumstance or a strength."


def test_sound_links_and_programmes_are_accepted(load: Callable[[str], SystemMap]) -> None:
    system_map = load(LINK + ASSUMED + PROGRAMME)
    assert [link.id for link in system_map.links[-2:]] == [
        "domestic_abuse@parent->childrens_help:child_in_need>looked_after",
        "trusted_worker@self->factor:isolation:end",
    ]
    assert system_map.programmes[-1].id == "safe_start"
    packaged = load("")
    assert len(system_map.links) == len(packaged.links) + 2
    assert len(system_map.programmes) == len(packaged.programmes) + 1


@pytest.mark.parametrize(
    ("old", "new", "key", "what", "cure"),
    [
        (
            'cause = "domestic_abuse"',
            'cause = "noise"',
            "cause",
            "no factor is called noise",
            KNOWN,
        ),
        (
            'cause = "domestic_abuse"',
            'cause = "sex"',
            "cause",
            "sex is a characteristic, which is never a cause",
            "Name it under confounders: it adjusts.",
        ),
        (
            '["age"]',
            '["noise"]',
            "confounders",
            "no factor is called noise",
            KNOWN,
        ),
        (
            'holder = "parent"',
            'holder = "uncle"',
            "holder",
            "input should be 'self', 'parent', 'spouse_or_partner', 'child' or 'household'",
            VALUE,
        ),
        (
            'grade = "moderate"',
            'grade = "good"',
            "grade",
            "input should be 'strong', 'moderate', 'weak' or 'assumed'",
            VALUE,
        ),
        (
            MOVE,
            "childrens_help",
            "effect",
            "childrens_help is not an effect",
            EFFECT,
        ),
        (
            MOVE,
            "factor:poverty:middle",
            "effect",
            "factor:poverty:middle is not an effect",
            EFFECT,
        ),
        (
            "childrens_help:",
            "childrens_rest:",
            "effect",
            "no track is called childrens_rest",
            "Name a track of this map.",
        ),
        (
            ">looked_after",
            ">cared_for",
            "effect",
            "childrens_help has no state cared_for",
            "Name a state or group of it, or none.",
        ),
        (
            ":child_in_need>looked_after",
            ":early_help>care_leaver",
            "effect",
            "early_help>care_leaver is not a move of childrens_help",
            ALLOWED,
        ),
        (
            ":child_in_need>looked_after",
            ":child_in_need>child_in_need",
            "effect",
            "child_in_need>child_in_need is not a move of childrens_help",
            ALLOWED,
        ),
        (
            MOVE,
            "factor:noise:start",
            "effect",
            "no factor is called noise",
            KNOWN,
        ),
        (
            MOVE,
            "factor:autism:start",
            "effect",
            "autism is a characteristic, which nothing brings about or takes away",
            NO_CHARACTERISTIC,
        ),
        (
            "low = 1.2",
            "low = 1.6",
            "rate_ratio",
            "low, rate_ratio and high are not in rising order",
            AROUND,
        ),
        (
            "high = 1.9",
            "high = 1.4",
            "rate_ratio",
            "low, rate_ratio and high are not in rising order",
            AROUND,
        ),
        (
            "low = 1.2",
            "low = 0",
            "low",
            "input should be greater than 0",
            VALUE,
        ),
        (
            "high = 1.9",
            "high = inf",
            "high",
            "input should be a finite number",
            VALUE,
        ),
        (
            'source = "A made-up study, 2020"',
            "",
            "source",
            "a link of grade moderate has no source",
            "Add it.",
        ),
        (
            'design = "followed over time"',
            "",
            "design",
            "a link of grade moderate has no design",
            "Add it.",
        ),
    ],
)
def test_a_faulty_link_is_refused(
    faults: Callable[[str], list[str]], old: str, new: str, key: str, what: str, cure: str
) -> None:
    assert old in LINK
    assert faults(LINK.replace(old, new)) == [f"link[1].{key}: {what}. {cure}"]


@pytest.mark.parametrize(("key", "value"), [("low", "0.76"), ("high", "2.9")])
def test_an_assumed_ratio_must_be_wide(faults: Callable[[str], list[str]], key: str, value: str) -> None:
    lines = [f"{key} = {value}" if line.startswith(key) else line for line in ASSUMED.splitlines()]
    assert faults("\n".join(lines)) == [
        "link[1].low: an assumed ratio has too narrow an interval. "
        "Reach down to half the ratio and up to twice it."
    ]


def test_an_assumed_ratio_must_say_why(faults: Callable[[str], list[str]]) -> None:
    text = "\n".join(line for line in ASSUMED.splitlines() if not line.startswith("reason"))
    assert faults(text) == ["link[1].reason: a link of grade assumed has no reason. Add it."]


@pytest.mark.parametrize(
    ("old", "new", "key", "what", "cure"),
    [
        (
            "[0.8, 0.9]",
            "[0.8]",
            "acts_on",
            "acts_on and multiplies differ in length",
            "Give one multiplier for each.",
        ),
        (
            "factor:isolation:start",
            "factor:age:start",
            "acts_on",
            "age is a characteristic, which nothing brings about or takes away",
            NO_CHARACTERISTIC,
        ),
        (
            "link:domestic_abuse@parent",
            "link:domestic_abuse@self",
            "acts_on",
            "no link is written link:domestic_abuse@self->childrens_help:child_in_need>looked_after",
            "Name a link as link:CAUSE@HOLDER->EFFECT.",
        ),
        (
            WHO,
            '["factor:noise"]',
            "who",
            "factor:noise is no condition of this map",
            CONDITION,
        ),
        (
            WHO,
            '["debt:gone"]',
            "who",
            "debt:gone is no condition of this map",
            CONDITION,
        ),
        (
            WHO,
            '["rest:gone"]',
            "who",
            "rest:gone is no condition of this map",
            CONDITION,
        ),
        (
            WHO,
            '["everyone", "factor:poverty"]',
            "who",
            "everyone stands beside other conditions",
            "Keep one or the other.",
        ),
        (
            "until = 2029-04-01",
            "until = 2027-04-01",
            "until",
            "it ends before it begins",
            "Give a later day, or leave until out.",
        ),
        (
            "places = 40",
            "places = 0",
            "places",
            "input should be greater than 0",
            VALUE,
        ),
        (
            "unit_cost = 250000",
            "unit_cost = -1",
            "unit_cost",
            "input should be greater than or equal to 0",
            VALUE,
        ),
        (
            "from = 2027-04-01",
            "",
            "from",
            "the key is missing",
            "Add it.",
        ),
    ],
)
def test_a_faulty_programme_is_refused(
    faults: Callable[[str], list[str]], old: str, new: str, key: str, what: str, cure: str
) -> None:
    assert old in PROGRAMME
    assert faults(LINK + PROGRAMME.replace(old, new)) == [f"programme[1].{key}: {what}. {cure}"]


def test_a_programme_names_evidence_for_each_multiplier_or_for_none(
    faults: Callable[[str], list[str]],
) -> None:
    rows = 'published = ["sure_start_care", "sure_start_referrals"]\n'
    assert faults(LINK + PROGRAMME + rows) == []
    line = (
        "published and acts_on differ in length. Name one row of evidence for each, or leave published out."
    )
    assert faults(LINK + PROGRAMME + 'published = ["sure_start_care"]\n') == [f"programme[1].acts_on: {line}"]


def test_a_programme_may_help_everyone(faults: Callable[[str], list[str]]) -> None:
    text = PROGRAMME.replace('["factor:poverty", "childrens_help:looked_after"]', '["everyone"]')
    assert faults(LINK + text) == []


@pytest.mark.parametrize(("text", "line"), [(LINK, "link[2]"), (PROGRAMME, "programme[2]")])
def test_the_same_entry_twice_is_refused(faults: Callable[[str], list[str]], text: str, line: str) -> None:
    first, *rest = faults(LINK * (text != LINK) + text * 2)
    assert first.startswith(f"{line}: ")
    assert first.endswith(" appears twice. Keep one of them.")
    assert rest == []
