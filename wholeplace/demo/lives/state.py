"""The engine's side of a made place, kept so that its lives can be run on: the truth about its futures.

Kept as arrays (`population.npz`, `arriving.npz`, `areas.npz`) and text (`map.toml`, `programmes.toml`, `fitted.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from wholeplace.demo.lives.fitting.inputs import Inputs
from wholeplace.demo.lives.population import joined, later
from wholeplace.demo.lives.true_map import TrueMap
from wholeplace.demo.lives.true_map_toml import from_toml, map_toml, programmes_toml
from wholeplace.dynamics import Model, Population, load_rates, simulate
from wholeplace.dynamics.draws import keyed
from wholeplace.system_map import Programme
from wholeplace.system_map.load import load_system_map

YEAR = 12
FUTURE = {"seed": pl.Int64, "month": pl.Int64, "measure": pl.String, "count": pl.Int64}


@dataclass(frozen=True)
class EngineState:
    """What goes on after the last day. months: since the first day; population: as it stands then.

    arriving: the families who came in those months, as they were on the first day: those who come later are made
    like them. fitted: how the published figures were met, as `calibrate.compare`.
    """

    truth: TrueMap
    inputs: Inputs
    seed: int
    months: int
    population: Population
    arriving: Population
    fitted: pl.DataFrame

    def save(self, folder: Path) -> None:
        """Write everything to a folder, made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("population", "arriving"):
            held: Population = getattr(self, name)
            np.savez_compressed(
                folder / f"{name}.npz", **{f.name: getattr(held, f.name) for f in fields(held)}
            )
        areas: dict[str, Any] = {f"ratio {name}": ratio for name, ratio in self.inputs.area_ratio.items()}
        np.savez_compressed(
            folder / "areas.npz", codes=np.array(self.inputs.areas), weight=self.inputs.area_weight, **areas
        )
        (folder / "map.toml").write_text(map_toml(self.truth), encoding="utf-8")
        (folder / "programmes.toml").write_text(programmes_toml(self.truth), encoding="utf-8")
        (folder / "fitted.toml").write_text(self._text(), encoding="utf-8")
        self.fitted.write_csv(folder / "fitted.csv")

    def _text(self) -> str:
        lines = [f"seed = {self.seed}", f"months = {self.months}", "", "[scale]"]
        return "\n".join(
            [*lines, *(f'"{name}" = {ratio!r}' for name, ratio in sorted(self.inputs.scale.items())), ""]
        )

    @classmethod
    def load(cls, folder: Path) -> EngineState:
        """What `save` wrote. Raises OSError where a file is missing."""
        told = tomllib.loads((folder / "fitted.toml").read_text(encoding="utf-8"))
        texts = [(folder / name).read_text(encoding="utf-8") for name in ("map.toml", "programmes.toml")]
        truth = from_toml(texts[0], texts[1], load_system_map())
        with np.load(folder / "areas.npz") as areas:
            ratios = {
                name.removeprefix("ratio "): areas[name] for name in areas.files if name.startswith("ratio ")
            }
            inputs = inputs_of(truth, tuple(areas["codes"].tolist()), areas["weight"])
        inputs = replace(inputs, scale=told["scale"], area_ratio=ratios)
        held: list[Population] = []
        for name in ("population", "arriving"):
            with np.load(folder / f"{name}.npz") as arrays:
                held.append(Population(**{key: arrays[key] for key in arrays.files}))
        return cls(
            truth, inputs, told["seed"], told["months"], held[0], held[1], pl.read_csv(folder / "fitted.csv")
        )


def inputs_of(truth: TrueMap, areas: tuple[str, ...], weight: np.ndarray) -> Inputs:
    """What a place with this truth is compiled from, before anything is fitted."""
    return Inputs(
        system_map=truth.system_map,
        rates=load_rates(),
        start=truth.start,
        areas=areas,
        area_weight=weight,
        clustered=truth.clustered,
        trend=truth.trend,
        programmes=truth.programmes,
    )


def futures(
    state: EngineState, k: int, ahead: int, programme: Programme | None = None, threads: int = 2
) -> pl.DataFrame:
    """`k` futures of the same true state, `ahead` years on: seed (from 0), month (0: the last day), measure, count.

    measure: `factor:ID` or `TRACK:STATE`, the people present who hold it or are in it. With a programme and without,
    the same people meet the same chances. People come as they came before, as many a month.
    """
    programmes = state.inputs.programmes + ((programme,) if programme else ())
    model = replace(state.inputs, programmes=programmes).compiled()
    population = joined([state.population, *_arrivals(state, ahead)])
    return pl.concat(_future(model, state, population, n, ahead, threads) for n in range(k))


def _future(
    model: Model, state: EngineState, population: Population, n: int, ahead: int, threads: int
) -> pl.DataFrame:
    seed = int(keyed(state.seed, "future", n)) >> 2
    lives = simulate(
        model, population, ahead * YEAR, seed, first_month=state.months, threads=threads, log=False
    )
    months, measures = lives.counts.shape
    return pl.DataFrame(
        {
            "seed": np.full(months * measures, n),
            "month": np.repeat(np.arange(months), measures),
            "measure": np.tile(np.array(model.counted, dtype=object), months).tolist(),
            "count": lives.counts.ravel(),
        },
        schema=FUTURE,
    )


def _arrivals(state: EngineState, ahead: int) -> Sequence[Population]:
    """Families like those who came, once for every stretch of months as long as the past."""
    if not len(state.arriving.key):
        return ()
    times = -(-ahead * YEAR // state.months)
    return [later(state.arriving, state.months * n, n) for n in range(1, times + 1)]


def programme_of(state: EngineState, name: str, begins: date) -> Programme:
    """A programme of the map by its id, from a day. Raises KeyError where there is none."""
    known = {each.id: each for each in load_system_map().programmes} | {
        p.id: p for p in state.truth.programmes
    }
    return known[name].model_copy(update={"from_date": begins, "until": None})
