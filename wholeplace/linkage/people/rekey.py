"""Facts under the ids of the people they are about."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from wholeplace.linkage.contracts import PERSON_EVENT, PERSON_EXPOSURE, PERSON_MONEY, PERSON_SPELL
from wholeplace.store import Table

FACTS: dict[str, Table] = {
    "event": PERSON_EVENT,
    "spell_reported": PERSON_SPELL,
    "exposure_reported": PERSON_EXPOSURE,
    "money_reported": PERSON_MONEY,
}


def facts_by_person(
    tables: Mapping[str, pl.DataFrame], record_person: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Each fact table with person_id for record_id; facts of organisations and executors are left out."""
    who = record_person.select("record_id", "person_id")
    return {
        table.name: tables[name].join(who, on="record_id").select(list(table.columns))
        for name, table in FACTS.items()
    }
