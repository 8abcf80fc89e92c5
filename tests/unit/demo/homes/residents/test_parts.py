"""Every adult takes one part, every place is taken, and ages go with parts."""

from __future__ import annotations

import numpy as np
import pytest

from wholeplace.demo.homes.residents.bands import ADULT_BANDS
from wholeplace.demo.homes.residents.kinds import COUPLE, KIN_PAIR, LONE, RELATIVES, SHARERS, SINGLE, Homes
from wholeplace.demo.homes.residents.margins import Communal
from wholeplace.demo.homes.residents.parts import NUMBER, PARTS, fill, head_part, partner_part, places, wanted

NONE = Communal(*(np.zeros(1, dtype=np.int64) for _ in range(3)))


def _homes(*rows: tuple[int, int, int, int, int]) -> Homes:
    """structure, children, grown, grandparents, others."""
    structure, children, grown, old, others = (np.array(column) for column in zip(*rows, strict=True))
    number = np.arange(len(rows))
    partners = np.array([1, 2, 1, 1, 2, 0, 1])[structure]
    size = partners + children + grown + old + others + 3 * (structure == SHARERS)
    return Homes(np.zeros(len(rows), dtype=np.int64), number, size, structure, children, grown, old, others)


HOMES = _homes(
    (SINGLE, 0, 0, 0, 0), (COUPLE, 0, 0, 0, 0), (COUPLE, 2, 0, 1, 0), (COUPLE, 1, 1, 0, 0), (COUPLE, 0, 2, 0, 0),
    (LONE, 2, 0, 0, 0), (LONE, 0, 1, 0, 0), (KIN_PAIR, 1, 0, 0, 0), (SHARERS, 0, 0, 0, 0), (RELATIVES, 0, 0, 0, 2),
)  # fmt: skip
MEN = np.ones(10, dtype=np.int64)


def _named(parts: np.ndarray) -> list[str]:
    return [PARTS[part] if part >= 0 else "" for part in parts]


def test_parts_of_heads_and_partners() -> None:
    assert _named(head_part(HOMES, MEN)) == [
        *("single", "wife_alone", "wife_young", "wife_mixed", "wife_grown"),
        *("lone_young", "lone_grown", "kin_carer", "sharer", "other"),
    ]
    assert _named(partner_part(HOMES, MEN))[1:5] == [
        "husband_alone",
        "husband_young",
        "husband_mixed",
        "husband_grown",
    ]
    assert _named(partner_part(HOMES, MEN))[7] == "kin_carer"


def test_couples_of_one_sex_take_two_like_parts() -> None:
    two, none = MEN.copy(), MEN.copy()
    two[1], none[1] = 2, 0
    for men, name in ((two, "husband_alone"), (none, "wife_alone")):
        assert _named(head_part(HOMES, men))[1] == _named(partner_part(HOMES, men))[1] == name


def test_every_adult_of_a_home_has_a_place() -> None:
    home, _ = places(HOMES, head_part(HOMES, MEN), partner_part(HOMES, MEN))
    assert (np.bincount(home) == HOMES.size - HOMES.children).all()


def test_establishments_add_their_places() -> None:
    home, part = places(HOMES, head_part(HOMES, MEN), partner_part(HOMES, MEN))
    communal = Communal(np.array([5]), np.array([3]), np.array([2]))
    more = wanted(HOMES.area[home], part, communal) - wanted(HOMES.area[home], part, NONE)
    assert {PARTS[n]: int(more[0, n]) for n in np.flatnonzero(more[0])} == {
        "student": 5,
        "care": 3,
        "institution": 2,
    }


@pytest.mark.parametrize("seed", range(4))
def test_everybody_takes_a_part_and_every_place_is_taken(seed: int) -> None:
    random = np.random.default_rng(seed)
    adults = random.integers(0, 40, (6, 2, ADULT_BANDS))
    count = np.stack(
        [random.multinomial(total, np.ones(len(PARTS)) / len(PARTS)) for total in adults.sum(axis=(1, 2))]
    )
    taken = fill(adults, count)
    assert (taken >= 0).all()
    assert (taken.sum(axis=2) == count).all()
    assert (taken.sum(axis=1) == adults.reshape(6, -1)).all()


def test_parts_go_to_those_of_their_age_and_sex() -> None:
    adults = np.full((1, 2, ADULT_BANDS), 100)
    count = np.zeros((1, len(PARTS)), dtype=np.int64)
    for part, many in {"wife_young": 300, "husband_young": 300, "adult_child": 250, "care": 60}.items():
        count[0, NUMBER[part]] = many
    count[0, NUMBER["single"]] = adults.sum() - count.sum()
    women, men = fill(adults, count)[0].reshape(len(PARTS), 2, ADULT_BANDS).transpose(1, 0, 2)
    assert men[NUMBER["wife_young"]].sum() == women[NUMBER["husband_young"]].sum() == 0
    ages = np.array([19, *range(22, 92, 5), 92])
    mean = {
        part: np.average(ages, weights=(women + men)[NUMBER[part]])
        for part in ("wife_young", "adult_child", "care")
    }
    assert mean["adult_child"] < mean["wife_young"] < mean["care"]
    assert mean["care"] > 80
