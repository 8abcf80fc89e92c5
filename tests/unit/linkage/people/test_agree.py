"""Groups whose evidence agrees as a whole."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import polars as pl

from wholeplace.linkage.people.agree import LEAST_ODDS, MOST_TOGETHER, agreed, linked_blocks


def pairs(*told: tuple[int, int, float], born_apart: Collection[tuple[int, int]] = ()) -> pl.DataFrame:
    kinds = {"a": pl.UInt32, "b": pl.UInt32, "odds": pl.Float64, "born_apart": pl.Boolean}
    rows = [(a, b, odds, (a, b) in born_apart) for a, b, odds in sorted(told)]
    return pl.DataFrame(rows, schema=kinds, orient="row")


def groups(count: int, told: pl.DataFrame, cut: float = 0.0, dated: Collection[int] = ()) -> list[int]:
    has = pl.Series([n in dated for n in range(count)], dtype=pl.Boolean)
    return agreed(linked_blocks(count, told), told, cut, has).tolist()


def test_records_that_all_agree_are_one_group() -> None:
    assert groups(4, pairs((0, 1, 5.0), (1, 2, 5.0), (0, 2, 5.0))) == [0, 0, 0, 3]


def test_a_chain_of_weak_pairs_joins_nobody_whose_ends_differ() -> None:
    chain = pairs((0, 1, 6.0), (1, 2, 2.0), (0, 2, -9.0))
    assert groups(3, chain) == [0, 0, 2]


def test_records_that_bear_one_another_out_take_one_that_fits_each_a_little_less() -> None:
    one = [(0, 1, 9.0), (0, 2, 9.0), (1, 2, 9.0), (0, 3, 0.1)]
    for odds, joined in ((-0.9, True), (-1.9, False)):
        found = groups(4, pairs(*one, (1, 3, odds), (2, 3, odds)))
        assert (found == [0, 0, 0, 0]) is joined
    assert groups(2, pairs((0, 1, -0.3))) == [0, 1]


def test_one_pair_that_differs_is_outweighed_where_the_rest_agree() -> None:
    told = [(a, b, 8.0) for a in range(5) for b in range(a + 1, 5)]
    told[3] = (0, 4, -3.0)
    assert groups(5, pairs(*told)) == [0] * 5


def test_what_must_not_be_joined_counts_against_a_whole_group() -> None:
    told = pairs((0, 1, 3.0), (0, 2, 3.0), (1, 2, LEAST_ODDS))
    assert len(set(groups(3, told))) == 2


def test_the_cut_asks_for_more() -> None:
    told = pairs((0, 1, 2.0))
    assert groups(2, told) == [0, 0]
    assert groups(2, told, cut=3.0) == [0, 1]


def test_the_numbers_of_records_change_nothing_but_their_names() -> None:
    random = np.random.default_rng(3)
    told = [(a, b, float(random.normal(1, 6))) for a in range(12) for b in range(a + 1, 12)]
    turned = random.permutation(12).tolist()
    other = [(min(turned[a], turned[b]), max(turned[a], turned[b]), odds) for a, b, odds in told]
    first, second = groups(12, pairs(*told)), groups(12, pairs(*other))
    same = {(a, b) for a in range(12) for b in range(12) if first[a] == first[b]}
    assert same == {(a, b) for a in range(12) for b in range(12) if second[turned[a]] == second[turned[b]]}


def test_too_many_together_are_held_to_stronger_pairs() -> None:
    count = 2 * MOST_TOGETHER
    weak = [(at, at + 1, 1.0 if at % 2 else 9.0) for at in range(count - 1)]
    sizes = np.bincount(linked_blocks(count, pairs(*weak)))
    assert sizes.max() == 2


def namesakes(fathers: int, odds: float) -> pl.DataFrame:
    """A father's records and two of his son's, all of one name and home, each man with a birth date of his own."""
    every = [(a, b) for a in range(fathers + 2) for b in range(a + 1, fathers + 2)]
    apart = [(a, b) for a, b in every if a < fathers <= b]
    return pairs(*((a, b, odds if (a, b) in apart else 12.0) for a, b in every), born_apart=apart)


def test_several_birth_dates_against_several_others_ask_for_more() -> None:
    for fathers, odds, one in ((2, 1.5, False), (2, 2.5, True), (1, 1.5, True), (5, 1.5, False)):
        told = namesakes(fathers, odds)
        assert (len(set(groups(fathers + 2, told, dated=range(fathers + 2)))) == 1) is one
        assert len(set(groups(fathers + 2, told))) == 1, "without birth dates the odds are all there is"


def test_a_third_who_differs_less_is_weighed_as_before() -> None:
    told = namesakes(2, 1.5)
    near = told.with_columns(born_apart=pl.col("born_apart") & (pl.col("a") > 0))
    assert len(set(groups(4, near, dated=range(4)))) == 1
