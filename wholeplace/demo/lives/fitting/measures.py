"""What a population shows of the figures that lives are fitted to: counts on a day, and moves in the year before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wholeplace.demo.lives.fitting.fits import NEED, Fit, matching
from wholeplace.dynamics import Model, Population
from wholeplace.dynamics.rates import load_rates

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
YEAR = 12


@dataclass(frozen=True)
class Shown:
    """A population as it stands at the start of `month`, and the events (`Lives.events`) that led up to it."""

    model: Model
    population: Population
    month: int
    events: np.ndarray

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
        """Whole years."""
        return (self.month - self.population.birth).astype(np.int64) // 12

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

    def homes_hold(self, patterns: Iterable[str]) -> Bools:
        """Which homes hold any of the factors or states."""
        return self._bits(patterns, self.population.home_factors, self.population.home_states, shared=True)[0]

    def parent_holds(self, held: Bools) -> Bools:
        """Whose mother or father, present anywhere, is among those who hold."""
        found = np.zeros(len(held), np.bool_)
        for tie in (self.population.mother, self.population.father):
            other = self.population.family_start[self.family] + np.maximum(tie, 0)
            found |= (tie >= 0) & held[other] & self.here[other]
        return found

    def people_of(self, homes: Bools) -> Bools:
        """People who live in the homes."""
        return homes[self.home] & (self.home >= 0)

    def with_age(self, ages: tuple[int, int]) -> Bools:
        """Homes with somebody of these ages."""
        return self._any_home(self.aged(ages))

    def happened(self, patterns: Iterable[str]) -> np.ndarray:
        """Events of the effects in the year before."""
        at = np.zeros(len(self.model.effects), np.bool_)
        at[matching(tuple(patterns), self.model.effects)] = True
        events = self.events
        return events[
            at[events["effect"]] & (events["month"] >= self.month - YEAR) & (events["month"] < self.month)
        ]

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
        names = [f"factor:{each}" for each in self.model.factors]
        for place in matching(tuple(patterns), names):
            other |= self.model.factors[place] in level
            if (self.model.factors[place] in level) == shared:
                found |= (factors >> np.uint64(place)) & np.uint64(1) != 0
        for column, track in enumerate(self.model.names.tracks):
            wanted = matching(tuple(patterns), [f"{track.id}:{state.id}" for state in track.states])
            other |= bool(wanted) and track.id in level
            if wanted and (track.id in level) == shared:
                table = np.zeros(len(track.states) + 1, np.bool_)
                table[np.array(wanted) + 1] = True
                found |= table[states[:, column]]
        return found, other


def found(fit: Fit, shown: Shown) -> tuple[float, float]:
    """What a fit counts, and what it is counted over: `per` times the one by the other is the measure."""
    if fit.kind == "stock":
        return _sum(shown.holds(fit.counts) & shown.aged(fit.ages)), _sum(shown.aged(fit.of))
    if fit.kind == "homes":
        return _sum(shown.homes_hold(fit.counts) & shown.lived_in), _sum(shown.lived_in)
    if fit.kind == "share":
        among = shown.holds(fit.among) & shown.aged(fit.of)
        return _sum(shown.holds(fit.counts) & among), _sum(among)
    if fit.kind in ("among_needy", "parents_of_needy"):
        needy, held = shown.holds(NEED) & shown.aged(fit.of), shown.holds(fit.counts)
        held = shown.parent_holds(held) if fit.kind == "parents_of_needy" else held
        return _sum(held & needy), _sum(needy)
    if fit.kind == "left":
        return _left(shown), _sum(shown.aged(fit.of))
    if fit.kind == "homes_here":
        return _sum(shown.lived_in), _sum(shown.here)
    happened = shown.happened(fit.counts)
    if fit.kind == "flow":
        return float(len(happened)), _sum(shown.aged(fit.of))
    homes = shown.population.home_start[happened["family"]] + happened["member"]
    return _sum(shown.with_age(fit.ages)[homes]), _sum(shown.lived_in)


def _left(shown: Shown) -> float:
    """People gone in the year before who did not die."""
    gone = shown.population.gone
    return _sum((gone >= shown.month - YEAR) & (gone < shown.month)) - len(shown.happened(("life:death",)))


def _sum(held: npt.NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(held))
