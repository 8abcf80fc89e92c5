"""Links of records that have a birth date and no name, by who is in their household."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.closer.people import anyone, by_number, said_of, stays
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.evidence.pairs import NONE

SETTINGS = {"company_size": 24, "common": 0.01}
"""Assumed: the most who were ever at a home where a birth date may be a slip off, and the share of people with a family
name from which on that name and a birth date are too common."""


def unnamed_links(
    records: pl.DataFrame,
    people: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    *,
    hide_kinds: Collection[str],
    jobs: int,
) -> pl.DataFrame:
    """Links (a, b, score, why) for records with a birth date and no name; the rule stands in `unnamed.sql`.

    people: n and label, as resolved without these links. tables: `address` and `relation`. Hidden addresses
    are no evidence, nor is anybody of whom any record shows a sign of an adoption.
    """
    said = said_of(records, people)
    usable = said.filter(~anyone(said, pl.col("adoption")))
    named = pl.col("given").is_not_null() & pl.col("family").is_not_null()
    dated = usable.filter(pl.col("birth_date").is_not_null())
    member = _members(tables["relation"], usable.with_columns(named.alias("named")))
    nameless = usable.filter(
        ~anyone(usable, pl.any_horizontal(pl.col("given", "family").is_not_null())),
        pl.col("birth_date").is_not_null(),
        pl.col("n").is_in(member["n"].implode()),
    )
    digits = pl.col("birth_digits").alias("digits")
    inputs = {
        "nameless": nameless.select("n", "birth_date", digits, "sex"),
        "dated": dated.filter(named).select(
            "n", "label", "birth_date", digits, "sex", "family_sound", "seen_from", "young"
        ),
        "member": member,
        "stay": _stays(by_number(tables["address"], records), usable, hide_kinds),
    }
    found = run_models({"unnamed": model_text("unnamed")}, inputs, SETTINGS, jobs=jobs)["unnamed"]
    return found.select(pl.col(name).cast(kind) for name, kind in NONE.items())


def _members(relation: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    groups = relation.filter(pl.col("kind") == "household").select("record_id", "group_id").drop_nulls()
    joined = groups.join(
        records.select("record_id", "n", "label", "named", "family_sound", "seen_from"), on="record_id"
    )
    return joined.drop("record_id").unique()


def _stays(address: pl.DataFrame, records: pl.DataFrame, hide_kinds: Collection[str]) -> pl.DataFrame:
    return stays(records, address, hide_kinds).select("label", "place").drop_nulls().unique()
