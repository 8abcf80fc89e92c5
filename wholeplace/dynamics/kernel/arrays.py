"""What the kernel holds while it lives through one family: small arrays that stay in the processor's cache."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wholeplace.dynamics.compiled.tables import Tables
from wholeplace.dynamics.population import MOST_HOMES, MOST_MEMBERS, Population

UNITS = MOST_HOMES + MOST_MEMBERS
"""Homes come first: unit u is home u, unit MOST_HOMES + i is member i."""

AS_PERSON, AS_HOME, NEWBORN_SEX, PARTNER_SEX, PARTNER_AGE, AREA, STAYS = range(7)
CHILD_KEY, PARTNER_KEY, HOME_KEY = range(7, 10)
CHANNELS = (
    "person", "home", "newborn sex", "partner sex", "partner age", "area", "who stays",
    "child key", "partner key", "home key",
)  # fmt: skip
"""What draws are for, in the order of the kernel's `fixed`."""

Ints = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]


class Flat(NamedTuple):
    """A population's arrays, as the kernel reads and writes them: the fields of Population, in its order."""

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
    """One family. `size`: members, homes. `here`: whether a member is present now."""

    size: Ints
    key: Masks
    sex: Ints
    birth: Ints
    enter: Ints
    home: Ints
    mother: Ints
    father: Ints
    partner: Ints
    gone: Ints
    factors: Masks
    states: Ints
    brought: Ints
    home_key: Masks
    home_area: Ints
    home_factors: Masks
    home_states: Ints
    here: npt.NDArray[np.bool_]
    cell: Ints  # of a member, in the tables
    next: Ints  # month in which a member enters or changes band
    stale: npt.NDArray[np.bool_]  # units whose chances are to be worked out anew
    stem: Masks  # a unit's part of its draws
    bound: Masks  # a unit has an event where its draw is below this
    held: Masks  # by holder, what the unit at hand can see held
    effects: Ints  # the hazards of the unit at hand: which
    hazards: npt.NDArray[np.float64]  # and how large
    fired: Ints  # units that have an event this month
    chosen: Ints  # and which


def make_scratch(tables: Tables) -> Scratch:
    """Room for the largest family."""
    tracks, effects = len(tables.state_bit), len(tables.kind)
    people = {name: np.zeros(MOST_MEMBERS, np.int64) for name in (
        "sex", "birth", "enter", "home", "mother", "father", "partner", "gone", "cell", "next")}  # fmt: skip
    return Scratch(
        **people,
        size=np.zeros(2, np.int64),
        key=np.zeros(MOST_MEMBERS, np.uint64),
        factors=np.zeros(MOST_MEMBERS, np.uint64),
        states=np.zeros((MOST_MEMBERS, tracks), np.int64),
        brought=np.zeros((MOST_MEMBERS, 2), np.int64),
        home_key=np.zeros(MOST_HOMES, np.uint64),
        home_area=np.zeros(MOST_HOMES, np.int64),
        home_factors=np.zeros(MOST_HOMES, np.uint64),
        home_states=np.zeros((MOST_HOMES, tracks), np.int64),
        here=np.zeros(MOST_MEMBERS, np.bool_),
        stale=np.zeros(UNITS, np.bool_),
        stem=np.zeros(UNITS, np.uint64),
        bound=np.zeros(UNITS, np.uint64),
        held=np.zeros(6, np.uint64),
        effects=np.zeros(effects, np.int64),
        hazards=np.zeros(effects, np.float64),
        fired=np.zeros(UNITS, np.int64),
        chosen=np.zeros(UNITS, np.int64),
    )
