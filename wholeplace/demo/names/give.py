"""Names for everybody of a made place, with their history."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholeplace.demo.names.given import given_names, known_as, middle_names
from wholeplace.demo.names.marriages import changes
from wholeplace.demo.names.people import people_of
from wholeplace.demo.names.surnames import birth_surnames, text_of
from wholeplace.demo.names.tables import given_pool
from wholeplace.demo.world import NAME


def give_names(person: pl.DataFrame, couples: pl.DataFrame, seed: int, as_of: date) -> pl.DataFrame:
    """The `name` frame of a World: one row a name that a person has had, from birth.

    person: person, sex, birth, origin, family, mother, father. couples: a, b, from_date (null: before the
    first day), to_date. Rates: data/names/habits.csv. Lists by origin: data/names/origins.csv.
    """
    people = people_of(person, seed)
    given = given_names(people, seed)
    births = birth_surnames(people, seed)
    first = given_pool().text("name", given)
    middle = given_pool().text("name", middle_names(people, given, seed))
    born = people.frame.select(
        "person", given=first, middle=middle, surname=text_of(people, np.arange(people.frame.height), births),
        known_as=known_as(people, first, middle, seed), sex="sex", from_date="birth", why=pl.lit("birth"),
    )  # fmt: skip
    later = changes(people, couples, births, seed, as_of)
    same = born.drop("surname", "from_date", "why")
    rows = pl.concat([born, later.join(same, on="person").select(born.columns)])
    return history(_unchanged_dropped(rows))


def history(rows: pl.DataFrame) -> pl.DataFrame:
    """Names in order, each open until the next begins; of two from one day the later given stands."""
    rows = rows.sort("person", "from_date", maintain_order=True)
    rows = rows.unique(["person", "from_date"], keep="last", maintain_order=True)
    until = pl.col("from_date").shift(-1).over("person")
    return rows.with_columns(to_date=until).select(pl.col(name).cast(kind) for name, kind in NAME.items())


def _unchanged_dropped(rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows.sort("person", "from_date", maintain_order=True)
    before = pl.col("surname").shift(1).over("person")
    return rows.filter((pl.col("surname") != before).fill_null(True))
