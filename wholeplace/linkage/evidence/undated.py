"""Links of records that have no birth date, by name, address and dates together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.addresses import with_place
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.evidence.clean import COMPARED_AT
from wholeplace.linkage.evidence.identifiers import OWN_NUMBERS
from wholeplace.linkage.evidence.pairs import NONE

NAMES = ("given", "family", "former", "preferred")


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
    named = _named(records, people)
    numbered = tables["identifier"].filter(pl.col("scheme").is_in(OWN_NUMBERS))
    inputs = {
        "stay": _stays(named, tables["address"], hide_kinds),
        "spelling": named.select("label", *NAMES, "family_parts").unique(),
        "knows": named.select("label", "source").unique(),
        "numbering": numbered.select("source").unique(),
    }
    models = {name: model_text(name) for name in ("undated", "undated_pair")}
    found = run_models(models, inputs, {"as_of": as_of, "adult_age": adult_age}, jobs=jobs)
    both = pl.concat(
        [found[name].select(pl.col(key).cast(kind) for key, kind in NONE.items()) for name in models]
    )
    return both.sort("a", "b")


def _named(records: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Records of people with both names; `born` is the birth date that any record of the person gives."""
    born = pl.col("birth_date").max().over("label").alias("born")
    named = records.join(people, on="n").with_columns(born).filter("linkable")
    return named.drop_nulls(["given", "family"]).select(
        "n", "record_id", "label", "source", "born", *NAMES, "family_parts"
    )


def _stays(named: pl.DataFrame, address: pl.DataFrame, hide_kinds: Collection[str]) -> pl.DataFrame:
    """Who was at which address when, where at least one record there has no birth date."""
    placed = with_place(address, hide_kinds).filter(~pl.col("hidden"), pl.col("kind").is_in(COMPARED_AT))
    where = placed.select("record_id", "place", "postcode", "from_date", "to_date")
    stays = where.filter(pl.col("place").is_not_null()).join(named, on="record_id")
    sought = pl.col("born").is_null().any()
    wanted = stays.filter(sought.over("place") | sought.over("postcode"))
    return wanted.select(
        "n", "label", "source", "born", "given", "family", "place", "postcode", "from_date", "to_date"
    )
