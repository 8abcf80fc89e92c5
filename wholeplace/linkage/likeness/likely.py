"""From records to groups whose evidence agrees: compared, weighed, and held against all the rest of their group."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.engine import session, shared
from wholeplace.linkage.likeness.blocks import Caught, blocked_pairs, caught, with_blocks
from wholeplace.linkage.likeness.estimate import chances_of, estimated_model, packaged_model
from wholeplace.linkage.likeness.kept import rows_of, with_rows
from wholeplace.linkage.likeness.levels import comparisons_for
from wholeplace.linkage.likeness.score import averages, level, scored, with_frequencies
from wholeplace.linkage.likeness.seen import seen_pairs
from wholeplace.linkage.people.agree import linked_blocks

FLOOR = -7.0
FEWEST_RECORDS = 200
"""A place of fewer cannot tell how its names and dates are spread: the packaged weights stand."""


@dataclass(frozen=True)
class Likely:
    """pairs: a, b, odds and levels, of those compared and of all that hang together. labels: who does, by n.

    caught: likely ones by what they agree in; all nought where every pair was compared.
    """

    pairs: pl.DataFrame
    labels: pl.Series
    model: pl.DataFrame
    caught: Caught


def likely(named: pl.DataFrame, count: int, model: pl.DataFrame | None, *, jobs: int) -> Likely:
    """Pairs of `named` (see columns.py) by how likely they are one person's. count: of all records, named or not."""
    compared = comparisons_for(named.columns)
    packaged = packaged_model(compared)
    usual = rows_of(model, "usual") if model is not None else averages(named, compared, packaged)
    named = with_frequencies(named, compared, usual)
    blocks = with_blocks(named, None if model is None else list(rows_of(model, "block")))
    with session(jobs) as connection:
        connection.register("named", shared(named))
        connection.register("keyed", shared(blocks.keyed))
        level(connection, blocked_pairs(blocks.sure), "levelled", named, compared)
        if model is None:
            few = named.height < FEWEST_RECORDS
            seen = None if few else seen_pairs(connection, named, compared, usual)
            weights = packaged if seen is None else estimated_model(packaged, compared, seen)
            model = with_rows(weights, usual, [*blocks.sure, *blocks.more])
        tables = ["levelled"]
        if blocks.more:
            others = f"({blocked_pairs(blocks.more)}) EXCEPT SELECT a, b FROM levelled"
            level(connection, others, "further", named, compared)
            tables.append("further")
        met = pl.concat(scored(connection, table, model, compared, FLOOR) for table in tables).sort("a", "b")
        labels = linked_blocks(count, met)
        connection.register("met", shared(met.select("a", "b")))
        level(connection, _rest(connection, labels), "filled", named, compared)
        filled = scored(connection, "filled", model, compared, -1e9)
    pairs = pl.concat([met, filled]).sort("a", "b")
    cut = chances_of(model)["cut"]
    likely_ones = pairs.filter(pl.col("odds") > cut).select("a", "b")
    found = Caught() if blocks.sure == ["all"] else caught(likely_ones, named)
    return Likely(pairs, pl.Series("label", labels), model, found)


def _rest(connection: duckdb.DuckDBPyConnection, labels: NDArray[np.int64]) -> str:
    """SQL for the pairs of records that hang together and were not compared; table `met` has those that were."""
    block = pl.DataFrame({"n": pl.Series(range(len(labels)), dtype=pl.UInt32), "label": labels})
    connection.register("block", shared(block.filter(pl.len().over("label") > 1)))
    return (
        "SELECT x.n AS a, y.n AS b FROM block AS x JOIN block AS y ON x.label = y.label AND x.n < y.n "
        "ANTI JOIN met ON met.a = x.n AND met.b = y.n"
    )
