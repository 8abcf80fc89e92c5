"""Continues a made place: the same true state, other chances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polars as pl

from wholeplace.demo.lives.make import AS_OF
from wholeplace.demo.lives.state import EngineState, futures, programme_of
from wholeplace.demo.truth import FOLDER
from wholeplace.errors import UsageError

FUTURES = "futures"
AS_THINGS_ARE = "as_things_are"


def continue_demo(
    folder: Path, seeds: int, ahead: int, programme: str | None, progress: Callable[[str, float], None]
) -> pl.DataFrame:
    """Monthly counts of `seeds` futures, `ahead` years on, with a programme begun on the day after the last or none.

    Written to `truth/futures/PROGRAMME.parquet`: seed, month (0: the last day), measure, count. Raises UsageError
    for a folder without a made place's state, or a programme that the map has not.
    """
    state = _state(folder)
    chosen = None
    if programme is not None:
        try:
            chosen = programme_of(state, programme, AS_OF + timedelta(days=1))
            if any(each.id == programme and each.until is None for each in state.inputs.programmes):
                cure = "Name a programme of docs/system-map.md that is not yet under way"
                raise UsageError(f"{programme} is under way already", where="--programme", cure=cure)
        except KeyError:
            cure = "Name a programme of docs/system-map.md"
            raise UsageError(f"no programme is called {programme}", where="--programme", cure=cure) from None
    progress("Running futures", 0.1)
    counts = futures(state, seeds, ahead, chosen)
    target = folder / FOLDER / FUTURES
    target.mkdir(exist_ok=True)
    counts.write_parquet(target / f"{programme or AS_THINGS_ARE}.parquet")
    return counts


def _state(folder: Path) -> EngineState:
    try:
        return EngineState.load(folder / FOLDER)
    except OSError:
        cure = "Make a place first: wholeplace demo DIR"
        raise UsageError(
            "there is no made place to continue", where=str(folder / FOLDER), cure=cure
        ) from None
