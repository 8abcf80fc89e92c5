"""Tables of the same people protected against one another."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.table_sets import THRESHOLD, protected_and_attacked
from wholeplace.errors import PrivacyError
from wholeplace.privacy.disclosure import note_of, protect, protect_together


def check(seed: int) -> tuple[int, int]:
    """No small count shown; what is shown is rounded; every hidden count can be any of a wide range."""
    found = protected_and_attacked(seed)
    true, hidden, shown, width = (found[name] for name in ("true", "hidden", "shown", "width"))
    assert (true[~hidden] >= THRESHOLD).all(), seed
    assert (abs(shown[~hidden] - true[~hidden]) <= 2.5).all(), seed
    assert (shown[~hidden] % 5 == 0).all(), seed
    assert (width[hidden] >= THRESHOLD - 1e-6).all(), seed
    return int(hidden.sum()), len(hidden)


@pytest.mark.parametrize("first", range(0, 200, 25))
def test_no_set_of_tables_gives_a_small_count_away(first: int) -> None:
    counts = [check(seed) for seed in range(first, first + 25)]
    assert 0 < sum(hidden for hidden, _ in counts) < sum(cells for _, cells in counts) * 0.9


@pytest.mark.long
@pytest.mark.parametrize("first", range(1_000, 11_000, 500))
def test_none_of_ten_thousand_sets_gives_a_small_count_away(first: int) -> None:
    for seed in range(first, first + 500):
        check(seed)


PEOPLE = pl.DataFrame(
    [
        ("a", "old", 30),
        ("a", "young", 4),
        ("b", "old", 50),
        ("b", "young", 60),
        ("c", "old", 70),
        ("c", "young", 80),
    ],
    schema=["area", "age", "n"],
    orient="row",
)


def test_two_cuts_that_are_safe_alone_are_not_together() -> None:
    """By area alone and by age alone nothing is small; with both, the total of area a would give the four away."""
    alone = protect(PEOPLE, counts=["n"], dimensions=["area", "age"])
    cross, area = protect_together(PEOPLE, [["area", "age"], ["area"]], count="n")
    assert cross.hidden >= alone.hidden
    assert area.hidden == 0
    assert cross.table.filter(area="a", age="young")[note_of("n")].to_list() == ["[c]"]


def test_a_total_and_its_parts() -> None:
    whole, area = protect_together(PEOPLE, [[], ["area"]], count="n")
    assert whole.table["n"].to_list() == [295]
    assert area.table["n"].to_list() == [35, 110, 150]


def test_an_area_lies_in_one_ward_and_the_attacker_knows_it() -> None:
    people = pl.DataFrame({"area": ["a", "b", "c", "d"], "ward": ["w", "w", "x", "x"], "n": [3, 40, 50, 60]})
    area, ward = protect_together(people, [["area"], ["ward"]], count="n")
    assert ward.hidden == 0
    assert area.table["n"].to_list() == [None, None, 50, 60]


def test_too_many_classes_are_refused() -> None:
    many = pl.DataFrame({"a": range(200), "b": range(200), "n": [1] * 200}).with_columns(
        a=pl.col("a") // 2 * 2
    )
    many = many.with_columns(b=pl.col("b") // 3).unique(["a", "b"])
    wide = pl.concat([many, many.with_columns(b=pl.col("b") + 100), many.with_columns(b=pl.col("b") + 300)])
    with pytest.raises(PrivacyError, match="too many classes"):
        protect_together(wide, [["a", "b"]], count="n")
