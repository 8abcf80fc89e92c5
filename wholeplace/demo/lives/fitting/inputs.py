"""Everything that a run of lives is compiled from, so that it can be kept and run on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from wholeplace.dynamics import Model, Rates, compile_model
from wholeplace.system_map import Programme, SystemMap

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """What `dynamics.compile_model` takes. scale and area_ratio are by effect."""

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
            self.rates,
            start=self.start,
            areas=self.areas,
            scale=self.scale,
            area_ratio=self.area_ratio,
            clustered=self.clustered,
            trend=self.trend,
            programmes=self.programmes,
            area_weight=self.area_weight,
        )
