"""Where people live apart from their home: children who are looked after or left alone, care leavers, care homes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.lives.dwellings.alone import KEPT, left_alone
from wholeplace.demo.lives.dwellings.stays import pool
from wholeplace.demo.lives.told.index import NEVER, Told
from wholeplace.dynamics.draws import uniform

Ints = npt.NDArray[np.int64]
POOLS = {
    "looked_after_fostering": ("foster",),
    "looked_after_childrens_home": ("childrens_home",),
    "looked_after_residential_school": ("other", "childrens_home"),
    "looked_after_secure": ("other", "childrens_home"),
    "looked_after_custody": ("other", "childrens_home"),
    "looked_after_other": ("other", "foster"),
    "looked_after_supported_accommodation": ("hostel", "hmo"),
    "care_leaver": ("hmo", "hostel"),
    "residential": ("care_home", "nursing_home"),
    "nursing": ("nursing_home", "care_home"),
}
"""Kinds of address of each state, the first there is any of. Placed with parents is at home."""
FOR_ADOPTION = "looked_after_placed_for_adoption"
KIN = "looked_after_kinship_fostering"
LEAVERS = 0.4
"""Share of care leavers who live in shared rooms and not with family or former carers: assumed."""
MOVES, LONG = 0.35, 300
"""Share of foster placements of over LONG days that are two, one after the other: assumed, near the tenth of
children looked after who have three placements in a year."""
KIN_AGES = (40, 68)
"""Ages on the first day of relations drawn where no grandparent lives in the place: assumed."""
GRANDPARENTS = (("mother", "mother"), ("mother", "father"), ("father", "mother"), ("father", "father"))
WHY = {"residential": "care_home", "nursing": "care_home", KEPT: "moved"}


def placements(
    told: Told, rows: pl.DataFrame, address: pl.DataFrame, members: pl.DataFrame, adopted: pl.DataFrame
) -> pl.DataFrame:
    """person, from, to, state, address (null with kin or adopters), kin (position of the carer, else null), why.

    rows: `told.spells.personal`. members: `told.members.memberships`. adopted: `dwellings.adopted.adoptions`.
    """
    away = rows.filter(pl.col("state").is_in([*POOLS, KIN, FOR_ADOPTION])).rename({"unit": "person"})
    away = away.select("person", "state", pl.col("from").clip(lower_bound=told.first), "to")
    draw = uniform(told.seed, "care_leaver_home", told.lived.end.key[away["person"].to_numpy()])
    away = away.filter((pl.col("state") != "care_leaver") | pl.Series(draw < LEAVERS))
    away = pl.concat([away, left_alone(told, members, away).select(away.columns)])
    away = _split(told, away)
    return away.with_columns(
        _addresses(told, away, address),
        _carers(told, away, adopted),
        pl.col("state").replace_strict(WHY, default="care", return_dtype=pl.String).alias("why"),
    ).sort("person", "from")


def _split(told: Told, away: pl.DataFrame) -> pl.DataFrame:
    """Some long foster placements as two."""
    who, begin = told.lived.end.key[away["person"].to_numpy()], away["from"].to_numpy()
    end = np.minimum(away["to"].to_numpy(), told.last)
    long = (away["state"] == "looked_after_fostering").to_numpy() & (end - begin > LONG)
    long &= uniform(told.seed, "placement_moves", who, begin) < MOVES
    middle = begin + (
        (0.2 + 0.6 * uniform(told.seed, "placement_move_day", who, begin)) * (end - begin)
    ).astype(np.int64)
    first = away.with_columns(pl.Series("to", np.where(long, middle, away["to"].to_numpy())))
    second = away.with_columns(pl.Series("from", middle)).filter(pl.Series(long))
    return pl.concat([first, second]).sort("person", "from")


def _addresses(told: Told, away: pl.DataFrame, address: pl.DataFrame) -> pl.Series:
    draw = uniform(
        told.seed, "placement", told.lived.end.key[away["person"].to_numpy()], away["from"].to_numpy()
    )
    found = np.full(away.height, -1, np.int64)
    for state, kinds in POOLS.items():
        places, of = pool(address, *kinds), (away["state"] == state).to_numpy()
        if len(places):
            found[of] = places[(draw[of] * len(places)).astype(np.int64)]
    return pl.Series("address", found).replace({-1: None})


def _carers(told: Told, away: pl.DataFrame, adopted: pl.DataFrame) -> pl.Series:
    """Kin, or those who are to adopt."""
    adopters = adopted.select("person", pl.col("adopter").alias("kin")).unique("person", keep="first")
    waiting = away.join(adopters, on="person", how="left", maintain_order="left")["kin"]
    return pl.select(
        kin=pl.when(away["state"] == FOR_ADOPTION).then(waiting).otherwise(_kin(told, away))
    ).to_series()


def _kin(told: Told, away: pl.DataFrame) -> pl.Series:
    """The carer of each child with kin: a grandparent in the place, else another relation of middle age."""
    child, day = away["person"].to_numpy(), away["from"].to_numpy()
    drawn = women_who_stay(told, *KIN_AGES)
    draw = uniform(told.seed, "kin", told.lived.end.key[child])
    kin = drawn[(draw * len(drawn)).astype(np.int64)] if len(drawn) else np.full(len(child), -1)
    parents = parent_positions(told)
    for first, second in reversed(GRANDPARENTS):
        parent = parents[first][child]
        other = np.where(parent >= 0, parents[second][parent], -1)
        there = (other >= 0) & (told.come[other] <= day) & (told.gone[other] > day)
        kin = np.where(there, other, kin)
    with_kin = away["state"].is_in([KIN, KEPT]).to_numpy() & (kin >= 0)
    return pl.Series("kin", np.where(with_kin, kin, -1)).replace({-1: None})


def women_who_stay(told: Told, youngest: int, oldest: int) -> Ints:
    """Women who are of these ages on the first day, have a home in the place then, and stay in it."""
    end, age = told.lived.end, (told.first - told.birth) / 365.25
    home = told.home_at(told.family, end.home)
    area = np.where(home >= 0, end.home_area[home], -1)
    kept = (
        (end.sex == 0)
        & (age >= youngest)
        & (age <= oldest)
        & (told.gone == NEVER)
        & (told.come <= told.first)
        & (area >= 0)
    )
    return np.flatnonzero(kept)


def parent_positions(told: Told) -> dict[str, Ints]:
    """Position of each person's mother and father, in the family or elsewhere in the place; -1 where not known."""
    found = {}
    order = np.argsort(told.person_id)
    numbers = told.person_id[order]
    for tie in ("mother", "father"):
        at = told.person_at(told.family, getattr(told.lived.end, tie))
        known = told.lived.cast.person[tie].fill_null(-1).to_numpy()
        place = np.searchsorted(numbers, known).clip(0, len(numbers) - 1)
        at[told.cast_person] = np.where(numbers[place] == known, order[place], -1)
        found[tie] = at
    return found
