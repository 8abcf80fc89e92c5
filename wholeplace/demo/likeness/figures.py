"""The figures of a made place that statistics publish for a real one, by the same definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from wholeplace.demo.likeness.counts import (
    CHILD,
    open_on,
    present,
    spells,
    started,
    times,
    with_age,
)
from wholeplace.demo.world import World

PUBLISHED = date(2025, 3, 31)
"""The day of the published stocks that the place is fitted to; flows are of the year up to it."""
CARE = "looked_after"
IN_NEED = (
    "child_in_need",
    "section_47_enquiry",
    "child_protection_plan",
    CARE,
    "short_breaks",
    "care_leaver",
)
LONG_TERM = ("home_care", "residential", "nursing", "prison")


@dataclass(frozen=True)
class Measured:
    """What the figures are taken from: the world, and the year that they are of."""

    world: World

    @cached_property
    def last(self) -> date:
        """The day that stocks are of: that of the published ones, where lives were watched for a year before it."""
        watched = self.world.start <= PUBLISHED.replace(year=PUBLISHED.year - 1)
        return PUBLISHED if watched else self.world.as_of

    @cached_property
    def first(self) -> date:
        """The day a year before that: flows are counted after it."""
        return self.last.replace(year=self.last.year - 1)

    @cached_property
    def people(self) -> pl.DataFrame:
        """Residents on the day of the stocks."""
        return present(self.world, self.last)

    @cached_property
    def children(self) -> int:
        """Residents under 18."""
        return self.people.filter(pl.col("age") < CHILD).height

    @cached_property
    def homes(self) -> int:
        """Households on the day."""
        return self.people["household"].n_unique()

    def under_18(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows of people under 18 on the day of the stocks."""
        births = self.world.person.select("person", "birth")
        return with_age(frame.join(births, on="person"), self.last).filter(pl.col("age") < CHILD)

    def stock(self, *states: str) -> int:
        """Children in states of children's help on the day, each once."""
        return self.under_18(open_on(spells(self.world, "childrens_help", *states), self.last))[
            "person"
        ].n_unique()

    def starts(self, *states: str) -> int:
        """Times that began in the year, of states of children's help."""
        return started(times(spells(self.world, "childrens_help", *states)), self.first, self.last).height

    def per_10000(self, count: int) -> float:
        """A count for each 10,000 children."""
        return count / self.children * 10_000

    def in_send(self, state: str) -> int:
        """People of any age in a state of special educational needs on the day, each once."""
        return open_on(spells(self.world, "send", state), self.last)["person"].n_unique()

    def send_starts(self, state: str) -> int:
        """Times in a state of special educational needs that began in the year."""
        return started(times(spells(self.world, "send", state)), self.first, self.last).height

    def care_leavers(self) -> int:
        """Care leavers of 19 to 21 on the day, as the published count has them."""
        leavers = open_on(spells(self.world, "childrens_help", "care_leaver"), self.last).select("person")
        births = self.world.person.select("person", "birth")
        aged = with_age(leavers.unique().join(births, on="person"), self.last)
        return aged.filter(pl.col("age").is_between(19, 21)).height

    def suspended(self) -> float:
        """Pupils suspended at least once in the year, percent of pupils."""
        events = self.world.event.filter(
            pl.col("kind").str.contains("exclusion|suspension"),
            pl.col("date") > self.first,
            pl.col("date") <= self.last,
        )
        return self.pupils().join(events, on="person", how="semi").height / self.pupils().height * 100

    def births(self) -> int:
        """Births to residents in the year."""
        born = self.world.residence.filter(pl.col("why") == "birth")
        return started(born, self.first, self.last)["person"].n_unique()

    def pupils(self) -> pl.DataFrame:
        """Residents of school age: 5 to 15 on the day."""
        return self.people.filter(pl.col("age").is_between(5, 15))


def _care(m: Measured) -> pl.DataFrame:
    return m.under_18(open_on(spells(m.world, "childrens_help", CARE), m.last))


