"""What the kernel reads and writes: populations as tuples of arrays, and one family in the processor's cache.

A family in hand is two arrays with a row a unit: `x` holds whole numbers, `u` bits and keys, both by the
columns below. Unit h is home h; unit MOST_HOMES + i is
member i; homes, mothers, fathers and partners are written as units there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wholeplace.dynamics.population import MOST_HOMES, MOST_MEMBERS, Population

UNITS = MOST_HOMES + MOST_MEMBERS
SEX, BIRTH, ENTER, HOME, MOTHER, FATHER, PARTNER, GONE = range(8)
HERE, CELL, NEXT, PARTNERS, HOMES, STALE, EXTRA = range(8, 15)
AREA, INSIDE, MOVED, NEAR = range(4)
"""Of homes: the area's index; members present; whether area or period is new; programmes on there, a bit each."""
STATES = 15
"""The first column of states, one a track; homes have theirs in the same columns."""
KEY, HOLDS, STEM, BOUND = range(4)
"""Key; bits of factors; the part of a unit's draws that stays; the unit has an event when its draw is below BOUND."""
CHANNELS = (
    "person", "home", "newborn sex", "partner sex", "partner age", "area", "who stays",
    "child key", "partner key", "home key",
)  # fmt: skip
"""What draws are for, in the order of the kernel's `fixed`."""
(
    AS_PERSON, AS_HOME, NEWBORN_SEX, PARTNER_SEX, PARTNER_AGE, TO_AREA, WHO_STAYS, CHILD_KEY, PARTNER_KEY, HOME_KEY,
) = range(10)  # fmt: skip


class Flat(NamedTuple):
    """A population's arrays: the fields of Population, in its order."""

    family_start: np.ndarray
    family_key: np.ndarray
    family_ratio: np.ndarray
    key: np.ndarray
    sex: np.ndarray
    birth: np.ndarray
    enter: np.ndarray
    home: np.ndarray
    mother: np.ndarray
    father: np.ndarray
    partner: np.ndarray
    gone: np.ndarray
    factors: np.ndarray
    states: np.ndarray
    home_start: np.ndarray
    home_key: np.ndarray
    home_area: np.ndarray
    home_factors: np.ndarray
    home_states: np.ndarray
    brought: np.ndarray


def flat(population: Population) -> Flat:
    """The arrays of a population."""
    return Flat(*(getattr(population, name) for name in Flat._fields))


class Scratch(NamedTuple):
    """One family. size: homes, members. fired: units with an event this month, and the event."""

    size: np.ndarray
    x: np.ndarray
    u: np.ndarray
    held: np.ndarray  # by holder, what the unit in hand can see held
    shared: np.ndarray  # by effect: the family's own ratio, or 1
    setting: np.ndarray  # homes x effects: ratio of period, area and family
    hazards: np.ndarray  # units x effects: as last worked out
    extra: np.ndarray  # units x ...: effects of each unit that do not start from rest
    total: np.ndarray  # by unit: the sum of hazards
    fired: np.ndarray


def make_scratch(effects: int, tracks: int) -> Scratch:
    """Room for the largest family."""
    return Scratch(
        size=np.zeros(2, np.int64),
        x=np.zeros((UNITS, STATES + tracks), np.int64),
        u=np.zeros((UNITS, 4), np.uint64),
        held=np.zeros(6, np.uint64),
        shared=np.ones(effects),
        setting=np.ones((MOST_HOMES, effects)),
        hazards=np.zeros((UNITS, effects)),
        extra=np.zeros((UNITS, effects), np.int64),
        total=np.zeros(UNITS),
        fired=np.zeros((UNITS, 2), np.int64),
    )
