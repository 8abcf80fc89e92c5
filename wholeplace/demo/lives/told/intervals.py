"""Dated stretches of what somebody held or was in, from the engine's events: no event is read twice.

A stretch starts with an event and ends with the next of the same kind. What was held before the first event is
told by that event (an end, or a move from a state), and of those with none by how things stand at the end.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.lives.told.index import NEVER, Told
from wholeplace.dynamics.compiled.names import Kind

Ints = npt.NDArray[np.int64]
COLUMNS = ("unit", "what", "state", "from", "to")


def stretches(told: Told, *, of_home: bool) -> pl.DataFrame:
    """unit (position of person or home), what, state, from, to (days): all stretches of all factors and tracks.

    what: factor:ID or the track; state: the track's state, null for a factor. Sorted by unit, what, from. The
    first stretch of what was held at the start begins at the least day there is.
    """
    rows = _changes(told, of_home)
    rows = pl.concat([rows, _standing(told, rows, of_home)])
    rows = rows.sort("unit", "what", "order")
    after = pl.col("day").shift(-1).over("unit", "what").fill_null(NEVER)
    rows = rows.with_columns(after.alias("to")).filter(
        (pl.col("target") > 0) & (pl.col("day") < pl.col("to"))
    )
    return rows.join(_words(told), on=["what", "target"], how="left", maintain_order="left").select(
        "unit", pl.col("name").alias("what"), "state", pl.col("day").alias("from"), "to"
    )


def _changes(told: Told, of_home: bool) -> pl.DataFrame:
    """Events that change what a unit holds: what (a number), source and target (0: none), day, order."""
    effects = told.lived.model.names.effects
    kind = np.array([each.kind for each in effects])
    home = np.array([each.of_home for each in effects])
    events = told.lived.events
    plain = (kind[events["effect"]] <= Kind.MOVE) & (home[events["effect"]] == of_home)
    events = events[plain]
    at = told.home_at if of_home else told.person_at
    factors = len(told.lived.model.factors)
    what = np.array([e.what + (factors if e.kind == Kind.MOVE else 0) for e in effects])
    target = np.array([e.target if e.kind == Kind.MOVE else int(e.kind == Kind.START) for e in effects])
    source = np.array([e.source if e.kind == Kind.MOVE else int(e.kind == Kind.END) for e in effects])
    return pl.DataFrame(
        {
            "unit": at(events["family"], events["member"]),
            "what": what[events["effect"]],
            "source": source[events["effect"]],
            "target": target[events["effect"]],
            "day": told.day(events["family"], events["month"]),
            "order": events["month"].astype(np.int64),
        }
    )


def _standing(told: Told, changes: pl.DataFrame, of_home: bool) -> pl.DataFrame:
    """What each unit held before any event, as a change on the least day."""
    first = changes.sort("unit", "what", "order").unique(["unit", "what"], keep="first", maintain_order=True)
    before = first.select("unit", "what", pl.col("source").alias("target")).filter(pl.col("target") > 0)
    end = told.lived.end
    held, states = (end.home_factors, end.home_states) if of_home else (end.factors, end.states)
    found = []
    for place in range(len(told.lived.model.factors)):
        units = np.flatnonzero((held >> np.uint64(place)) & np.uint64(1))
        found.append(
            pl.DataFrame(
                {"unit": units, "what": np.full(len(units), place), "target": np.ones(len(units), np.int64)}
            )
        )
    for column in range(states.shape[1]):
        units = np.flatnonzero(states[:, column])
        what = np.full(len(units), column + len(told.lived.model.factors))
        found.append(
            pl.DataFrame({"unit": units, "what": what, "target": states[units, column].astype(np.int64)})
        )
    standing = pl.concat(found).join(first, on=["unit", "what"], how="anti")
    return pl.concat([before, standing]).select(
        "unit", "what", pl.lit(0, pl.Int64).alias("source"), "target", pl.lit(-NEVER, pl.Int64).alias("day"),
        pl.lit(-NEVER, pl.Int64).alias("order"),
    )  # fmt: skip


def _words(told: Told) -> pl.DataFrame:
    model = told.lived.model
    rows = [(n, 1, f"factor:{name}", None) for n, name in enumerate(model.factors)]
    for n, track in enumerate(model.names.tracks):
        rows += [(len(model.factors) + n, k + 1, track.id, state.id) for k, state in enumerate(track.states)]
    schema = {"what": pl.Int64, "target": pl.Int64, "name": pl.String, "state": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
