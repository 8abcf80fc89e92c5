"""What a place shows of the figures that lives are fitted to: counts on a day, and moves in the year before.

One definition for both who count: `counted` reads the engine's arrays (`Shown`) while lives are fitted, and the
finished place (`likeness.seen.Seen`) for the page that holds it against published figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from wholeplace.demo.lives.fitting.fits import Fit, matching
from wholeplace.dynamics import Model, Population
from wholeplace.dynamics.rates import load_rates

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
YEAR = 12
SUSPENDED_AGAIN = 1.0
"""Suspensions a year of a pupil who was suspended once and whose exclusion from school goes on. Assumed."""


class Place(Protocol):
    """What figures are counted from. Masks are over people; `who` are positions of people, `when` months or days."""

    def aged(self, ages: tuple[int, int]) -> Bools:
        """Who is present and of these ages."""
        ...

    def holds(self, patterns: Iterable[str]) -> Bools:
        """Who holds any of the factors or states."""
        ...

    def homes_hold(self, patterns: Iterable[str]) -> float:
        """How many homes lived in hold any of the factors or states."""
        ...

    def homes(self) -> float:
        """Households, as the census counts them."""
        ...

    def happened(self, patterns: Iterable[str]) -> tuple[Ints, Ints]:
        """Who and when, of each move in the year before."""
        ...

    def held(self, factor: str, who: Ints, when: Ints, *, by_parent: bool) -> Bools:
        """Whether each of these people, or a parent of theirs, held a factor then."""
        ...

    def suspended(self) -> float:
        """People suspended at least once in the year before."""
        ...


@dataclass(frozen=True)
class Shown:
    """A population as it stands at the start of `month`, and the events (`Lives.events`) that led up to it.

    weight: how much of a household each home is (`population.Cast.home`): those who share a house are one.
    """

    model: Model
    population: Population
    month: int
    events: np.ndarray
    weight: Floats

    @cached_property
    def family(self) -> Ints:
        """Each person's family."""
        return np.repeat(np.arange(len(self.population.family_key)), np.diff(self.population.family_start))

    @cached_property
    def home(self) -> Ints:
        """Each person's home, over all homes; -1 for those who are gone."""
        at = self.population.home_start[self.family] + self.population.home
        return np.where(self.population.home >= 0, at, -1)

    @cached_property
    def here(self) -> Bools:
        """Who is present."""
        return (self.population.home >= 0) & (self.population.enter <= self.month)

    @cached_property
    def age(self) -> Ints:
        """Whole years on the last day before `month`."""
        return (self.month - 1 - self.population.birth).astype(np.int64) // YEAR

    @cached_property
    def lived_in(self) -> Bools:
        """Homes with somebody present."""
        return self._any_home(self.here)

    def aged(self, ages: tuple[int, int]) -> Bools:
        """Who is present and of these ages."""
        return self.here & (self.age >= ages[0]) & (self.age < ages[1])

    def holds(self, patterns: Iterable[str]) -> Bools:
        """Who holds any of the factors or states, of their own or of their home."""
        own, homes = self._bits(patterns, self.population.factors, self.population.states, shared=False)
        at, _ = self._bits(patterns, self.population.home_factors, self.population.home_states, shared=True)
        return own | (at[self.home] & (self.home >= 0)) if homes else own

    def homes_hold(self, patterns: Iterable[str]) -> float:
        """How many homes lived in hold any of the factors or states."""
        held = self._bits(patterns, self.population.home_factors, self.population.home_states, shared=True)[0]
        return _sum(held & self.lived_in)

    def homes(self) -> float:
        """Households, as the census counts them."""
        return float(self.weight[self.lived_in].sum())

    def with_age(self, ages: tuple[int, int]) -> Bools:
        """Homes with somebody of these ages."""
        return self._any_home(self.aged(ages))

    def events_of(self, patterns: Iterable[str]) -> np.ndarray:
        """Events of the effects in the year before."""
        at = np.zeros(len(self.model.effects), np.bool_)
        at[list(matching(tuple(patterns), tuple(self.model.effects)))] = True
        events = self.events
        return events[
            at[events["effect"]] & (events["month"] >= self.month - YEAR) & (events["month"] < self.month)
        ]

    def happened(self, patterns: Iterable[str]) -> tuple[Ints, Ints]:
        """Who and in which month, of each event of people in the year before."""
        events = self.events_of(patterns)
        return self.population.family_start[events["family"]] + events["member"], events["month"].astype(
            np.int64
        )

    def held(self, factor: str, who: Ints, when: Ints, *, by_parent: bool) -> Bools:
        """Whether each held a factor of their own after that month, told from how things stand now and back."""
        if not by_parent:
            return self._held_at(factor, who, when)
        found = np.zeros(len(who), np.bool_)
        for tie in (self.population.mother, self.population.father):
            parent = self.population.family_start[self.family[who]] + np.maximum(tie[who], 0)
            found |= (tie[who] >= 0) & self._held_at(factor, parent, when)
        return found

    def _held_at(self, factor: str, who: Ints, when: Ints) -> Bools:
        """Now, turned about once for each start and end since."""
        now = self.holds((factor,))
        person, month = self.happened((f"{factor}:start", f"{factor}:end"))
        first = self.month - YEAR
        changes = np.sort(person * YEAR + month - first)
        since = np.searchsorted(changes, (who + 1) * YEAR) - np.searchsorted(
            changes, who * YEAR + when - first, side="right"
        )
        return (now[who] ^ (since % 2 == 1)) & (self.population.gone[who] > when)

    def suspended(self) -> float:
        """Pupils suspended in the year: those whose exclusion began in it, and by chance those whose went on."""
        factor = "factor:school_exclusion"
        pupil = self.aged((5, 16))
        began = np.zeros(len(pupil), np.bool_)
        began[self.happened((f"{factor}:start",))[0]] = True
        everybody = np.arange(len(pupil))
        before = self._held_at(factor, everybody, np.full(len(pupil), self.month - YEAR - 1))
        ended, month = self.happened((f"{factor}:end",))
        years = np.ones(len(pupil))
        years[ended] = (month - (self.month - YEAR) + 0.5) / YEAR
        again = 1 - np.exp(-SUSPENDED_AGAIN * years)
        return float(np.where(began, 1.0, np.where(before, again, 0.0))[pupil].sum())

    def _any_home(self, people: Bools) -> Bools:
        found = np.zeros(len(self.population.home_key), np.bool_)
        found[self.home[people & (self.home >= 0)]] = True
        return found

    def _bits(
        self,
        patterns: Iterable[str],
        factors: npt.NDArray[np.uint64],
        states: npt.NDArray[np.uint8],
        *,
        shared: bool,
    ) -> tuple[Bools, bool]:
        """Which rows hold any of the patterns, and whether any pattern is of what homes share."""
        found = np.zeros(len(factors), np.bool_)
        level, other = load_rates().homes, False
        names = tuple(f"factor:{each}" for each in self.model.factors)
        for place in matching(tuple(patterns), names):
            other |= self.model.factors[place] in level
            if (self.model.factors[place] in level) == shared:
                found |= (factors >> np.uint64(place)) & np.uint64(1) != 0
        for column, track in enumerate(self.model.names.tracks):
            wanted = matching(tuple(patterns), tuple(f"{track.id}:{state.id}" for state in track.states))
            other |= bool(wanted) and track.id in level
            if wanted and (track.id in level) == shared:
                table = np.zeros(len(track.states) + 1, np.bool_)
                table[np.array(wanted) + 1] = True
                found |= table[states[:, column]]
        return found, other


