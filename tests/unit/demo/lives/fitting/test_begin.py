"""Fitting begins with what was found before."""

from __future__ import annotations

import pytest

from tests.support.lived import inputs
from wholeplace.demo.lives.fitting.begin import NOTHING, begin
from wholeplace.demo.lives.fitting.calibrate import LEAST, MOST


@pytest.mark.parametrize("authority", ["E09000002", "E09000007", "E08000035", "E08000007"])
def test_every_authority_with_a_demo_has_factors_of_effects_that_there_are(authority: str):
    found = begin(authority)
    assert set(found.scale) <= set(inputs().scalable())
    assert all(LEAST <= factor <= MOST for factor in found.scale.values())
    assert 0 <= found.slope < 0.6
    assert found.started(inputs()).scale == found.scale


def test_another_authority_begins_with_nothing():
    assert begin("E06000001") == NOTHING


def test_factors_of_effects_that_are_gone_are_left_out():
    old = NOTHING._replace(scale={"factor:poverty:start": 2.0, "factor:gone:start": 3.0})
    assert old.started(inputs()).scale == {"factor:poverty:start": 2.0}
