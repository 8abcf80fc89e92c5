"""New names after adoption, gender recognition, or for somebody who is hidden."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.names.people import people_of
from wholeplace.demo.names.surnames import birth_surnames, text_of
from wholeplace.demo.names.tables import given_groups, given_pool
from wholeplace.demo.world import NAME
from wholeplace.dynamics.draws import uniform

NEW_GIVEN = ("gender_recognition", "protection")
"""Reasons that bring a new given name. Adopted children keep theirs."""

NEW_SURNAME = ("adoption", "protection")
"""Reasons that bring a new surname, drawn where the caller names none."""


def rename(name: pl.DataFrame, person: pl.DataFrame, changes: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The `name` frame with new names: each takes over, on its day, from the name that was in use.

    person: as for `give_names`. changes: person, from_date, why, sex (as recorded from then on; null: as
    before), surname (null: as before, but after adoption or protection one drawn anew). One change a person.
    """
    now = changes.join(name, on="person", suffix="_old").filter(
        pl.col("from_date_old") < pl.col("from_date"),
        pl.col("to_date").is_null() | (pl.col("to_date") > pl.col("from_date")),
    )
    now = now.sort("person").with_columns(sex=pl.coalesce("sex", "sex_old"))
    fresh = _fresh(person, now, seed)
    new_given = pl.col("why").is_in(NEW_GIVEN)
    drawn = pl.when(pl.col("why").is_in(NEW_SURNAME)).then("fresh_surname").otherwise("surname_old")
    rows = pl.concat([now, fresh], how="horizontal").with_columns(
        given=pl.when(new_given).then("fresh_given").otherwise("given"),
        middle=pl.when(~new_given).then("middle"),
        known_as=pl.when(~new_given).then("known_as"),
        surname=pl.coalesce("surname", drawn),
    )
    closing = rows.select("person", from_date="from_date_old", closed="from_date")
    closed = name.join(closing, on=["person", "from_date"], how="left", maintain_order="left")
    closed = closed.with_columns(to_date=pl.coalesce("closed", "to_date"))
    return pl.concat([closed.select(*NAME), rows.select(*NAME)]).sort("person", "from_date")


def _fresh(person: pl.DataFrame, changes: pl.DataFrame, seed: int) -> pl.DataFrame:
    """A new given name of the new sex and a new surname for each row, other than the old given name."""
    keep = person.filter(pl.col("person").is_in(changes["person"].implode()))
    people = people_of(keep.with_columns(mother=None, father=None), seed + 1)
    rows = people.row_of(changes["person"])
    frame = people.frame[rows].with_columns(sex=changes["sex"])
    groups = given_groups(frame["list"], frame["sex"], frame["birth"])
    draws = [uniform(seed, "given_renamed", people.ids[rows], step) for step in (0, 1, 2, 3)]
    tries = [given_pool().text("name", given_pool().draw(groups, draw)) for draw in draws]
    other = [pl.when(each != changes["given"]).then(each) for each in tries]
    surname = text_of(people, np.arange(frame.height), birth_surnames(people, seed + 1)).gather(rows)
    return pl.select(fresh_given=pl.coalesce(*other, tries[-1]), fresh_surname=surname)
