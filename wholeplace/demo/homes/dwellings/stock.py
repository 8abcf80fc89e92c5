"""Every dwelling of the place: those lived in, establishments, empty ones, and places outside that children go to.

Stock that no figure was read for is assumed, as a share of households or residents, and named below.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholeplace.demo.area import Authority
from wholeplace.demo.homes.counts import Ints, place_within, whole
from wholeplace.demo.homes.residents.kinds import SHARERS, Homes
from wholeplace.demo.homes.residents.parts import NUMBER
from wholeplace.demo.homes.residents.people import People
from wholeplace.dynamics.draws import pick, uniform

KINDS = (
    *("house", "flat", "hmo", "hostel", "refuge", "temporary", "care_home", "nursing_home", "foster"),
    *("childrens_home", "student", "other"),
)
KIND = {name: number for number, name in enumerate(KINDS)}
NO_TENURE, PRIVATE = 5, 4
FLATS_LONDON, FLATS_ELSEWHERE = (
    (0, 0.93, 0.60, 0.20, 0.06),
    (0, 0.75, 0.22, 0.03, 0.02),
)  # by bedrooms; assumed
VACANT = 0.03  # of households: dwellings that stand empty, ready for movers; assumed
TEMPORARY = 0.6  # of the core homelessness rate (% of households, Indices of Deprivation 2025); assumed
BEDS = {"student": 150, "care": 38, "institution": 22}  # residents of an establishment; assumed
NURSING = 0.4  # of care homes; assumed
# Residents for each one there is, at least one: assumed.
ONE_FOR = {"hostel": 20_000, "refuge": 70_000, "care_home": 12_000, "nursing_home": 20_000, "foster": 1_500}
ONE_FOR["childrens_home"] = 25_000
OUTSIDE_ONE_FOR = {"foster": 1_200, "childrens_home": 8_000}


@dataclass
class Stock:
    """Dwellings, one place each, numbered as addresses. area is -1 outside the place."""

    area: Ints
    kind: Ints
    tenure: Ints
    bedrooms: Ints

    def __add__(self, other: Stock) -> Stock:
        return Stock(
            *(
                np.concatenate([getattr(self, name), getattr(other, name)])
                for name in self.__dataclass_fields__
            )
        )


def lived_in(homes: Homes, tenure: Ints, bedrooms: Ints, authority: Authority, seed: int) -> Stock:
    """The dwelling of each private home, in the order of homes; unrelated adults share an HMO."""
    shared = homes.structure == SHARERS
    london = authority.code.startswith("E09")
    share = np.array(FLATS_LONDON if london else FLATS_ELSEWHERE)[np.minimum(bedrooms, 4)]
    flat = uniform(seed, "homes:flat", homes.key) < share
    kind = np.where(shared, KIND["hmo"], np.where(flat, KIND["flat"], KIND["house"]))
    return Stock(homes.area, kind, np.where(shared, PRIVATE, tenure), bedrooms)


def establishments(people: People, first: int, seed: int) -> tuple[Stock, Ints]:
    """Halls, care homes, hostels for those who live in none of the private homes; and each one's address."""
    address = np.full(len(people.area), -1, dtype=np.int64)
    stock = Stock(*(np.zeros(0, dtype=np.int64) for _ in range(4)))
    for part, beds in BEDS.items():
        rows = np.flatnonzero((people.home < 0) & (people.part == NUMBER[part]))
        rank = place_within(people.area[rows], uniform(seed, "homes:beds", people.key[rows]))
        cell, at = np.unique(people.area[rows] * 100_000 + rank // beds, return_inverse=True)
        size = np.bincount(at, minlength=len(cell))
        made = Stock(cell // 100_000, _kinds(part, cell, seed), np.full(len(cell), NO_TENURE), size)
        address[rows] = first + len(stock.area) + at
        stock += made
    return stock, address


def _kinds(part: str, cell: Ints, seed: int) -> Ints:
    draw = uniform(seed, f"homes:{part}", cell)
    if part == "care":
        return np.where(draw < NURSING, KIND["nursing_home"], KIND["care_home"])
    other = np.where(draw < 0.5, KIND["hostel"], KIND["other"])
    return np.full(len(cell), KIND["student"]) if part == "student" else other


def empty(authority: Authority, homes: Stock, seed: int) -> Stock:
    """Vacant houses and flats of each area, like those lived in, and temporary accommodation."""
    areas = authority.areas
    count = np.bincount(homes.area, minlength=areas.height).astype(np.float64)
    vacant = whole(count[:, None] * VACANT, uniform(seed, "homes:vacant", areas["area"].to_numpy()))[:, 0]
    core = areas["core_homelessness_percent"].to_numpy().astype(np.float64) / 100 * TEMPORARY
    spare = whole(count[:, None] * core[:, None], uniform(seed, "homes:temporary", areas["area"].to_numpy()))[
        :, 0
    ]
    ordinary = np.flatnonzero(np.isin(homes.kind, (KIND["house"], KIND["flat"])))
    both = []
    for name, number in (("vacant", vacant), ("temporary", spare)):
        like = _like(homes, ordinary, number, name, seed)
        made = Stock(homes.area[like], homes.kind[like], homes.tenure[like], homes.bedrooms[like])
        if name == "temporary":
            made = Stock(
                made.area, np.full(len(like), KIND[name]), np.full(len(like), NO_TENURE), made.bedrooms
            )
        both.append(made)
    return both[0] + both[1]


def _like(homes: Stock, ordinary: Ints, number: Ints, name: str, seed: int) -> Ints:
    """As many lived-in homes of each area as `number`, drawn, to take the form of."""
    rank = place_within(homes.area[ordinary], uniform(seed, f"homes:{name}:like", ordinary))
    return ordinary[rank < number[homes.area[ordinary]]]


def special(authority: Authority, seed: int) -> Stock:
    """Hostels, refuges, care homes, foster and children's homes of the place, each with room; and those outside."""
    residents = authority.areas["residents"].sum()
    pieces = [
        (name, max(1, round(residents / each)), inside)
        for table, inside in ((ONE_FOR, True), (OUTSIDE_ONE_FOR, False))
        for name, each in table.items()
    ]
    names = np.concatenate([np.full(many, KIND[name]) for name, many, _ in pieces])
    inside = np.concatenate([np.full(many, at) for _, many, at in pieces])
    draw = uniform(seed, "homes:special", np.arange(len(names)))
    area = np.where(inside, pick(draw, authority.areas["residents"].to_numpy()), -1)
    beds = np.array(
        [{"hostel": 20, "refuge": 8, "care_home": 40, "nursing_home": 45}.get(name, 4) for name in KINDS]
    )
    return Stock(area, names, np.full(len(names), NO_TENURE), beds[names])