def _placed(*states: str) -> Callable[[Measured], float]:
    def share(m: Measured) -> float:
        care = _care(m)
        return (
            care.filter(pl.col("state").is_in(states)).height / care.height * 100
            if care.height
            else float("nan")
        )

    return share


def _with_factor(factor: str, holder: str) -> Callable[[Measured], float]:
    """Share of children whose time in need began in the year and who, or whose parent, had a circumstance then."""

    def share(m: Measured) -> float:
        began = started(times(spells(m.world, "childrens_help", *IN_NEED)), m.first, m.last).select(
            "person", "from_date"
        )
        if began.is_empty():
            return float("nan")
        return _holding(m.world, began, factor, holder).height / began.height * 100

    return share


def _holding(world: World, began: pl.DataFrame, factor: str, holder: str) -> pl.DataFrame:
    who = began.with_columns(holder=pl.col("person"))
    if holder == "parent":
        parents = world.tie.filter(pl.col("kind").is_in(["parent", "step_parent", "adoptive_parent"]))
        who = began.join(parents.select(person="a", holder="b"), on="person")
    held = world.exposure.filter(pl.col("factor") == factor).select(
        holder="person", since="from_date", until="to_date"
    )
    return who.join(held, on="holder").filter(
        pl.col("since") <= pl.col("from_date"), pl.col("until").is_null() | (pl.col("until") > pl.col("from_date"))
    ).unique(["person", "from_date"])  # fmt: skip


def _school(*states: str) -> Callable[[Measured], float]:
    def share(m: Measured) -> float:
        pupils = m.pupils()
        held = open_on(spells(m.world, "send", *states), m.last)["person"].unique()
        return pupils.filter(pl.col("person").is_in(held.implode())).height / pupils.height * 100

    return share


def _exposed(factor: str, young: int, old: int) -> Callable[[Measured], float]:
    def share(m: Measured) -> float:
        people = m.people.filter(pl.col("age").is_between(young, old))
        held = open_on(m.world.exposure.filter(pl.col("factor") == factor), m.last)["person"].unique()
        return people.filter(pl.col("person").is_in(held.implode())).height / people.height * 100

    return share


def _supported(young: int, old: int, states: tuple[str, ...]) -> Callable[[Measured], float]:
    def rate(m: Measured) -> float:
        people = m.people.filter(pl.col("age").is_between(young, old))
        held = open_on(spells(m.world, "adult_social_care", *states), m.last)["person"].unique()
        return people.filter(pl.col("person").is_in(held.implode())).height / people.height * 100_000

    return rate


def _homes_in(*states: str) -> Callable[[Measured], float]:
    def rate(m: Measured) -> float:
        held = open_on(spells(m.world, "homelessness", *states), m.last)["person"].unique()
        homes = m.people.filter(pl.col("person").is_in(held.implode()))["household"].n_unique()
        return homes / m.homes * 1000

    return rate


def _homes_share(m: Measured, track: str) -> float:
    held = open_on(spells(m.world, track), m.last)["person"].unique()
    homes = m.people.filter(pl.col("person").is_in(held.implode()))["household"].n_unique()
    return homes / m.homes * 100


def gradient(m: Measured) -> float:
    """How many times as often children of the most deprived tenth of areas are in care or on a plan, as the least.

    Areas are ranked among themselves by the share of their children in poverty; tenths hold equal numbers of
    children. The child counts where it lived before care.
    """
    areas = _child_areas(m)
    order = areas.group_by("area").agg(pl.len().alias("n"), pl.col("poor").mean()).sort("poor", "area")
    tenth = order.with_columns((pl.col("n").cum_sum() / pl.col("n").sum()).alias("share"))
    least = areas.join(tenth.filter(pl.col("share") <= 0.1), on="area", how="semi")
    most = areas.join(tenth.filter(pl.col("share") > 0.9), on="area", how="semi")
    low, high = (frame.select(pl.col("helped").cast(pl.Float64).mean()).item() for frame in (least, most))
    return high / low if low else float("nan")


