"""What happens to people on a day: couples part, somebody flees, police are called, a pupil is sent home."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from wholeplace.demo.lives.told.index import Told, dates
from wholeplace.demo.world import EVENT
from wholeplace.dynamics.draws import uniform

MOST = 12
YEAR = 365.25


class Incident(NamedTuple):
    """Events of a kind that come by chance, `per_year`, while somebody holds a factor or is in a state."""

    kind: str
    what: str
    per_year: float
    source: str


INCIDENTS = (
    Incident("police_domestic_abuse", "factor:domestic_abuse", 0.7, "assumed: about one in five incidents of those who "
             "are abused is told to police (Crime Survey for England and Wales)"),
    Incident("police_antisocial", "factor:antisocial_behaviour", 1.2, "assumed"),
    Incident("police_offence", "factor:offending", 1.0, "assumed"),
    Incident("police_missing", "factor:missing_episodes", 4.0, "assumed: about six episodes a child a year"),
    Incident("police_missing", "looked_after", 0.6, "DfE, Children looked after 2025: 11 % missing in the year, about "
             "six times each"),
    Incident("police_missing", "factor:child_exploitation", 0.8, "assumed"),
    Incident("suspension", "factor:school_exclusion", 1.0, "assumed: about two suspensions a suspended pupil a year"),
)  # fmt: skip
FIRST = {"factor:school_exclusion": "suspension"}
"""Factors that begin with an event."""
PERMANENT = 0.035
"""Share of suspensions that are permanent exclusions: DfE, Suspensions and permanent exclusions 2023-24, 0.074 % of
pupils of the borough excluded over 1.98 % suspended."""


def event_frame(told: Told, rows: pl.DataFrame, pairs: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """World's events. rows: `personal`; pairs: `couples`; members: `memberships`."""
    found = [
        _parted(told, pairs, members),
        *(_incidents(told, rows, pairs, each) for each in INCIDENTS),
        _begun(told, rows),
    ]
    frame = pl.concat(found).filter((pl.col("day") >= told.first) & (pl.col("day") < told.last))
    frame = _permanent(told, frame)
    other = frame["other"].to_numpy()
    frame = frame.with_columns(
        pl.Series("person", told.person_id[frame["person"].to_numpy()]),
        pl.Series("other", np.where(other >= 0, told.person_id[other], -1)).replace({-1: None}),
        dates(frame["day"].to_numpy()).alias("date"),
    ).sort("date", "person", "kind", "other").with_row_index("event")  # fmt: skip
    return frame.select(pl.col(name).cast(kind) for name, kind in EVENT.items())


def _parted(told: Told, pairs: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Couples who part: an event of each of them; and of one who flees, of that one."""
    left = members.filter(pl.col("why").is_in(["separated", "fled"])).select(
        "person", "why", pl.col("from").alias("day")
    )
    both = pl.concat([pairs, pairs.select(pl.col("b").alias("a"), pl.col("a").alias("b"), "from", "to")])
    rows = left.join(both, left_on=["person", "day"], right_on=["a", "to"])
    away = rows.select(
        "person",
        pl.col("why").replace({"separated": "separation"}).alias("kind"),
        "day",
        pl.col("b").alias("other"),
    )
    stayed = rows.filter(pl.col("why") == "separated").select(
        pl.col("b").alias("person"),
        pl.lit("separation").alias("kind"),
        "day",
        pl.col("person").alias("other"),
    )
    return pl.concat([away, stayed])


def _incidents(told: Told, rows: pl.DataFrame, pairs: pl.DataFrame, incident: Incident) -> pl.DataFrame:
    """Events at a steady rate: waits between them are exponential, drawn for the person and stretch."""
    held = (
        pl.col("what") == incident.what
        if incident.what.startswith("factor:")
        else pl.col("state").str.starts_with(incident.what)
    )
    held_rows = rows.filter(held).select("unit", pl.col("from").clip(lower_bound=told.first), "to")
    unit, begin, end = (held_rows[name].to_numpy() for name in ("unit", "from", "to"))
    end = np.minimum(end, told.last)
    keys, at, found = told.lived.end.key[unit], begin.astype(np.float64), []
    for n in range(MOST):
        wait = -np.log1p(-uniform(told.seed, f"{incident.kind}:{incident.what}:{n}", keys, begin))
        at = at + wait * YEAR / incident.per_year
        on = at < end
        found.append(pl.DataFrame({"person": unit[on], "day": at[on].astype(np.int64)}))
    events = pl.concat(found).with_columns(pl.lit(incident.kind).alias("kind"))
    return _with_partner(events, pairs) if incident.kind == "police_domestic_abuse" else _alone(events)


def _with_partner(events: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    both = pl.concat([pairs, pairs.select(pl.col("b").alias("a"), pl.col("a").alias("b"), "from", "to")])
    rows = events.join(both, left_on="person", right_on="a").filter(
        (pl.col("day") >= pl.col("from")) & (pl.col("day") < pl.col("to"))
    )
    rows = rows.group_by("person", "day").agg(pl.col("b").min().alias("other"))
    events = events.join(rows, on=["person", "day"], how="left").with_columns(pl.col("other").fill_null(-1))
    return events.select("person", "kind", "day", "other")


def _alone(events: pl.DataFrame) -> pl.DataFrame:
    return events.select("person", "kind", "day", pl.lit(-1, pl.Int64).alias("other"))


def _begun(told: Told, rows: pl.DataFrame) -> pl.DataFrame:
    begun = rows.filter(pl.col("what").is_in(list(FIRST)) & (pl.col("from") >= told.first))
    kind = pl.col("what").replace_strict(FIRST, return_dtype=pl.String)
    return _alone(
        begun.select(pl.col("unit").alias("person"), kind.alias("kind"), pl.col("from").alias("day"))
    )


def _permanent(told: Told, frame: pl.DataFrame) -> pl.DataFrame:
    draw = uniform(
        told.seed, "permanent", told.lived.end.key[frame["person"].to_numpy()], frame["day"].to_numpy()
    )
    out = (pl.col("kind") == "suspension") & pl.Series(draw < PERMANENT)
    return frame.with_columns(
        pl.when(out).then(pl.lit("permanent_exclusion")).otherwise("kind").alias("kind")
    )
