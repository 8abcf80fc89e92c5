"""Adults whose mother, or mother and father, live in another home of the place; grandparents at home likewise.

Nobody gets a parent whose other children are too near in age, and no couple becomes brother and sister.
"""

from __future__ import annotations

import numpy as np

from wholeplace.demo.homes.counts import Flags, Floats, Ints, match_some, normal
from wholeplace.demo.homes.families.births import APART
from wholeplace.demo.homes.families.children import fits
from wholeplace.demo.homes.families.elsewhere import Groups
from wholeplace.demo.homes.residents import people as who
from wholeplace.demo.homes.residents.kinds import Homes
from wholeplace.demo.homes.residents.parts import NUMBER
from wholeplace.demo.homes.residents.people import People
from wholeplace.dynamics.draws import uniform

NEAR = 0.35  # of adults of 18 to 59 with homes of their own, those whose mother lives in the place; assumed
BOTH = 0.8  # of those whose mother has a man as partner, those whose father he is; assumed
AT_BIRTH, SPREAD = 28.0, 4.5  # mothers' ages at birth; assumed
UNTIL = 60
MOTHERS = ("wife_alone", "wife_grown", "lone_grown", "single", "grandparent")


def link_older_relatives(people: People, homes: Homes) -> None:
    """A grandparent at home is a parent of the head, or of the partner, where ages allow."""
    heads = np.full(len(homes.area), -1, dtype=np.int64)
    head = np.flatnonzero((people.role == who.HEAD) & (people.home >= 0))
    heads[people.home[head]] = head
    for nth, old in enumerate(_nth(people, np.flatnonzero(people.role == who.GRANDPARENT))):
        child = heads[people.home[old]]
        partner = people.partner[child]
        child = np.where((nth == 1) & (partner >= 0), partner, child)
        able = fits(people, old, child)
        old, child = old[able], child[able]
        woman = people.sex[old] == 0
        _give(people, people.mother, child[woman], old[woman])
        _give(people, people.father, child[~woman], old[~woman])


def _nth(people: People, rows: Ints) -> list[Ints]:
    """The first and the second of each home."""
    rows = rows[np.argsort(people.home[rows], kind="stable")]
    first = np.diff(people.home[rows], prepend=-1) != 0
    return [rows[first], rows[~first]]


def _give(people: People, column: Ints, child: Ints, parent: Ints) -> None:
    lacking = column[child] < 0
    column[child[lacking]] = parent[lacking]


def link_grown_up(people: People, groups: Groups) -> None:
    """Gives some adults a mother, and often a father, in another home."""
    age, seed = people.age(groups.start), groups.seed
    able = (people.part != who.CHILD) & (age < UNTIL) & (people.home >= 0)
    able &= (people.mother < 0) & (people.father < 0) & (people.role != who.GROWN)
    seeking = np.flatnonzero(able & (uniform(seed, "homes:near", people.key) < NEAR))
    found = _mothers(people, groups, seeking, age)
    child, mother = seeking[found >= 0], found[found >= 0]
    able = fits(people, mother, child) & (groups.unit[child] != groups.unit[mother])
    child, mother = child[able], mother[able]
    people.mother[child] = mother
    man = people.partner[mother]
    father = fits(people, man, child) & (people.sex[man] == 1)
    father &= uniform(seed, "homes:near_both", people.key[child]) < BOTH
    people.father[child[father]] = man[father]
    siblings = child[_of_one_mother(people, child)]
    people.mother[siblings] = people.father[siblings] = -1
    near = undo_close(people, child)
    people.father[near] = -1


def _mothers(people: People, groups: Groups, seeking: Ints, age: Floats) -> Ints:
    """For each of `seeking` a woman of the age and group of a mother, -1 for none: no woman is found thrice."""
    code, seed, key = groups.code, groups.seed, people.key
    wanted = age[seeking] + AT_BIRTH + SPREAD * normal(uniform(seed, "homes:near_age", key[seeking]))
    mothers = np.flatnonzero(np.isin(people.part, [NUMBER[part] for part in MOTHERS]) & (people.sex == 0))
    mothers = np.concatenate([mothers, mothers])
    copy = np.arange(len(mothers)) >= len(mothers) // 2
    found = match_some(
        code[seeking] * 32 + np.clip(wanted // 5, 0, 31).astype(np.int64),
        uniform(seed, "homes:near_seek", key[seeking]),
        code[mothers] * 32 + (age[mothers] // 5).astype(np.int64),
        uniform(seed, "homes:near_mother", key[mothers], copy) + copy,
    )
    return np.where(found >= 0, mothers[found], -1)


def undo_close(people: People, child: Ints) -> Ints:
    """Takes back the mothers of those of `child` whose brothers or sisters are too near in age; says of whom."""
    undone: list[Ints] = []
    close = child[_too_near(people, child)]
    while len(close):
        people.mother[close] = people.second_home[close] = -1
        undone.append(close)
        close = child[_too_near(people, child)]
    return np.concatenate([*undone, child[:0]])


def _too_near(people: People, child: Ints) -> Flags:
    """Whether another child of the same mother was born on days too near; twins are not."""
    rows = np.flatnonzero(people.mother >= 0)
    rows = rows[np.lexsort((people.birth[rows], people.mother[rows]))]
    apart = np.diff(people.birth[rows])
    near = (np.diff(people.mother[rows]) == 0) & (apart > 0) & (apart < APART)
    flagged = np.zeros(len(people.birth), dtype=np.bool_)
    flagged[rows[1:][near]] = True
    flagged[rows[:-1][near]] = True
    return flagged[child]


def _of_one_mother(people: People, child: Ints) -> Flags:
    """Whether a partner, or the other parent of one's children, has the same mother."""
    flagged = np.zeros(len(people.birth), dtype=np.bool_)
    pairs = [(np.flatnonzero(people.partner >= 0), people.partner[people.partner >= 0])]
    both = (people.mother >= 0) & (people.father >= 0)
    pairs.append((people.mother[both], people.father[both]))
    for one, other in pairs:
        same = (people.mother[one] >= 0) & (people.mother[one] == people.mother[other])
        flagged[one[same]] = flagged[other[same]] = True
    return flagged[child]
