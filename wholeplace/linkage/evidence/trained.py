"""Likely pairs by the weights that the place keeps, which are estimated anew only where they must be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.linkage.evidence.pairs import Found
from wholeplace.linkage.likeness.kept import Basis, Made, model_of, moved, outgrown, stored


@dataclass(frozen=True)
class Training:
    """table: the stored `link_model`, empty at first. anew: estimate whatever is stored. fixed: never estimate."""

    table: pl.DataFrame
    as_of: date
    anew: bool = False
    fixed: bool = False


def trained_pairs(
    records: pl.DataFrame, training: Training, weigh: Callable[[pl.DataFrame | None], Found]
) -> tuple[Found, pl.DataFrame]:
    """What `weigh` finds with the place's weights, and the table `link_model` as it is to be kept.

    records: comparison columns. weigh: finds pairs by a model, or by one of its own estimate where it is given none.
    """
    table, found = training.table, None
    sources = records.filter("linkable").group_by("source").agg(records=pl.len()).sort("source")
    why, drift = _reason(training, sources)
    if why is None:
        found = weigh(model_of(table))
        drift = None if training.fixed else moved(table, found.agree)
        if drift is None:
            return found, table
    found = weigh(None)
    if sources.is_empty():
        return found, table
    basis = Basis(sources, found.agree, found.packaged)
    return found, stored(found.model, basis, Made(training.as_of, why or "drift", drift))


def _reason(training: Training, sources: pl.DataFrame) -> tuple[str | None, str | None]:
    """Why weights are to be estimated before anything is weighed, and the drift if that is why."""
    if training.table.is_empty():
        return "first", None
    if training.anew:
        return "retrain", None
    drift = None if training.fixed else outgrown(training.table, sources)
    return (None, None) if drift is None else ("drift", drift)
