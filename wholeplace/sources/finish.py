"""From a layout's facts to the canonical tables: keyed ids for the source's own, one record for each id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wholeplace.config import Source
from wholeplace.privacy.keys import PlaceKey
from wholeplace.privacy.record_ids import keyed_ids, record_ids
from wholeplace.sources.contracts import (
    ADDRESS,
    DETAIL,
    EVENT,
    EXPOSURE_REPORTED,
    IDENTIFIER,
    MONEY_REPORTED,
    RECORD,
    RELATION,
    SPELL_REPORTED,
)
from wholeplace.sources.facts import KINDS, TRACE, Facts, stack
from wholeplace.sources.layout import Layout
from wholeplace.sources.values.identifiers import SCHEMES
from wholeplace.store import Table

CANONICAL: dict[str, Table] = {
    table.name: table
    for table in (
        RECORD,
        IDENTIFIER,
        ADDRESS,
        DETAIL,
        RELATION,
        EVENT,
        SPELL_REPORTED,
        EXPOSURE_REPORTED,
        MONEY_REPORTED,
    )
}
NEEDED = {
    "detail": "value",
    "identifier": "value",
    "event": "date",
    "spell_reported": "state",
    "exposure_reported": "factor",
    "money_reported": "amount_pence",
}


@dataclass(frozen=True)
class Origin:
    """Whose rows these are: the source, its layout, the place's key, and names and hashes of its files."""

    source: Source
    layout: Layout
    key: PlaceKey
    files: Sequence[tuple[str, str]]


def finish(facts: Facts, origin: Origin) -> dict[str, pl.DataFrame]:
    """Canonical frames by table name, with the trace still on them (the store drops it)."""
    frames = {kind: _stacked(kind, getattr(facts, kind)) for kind in KINDS}
    ids = _keyed(frames, origin)
    named = pl.DataFrame(origin.files, schema={"file": pl.String, "sha": pl.String}, orient="row")
    named = named.with_row_index("_file")
    keyed = {kind: _with_ids(kind, frame, ids, named, origin) for kind, frame in frames.items()}
    return {kind: _SHAPERS.get(kind, _as_is)(frame, origin) for kind, frame in keyed.items()}


def _stacked(kind: str, frames: list[pl.DataFrame]) -> pl.DataFrame:
    """All frames of a kind, rows without the one value that makes them a fact left out."""
    table = CANONICAL[kind]
    references = {"id": pl.String, "other": pl.String, "group": pl.String, "_nth": pl.UInt32}
    trace = {"_table": pl.String, "_file": pl.UInt32, "_line": pl.UInt32}
    empty = pl.DataFrame(schema={**table.columns, **references, **trace})
    numbered = [frame.with_columns(pl.lit(n, pl.UInt32).alias("_nth")) for n, frame in enumerate(frames)]
    whole = stack([empty, *numbered]).filter(pl.col("id").is_not_null())
    return whole.filter(pl.col(NEEDED[kind]).is_not_null()) if kind in NEEDED else whole


def _keyed(frames: dict[str, pl.DataFrame], origin: Origin) -> pl.DataFrame:
    own = [frame["id"] for frame in frames.values()] + [frames["relation"]["other"]]
    ids = pl.concat(own).drop_nulls().unique(maintain_order=True)
    keyed = record_ids(origin.key, origin.source.name, origin.layout.name, ids)
    return pl.DataFrame({"id": ids, "_record_id": keyed}, schema={"id": pl.String, "_record_id": pl.String})


def _with_ids(
    kind: str, frame: pl.DataFrame, ids: pl.DataFrame, named: pl.DataFrame, origin: Origin
) -> pl.DataFrame:
    joined = frame.join(ids, on="id", how="left", maintain_order="left").drop("record_id")
    joined = joined.rename({"_record_id": "record_id"}).drop("file", strict=False)
    if kind == "relation":
        others = ids.rename({"id": "other", "_record_id": "other_record_id"})
        joined = joined.drop("other_record_id").join(others, on="other", how="left", maintain_order="left")
    joined = joined.join(named, on="_file", how="left", maintain_order="left")
    extra = [_fact_id(joined).alias("fact_id")] if "fact_id" in CANONICAL[kind].columns else []
    return joined.with_columns(pl.lit(origin.source.name).alias("source"), *extra)


