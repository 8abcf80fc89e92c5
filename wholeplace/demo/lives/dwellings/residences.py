"""Where every person lives from day to day: with their home, apart from it, or with a parent in another home."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.lives.dwellings.placed import parent_positions
from wholeplace.demo.lives.dwellings.stays import SINGLE
from wholeplace.demo.lives.told.index import NEVER, Told, dates
from wholeplace.demo.world import RESIDENCE
from wholeplace.dynamics.draws import uniform

KEYS = ("person", "from", "to", "address", "household", "why")
REASON = {"temporary": "temporary", "refuge": "fled"}
TWO_HOMES = 0.35
"""Share of children whose parents part who live part of the week with each: assumed."""
ADULT_DAYS = 6574
"""Days of the first eighteen years."""


def residences(
    told: Told,
    members: pl.DataFrame,
    stays: pl.DataFrame,
    placed: pl.DataFrame,
    address: pl.DataFrame,
    adopted: pl.DataFrame,
) -> pl.DataFrame:
    """World's residences. members: `memberships`; stays: `home_stays`; placed, adopted: `placements`, `adoptions`."""
    stays = _households(told, stays, address)
    base = _base(members, stays, address)
    away = _away(placed, base, _numbers(stays, address))
    main = pl.concat([base.join(away, on="person", how="anti"), _cut(base, away)])
    rows = pl.concat([main.select(KEYS), _second_homes(told, members, stays, adopted).select(KEYS)])
    return _frame(told, rows)


def _households(told: Told, stays: pl.DataFrame, address: pl.DataFrame) -> pl.DataFrame:
    """Adds the household: one for each stay of a home at its own dwelling, one for each address that is shared."""
    stays = stays.join(address.select("address", "kind"), on="address", how="left", maintain_order="left")
    number = told.home_id[stays["home"].to_numpy()]
    begun = pl.Series("begun", number)
    alone = pl.col("kind").is_in(SINGLE)
    stays = stays.with_columns(begun, alone.alias("alone"))
    first = pl.col("from") == pl.col("from").min().over("home")
    shared = pl.col("begun").filter(first).min().over("address")
    known = pl.when(alone & first).then("begun").when(~alone).then(shared)
    stays = stays.with_columns(known.alias("household"))
    next_number = int(told.home_id.max()) + 1
    new = stays.filter(pl.col("household").is_null()).with_row_index("n")
    group = pl.when("alone").then(pl.col("n").cast(pl.Int64)).otherwise(-1 - pl.col("address"))
    new = new.with_columns((group.rank("dense").cast(pl.Int64) - 1 + next_number).alias("household")).drop(
        "n"
    )
    return (
        pl.concat([stays.filter(pl.col("household").is_not_null()), new]).sort("home", "from").drop("begun")
    )


def _numbers(stays: pl.DataFrame, address: pl.DataFrame) -> pl.DataFrame:
    """address, household of every address that is shared, whether or not a home has been there."""
    known = stays.filter(~pl.col("alone")).group_by("address").agg(pl.col("household").min())
    rows = (
        address.filter(~pl.col("kind").is_in(SINGLE)).select("address").join(known, on="address", how="left")
    )
    least = int(pl.select(pl.max_horizontal(pl.lit(stays["household"].max()), 0)).item()) + 1
    rows = rows.sort("address").with_columns(pl.col("household").fill_null(least + pl.int_range(pl.len())))
    return rows.select("address", "household")


def _base(members: pl.DataFrame, stays: pl.DataFrame, address: pl.DataFrame) -> pl.DataFrame:
    """Where everybody lives with their home."""
    rows = members.join(stays.rename({"from": "s_from", "to": "s_to"}), on="home", how="inner")
    rows = rows.with_columns(
        pl.max_horizontal("from", "s_from").alias("at"), pl.min_horizontal("to", "s_to").alias("until")
    ).filter(pl.col("at") < pl.col("until"))
    moved = pl.col("kind").replace_strict(REASON, default="moved", return_dtype=pl.String)
    why = pl.when(pl.col("at") == pl.col("from")).then("why").otherwise(moved)
    span = (pl.col("at").alias("from"), pl.col("until").alias("to"))
    return rows.select("person", *span, "address", "household", why.alias("why")).sort("person", "from")


