"""What lives are fitted to: figures by authority, and effects that they set."""

from __future__ import annotations

import pytest

from wholeplace.demo.lives.fitting.fits import ENGLAND, FITS, PARTED, matching, wanted
from wholeplace.dynamics import load_rates


def test_an_authoritys_own_figure_is_taken_before_englands():
    assert wanted("E09000002")["looked_after"] == (65.0, "E09000002")
    assert wanted("E09000002")["fled"][1] == ENGLAND


def test_every_fit_has_a_figure_and_an_effect():
    effects = load_rates().effects()
    parts = [f"{name}@{side}_{age}" for name in effects for age in PARTED for side in ("under", "from")]
    for fit in FITS:
        assert fit.measure in wanted("E09000002") or fit.measure == "homes", fit.measure
        assert matching(fit.scales + fit.ends, (*effects, *parts)), fit.measure


def test_shares_of_placements_leave_out_those_no_rate_leads_to():
    told = wanted("E09000002")
    assert told["placed_fostering"][0] == pytest.approx(69 * 100 / 92)


def test_sums_leave_out_what_is_counted_twice():
    told = wanted("E09000002")
    both = told["parent_alcohol_misuse"][0] + told["parent_drug_misuse"][0]
    assert told["parent_substance_misuse"][0] == pytest.approx(0.8 * both)


def test_a_pattern_means_an_effect_or_a_part_of_one_never_both():
    names = ("a:x>y", "a:x>y@from_65", "a:x>z")
    assert matching(("a:x>*",), names) == (0, 2)
    assert matching(("a:*>y@from_65",), names) == (1,)
