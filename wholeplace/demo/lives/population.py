"""The people of the first day, and those who come later, as the engine holds them.

Everybody stands in the engine's order: family by family, people and homes by number. Lives begin ten years before
the first day, so that nobody meets the first day new: people enter at birth, or, born before, at once. Those who
arrive later live those years elsewhere, and enter the place in their month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.lives.dwellings.bedrooms import bedrooms_needed
from wholeplace.demo.lives.dwellings.care_homes import TRACK, settled
from wholeplace.dynamics import HERE, Model, Population, load_rates
from wholeplace.dynamics.draws import keyed, uniform
from wholeplace.dynamics.rates import load_shares

if TYPE_CHECKING:
    from wholeplace.demo.homes import Start
    from wholeplace.demo.homes.arrivals import Arrivals

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

BURN_IN = 120
"""Months lived before the first day, long enough for the slowest circumstances to settle."""
SECURE = ("owned", "mortgaged", "shared", "social")
SPREAD = 0.6
"""Standard deviation of the logarithm of what a family has of its own, alike in all it meets: assumed, so that
the ninetieth family of a hundred meets clustered things about four times as often as the tenth."""


@dataclass(frozen=True)
class Cast:
    """Who stands where in a population's arrays, and what is known of them from the first day.

    person: one row a member: person, family, sex, birth, ethnicity, origin, role, mother, father, partner, carer,
    second_home, household, arrive (month, null for those there from the start), establishment (kind of address of
    those who live in a communal place). home: one row a home: household,
    address (null where still to be found), area (index), family, kind, arrive, and weight: how much of a household,
    as the census counts them, the home is. known: factor -> people or homes who hold it on the first day, as a mask
    over people or homes.
    """

    population: Population
    person: pl.DataFrame
    home: pl.DataFrame
    known: dict[str, Bools]


def month_number(day: date, start: date) -> int:
    """Months from the month of `start` to that of `day`."""
    return (day.year - start.year) * 12 + day.month - start.month


def month_column(column: str, start: date) -> pl.Expr:
    """`month_number` of a column of dates."""
    day = pl.col(column).dt
    return ((day.year().cast(pl.Int32) - start.year) * 12 + day.month().cast(pl.Int32) - start.month).cast(
        pl.Int32
    )


def make_cast(start: Start, arrivals: Arrivals | None, model: Model, seed: int) -> Cast:
    """People and homes in the engine's order, and what they hold when the ten years begin.

    arrivals: those who come later, if any; their homes have yet to find a dwelling.
    """
    person, home = _together(start, arrivals)
    person = _indexes(person, home, model.start)
    families = person.group_by("family").len().sort("family")
    homes = home.group_by("family").len().sort("family")
    population = Population(
        family_start=_starts(families["len"]),
        family_key=_keys("family", families["family"]),
        family_ratio=family_ratio(seed, families["family"].to_numpy()),
        key=_keys("person", person["person"]),
        sex=(person["sex"] == "M").to_numpy().astype(np.uint8),
        birth=person["birth_month"].to_numpy(writable=True),
        enter=person["birth_month"].clip(lower_bound=-BURN_IN).to_numpy(writable=True),
        home=person["home"].to_numpy(writable=True),
        mother=person["mother_local"].to_numpy(writable=True),
        father=person["father_local"].to_numpy(writable=True),
        partner=person["partner_local"].to_numpy(writable=True),
        gone=np.full(person.height, HERE, np.int32),
        factors=np.zeros(person.height, np.uint64),
        states=np.zeros((person.height, len(model.tracks)), np.uint8),
        home_start=_starts(homes["len"]),
        home_key=_keys("home", home["household"]),
        home_area=home["area"].to_numpy(writable=True),
        home_factors=np.zeros(home.height, np.uint64),
        home_states=np.zeros((home.height, len(model.tracks)), np.uint8),
    )
    known = _known(model.start, person, home)
    cast = Cast(
        population, person, home, {name: held for name, held in known.items() if name in model.factors}
    )
    _begin(cast, start, model, seed)
    return cast


def family_ratio(seed: int, family: npt.ArrayLike, spread: float = SPREAD) -> Floats:
    """What each family has of its own: log-normal, mean 1 (Box and Muller's normal from two keyed draws)."""
    first, second = uniform(seed, "family_ratio", family, 1), uniform(seed, "family_ratio", family, 2)
    normal = np.sqrt(-2 * np.log1p(-first)) * np.cos(2 * np.pi * second)
    return np.exp(spread * normal - spread**2 / 2)


def at_first_day(cast: Cast, population: Population, model: Model, seed: int) -> Population:
    """The population after its ten years, with what is known of the first day put right, ready to go on.

    Of care homes that is who is supported there (`care_homes.settled`). Those who arrive later enter in their month,
    with no service of this place about them; a plan for special educational needs moves with the child (SEND
    Regulations 2014, reg 15).
    """
    arrive = cast.person["arrive"].fill_null(-BURN_IN).to_numpy()
    late, home_late = arrive >= 0, cast.home["arrive"].is_not_null().to_numpy()
    states, home_states = population.states.copy(), population.home_states.copy()
    moves = np.array([track != "send" for track in model.tracks])
    states[np.ix_(late, moves)] = 0
    homed = settled(cast, states, model, seed)
    states[homed.person, model.tracks.index(TRACK)] = homed.after
    home_states[home_late] = 0
    factors, home_factors = population.factors.copy(), population.home_factors.copy()
    for name, held in cast.known.items():
        bits = home_factors if name in load_rates().homes else factors
        _set(bits, model.factors.index(name), held)
    enter = np.maximum(population.enter, arrive).astype(np.int32)
    return replace(population, states=states, home_states=home_states, factors=factors, home_factors=home_factors,
                   enter=enter)  # fmt: skip


def _together(start: Start, arrivals: Arrivals | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People and homes of both, sorted as the engine wants them; homes with the area they are or will be in."""
    where = start.address.select("address", "area_index", "tenure", "bedrooms")
    communal = start.household.filter(pl.col("kind") == "communal").join(
        start.address.select("address", pl.col("kind").alias("establishment")), on="address"
    )
    person = start.person.join(communal.select("household", "establishment"), on="household", how="left")
    person = person.with_columns(pl.lit(None, pl.Int32).alias("arrive"))
    home = start.household.join(where, on="address", how="left").rename({"area_index": "area"})
    home = home.with_columns(pl.lit(None, pl.Int32).alias("arrive"))
    if arrivals is not None and arrivals.person.height:
        later = arrivals.person.with_columns(pl.lit(None, pl.String).alias("establishment"))
        person = pl.concat(
            [person, later.select(pl.col(name).cast(kind) for name, kind in person.schema.items())]
        )
        home = pl.concat([home, _arriving(arrivals, home)])
    home = home.with_columns(_weight().alias("weight"))
    return person.sort("family", "person"), home.sort("family", "household")


def _weight() -> pl.Expr:
    """How much of a household a home is: sharers of a house are one together, communal places are none."""
    shared, known = pl.col("kind") == "hmo", pl.col("address").is_not_null()
    part = pl.when(shared & known).then(1 / pl.len().over("address"))
    usual = part.mean().fill_null(1.0)
    return (
        pl.when(pl.col("kind") == "communal")
        .then(0.0)
        .when(shared)
        .then(part.fill_null(usual))
        .otherwise(1.0)
    )


def household_weights(cast: Cast, population: Population) -> Floats:
    """Each home's `weight`, of a cast that has lived on: homes made since are households of their own."""
    found = np.ones(len(population.home_key))
    found[grown(cast.population.home_start, population.home_start)] = cast.home["weight"].to_numpy()
    return found


def grown(before: npt.NDArray[np.int64], after: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Positions after families grew, of the members (or homes) before: they keep their place in the family."""
    family = np.repeat(np.arange(len(before) - 1), np.diff(before))
    return after[family] + np.arange(before[-1]) - before[family]


def _arriving(arrivals: Arrivals, like: pl.DataFrame) -> pl.DataFrame:
    """Homes still without a dwelling, in the area of those they are made like."""
    home = arrivals.household.rename({"area_index": "area"})
    blank = [pl.lit(None, like.schema[name]).alias(name) for name in ("address", "tenure", "bedrooms")]
    return home.with_columns(blank).select(pl.col(name).cast(kind) for name, kind in like.schema.items())


def _indexes(person: pl.DataFrame, home: pl.DataFrame, start: date) -> pl.DataFrame:
    """Adds birth_month, home and the local numbers of mother, father and partner: -1 outside the family."""
    local = person.select("person", "family", pl.int_range(pl.len()).over("family").alias("local"))
    rooms = home.select("household", pl.int_range(pl.len()).over("family").cast(pl.Int8).alias("home"))
    person = person.join(rooms, on="household", how="left", maintain_order="left")
    for tie in ("mother", "father", "partner"):
        other = local.rename({"person": tie, "family": "of", "local": f"{tie}_local"})
        person = person.join(other, on=tie, how="left", maintain_order="left").with_columns(
            pl.when(pl.col("of") == pl.col("family")).then(f"{tie}_local").otherwise(-1)
            .cast(pl.Int8).alias(f"{tie}_local")
        ).drop("of")  # fmt: skip
    return person.with_columns(month_column("birth", start).alias("birth_month"))


def _known(start: date, person: pl.DataFrame, home: pl.DataFrame) -> dict[str, Bools]:
    """What the first day shows: disability, and of homes whether they are secure and large enough."""
    need = home.select("household").join(bedrooms_needed(person, start), on="household", how="left")
    crowded = (need["needed"].fill_null(1) > home["bedrooms"].fill_null(99)) & (home["kind"] != "communal")
    return {
        "disability": person["disability"].fill_null(False).to_numpy(),
        "secure_tenancy": home["tenure"].is_in(SECURE).fill_null(False).to_numpy(),
        "overcrowding": (crowded & (home["kind"] != "hmo")).to_numpy(),
    }


def _begin(cast: Cast, start: Start, model: Model, seed: int) -> None:
    """Sets what people and homes hold as the ten years begin: characteristics by age then, and poverty by area."""
    population = cast.population
    for name, held in _characteristics(cast, model, seed).items():
        _set(population.factors, model.factors.index(name), held)
    for name, held in cast.known.items():
        bits = population.home_factors if name in load_rates().homes else population.factors
        _set(bits, model.factors.index(name), held)
    if "poverty" in model.factors:
        income = start.authority.areas.sort("area")["income_score"].to_numpy()
        here = income[np.maximum(population.home_area, 0)]
        poor = uniform(seed, "poor_at_first", population.home_key) < here * (population.home_area >= 0)
        _set(population.home_factors, model.factors.index("poverty"), poor)


def _characteristics(cast: Cast, model: Model, seed: int) -> dict[str, Bools]:
    """Who holds each characteristic ten years before: a keyed draw by sex and age at that time, none if unborn."""
    population = cast.population
    age = (-BURN_IN - population.birth) // 12
    found: dict[str, Bools] = {}
    for share in load_shares():
        if share.factor not in model.factors or share.factor in cast.known:
            continue
        draw = uniform(seed, f"holds:{share.factor}", population.key)
        of_sex = population.sex == (share.sex == "M") if share.sex else True
        held = of_sex & (age >= share.age_from) & (age < share.age_to) & (draw < share.share)
        found[share.factor] = found.get(share.factor, np.zeros(len(age), np.bool_)) | held
    return found


def _set(bits: npt.NDArray[np.uint64], place: int, held: Bools) -> None:
    bit = np.uint64(1) << np.uint64(place)
    bits[held] |= bit
    bits[~held] &= ~bit


def _starts(sizes: pl.Series) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes.to_numpy())]).astype(np.int64)


def _keys(kind: str, ids: pl.Series) -> npt.NDArray[np.uint64]:
    return keyed(0, kind, ids.to_numpy())


def families_of(population: Population, kept: Bools) -> Population:
    """The families of a mask, in order."""
    people = np.repeat(kept, np.diff(population.family_start))
    homes = np.repeat(kept, np.diff(population.home_start))
    arrays = {}
    for each in fields(population):
        values = getattr(population, each.name)
        if each.name in ("family_start", "home_start"):
            arrays[each.name] = np.concatenate([[0], np.cumsum(np.diff(values)[kept])])
        elif each.name in ("family_key", "family_ratio"):
            arrays[each.name] = values[kept]
        else:
            arrays[each.name] = values[homes if each.name.startswith("home_") else people]
    return Population(**arrays)


def joined(populations: Sequence[Population]) -> Population:
    """Several populations as one, one after the other."""
    arrays = {}
    for each in fields(populations[0]):
        columns = [getattr(one, each.name) for one in populations]
        if each.name in ("family_start", "home_start"):
            arrays[each.name] = np.concatenate(
                [[0], np.cumsum(np.concatenate([np.diff(c) for c in columns]))]
            )
        else:
            arrays[each.name] = np.concatenate(columns)
    return Population(**arrays)


def sampled(cast: Cast, people: int, seed: int) -> Cast:
    """Some families, drawn by number, of about so many people; the cast itself where it has no more."""
    share = people / len(cast.population.key)
    if share >= 1:
        return cast
    kept = uniform(seed, "sampled", cast.population.family_key) < share
    members = np.repeat(kept, np.diff(cast.population.family_start))
    homes = np.repeat(kept, np.diff(cast.population.home_start))
    of_homes = load_rates().homes
    known = {name: held[homes if name in of_homes else members] for name, held in cast.known.items()}
    person, home = cast.person.filter(pl.Series(members)), cast.home.filter(pl.Series(homes))
    return Cast(families_of(cast.population, kept), person, home, known)


def later(population: Population, months: int, time: int) -> Population:
    """Other people like these, born and come so many months later; `time` tells them apart from these."""
    keys = {
        name: keyed(0, "later", getattr(population, name), time) for name in ("family_key", "key", "home_key")
    }
    return replace(population, birth=population.birth + months, enter=population.enter + months, **keys)
