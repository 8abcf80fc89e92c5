"""How far hazards may rise: what lets the kernel pass over months, and must never be too little."""

from datetime import date

import numpy as np
import pytest

from tests.support.engine_maps import START, factor, link, rate, track
from wholeplace.dynamics import Model, Rates, compile_model
from wholeplace.dynamics.compiled.tables import EVERYONE
from wholeplace.system_map import Programme, SystemMap

MAP = SystemMap(
    factors=(factor("strain"), factor("help", "strength")),
    tracks=(track("care", ("early", "late")),),
    links=(
        link("strain", "self", "care:none>early", 2.0), link("strain", "parent", "care:none>early", 1.5),
        link("help", "self", "care:none>early", 0.5), link("strain", "self", "care:early>none", 4.0),
    ),
)  # fmt: skip
RATES = (
    rate("factor:strain:start", 0.1), rate("factor:help:start", 0.1), rate("care:none>early", 0.2, (0, 30)),
    rate("care:none>early", 0.6, (30, 90)), rate("care:early>none", 1.0),
)  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Model:
    """Three links on two moves, a trend, and a programme in one of two areas for half a year."""
    made = Programme.model_validate({
        "id": "more", "acts_on": ["care:none>early"], "multiplies": [1.25], "who": ["everyone"], "where": ["b"],
        "from": date(2022, 10, 1), "until": date(2023, 4, 1), "unit_cost": 0, "payer": "council",
        "evidence": "made up",
    })  # fmt: skip
    return compile_model(
        MAP, Rates(RATES, (), frozenset()), start=START, areas=("a", "b"), trend={"care:early>none": 1.1},
        programmes=(made,),
    )  # fmt: skip


def test_a_factor_raises_hazards_by_the_greatest_product_of_its_ratios(model: Model):
    strain, helped = model.factors.index("strain"), model.factors.index("help")
    rise = model.tables.chances.rise[0]
    assert rise[0, strain].tolist() == [4.0, 1.0]
    assert rise[1, strain].tolist() == [1.5, 1.0]
    assert rise[0, helped].tolist() == [1.0, 2.0]
    assert rise[EVERYONE, strain, 0] == 4.0


def test_of_what_is_under_way_only_its_own_ratios_count(model: Model):
    table = model.tables.chances.factor
    strain, helped = model.factors.index("strain"), model.factors.index("help")
    assert (table["begins"][strain], table["ends"][strain]) == (4.0, 1.0)
    assert (table["begins"][helped], table["ends"][helped]) == (1.0, 1.0)


def test_a_birthday_raises_hazards_by_the_ratio_of_base_rates(model: Model):
    edges = (model.tables.changes.edges // 12).tolist()
    grow = model.tables.chances.grow
    assert grow[edges.index(30)] == pytest.approx(3.0)
    assert grow[edges.index(18)] == 1.0


def test_periods_raise_by_trend_and_by_programmes_that_begin_or_end(model: Model):
    settings = model.tables.settings
    begins, ends = (int(np.flatnonzero(settings.period_start == month)[0]) for month in (18, 24))
    assert settings.rise[begins] == pytest.approx(1.25)
    assert settings.rise[ends] == pytest.approx(1.1)
    assert settings.near[begins].tolist() == [0, 1, 0]
    assert not settings.near[ends].any()


def test_every_effect_says_what_it_takes_and_gives(model: Model):
    effect = model.tables.chances.effect[model.effects.index("care:early>none")]
    assert (effect["lost"], effect["gained"]) == (1, 0)
    assert model.counted[effect["minus"]] == "care:early"
    assert effect["plus"] == len(model.counted)