def _fact_id(frame: pl.DataFrame) -> pl.Expr:
    """Table, file and line, and a number for each of several facts of one line."""
    row = ["_table", "_file", "_line", "_nth"]
    known = [pl.col("_table"), pl.lit(":"), pl.col("sha"), pl.lit(":"), pl.col("_line").cast(pl.String)]
    parts = [*known, pl.lit("."), pl.col("_nth").cast(pl.String)]
    if frame.select(row).is_duplicated().any():
        number = pl.lit("-") + pl.int_range(pl.len()).over(row).cast(pl.String)
        parts.append(pl.when(pl.len().over(row) > 1).then(number).fill_null(""))
    return pl.concat_str(parts)


def _as_is(frame: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    return frame


def _record(frame: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    """One row a record: of several rows with one id, the latest known value of each column."""
    filled = frame.with_columns(
        pl.lit(origin.layout.name).alias("layout"),
        pl.col("_table").alias("layout_table"),
        pl.col("id").alias("source_record_id"),
        pl.col("_line").alias("line"),
    )
    if filled["record_id"].is_duplicated().any():
        filled = _collapse(filled)
    dated = pl.when(pl.col("birth_date").is_null()).then(pl.lit("unknown")).otherwise(pl.lit("exact"))
    return filled.with_columns(
        pl.when(pl.col("birth_date").is_null()).then(pl.lit("unknown"))
        .otherwise(pl.coalesce("birth_date_kind", dated)).alias("birth_date_kind"),
        pl.col("name_kind").fill_null("person"),
        pl.col("sex").fill_null("unknown"),
    )  # fmt: skip


def _collapse(frame: pl.DataFrame) -> pl.DataFrame:
    ordered = frame.sort("_file", "_line", maintain_order=True)
    single = ordered.filter(~pl.col("record_id").is_duplicated())
    several = ordered.filter(pl.col("record_id").is_duplicated())
    known = pl.col("sex") != "unknown"
    ends = [pl.col("seen_from").min(), pl.col("seen_to").max(), pl.col("sex").filter(known).last()]
    place = [pl.col("file", "line", "layout_table", *TRACE).last()]
    taken = {"record_id", "seen_from", "seen_to", "sex", "file", "line", "layout_table", *TRACE}
    rest = [pl.col(name).drop_nulls().last() for name in frame.columns if name not in taken]
    merged = several.group_by("record_id", maintain_order=True).agg(*ends, *place, *rest)
    return pl.concat([single, merged.select(single.columns)])


def _identifier(frame: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    kept = frame.unique(["record_id", "scheme", "value", "file"], keep="first", maintain_order=True)
    kept = kept.with_columns(pl.lit(origin.layout.name).alias("layout")).with_row_index("_at")
    verdicts = [
        kept.lazy().filter(pl.col("scheme") == name).select("_at", scheme.check(pl.col("value")).alias("_ok"))
        for name, scheme in SCHEMES.items()
        if scheme.check
    ]
    verdict = pl.concat(pl.collect_all(verdicts))
    joined = kept.join(verdict, on="_at", how="left", maintain_order="left")
    return joined.with_columns(pl.col("_ok").alias("verified")).drop("_at", "_ok")


def _address(frame: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    somewhere = pl.any_horizontal(pl.col("address_text", "postcode", "uprn").is_not_null())
    kept = frame.filter(somewhere).with_columns(
        pl.col("kind").fill_null("home"), pl.col("hidden").fill_null(False)
    )
    columns = list(ADDRESS.columns)
    return kept.unique(columns, keep="first", maintain_order=True)


def _relation(frame: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    groups = keyed_ids(origin.key, "g", (origin.source.name, origin.layout.name), frame["group"])
    with_ids = frame.with_columns(groups.alias("group_id"))
    to_someone = pl.col("other_record_id").is_not_null() & (pl.col("other_record_id") != pl.col("record_id"))
    return with_ids.filter(to_someone | pl.col("group_id").is_not_null())


def _event(frame: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    said = origin.source.agency != "not stated"
    return frame.with_columns(
        pl.col("service").fill_null(origin.source.service or origin.layout.service),
        pl.lit(origin.source.agency if said else origin.layout.agency).alias("agency"),
    )


def _spell(frame: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    unordered = pl.col("to_date") < pl.col("from_date")
    withheld = (
        pl.when(pl.col("from_date").is_null())
        .then(pl.lit("no_start_date"))
        .when(unordered)
        .then(pl.lit("dates_out_of_order"))
    )
    return frame.with_columns(pl.coalesce("withheld", withheld).alias("withheld"))


def _exposure(frame: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    return frame.with_columns(pl.col("holder").fill_null("self"))


_SHAPERS = {
    "record": _record,
    "identifier": _identifier,
    "address": _address,
    "relation": _relation,
    "event": _event,
    "spell_reported": _spell,
    "exposure_reported": _exposure,
}
