"""Numbers families, households and people, so that those whose lives act on each other lie side by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from wholeplace.demo.homes.counts import Ints
from wholeplace.demo.homes.families.elsewhere import Pairs
from wholeplace.demo.homes.residents.kinds import COUPLE, LONE, SHARERS, SINGLE, Homes
from wholeplace.demo.homes.residents.parts import NUMBER
from wholeplace.demo.homes.residents.people import ROLES, People
from wholeplace.demo.homes.residents.traits import units
from wholeplace.dynamics.draws import keyed

KINDS = ("one_person", "couple", "couple_children", "lone_parent", "other", "hmo", "student", "communal")
KIND = {name: number for number, name in enumerate(KINDS)}


class Blocks(NamedTuple):
    """The order of people and the numbers they get, all in that order."""

    order: Ints  # positions of people
    household: Ints
    family: Ints
    address: Ints
    unit: Ints


def in_blocks(people: People, homes: Homes, pairs: Pairs, address: Ints, seed: int) -> Blocks:
    """Families by area, in a drawn order within it; a parent's home before the children's; heads first."""
    unit = units(people, homes)
    top = len(homes.area) + len(people.area)
    block, second = np.arange(top), np.zeros(top, dtype=np.int64)
    block[pairs.one] = pairs.other
    second[pairs.one] = 1
    area = np.zeros(top, dtype=np.int64)
    area[unit] = people.area
    mine = block[unit]
    drawn = keyed(seed, "homes:order", mine)
    order = np.lexsort((people.key, people.role, unit, second[unit], mine, drawn, area[mine]))
    family = np.cumsum(np.diff(mine[order], prepend=-1) != 0) - 1
    household = np.cumsum(np.diff(unit[order], prepend=-1) != 0) - 1
    return Blocks(order, household, family, address[order], unit[order])


def frames(
    people: People, homes: Homes, blocks: Blocks, given: dict[str, np.ndarray]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The household and person frames of a Start."""
    first = np.flatnonzero(np.diff(blocks.household, prepend=-1))
    household = pl.DataFrame(
        {
            "household": np.arange(len(first)),
            "address": blocks.address[first],
            "family": blocks.family[first],
            "kind": pl.Series(KINDS).gather(_kinds(people, homes, blocks, first)),
            "size": np.diff(np.append(first, len(blocks.order))).astype(np.int32),
        }
    )
    return household, _persons(people, blocks, given)


def _persons(people: People, blocks: Blocks, given: dict[str, np.ndarray]) -> pl.DataFrame:
    order = blocks.order
    number = _numbers(order, np.arange(len(order)), len(order))
    of_unit = _numbers(blocks.unit, blocks.household, int(blocks.unit.max()) + 1)
    ties = {name: getattr(people, name)[order] for name in ("mother", "father", "partner", "carer")}
    return pl.DataFrame(
        {
            "person": np.arange(len(order)),
            "household": blocks.household,
            "second_home": _renumbered(people.second_home[order], of_unit),
            "family": blocks.family,
            "sex": pl.Series(["F", "M"]).gather(people.sex[order]),
            "birth": pl.Series(people.birth[order].astype(np.int32)).cast(pl.Date),
            "ethnicity": pl.Series(given["ethnicity"][order]),
            "origin": pl.Series(given["origin"][order]),
            "role": pl.Series(ROLES).gather(people.role[order]),
            **{name: _renumbered(old, number) for name, old in ties.items()},
            "disability": given["disability"][order],
        }
    )


def _numbers(old: Ints, new: Ints, count: int) -> Ints:
    """The new number by the old."""
    numbers = np.full(count, -1, dtype=np.int64)
    numbers[old] = new
    return numbers


def _renumbered(old: Ints, numbers: Ints) -> pl.Series:
    """New numbers, null for nobody."""
    held = pl.Series(np.where(old >= 0, numbers[old], -1))
    return held.set(held < 0, None)


def _kinds(people: People, homes: Homes, blocks: Blocks, first: Ints) -> Ints:
    """The kind of each household, by its home's make-up or the establishment."""
    row = blocks.order[first]
    home = np.maximum(people.home[row], 0)
    structure, plain = homes.structure[home], (homes.grandparents[home] + homes.others[home]) == 0
    young = homes.children[home] + homes.grown[home] > 0
    kind = np.full(len(first), KIND["other"])
    kind[structure == SINGLE] = KIND["one_person"]
    kind[structure == SHARERS] = KIND["hmo"]
    kind[(structure == LONE) & plain] = KIND["lone_parent"]
    kind[(structure == COUPLE) & plain & young] = KIND["couple_children"]
    kind[(structure == COUPLE) & plain & ~young] = KIND["couple"]
    outside = people.home[row] < 0
    student = outside & (people.part[row] == NUMBER["student"])
    kind[outside], kind[student] = KIND["communal"], KIND["student"]
    return kind
