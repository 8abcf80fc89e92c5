"""Fathers, step-families, and births of brothers and sisters far enough apart, twins on one day.

Moving a birth keeps it in its five-year band, so no margin changes.
"""

from __future__ import annotations

import numpy as np

from wholeplace.demo.homes.counts import Flags, Ints, place_within
from wholeplace.demo.homes.families.children import fits
from wholeplace.demo.homes.residents import people as who
from wholeplace.demo.homes.residents.kinds import Homes
from wholeplace.demo.homes.residents.people import People
from wholeplace.dynamics.draws import uniform

STEP = 0.11  # of couples with children; assumed: about the share of step-families in the 2021 census
HIS = 0.2  # of step-families, those whose step-children are the man's; assumed
APART = 290  # days between two births of one mother, at least
TWINS = 0.015  # of maternities (ONS, birth characteristics in England and Wales: 14 to 16 in a thousand)


def set_fathers(people: People, homes: Homes, seed: int) -> None:
    """Sets `father` of children of couples of a woman and a man, and step-children."""
    kids = np.flatnonzero((people.mother >= 0) & np.isin(people.role, (who.OWN_CHILD, who.GROWN)))
    man = people.partner[people.mother[kids]]
    kids, man = kids[man >= 0], man[man >= 0]
    kids, man = kids[people.sex[man] == 1], man[people.sex[man] == 1]
    step = _step_children(people, homes, kids, seed)
    father = ~step & fits(people, man, kids)
    people.father[kids[father]] = man[father]
    his = step & fits(people, man, kids) & (uniform(seed, "homes:his", homes.key[people.home[kids]]) < HIS)
    people.father[kids[his]] = man[his]
    people.mother[kids[his]] = -1
    young = ~father & (people.role[kids] == who.OWN_CHILD)
    people.role[kids[young]] = who.STEP_CHILD


def _step_children(people: People, homes: Homes, kids: Ints, seed: int) -> Flags:
    """The eldest of a step-family's children, some or all of them; its grown ones always."""
    home = people.home[kids]
    young = people.role[kids] == who.OWN_CHILD
    order = place_within(home, people.birth[kids] + 10**7 * young)
    many = np.bincount(home, minlength=len(homes.area))[home]
    share = uniform(seed, "homes:step_share", homes.key[home])
    step_home = uniform(seed, "homes:step", homes.key[home]) < STEP
    has_young = np.bincount(home[young], minlength=len(homes.area))[home] > 0
    return step_home & has_young & ((order < np.ceil(share * many)) | ~young)


def space_births(people: People, seed: int) -> None:
    """Moves births of one mother's children (of one father's, where she is unknown) apart; makes twins."""
    parent = np.where(people.mother >= 0, people.mother, people.father)
    kids = np.flatnonzero(parent >= 0)
    _spread(people, kids, parent[kids], seed)
    late = _push(people, kids, parent[kids])
    _twins(people, kids, parent[kids], seed)
    _detach(people, kids[late])


def _spread(people: People, kids: Ints, parent: Ints, seed: int) -> None:
    """Brothers and sisters of one band in equal parts of it."""
    cell = parent * 32 + people.band[kids]
    rank = place_within(cell, people.birth[kids])
    _, inverse, counts = np.unique(cell, return_inverse=True, return_counts=True)
    many = counts[inverse]
    several = many > 1
    first, last = people.born_first[kids], people.born_last[kids]
    part = (last - first + 1) / many
    moved = rank * part + uniform(seed, "homes:spread", people.key[kids]) * np.maximum(part - APART, 0)
    people.birth[kids] = np.where(several, first + moved.astype(np.int64), people.birth[kids])


def _push(people: People, kids: Ints, parent: Ints) -> Flags:
    """Moves the later of two births too close to each other, within its band; True where that cannot be done."""
    rank = place_within(parent, people.birth[kids])
    order = np.lexsort((rank, parent))
    late = np.zeros(len(kids), dtype=np.bool_)
    for nth in range(1, int(rank.max(initial=0)) + 1):
        at = np.flatnonzero(rank[order] == nth)
        now, before = kids[order[at]], kids[order[at - 1]]
        soonest = people.birth[before] + APART
        people.birth[now] = np.minimum(np.maximum(people.birth[now], soonest), people.born_last[now])
        late[order[at]] = people.birth[now] < soonest
    return late


def _twins(people: People, kids: Ints, parent: Ints, seed: int) -> None:
    order = np.lexsort((people.birth[kids], parent))
    one, two = kids[order[:-1]], kids[order[1:]]
    able = (np.diff(parent[order]) == 0) & (people.band[one] == people.band[two])
    share = TWINS * len(kids) / max(int(able.sum()), 1)
    chosen = able & (uniform(seed, "homes:twins", people.key[two]) < share)
    chosen[1:] &= ~chosen[:-1]
    people.birth[two[chosen]] = people.birth[one[chosen]]


def _detach(people: People, late: Ints) -> None:
    """Children that one woman cannot have borne: the man's of an earlier family, or relatives."""
    gone = np.concatenate([late, np.flatnonzero((people.mother >= 0) & ~_possible(people, people.mother))])
    people.mother[gone] = -1
    lost = np.flatnonzero((people.father >= 0) & ~_possible(people, people.father))
    people.father[lost] = -1
    both = np.concatenate([gone, lost])
    held = (people.mother[both] >= 0) | (people.father[both] >= 0)
    young = np.isin(people.role[both], (who.OWN_CHILD, who.STEP_CHILD))
    people.role[both[young & held]] = who.STEP_CHILD
    alone = both[~held]
    heads = _heads(people)
    people.role[alone[young[~held]]] = who.KIN_CHILD
    people.carer[alone[young[~held]]] = heads[people.home[alone[young[~held]]]]
    people.role[alone[~young[~held]]] = who.OTHER


def _possible(people: People, parent: Ints) -> Flags:
    return fits(people, parent, np.arange(len(parent)))


def _heads(people: People) -> Ints:
    """The head of each home."""
    head = np.flatnonzero((people.role == who.HEAD) & (people.home >= 0))
    heads = np.full(int(people.home.max(initial=0)) + 1, -1, dtype=np.int64)
    heads[people.home[head]] = head
    return heads
