"""Faults of factors and tracks, each with its key and cure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FACTOR = """
[factor.noise]
name = "Noise"
kind = "circumstance"
definition = "It is too loud to sleep."
source = "A made-up Act 2020"
"""

TRACK = """
[track.quiet]
name = "Quiet"
year = 2026
definition = "Help to sleep."
exclusive = true
exclusive_reason = "One at a time."
source = "A made-up Act 2020"
precedence = ["walls", "plugs"]
transitions = ["none>plugs", "plugs>walls", "walls>none"]

[[track.quiet.states]]
id = "plugs"
name = "Plugs"
open_ended = false
definition = "Plugs are lent."
source = "A made-up Act 2020"

[[track.quiet.states]]
id = "walls"
name = "Walls"
group = "building"
open_ended = true
definition = "Walls are built."
source = "A made-up Act 2020"
"""

IDS = "Name a factor of this map."
ENDS = "Name a state or group of this track, or none."


def test_a_sound_factor_and_track_are_accepted(faults: Callable[[str], list[str]]) -> None:
    assert faults(FACTOR + TRACK) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('part_of = "noise"', f"factor.noise.part_of: no other factor is called noise. {IDS}"),
        ('part_of = "din"', f"factor.noise.part_of: no other factor is called din. {IDS}"),
        (
            'part_of = "age"',
            "factor.noise.part_of: age is a characteristic, not a circumstance. Name one of the same kind.",
        ),
        (
            'part_of = "alcohol_misuse"',
            "factor.noise.part_of: alcohol_misuse is itself part of substance_misuse. Name the broadest one.",
        ),
    ],
)
def test_a_broader_factor_must_be_another_broad_one_of_the_same_kind(
    faults: Callable[[str], list[str]], line: str, fault: str
) -> None:
    assert faults(FACTOR + line) == [fault]


@pytest.mark.parametrize(
    ("old", "new", "where", "what", "cure"),
    [
        (
            "track.quiet",
            "track.poverty",
            "track.poverty",
            "poverty is also the ID of a factor",
            "Give one of them another ID.",
        ),
        (
            "track.quiet",
            "track.factor",
            "track.factor",
            "factor is a reserved word",
            "Give the track another ID.",
        ),
        (
            'group = "building"',
            'group = "plugs"',
            "track.quiet.states",
            "plugs is both a state and a group",
            "Give the group another ID.",
        ),
        (
            'group = "building"',
            'group = "none"',
            "track.quiet.states",
            "none is a reserved word",
            "Give the state or group another ID.",
        ),
        (
            '["walls", "plugs"]',
            '["walls", "plugs", "walls"]',
            "track.quiet.precedence",
            "walls appears twice",
            "Keep it once.",
        ),
        (
            '["walls", "plugs"]',
            '["walls", "plugs", "roof"]',
            "track.quiet.precedence",
            "roof is not a state of the track",
            "Remove it or add the state.",
        ),
        (
            '["walls", "plugs"]',
            '["walls"]',
            "track.quiet.precedence",
            "plugs has no place",
            "Put it where its intensity belongs.",
        ),
        (
            '"walls>none"',
            '"walls>none", "walls>none"',
            "track.quiet.transitions",
            "walls>none appears twice",
            "Keep it once.",
        ),
        (
            '"walls>none"',
            '"walls>none", "walls-plugs"',
            "track.quiet.transitions",
            "walls-plugs is not a move",
            "Write it as FROM>TO.",
        ),
        (
            '"walls>none"',
            '"walls>none", "roof>none"',
            "track.quiet.transitions",
            "roof>none names roof, which the track has not",
            ENDS,
        ),
        (
            '"walls>none"',
            '"walls>none", "walls>"',
            "track.quiet.transitions",
            "walls> names nothing, which the track has not",
            ENDS,
        ),
        (
            '"walls>none"',
            '"walls>none", "building>building"',
            "track.quiet.transitions",
            "building>building goes nowhere",
            "Remove it: staying is not a move.",
        ),
        (
            ', "walls>none"',
            "",
            "track.quiet.transitions",
            "nothing leads from walls",
            "Add a move that starts there.",
        ),
        (
            '"plugs>walls"',
            '"plugs>none"',
            "track.quiet.transitions",
            "nothing leads to walls",
            "Add a move that ends there.",
        ),
    ],
)
def test_a_faulty_track_is_refused(
    faults: Callable[[str], list[str]], old: str, new: str, where: str, what: str, cure: str
) -> None:
    assert old in TRACK
    assert faults(TRACK.replace(old, new)) == [f"{where}: {what}. {cure}"]


def test_a_state_given_twice_is_refused(faults: Callable[[str], list[str]]) -> None:
    again = TRACK[TRACK.index("[[track.quiet.states]]") : TRACK.rindex("[[track.quiet.states]]")]
    assert faults(TRACK + again) == [
        "track.quiet.states: plugs appears twice. Give each state an ID of its own."
    ]
