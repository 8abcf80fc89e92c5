"""The packaged lists of names, and how one is drawn from them for many people at once.

A pool is a table cut into groups (the English girls of the 1970s, the Polish surnames ...), each with its own
weights. A draw in [0, 1) and a group give one row of the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl

Codes = npt.NDArray[np.int64]
Draws = npt.NDArray[np.float64]

FIRST_DECADE = 1900
LAST_DECADE = 2020


@dataclass(frozen=True)
class Pool:
    """Rows of a table of names, sorted by group; `group` holds a row's group as a number from 0."""

    rows: pl.DataFrame
    groups: pl.DataFrame
    edges: Draws
    ends: Codes

    def draw(self, group: Codes, draws: Draws) -> Codes:
        """For each group and draw, a row's number. A group of -1 gives -1."""
        found = np.searchsorted(self.edges, group + draws, side="right")
        return np.where(group < 0, -1, np.minimum(found, self.ends[np.maximum(group, 0)]))

    def group_of(self, keys: pl.DataFrame) -> Codes:
        """The number of each key's group, in the order of `keys`; -1 where the table has no such group."""
        joined = keys.join(self.groups, on=keys.columns, how="left", maintain_order="left")
        return joined["group"].fill_null(-1).to_numpy()

    def text(self, column: str, rows: Codes) -> pl.Series:
        """The text of a column for each row number; null for -1."""
        return self.rows[column].gather(pl.Series(rows).replace(-1, None))


def pool(table: pl.DataFrame, keys: list[str]) -> Pool:
    """A pool of a table that has `keys` and `weight`; groups are numbered in the order of their keys."""
    groups = table.select(keys).unique().sort(keys).with_row_index("group").cast({"group": pl.Int64})
    rows = table.join(groups, on=keys, maintain_order="left").sort("group", maintain_order=True)
    share = pl.col("weight").cum_sum().over("group") / pl.col("weight").sum().over("group")
    edges = rows.select(pl.col("group") + share).to_series().to_numpy()
    ends = rows.group_by("group", maintain_order=True).len()["len"].cum_sum().cast(pl.Int64).to_numpy() - 1
    return Pool(rows, groups, edges, ends)


@cache
def given_pool() -> Pool:
    """Given names by list, sex and decade; decade 0 for the lists that do not tell decades apart.

    `same` is one number for one spelling, whatever its list and sex.
    """
    table = _table("given").with_columns(decade=pl.col("decade_from").fill_null(0).cast(pl.Int64))
    spelling = pl.col("name").rank("dense").cast(pl.Int64)
    return pool(table.with_columns(same=spelling), ["list", "sex", "decade"])


@cache
def surname_pool() -> Pool:
    """Surnames by list and sex: "" for a family's own, "F" for those that only women bear."""
    table = _table("surname").with_columns(pl.col("sex").fill_null(""))
    return pool(table.with_columns(female=pl.coalesce("female", "name")), ["list", "sex"])


@cache
def known_as_pool() -> Pool:
    """Short and other forms, by given name."""
    return pool(_table("known_as"), ["given"])


@cache
def list_pool() -> Pool:
    """The lists that each origin's names are drawn from."""
    return pool(_table("origins").rename({"share": "weight"}), ["origin"])


@cache
def _habits() -> pl.DataFrame:
    return _table("habits").select("habit", pl.col("origin").fill_null(""), pl.col("rate").cast(pl.Float64))


def rate(habit: str, origin: pl.Series) -> Draws:
    """The share of people of each origin with a habit: that of the origin where there is one, else of all."""
    mine = _habits().filter(pl.col("habit") == habit)
    rates = dict(zip(mine["origin"], mine["rate"], strict=True))
    return origin.replace_strict(rates, default=rates[""], return_dtype=pl.Float64).to_numpy()


def given_groups(lists: pl.Series, sex: pl.Series, birth: pl.Series) -> Codes:
    """Each person's group of `given_pool`: their list, sex, and decade of birth where the list tells them."""
    decade = birth.dt.year().cast(pl.Int64) // 10 * 10
    keys = pl.DataFrame({"list": lists, "sex": sex, "decade": decade.clip(FIRST_DECADE, LAST_DECADE)})
    dated = given_pool().groups.filter(pl.col("decade") > 0)["list"].unique().to_list()
    return given_pool().group_of(
        keys.with_columns(pl.when(pl.col("list").is_in(dated)).then("decade").otherwise(0).alias("decade"))
    )


def _table(name: str) -> pl.DataFrame:
    return pl.read_csv((files("wholeplace") / "data" / "names" / f"{name}.csv").read_bytes())
