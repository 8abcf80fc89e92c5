"""Everything that a run of lives is compiled from, so that it can be kept and run on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from wholeplace.demo.lives.fitting.fits import AGES_PART, OLDER, YOUNGER
from wholeplace.dynamics import Model, Rates, compile_model
from wholeplace.system_map import Programme, SystemMap

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """What `dynamics.compile_model` takes. area_ratio is by effect; scale too, or by effect and side of 65."""

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
            _by_age(self.rates, self.scale),
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
        """What `scale` may name: effects, and their parts on either side of 65."""
        effects = self.rates.effects()
        return (*effects, *(f"{name}{side}" for side in (YOUNGER, OLDER) for name in effects))


def _by_age(rates: Rates, scale: Mapping[str, float]) -> Rates:
    """Rates with those parts of `scale` that concern one side of 65 multiplied in."""
    parted = {name.partition("@")[0] for name in scale if "@" in name}
    rows = []
    for rate in rates.rates:
        if rate.effect not in parted:
            rows.append(rate)
            continue
        young = rate._replace(age_to=min(rate.age_to, AGES_PART))
        old = rate._replace(age_from=max(rate.age_from, AGES_PART))
        for row, side in ((young, YOUNGER), (old, OLDER)):
            if row.age_from < row.age_to:
                rows.append(row._replace(per_year=row.per_year * scale.get(f"{row.effect}{side}", 1.0)))
    return rates._replace(rates=tuple(rows))
