"""Contacts, and how many services know a person: the store's against what was reported of the true person."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from wholeplace.score.share import ratio, share

CONTACT = ["true_person", "service", "agency", "kind", "date"]
SEVERAL = 3


def score_contacts(
    found: pl.DataFrame,
    true: pl.DataFrame,
    who: pl.DataFrame,
    event: pl.DataFrame | None,
    recorded: pl.DataFrame | None,
) -> dict[str, Any]:
    """found: the store's `contact`; true: that of `true_picture`; who: person_id and true_person.

    `found`: the share of reported contacts that stand with the right person; `right`: of contacts held, those
    that do; `found_by_service`. event: what truly happened, of which `recorded` by kind is the share that any
    source was told of.
    """
    ours = _beside(found.join(who, on="person_id"))
    theirs = _beside(true.rename({"person_id": "true_person"}))
    marked = theirs.join(ours.with_columns(met=1.0), on=CONTACT, how="left")
    by_service = sorted(marked.partition_by("service", as_dict=True).items())
    return {
        "found": _share(theirs, ours),
        "right": _share(ours, theirs),
        "found_by_service": {str(key[0]): _share(part.drop("met"), ours) for key, part in by_service},
        "recorded": None if event is None or recorded is None else _recorded(event, recorded),
    }


def score_overlap(found: pl.DataFrame, true: pl.DataFrame, who: pl.DataFrame, as_of: date) -> dict[str, Any]:
    """found, true: `overlap`. Months count for people of whom the truth knows services.

    `same`: the share of true months in which the store counts as many services as truly know the person;
    `services`: services counted for each that truly knows; `several_found`, `several_right`: on the last month, of
    people whom three or more services know, the share that the store says so of, and the other way about.
    """
    ours = found.join(who, on="person_id").select("true_person", "month", mine="services")
    ours = ours.group_by("true_person", "month").agg(pl.col("mine").max())
    theirs = true.select("month", true_person="person_id", real="services")
    both = theirs.join(ours, on=["true_person", "month"], how="left").with_columns(
        pl.col("mine").fill_null(0)
    )
    people = both.group_by("true_person").agg(
        pl.col("real", "mine").sum(), months=pl.len(), same=(pl.col("real") == pl.col("mine")).sum()
    ).sort("true_person")  # fmt: skip
    month = as_of.replace(day=1)
    last = theirs.filter(month=month).join(
        ours.filter(month=month), on="true_person", how="full", coalesce=True
    )
    last = last.with_columns(
        real=(pl.col("real") >= SEVERAL).fill_null(False), mine=(pl.col("mine") >= SEVERAL).fill_null(False)
    ).with_columns(both=pl.col("real") & pl.col("mine"))
    last = last.sort("true_person")
    return {
        "same": share(people, "same", "months"),
        "services": ratio(people, "mine", "real"),
        "several_found": share(last, "both", "real"),
        "several_right": share(last, "both", "mine"),
    }


def _beside(contacts: pl.DataFrame) -> pl.DataFrame:
    return contacts.select(CONTACT).unique().sort(CONTACT)


def _share(contacts: pl.DataFrame, others: pl.DataFrame) -> dict[str, Any]:
    marked = contacts.join(others.with_columns(met=1.0), on=CONTACT, how="left").with_columns(
        pl.col("met").fill_null(0.0)
    )
    people = marked.group_by("true_person").agg(pl.col("met").sum(), of=pl.len()).sort("true_person")
    return share(people, "met", "of")


def _recorded(event: pl.DataFrame, recorded: pl.DataFrame) -> dict[str, dict[str, Any]]:
    told = recorded.filter(fact_table="event").select(id="fact_id").unique().with_columns(told=1.0)
    marked = event.join(told, on="id", how="left").with_columns(pl.col("told").fill_null(0.0))
    people = (
        marked.group_by("kind", "true_person")
        .agg(pl.col("told").sum(), of=pl.len())
        .sort("kind", "true_person")
    )
    kinds = sorted(people.partition_by("kind", as_dict=True).items())
    return {str(key[0]): share(part, "told", "of") for key, part in kinds}
