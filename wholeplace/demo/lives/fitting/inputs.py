"""Everything that a run of lives is compiled from, so that it can be kept and run on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from wholeplace.demo.lives.fitting.fits import PARTED
from wholeplace.dynamics import Model, Rate, Rates, compile_model
from wholeplace.system_map import Programme, SystemMap

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """What `dynamics.compile_model` takes. area_ratio is by effect; scale too, or by effect and ages."""

    system_map: SystemMap
    rates: Rates
    start: date
    areas: tuple[str, ...]
    area_weight: Floats
    scale: Mapping[str, float] = field(default_factory=dict)
    area_ratio: Mapping[str, Floats] = field(default_factory=dict)
    clustered: tuple[str, ...] = ()
    trend: Mapping[str, float] = field(default_factory=dict)
    programmes: tuple[Programme, ...] = ()

    def compiled(self) -> Model:
        """The model of these inputs."""
        return compile_model(
            self.system_map,
            by_age(self.rates, self.scale),
            start=self.start,
            areas=self.areas,
            scale={name: ratio for name, ratio in self.scale.items() if "@" not in name},
            area_ratio=self.area_ratio,
            clustered=self.clustered,
            trend=self.trend,
            programmes=self.programmes,
            area_weight=self.area_weight,
        )

    def scalable(self) -> tuple[str, ...]:
        """What `scale` may name: effects, and their parts by age."""
        effects = self.rates.effects()
        parts = [f"@{side}_{age}" for age in PARTED for side in ("under", "from")]
        return (*effects, *(f"{name}{part}" for part in parts for name in effects))


def by_age(rates: Rates, scale: Mapping[str, float]) -> Rates:
    """Rates with those parts of `scale` multiplied in that concern some ages."""
    rows = list(rates.rates)
    for name, ratio in scale.items():
        effect, _, part = name.partition("@")
        if part:
            side, _, age = part.partition("_")
            rows = [new for row in rows for new in _parted(row, effect, side, int(age), ratio)]
    return rates._replace(rates=tuple(rows))


def _parted(row: Rate, effect: str, side: str, age: int, ratio: float) -> list[Rate]:
    """A rate as it is where it is of another effect or age; else in two, the one on that side multiplied."""
    if row.effect != effect:
        return [row]
    under = row._replace(
        age_to=min(row.age_to, age), per_year=row.per_year * (ratio if side == "under" else 1)
    )
    older = row._replace(
        age_from=max(row.age_from, age), per_year=row.per_year * (ratio if side == "from" else 1)
    )
    return [new for new in (under, older) if new.age_from < new.age_to]
