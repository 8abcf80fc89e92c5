"""What the weights are estimated on: pairs counted by how alike they are, of one block, by chance, and of one home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import polars as pl

from wholeplace.engine import shared
from wholeplace.linkage.likeness.estimate import ADDRESS, FEWEST_AT_HOME, Home, Seen
from wholeplace.linkage.likeness.levels import Comparison
from wholeplace.linkage.likeness.score import level

RANDOM_PAIRS, HOME_PAIRS = 1_200_000, 100_000
SEED = 1
LINE, POSTCODE = Home("number || ' ' || street", "address", 1), Home("postcode", "address", 3)
MOST_OF_ONE_NAME = 100
"""Where more records than this have one family name and one value, they are not of one home."""
OFTENER = 20.0
"""Assumed: people of one home share it so many times oftener than any two people do."""


def seen_pairs(
    connection: duckdb.DuckDBPyConnection,
    named: pl.DataFrame,
    compared: Sequence[Comparison],
    usual: Mapping[str, float],
) -> Seen:
    """What the model is estimated on. Table `levelled` holds the pairs that share a block, `named` the records.

    usual: how often two people share a value, by column.
    """
    n = named["n"].to_numpy()
    every = len(n) * (len(n) - 1) / 2
    drawn = np.random.default_rng(SEED).integers(0, len(n), (2, RANDOM_PAIRS))
    if every <= RANDOM_PAIRS:
        drawn = np.array(np.triu_indices(len(n), 1))
    drawn = drawn[:, drawn[0] < drawn[1]]
    connection.register("drawn", shared(pl.DataFrame({"a": n[drawn[0]], "b": n[drawn[1]]})))
    level(connection, "FROM drawn", "random_pair", named, compared)
    home, at_home = _home(connection, named, compared, usual, max(every, 1.0))
    blocked, random, housemates = (
        _counted(connection, name, compared) for name in ("levelled", "random_pair", "home_pair")
    )
    namesakes = connection.sql(
        "SELECT count(*) FROM named AS x JOIN named AS y ON x.given = y.given AND x.family = y.family AND x.n < y.n "
        "WHERE abs(CAST(left(x.birth_digits, 4) AS INTEGER) - CAST(left(y.birth_digits, 4) AS INTEGER)) > 10 "
        "AND hamming(x.birth_digits, y.birth_digits) > 2 AND right(x.birth_digits, 4) <> right(y.birth_digits, 4)"
    ).fetchall()[0][0]
    return Seen(blocked, random, housemates, max(every, 1.0), at_home, namesakes, home)


def _home(
    connection: duckdb.DuckDBPyConnection,
    named: pl.DataFrame,
    compared: Sequence[Comparison],
    usual: Mapping[str, float],
    every: float,
) -> tuple[Home, int]:
    """What stands for a home, and how many pairs share it and a family name; table `home_pair` has their levels.

    Where whole addresses are few, a line, a postcode or a detail (a street, a number of the household) takes their
    place, if people of one family name, with other given names and birth dates, share it far oftener than any two do.
    """
    if (pairs := _level_some(connection, named, compared, ADDRESS)) >= FEWEST_AT_HOME:
        return ADDRESS, pairs
    best, times = ADDRESS, OFTENER
    for other in (LINE, POSTCODE, *(Home(one.name, one.name, 1) for one in compared if one.prior)):
        pairs = _level_some(connection, named, compared, other)
        others = pairs * _clearly_others(connection, compared)
        expected = usual["family"] * _two_share(connection, other.key) * every
        if others >= FEWEST_AT_HOME and others > times * expected:
            best, times = other, others / expected
    return best, _level_some(connection, named, compared, best)


def _level_some(
    connection: duckdb.DuckDBPyConnection, named: pl.DataFrame, compared: Sequence[Comparison], home: Home
) -> int:
    """Make table `home_pair` of levels of pairs of one home, HOME_PAIRS at most; returns how many there are."""
    few = f" QUALIFY count(*) OVER (PARTITION BY family, {home.key}) <= {MOST_OF_ONE_NAME}"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE housemate AS "
        f"WITH one AS (SELECT n, family, {home.key} AS home FROM named{'' if home == ADDRESS else few}) "
        "SELECT x.n AS a, y.n AS b FROM one AS x JOIN one AS y ON x.family = y.family AND x.home = y.home AND x.n < y.n"
    )
    some = f"SELECT a, b FROM housemate ORDER BY hash(a, b), a, b LIMIT {HOME_PAIRS}"
    level(connection, some, "home_pair", named, compared)
    return int(connection.sql("SELECT count(*) FROM housemate").fetchall()[0][0])


def _clearly_others(connection: duckdb.DuckDBPyConnection, compared: Sequence[Comparison]) -> float:
    """Of pairs in `home_pair` with given names and birth dates, the share that differ in both."""
    last = {one.name: len(one.said) for one in compared}
    differ = f"g_given_name = {last['given_name']} AND g_birth_date = {last['birth_date']}"
    sql = f"SELECT avg(({differ})::INTEGER) FROM home_pair WHERE g_given_name > 0 AND g_birth_date > 0"
    return float(connection.sql(sql).fetchall()[0][0] or 0.0)


def _two_share(connection: duckdb.DuckDBPyConnection, key: str) -> float:
    """How often two records share a value."""
    sizes = f"SELECT count(*) AS size FROM named WHERE {key} IS NOT NULL GROUP BY {key}"
    sql = f"SELECT sum(size * (size - 1.0)) / nullif(sum(size) * (sum(size) - 1.0), 0) FROM ({sizes})"
    return float(connection.sql(sql).fetchall()[0][0] or 1.0)


def _counted(
    connection: duckdb.DuckDBPyConnection, table: str, compared: Sequence[Comparison]
) -> pl.DataFrame:
    keys = ", ".join(f"g_{one.name}" for one in compared)
    sql = f"SELECT {keys}, round(rare * 2) / 2 AS rare, count(*) AS pairs FROM {table} GROUP BY ALL ORDER BY ALL"
    return pl.DataFrame(connection.sql(sql).to_arrow_table())
