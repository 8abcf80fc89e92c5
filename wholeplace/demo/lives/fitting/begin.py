"""Where fitting begins: calibration factors that were found before for an authority, so that few rounds are left.

`python -m reference.fitted` finds and packages them (`data/fitted.csv`). They save time and settle nothing: what a
place is fitted to are its published figures.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from importlib.resources import files
from typing import NamedTuple

from wholeplace.demo.lives.fitting.inputs import Inputs

SLOPE = "slope"
"""In place of an effect: the slope of the areas' ratio, `gradient.ratios`."""


class Begin(NamedTuple):
    """Factors by effect (or part of one), as `Inputs.scale`, and the slope of the areas' ratio."""

    scale: dict[str, float]
    slope: float

    def started(self, inputs: Inputs) -> Inputs:
        """Inputs with these factors, those of them that have such effects."""
        known = set(inputs.scalable())
        return replace(inputs, scale={name: ratio for name, ratio in self.scale.items() if name in known})


NOTHING = Begin({}, 0.15)
"""Where nothing is known before."""


def begin(authority: str) -> Begin:
    """What is packaged for an authority, by code; `NOTHING` where nothing is."""
    text = files("wholeplace").joinpath("data", "fitted.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["authority"] == authority]
    found = {row["effect"]: float(row["factor"]) for row in rows}
    return Begin(found, found.pop(SLOPE)) if found else NOTHING
