"""One definition for both who count: the finished place shows what the engine's arrays show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import polars as pl
import pytest

from tests.support.lived import AS_OF, SEED, START, inputs, start_of
from wholeplace.demo.likeness.figures import ENGINE_ALONE
from wholeplace.demo.likeness.seen import Seen
from wholeplace.demo.lives.fitting.fits import FITS
from wholeplace.demo.lives.fitting.measures import Shown, counted
from wholeplace.demo.lives.population import make_cast
from wholeplace.demo.lives.run import live
from wholeplace.demo.lives.told.world import world_of
from wholeplace.demo.world import EXPOSURE

DAY = date(2025, 3, 31)
FAMILIES = 2400


@cache
def both() -> tuple[Shown, Seen]:
    """The same lives as the engine and as the finished place show them."""
    model = inputs().compiled()
    lived = live(model, make_cast(start_of(FAMILIES), None, model, SEED), 60, SEED, 1, 48)  # type: ignore[arg-type]
    world = world_of(lived, start_of(FAMILIES), AS_OF, SEED)  # type: ignore[arg-type]
    assert world.start == START
    return lived.shown, Seen(world, DAY)


COMMON = [fit for fit in FITS if fit.kind not in (*ENGINE_ALONE, "suspended")]


@pytest.mark.parametrize("fit", COMMON, ids=[fit.measure for fit in COMMON])
def test_a_figure_is_the_same_for_both(fit):
    (count, over), (told, of) = (counted(fit, place) for place in both())
    assert told == pytest.approx(count, rel=0.03, abs=1.5)
    assert of == pytest.approx(over, rel=0.04, abs=1.5)


def test_pupils_suspended_are_as_many_as_expected_but_for_chance():
    shown, seen = both()
    expected, made = shown.suspended(), seen.suspended()
    assert expected > 20
    assert made == pytest.approx(expected, abs=3 * np.sqrt(expected))


def test_what_somebody_brought_is_no_move():
    world = both()[1].world
    came = world.residence.filter(pl.col("why") == "joined", pl.col("from_date") > date(2024, 3, 31)).head(1)
    assert came.height
    brought = pl.DataFrame(
        {"exposure": [0], "person": came["person"], "factor": ["poverty"], "from_date": came["from_date"],
         "to_date": [None]}, schema=EXPOSURE,
    )  # fmt: skip
    later = brought.with_columns(pl.col("from_date").dt.offset_by("1d"))
    starts = ("factor:poverty:start",)
    assert len(Seen(replace(world, exposure=brought), DAY).happened(starts)[0]) == 0
    assert len(Seen(replace(world, exposure=later), DAY).happened(starts)[0]) == (
        1 if later["from_date"][0] <= DAY else 0
    )
