"""Links from shared identifiers, and the clashes among them that a person should look at."""

from __future__ import annotations

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.evidence.apart import ONE_EACH, model_text
from wholeplace.sources.values.identifiers import SCHEMES

MOST_BEARERS = 100
CARE_IDS = ("la_child_id", "la_adult_id")
OWN_NUMBERS = ("council_tax_party",)
"""Numbers by which one system knows one person wherever they stand in it, such as a party on several accounts."""
MODELS = ("shared_identifier", "identifier_evidence")
COMPARED = [
    "n", "source", "layout", "birth_date", "birth_swapped", "sex", "given", "family", "former", "preferred",
    "family_parts", "adoption", "young", "seen_from",
    "seen_to",
]  # fmt: skip


def identifier_links(
    records: pl.DataFrame, identifier: pl.DataFrame, rival: pl.DataFrame, *, jobs: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Links (a, b, score, why) and clashes (a, b, reason, score) between records that share an identifier.

    records: comparison columns. rival: pairs told apart. The rules and their strengths stand in
    `shared_identifier.sql` and `identifier_evidence.sql`. A clash of a pair has score 0.
    """
    tables = {"bearer": _bearers(records, identifier), "record": records.select(COMPARED), "rival": rival}
    models = {"shared": model_text(MODELS[0]), "evidence": model_text(MODELS[1])}
    found = run_models(models, tables, {"most_bearers": MOST_BEARERS}, jobs=jobs)["evidence"]
    links = found.filter(pl.col("score").is_not_null()).select("a", "b", "score", "why")
    clashes = found.filter(pl.col("reason").is_not_null()).select(
        "a", "b", "reason", pl.lit(0.0).alias("score")
    )
    return links.unique(["a", "b"], keep="first", maintain_order=True), clashes.unique(maintain_order=True)


def _bearers(records: pl.DataFrame, identifier: pl.DataFrame) -> pl.DataFrame:
    """Who carries which identifier: n, rule, scheme, former, and a number for rule, scheme and value together."""
    owners = records.filter("linkable").select("n", "record_id")
    owned = identifier.join(owners, on="record_id")
    checked = pl.col("scheme").is_in([name for name, kind in SCHEMES.items() if kind.check])
    verified = checked & pl.col("verified").fill_null(False)
    rule = (
        pl.when(pl.col("scheme").is_in([*ONE_EACH, "former_upn"]) & verified)
        .then(pl.lit("national"))
        .when(pl.col("scheme").is_in(CARE_IDS))
        .then(pl.lit("care"))
        .when(pl.col("scheme").is_in(OWN_NUMBERS))
        .then(pl.lit("own"))
        .when(pl.col("scheme").is_in(list(SCHEMES)))
        .then(pl.lit(None))
        .otherwise(pl.lit("local"))
    )
    strong = owned.with_columns(rule.alias("rule")).filter(pl.col("rule").is_not_null())
    columns = ["n", "rule", "scheme", "value", "former"]
    as_upn = pl.col("scheme").replace("former_upn", "upn")
    whole = strong.with_columns((pl.col("scheme") == "former_upn").alias("former"), as_upn.alias("scheme"))
    weak = _unverified(owned.filter(checked & ~verified & (pl.col("scheme") != "former_upn")))
    borne = pl.concat([whole.select(columns), weak.select(columns)])
    number = pl.concat_str("rule", "scheme", "value", separator="|").hash().alias("number")
    every = borne.select("n", "rule", "scheme", "former", number)
    # Whoever bears a number both as their own and as a former one bears it as their own.
    return every.sort("n", "number", "former").unique(["n", "number"], keep="first", maintain_order=True)


def _unverified(owned: pl.DataFrame) -> pl.DataFrame:
    """Numbers that failed their check, where no file gives one to two records; compared within a layout only."""
    scope = ["layout", "scheme", "value"]
    in_file = owned.group_by("source", "file", *scope).agg(pl.col("n").n_unique().alias("people"))
    doubtful = in_file.filter(pl.col("people") > 1).select(scope).unique()
    sure = owned.join(doubtful, on=scope, how="anti")
    return sure.with_columns(
        pl.lit("unverified").alias("rule"),
        pl.lit(False).alias("former"),
        pl.concat_str("layout", "value", separator="|").alias("value"),
    )
