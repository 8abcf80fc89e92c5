"""The people to be named, as columns sorted by person, with each one's list of names and rows of parents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.demo.names.tables import Codes, list_pool
from wholeplace.dynamics.draws import uniform

COLUMNS = ("person", "sex", "birth", "origin", "family", "mother", "father")


@dataclass(frozen=True)
class People:
    """frame: `COLUMNS` and `list`, sorted by person. mother, father: rows of it, -1 where not in it."""

    frame: pl.DataFrame
    ids: Codes
    mother: Codes
    father: Codes

    def row_of(self, ids: pl.Series) -> Codes:
        """The row of each id; -1 for null and for those not here."""
        wanted = ids.fill_null(-1).to_numpy()
        found = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return np.where(self.ids[found] == wanted, found, -1)


def people_of(person: pl.DataFrame, seed: int) -> People:
    """The people of a made place. Those of one family and origin draw their names from one list."""
    frame = person.select(COLUMNS).sort("person")
    group = list_pool().group_of(frame.select("origin"))
    lists = list_pool().draw(group, uniform(seed, "names_list", frame["family"].to_numpy()))
    frame = frame.with_columns(list=list_pool().text("list", lists))
    bare = People(frame, frame["person"].to_numpy(), np.empty(0, np.int64), np.empty(0, np.int64))
    return People(frame, bare.ids, bare.row_of(frame["mother"]), bare.row_of(frame["father"]))
