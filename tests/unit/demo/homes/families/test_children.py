"""Children go to homes whose parent's age allows it, wherever that can be."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from wholeplace.demo.homes.families.children import fits, place_children
from wholeplace.demo.homes.residents import people as who
from wholeplace.demo.homes.residents.kinds import KIN, LONE, Homes
from wholeplace.demo.homes.residents.parts import NUMBER
from wholeplace.demo.homes.residents.people import People

START = date(2021, 4, 1)
TODAY = (START - date(1970, 1, 1)).days


def _place(heads: list[tuple[float, int, int]], children: list[float]) -> tuple[People, Homes]:
    """One area. heads: age, sex, children. Children's ages."""
    ages = np.array([*(age for age, _, _ in heads), *children])
    sexes = np.array([*(sex for _, sex, _ in heads), *(0 for _ in children)])
    parts = np.array([*(NUMBER["lone_young"] for _ in heads), *(who.CHILD for _ in children)])
    births, zero = (TODAY - ages * who.YEAR).astype(np.int64), np.zeros(len(ages), dtype=np.int64)
    people = People(zero, sexes, zero, parts, np.arange(len(ages)), births, births, births)
    none = np.zeros(len(heads), dtype=np.int64)
    count = np.array([many for _, _, many in heads])
    homes = Homes(none, np.arange(len(heads)), count + 1, none + LONE, count, none, none, none)
    people.home[: len(heads)], people.role[: len(heads)] = np.arange(len(heads)), who.HEAD
    return people, homes


@pytest.mark.parametrize("seed", range(6))
def test_a_young_mother_gets_the_baby_and_an_old_one_the_teenager(seed: int) -> None:
    people, homes = _place([(19, 0, 1), (64, 0, 1), (40, 0, 2)], [17.5, 0.4, 9, 12])
    place_children(people, homes, np.arange(3), START, seed)
    assert people.mother[3:].tolist() == [1, 0, 2, 2]
    assert (people.role[3:] == who.OWN_CHILD).all()


@pytest.mark.parametrize("seed", range(6))
def test_every_child_has_a_home_even_where_nobody_could_be_its_parent(seed: int) -> None:
    people, homes = _place([(20, 0, 2), (70, 0, 1)], [17, 16, 15])
    place_children(people, homes, np.arange(2), START, seed)
    assert np.bincount(people.home[2:]).tolist() == [2, 1]
    assert (people.mother[2:] < 0).all()
    assert (people.role[2:] == who.KIN_CHILD).all()
    assert (people.carer[2:] == people.home[2:]).all()


def test_kin_are_carers_and_not_parents() -> None:
    people, homes = _place([(40, 0, 2)], [3, 5])
    homes.structure[:] = KIN
    place_children(people, homes, np.arange(1), START, 1)
    assert (people.mother[1:] < 0).all()
    assert (people.carer[1:] == 0).all()


def test_a_lone_father_is_the_father() -> None:
    people, homes = _place([(45, 1, 1)], [10])
    place_children(people, homes, np.arange(1), START, 1)
    assert people.father[1] == 0
    assert people.mother[1] == -1


@pytest.mark.parametrize(
    ("age", "sex", "able"),
    [(14.4, 0, False), (14.6, 0, True), (49, 0, True), (50, 0, False), (14.9, 1, False), (60, 1, True)],
)
def test_who_could_be_a_parent(age: float, sex: int, able: bool) -> None:
    people, _ = _place([(age, sex, 1)], [0.0])
    assert fits(people, np.array([0]), np.array([1])).tolist() == [able]


def test_nobody_is_nobodys_parent() -> None:
    people, _ = _place([(30, 0, 1)], [0.0])
    assert fits(people, np.array([-1]), np.array([1])).tolist() == [False]
