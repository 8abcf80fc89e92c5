"""Ties between people of a made place: parents, step-parents, couples, and kin who raise a child."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.lives.dwellings.placed import parent_positions
from wholeplace.demo.lives.told.index import NEVER, Told, dates
from wholeplace.demo.world import TIE
from wholeplace.dynamics.draws import uniform

YEAR, ADULT_DAYS = 365, 6574
COUPLE_YEARS = 15
STEP_YEARS = 5
ROWS = {"a": pl.Int64, "b": pl.Int64, "from": pl.Int64, "to": pl.Int64}


def couples(told: Told, members: pl.DataFrame) -> pl.DataFrame:
    """a, b (positions, by number of person), from, to: couples of the first day and those formed since.

    They end when one of them makes a home of their own because they part or one flees, when one dies or leaves.
    """
    rows = pl.concat([_first_couples(told), _new_couples(told)])
    parted = members.filter(pl.col("why").is_in(["separated", "fled"])).select(
        "person", pl.col("from").alias("parted")
    )
    for side in ("a", "b"):
        ends = rows.join(parted, left_on=side, right_on="person").filter(pl.col("parted") > pl.col("from"))
        ends = ends.group_by("a", "b", "from").agg(pl.col("parted").min().alias(f"end_{side}"))
        rows = rows.join(ends, on=["a", "b", "from"], how="left")
    gone = [pl.Series(told.gone).gather(rows[side]) for side in ("a", "b")]
    rows = rows.with_columns(pl.min_horizontal("end_a", "end_b", *gone).fill_null(NEVER).alias("to"))
    flip = told.person_id[rows["a"].to_numpy()] > told.person_id[rows["b"].to_numpy()]
    one, other = (np.where(flip, rows[y].to_numpy(), rows[x].to_numpy()) for x, y in (("a", "b"), ("b", "a")))
    rows = rows.with_columns(pl.Series("a", one), pl.Series("b", other))
    return rows.filter(pl.col("from") < pl.col("to")).select(ROWS.keys()).unique().sort("a", "b", "from")


def tie_frame(
    told: Told, members: pl.DataFrame, pairs: pl.DataFrame, placed: pl.DataFrame, adopted: pl.DataFrame
) -> pl.DataFrame:
    """World's ties. pairs: `couples`; placed: `placements`; adopted: `adoptions`."""
    found = {
        "parent": _parents(told),
        "spouse_or_partner": pairs,
        "step_parent": _step_parents(told, members, pairs),
        "carer": pl.concat([_kin_of_the_first_day(told), _kin(placed)]),
    }
    rows = pl.concat([rows.with_columns(pl.lit(kind).alias("kind")) for kind, rows in found.items()])
    day = adopted.filter("made").select(a="person", day="to")
    before = rows.join(day, on="a", how="left").with_columns(pl.min_horizontal("to", "day").alias("to"))
    after = _adoptive(day.join(adopted.select(a="person", b="adopter").unique("a"), on="a"), pairs)
    rows = pl.concat([before.select(rows.columns), after.with_columns(kind=pl.lit("adoptive_parent"))])
    return world_ties(told, rows.filter(pl.col("from") < pl.col("to")))


