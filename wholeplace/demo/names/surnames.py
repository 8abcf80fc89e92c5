"""Surnames at birth: a family's own, handed down, joined, or borne by women alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.demo.names.people import People
from wholeplace.demo.names.tables import Codes, rate, surname_pool
from wholeplace.dynamics.draws import uniform

TWO_SURNAMES = "spanish"
"""The list whose people bear their father's first surname and their mother's, without a hyphen."""


@dataclass(frozen=True)
class Surnames:
    """Rows of the pool of surnames. first, second: what a family hands down (-1: no second).

    own: what a woman bears instead of it, -1 where she bears the family's.
    """

    first: Codes
    second: Codes
    own: Codes


def birth_surnames(people: People, seed: int) -> Surnames:
    """Surnames at birth. Brothers and sisters of the same two parents have the same family name."""
    first, second = _roots(people, seed)
    mother, father = people.mother, people.father
    done = (mother < 0) & (father < 0)
    choice = _choice(people, seed)
    while not done.all():
        ready = ~done & _is_done(mother, done) & _is_done(father, done)
        if not ready.any():
            raise ValueError("some people of a made place are their own forebears")
        _hand_down(people, np.flatnonzero(ready), choice, first, second)
        done |= ready
    return Surnames(first, second, _own(people, seed))


def text_of(people: People, rows: Codes, surnames: Surnames) -> pl.Series:
    """How the family's name of `surnames` (one entry for each of `rows`) is written for each of those people."""
    frame = people.frame[rows] if len(rows) else people.frame.clear()
    hyphen = pl.when(frame["list"] == TWO_SURNAMES).then(pl.lit(" ")).otherwise(pl.lit("-"))
    female = frame["sex"] == "F"
    first, second = (_form(codes, female) for codes in (surnames.first, surnames.second))
    family = pl.when(second.is_null()).then(first).otherwise(pl.concat_str(first, hyphen, second))
    own = surname_pool().text("name", surnames.own)
    return pl.select(pl.coalesce(own, family).alias("surname")).to_series()


def joined(mine: Surnames, other: Surnames) -> Surnames:
    """A double-barrelled name: the last part of mine and the last part of the other's."""
    return Surnames(last(mine), last(other), np.full_like(mine.own, -1))


def last(surnames: Surnames) -> Codes:
    """The last part of each family's name."""
    return np.where(surnames.second >= 0, surnames.second, surnames.first)


def at(surnames: Surnames, rows: Codes) -> Surnames:
    """The surnames of some rows."""
    return Surnames(surnames.first[rows], surnames.second[rows], surnames.own[rows])


def _roots(people: People, seed: int) -> tuple[Codes, Codes]:
    """Surnames drawn for everybody; those whose parents are here get theirs from them afterwards."""
    lists, ids = people.frame["list"], people.ids
    group = surname_pool().group_of(
        pl.DataFrame({"list": lists, "sex": pl.repeat("", len(lists), eager=True)})
    )
    first = surname_pool().draw(group, uniform(seed, "surname", ids))
    second = surname_pool().draw(group, uniform(seed, "surname_second", ids))
    double = uniform(seed, "surname_double", ids) < rate("double_root", people.frame["origin"])
    double |= (lists == TWO_SURNAMES).to_numpy()
    return first, np.where(double & (second != first), second, -1)


def _choice(people: People, seed: int) -> np.ndarray:
    """Whose name a child bears: 0 the father's, 1 the mother's, 2 both, 3 that of a father who is not here."""
    origin, mother, father = people.frame["origin"], people.mother, people.father
    key = np.where(mother >= 0, people.ids[mother], people.ids[father])
    other = np.where(father >= 0, people.ids[father] + 1, 0)
    draw = uniform(seed, "surname_whose", key, other)
    mothers, both = rate("mother_surname", origin), rate("both_surnames", origin)
    two = np.where(draw < mothers, 1, np.where(draw < mothers + both, 2, 0))
    two = np.where((people.frame["list"] == TWO_SURNAMES).to_numpy(), 2, two)
    one = np.where(draw < rate("absent_father_surname", origin), 3, 1)
    return np.where(father < 0, one, np.where(mother < 0, 0, two))


def _hand_down(people: People, rows: Codes, choice: np.ndarray, first: Codes, second: Codes) -> None:
    """Write the surnames of `rows`, all of whose parents have theirs. An absent father's is drawn once a mother."""
    mother, father, whose = people.mother[rows], people.father[rows], choice[rows]
    giver = np.where(whose == 1, mother, father)
    drawn = first[rows]
    eldest = _eldest(people, rows)
    one = np.where(whose == 3, drawn[eldest], first[giver])
    two = np.where(whose == 3, -1, second[giver])
    spaced = (people.frame["list"][rows] == TWO_SURNAMES).to_numpy()
    mothers = np.where(second[mother] >= 0, second[mother], first[mother])
    fathers = np.where(second[father] >= 0, second[father], first[father])
    both = (whose == 2) & (first[mother] != first[father])
    first[rows] = np.where(both, np.where(spaced, first[father], mothers), one)
    second[rows] = np.where(both, np.where(spaced, first[mother], fathers), two)


def _eldest(people: People, rows: Codes) -> Codes:
    """For each of `rows`, the place in `rows` of the first child of the same mother without a father here."""
    key = np.where(people.father[rows] < 0, people.mother[rows], -2 - np.arange(len(rows)))
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return first[inverse]


def _own(people: People, seed: int) -> Codes:
    frame, ids = people.frame, people.ids
    chance = rate("own_surname", frame["origin"]) * (frame["sex"] == "F").to_numpy()
    group = surname_pool().group_of(
        pl.DataFrame({"list": frame["list"], "sex": pl.repeat("F", len(ids), eager=True)})
    )
    group = np.where(uniform(seed, "own_surname", ids) < chance, group, -1)
    return surname_pool().draw(group, uniform(seed, "own_surname_which", ids))


def _form(codes: Codes, female: pl.Series) -> pl.Series:
    pool = surname_pool()
    return pl.select(
        pl.when(female).then(pool.text("female", codes)).otherwise(pool.text("name", codes))
    ).to_series()


def _is_done(parent: Codes, done: np.ndarray) -> np.ndarray:
    return (parent < 0) | done[parent]
