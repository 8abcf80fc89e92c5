"""What the kernel reads and writes: populations as tuples of arrays, and one family in the processor's cache.

A family in hand is an array of units. Unit h is home h; unit MOST_HOMES + i is member i; homes, mothers, fathers
and partners are written as units there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wholeplace.dynamics.population import MOST_HOMES, MOST_MEMBERS, Population

UNITS = MOST_HOMES + MOST_MEMBERS
NOBODY = 255
"""In place of a unit: none. Whole numbers that index arrays have no sign: numba lets a signed index count from the end,
and pays for it at every access."""
UNIT = np.dtype(
    [(name, np.uint64) for name in ("key", "stem", "holds", "states")]
    + [("bound", np.float64)]
    + [(name, np.int64) for name in ("turn", "birth", "enter", "gone", "area")]
    + [
        (name, np.uint32)
        for name in ("home", "mother", "father", "partner", "cell", "sex", "here", "partners", "homes")
    ],
    align=True,
)
"""key; stem: the part of its draws that stays; holds: bits of factors; states: a bit each of all tracks' states.

bound: what its hazards sum to, or more, a year. turn: when a member enters or next has a birthday that changes rates;
cell: their row of base rates. here: whether a member is present; how many are in a home. area: of homes. partners,
homes: how many a member has brought about.
"""
WORD = 32
"""Months that a unit's draws are searched by at once."""
CERTAIN = 1e9
"""A bound that every draw is under: the unit is looked at in the next month there is."""
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


FAMILY = np.dtype(
    [(name, np.int64) for name in ("number", "month", "first", "end")]
    + [(name, np.uint32) for name in ("homes", "last", "period")]
    + [
        ("ratio", np.float64), ("units", UNIT, (UNITS,)), ("next", np.int64, (UNITS,)), ("due", np.uint64, (UNITS,)),
        ("fired", np.int64, (UNITS, 2)), ("held", np.uint64, (5,)), ("aside", np.float64, (128,)),
        ("fixed", np.uint64, (len(CHANNELS),)), ("used", np.int64, (3,)),
    ],
    align=True,
)  # fmt: skip
"""The family in hand, and what a look at a unit finds. One record, since every array costs each call and compilation.

number among families; the month it is in, the run's first and one past its last; homes; last: one past its last unit;
period; the family's own ratio. next: by unit, the first month not yet looked at whose draw may mean an event under
the bound. due: units to look at this month; fired: those with an event, and the event. held: by holder, what the
unit looked at can see held. aside: by factor, then by state, hazards of what cannot start since it has. fixed: by
channel, the seed's part of draws. used: people, homes and events written down so far.
"""


class Scratch(NamedTuple):
    """What is as long as the run or the list of effects, and what is written down."""

    family: np.ndarray  # one FAMILY
    draws: np.ndarray  # units x months of the run: the first half of each draw, and all ones after the last
    shared: np.ndarray  # by effect: the family's own ratio, or 1
    hazard: np.ndarray  # by effect that starts from rest
    extra: np.ndarray  # effects of the unit that do not start from rest
    more: np.ndarray  # their hazards
    changes: np.ndarray  # months + 1 x (what is counted, and a last column for what is not)
    events: np.ndarray


def make_scratch(effects: int, fixed: np.ndarray, changes: np.ndarray, events: np.ndarray) -> Scratch:
    """Room for the largest family."""
    months = -(-(len(changes) - 1) // WORD) * WORD
    family = np.zeros(1, FAMILY)
    family["fixed"] = fixed
    return Scratch(
        family=family, draws=np.full((UNITS, months), 0xFFFFFFFF, np.uint32), shared=np.ones(effects),
        hazard=np.zeros(effects), extra=np.zeros(effects, np.uint32), more=np.zeros(effects), changes=changes,
        events=events,
    )  # fmt: skip
