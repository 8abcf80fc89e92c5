"""What police tell children's social care of children: most of it ends there."""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.demo.services.children.forms import FAR, chance, days, home_at, shares
from wholeplace.demo.world import World

POLICE = "6"
OF_HOME = ("police_domestic_abuse",)
OF_CHILD = ("police_missing", "police_antisocial")


def incidents(world: World, homes: pl.DataFrame, seed: int) -> pl.DataFrame:
    """What police told of children: `event`, `person` (the child), `date`, `kind`, `household`, `area`.

    Of violence between adults they tell for each child of the home; of a child's own trouble, for that child.
    Not all of it is passed on.
    """
    told = _told(world, seed)
    own = home_at(told.filter(pl.col("kind").is_in(OF_CHILD)), homes)
    held = home_at(told.filter(pl.col("kind").is_in(OF_HOME)), homes)
    there = homes.select("household", pl.col("person").alias("child"), "from_date", "to_date")
    shared = held.join(there, on="household", how="inner").filter(
        pl.col("date") >= pl.col("from_date"), pl.col("date") < pl.col("to_date").fill_null(FAR)
    )
    shared = shared.drop("person", "from_date", "to_date").rename({"child": "person"}).select(own.columns)
    born = world.person.select("person", pl.col("birth").alias("_birth"))
    both = pl.concat([own, shared]).join(born, on="person", how="inner")
    minors = both.filter(
        pl.col("date") < pl.col("_birth").dt.offset_by("18y"), pl.col("date") >= pl.col("_birth")
    )
    once = minors.sort("event", "person").unique(["event", "person"], keep="first", maintain_order=True)
    return once.select("event", "person", "date", "kind", "household", "area")


def _told(world: World, seed: int) -> pl.DataFrame:
    """What is passed on at all, by kind of incident."""
    share = shares("safeguarding")["police_told"]
    events = world.event.filter(pl.col("kind").is_in(list(share)))
    drawn = chance(seed, "police told", events["event"])
    due = pl.col("kind").replace_strict(share, return_dtype=pl.Float64)
    return events.filter(pl.lit(drawn) < due).select("event", "person", "date", "kind")


def no_action(incident: pl.DataFrame, need: pl.DataFrame, seed: int, as_of: date) -> pl.DataFrame:
    """Incidents that became a referral on which nothing more was done, with its `closed` day."""
    drawn = chance(seed, "referred on", incident["event"], incident["person"])
    referred = incident.filter(drawn < shares("safeguarding")["police"]["referred"])
    spans = need.select("person", _from="from_date", _to=pl.col("to_date").fill_null(FAR))
    meets = referred.join(spans, on="person", how="inner").filter(
        pl.col("date") >= pl.col("_from"), pl.col("date") <= pl.col("_to")
    )
    free = referred.join(
        meets.select("event", "person").unique(), on=["event", "person"], how="anti", maintain_order="left"
    )
    closed = pl.col("date") + days(seed, "nothing done", free["event"], 1, 12)
    return free.with_columns(closed=pl.min_horizontal(closed, pl.lit(as_of)))
