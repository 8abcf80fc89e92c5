"""How alike pairs are: levels in SQL, and their odds by the weights."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import polars as pl

from wholeplace.engine import shared
from wholeplace.linkage.likeness.estimate import chances_of, kinds_of, log_odds
from wholeplace.linkage.likeness.levels import Comparison

ASSUMED_RECORDS, FEWEST_ASSUMED = 2_000, 100


def with_frequencies(
    named: pl.DataFrame, compared: Sequence[Comparison], average: dict[str, float]
) -> pl.DataFrame:
    """Records with `rare_COLUMN`: log of average over own frequency, for comparisons whose common values count less.

    Records alike in names and year of birth count once, as one person's many records do not make a name
    common. Shares are drawn towards the average where records are few: without that, two records alone would
    make any name one that everyone bears.
    """
    person = named.select("given", "family", pl.col("birth_digits").str.slice(0, 4).alias("year"))
    for column in [one.common for one in compared if one.common]:
        once = person.with_columns(named[column].alias("value")).drop_nulls("value").unique()
        counts = once.group_by("value").len().sort("value")
        assumed, usual = max(FEWEST_ASSUMED, ASSUMED_RECORDS - once.height), average[column]
        share = (pl.col("len") + assumed * usual) / (once.height + assumed)
        rare = (pl.lit(usual) / share).log().round(4)
        table = counts.select(pl.col("value").alias(column), rare.alias(f"rare_{column}"))
        named = named.join(table, on=column, how="left", maintain_order="left")
    return named


def averages(named: pl.DataFrame, compared: Sequence[Comparison], packaged: pl.DataFrame) -> dict[str, float]:
    """How often two people share a value, by column whose common values count less."""
    person = named.select("given", "family", pl.col("birth_digits").str.slice(0, 4).alias("year"))
    usual: dict[str, float] = {}
    for one in compared:
        if one.common:
            once = person.with_columns(named[one.common].alias("value")).drop_nulls("value").unique()
            count = once.group_by("value").len()["len"].cast(pl.Float64)
            pairs = once.height * (once.height - 1)
            prior = kinds_of(packaged, (one,))[one.name][1][0]
            same = float((count * (count - 1)).sum())
            share = (same + ASSUMED_RECORDS**2 * prior / 4) / (pairs + ASSUMED_RECORDS**2 / 4)
            usual[one.common] = float(f"{share:.9g}")
    return usual


def level_columns(compared: Sequence[Comparison]) -> str:
    """SQL columns `g_NAME`: 0 where nothing can be said, then 1 for the best level and so on."""
    texts = []
    for one in compared:
        cases = "".join(f" WHEN {sql} THEN {place}" for place, sql in enumerate(one.levels.values(), start=1))
        number = f"CASE WHEN {one.unknown} THEN 0{cases} ELSE {len(one.levels) + 1} END"
        texts.append(f"CAST({number} AS UTINYINT) AS g_{one.name}")
    shared = [f"if({_known(one)}, rare_{one.common}_l, 0)" for one in compared if one.common]
    return ",\n".join([*texts, f"CAST({' + '.join(shared)} AS DOUBLE) AS rare"])


def _known(one: Comparison) -> str:
    return f"coalesce({one.common}_l = {one.common}_r, FALSE)"


def level(
    connection: duckdb.DuckDBPyConnection,
    pairs: str,
    into: str,
    named: pl.DataFrame,
    compared: Sequence[Comparison],
) -> None:
    """Make table `into` of a, b, level columns and `rare`, from the table or query `pairs` and the table `named`."""
    columns = [column for column in named.columns if column != "n"]
    sides = ", ".join(f"{side}.{column} AS {column}_{side}" for side in "lr" for column in columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {into} AS SELECT a, b, {level_columns(compared)} FROM (SELECT p.a, p.b, {sides} "
        f"FROM ({pairs}) AS p JOIN named AS l ON l.n = p.a JOIN named AS r ON r.n = p.b)"
    )


def scored(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    model: pl.DataFrame,
    compared: Sequence[Comparison],
    floor: float,
) -> pl.DataFrame:
    """Pairs a, b of a table of levels with `odds` (natural log) of at least `floor`, by a and b."""
    shares, chances = kinds_of(model, compared), chances_of(model)
    keys = ", ".join(f"g_{one.name}" for one in compared)
    kinds = pl.DataFrame(connection.sql(f"SELECT DISTINCT {keys} FROM {table} ORDER BY ALL").to_arrow_table())
    levels = {one.name: kinds[f"g_{one.name}"].to_numpy() for one in compared}
    none = np.zeros(kinds.height)
    alike = ((levels["given_name"] == 1) & (levels["family_name"] == 1)) * np.log(chances["namesake"])
    strangers = log_odds(shares, levels, none - alike, chances["match"], 0.0)
    relatives = strangers + 1e3
    if chances["home"] > 0:  # were nobody a stranger
        relatives = log_odds(shares, levels, none + 1e3, chances["match"], chances["home"])
    told = kinds.with_columns(stranger=pl.Series(strangers).round(6), relative=pl.Series(relatives).round(6))
    connection.register("told", shared(told))
    odds = "-(greatest(-(stranger + rare), -relative) + ln(1 + exp(-abs(stranger + rare - relative))))"
    same = " AND ".join(f"t.g_{one.name} = p.g_{one.name}" for one in compared)
    sql = (
        f"SELECT p.*, round({odds}, 6) AS odds FROM {table} AS p JOIN told AS t ON {same} "
        f"WHERE odds >= {floor!r} ORDER BY a, b"
    )
    return pl.DataFrame(connection.sql(sql).to_arrow_table())
