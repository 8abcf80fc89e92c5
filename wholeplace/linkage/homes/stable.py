"""Ids of households and families that stay from run to run, though a date or a member changes."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from wholeplace.privacy import PlaceKey, keyed_ids
from wholeplace.privacy.record_ids import Kind

STAY = ("person_id", "from_date", "address_id", "hidden")
"""What makes a stay the same one as before. Hidden ones match hidden ones alone: an id that once stood beside an
address must not go on with somebody who hides from there."""


def with_kept_ids(
    lives: Mapping[str, pl.DataFrame], residence: pl.DataFrame, member: pl.DataFrame, key: PlaceKey
) -> dict[str, pl.DataFrame]:
    """`household`, `residence` and `family_member` under the ids that the last run gave the same groups.

    residence and member: the last run's. A group takes the id of the earlier one most of whose stays or members
    it has; an id that another took is not given twice.
    """
    homes = _kept(lives["residence"], residence, "household_id", STAY, key)
    families = _kept(lives["family_member"], member, "family_id", ("person_id",), key)
    changes = {"household": homes, "residence": homes, "family_member": families}
    return {
        name: _renamed(frame, changes[name]) if name in changes else frame for name, frame in lives.items()
    }


def _kept(
    new: pl.DataFrame, old: pl.DataFrame, name: str, match: tuple[str, ...], key: PlaceKey
) -> pl.DataFrame:
    """`name` and `kept`: each new id and the one to use in its place."""
    earlier = old.select(*match, pl.col(name).alias("kept"))
    shared = new.select(*match, name).join(earlier, on=list(match), nulls_equal=True)
    order = ["len", "kept", name]
    ranked = shared.group_by(name, "kept").len().sort(order, descending=[True, False, False])
    best = ranked.unique(name, keep="first", maintain_order=True)
    won = best.sort("len", name, descending=[True, False]).unique("kept", keep="first", maintain_order=True)
    rest = new.select(name).unique().join(won, on=name, how="anti").sort(name)
    made = _unused(rest[name], won["kept"], name, key)
    return pl.concat([won.select(name, "kept"), rest.with_columns(made.alias("kept"))])


def _unused(ids: pl.Series, taken: pl.Series, name: str, key: PlaceKey) -> pl.Series:
    kind: Kind = "h" if name == "household_id" else "f"
    turn = 0
    while (clash := ids.is_in(taken.implode())).any():
        turn += 1
        ids = ids.zip_with(~clash, keyed_ids(key, kind, (name, str(turn)), ids))
    return ids


def _renamed(frame: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    name = kept.columns[0]
    joined = frame.join(kept, on=name, how="left", maintain_order="left")
    return joined.with_columns(pl.col("kept").alias(name)).drop("kept")
