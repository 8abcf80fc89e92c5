"""Generated cases for the engine: small maps with every kind of effect, link and programme, and a few families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from tests.support.engine_maps import HOLDERS, START, factor, link, rate, track
from tests.support.engine_people import made_families
from wholeplace.dynamics import HERE, Adjust, Model, Population, Rate, Rates, compile_model
from wholeplace.dynamics.compiled.names import LIVES
from wholeplace.dynamics.draws import uniform
from wholeplace.system_map import Programme, SystemMap

AREAS = ("north", "south", "east")
PERSONAL = ("domestic_abuse", "illness", "strain", "help")
SHARED = ("poverty", "damp")
TRACKS = {"care": ("early", "away_near", "away_far"), "plan": ("drafted",), "housing": ("risk", "hostel")}
HOMES = frozenset({*SHARED, "housing"})
MONTHS = 24


class Draws:
    """Numbers of one case, in turn."""

    def __init__(self, case: int) -> None:
        self.case, self.step = case, 0

    def number(self, low: float = 0.0, high: float = 1.0) -> float:
        """A number between two."""
        self.step += 1
        return low + (high - low) * float(uniform(11, "case", [self.case], [self.step])[0])

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to under high."""
        return int(self.number(low, high))

    def one(self, choices: Sequence[Any]) -> Any:
        """One of some."""
        return choices[self.whole(0, len(choices))]


@dataclass(frozen=True)
class Case:
    """What `simulate` and its twin are given."""

    model: Model
    population: Population
    seed: int
    first_month: int
    demography: bool


def case(number: int) -> Case:
    """A case by number: always the same."""
    draws = Draws(number)
    model = compile_model(**_parts(draws))
    population = made_families(model, 4, number, hold=draws.number(0.0, 0.4))
    if draws.number() < 0.5:
        _entering(draws, population)
    return Case(model, population, draws.whole(0, 1 << 30), draws.whole(-30, 10), draws.number() < 0.85)


def _entering(draws: Draws, population: Population) -> None:
    """Some come later, some are gone already."""
    for person in range(len(population.key)):
        if draws.number() < 0.15:
            population.enter[person] = draws.whole(-20, 30)
        elif draws.number() < 0.1:
            population.home[person], population.gone[person] = -1, -40
    gone = population.gone < HERE
    partner = population.family_start[:-1].repeat(np.diff(population.family_start)) + population.partner
    lost = gone | ((population.partner >= 0) & gone[np.where(population.partner >= 0, partner, 0)])
    population.partner[lost] = -1


def _effects(draws: Draws) -> list[str]:
    every = [f"factor:{name}:{what}" for name in (*PERSONAL, *SHARED) for what in ("start", "end")]
    for name, states in TRACKS.items():
        ends = ("none", *states)
        every += [f"{name}:{a}>{b}" for a in ends for b in ends if a != b]
    return [each for each in every if draws.number() < 0.7] + [each for each in LIVES if draws.number() < 0.8]


def _rates(draws: Draws, effects: list[str]) -> list[Rate]:
    rates: list[Rate] = []
    for effect in effects:
        per_year = draws.number(0.1, 1.2) * (0.2 if effect in ("life:death", "home:leave") else 1)
        of_home = effect.split(":")[0] in ("home", *HOMES) or effect.split(":")[1] in HOMES
        if of_home or draws.number() < 0.4:
            rates.append(rate(effect, per_year))
            continue
        age, sex = draws.whole(1, 60), draws.one(("", "F", "M"))
        rates += [rate(effect, per_year, (0, age), sex), rate(effect, per_year * 2, (age, 90))]
    return rates


def _parts(draws: Draws) -> dict[str, Any]:
    effects = _effects(draws)
    factors = [factor(each) for each in (*PERSONAL, *SHARED)] + [factor("trait", "characteristic")]
    tracks = [track(name, states, "away") for name, states in TRACKS.items()]
    links = {each.id: each for each in (_link(draws, effects) for _ in range(draws.whole(0, 25)))}
    built = SystemMap(factors=tuple(factors), tracks=tuple(tracks), links=tuple(links.values()))
    adjusts = [Adjust("trait", draws.one(HOLDERS), draws.one(effects), draws.number(0.5, 3), "made up")]
    programmes = [_programme(draws, each, effects, list(links)) for each in range(draws.whole(0, 4))]
    return {
        "system_map": built, "rates": Rates(tuple(_rates(draws, effects)), tuple(adjusts), HOMES),
        "start": START, "areas": AREAS, "programmes": programmes,
        "scale": {draws.one(effects): draws.number(0.5, 2)},
        "trend": {draws.one(effects): draws.number(0.7, 1.4)} if draws.number() < 0.5 else {},
        "clustered": {draws.one(effects), draws.one(effects)} if draws.number() < 0.5 else set(),
        "area_ratio": {draws.one(effects): [0.5, 1.0, 2.5]} if draws.number() < 0.5 else {},
        "area_weight": [draws.number(), 1.0, draws.number()],
    }  # fmt: skip


def _link(draws: Draws, effects: list[str]):
    grouped = ("care:none>away", "care:away>none", "care:away>away")
    effect = draws.one(effects) if draws.number() < 0.85 else draws.one(grouped)
    return link(draws.one((*PERSONAL, *SHARED)), draws.one(HOLDERS), effect, round(draws.number(0.3, 3), 2))


def _programme(draws: Draws, number: int, effects: list[str], links: list[str]) -> Programme:
    acts_on = [draws.one(effects)]
    acts_on += [f"link:{draws.one(links)}"] if links and draws.number() < 0.6 else []
    people = (
        ["everyone"],
        ["factor:strain"],
        ["care:away"],
        ["housing:risk", "factor:poverty"],
        ["plan:drafted"],
    )
    who = draws.one(people)
    where = draws.one((["everywhere"], ["north"], ["south", "east"]))
    month = draws.whole(0, 20)
    until = date(2023, 1 + draws.whole(0, 12), 1) if draws.number() < 0.5 else None
    return Programme.model_validate({
        "id": f"programme_{number}", "acts_on": acts_on, "multiplies": [draws.number(0.2, 3) for _ in acts_on],
        "who": who, "where": where, "from": date(2021 + month // 12, 1 + month % 12, 1), "until": until,
        "unit_cost": 0, "payer": "council", "evidence": "made up",
    })  # fmt: skip
