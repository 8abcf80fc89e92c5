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
HERE, CELL, NEXT, PARTNERS, HOMES, STALE, EXTRA, MADE, RESTLESS = range(8, 17)
"""STALE: how much of a unit's chances is to be worked out anew (RESUM, SEEN_BY, FLAGS). MADE: the kind of cell that
its ratios were made for, 0 for none. RESTLESS: whether its draws are looked at in every month."""
AREA, INSIDE, MOVED, NEAR, LAID = range(5)
"""Of homes: the area's index; members present; whether area or period is new; programmes on there, a bit each; two
more than the area that its setting was laid out for."""
STATES = 17
"""The first column of states, one a track; homes have theirs in the same columns."""
RESUM, SEEN_BY, FLAGS = 1, 2, 3
"""Stale since base rates changed; since factors or states did; since homes, ages or ties did."""
KEY, HOLDS, STEM, OPENED, SEEN = range(5)
"""Key; bits of factors; the part of a unit's draws that stays; programmes open to it; from SEEN on, by holder, the
factors that its ratios were last made of."""
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
    setting: np.ndarray  # homes x effects: ratio of area and family
    times: np.ndarray  # units x effects: all ratios together
    free: np.ndarray  # units x effects: 1 where an effect that starts from rest can happen, else 0
    extra: np.ndarray  # units x ...: effects of each unit that do not start from rest
    total: np.ndarray  # by unit: sum of hazards from rest, and of all
    fired: np.ndarray
    awake: np.ndarray  # units x words: months, a bit each, in which a unit's draw may bring an event
    due: np.ndarray  # the same of any unit


def make_scratch(effects: int, tracks: int, months: int) -> Scratch:
    """Room for the largest family."""
    words = months // 64 + 1
    return Scratch(
        size=np.zeros(2, np.int64),
        x=np.zeros((UNITS, STATES + tracks), np.int64),
        u=np.zeros((UNITS, SEEN + 5), np.uint64),
        held=np.zeros(5, np.uint64),
        shared=np.ones(effects),
        setting=np.ones((MOST_HOMES, effects)),
        times=np.ones((UNITS, effects)),
        free=np.ones((UNITS, effects)),
        extra=np.zeros((UNITS, effects), np.int64),
        total=np.zeros((UNITS, 2)),
        fired=np.zeros((UNITS, 2), np.int64),
        awake=np.zeros((UNITS, words), np.uint64),
        due=np.zeros(words, np.uint64),
    )