def _away(placed: pl.DataFrame, base: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Placements with their household; those with kin follow the carer's own residence."""
    own = placed.filter(pl.col("address").is_not_null()).join(numbers, on="address", how="inner")
    carers = base.rename({"person": "kin", "from": "k_from", "to": "k_to"}).select(
        "kin", "k_from", "k_to", "address", "household"
    )
    kin = placed.filter(pl.col("kin").is_not_null()).drop("address").join(carers, on="kin", how="inner")
    kin = kin.with_columns(
        pl.max_horizontal("from", "k_from").alias("from"), pl.min_horizontal("to", "k_to").alias("to")
    )
    rows = pl.concat([own.select(KEYS), kin.select(KEYS)])
    return rows.filter(pl.col("from") < pl.col("to")).sort("person", "from")


def _cut(base: pl.DataFrame, away: pl.DataFrame) -> pl.DataFrame:
    """The base residences of those who live apart for a time, cut where they do."""
    base = base.join(away, on="person", how="semi").sort("person", "from")
    points = pl.concat(
        [each.select("person", pl.col(side).alias("at")) for each in (base, away) for side in ("from", "to")]
    )
    points = points.unique().sort("person", "at")
    points = points.with_columns(pl.col("at").shift(-1).over("person").alias("until")).drop_nulls("until")
    for name, frame in (("b", base), ("o", away)):
        side = frame.select(
            "person", pl.col("from").alias("at"), *(pl.col(k).alias(f"{name}_{k}") for k in KEYS[1:])
        )
        points = (
            points.sort("at")
            .join_asof(side.sort("at"), on="at", by="person", check_sortedness=False)
            .sort("person", "at")
        )
    there = pl.col("b_to") > pl.col("at")
    apart = (pl.col("o_to") > pl.col("at")).fill_null(False)
    rows = points.filter(there.fill_null(False)).select(
        "person", "at", "until",
        *(pl.when(apart).then(f"o_{k}").otherwise(f"b_{k}").alias(k) for k in KEYS[3:]),
        (apart | (pl.col("b_from") == pl.col("at"))).alias("own_reason"),
    ).with_columns(pl.when("own_reason").then("why").otherwise(pl.lit("moved")).alias("why"))  # fmt: skip
    return _merged(rows)


def _merged(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that follow one another at one address as one."""
    same = pl.all_horizontal(pl.col(k) == pl.col(k).shift(1) for k in ("person", "address", "household"))
    run = (~(same & (pl.col("at") == pl.col("until").shift(1)))).fill_null(True).cum_sum().alias("run")
    return (
        rows.sort("person", "at").with_columns(run)
        .group_by("run", maintain_order=True)
        .agg(pl.col("person").first(), pl.col("at").first().alias("from"), pl.col("until").last().alias("to"),
             pl.col("address").first(), pl.col("household").first(), pl.col("why").first())
        .select(KEYS)
    )  # fmt: skip


def _second_homes(
    told: Told, members: pl.DataFrame, stays: pl.DataFrame, adopted: pl.DataFrame
) -> pl.DataFrame:
    """Children's second homes: those of the first day, and of some whose parents part later; none once adopted."""
    rows = pl.concat([_known_second(told), _parted(told, members)])
    person = rows["person"].to_numpy()
    leave = told.gone.copy()
    made = adopted.filter("made")
    leave[made["person"].to_numpy()] = made["to"].to_numpy()
    end = np.minimum(told.birth[person] + ADULT_DAYS, leave[person])
    rows = rows.with_columns(pl.Series("end", end)).join(
        stays.rename({"to": "s_to", "from": "s_from"}), on="home"
    )
    rows = rows.with_columns(
        pl.max_horizontal("from", "s_from").alias("from"), pl.min_horizontal("end", "s_to").alias("to")
    )
    there = members.select("person", "home", pl.col("from").alias("m_from"))
    rows = rows.join(there, on=["person", "home"], how="left").with_columns(
        pl.min_horizontal("to", pl.col("m_from").fill_null(NEVER)).alias("to")
    )
    rows = rows.filter((pl.col("from") < pl.col("to")) & (pl.col("from") < told.last))
    return rows.unique(["person", "from", "household"], keep="first").with_columns(
        pl.lit("second_home").alias("why")
    )


def _known_second(told: Told) -> pl.DataFrame:
    order = np.argsort(told.home_id)
    second = told.lived.cast.person["second_home"].fill_null(-1).to_numpy()
    at = order[np.searchsorted(told.home_id[order], second).clip(0, len(order) - 1)]
    has = (second >= 0) & (told.home_id[at] == second)
    who = told.cast_person[has]
    return pl.DataFrame({"person": who, "home": at[has], "from": told.come[who]})


def _parted(told: Told, members: pl.DataFrame) -> pl.DataFrame:
    left = members.filter(pl.col("why") == "separated").select(
        pl.col("person").alias("parent"), pl.col("home").alias("new"), "from"
    )
    parents = parent_positions(told)
    children = pl.concat([
        pl.DataFrame({"person": np.flatnonzero(at >= 0), "parent": at[at >= 0]}) for at in parents.values()
    ])  # fmt: skip
    rows = children.join(left, on="parent")
    who = rows["person"].to_numpy()
    young = told.birth[who] + ADULT_DAYS > rows["from"].to_numpy()
    there = (told.come[who] <= rows["from"].to_numpy()) & (told.gone[who] > rows["from"].to_numpy())
    both = uniform(told.seed, "two_homes", told.lived.end.key[who]) < TWO_HOMES
    return rows.filter(pl.Series(young & there & both)).select("person", pl.col("new").alias("home"), "from")


def _frame(told: Told, rows: pl.DataFrame) -> pl.DataFrame:
    to = rows["to"].to_numpy()
    rows = rows.with_columns(
        pl.Series("person", told.person_id[rows["person"].to_numpy()]),
        dates(rows["from"].to_numpy()).alias("from_date"),
        dates(np.where(to >= told.last, NEVER, to)).alias("to_date"),
    )
    rows = rows.select(pl.col(column).cast(kind) for column, kind in RESIDENCE.items())
    return rows.sort("person", "from_date", "household")
