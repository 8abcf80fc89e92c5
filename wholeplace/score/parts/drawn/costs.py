"""What the picture says services cost, against the cost of all that is true and recorded, at the same prices.

Costs of different kinds are never added up. The first kind, fiscal, is also told by payer, service and item.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from wholeplace.score.share import ratio, share

FISCAL = "fiscal"


def score_costs(
    found: pl.DataFrame, true: pl.DataFrame, whole: pl.DataFrame, who: pl.DataFrame
) -> dict[str, Any]:
    """found: the store's `cost`; true: `cost` of what was recorded; whole: of all that is true; who: person_id
    and true_person. `ratio`: found for each pound that is true; `right`: the share of the true pounds that
    stand with the right person, item and payer; `not_recorded`: the share of all pounds that no source was
    told of.
    """
    ours = found.join(who, on="person_id", how="left")
    # The store's person of nobody true is a unit of their own.
    ours = ours.with_columns(person_id=pl.coalesce("true_person", pl.format("store {}", "person_id")))
    kinds = sorted(set(found["kind"]) | set(true["kind"]))
    fiscal, fiscal_true = ours.filter(kind=FISCAL), true.filter(kind=FISCAL)
    return {
        "all": {kind: _compared(ours.filter(kind=kind), true.filter(kind=kind)) for kind in kinds},
        **{f"by_{label}": _by(fiscal, fiscal_true, label) for label in ("payer", "service", "item")},
        "right": {kind: _right(ours.filter(kind=kind), true.filter(kind=kind)) for kind in kinds},
        "not_recorded": {
            kind: _not_recorded(true.filter(kind=kind), whole.filter(kind=kind)) for kind in kinds
        },
    }


def _compared(found: pl.DataFrame, true: pl.DataFrame) -> dict[str, Any]:
    people = _beside(found, true, ["person_id"])
    sums = {"found_pence": int(people["found"].sum()), "true_pence": int(people["true"].sum())}
    return {**sums, "ratio": ratio(people, "found", "true")}


def _by(found: pl.DataFrame, true: pl.DataFrame, label: str) -> dict[str, dict[str, Any]]:
    named = sorted(set(found[label]) | set(true[label]))
    return {
        name: _compared(found.filter(pl.col(label) == name), true.filter(pl.col(label) == name))
        for name in named
    }


def _right(found: pl.DataFrame, true: pl.DataFrame) -> dict[str, Any]:
    """Pounds count as right up to what is true of the person, year, item and payer."""
    cells = _beside(found, true, ["person_id", "year", "item", "payer"])
    cells = cells.with_columns(right=pl.min_horizontal("found", "true"))
    people = cells.group_by("person_id").agg(pl.col("right", "true").sum()).sort("person_id")
    return share(people, "right", "true")


def _not_recorded(true: pl.DataFrame, whole: pl.DataFrame) -> dict[str, Any]:
    people = _beside(true, whole, ["person_id"]).with_columns(
        untold=(pl.col("true") - pl.col("found")).clip(0)
    )
    return share(people, "untold", "true")


def _beside(found: pl.DataFrame, true: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Sums of both by `keys`, 0 where one has none."""
    sides = [
        frame.group_by(keys).agg(pl.col("amount_pence").sum().alias(name))
        for name, frame in (("found", found), ("true", true))
    ]
    both = sides[0].join(sides[1], on=keys, how="full", coalesce=True)
    return both.with_columns(pl.col("found", "true").fill_null(0)).sort(keys)
