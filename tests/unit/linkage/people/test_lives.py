from __future__ import annotations

import pytest

from wholeplace.linkage.people.lives import ADOPTION, BORN_APART, TOLD_APART, Life, birth_dates_alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("20100304", "20100304", True),
        ("20100304", "20100403", True),
        ("20100304", "20100305", True),
        ("19610304", "19910304", True),
        ("20100304", "20100315", False),
        ("20101231", "20110101", True),
        ("19791108", "19801108", True),
        ("19791108", "19811108", False),
        ("20101231", "20110102", False),
        ("20100315", "20100101", True),
    ],
)
def test_birth_dates_alike(one: str, other: str, alike: bool) -> None:
    assert birth_dates_alike(one, other) is alike
    assert birth_dates_alike(other, one) is alike


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (Life({1}), Life({2}), None),
        (Life({1}, marks={"upn": 7}), Life({2}, marks={"upn": 7, "nino": 3}), None),
        (Life({1}, marks={"upn": 7}), Life({2}, marks={"upn": 8}), "two values of upn"),
        (Life({1}, marks={"upn|s|l|f": 7}), Life({2}, marks={"upn|s|l|f": 8}), "two values of upn"),
        (Life({1}, born={"20100304"}), Life({2}, born={"20100305", "20100403"}), None),
        (Life({1}, born={"20100304"}), Life({2}, born={"20100305", "19800101"}), BORN_APART),
        (Life({1}, rivals={2}), Life({2}, rivals={1}), TOLD_APART),
        (Life({1}, adopted_from=10), Life({2}, seen=9), None),
        (Life({1}, adopted_from=10), Life({2}, seen=10), ADOPTION),
        (Life({1}, adopted_from=10), Life({2}, seen=None), None),
        (Life({1}, marks={"upn": 7}, adopted_from=10), Life({2}, marks={"upn": 8}), ADOPTION),
    ],
)
def test_what_speaks_against_one_life(one: Life, other: Life, reason: str | None) -> None:
    assert one.clash(other) == reason
    assert other.clash(one) == reason


def test_a_life_takes_all_that_is_known_of_the_other() -> None:
    life = Life({1}, {"upn": 7}, {"20100304"}, {5}, adopted_from=None, seen=3)
    life.take(Life({2}, {"nino": 8}, {"20100403"}, {6}, adopted_from=10, seen=None))
    assert life == Life(
        {1, 2}, {"upn": 7, "nino": 8}, {"20100304", "20100403"}, {5, 6}, adopted_from=10, seen=3
    )
    life.take(Life({3}, adopted_from=4, seen=9))
    assert (life.adopted_from, life.seen) == (4, 9)
