"""Fitting: what is found comes near what is wanted, and the factors say how."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.support.lived import SEED, inputs, lived, start_of
from wholeplace.demo.lives.fitting.calibrate import Row, _ratio, calibrate, compare
from wholeplace.demo.lives.fitting.fits import FITS
from wholeplace.demo.lives.fitting.gradient import A_DECILE, ratios, severe_by_area, slope_found
from wholeplace.demo.lives.fitting.inputs import by_age
from wholeplace.demo.lives.fitting.measures import Shown, found
from wholeplace.demo.lives.population import make_cast
from wholeplace.demo.lives.run import live, shown_at
from wholeplace.dynamics import Model

MONTH = 48


def shown() -> Shown:
    model = inputs().compiled()
    return shown_at(model, make_cast(start_of(), None, model, SEED), MONTH, SEED, 1)  # type: ignore[arg-type]


def test_the_day_of_the_figures_is_the_same_day_whether_or_not_lives_go_on():
    model = inputs().compiled()
    on = live(model, make_cast(start_of(), None, model, SEED), 60, SEED, 1, MONTH).shown  # type: ignore[arg-type]
    for fit in FITS:
        assert found(fit, shown()) == found(fit, on), fit.measure


def test_stopping_on_the_way_changes_no_life():
    model = inputs().compiled()
    stopped = live(model, make_cast(start_of(), None, model, SEED), 60, SEED, 1, MONTH)  # type: ignore[arg-type]
    assert (stopped.counts == lived().counts).all()
    assert (stopped.events == lived().events).all()


@pytest.mark.parametrize("measure", ["child_poverty", "worklessness", "sen_support", "arrears"])
def test_common_measures_count_what_the_engine_counts(measure: str):
    fit = next(fit for fit in FITS if fit.measure == measure)
    place = shown()
    count, over = found(replace_ages(fit), place)
    assert over == (place.homes() if fit.kind == "homes" else place.here.sum())
    if fit.kind == "stock":
        held = place.holds(fit.counts) & place.here
        assert count == held.sum()


def replace_ages(fit):
    return fit._replace(ages=(0, 120), of=(0, 120))


def test_rounds_bring_what_is_found_to_what_is_wanted():
    model = inputs().compiled()
    cast = make_cast(start_of(1600), None, model, SEED)  # type: ignore[arg-type]
    goals = {"child_poverty": (40.0, "x"), "worklessness": (10.0, "x"), "arrears": (25.0, "x")}

    def show(model: Model) -> list[Shown]:
        return [shown_at(model, cast, 0, SEED, 1)]

    fitted = calibrate(inputs(), start_of(8).authority.areas, goals, show, 7, 0.0, some=False)
    assert fitted.table["off"].abs().max() < 10  # type: ignore[operator]
    assert fitted.inputs.scale["factor:poverty:start"] > 1
    assert fitted.inputs.scale["factor:worklessness:start"] < 1


def test_ratios_of_areas_are_one_on_average_and_steep():
    areas = pl.DataFrame({"imd_decile": [1, 10], "income_score": [0.4, 0.05], "residents": [3000, 1000]})
    made = ratios(areas, ("childrens_help:none>child_in_need", "factor:poverty:start"), np.log(A_DECILE))
    need = made["childrens_help:none>child_in_need"]
    assert need[0] / need[1] == pytest.approx(A_DECILE**9)
    assert (need * [0.75, 0.25]).sum() == pytest.approx(1)
    assert made["factor:poverty:start"][0] / made["factor:poverty:start"][1] == pytest.approx(8)


def test_a_slope_by_decile_is_found_in_people():
    place = shown()
    slope, error = slope_found(*severe_by_area(place, 4), np.array([1.0, 3.0, 6.0, 10.0]))
    assert abs(slope) < 1
    assert 0 < error < 1


def test_a_slope_is_that_of_the_rates():
    decile = np.arange(1.0, 11.0)
    slope, error = slope_found(1000 * 1.2**-decile, np.full(10, 10_000.0), decile)
    assert np.exp(slope) == pytest.approx(1.2)
    assert 0 < error < 0.01


def test_a_sample_corrects_no_more_than_it_is_sure_of():
    fit = next(fit for fit in FITS if fit.measure == "in_need_starts")
    few, many = (Row("in_need_starts", "x", 1.0, 1.2, count) for count in (12.0, 1200.0))
    unsure, sure = (_ratio(row, fit, some=True) for row in (few, many))
    assert 1 / 1.2 < sure < unsure < 1
    assert _ratio(many._replace(found=1.01), fit, some=False) == 1
    assert _ratio(many._replace(found=0.0), fit, some=True) == 3


def test_those_who_share_a_house_are_one_household():
    place = shown()
    assert place.homes() < place.lived_in.sum()
    assert place.weight.min() >= 0


def test_parts_of_an_effect_are_scaled_by_age():
    effect = "adult_social_care:short_term>home_care"
    rates = by_age(inputs().rates, {f"{effect}@from_65": 3.0})
    before = {rate.per_year for rate in inputs().rates.rates if rate.effect == effect}
    after = {(r.age_from >= 65, r.age_to <= 65): r.per_year for r in rates.rates if r.effect == effect}
    assert before == {1.1}
    assert after == {(False, True): 1.1, (True, False): pytest.approx(3.3)}
    assert [r for r in rates.rates if r.effect != effect] == [
        r for r in inputs().rates.rates if r.effect != effect
    ]


def test_the_last_comparison_tells_of_the_slope_too():
    table = compare(shown(), {"child_poverty": (23.0, "x")}, start_of(8).authority.areas)
    assert table["measure"].to_list() == ["child_poverty", "care_and_protection_a_decile"]
