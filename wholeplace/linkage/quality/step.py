"""The tables that tell how good linkage is: `link_quality` and `audit_group`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.linkage.audit.origin import NOT_TOLD, audit_groups, name_origins
from wholeplace.linkage.evidence.pairs import Found
from wholeplace.linkage.quality.interval import decided
from wholeplace.linkage.quality.joined import with_chances
from wholeplace.linkage.quality.labels import labelled
from wholeplace.linkage.quality.measure import Weighed, link_quality


@dataclass(frozen=True)
class Audited:
    """What is judged. records: comparison columns. people: n, label, person_id. kept: links that hold. rival: pairs
    told apart. settled: a, b, same, of reviewers."""

    records: pl.DataFrame
    people: pl.DataFrame
    likely: Found
    kept: pl.DataFrame
    rival: pl.DataFrame
    settled: pl.DataFrame
    as_of: date


@dataclass(frozen=True)
class Judged:
    """tables: `audit_group` and `link_quality`. labelled: one row a record, by the groups that quality is told by."""

    tables: dict[str, pl.DataFrame]
    labelled: pl.DataFrame


def judged(given: Audited) -> Judged:
    """How good linkage is. Records with no name and no birth date of their own stand for nobody who could be found."""
    likely, people = given.likely, given.people
    own = name_origins(given.records)
    origin = audit_groups(own, people.select("n", "label"))
    told = labelled(given.records, people.select("n", "label", "person_id"), origin, given.as_of)
    told = told.join(own.rename({"audit_group": "own"}), on="n", how="left", maintain_order="left")
    told = told.with_columns(pl.col("own").fill_null(NOT_TOLD))
    known = given.records.sort("n").select(
        born="birth_date",
        whole=pl.col("birth_date").is_not_null() & pl.any_horizontal(pl.col("given", "family").is_not_null()),
    )
    weighed_ones = pl.col("n").is_in(likely.weighed.implode())
    told = told.with_columns(weighed=weighed_ones, whole=weighed_ones & known["whole"], born=known["born"])
    joined, apart = decided(given.settled, likely.judged, likely.cut)
    kept = with_chances(given.kept, likely.agreed)
    weighed = Weighed(likely.judged, given.rival, kept, likely.caught, (joined, apart))
    ids = people.select("label", "person_id").unique("label").join(origin, on="label")
    tables = {
        "audit_group": ids.select("person_id", "audit_group").sort("person_id"),
        "link_quality": link_quality(told, weighed),
    }
    return Judged(tables, told.select("label", "person_id", "source", "age", "audit_group"))
