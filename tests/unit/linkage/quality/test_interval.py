"""Errors expected, at least and at most."""

from __future__ import annotations

import pytest

from wholeplace.linkage.quality.interval import FACTOR, PRIOR_PAIRS, Decided, errors


def test_the_model_is_taken_at_its_word_with_a_factor_either_way() -> None:
    likely, low, high = errors(900.0, 1.0, Decided())
    assert likely == 900
    assert low == pytest.approx(900 / FACTOR, rel=0.15)
    assert high == pytest.approx(900 * FACTOR, rel=0.15)


def test_few_errors_may_be_none_and_none_expected_may_be_some() -> None:
    assert errors(3.0, 1.0, Decided())[1] == 0
    assert errors(0.0, 1.0, Decided()) == (0.0, 0.0, 1.0)


def test_errors_that_come_together_widen_the_interval() -> None:
    alone, together = errors(60.0, 1.0, Decided()), errors(60.0, 20.0, Decided())
    assert together[1] < alone[1]
    assert together[2] > alone[2]


def test_decisions_move_the_estimate_towards_what_they_found_and_narrow_it() -> None:
    few, many = Decided(10, 1.0, 5), Decided(1_000, 100.0, 500)
    assert few.ratio == pytest.approx((PRIOR_PAIRS * 0.1 + 5) / (PRIOR_PAIRS + 10) / 0.1)
    assert 1 < few.ratio < many.ratio < 5
    assert 1 < many.factor < few.factor < FACTOR
    likely, low, high = errors(100.0, 1.0, many)
    assert low < likely < high
    assert high - low < errors(likely, 1.0, Decided())[2] - errors(likely, 1.0, Decided())[1]


def test_decisions_that_find_what_was_expected_change_the_width_alone() -> None:
    as_expected = Decided(100, 10.0, 10)
    assert as_expected.ratio == pytest.approx(1)
    assert errors(100.0, 1.0, as_expected)[0] == pytest.approx(100)
