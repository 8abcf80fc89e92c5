"""The `person` table: what all of a person's records together say; the rule stands in `person.sql`."""

from __future__ import annotations

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.numbers import numbered, once, texts_again
from wholeplace.sources.values.dates import known_birth_date

SAID = ("record_id", "source", "sex", "ethnicity", "death_date", "birth_date", "birth_date_kind")
"""What of the `record` table is needed."""


def person_table(
    said: pl.DataFrame, home: pl.DataFrame, raised: pl.DataFrame, *, jobs: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The `person` table, and person_id with birth_date for what needs the very day and stores it nowhere.

    said: SAID of records with person_id, and seen_from and seen_to by all facts. home: person_id and the address that
    may be shown. raised: person_id of everyone with a known parent or carer. `area` is for `homes.areas` to fill in.
    """
    told = said.select(*SAID, "person_id", "seen_from", "seen_to")
    record = told.with_columns(known_birth_date(pl.col("birth_date")))
    people = once(said["person_id"])
    given = {"record": record, "home": home, "raised": raised}
    tables = {name: numbered(frame, people, "person_id") for name, frame in given.items()}
    found = run_models({"person": model_text("person")}, tables, {}, jobs=jobs)["person"]
    whole = texts_again(found, people, "person_id")
    born = whole.select("person_id", "birth_date")
    area = pl.lit(None, dtype=pl.String).alias("area")
    return whole.drop("birth_date").with_columns(area), born
