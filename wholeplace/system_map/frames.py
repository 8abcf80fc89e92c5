"""The vocabulary as polars frames, for joins in SQL models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from wholeplace.system_map.model import SystemMap, Track

FACTOR_COLUMNS = {
    "factor": pl.String,  # ID
    "name": pl.String,  # plain name, for reports
    "kind": pl.String,  # circumstance, characteristic or strength
    "part_of": pl.String,  # ID of the broader factor it implies, or null
    "definition": pl.String,
    "source": pl.String,  # where the meaning is set
}

STATE_COLUMNS = {
    "track": pl.String,  # ID
    "track_name": pl.String,
    "state": pl.String,  # ID, unique within its track
    "name": pl.String,  # plain name, for reports
    "group": pl.String,  # the states counted together, such as looked_after, or null
    "open_ended": pl.Boolean,  # false where law or guidance limits its length
    "exclusive": pl.Boolean,  # nobody can be in two states of this track on one day
    "position": pl.Int32,  # the order in which reports list the track's states, from 1
    "precedence": pl.Int32,  # 1 for the most intensive: the lowest number is the main state of a day
    "definition": pl.String,
    "source": pl.String,
}


def factor_frame(system_map: SystemMap) -> pl.DataFrame:
    """One row a factor, sorted by ID; columns as FACTOR_COLUMNS."""
    rows = [(f.id, f.name, f.kind, f.part_of, f.definition, f.source) for f in system_map.factors]
    return pl.DataFrame(rows, schema=FACTOR_COLUMNS, orient="row").sort("factor")


def state_frame(system_map: SystemMap) -> pl.DataFrame:
    """One row a state, sorted by track and position; columns as STATE_COLUMNS."""
    rows = [row for track in system_map.tracks for row in _states(track)]
    return pl.DataFrame(rows, schema=STATE_COLUMNS, orient="row").sort("track", "position")


def _states(track: Track) -> list[tuple[object, ...]]:
    rank = {state: number for number, state in enumerate(track.precedence, start=1)}
    return [
        (
            *(track.id, track.name, state.id, state.name, state.group, state.open_ended, track.exclusive),
            *(position, rank[state.id], state.definition, state.source),
        )
        for position, state in enumerate(track.states, start=1)
    ]
