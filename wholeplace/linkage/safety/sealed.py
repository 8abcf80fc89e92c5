"""Identities before and after an adoption that a shared number would give away, though no rule names them."""

from __future__ import annotations

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.evidence.apart import model_text

COMPARED = (
    "record_id", "person_id", "adoption", "adopted_from", "young", "birth_date", "family", "seen_from",
)  # fmt: skip


def sealed_pairs(
    identifier: pl.DataFrame, relation: pl.DataFrame, who: pl.DataFrame, *, jobs: int
) -> pl.DataFrame:
    """person_id and other_person_id, each pair both ways round; the rule stands in `sealed.sql`.

    who: records with their person and what they are compared by.
    """
    given = {
        "identifier": identifier.select("record_id", "scheme", "value"),
        "relation": relation.select("record_id", "other_record_id").drop_nulls(),
        "person": who.select(COMPARED),
    }
    return run_models({"sealed": model_text("sealed")}, given, {}, jobs=jobs)["sealed"]
