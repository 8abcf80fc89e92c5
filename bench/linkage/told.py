"""Our own linkage, told what no real place can tell it: weights counted by the truth, and the cut it shows to be best.

Nothing else changes: the same comparisons, keys, rules and groups, as `wholeplace run` has them.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.engine import session, shared
from wholeplace.linkage.addresses import with_place
from wholeplace.linkage.evidence.clean import comparison_columns
from wholeplace.linkage.likeness.columns import compared
from wholeplace.linkage.likeness.kept import details_of, model_of, rows_of
from wholeplace.linkage.likeness.levels import Comparison, comparisons_for
from wholeplace.linkage.likeness.score import level, with_frequencies
from wholeplace.linkage.likeness.seen import seen_pairs
from wholeplace.linkage.people.components import components
from wholeplace.linkage.step import READS, links_among
from wholeplace.place import Place
from wholeplace.score.parts.people import registrations
from wholeplace.score.truth import load_truth
from wholeplace.steps import StepInput

Floats = NDArray[np.float64]
CUTS = tuple(step / 2 for step in range(-2, 13))
"""Log-odds tried."""
HALF = 0.5
"""Added to each count, so that what was never seen is rare and not impossible."""
PAIRS = {
    "true_pair": "SELECT x.n AS a, y.n AS b FROM who AS x JOIN who AS y ON x.person = y.person AND x.n < y.n",
    "apart": "ANTI JOIN true_pair ON true_pair.a = p.a AND true_pair.b = p.b",
    "namesakes": "SELECT count(*) FROM who_named AS x JOIN who_named AS y ON x.given = y.given AND x.family = y.family "
    "AND x.n < y.n AND x.person IS DISTINCT FROM y.person",
}


def true_people(place: Place) -> pl.DataFrame:
    """record_id and true_person of every record that the truth knows."""
    truth = load_truth(place.folder).tables["record_person"]
    stored = {name: place.store.read(name) for name in ("record", "record_person")}
    return registrations(truth, stored).select("record_id", "true_person").drop_nulls()


def true_weights(place: Place) -> pl.DataFrame:
    """The place's table `link_model`, its weights and chances counted by the truth."""
    stored = place.store.read("link_model")
    held = model_of(stored)
    if held is None:
        raise SystemExit("the place has not been linked yet")
    records = _records(place)
    named = compared(records, _tables(place), details_of(held))
    compare = comparisons_for(named.columns)
    named = with_frequencies(named, compare, rows_of(held, "usual"))
    who = records.select("n", "record_id").join(true_people(place), on="record_id", how="left")
    who = named.select("n", "given", "family").join(who, on="n").rename({"true_person": "person"}).sort("n")
    with session(2) as connection:
        shares, chances = _counted(connection, named, who, compare, rows_of(held, "usual"))
    return _with(stored, shares, chances)


def _tables(place: Place) -> dict[str, pl.DataFrame]:
    tables = {name: place.store.read(name) for name in READS if name != "money_reported"}
    return {**tables, "address": with_place(tables["address"], ())}


def _records(place: Place) -> pl.DataFrame:
    hidden = place.config.safeguarding.hide_address_kinds
    return comparison_columns(_tables(place), place.config.as_of, hidden)


