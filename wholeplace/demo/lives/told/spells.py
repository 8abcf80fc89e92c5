"""Spells and exposures of people: their own, and those of their home while they live in it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from wholeplace.demo.lives.told.index import NEVER, Told, dates
from wholeplace.demo.world import EXPOSURE, SPELL
from wholeplace.dynamics.draws import uniform

DAYS_HELD = 3650
"""Days before the first within which something that a home has always held is said to have begun."""


def personal(told: Told, members: pl.DataFrame, own: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    """unit (person), what, state, from, to: all that people hold or are in, their own and their home's.

    own, homes: `stretches` of people and of homes. Nothing before birth, and nothing of a home before living in
    it; what is open on the first day keeps the day on which it began.
    """
    words = (pl.col("what").cast(_words(told, "what")), pl.col("state").cast(_words(told, "state")))
    own, homes = (rows.with_columns(words) for rows in (own, homes))
    shared = homes.with_columns(_begun(told, homes)).rename({"unit": "home", "from": "h_from", "to": "h_to"})
    shared = shared.join(members, on="home", how="inner")
    shared = shared.with_columns(
        pl.col("person").alias("unit"),
        pl.max_horizontal("h_from", _since(told)).alias("from"),
        pl.min_horizontal("h_to", "to").alias("to"),
    ).select(own.columns)
    rows = pl.concat([_joined(shared), own])
    birth, come, gone = (pl.Series(each).gather(rows["unit"]) for each in (told.birth, told.come, told.gone))
    late = pl.Series(_arrived(told)).gather(rows["unit"])
    least = pl.select(pl.when(late).then(come).otherwise(birth)).to_series()
    rows = rows.with_columns(
        pl.max_horizontal("from", least).alias("from"), pl.min_horizontal("to", gone).alias("to")
    )
    kept = (pl.col("from") < pl.col("to")) & (pl.col("to") > told.first) & (pl.col("from") < told.last)
    rows = rows.filter(kept & (pl.col("to") > come)).sort("unit", "what", "from")
    return rows.with_columns(pl.col("what", "state").cast(pl.String))


def _words(told: Told, column: str) -> pl.Enum:
    """All that may stand in a column, in order: rows are sorted by number and not by text."""
    tracks = told.lived.model.names.tracks
    if column == "state":
        return pl.Enum(sorted({state.id for track in tracks for state in track.states}))
    return pl.Enum(
        sorted([*(f"factor:{name}" for name in told.lived.model.factors), *(t.id for t in tracks)])
    )


def _begun(told: Told, homes: pl.DataFrame) -> pl.Series:
    """When what a home held before any event began: a drawn day of the years before the first day."""
    words = {f"factor:{name}": n for n, name in enumerate(told.lived.model.factors)}
    what = homes["what"].cast(pl.String).replace_strict(words, default=len(words), return_dtype=pl.Int64)
    draw = uniform(
        told.seed, "held_since", told.lived.end.home_key[homes["unit"].to_numpy()], what.to_numpy()
    )
    day = told.first - 1 - (draw * DAYS_HELD).astype(np.int64)
    return pl.Series("from", np.where(homes["from"].to_numpy() == -NEVER, day, homes["from"].to_numpy()))


def _since(told: Told) -> pl.Expr:
    """Living in a home since before the first day counts from before it."""
    return pl.when(pl.col("from") <= told.first).then(pl.lit(-int(NEVER))).otherwise(pl.col("from"))


def _arrived(told: Told) -> np.ndarray:
    """Who came from elsewhere, by arriving or by joining a partner."""
    late = np.zeros(len(told.lived.end.key), np.bool_)
    late[told.cast_person] = told.lived.cast.person["arrive"].is_not_null().to_numpy()
    events = told.of("life:partner")
    late[told.person_at(events["family"], events["a"])] = True
    return late


def _joined(rows: pl.DataFrame) -> pl.DataFrame:
    """Stretches of one person that follow on without a day between, in two homes, as one."""
    rows = rows.filter(pl.col("from") < pl.col("to")).sort("unit", "what", "state", "from")
    same = pl.all_horizontal(pl.col(k).eq_missing(pl.col(k).shift(1)) for k in ("unit", "what", "state"))
    rows = rows.with_columns((~same | (pl.col("from") > pl.col("to").shift(1))).fill_null(True).alias("new"))
    last = rows["new"].shift(-1, fill_value=True)
    return rows.filter("new").with_columns(rows["to"].filter(last).alias("to")).drop("new").select(
        "unit", "what", "state", "from", "to"
    )  # fmt: skip


def spell_frame(told: Told, rows: pl.DataFrame) -> pl.DataFrame:
    """World's spells: of tracks."""
    return _frame(told, rows.filter(pl.col("state").is_not_null()), "spell", SPELL)


def exposure_frame(told: Told, rows: pl.DataFrame) -> pl.DataFrame:
    """World's exposures: of factors."""
    return _frame(told, rows.filter(pl.col("state").is_null()), "exposure", EXPOSURE)


def _frame(
    told: Told, rows: pl.DataFrame, name: str, columns: Mapping[str, pl.DataType | type[pl.DataType]]
) -> pl.DataFrame:
    to = np.where(rows["to"].to_numpy() >= told.last, NEVER, rows["to"].to_numpy())
    frame = rows.select("what", "state").with_columns(
        pl.Series("person", told.person_id[rows["unit"].to_numpy()]),
        dates(rows["from"].to_numpy()).alias("from_date"),
        dates(to).alias("to_date"),
        pl.col("what").alias("track"),
        pl.col("what").str.strip_prefix("factor:").alias("factor"),
    )
    frame = frame.sort("person", "what", "from_date").with_row_index(name)
    return frame.select(pl.col(column).cast(kind) for column, kind in columns.items())
