"""Who is whose: ties of the store against the true ones, all of them and those that any source declares.

A true tie is recorded if a source declares a relation of its kind between a record of the one and a record of
the other. What a source has under one reference, and what living together makes likely, is no record of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from wholeplace.score.parts.homes import main_person
from wholeplace.score.share import share

RAISED = (
    "parent", "mother", "father", "step_parent", "adoptive_parent", "carer", "parent_or_carer",
)  # fmt: skip
"""Kinds in which b brings up or looks after a. Sources and truth name them differently, so one stands for all."""
EQUALS = ("spouse_or_partner",)
DOWN = ("dependant", "cared_for")
TIE = ["group", "a", "b"]
GROWN = "18y"


def score_ties(
    rows: pl.DataFrame,
    found: pl.DataFrame,
    true: pl.DataFrame,
    *,
    relation: pl.DataFrame | None = None,
    person: pl.DataFrame | None = None,
    since: date | None = None,
) -> dict[str, Any]:
    """Recall of each true kind of tie and precision of each kind that the store holds.

    found: the store's `tie`. true: the truth's. Kinds that name no relation (one household, one family
    reference) are left out. A tie stands once, whatever its dates and sources. A tie of the store between
    people who have no true person is left out and counted. So are carers of people of age since the period
    began, where the truth tells of none. relation: the store's, for what is recorded. `recorded` is of declared
    ties alone. person, since: the truth's people and the first day of its period.
    """
    held = _known(found, main_person(rows, "person_id", "true_person"))
    placed = held.drop_nulls(["true_a", "true_b"])
    placed = _directed(placed.select("kind", "basis", a="true_a", b="true_b")).unique()
    real = _directed(true.select("kind", "a", "b")).unique()
    judged = placed.join(_beyond_truth(placed, true, person, since), on=TIE, how="anti")
    known = rows.drop_nulls("person_id").select("true_person").unique()
    in_store = real.join(known, left_on="a", right_on="true_person", how="semi")
    in_store = in_store.join(known, left_on="b", right_on="true_person", how="semi")
    return {
        "recall": _by(real, judged, "kind"),
        "recall_known": _by(in_store, judged, "kind"),
        "precision": _by(judged, real, "kind"),
        "precision_by_basis": _by(judged, real, "basis"),
        "recorded": None if relation is None else _recorded(rows, relation, real, judged),
        "without_truth": held.filter(pl.col("true_a").is_null() | pl.col("true_b").is_null()).height,
        "carers_of_adults": placed.height - judged.height,
    }


def _known(found: pl.DataFrame, true_of: pl.DataFrame) -> pl.DataFrame:
    """Ties of the store that name a relation, with the true person of each end."""
    basis = pl.col("basis") if "basis" in found.columns else pl.lit("declared").alias("basis")
    held = found.select("kind", basis, a="person_a", b="person_b")
    held = held.filter(pl.col("kind").is_in([*RAISED, *EQUALS, *DOWN])).unique(maintain_order=True)
    for side in "ab":
        names = true_of.select(pl.col("person_id").alias(side), pl.col("true_person").alias(f"true_{side}"))
        held = held.join(names, on=side, how="left", maintain_order="left")
    return held


def _directed(ties: pl.DataFrame) -> pl.DataFrame:
    """Ties of true people with their group of kinds: a looked after by b, or equals with the smaller id first."""
    down = pl.col("kind").is_in(DOWN)
    equal = pl.col("kind").is_in(EQUALS)
    raised = pl.col("kind").is_in(RAISED) | down
    group = pl.when(equal).then(pl.lit("equal")).when(raised).then(pl.lit("raised"))
    turned = down | (equal & (pl.col("a") > pl.col("b")))
    named = ties.with_columns(
        group=group,
        a=pl.when(turned).then("b").otherwise("a"),
        b=pl.when(turned).then("a").otherwise("b"),
    )
    return named.filter(pl.col("group").is_not_null())


def _beyond_truth(
    held: pl.DataFrame, true: pl.DataFrame, person: pl.DataFrame | None, since: date | None
) -> pl.DataFrame:
    """Carers of people who were of age already, where the truth tells of no such carer at all."""
    if person is None or since is None:
        return held.select(TIE).clear()
    of_age = person.select(
        pl.col("true_person").alias("a"), pl.col("birth_month").dt.offset_by(GROWN).alias("of_age")
    )
    cared = true.filter(pl.col("kind") == "carer").join(of_age, on="a")
    if not cared.filter(pl.col("of_age") <= pl.col("from").fill_null(since)).is_empty():
        return held.select(TIE).clear()
    grown = of_age.filter(pl.col("of_age") <= since)
    return held.filter(pl.col("kind") == "carer").join(grown, on="a", how="semi").select(TIE).unique()


def _recorded(
    rows: pl.DataFrame, relation: pl.DataFrame, real: pl.DataFrame, held: pl.DataFrame
) -> dict[str, Any]:
    """Recall by true kind of ties that a source declares, and precision, recall and F1 of declared ties in all."""
    who = rows.select("record_id", "true_person").drop_nulls()
    said = relation.select("kind", "record_id", "other_record_id").drop_nulls()
    said = said.join(who.rename({"true_person": "a"}), on="record_id")
    said = said.join(who.rename({"record_id": "other_record_id", "true_person": "b"}), on="other_record_id")
    told = real.join(_directed(said.select("kind", "a", "b")).select(TIE).unique(), on=TIE, how="semi")
    declared = held.filter(pl.col("basis") == "declared")
    return {
        "recall": _by(told, declared, "kind"),
        "all": _in_all(told.select(TIE).unique(), declared.select(TIE).unique(), real.select(TIE).unique()),
    }


def _in_all(told: pl.DataFrame, held: pl.DataFrame, real: pl.DataFrame) -> dict[str, Any]:
    """Of ties whatever their kind. One that is held and true, and on no record, counts neither way."""
    sets = ((told, "told"), (held, "held"), (real, "real"))
    every = pl.concat([told, held]).unique().sort(TIE)
    for ties, name in sets:
        mark = ties.with_columns(pl.lit(1.0).alias(name))
        every = every.join(mark, on=TIE, how="left", maintain_order="left").with_columns(
            pl.col(name).fill_null(0.0)
        )
    unrecorded = pl.col("real") * (1 - pl.col("told"))
    judged = every.with_columns(held=pl.col("held") * (1 - unrecorded))
    both = judged.with_columns(both=pl.col("held") * pl.col("told"))
    sums = both.group_by("a").agg(pl.col("told", "held", "both").sum()).sort("a")
    doubled = sums.with_columns(twice=2 * pl.col("both"), either=pl.col("told") + pl.col("held"))
    return {
        "precision": share(doubled, "both", "held"),
        "recall": share(doubled, "both", "told"),
        "f1": share(doubled, "twice", "either"),
    }


def _by(ties: pl.DataFrame, others: pl.DataFrame, label: str) -> dict[str, dict[str, Any]]:
    """By label, the share of ties that the others have too, in the same direction. Intervals count the people a."""
    there = others.select(TIE).unique().with_columns(found=pl.lit(1.0))
    once = ties.select(label, *TIE).unique()
    marked = once.join(there, on=TIE, how="left").with_columns(pl.col("found").fill_null(0.0))
    people = marked.group_by(label, "a").agg(pl.col("found").sum(), of=pl.len()).sort(label, "a")
    labels = people.partition_by(label, as_dict=True)
    return {str(key[0]): share(part, "found", "of") for key, part in sorted(labels.items())}