def counted(fit: Fit, place: Place) -> tuple[float, float]:
    """What a figure counts, and what it is counted over: `per` times the one by the other is the measure.

    Raises ValueError for a figure that only the engine can count.
    """
    if fit.kind == "stock":
        return _sum(place.holds(fit.counts) & place.aged(fit.ages)), _sum(place.aged(fit.of))
    if fit.kind == "homes":
        return place.homes_hold(fit.counts), place.homes()
    if fit.kind == "share":
        among = place.holds(fit.among) & place.aged(fit.of)
        return _sum(place.holds(fit.counts) & among), _sum(among)
    if fit.kind in ("begun_with", "begun_by_parent"):
        who, when = place.happened(fit.among)
        held = place.held(fit.counts[0], who, when, by_parent=fit.kind == "begun_by_parent")
        return _sum(held), float(len(who))
    if fit.kind == "flow":
        return float(len(place.happened(fit.counts)[0])), _sum(place.aged(fit.of))
    if fit.kind == "suspended":
        return place.suspended(), _sum(place.aged(fit.of))
    raise ValueError(f"{fit.measure} is counted inside the engine alone")


def found(fit: Fit, shown: Shown) -> tuple[float, float]:
    """The same of the engine's arrays, those figures too that only the engine can count."""
    if fit.kind == "left":
        return _left(shown), _sum(shown.aged(fit.of))
    if fit.kind == "homes_here":
        return _sum(shown.lived_in), _sum(shown.here)
    if fit.kind == "homes_flow":
        events = shown.events_of(fit.counts)
        homes = shown.population.home_start[events["family"]] + events["member"]
        return _sum(shown.with_age(fit.ages)[homes]), shown.homes()
    return counted(fit, shown)


def _left(shown: Shown) -> float:
    """People gone in the year before who did not die."""
    gone = shown.population.gone
    died = len(shown.events_of(("life:death",)))
    return _sum((gone >= shown.month - YEAR) & (gone < shown.month)) - died


def _sum(held: npt.NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(held))
