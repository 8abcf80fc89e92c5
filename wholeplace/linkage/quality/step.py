"""The tables that tell how good linkage is: `link_quality`, `audit_group`, `unassigned`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.linkage.audit.origin import audit_groups
from wholeplace.linkage.evidence.pairs import Found
from wholeplace.linkage.quality.decided import decided
from wholeplace.linkage.quality.labels import labelled
from wholeplace.linkage.quality.measure import Weighed, link_quality
from wholeplace.linkage.quality.unassigned import unassigned


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


def quality_tables(given: Audited, residence: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The three tables. Records with no name and no birth date of their own stand for nobody who could be found."""
    likely, people = given.likely, given.people
    origin = audit_groups(given.records, people.select("n", "label"))
    told = labelled(given.records, people.select("n", "label", "person_id"), origin, given.as_of)
    told = told.with_columns(weighed=pl.col("n").is_in(likely.weighed.implode()))
    judged, apart = decided(given.settled, likely.judged, likely.cut)
    weighed = Weighed(likely.judged, given.rival, given.kept, likely.caught, (judged, apart))
    ids = people.select("label", "person_id").unique("label").join(origin, on="label")
    return {
        "audit_group": ids.select("person_id", "audit_group").sort("person_id"),
        "link_quality": link_quality(told, weighed),
        "unassigned": unassigned(told, residence),
    }
