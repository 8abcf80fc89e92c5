"""The `person` table: what all of a person's records together say; the rule stands in `person.sql`."""

from __future__ import annotations

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.sources.values.dates import known_birth_date


def person_table(
    said: pl.DataFrame, home: pl.DataFrame, raised: pl.DataFrame, *, jobs: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The `person` table, and person_id with birth_date for what needs the very day and stores it nowhere.

    said: records with person_id, and seen_from and seen_to by all facts. home: person_id and the address that
    may be shown. raised: person_id of everyone with a known parent or carer. `area` is for `homes.areas` to fill in.
    """
    columns = [
        "person_id", "record_id", "source", "sex", "ethnicity", "death_date", "birth_date_kind", "seen_from",
        "seen_to",
    ]  # fmt: skip
    record = said.select(*columns, known_birth_date(pl.col("birth_date")))
    tables = {"record": record, "home": home, "raised": raised}
    whole = run_models({"person": model_text("person")}, tables, {}, jobs=jobs)["person"]
    born = whole.select("person_id", "birth_date")
    area = pl.lit(None, dtype=pl.String).alias("area")
    return whole.drop("birth_date").with_columns(area), born
