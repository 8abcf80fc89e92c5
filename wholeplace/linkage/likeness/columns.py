"""The columns that likeness is judged by: of names, birth date and address, and of whatever else sources give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from wholeplace.linkage.evidence.identifiers import CARE_IDS, OWN_NUMBERS
from wholeplace.sources.values.identifiers import SCHEMES

FEWEST_KNOWN = 0.02
"""A detail that fewer of the records have is not compared."""
RULE_SHARE = 0.5
"""A source that knows birth dates of fewer than this share of its people holds none as a rule."""
BASE = (
    "n", "source", "given", "middle", "family", "former", "preferred", "given_parts", "parts", "birth_date",
    "birth_swapped", "birth_digits", "sex", "place", "postcode", "district",
)  # fmt: skip


def compared(
    records: pl.DataFrame, tables: Mapping[str, pl.DataFrame], kept: Sequence[str] | None = None
) -> pl.DataFrame:
    """Records of people with any name, by what they are compared; one column `d_KIND` or `i_SCHEME` a detail.

    records: comparison columns. tables: `identifier` and `detail`. An identifier of a scheme of a source's own
    is compared like a detail; national ones and those of care systems have rules of their own. kept: the columns of
    details chosen before, which then stand.
    """
    named = _left_to_rules(records.filter("linkable")).rename({"family_parts": "parts"})
    plain = with_address_lines(named).select(*BASE, "number", "street", "sector", "record_id")
    details = _details(plain, tables, kept)
    return plain.join(details, on="record_id", how="left", maintain_order="left").drop("record_id").sort("n")


def _left_to_rules(records: pl.DataFrame) -> pl.DataFrame:
    """The records, without those that have no birth date because their source as a rule holds none.

    Such sources (council tax, repairs) are linked by names, address and dates of stay (`undated.sql`), where
    others know birth dates. Without a name and a birth date both, there is nothing to weigh either.
    """
    dated = pl.col("birth_date").is_not_null()
    usual = dated.mean().over("source") >= RULE_SHARE
    anyone = (
        records.select((dated.mean().over("source") >= RULE_SHARE).any()).item() if records.height else False
    )
    some = dated | pl.any_horizontal(pl.col("given", "family").is_not_null())
    return records.filter(some, dated | usual | pl.lit(not anyone))


def with_address_lines(records: pl.DataFrame) -> pl.DataFrame:
    """Records with the first number of their address, its words without numbers, and its postcode's sector."""
    said = ["address_text", "postcode"]
    lines = _lines(records.select(said).unique())
    return records.join(lines, on=said, how="left", nulls_equal=True, maintain_order="left")


def _lines(written: pl.DataFrame) -> pl.DataFrame:
    text, postcode = pl.col("address_text"), pl.col("postcode")
    lower = text.str.to_lowercase().str.replace_all("[^a-z0-9]+", " ").str.strip_chars()
    bare = lower.str.strip_suffix(postcode.str.to_lowercase().fill_null("~")).str.strip_chars()
    number = bare.str.extract(r"\b([0-9]+[a-z]?)\b", 1)
    street = bare.str.replace_all(r"\b[0-9]+[a-z]?\b", "").str.replace_all(" +", " ").str.strip_chars()
    return written.with_columns(
        number.alias("number"),
        street.replace({"": None}).alias("street"),
        postcode.str.slice(0, postcode.str.len_chars() - 2).alias("sector"),
    )


def _details(
    named: pl.DataFrame, tables: Mapping[str, pl.DataFrame], kept: Sequence[str] | None
) -> pl.DataFrame:
    """One column for each kind of detail that enough records have; of several values the first in order."""
    owned = (
        tables["identifier"]
        .filter(~pl.col("scheme").is_in([*SCHEMES, *CARE_IDS, *OWN_NUMBERS]))
        .select("record_id", pl.format("i_{}", "scheme").alias("kind"), "value")
    )
    told = tables["detail"].select("record_id", pl.format("d_{}", "kind").alias("kind"), "value")
    plain = (
        pl.col("value")
        .str.to_lowercase()
        .str.normalize("NFKC")
        .str.replace_all(r"[\s,;]+", " ")
        .str.strip_chars(" .")
    )
    every = (
        pl.concat([owned, told]).with_columns(plain.replace({"": None}).alias("value")).drop_nulls("value")
    )
    every = every.join(named.select("record_id"), on="record_id", how="semi")
    first = every.group_by("record_id", "kind").agg(pl.col("value").min())
    wide = named.select("record_id")
    for kind in _telling(first, named.height) if kept is None else kept:
        column = first.filter(pl.col("kind") == kind).select("record_id", pl.col("value").alias(kind))
        wide = wide.join(column, on="record_id", how="left", maintain_order="left")
    return wide


def _telling(first: pl.DataFrame, records: int) -> list[str]:
    """Kinds that enough of the records have, and some of them share."""
    kinds = first.group_by("kind").agg(pl.len(), pl.col("value").n_unique().alias("values"))
    shared = pl.col("values") < pl.col("len")
    enough = kinds.filter(pl.col("len") >= FEWEST_KNOWN * records, shared, pl.col("values") > 1)
    return enough["kind"].sort().to_list()
