"""People who must be safe: who fled, who is hidden, who was adopted, whose recorded sex changed; and their children.

Rates and shares are in `wholeplace/data/safe.csv`. Most of those who flee are known to no service as such.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.lives.told.index import Told, dates
from wholeplace.demo.world import SAFE
from wholeplace.dynamics.draws import uniform

ADULT_DAYS = 6574
YEAR = 365.25


@cache
def figures() -> dict[str, float]:
    """Each figure of safe.csv."""
    text = files("wholeplace").joinpath("data", "safe.csv").read_text(encoding="utf-8")
    return {row["figure"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}


def safe_frame(
    told: Told, members: pl.DataFrame, adopted: pl.DataFrame, residence: pl.DataFrame, address: pl.DataFrame
) -> pl.DataFrame:
    """World's people who must be safe. adopted: `adoptions`; residence: World's."""
    fled = _fled(told, members, residence, address)
    found = [fled, _adopted(told, adopted), _recognised(told), _protected(told, members, residence)]
    frame = pl.concat(found).filter((pl.col("day") >= told.first) & (pl.col("day") < told.last))
    frame = frame.with_columns(
        pl.Series("person", told.person_id[frame["person"].to_numpy()]),
        dates(frame["day"].to_numpy()).alias("from_date"),
    )
    frame = frame.select(pl.col(name).cast(kind) for name, kind in SAFE.items())
    return frame.sort("person", "from_date", "kind").unique(
        ["person", "kind"], keep="first", maintain_order=True
    )


def _rows(
    person: np.ndarray, kind: object, day: np.ndarray, flagged: npt.ArrayLike, carried: npt.ArrayLike = False
) -> pl.DataFrame:
    size = len(person)
    return pl.DataFrame(
        {
            "person": person,
            "kind": pl.Series(
                np.broadcast_to(np.asarray(kind, dtype=object), size).tolist(), dtype=pl.String
            ),
            "day": day,
            "flagged": np.broadcast_to(flagged, size),
            "carried_over": np.broadcast_to(carried, size),
        },
        schema={
            "person": pl.Int64,
            "kind": pl.String,
            "day": pl.Int64,
            "flagged": pl.Boolean,
            "carried_over": pl.Boolean,
        },
    )


def _fled(told: Told, members: pl.DataFrame, residence: pl.DataFrame, address: pl.DataFrame) -> pl.DataFrame:
    """Everybody who fled, to a refuge or elsewhere, and the children who went too; a home is flagged as one."""
    rows = members.filter(pl.col("why") == "fled").sort("person", "from")
    person, day, home = (rows[name].to_numpy() for name in ("person", "from", "home"))
    refuge = residence.join(address.filter(pl.col("kind") == "refuge").select("address"), on="address")[
        "person"
    ].unique()
    flagged = uniform(told.seed, "flagged", told.lived.end.home_key[home]) < figures()["survivor_flagged"]
    adult = day - told.birth[person] >= ADULT_DAYS
    sheltered = np.isin(told.person_id[person], refuge.to_numpy())
    kind = np.where(adult, np.where(sheltered, "refuge", "survivor"), "child_with")
    return _rows(
        person,
        kind,
        day,
        flagged | sheltered & (uniform(told.seed, "flagged", home, 1) < figures()["refuge_flagged"]),
    )


def _adopted(told: Told, adopted: pl.DataFrame) -> pl.DataFrame:
    """Children for whom an adoption order was made."""
    made = adopted.filter("made")
    person, day = made["person"].to_numpy(), made["to"].to_numpy()
    flagged = uniform(told.seed, "adopted_flagged", told.lived.end.key[person]) < figures()["adopted_flagged"]
    carried = (
        uniform(told.seed, "adopted_carried", told.lived.end.key[person]) < figures()["adopted_carried_over"]
    )
    return _rows(person, "adopted", day, flagged, carried)


def _recognised(told: Told) -> pl.DataFrame:
    """Adults whose recorded sex changed on a drawn day."""
    end, years = told.lived.end, (told.last - told.first) / YEAR
    draw = uniform(told.seed, "gender_recognition", end.key)
    person = np.flatnonzero(draw < figures()["gender_recognition_per_year"] * years)
    day = told.first + (
        uniform(told.seed, "gender_recognition_day", end.key[person]) * (told.last - told.first)
    ).astype(np.int64)
    there = (day - told.birth[person] >= ADULT_DAYS) & (told.come[person] < day) & (told.gone[person] > day)
    person, day = person[there], day[there]
    carried = uniform(told.seed, "gender_carried", end.key[person]) < figures()["gender_carried_over"]
    return _rows(person, "gender_recognition", day, True, carried)


def _protected(told: Told, members: pl.DataFrame, residence: pl.DataFrame) -> pl.DataFrame:
    """Everybody of homes hidden with a new identity from the day on which they moved, children too."""
    at = pl.DataFrame({"person": told.person_id, "at": np.arange(len(told.person_id))})
    moved = residence.filter(pl.col("why") == "moved").join(at, on="person")
    moved = moved.with_columns(pl.col("from_date").cast(pl.Int32).cast(pl.Int64).alias("day"))
    homes = members.join(moved.select(pl.col("at").alias("person"), "day"), on="person")
    homes = homes.filter((pl.col("from") <= pl.col("day")) & (pl.col("day") < pl.col("to"))).sort(
        "home", "day", "person"
    )
    draw = uniform(
        told.seed, "protected", told.lived.end.home_key[homes["home"].to_numpy()], homes["day"].to_numpy()
    )
    kept = homes.filter(pl.Series(draw < figures()["protected_per_move"])).unique(
        "person", keep="first", maintain_order=True
    )
    person, day = kept["person"].to_numpy(), kept["day"].to_numpy()
    return _rows(person, "protected", day, True)
