"""Weights of likenesses, packaged and estimated without labels."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from wholeplace.linkage.likeness.estimate import (
    TWINS,
    Seen,
    best_cut,
    chances_of,
    estimated_model,
    kinds_of,
    log_odds,
    packaged_model,
)
from wholeplace.linkage.likeness.levels import NAMES_AND_DATES

M, U, H = 0, 1, 2


def test_packaged_shares_add_up_to_one() -> None:
    for name, shares in kinds_of(packaged_model(NAMES_AND_DATES), NAMES_AND_DATES).items():
        assert shares.sum(axis=1) == pytest.approx([1, 1, 1], abs=0.02), name


def test_the_best_level_speaks_for_one_person_and_the_last_against() -> None:
    for name, shares in kinds_of(packaged_model(NAMES_AND_DATES), NAMES_AND_DATES).items():
        assert shares[M][0] > shares[U][0], name
        assert shares[M][-1] < shares[U][-1], name


def one_pair(**levels: int) -> dict[str, np.ndarray]:
    return {one.name: np.array([levels.get(one.name, 0)], np.uint8) for one in NAMES_AND_DATES}


def test_a_shared_home_counts_once() -> None:
    shares = kinds_of(packaged_model(NAMES_AND_DATES), NAMES_AND_DATES)
    apart, none = len(shares["birth_date"][M]), np.zeros(1)
    siblings = one_pair(given_name=8, family_name=1, birth_date=apart, address=1)
    alone = log_odds(shares, siblings, none, 1e-5, 0.0)
    known = log_odds(shares, siblings, none, 1e-5, 1e-5)
    assert known < alone
    assert known < 0


def test_what_is_unknown_says_nothing() -> None:
    shares = kinds_of(packaged_model(NAMES_AND_DATES), NAMES_AND_DATES)
    assert log_odds(shares, one_pair(), np.zeros(1), 0.01, 0.0)[0] == pytest.approx(np.log(0.01))


def counted(rows: int, share: dict[str, np.ndarray], random: np.random.Generator) -> dict[str, np.ndarray]:
    """Levels of so many pairs, each comparison drawn by its own shares."""
    return {
        name: random.choice(np.arange(1, len(each) + 1), rows, p=each / each.sum()).astype(np.uint8)
        for name, each in share.items()
    }


def planted(same: float) -> tuple[Seen, dict[str, np.ndarray]]:
    """Pairs of which a third are of one person, whose given names are the same as often as `same`."""
    random = np.random.default_rng(5)
    start = kinds_of(packaged_model(NAMES_AND_DATES), NAMES_AND_DATES)
    one = {name: each[M].copy() for name, each in start.items()}
    other = {name: each[U].copy() for name, each in start.items()}
    rest = one["given_name"][1:]
    one["given_name"] = np.r_[same, rest / rest.sum() * (1 - same)]
    first, second = counted(20_000, one, random), counted(40_000, other, random)
    blocked = pl.DataFrame({f"g_{n}": np.r_[first[n], second[n]] for n in first})
    blocked = blocked.with_columns(pairs=pl.lit(1), rare=pl.lit(0.0))
    strangers = pl.DataFrame({f"g_{n}": each for n, each in counted(50_000, other, random).items()})
    strangers = strangers.with_columns(pairs=pl.lit(1), rare=pl.lit(0.0))
    return Seen(blocked, strangers, blocked.clear(), 1e9, 0, 0), one


@pytest.mark.parametrize("same", [0.6, 0.95])
def test_an_estimate_finds_what_was_planted(same: float) -> None:
    seen, _ = planted(same)
    model = estimated_model(packaged_model(NAMES_AND_DATES), NAMES_AND_DATES, seen)
    shares = kinds_of(model, NAMES_AND_DATES)
    assert shares["given_name"][M][0] == pytest.approx(same, abs=0.03)
    assert chances_of(model)["match"] == pytest.approx(20_000 / 1e9, rel=0.1)


def test_the_cut_is_even_odds_where_being_sure_would_cost_too_much() -> None:
    odds = np.array([9.0, 0.3, 0.2, -4.0])
    assert best_cut(odds, np.array([100.0, 100.0, 100.0, 100.0])) == 0.0


def test_the_cut_rises_where_few_doubtful_pairs_would_be_lost() -> None:
    odds = np.array([9.0, 0.3, -4.0])
    assert best_cut(odds, np.array([10_000.0, 100.0, 100.0])) == 0.5


def test_one_person_who_is_written_in_many_ways_is_not_taken_for_relatives() -> None:
    """Nearly all pairs of this home are one person's, and unlike other such pairs: initials, slips in dates."""
    random = np.random.default_rng(6)
    start = kinds_of(packaged_model(NAMES_AND_DATES), NAMES_AND_DATES)
    one = {name: each[M].copy() for name, each in start.items()}
    one["given_name"] = np.array([0.35, 0.0, 0.1, 0.0, 0.45, 0.04, 0.04, 0.02])
    one["birth_date"] = np.array([0.75, 0.01, 0.12, 0.08, 0.02, 0.02])
    seen, _ = planted(0.9)
    home = pl.DataFrame({f"g_{n}": each for n, each in counted(6_000, one, random).items()})
    home = home.with_columns(pairs=pl.lit(1), rare=pl.lit(0.0))
    told = Seen(seen.blocked, seen.random, home, seen.all_pairs, 6_000, 0)
    model = estimated_model(packaged_model(NAMES_AND_DATES), NAMES_AND_DATES, told)
    assert kinds_of(model, NAMES_AND_DATES)["birth_date"][H][0] <= TWINS
    assert chances_of(model)["home"] < 0.15 * 6_000 / 1e9
