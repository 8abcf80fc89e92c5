"""Which invented residents meet which services, and when: a plain draw, with no cause and no course of life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from wholeplace.demo.people import AS_OF

LIKELY = {
    "referral": 0.16,
    "early_help": 0.10,
    "adult_care": 0.05,
    "older_care": 0.30,
    "arrears": 0.09,
    "voluntary": 0.06,
}
NEEDS = ("N1", "N2", "N4", "N5", "N8")
FACTORS = ("3B", "4B", "2B", "1B", "4A", "8B", "10A", "22A")
PLACES = ("U6", "U4", "U1", "K2", "P1", "H5")


@dataclass(frozen=True)
class Lives:
    """Dated contacts by kind; every frame has `person` and dates, null where something still goes on."""

    referrals: pl.DataFrame
    plans: pl.DataFrame
    looked_after: pl.DataFrame
    early_help: pl.DataFrame
    adult_care: pl.DataFrame
    arrears: pl.DataFrame
    voluntary: pl.DataFrame


def make_lives(people: pl.DataFrame, seed: int) -> Lives:
    """Draw who meets which service. Families with one child referred have all their children referred."""
    random = np.random.default_rng(seed + 1)
    children = people.filter(pl.col("role") == "child")
    adults = people.filter(pl.col("role") == "adult")
    homes = _some(children.select("home").unique(maintain_order=True), LIKELY["referral"], random)
    referrals = _dated(children.join(homes, on="home", maintain_order="left"), 1100, 250, random)
    referrals = referrals.with_columns(
        pl.Series("need", random.choice(NEEDS, referrals.height)),
        pl.Series("factor", random.choice(FACTORS, referrals.height)),
    )
    old = (pl.col("birth_date").dt.year() <= AS_OF.year - 65).alias("old")
    share = np.where(adults.select(old).to_series().to_numpy(), LIKELY["older_care"], LIKELY["adult_care"])
    cared = adults.filter(pl.Series(random.random(adults.height) < share))
    return Lives(
        referrals=referrals,
        plans=_within(referrals, 0.25, random),
        looked_after=_placed(_within(referrals, 0.12, random), random),
        early_help=_dated(_some(children, LIKELY["early_help"], random), 900, 200, random),
        adult_care=_dated(cared, 1500, 400, random),
        arrears=_dated(
            _some(adults.unique("home", keep="first", maintain_order=True), LIKELY["arrears"], random),
            700,
            300,
            random,
        ),
        voluntary=_dated(_some(people, LIKELY["voluntary"], random), 600, 120, random),
    )


def _some(frame: pl.DataFrame, share: float, random: np.random.Generator) -> pl.DataFrame:
    return frame.filter(pl.Series(random.random(frame.height) < share, dtype=pl.Boolean))


def _dated(frame: pl.DataFrame, back: int, length: int, random: np.random.Generator) -> pl.DataFrame:
    """A start in the last `back` days, never before birth, and an end about `length` days on if not yet to come."""
    earliest = [max(AS_OF - timedelta(days=back), born) for born in frame["birth_date"].to_list()]
    room = [max(1, (AS_OF - day).days) for day in earliest]
    starts = [
        day + timedelta(days=int(u * n))
        for day, u, n in zip(earliest, random.random(len(room)), room, strict=True)
    ]
    lengths = random.exponential(length, len(starts)).astype(int) + 7
    ends: list[date | None] = [s + timedelta(days=int(n)) for s, n in zip(starts, lengths, strict=True)]
    ends = [end if end and end <= AS_OF else None for end in ends]
    columns = {"start": pl.Series(starts, dtype=pl.Date), "end": pl.Series(ends, dtype=pl.Date)}
    return frame.with_columns(**columns)


def _within(frame: pl.DataFrame, share: float, random: np.random.Generator) -> pl.DataFrame:
    """Some rows, starting a month after the row does and ending with it."""
    some = _some(frame, share, random)
    later = pl.min_horizontal(pl.col("start") + pl.duration(days=30), pl.lit(AS_OF))
    return some.with_columns(later.alias("start")).filter(
        pl.col("end").is_null() | (pl.col("end") > pl.col("start"))
    )


def _placed(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    return frame.with_columns(pl.Series("place", random.choice(PLACES, frame.height)))