def _counted(
    connection: duckdb.DuckDBPyConnection,
    named: pl.DataFrame,
    who: pl.DataFrame,
    compare: tuple[Comparison, ...],
    usual: dict[str, float],
) -> tuple[dict[str, Floats], dict[str, float]]:
    """By comparison three rows of shares of levels, m, u and h; and the chances. usual: of `with_frequencies`."""
    connection.register("named", shared(named))
    connection.register("who_named", shared(who))
    connection.execute("CREATE TEMP TABLE who AS FROM who_named WHERE person IS NOT NULL")
    level(connection, PAIRS["true_pair"], "levelled", named, compare)
    connection.execute("CREATE TEMP TABLE true_pair AS SELECT a, b FROM levelled")
    seen = seen_pairs(connection, named, compare, usual)
    count = {
        "m": "levelled AS p", "u": f"random_pair AS p {PAIRS['apart']}", "h": f"home_pair AS p {PAIRS['apart']}",
    }  # fmt: skip
    shares = {
        one.name: np.array([_shares(connection, one, table) for table in count.values()]) for one in compare
    }
    alike_at_home = ("family_name", seen.by.comparison)
    for name in alike_at_home:
        shares[name][2] = shares[name][0]
    true = _number(connection, "SELECT count(*) FROM true_pair")
    at_home = _number(connection, f"SELECT count(*) FROM housemate AS p {PAIRS['apart']}")
    alike = shares["family_name"][0][0] * shares[seen.by.comparison][0][: seen.by.levels].sum()
    by_chance = shares["given_name"][1][0] * shares["family_name"][1][0] * seen.all_pairs
    return shares, {
        "match": true / seen.all_pairs,
        "home": at_home / alike / seen.all_pairs,
        "namesake": min(max(_number(connection, PAIRS["namesakes"]) / by_chance, 1.0), 1e3),
    }


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    return float(connection.sql(sql).fetchall()[0][0])


def _shares(connection: duckdb.DuckDBPyConnection, one: Comparison, table: str) -> list[float]:
    """Shares of the levels among pairs of a table, the unknown left out."""
    sql = f"SELECT g_{one.name} AS level, count(*) FROM {table} GROUP BY ALL"
    found = dict(connection.sql(sql).fetchall())
    counts = [found.get(place, 0) + HALF for place in range(1, len(one.said) + 1)]
    return [count / sum(counts) for count in counts]


def _with(stored: pl.DataFrame, shares: dict[str, Floats], chances: dict[str, float]) -> pl.DataFrame:
    weight = pl.col("part") == "weight"
    place = pl.int_range(pl.len()).over("part", "name")
    told = stored.sort("rank").with_columns(place=place)
    rows = [
        (name, at, *(float(share) for share in three[:, at]))
        for name, three in shares.items()
        for at in range(three.shape[1])
    ]
    kinds = {"name": pl.String, "place": pl.Int64, "m2": pl.Float64, "u2": pl.Float64, "h2": pl.Float64}
    counted = pl.DataFrame(rows, schema=kinds, orient="row")
    joined = told.join(counted, on=["name", "place"], how="left", maintain_order="left")
    better = [pl.when(weight).then(f"{name}2").otherwise(name).alias(name) for name in ("m", "u", "h")]
    chance = pl.when(pl.col("part") == "chance").then(
        pl.col("name").replace_strict(chances, default=pl.col("figure"), return_dtype=pl.Float64)
    )
    return joined.with_columns(*better, figure=chance.otherwise("figure")).select(stored.columns)


def people_by(place: Place, weights: pl.DataFrame, cuts: Iterable[float] = CUTS) -> Iterable[pl.DataFrame]:
    """record_id and person_id as our linkage has them with these weights, at each cut."""
    ids = _records(place).select("n", "record_id")
    chance = (pl.col("part") == "chance") & (pl.col("name") == "cut")
    for cut in cuts:
        table = weights.with_columns(figure=pl.when(chance).then(pl.lit(cut)).otherwise("figure"))

        def read(name: str, table: pl.DataFrame = table) -> pl.DataFrame:
            return table if name == "link_model" else place.store.read(name)

        found = links_among(StepInput(place.config, read, place.key(), jobs=2))
        ends = [
            found.select(record_id=f"record_{end}").join(ids, on="record_id", maintain_order="left")["n"]
            for end in "ab"
        ]
        label = components(ids.height, pl.DataFrame({"a": ends[0], "b": ends[1]}))
        yield ids.select("record_id", person_id=pl.Series(label).gather(ids["n"]))
