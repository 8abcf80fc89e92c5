"""Links between records with names and a birth date, weighed by how much each likeness tells."""

from __future__ import annotations

import polars as pl

from wholeplace.engine import connect, run_models
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.evidence.comparisons import BLOCKS, with_blocks
from wholeplace.linkage.evidence.model import model_for, open_linker

COMPARED = [
    "n", "given", "family", "former", "preferred", "family_parts", "birth_date", "birth_swapped",
    "birth_digits", "sex", "place", "postcode", "district",
]  # fmt: skip
MODELS = ("likely_pair", "same_home")
NONE = {"a": pl.UInt32, "b": pl.UInt32, "score": pl.Float64, "why": pl.String}


def likely_pairs(
    records: pl.DataFrame, mark: pl.DataFrame, rival: pl.DataFrame, match_probability: float, *, jobs: int
) -> pl.DataFrame:
    """Links (a, b, score, why) of at least that probability, given what keeps two records apart.

    Scores are rounded to 1e-6 before they are held against the probability. Rules beyond the score stand in
    `likely_pair.sql`; what two records of one home add to it, in `same_home.sql`.
    A pair with unknown birth dates is never linked here.
    """
    named = with_blocks(named_records(records))
    if named.height < 2:
        return pl.DataFrame(schema=NONE)
    scored = _scores(named, match_probability, jobs)
    tables = {
        "scored": scored,
        "named": named.drop(*BLOCKS).join(records.select("n", "adoption", "young"), on="n"),
        "mark": mark,
        "rival": rival,
    }
    models = {name: model_text(name) for name in MODELS}
    found = run_models(models, tables, {"match_probability": match_probability}, jobs=jobs)
    links = [found[name].select(pl.col(key).cast(kind) for key, kind in NONE.items()) for name in MODELS]
    return pl.concat(links).sort("a", "b")


def named_records(records: pl.DataFrame) -> pl.DataFrame:
    """Those that can be compared by name: people with given and family name and exact birth date."""
    known = pl.all_horizontal(pl.col("given", "family", "birth_date").is_not_null())
    return records.filter("linkable", known).select(COMPARED).rename({"family_parts": "parts"}).sort("n")


def _scores(named: pl.DataFrame, match_probability: float, jobs: int) -> pl.DataFrame:
    """Pairs (a before b) with their probability; a little below the threshold is let through, for rounding."""
    model = model_for(named)
    with connect(jobs) as connection:
        linker, _ = open_linker(named, model, connection)
        floor = match_probability - 1e-5
        found = linker.inference.predict(threshold_match_probability=floor, warning_mode="never")
        pairs = pl.DataFrame(found.as_pyarrow_table())
    ends = pl.col("n_l", "n_r").cast(pl.UInt32)
    score = pl.col("match_probability").round(6).alias("score")
    both = pairs.select(ends, score).select(
        pl.min_horizontal("n_l", "n_r").alias("a"), pl.max_horizontal("n_l", "n_r").alias("b"), "score"
    )
    return both.sort("a", "b")
