"""Erasure: everything held of a person or record, from every stored version, and proof that it is gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from wholeplace import machine
from wholeplace.errors import QueryError, StoreError
from wholeplace.place import Place
from wholeplace.sources.exclusions import NAME, append_exclusion
from wholeplace.sources.step import READ
from wholeplace.steps import one_at_a_time, shelf_of

ID_COLUMNS = (
    "record_id",
    "other_record_id",
    "record_a",
    "record_b",
    "person_id",
    "person_a",
    "person_b",
    "other_person_id",
)


@dataclass(frozen=True)
class Erasure:
    """What was erased. found_after: rows still naming them in any version (0, or StoreError is raised)."""

    records: int
    people: int
    rows_removed: int
    versions: int
    found_after: int


def forget(place: Place, who: str) -> Erasure:
    """Erase a person (all their records) or a record. Raises QueryError where nobody has that id.

    They are first added to `exclusions.csv`, so that a later reading of the same extracts leaves them out;
    then every stored version is rewritten without them; then the place is run again, so that tables and
    pages that counted them are made anew.
    """
    records, people = _who(place, who)
    with one_at_a_time(place.store):
        append_exclusion(
            place.folder / NAME, sorted(records), reason="erasure", date=machine.today().isoformat()
        )
        shutil.rmtree(shelf_of(place.store, READ.name), ignore_errors=True)
        removed = place.store.rewrite(_without(records | people))
        left = _count(place, records | people)
        versions = len(place.store.all_manifests())
    place.run()
    left += _count(place, records)
    if left:
        raise StoreError(f"{left} rows still name them", cure="Run forget again; if it stays so, report it")
    return Erasure(len(records), len(people), removed, versions, left)


def _who(place: Place, who: str) -> tuple[set[str], set[str]]:
    """Record ids and person ids meant by an id: a person means all their records, a record itself alone."""
    links = place.store.read("record_person")
    mine = links.filter(pl.col("person_id") == who)
    if mine.height:
        return set(mine["record_id"]), {who}
    own = links.filter(pl.col("record_id") == who)
    record = place.store.read("record").filter(pl.col("record_id") == who)
    if own.is_empty() and record.is_empty():
        raise QueryError("nobody has that id", cure="Give a person_id or record_id as the tables hold it")
    alone = links.filter(pl.col("person_id").is_in(own["person_id"].implode()))
    return {who}, set(own["person_id"]) if alone.height == 1 else set()


def _without(ids: set[str]) -> Callable[[str, pl.DataFrame], pl.DataFrame]:
    def change(table: str, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(~_names(frame, ids))

    return change


def _names(frame: pl.DataFrame, ids: set[str]) -> pl.Expr:
    columns = [pl.col(name).is_in(list(ids)).fill_null(False) for name in ID_COLUMNS if name in frame.columns]
    return pl.any_horizontal(columns) if columns else pl.lit(False)


def _count(place: Place, ids: set[str]) -> int:
    """Rows that name any of the ids, in any stored version."""
    total = 0
    for manifest in place.store.all_manifests().values():
        for table in manifest.tables:
            frame = place.store.read(table, manifest)
            total += frame.filter(_names(frame, ids)).height
    return total
