"""Ethnic group, group of names, and disability, fitted to each area's published counts.

People of one home mostly share a group. Homes of the ages and sizes usual in a group are likelier to have it
(assumed), and mixed children have parents of two groups where both live with them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

import numpy as np
import polars as pl

from wholeplace.demo.area import Authority
from wholeplace.demo.area.authority import BROAD_GROUPS
from wholeplace.demo.homes.counts import Flags, Floats, Ints, normal, place_within
from wholeplace.demo.homes.residents import people as who
from wholeplace.demo.homes.residents.kinds import SHARERS, Homes
from wholeplace.demo.homes.residents.people import People
from wholeplace.dynamics.draws import uniform

WHITE, MIXED, ASIAN, BLACK, OTHER = range(5)
ORDER = np.array(
    [WHITE, OTHER, MIXED, BLACK, ASIAN]
)  # from older and smaller homes to younger and larger; assumed
MIXED_IN_FAMILIES = 0.55  # of people of mixed groups, the children of two groups at home; assumed
WHITE_WOMAN = 0.6  # of mixed families, those in which the woman is the white parent; assumed
CHILDREN = (who.OWN_CHILD, who.STEP_CHILD, who.GROWN)
OTHER_PARENT = {"MWBC": "BCRB", "MWBA": "BAFR", "MWAS": "AIND", "MOTH": "OOTH"}
# Share disabled at each band's ages; assumed: the general shape of the 2021 census by age, scaled to each area.
DISABLED = np.array(
    (
        *(0.03, 0.08, 0.10, 0.11, 0.13, 0.13, 0.12, 0.12, 0.13, 0.14, 0.16),
        *(0.19, 0.22, 0.25, 0.26, 0.29, 0.35, 0.43, 0.53, 0.66),
    )
)


def disabled(people: People, authority: Authority, seed: int) -> Flags:
    """Who is disabled: as many in each area as published, likelier the older."""
    wanted = np.round(authority.areas["disabled"].to_numpy()).astype(np.int64)
    wait = -np.log1p(-uniform(seed, "homes:disabled", people.key)) / DISABLED[people.band]
    return place_within(people.area, wait) < wanted[people.area]


def ethnicities(
    people: People, homes: Homes, authority: Authority, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """The canonical code and the group of names of each person."""
    unit = units(people, homes)
    quota = authority.areas.select(f"ethnic_{name}" for name in BROAD_GROUPS).to_numpy()
    codes, weights = _groups(authority.code)
    code = _of_mixed_families(people, homes, quota, codes, weights, seed)
    rest = np.flatnonzero(code < 0)
    broad = _broad(people, unit, rest, _left(people, code, weights, quota), seed)
    code[rest] = _detailed(unit[rest], broad, weights, seed)
    return np.array(codes)[code], _origins(people, unit, code, codes, seed)


def _left(people: People, code: Ints, weights: Floats, quota: Floats) -> Floats:
    """What is left of each area's broad groups beside those who have one."""
    rows = np.flatnonzero(code >= 0)
    left = quota.copy()
    np.subtract.at(left, (people.area[rows], weights.argmax(axis=0)[code[rows]]), 1)
    return np.maximum(left, 0)


def units(people: People, homes: Homes) -> Ints:
    """Who shares a group: the people of a home, each sharer alone, each resident of an establishment alone."""
    alone = (people.home < 0) | (homes.structure[np.maximum(people.home, 0)] == SHARERS)
    return np.where(alone, len(homes.area) + np.arange(len(people.area)), people.home)


def _mixed_families(people: People, homes: Homes, quota: Floats, seed: int) -> Flags:
    """Homes whose children are of mixed groups, until an area has its share of them."""
    kids = np.isin(people.role, CHILDREN)
    count = np.bincount(people.home[kids], minlength=len(homes.area))
    order = np.lexsort((uniform(seed, "homes:mixed", homes.key), homes.area))
    of_area = np.bincount(homes.area, weights=count, minlength=len(quota))
    before = np.cumsum(count[order]) - count[order] / 2 - (np.cumsum(of_area) - of_area)[homes.area[order]]
    chosen = np.zeros(len(homes.area), dtype=np.bool_)
    chosen[order] = before < MIXED_IN_FAMILIES * quota[homes.area[order], MIXED]
    return chosen & (count > 0)


