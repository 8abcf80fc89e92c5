"""What cannot be true of any place: looked for in a made one."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wholeplace.demo.world import World

YOUNGEST_PARENT = 12
"""Years by which a parent is older than a child at the least."""
FAR = pl.date(9999, 12, 31)
DWELLINGS = ("house", "flat")


def impossible(world: World) -> list[str]:
    """Every kind of contradiction found, with how many; empty for a place that could be."""
    return [f"{count} {what}" for what, count in _counts(world) if count]


def _counts(world: World) -> Iterator[tuple[str, int]]:
    yield "children are born less than 12 years after a parent", _young_parents(world.person)
    for name in ("residence", "spell", "exposure"):
        yield f"rows of {name} end before they begin", _backwards(getattr(world, name))
        yield f"rows of {name} are before birth or after death", _out_of_life(world, getattr(world, name))
    lived = world.residence.filter(pl.col("why") != "second_home")
    yield "residences overlap another of the same person", _overlaps(lived, "person")
    yield "spells overlap another of the same track", _overlaps(world.spell, "person", "track")
    yield "exposures overlap another of the same factor", _overlaps(world.exposure, "person", "factor")
    yield "households live in a dwelling that another lives in", _two_families(world)
    yield "people have no residence", world.person.join(world.residence, on="person", how="anti").height
    yield "events happen to people who are not in the place", _absent(world)
    yield "people have not exactly one open name", _names(world)
    yield (
        "rows of residence name no address",
        world.residence.join(world.address, on="address", how="anti").height,
    )


def _young_parents(person: pl.DataFrame) -> int:
    found = 0
    for tie in ("mother", "father"):
        parent = person.select(pl.col("person").alias(tie), pl.col("birth").alias("parent_birth"))
        both = person.join(parent, on=tie)
        found += both.filter(
            pl.col("birth") < pl.col("parent_birth").dt.offset_by(f"{YOUNGEST_PARENT}y")
        ).height
    return found


def _backwards(frame: pl.DataFrame) -> int:
    return frame.filter(pl.col("to_date") <= pl.col("from_date")).height


def _out_of_life(world: World, frame: pl.DataFrame) -> int:
    life = world.person.select("person", "birth", pl.col("death").fill_null(FAR))
    rows = frame.join(life, on="person")
    after = (pl.col("from_date") > pl.col("death")) | (pl.col("to_date").fill_null(FAR) > pl.col("death"))
    return rows.filter((pl.col("from_date") < pl.col("birth")) | after).height


def _overlaps(frame: pl.DataFrame, *keys: str) -> int:
    rows = frame.sort(*keys, "from_date")
    before = pl.col("to_date").fill_null(FAR).shift(1).over(*keys)
    return rows.filter(before > pl.col("from_date")).height


def _two_families(world: World) -> int:
    single = world.address.filter(pl.col("kind").is_in(DWELLINGS)).select("address")
    rows = world.residence.join(single, on="address", how="semi")
    stays = rows.group_by("address", "household").agg(
        pl.col("from_date").min(), pl.col("to_date").fill_null(FAR).max().alias("to_date")
    )
    return _overlaps(stays, "address")


def _absent(world: World) -> int:
    stays = world.residence.select("person", "from_date", pl.col("to_date").fill_null(FAR).alias("to_date"))
    rows = world.event.select("event", "person", "date").join(stays, on="person")
    there = rows.filter((pl.col("from_date") <= pl.col("date")) & (pl.col("date") <= pl.col("to_date")))
    return world.event.join(there, on="event", how="anti").height


def _names(world: World) -> int:
    open_names = world.name.filter(pl.col("to_date").is_null()).group_by("person").len()
    once = open_names.filter(pl.col("len") == 1).select("person")
    return world.person.join(once, on="person", how="anti").height
