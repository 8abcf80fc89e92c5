"""Links of records that have no birth date, by name, address and dates together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.closer.people import by_number, lives, repeating, said_of, spellings, stays
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.evidence.identifiers import OWN_NUMBERS
from wholeplace.linkage.evidence.pairs import NONE

MODELS = {"met": "undated_met", "likeness": "likeness", "undated": "undated", "undated_pair": "undated_pair"}
LINKS = ("undated", "undated_pair")

CHILDREN = 0.05


def undated_links(
    records: pl.DataFrame,
    people: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    *,
    as_of: date,
    adult_age: int,
    hide_kinds: Collection[str],
    jobs: int,
) -> pl.DataFrame:
    """Links (a, b, score, why) for records with no birth date.

    The rules stand in `undated.sql` and, where nobody's birth date is known, `undated_pair.sql`. people: n and
    label, as resolved without these links. tables: `address` and `identifier`. Hidden addresses are no evidence.
    """
    said = _named(records, people)
    spelt = spellings(said)
    numbered = tables["identifier"].filter(pl.col("scheme").is_in(OWN_NUMBERS))
    numbers = numbered.select("source").unique()
    inputs = {
        "stay": _stays(said, by_number(tables["address"], records), hide_kinds),
        "spelling": spelt,
        "life": lives(said, spelt),
        "knows": said.select("label", "source").unique(),
        "numbering": numbers,
        "of_children": _of_children(said),
        "repeating": pl.DataFrame({"source": repeating(said)}, schema={"source": pl.String}).join(
            numbers, on="source", how="anti"
        ),
    }
    models = {name: model_text(file) for name, file in MODELS.items()}
    settings = {"as_of": as_of, "adult_age": adult_age}
    found = run_models(models, inputs, settings, jobs=jobs, wanted=LINKS)
    both = pl.concat(
        [found[name].select(pl.col(key).cast(kind) for key, kind in NONE.items()) for name in LINKS]
    )
    return both.sort("a", "b")


def _named(records: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Records of people with both names; `born` is the birth date that any record of the person gives."""
    born = pl.col("birth_date").max().over("label").alias("born")
    return said_of(records, people).with_columns(born).drop_nulls(["given", "family"])


def _stays(said: pl.DataFrame, address: pl.DataFrame, hide_kinds: Collection[str]) -> pl.DataFrame:
    """Who was at which address when, where at least one record there has no birth date."""
    whole = stays(said, address, hide_kinds).join(said.select("n", "born"), on="n", maintain_order="left")
    sought = whole.filter(pl.col("born").is_null())
    near = [
        pl.col(name).is_in(sought[name].drop_nulls().unique().implode()) for name in ("place", "postcode")
    ]
    named = said.select("n", "source", "given", "family", "family_sound", "seen_to")
    return whole.filter(pl.any_horizontal(near)).join(named, on="n", maintain_order="left")


def _of_children(said: pl.DataFrame) -> pl.DataFrame:
    """Sources of whose people so far, where a birth date is known, more than CHILDREN are under age."""
    dated = said.filter(pl.col("born").is_not_null()).select(
        pl.col("source").cast(pl.Categorical), "label", "young"
    )
    dated = dated.unique(["source", "label"], keep="first", maintain_order=True)
    share = dated.group_by("source").agg(pl.col("young").mean().alias("share"))
    found = share.filter(pl.col("share") > CHILDREN)["source"].cast(pl.String)
    return found.sort().to_frame()