def _adoptive(made: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """From the day of the order: who adopts (b), and the partner of that day. made: a, day, b."""
    both = pl.concat([pairs, pairs.rename({"a": "b", "b": "a"}).select(pairs.columns)])
    partner = made.join(both.rename({"a": "b", "b": "partner"}), on="b").filter(
        pl.col("from") <= pl.col("day"), pl.col("day") < pl.col("to")
    )
    rows = pl.concat([made.select("a", "b", "day"), partner.select("a", pl.col("partner").alias("b"), "day")])
    return _rows(*(rows[name].to_numpy() for name in ("a", "b", "day")))


def world_ties(told: Told, rows: pl.DataFrame) -> pl.DataFrame:
    """Ties by position and day (a, b, from, to, kind) as the World has them; none that was over before it."""
    rows = rows.filter((pl.col("to") > told.first) & (pl.col("from") < told.last))
    to = rows["to"].to_numpy()
    rows = rows.with_columns(
        *(pl.Series(side, told.person_id[rows[side].to_numpy()]) for side in ("a", "b")),
        dates(rows["from"].to_numpy()).alias("from_date"),
        dates(np.where(to >= told.last, NEVER, to)).alias("to_date"),
    )
    return (
        rows.select(pl.col(name).cast(kind) for name, kind in TIE.items())
        .unique()
        .sort("a", "b", "kind", "from_date")
    )


def _rows(a: np.ndarray, b: np.ndarray, begin: np.ndarray, end: np.ndarray | None = None) -> pl.DataFrame:
    end = np.full(len(a), NEVER) if end is None else end
    return pl.DataFrame({"a": a, "b": b, "from": begin, "to": end}, schema=ROWS)


def _first_couples(told: Told) -> pl.DataFrame:
    population = told.lived.cast.population
    family = np.repeat(np.arange(len(population.family_key)), np.diff(population.family_start))
    a = told.cast_person
    b = told.person_at(family, population.partner)
    kept = (b >= 0) & (a < b)
    a, b = a[kept], b[kept]
    grown = np.maximum(told.birth[a], told.birth[b]) + ADULT_DAYS
    draw = uniform(told.seed, "together_since", told.lived.end.key[a])
    since = told.first - (draw * COUPLE_YEARS * YEAR).astype(np.int64)
    return _rows(a, b, np.minimum(np.maximum(since, grown), told.first - 1)).select("a", "b", "from")


def _new_couples(told: Told) -> pl.DataFrame:
    events = told.of("life:partner")
    a, b = (told.person_at(events["family"], events[side]) for side in ("member", "a"))
    return _rows(a, b, told.day(events["family"], events["month"])).select("a", "b", "from")


def _parents(told: Told) -> pl.DataFrame:
    found = []
    for at in parent_positions(told).values():
        child = np.flatnonzero(at >= 0)
        found.append(_rows(child, at[child], told.birth[child]))
    return pl.concat(found)


def _step_parents(told: Told, members: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """A parent's partner, not a parent, who lives with the child under 18, while the couple lasts."""
    parents = _parents(told).select(pl.col("a").alias("child"), pl.col("b").alias("parent"))
    both = pl.concat([pairs, pairs.select(pl.col("b").alias("a"), pl.col("a").alias("b"), "from", "to")])
    rows = parents.join(both, left_on="parent", right_on="a").rename({"b": "step"})
    own = parents.select("child", pl.col("parent").alias("step"))
    rows = rows.join(own, on=["child", "step"], how="anti")
    homes = members.select("person", "home", pl.col("from").alias("h_from"), pl.col("to").alias("h_to"))
    rows = rows.join(homes, left_on="child", right_on="person")
    rows = rows.join(homes, left_on=["step", "home"], right_on=["person", "home"], suffix="_s")
    child = rows["child"].to_numpy()
    draw = uniform(told.seed, "step_since", told.lived.end.key[child])
    since = told.first - 1 - (draw * STEP_YEARS * YEAR).astype(np.int64)
    rows = rows.with_columns(pl.Series("since", np.maximum(since, told.birth[child])))
    met = pl.max_horizontal("from", "h_from", "h_from_s")
    begin = pl.when(met <= told.first).then(pl.max_horizontal("from", "since")).otherwise(met)
    rows = rows.with_columns(begin.alias("begin"), pl.min_horizontal("to", "h_to", "h_to_s").alias("end"))
    young = pl.Series(told.birth[child] + ADULT_DAYS) > rows["begin"]
    rows = rows.filter(young & (rows["begin"] < rows["end"]))
    return rows.select(
        pl.col("child").alias("a"),
        pl.col("step").alias("b"),
        pl.col("begin").alias("from"),
        pl.col("end").alias("to"),
    )


def _kin_of_the_first_day(told: Told) -> pl.DataFrame:
    cast = told.lived.cast.person.with_columns(pl.Series("at", told.cast_person))
    rows = cast.filter(pl.col("carer").is_not_null()).select("at", pl.col("carer").alias("person"))
    rows = rows.join(cast.select("person", pl.col("at").alias("b")), on="person").sort("at")
    child = rows["at"].to_numpy()
    back = (uniform(told.seed, "raised_since", told.lived.end.key[child]) * STEP_YEARS * YEAR).astype(
        np.int64
    )
    return _rows(child, rows["b"].to_numpy(), np.maximum(told.birth[child], told.first - 1 - back))


def _kin(placed: pl.DataFrame) -> pl.DataFrame:
    rows = placed.filter(pl.col("kin").is_not_null() & (pl.col("kin") != pl.col("person")))
    return rows.select(pl.col("person").alias("a"), pl.col("kin").alias("b"), "from", "to").cast(ROWS)  # type: ignore[arg-type]
