"""Given names, middle names, and the forms that people go by."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.names.people import People
from wholeplace.demo.names.tables import Codes, given_groups, given_pool, known_as_pool, rate
from wholeplace.dynamics.draws import uniform

_ROUNDS = 200


def given_names(people: People, seed: int) -> Codes:
    """A row of the pool of given names for each person; never one spelling twice among one parent's children.

    A small share of first sons bear their father's name; of two of a name, the younger is drawn again.
    """
    groups, namesake = groups_of(people, seed), _namesakes(people, seed)
    same = given_pool().rows["same"].to_numpy()
    first = np.lexsort((people.ids, _birth(people), ~namesake))
    order = np.empty_like(first)
    order[first] = np.arange(len(first))
    step = np.zeros(len(groups), np.int64)
    codes = given_pool().draw(groups, uniform(seed, "given", people.ids))
    for _ in range(_ROUNDS):
        codes[namesake] = codes[people.father[namesake]]
        again = _repeated(people, same[codes], order)
        again = again[~namesake[again]]
        if not len(again):
            break
        step[again] += 1
        draws = uniform(seed, "given", people.ids[again], step[again])
        codes[again] = given_pool().draw(groups[again], draws)
    return codes


def groups_of(people: People, seed: int) -> Codes:
    """Each person's group of the pool of given names; some of other origins are given English names."""
    frame = people.frame
    english = uniform(seed, "given_english", people.ids) < rate("english_given", frame["origin"])
    lists = pl.select(
        pl.when(pl.Series(english)).then(pl.lit("english")).otherwise(frame["list"])
    ).to_series()
    return given_groups(lists, frame["sex"], frame["birth"])


def middle_names(people: People, given: Codes, seed: int) -> Codes:
    """A row of the pool of given names, other than the given name, or -1."""
    has = uniform(seed, "middle_has", people.ids) < rate("middle", people.frame["origin"])
    groups, same = groups_of(people, seed), given_pool().rows["same"].to_numpy()
    codes = given_pool().draw(groups, uniform(seed, "middle", people.ids))
    for step in range(1, 5):
        clash = same[codes] == same[given]
        codes[clash] = given_pool().draw(groups[clash], uniform(seed, "middle", people.ids[clash], step))
    return np.where(has & (same[codes] != same[given]), codes, -1)


def known_as(people: People, given: pl.Series, middle: pl.Series, seed: int) -> pl.Series:
    """The short form or middle name that a person goes by; null where they go by their given name."""
    ids, origin = people.ids, people.frame["origin"]
    group = known_as_pool().group_of(pl.DataFrame({"given": given}))
    form = known_as_pool().draw(group, uniform(seed, "known_as_form", ids))
    short = np.where(uniform(seed, "known_as", ids) < rate("known_as", origin), form, -1)
    by_middle = uniform(seed, "known_as_middle", ids) < rate("goes_by_middle", origin)
    chosen = pl.when(pl.Series(by_middle)).then(middle).otherwise(None)
    return pl.select(
        pl.coalesce(chosen, known_as_pool().text("known_as", short)).alias("known_as")
    ).to_series()


def _namesakes(people: People, seed: int) -> np.ndarray:
    """First sons who bear their father's name, of fathers who do not bear their own father's."""
    sons = np.flatnonzero((people.frame["sex"] == "M").to_numpy() & (people.father >= 0))
    sons = sons[np.lexsort((people.ids[sons], _birth(people)[sons], people.father[sons]))]
    _, first = np.unique(people.father[sons], return_index=True)
    firsts = sons[first]
    fathers = people.father[firsts]
    share = rate("namesake", people.frame["origin"])[firsts]
    drawn = np.zeros(len(people.ids), bool)
    drawn[firsts] = uniform(seed, "namesake", people.ids[fathers]) < share
    drawn[firsts] &= (people.frame["sex"] == "M").to_numpy()[fathers]
    return drawn & ~np.where(people.father >= 0, drawn[people.father], False)


def _repeated(people: People, spelling: Codes, order: Codes) -> Codes:
    """Rows of children whose name an elder child of the same mother or father has."""
    child = np.arange(len(spelling))
    rows = np.concatenate([child[people.mother >= 0], child[people.father >= 0]])
    parent = np.concatenate([people.mother[people.mother >= 0], people.father[people.father >= 0]])
    key = parent * (given_pool().rows.height + 1) + spelling[rows]
    sort = np.lexsort((order[rows], key))
    repeated = np.concatenate([[False], key[sort][1:] == key[sort][:-1]]) if len(sort) else sort
    return np.unique(rows[sort][np.asarray(repeated, bool)])


def _birth(people: People) -> Codes:
    return people.frame["birth"].to_physical().cast(pl.Int64).to_numpy()
