"""The weights that a place keeps from run to run, and when they are estimated anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

GROWN = 0.2
"""A fifth more records, or fewer, move the odds of a pair by 0.2: less than half of a step between two cuts."""
NEW_SOURCE = 0.01
"""A source with a smaller share of the records hardly counts in an estimate."""
MOVED, FEWEST_LINKS = 0.05, 500
"""Assumed: as much as a change in how names or addresses are written would move what linked records agree in."""
IN_USE = ("weight", "chance", "usual", "block")
OTHER = {"any": "chance", "usual": "usual", "block": "block"}
MODEL = {
    "comparison": pl.String,
    "level": pl.String,
    "m": pl.Float64,
    "u": pl.Float64,
    "h": pl.Float64,
}
"""A model in use. Beside weights it holds, in `u`: comparison `any`, the chances; `usual`, how often two people share
a value of a column; `block`, the keys by which records are compared, in order (no value)."""


@dataclass(frozen=True)
class Basis:
    """What a model rests on. sources: source, records. agree: comparison and the share (of `known` links) that agree.

    packaged: whether there were too few records to estimate weights.
    """

    sources: pl.DataFrame
    agree: pl.DataFrame
    packaged: bool


@dataclass(frozen=True)
class Made:
    """When a model was made and why: first, retrain or drift, then of what (records, source or agreement)."""

    as_of: date
    why: str
    drift: str | None = None


def with_rows(model: pl.DataFrame, usual: dict[str, float], blocks: list[str]) -> pl.DataFrame:
    """Weights and chances, with how common shared values are and the keys records are compared by."""
    more = [("usual", column, share) for column, share in usual.items()]
    more += [("block", name, None) for name in blocks]
    rows = pl.DataFrame(
        more, schema={name: MODEL[name] for name in ("comparison", "level", "u")}, orient="row"
    )
    return pl.concat([model, rows], how="diagonal")


def rows_of(model: pl.DataFrame, comparison: str) -> dict[str, float]:
    """Level and value of the rows of `any`, `usual` or `block`, in order."""
    return dict(model.filter(pl.col("comparison") == comparison).select("level", "u").iter_rows())


def details_of(model: pl.DataFrame) -> list[str]:
    """The details of the place's own that a model compares (`d_KIND`, `i_SCHEME`)."""
    names = model["comparison"].unique(maintain_order=True)
    return [name for name in names if name[:2] in ("d_", "i_")]


def stored(model: pl.DataFrame, basis: Basis, made: Made) -> pl.DataFrame:
    """A model as the table `link_model`."""
    other = pl.col("comparison").is_in(list(OTHER))
    part = pl.col("comparison").replace_strict(OTHER, default="weight")
    own = model.select(
        part.alias("part"),
        pl.when(other).then("level").otherwise("comparison").alias("name"),
        pl.when(~other).then("level").alias("level"),
        *(pl.when(~other).then(name).alias(name) for name in ("m", "u", "h")),
        pl.when(other).then(pl.col("u").round_sig_figs(9)).alias("figure"),
    )
    sources = basis.sources.select(
        part=pl.lit("source"), name="source", figure=pl.col("records").cast(pl.Float64)
    )
    agree = basis.agree.select(part=pl.lit("agree"), name="comparison", figure=pl.col("share").round(6))
    whole = pl.concat([own, sources, agree], how="diagonal").with_row_index("rank")
    return whole.with_columns(
        as_of=pl.lit(made.as_of),
        records=pl.lit(basis.sources["records"].sum()).cast(pl.UInt32),
        why=pl.lit(made.why),
        drift=pl.lit(made.drift, dtype=pl.String),
        weights=pl.lit("packaged" if basis.packaged else "estimated"),
    )


def model_of(table: pl.DataFrame) -> pl.DataFrame | None:
    """The model in use of a table `link_model`; none where it is empty."""
    if table.is_empty():
        return None
    weight = pl.col("part") == "weight"
    names = pl.col("part").replace_strict({"chance": "any"}, default=pl.col("part"))
    used = table.sort("rank").filter(pl.col("part").is_in(IN_USE))
    return used.select(
        pl.when(weight).then("name").otherwise(names).alias("comparison"),
        pl.when(weight).then("level").otherwise("name").alias("level"),
        "m",
        pl.when(weight).then("u").otherwise("figure").alias("u"),
        "h",
    )


def outgrown(table: pl.DataFrame, sources: pl.DataFrame) -> str | None:
    """Why a stored model no longer fits these records (source, records): `records`, `source`, or none."""
    before, now = table["records"][0], int(sources["records"].sum())
    if abs(now - before) > GROWN * before:
        return "records"
    known = table.filter(pl.col("part") == "source")["name"]
    new = sources.filter(~pl.col("source").is_in(known.implode()), pl.col("records") > NEW_SOURCE * now)
    return "source" if new.height else None


def moved(table: pl.DataFrame, agree: pl.DataFrame) -> str | None:
    """`agreement` where links agree in a thing clearly oftener or less often than when the model was made."""
    before = table.filter(pl.col("part") == "agree").select(comparison="name", before="figure")
    both = agree.filter(pl.col("known") >= FEWEST_LINKS).join(before, on="comparison")
    return "agreement" if (both["share"] - both["before"]).abs().gt(MOVED).any() else None
