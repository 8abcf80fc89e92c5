"""The attack itself: what it works out by linear programming is what can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support.flows import span
from wholeplace.errors import PrivacyError
from wholeplace.privacy.disclosure.sets.audit import Published, attack, cover


def two_way(counts: np.ndarray) -> Published:
    """The cells of a table, then its row and column totals."""
    numbers = np.arange(counts.size).reshape(counts.shape)
    cells = [*([one] for one in numbers.ravel()), *numbers.tolist(), *numbers.T.tolist()]
    starts = np.cumsum([0, *(len(cell) for cell in cells)]).astype(np.int32)
    return Published(counts.ravel().astype(np.float64), starts, np.concatenate(cells).astype(np.int32))


def hiding(tables: Published, counts: np.ndarray, mask: np.ndarray) -> np.ndarray:
    return np.concatenate([mask.ravel(), np.zeros(len(tables.starts) - 1 - counts.size, dtype=bool)])


def test_a_cell_hidden_alone_is_given_away_by_its_total() -> None:
    counts = np.array([[4, 20], [30, 40]])
    tables = two_way(counts)
    low, high = attack(tables, hiding(tables, counts, counts == 4))
    assert (low[0], high[0]) == (4, 4)


def test_a_hidden_square_moves_as_far_as_its_smallest_corners() -> None:
    counts = np.array([[4, 20, 7], [30, 6, 50]])
    tables = two_way(counts)
    mask = np.array([[True, True, False], [True, True, False]])
    low, high = attack(tables, hiding(tables, counts, mask))
    assert (low[0], high[0]) == (0, 24)
    assert (low[4], high[4]) == (2, 26)


@pytest.mark.parametrize("seed", range(30))
def test_it_finds_what_the_most_flow_between_row_and_column_finds(seed: int) -> None:
    chance = np.random.default_rng(seed)
    counts = chance.integers(0, 15, size=tuple(chance.integers(2, 6, size=2)))
    mask = chance.random(counts.shape) < 0.6
    tables = two_way(counts)
    low, high = attack(tables, hiding(tables, counts, mask))
    for row, column in np.argwhere(mask):
        at = row * counts.shape[1] + column
        assert round(high[at] - low[at], 6) == span(counts, mask, int(row), int(column))


def test_pressing_no_further_than_enough_says_the_same_of_what_is_too_narrow() -> None:
    chance = np.random.default_rng(5)
    for _ in range(30):
        counts = chance.integers(0, 15, size=(4, 4))
        tables = two_way(counts)
        hidden = hiding(tables, counts, chance.random((4, 4)) < 0.6)
        (low, high), (some_low, some_high) = attack(tables, hidden), attack(tables, hidden, enough=10)
        assert ((high - low < 10) == (some_high - some_low < 10)).all()


def test_cover_hides_the_fewest_people() -> None:
    counts = np.array([[4, 20, 90], [30, 16, 50], [80, 95, 70]])
    tables = two_way(counts)
    hidden = hiding(tables, counts, counts == 4)
    more = cover(tables, hidden, 0, 10)
    assert sorted(more.tolist()) == [1, 3, 4]
    hidden[more] = True
    low, high = attack(tables, hidden)
    assert high[0] - low[0] >= 10


def test_what_cannot_be_tried_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.array([[4, 20], [30, 40]])
    tables = two_way(counts)
    monkeypatch.setattr("highspy.Highs.modelStatusToString", lambda self, status: "Time limit reached")
    with pytest.raises(PrivacyError, match="could not be tried"):
        attack(tables, hiding(tables, counts, counts == 4))