def _of_mixed_families(
    people: People, homes: Homes, quota: Floats, codes: list[str], weights: Floats, seed: int
) -> Ints:
    """Codes of mixed families, -1 for everybody else: children of a mixed group, one parent white, one not."""
    home = np.maximum(people.home, 0)
    inside = (people.home >= 0) & _mixed_families(people, homes, quota, seed)[home]
    kind = _detailed(homes.key, np.full(len(homes.area), MIXED), weights, seed)
    second = np.array([codes.index(OTHER_PARENT.get(each, each)) for each in codes])[kind]
    white = _detailed(homes.key, np.full(len(homes.area), WHITE), weights, seed)
    woman_white = uniform(seed, "homes:mixed_parent", homes.key) < WHITE_WOMAN
    adult = np.where((people.sex == 1) == woman_white[home], second[home], white[home])
    code = np.where(np.isin(people.role, CHILDREN), kind[home], adult)
    return np.where(inside, code, -1)


def _broad(people: People, unit: Ints, rows: Ints, quota: Floats, seed: int) -> Ints:
    """The broad group of each of `rows`, one group a unit: units in a loose order of age and size fill quotas."""
    _, first, at, size = np.unique(unit[rows], return_index=True, return_inverse=True, return_counts=True)
    area, mean = people.area[rows[first]], np.bincount(at, people.band[rows]) / size
    noise = normal(uniform(seed, "homes:broad", people.key[rows[first]]))
    score = -0.12 * mean + 0.35 * np.minimum(size, 7) + 1.3 * noise
    order = np.lexsort((score, area))
    of_area = np.bincount(area, size, len(quota))
    middle = np.cumsum(size[order]) - size[order] / 2 - (np.cumsum(of_area) - of_area)[area[order]]
    ends = np.cumsum(quota[:, ORDER], axis=1)
    ends /= np.maximum(ends[:, -1:], 1e-9)
    point = middle / of_area[area[order]]
    group = np.empty(len(first), dtype=np.int64)
    group[order] = ORDER[np.minimum((point[:, None] > ends[area[order]]).sum(axis=1), len(ORDER) - 1)]
    return group[at]


@cache
def _groups(authority: str) -> tuple[list[str], Floats]:
    """Codes and their weights [broad group, code]."""
    with as_file(files("wholeplace") / "data" / "areas" / "ethnic_groups.csv") as path:
        rows = pl.read_csv(path).filter(pl.col("authority") == authority)
    weights = np.zeros((len(BROAD_GROUPS), rows.height))
    for number, broad in enumerate(rows["broad"]):
        weights[BROAD_GROUPS.index(broad), number] = rows["weight"][number]
    return rows["ethnicity"].to_list(), weights / weights.sum(axis=1, keepdims=True)


def _detailed(unit: Ints, broad: Ints, weights: Floats, seed: int) -> Ints:
    ends = np.cumsum(weights, axis=1)
    draw = uniform(seed, "homes:ethnicity", unit)
    return np.minimum((draw[:, None] >= ends[broad] - 1e-12).sum(axis=1), weights.shape[1] - 1)


def _origins(people: People, unit: Ints, code: Ints, codes: list[str], seed: int) -> np.ndarray:
    """The group of names: a child's is the father's where he is known, else the mother's."""
    names, shares = _names(tuple(codes))
    draw = uniform(seed, "homes:origin", unit)
    ends = np.cumsum(shares, axis=1)[code]
    origin = np.minimum((draw[:, None] >= ends - 1e-12).sum(axis=1), len(names) - 1)
    parent = np.where(people.father >= 0, people.father, people.mother)
    child = (parent >= 0) & (people.part == who.CHILD)
    origin[child] = origin[parent[child]]
    return np.array(names)[origin]


@cache
def _names(codes: tuple[str, ...]) -> tuple[list[str], Floats]:
    with as_file(files("wholeplace") / "data" / "areas" / "origins.csv") as path:
        rows = pl.read_csv(path)
    names = rows["origin"].unique().sort().to_list()
    shares = np.zeros((len(codes), len(names)))
    for row in rows.iter_rows(named=True):
        if row["ethnicity"] in codes:
            shares[codes.index(row["ethnicity"]), names.index(row["origin"])] += row["share"]
    return names, shares
