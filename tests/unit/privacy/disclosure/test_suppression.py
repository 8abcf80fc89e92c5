"""Which cells are hidden: worked examples. That no pattern gives a small cell away is in tests/property."""

from __future__ import annotations

import numpy as np
import pytest

from wholeplace.errors import PrivacyError
from wholeplace.privacy.disclosure.suppression import Suppression, suppress


def hide(counts: object, threshold: int = 10, *, show_zeros: bool = False) -> Suppression:
    return suppress(np.array(counts), threshold=threshold, show_zeros=show_zeros)


def test_a_table_without_small_cells_is_shown_whole() -> None:
    assert not hide([[10, 20], [30, 40]]).hidden.any()


def test_one_small_cell_of_a_line_hides_the_smallest_other() -> None:
    assert hide([120, 3, 50, 60]).hidden.tolist() == [False, True, True, False]


def test_small_cells_that_cover_one_another_hide_nothing_more() -> None:
    assert hide([120, 3, 4, 5, 60]).hidden.tolist() == [False, True, True, True, False]


def test_two_small_cells_that_come_to_little_hide_a_third() -> None:
    assert hide([120, 1, 1, 60]).hidden.tolist() == [False, True, True, True]


def test_a_lone_cell_needs_no_cover() -> None:
    assert hide([4]).hidden.tolist() == [True]
    assert hide(4).hidden.shape == ()


def test_in_two_dimensions_a_rectangle_is_hidden() -> None:
    found = hide([[3, 50, 80], [40, 20, 90], [70, 60, 95]])
    assert found.hidden.tolist() == [[True, True, False], [True, True, False], [False, False, False]]
    assert found.weak == 0


def test_a_small_column_covers_itself() -> None:
    counts = [[120, 133, 3], [150, 90, 4], [70, 80, 5]]
    found = hide(counts)
    assert found.hidden.sum(axis=0).tolist() == [0, 3, 3]
    assert found.weak == 0


def test_zeros_are_hidden_unless_asked_for() -> None:
    assert hide([40, 0, 50]).hidden.tolist() == [True, True, False]
    assert not hide([40, 0, 50], show_zeros=True).hidden.any()


def test_shown_zeros_stay_shown_beside_small_cells() -> None:
    assert hide([40, 0, 3, 50], show_zeros=True).hidden.tolist() == [True, False, True, False]


def test_an_empty_category_is_hidden_and_needs_no_cover() -> None:
    assert hide([[0, 0], [50, 60]]).hidden.tolist() == [[True, True], [False, False]]


def test_in_three_dimensions_a_box_is_hidden() -> None:
    counts = np.full((3, 3, 3), 40)
    counts[1, 1, 1] = 2
    found = hide(counts)
    assert found.hidden.sum() == 8
    assert found.weak == 0


def test_a_cell_whose_row_holds_too_few_is_told_to_be_weak() -> None:
    found = hide([[3, 0, 0], [40, 50, 60], [70, 80, 90]])
    assert found.weak == 3
    assert found.hidden[0].all()


def test_the_threshold_is_the_setting() -> None:
    counts = [6, 20, 30]
    assert hide(counts, 5).hidden.sum() == 0
    assert hide(counts, 7).hidden.sum() == 2
    assert hide(counts, 100).hidden.all()


def test_the_counts_given_are_not_changed() -> None:
    counts = np.array([[3, 50], [40, 20]])
    hide(counts)
    assert counts.tolist() == [[3, 50], [40, 20]]


def test_a_table_too_thin_to_be_worth_showing_is_refused() -> None:
    thin = np.ones((200, 200))
    thin[0, 0] = 50
    with pytest.raises(PrivacyError, match="under the threshold") as error:
        hide(thin)
    assert "fewer columns" in error.value.cure
