"""Compiling a map: what is in use, in which order, and what is refused."""

from datetime import date

import numpy as np
import pytest

from tests.support.engine_maps import START, factor, link, place_map, rate, track
from wholeplace.dynamics import Adjust, Model, Rate, Rates, compile_model
from wholeplace.dynamics.compiled.gates import month_of
from wholeplace.errors import SettingsError
from wholeplace.system_map import Programme, SystemMap

MAP = SystemMap(
    factors=(factor("poverty"), factor("strain"), factor("idle")),
    tracks=(track("care", ("early", "away_near", "away_far"), "away"), track("other", ("here",))),
    links=(link("strain", "self", "care:none>away", 2.0), link("poverty", "self", "other:none>here", 2.0)),
)
BASIC = (rate("factor:poverty:start", 0.1), rate("factor:poverty:end", 0.2), rate("care:none>away_far", 0.3))


def made(
    *rates: Rate, homes: frozenset[str] = frozenset(), adjusts: tuple[Adjust, ...] = (), **more
) -> Model:
    """The small map compiled with these rates."""
    return compile_model(MAP, Rates(rates, adjusts, homes), start=START, areas=("a", "b"), **more)


def programme(**more) -> Programme:
    """A programme on poverty, but for what is said otherwise."""
    return Programme.model_validate({
        "id": "help", "acts_on": ["factor:poverty:start"], "multiplies": [0.5] * len(more.get("acts_on", "x")),
        "who": ["everyone"], "where": ["everywhere"], "from": START, "unit_cost": 0, "payer": "council",
        "evidence": "made up", **more,
    })  # fmt: skip


def test_only_what_is_needed_is_in_use():
    model = made(*BASIC)
    assert model.factors == ("poverty", "strain")
    assert model.tracks == ("care",)
    assert model.counted == (
        "factor:poverty",
        "factor:strain",
        "care:early",
        "care:away_near",
        "care:away_far",
    )
    assert model.unused == ("poverty@self->other:none>here",)


def test_effects_stand_from_rest_first_then_ends_then_moves():
    model = made(*BASIC, rate("care:early>none", 1), rate("home:move", 1), rate("life:death", 1))
    assert model.effects == (
        "factor:poverty:start", "care:none>away_far", "life:death", "home:move", "factor:poverty:end",
        "care:early>none", "life:changes_home",
    )  # fmt: skip


def test_a_link_on_a_group_reaches_only_moves_with_a_rate():
    model = made(*BASIC)
    assert [(model.effects[ratio.effect], ratio.times) for ratio in model.ratios] == [
        ("care:none>away_far", 2.0)
    ]


def test_base_rates_are_by_sex_and_age_times_scale():
    model = made(rate("factor:poverty:start", 0.1, (10, 20), "F"), scale={"factor:poverty:start": 3.0})
    edges = (model.tables.changes.edges // 12).tolist()
    women = model.tables.chances.base[: len(edges), 0]
    assert edges == [0, 10, 16, 18, 20]
    assert np.allclose(women, [0, 0.3, 0.3, 0.3, 0])
    assert not model.tables.chances.base[len(edges) :, 0].any()


def test_only_women_bear_children():
    model = made(rate("life:birth", 0.1))
    bands = len(model.tables.changes.edges)
    assert model.tables.chances.base[: bands - 1, 0].all()
    assert not model.tables.chances.base[bands:, 0].any()


def test_adjustments_and_programmes_without_an_effect_are_told_as_unused():
    adjusts = (Adjust("strain", "self", "life:death", 2.0, "made up"),)
    given = programme(acts_on=["other:none>here", "factor:poverty:start"])
    assert made(*BASIC, adjusts=adjusts, programmes=(given,)).unused[1:] == (
        "strain@self->life:death", "help: other:none>here",
    )  # fmt: skip


def test_a_map_of_the_real_size_compiles():
    model = compile_model(*place_map(), start=START, areas=["a"])
    assert len(model.factors) == 19
    assert len(model.tracks) == 6
    assert len(model.ratios) >= 60


@pytest.mark.parametrize(
    ("day", "month"), [(date(2021, 4, 30), 0), (date(2020, 12, 1), -4), (date(2026, 3, 31), 59)]
)
def test_months_are_counted_from_the_start(day: date, month: int):
    assert month_of(day, START) == month


def test_without_demography_nobody_is_born_moves_or_dies():
    model = made(*BASIC, rate("life:death", 1), rate("home:move", 1))
    base = model.without_demography().chances.base
    assert not base[:, [model.effects.index("life:death"), model.effects.index("home:move")]].any()
    assert base.any()


@pytest.mark.parametrize(
    ("rates", "more", "said"),
    [
        ((*BASIC, rate("factor:unknown:start", 1)), {}, "does not know"),
        ((*BASIC, rate("care:none>away", 1)), {}, "does not know"),
        ((*BASIC, rate("factor:poverty:start", 1, (5, 9))), {}, "two rates"),
        ((rate("factor:poverty:start", 1, (5, 9), "F"),), {"homes": frozenset({"poverty"})}, "by sex"),
        ((rate("factor:poverty:start", -1),), {}, "below nought"),
        (BASIC, {"scale": {"life:death": 2}}, "no effect with a rate"),
        (BASIC, {"area_ratio": {"factor:poverty:start": [1.0]}}, "areas"),
        (BASIC, {"area_weight": [0, 0]}, "area_weight"),
        (BASIC, {"programmes": (programme(places=5),)}, "limit of places"),
        (BASIC, {"programmes": (programme(where=["nowhere"]),)}, "not in the place"),
        (BASIC, {"programmes": (programme(who=["care:lost"]),)}, "not known"),
        (BASIC, {"programmes": (programme(acts_on=["link:a@self->b"]),)}, "does not have"),
    ],
)
def test_what_cannot_be_is_refused(rates: tuple[Rate, ...], more: dict, said: str):
    with pytest.raises(SettingsError, match=said):
        made(*rates, **more)


def test_more_than_sixty_four_factors_are_refused():
    names = [f"f{number}" for number in range(65)]
    wide = SystemMap(factors=tuple(factor(name) for name in names), tracks=())
    rates = tuple(rate(f"factor:{name}:start", 0.1) for name in names)
    with pytest.raises(SettingsError, match="65 factors"):
        compile_model(wide, Rates(rates, (), frozenset()), start=START, areas=["a"])


def test_more_than_sixty_four_states_are_refused():
    wide = SystemMap(
        factors=(), tracks=tuple(track(f"t{n}", [f"s{n}x{s}" for s in range(33)]) for n in (1, 2))
    )
    rates = tuple(rate(f"t{n}:none>s{n}x0", 0.1) for n in (1, 2))
    with pytest.raises(SettingsError, match="66 states"):
        compile_model(wide, Rates(rates, (), frozenset()), start=START, areas=["a"])
