from __future__ import annotations

import polars as pl
import pytest

from wholeplace.linkage.people.components import components


def of(count: int, *links: tuple[int, int]) -> list[int]:
    frame = pl.DataFrame(links, schema={"a": pl.UInt32, "b": pl.UInt32}, orient="row")
    return components(count, frame).tolist()


def test_without_links_everyone_stands_alone() -> None:
    assert of(0) == []
    assert of(3) == [0, 1, 2]


def test_a_component_is_called_by_its_smallest_number() -> None:
    assert of(6, (5, 4), (4, 2), (0, 1)) == [0, 0, 2, 3, 2, 2]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_long_chain_is_one(reverse: bool) -> None:
    count = 10_000
    chain = [(n, n + 1) for n in range(count - 1)]
    assert of(count, *(reversed(chain) if reverse else chain)) == [0] * count


def test_links_said_twice_or_to_oneself_change_nothing() -> None:
    assert of(3, (0, 1), (1, 0), (0, 1), (2, 2)) == [0, 0, 2]