def _child_areas(m: Measured) -> pl.DataFrame:
    """Children with the area of their family home, whether poor, and whether in care or on a plan in the last years."""
    since = date(m.world.start.year, m.world.start.month, 1)
    held = (
        spells(m.world, "childrens_help", CARE, "child_protection_plan")
        .filter(pl.col("to_date").is_null() | (pl.col("to_date") > since))["person"]
        .unique()
    )
    poor = open_on(m.world.exposure.filter(pl.col("factor") == "poverty"), m.last)["person"].unique()
    home = (
        m.world.residence.filter(pl.col("why") != "care").sort("person", "from_date").unique("person", keep="last")
        .join(m.world.address.select("address", "area"), on="address").filter(pl.col("area").is_not_null())
        .select("person", "area")
    )  # fmt: skip
    births = m.world.person.select("person", "birth")
    children = with_age(home.join(births, on="person"), m.last).filter(pl.col("age").is_between(0, CHILD - 1))
    return children.with_columns(
        pl.col("person").is_in(held.implode()).alias("helped"),
        pl.col("person").is_in(poor.implode()).alias("poor"),
    )


FIGURES: Mapping[str, Callable[[Measured], float]] = {
    "looked_after": lambda m: m.per_10000(m.stock(CARE)),
    "looked_after_starts": lambda m: m.per_10000(m.starts(CARE)),
    "placed_fostering": _placed("looked_after_fostering", "looked_after_kinship_fostering"),
    "placed_home": _placed("looked_after_childrens_home", "looked_after_secure"),
    "placed_parents": _placed("looked_after_placed_with_parents"),
    "placed_supported": _placed("looked_after_supported_accommodation"),
    "protection_plan": lambda m: m.per_10000(m.stock("child_protection_plan")),
    "protection_plan_starts": lambda m: m.per_10000(m.starts("child_protection_plan")),
    "in_need": lambda m: m.per_10000(m.stock(*IN_NEED)),
    "in_need_starts": lambda m: m.per_10000(m.starts(*IN_NEED)),
    "section_47_starts": lambda m: m.per_10000(m.starts("section_47_enquiry")),
    "parent_domestic_abuse": _with_factor("domestic_abuse", "parent"),
    "parent_mental_ill_health": _with_factor("mental_ill_health", "parent"),
    "child_neglect": _with_factor("neglect", "self"),
    "child_emotional_abuse": _with_factor("emotional_abuse", "self"),
    "child_self_harm": _with_factor("self_harm", "self"),
    "child_antisocial": _with_factor("antisocial_behaviour", "self"),
    "young_carer": _with_factor("caring_burden", "self"),
    "ehc_plan": lambda m: m.per_10000(m.in_send("ehc_plan")),
    "ehc_plan_starts": lambda m: m.per_10000(m.send_starts("ehc_plan")),
    "ehc_assessments": lambda m: m.per_10000(m.send_starts("ehc_needs_assessment")),
    "sen_support": _school("sen_support"),
    "persistent_absence": _exposed("school_absence", 5, 15),
    "child_poverty": _exposed("poverty", 0, 15),
    "worklessness": _exposed("worklessness", 18, 64),
    "care_leaver": lambda m: m.per_10000(m.care_leavers()),
    "adult_18_64": _supported(18, 64, LONG_TERM),
    "adult_65": _supported(65, 120, LONG_TERM),
    "care_home_65": _supported(65, 120, ("residential", "nursing")),
    "temporary_accommodation": _homes_in("temporary_accommodation"),
    "arrears": lambda m: _homes_share(m, "debt"),
    "births": lambda m: m.births() / m.people.height * 1000,
    "suspended": lambda m: m.suspended(),
    "deprivation_gradient": gradient,
}
"""Figures by id; `data/targets.csv` holds what was published for each, `data/figures.csv` what each one is."""


def measure(world: World) -> dict[str, float]:
    """Every figure of a made place, by id; not a number where the place is too small to have it."""
    measured = Measured(world)
    return {name: float(find(measured)) for name, find in FIGURES.items()}
