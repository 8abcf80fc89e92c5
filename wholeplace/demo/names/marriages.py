"""Surnames that change with marriage and after it."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholeplace.demo.names.people import People
from wholeplace.demo.names.surnames import Surnames, at, joined, text_of
from wholeplace.demo.names.tables import Codes, rate
from wholeplace.dynamics.draws import uniform

_AGE_FROM, _AGE_YEARS, _LEAST_AGE, _WAIT_DAYS = 20, 15, 16, 3 * 365


def changes(people: People, couples: pl.DataFrame, births: Surnames, seed: int, as_of: date) -> pl.DataFrame:
    """Who bore which other surname from when: person, surname, from_date, why (marriage or separation).

    couples: a, b, from_date, to_date. A null from_date is a couple of before the first day, married at an age
    drawn from 20 to 34; others marry within three years of coming together, or not at all.
    """
    pairs = _married(people, couples, seed, as_of)
    changer, giver, joins = _who_changes(people, pairs, seed)
    new, double = at(births, giver), joined(at(births, changer), at(births, giver))
    taken = Surnames(
        np.where(joins, double.first, new.first),
        np.where(joins, double.second, new.second),
        np.full(len(changer), -1),
    )
    found = pairs.with_columns(
        person=pl.Series(people.ids[changer]), surname=text_of(people, changer, taken), why=pl.lit("marriage")
    ).filter(pl.Series(changer >= 0))
    after = _after(people, found, births, seed)
    rows = pl.concat([found.select("person", "surname", "from_date", "why"), after])
    return rows.sort("person", "from_date", "why", "surname").unique(["person", "from_date"], keep="first")


def _married(people: People, couples: pl.DataFrame, seed: int, as_of: date) -> pl.DataFrame:
    """One row a married couple, by (low, high) id: row_a, row_b, from_date (of marriage), ended."""
    pairs = _pairs(people, couples)
    low, high = pairs["low"].to_numpy(), pairs["high"].to_numpy()
    pairs = pairs.with_columns(when=uniform(seed, "married_when", low, high))
    younger = pl.select(
        pl.max_horizontal(*(people.frame["birth"].gather(pairs[row]) for row in ("row_a", "row_b")))
    ).to_series()
    aged = pl.lit(younger).dt.offset_by(f"{_AGE_FROM}y") + pl.duration(days=pl.col("when") * _AGE_YEARS * 365)
    waited = pl.col("together") + pl.duration(days=pl.col("when") * _WAIT_DAYS)
    dated = pairs.with_columns(from_date=pl.coalesce(waited, aged))
    married = uniform(seed, "married", low, high) < rate(
        "married", people.frame["origin"].gather(pairs["row_a"])
    )
    return dated.filter(
        pl.Series(married),
        pl.col("from_date") <= pl.min_horizontal(pl.col("ended").fill_null(as_of), pl.lit(as_of)),
        pl.col("from_date") >= younger.dt.offset_by(f"{_LEAST_AGE}y"),
    )


def _pairs(people: People, couples: pl.DataFrame) -> pl.DataFrame:
    """Couples of people who are here, each once, by (low, high) id, at their first time together."""
    low, high = pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b")
    pairs = couples.select(low=low, high=high, together="from_date", ended="to_date")
    pairs = pairs.sort("low", "high", "together", "ended")
    pairs = pairs.unique(["low", "high"], keep="first", maintain_order=True)
    rows = {"row_a": people.row_of(pairs["low"]), "row_b": people.row_of(pairs["high"])}
    return pairs.with_columns(**{name: pl.Series(row) for name, row in rows.items()}).filter(
        pl.col("row_a") >= 0, pl.col("row_b") >= 0
    )


def _who_changes(people: People, pairs: pl.DataFrame, seed: int) -> tuple[Codes, Codes, np.ndarray]:
    """Rows of who changes (-1: nobody) and of whose name it is, and whether the two are joined."""
    sex, birth, origin = (people.frame[name] for name in ("sex", "birth", "origin"))
    a, b = pairs["row_a"].to_numpy(), pairs["row_b"].to_numpy()
    wife, husband = np.where(sex.gather(a) == "F", a, b), np.where(sex.gather(a) == "F", b, a)
    later = birth.gather(wife).dt.year().to_numpy() >= 1970
    theirs = origin.gather(wife)
    takes = np.where(
        later | (rate("takes_name", theirs) < 0.5),
        rate("takes_name", theirs),
        rate("takes_name_before_1970", theirs),
    )
    draw = uniform(seed, "takes_name", people.ids[wife], people.ids[husband])
    by_husband = draw > 1 - rate("husband_takes_name", theirs)
    changer = np.where(draw < takes, wife, np.where(by_husband, husband, -1))
    joins = uniform(seed, "joins_names", people.ids[wife], people.ids[husband]) < rate("joins_names", theirs)
    return changer, np.where(changer == wife, husband, wife), joins


def _after(people: People, found: pl.DataFrame, births: Surnames, seed: int) -> pl.DataFrame:
    """Those who go back to their surname of birth when the couple parts."""
    draw = uniform(seed, "returns_to_name", found["person"].to_numpy())
    rows = people.row_of(found["person"])
    chance = rate("returns_to_name", people.frame["origin"].gather(rows))
    surname = text_of(people, rows, at(births, rows))
    back = found.with_columns(surname=surname, from_date=pl.col("ended"), why=pl.lit("separation"))
    back = back.filter(pl.Series(draw < chance), pl.col("ended").is_not_null())
    return back.select("person", "surname", "from_date", "why")
