"""The finished place as figures are counted from it: the same questions that fitting asks of the engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.likeness.counts import open_on, present
from wholeplace.demo.lives.fitting.fits import matching
from wholeplace.demo.world import World

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
FAR = date(9999, 12, 31)
CAME = ("arrived", "joined")
APART = ("care", "second_home")


@dataclass(frozen=True)
class Seen:
    """A made place at the end of a day, and the year up to it. Masks are over `world.person`; `when` are days."""

    world: World
    day: date

    @property
    def first(self) -> date:
        """The day a year before: what happened after it is of the year."""
        return self.day.replace(year=self.day.year - 1)

    @cached_property
    def people(self) -> pl.DataFrame:
        """Residents on the day, as `counts.present`, with their position `at`."""
        return present(self.world, self.day).join(
            self._places, on="person", how="left", maintain_order="left"
        )

    @cached_property
    def _places(self) -> pl.DataFrame:
        return self.world.person.select("person").with_row_index("at").cast({"at": pl.Int64})

    @cached_property
    def _came(self) -> pl.DataFrame:
        """The day on which each came from elsewhere, whatever they brought with them."""
        return self.world.residence.filter(pl.col("why").is_in(CAME)).select("person", "from_date")

    def aged(self, ages: tuple[int, int]) -> Bools:
        """Who is present and of these ages."""
        return self._mask(self.people.filter(pl.col("age") >= ages[0], pl.col("age") < ages[1])["person"])

    def holds(self, patterns: Iterable[str]) -> Bools:
        """Who holds any of the factors or states on the day."""
        return self._mask(self._matching(self._open, patterns)["person"])

    def homes_hold(self, patterns: Iterable[str]) -> float:
        """Households with somebody who holds any of the factors or states."""
        held = self.people.filter(pl.Series(self.holds(patterns)).gather(self.people["at"]))
        return float(held["household"].n_unique())

    def homes(self) -> float:
        """Households on the day."""
        return float(self.people["household"].n_unique())

    def happened(self, patterns: Iterable[str]) -> tuple[Ints, Ints]:
        """Who and when, of each move in the year; what somebody brought on coming to the place is none."""
        rows = self._matching(self._begun, patterns)
        rows = rows.join(self._came, on=["person", "from_date"], how="anti").join(self._places, on="person")
        rows = rows.sort("from_date", "at")
        return rows["at"].to_numpy(), rows["from_date"].to_physical().cast(pl.Int64).to_numpy()

    def held(self, factor: str, who: Ints, when: Ints, *, by_parent: bool) -> Bools:
        """Whether each, or the mother or father of the same family, held a factor on that day."""
        asked = pl.DataFrame({"n": np.arange(len(who)), "at": who, "day": when})
        asked = asked.with_columns(pl.col("day").cast(pl.Int32).cast(pl.Date))
        if by_parent:
            asked = pl.concat([self._parents(tie, asked) for tie in ("mother", "father")])
        else:
            asked = asked.with_columns(self.world.person["person"].gather(asked["at"]).alias("holder"))
        held = self.world.exposure.filter(pl.col("factor") == factor.removeprefix("factor:"))
        rows = asked.join(held.select("from_date", "to_date", holder="person"), on="holder").filter(
            pl.col("from_date") <= pl.col("day"), pl.col("to_date").fill_null(FAR) > pl.col("day")
        )
        found = np.zeros(len(who), np.bool_)
        found[rows["n"].to_numpy()] = True
        return found

    def suspended(self) -> float:
        """Pupils suspended or excluded at least once in the year."""
        events = self.world.event.filter(
            pl.col("kind").is_in(["suspension", "permanent_exclusion"]),
            pl.col("date") > self.first,
            pl.col("date") <= self.day,
        )
        return float(np.count_nonzero(self._mask(events["person"]) & self.aged((5, 16))))

    def child_areas(self, states: Iterable[str]) -> pl.DataFrame:
        """Children on the day: `area` of the home they live in, or lived in before care, and whether in any state."""
        home = self.world.residence.filter(~pl.col("why").is_in(APART), pl.col("from_date") <= self.day)
        home = home.sort("person", "from_date").unique("person", keep="last", maintain_order=True)
        home = home.join(self.world.address.select("address", "area"), on="address")
        children = (
            self.people.filter(pl.col("age") < 18)
            .select("person", "at")
            .join(home.select("person", "area"), on="person", maintain_order="left")
        )
        return children.with_columns(pl.Series(self.holds(states)).gather(children["at"]).alias("helped"))

    def _parents(self, tie: str, asked: pl.DataFrame) -> pl.DataFrame:
        person = self.world.person.with_row_index("at").cast({"at": pl.Int64})
        family = person.select(pl.col("person").alias("holder"), pl.col("family").alias("of"))
        known = person.select("at", "family", pl.col(tie).alias("holder")).join(family, on="holder")
        return asked.join(
            known.filter(pl.col("of") == pl.col("family")).select("at", "holder"), on="at"
        ).select("n", "at", "day", "holder")

    @cached_property
    def _open(self) -> pl.DataFrame:
        """person, effect: what everybody holds on the day, factors and states."""
        state = pl.concat_str("track", "state", separator=":").alias("effect")
        held = open_on(self.world.exposure, self.day).select("person", _factor())
        return pl.concat([held, open_on(self.world.spell, self.day).select("person", state)])

    @cached_property
    def _begun(self) -> pl.DataFrame:
        """person, from_date, effect: births, starts of factors, and moves within a track, in the year."""
        of_year = pl.col("from_date").is_between(self.first, self.day, closed="right")
        columns = ("person", "from_date", "effect")
        born = self.world.residence.filter(of_year, pl.col("why") == "birth").with_columns(
            effect=pl.lit("life:birth")
        )
        starts = self.world.exposure.filter(of_year).with_columns((_factor() + ":start").alias("effect"))
        spells = self.world.spell.sort("person", "track", "from_date")
        follows = pl.col("to_date").shift(1).over("person", "track") == pl.col("from_date")
        before = pl.when(follows).then(pl.col("state").shift(1).over("person", "track")).fill_null("none")
        moves = spells.with_columns(before.alias("before")).filter(of_year)
        moves = moves.with_columns(pl.format("{}:{}>{}", "track", "before", "state").alias("effect"))
        return pl.concat([frame.select(columns) for frame in (born, starts, moves)])

    def _matching(self, frame: pl.DataFrame, patterns: Iterable[str]) -> pl.DataFrame:
        names = tuple(frame["effect"].unique().sort().to_list())
        wanted = [names[n] for n in matching(tuple(patterns), names)]
        return frame.filter(pl.col("effect").is_in(wanted))

    def _mask(self, person: pl.Series) -> Bools:
        return self.world.person["person"].is_in(person.unique().implode()).to_numpy()


def _factor() -> pl.Expr:
    return pl.format("factor:{}", "factor").alias("effect")
