"""Links of records that give a name, no birth date and no address that has told whose they are."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.closer.people import (
    anyone,
    by_number,
    lives,
    quiet,
    repeating,
    said_of,
    scenes,
    spellings,
    stays,
)
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.evidence.pairs import NONE

UNSEEN = 0.1
"""Assumed: for each ten people known to any source, one whom the police or a charity meets and nobody else knows:
visitors, people just come, people whom no service has met. GPs know nearly all who live in a place."""
DOUBT = 0.01
"""The most that the expected number of other bearers of a name may be for the name alone to say who it is."""
COMPANY = 24
"""Homes where more people ever were, as known to their sources, say little of who belongs to whom (assumed)."""


def name_links(
    records: pl.DataFrame,
    people: pl.DataFrame,
    address: pl.DataFrame,
    *,
    hide_kinds: Collection[str],
    jobs: int,
) -> pl.DataFrame:
    """Links (a, b, score, why) for records of people so far with no birth date; rules in `name_alone.sql`.

    people: n and label, as resolved without these links. Hidden addresses are no evidence, and no name with a sign
    of an adoption is.
    """
    said = said_of(records, people)
    said = said.filter(~anyone(said, pl.col("adoption")))
    named = said.drop_nulls(["given", "family"])
    spelt = spellings(named)
    born = named.group_by("label").agg(pl.col("birth_date").is_not_null().any().alias("born"))
    address = by_number(address, records)
    homes, happened = stays(named, address, hide_kinds), scenes(named, address)
    tables = {
        "spelling": spelt,
        "life": lives(named, spelt)
        .join(born, on="label")
        .with_columns(pl.col("sources").list.set_difference(repeating(named)).alias("once")),
        "stay": homes.select("label", "place", "postcode", "from_date", "to_date").unique(),
        "scene": happened,
        "quiet": quiet(happened),
    }
    settings = {"unseen": UNSEEN, "doubt": DOUBT, "company_size": COMPANY}
    found = run_models({"name": model_text("name_alone")}, tables, settings, jobs=jobs)["name"]
    return found.select(pl.col(key).cast(kind) for key, kind in NONE.items())
