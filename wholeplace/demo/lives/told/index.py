"""Which person, home and day an event of the engine is about.

All that happens to one family in one month happens on one day of it, drawn for that family and month: so nothing
comes before what brought it about, and brothers and sisters meet a service on the same day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.lives.population import grown
from wholeplace.demo.lives.run import Lived
from wholeplace.dynamics import HERE
from wholeplace.dynamics.draws import uniform

Ints = npt.NDArray[np.int64]
NEVER = int(np.datetime64("9999-12-31", "D").astype(np.int64))
"""In place of a day on which something open ends."""


@dataclass(frozen=True)
class Told:
    """Lives with the names of everybody. People and homes are those of the end, by position; days count from 1970.

    Positions are those of `lived.end`. `person_id` gives the number that a position has in the made place.
    """

    lived: Lived
    start: date
    as_of: date
    seed: int

    @property
    def first(self) -> int:
        """The first day."""
        return int(np.datetime64(self.start, "D").astype(np.int64))

    @property
    def last(self) -> int:
        """The day after the last."""
        return int(np.datetime64(self.as_of, "D").astype(np.int64)) + 1

    @cached_property
    def family(self) -> Ints:
        """Family position of each person."""
        return _blocks(self.lived.end.family_start)

    @cached_property
    def home_family(self) -> Ints:
        """Family position of each home."""
        return _blocks(self.lived.end.home_start)

    @cached_property
    def family_id(self) -> Ints:
        """The made place's number of each family position."""
        return self.lived.cast.person["family"].unique().sort().to_numpy()

    @cached_property
    def cast_person(self) -> Ints:
        """Position at the end of each row of the cast's people."""
        return grown(self.lived.cast.population.family_start, self.lived.end.family_start)

    @cached_property
    def cast_home(self) -> Ints:
        """Position at the end of each row of the cast's homes."""
        return grown(self.lived.cast.population.home_start, self.lived.end.home_start)

    @cached_property
    def person_id(self) -> Ints:
        """Number of each person: that of the cast, and for those born or joining later the numbers after it."""
        return _numbered(
            self.cast_person, self.lived.cast.person["person"].to_numpy(), len(self.lived.end.key)
        )

    @cached_property
    def home_id(self) -> Ints:
        """Number of each home: the household of the cast, and for later ones the numbers after it."""
        return _numbered(
            self.cast_home, self.lived.cast.home["household"].to_numpy(), len(self.lived.end.home_key)
        )

    def home_at(self, family: npt.ArrayLike, local: npt.ArrayLike) -> Ints:
        """Position of a family's home; -1 where `local` is -1."""
        local = np.asarray(local).astype(np.int64)
        return np.where(local < 0, -1, self.lived.end.home_start[np.asarray(family)] + local)

    def person_at(self, family: npt.ArrayLike, local: npt.ArrayLike) -> Ints:
        """Position of a family's member; -1 where `local` is -1."""
        local = np.asarray(local).astype(np.int64)
        return np.where(local < 0, -1, self.lived.end.family_start[np.asarray(family)] + local)

    def day(self, family: npt.ArrayLike, month: npt.ArrayLike) -> Ints:
        """The day on which what happens to a family in a month happens; NEVER where the month is HERE."""
        month = np.asarray(month).astype(np.int64)
        never = month == HERE
        first = np.datetime64(self.start, "M") + np.where(never, 0, month)
        days = first.astype("datetime64[D]").astype(np.int64)
        length = (first + 1).astype("datetime64[D]").astype(np.int64) - days
        draw = uniform(self.seed, "day", self.lived.end.family_key[np.asarray(family)], month)
        return np.where(never, NEVER, days + (draw * length).astype(np.int64))

    @cached_property
    def birth(self) -> Ints:
        """Day of birth: known of the cast, the day of the event of those born since, drawn of those who joined."""
        end = self.lived.end
        months = np.datetime64(self.start, "M") + end.birth.astype(np.int64)
        days = months.astype("datetime64[D]").astype(np.int64)
        born = days + (uniform(self.seed, "birth_day", end.key) * 28).astype(np.int64)
        events = self.of("life:birth")
        child = self.person_at(events["family"], events["a"])
        born[child] = self.day(events["family"], events["month"])
        born[self.cast_person] = self.lived.cast.person["birth"].cast(pl.Int32).to_numpy()
        return born

    @cached_property
    def gone(self) -> Ints:
        """The day on which each person died or left; NEVER while here."""
        return self.day(self.family, self.lived.end.gone)

    @cached_property
    def come(self) -> Ints:
        """The first day of each person in the place: the first day of all, of birth, of arriving or of joining."""
        come = np.maximum(self.birth, self.first)
        arrive = self.lived.cast.person["arrive"].to_numpy(allow_copy=True)
        late = ~np.isnan(arrive.astype(np.float64))
        at = self.cast_person[late]
        come[at] = np.maximum(self.day(self.family[at], arrive[late].astype(np.int64)), self.birth[at])
        events = self.of("life:partner")
        come[self.person_at(events["family"], events["a"])] = self.day(events["family"], events["month"])
        return come

    def of(self, *effects: str) -> np.ndarray:
        """Events of these effects."""
        wanted = [
            self.lived.model.effects.index(name) for name in effects if name in self.lived.model.effects
        ]
        return self.lived.events[np.isin(self.lived.events["effect"], wanted)]


def dates(days: npt.ArrayLike) -> pl.Series:
    """Days as dates, null where NEVER."""
    days = np.asarray(days)
    series = pl.Series(np.where(days == NEVER, 0, days).astype(np.int32)).cast(pl.Date)
    return series.set(pl.Series(days == NEVER), None)


def _blocks(starts: Ints) -> Ints:
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def _numbered(known: Ints, numbers: Ints, size: int) -> Ints:
    found = np.full(size, -1, np.int64)
    found[known] = numbers
    new = np.flatnonzero(found < 0)
    found[new] = (numbers.max() + 1 if len(numbers) else 0) + np.arange(len(new))
    return found
