"""A small made place, quick and plain: every frame of `World` filled, nothing in it caused by anything.

For tests of what services write about people. Lives here are draws by age alone; the engine's are elsewhere.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from tests.support.small_lives import events, leaving, lives, safe_people
from tests.support.small_people import AS_OF, FIRST, START, addresses, day, identifiers, names, people_of
from wholeplace.demo.world import COLUMNS, World
from wholeplace.dynamics.draws import uniform


def small_world(people: int = 2000, seed: int = 1) -> World:
    """A place of about so many people over five years, ready for services to write about."""
    homes = max(20, round(people / 2.35))
    person = people_of(homes, seed)
    address = addresses(homes, seed)
    person = person.with_columns(pl.Series("left", leaving(person, seed)))
    spells = lives(person, seed)
    safe = safe_people(person, seed)
    residence, apart = _residences(person, spells, safe, homes, seed)
    exposure = spells.filter(pl.col("track") == "").drop("track").rename({"state": "factor"})
    frames = {
        "person": person,
        "name": names(person, safe, seed),
        "identifier": identifiers(person, safe, seed),
        "address": address,
        "residence": residence,
        "tie": _ties(person, apart),
        "spell": spells.filter(pl.col("track") != "").with_row_index("spell"),
        "exposure": exposure.with_row_index("exposure"),
        "event": events(exposure, apart, seed),
        "safe": safe,
    }
    shaped = {
        name: frame.select(pl.col(c).cast(t) for c, t in COLUMNS[name].items())
        for name, frame in frames.items()
    }
    return World("Small place", "E09000002", START, AS_OF, seed, **shaped)


def _residences(
    person: pl.DataFrame, spells: pl.DataFrame, safe: pl.DataFrame, homes: int, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Where everybody lives from when (the next move ends it), and the fathers who live apart."""
    shared = 3 * homes
    home, slot = person["home"].to_numpy(), person["slot"].to_numpy()
    moved, came = day(seed, "moved", home), day(seed, "came", home)
    arrives = uniform(seed, "arrives", home) < 0.05
    birth = person["birth"].to_numpy().astype("datetime64[D]")
    begun = np.fmax(np.where(arrives, came, FIRST), birth)
    why = np.where(birth > FIRST, "birth", np.where(arrives, "arrived", "start"))
    whole = person.select("person", "mother", "father", "home", "left").with_columns(
        pl.Series("from_date", begun)
    )
    first = whole.with_columns(pl.Series("why", why), address=pl.col("home"))
    moves = pl.Series((uniform(seed, "moves", home) < 0.25) & (moved > begun))
    second = whole.with_columns(
        pl.Series("from_date", moved), why=pl.lit("moved"), address=pl.col("home") + homes
    )
    father = whole.filter(pl.Series((slot == 1) & (uniform(seed, "apart", home) < 0.08))).join(
        whole.select(person="father", child="person").drop_nulls().unique("person"), on="person", how="semi"
    )
    apart = father.with_columns(
        pl.col("home").add(2 * homes).alias("address"),
        why=pl.lit("separated"),
        from_date=pl.Series(day(seed, "parted", father["home"].to_numpy())).cast(pl.Date),
    )
    apart = apart.filter(pl.col("left").is_null() | (pl.col("left") > pl.col("from_date")))
    care = {"foster": 3, "childrens": 6, "residential": 0, "nursing": 2, "temporary": 9}
    into = pl.coalesce(pl.when(pl.col("state").str.contains(k)).then(shared + at) for k, at in care.items())
    away = (
        pl.when(pl.col("track") == "adult_social_care")
        .then(pl.lit("care_home"))
        .when(pl.col("track") == "homelessness")
        .then(pl.lit("temporary"))
        .otherwise(pl.lit("care"))
    )
    into_care = (
        spells.with_columns(address=into, why=away)
        .filter(pl.col("address").is_not_null())
        .unique("person", keep="first", maintain_order=True)
    )
    fled = safe.filter(pl.col("kind").is_in(["survivor", "child_with"])).with_columns(
        address=pl.lit(shared + 7), why=pl.lit("fled")
    )
    columns = ["person", "from_date", "address", "why"]
    parted, cared = apart["home"].implode(), into_care["person"].implode()
    parts = (
        first,
        second.filter(moves).filter(~pl.col("home").is_in(parted), ~pl.col("person").is_in(cared)),
        apart,
        into_care,
        fled,
    )
    chain = pl.concat(
        [part.select(pl.col(c).cast(pl.Int64) if c == "address" else c for c in columns) for part in parts]
    )
    chain = chain.with_columns(pl.col("from_date").cast(pl.Date)).join(
        whole.select("person", "left", birth="from_date"), on="person", how="left"
    )
    chain = chain.filter(pl.col("from_date") >= pl.col("birth").cast(pl.Date)).unique(
        ["person", "from_date"], keep="first", maintain_order=True
    )
    chain = chain.sort("person", "from_date").with_columns(
        pl.col("from_date").shift(-1).over("person").alias("next")
    )
    left = pl.col("left").cast(pl.Date)
    chain = chain.filter(left.is_null() | (pl.col("from_date") < left)).with_columns(
        pl.min_horizontal("next", left).alias("to_date")
    )
    twice = person.select("person", "father", "birth", child_left="left").join(
        apart.drop("person").with_columns(apart["person"].alias("father")), on="father", how="inner"
    )
    twice = twice.filter((pl.col("birth") < pl.col("from_date")) & pl.col("child_left").is_null())
    twice = twice.with_columns(why=pl.lit("second_home"), to_date=pl.col("left").cast(pl.Date))
    residence = pl.concat([frame.select(*columns, "to_date") for frame in (chain, twice)])
    return residence.with_columns(household="address").sort("person", "from_date", "why"), apart


def _ties(person: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Parents, and couples until they part or one is gone."""
    parents = [
        person.filter(pl.col(who).is_not_null()).select(
            a="person", b=who, kind=pl.lit("parent"), from_date="birth", to_date=pl.lit(None, dtype=pl.Date)
        )
        for who in ("mother", "father")
    ]
    first, second = (person.filter(pl.col("slot") == n).select("home", "person", "death") for n in (0, 1))
    couples = first.join(second, on="home", how="inner", suffix="_b").join(
        apart.select("home", "from_date"), on="home", how="left"
    )
    ended = pl.min_horizontal(pl.col(c).cast(pl.Date) for c in ("death", "death_b", "from_date"))
    tied = couples.select(
        a="person",
        b="person_b",
        kind=pl.lit("spouse_or_partner"),
        from_date=pl.lit(date(2010, 1, 1)),
        to_date=ended,
    )
    whole = [frame.with_columns(pl.col("from_date", "to_date").cast(pl.Date)) for frame in (*parents, tied)]
    return pl.concat(
        [frame.select(pl.col("a", "b").cast(pl.Int64), "kind", "from_date", "to_date") for frame in whole]
    ).sort("a", "b", "kind")
