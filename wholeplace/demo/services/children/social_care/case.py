"""The case system of children's social care: whom it knows, when they were in need, and what it noted.

Three returns come out of it (the safeguarding dataset, the children in need census and the return of children
looked after), so a child has one number in all three.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.demo.records import of_facts, register
from wholeplace.demo.services.children.forms import FAR, chance, homes, runs, shares, some
from wholeplace.demo.services.children.social_care.contacts import incidents
from wholeplace.demo.services.children.social_care.noted import SYSTEM, assessments, factors, with_main_need
from wholeplace.demo.world import World

TRACK = "childrens_help"
BEFORE = ("early_help", "care_leaver")  # periods of help in which a child is not, as such, in need
LATEST = 14  # days after a case closed within which its names and addresses were last looked at


@dataclass(frozen=True)
class Case:
    """known: registrations with `child_id` (the system's number) and `role` (child, mother, father).

    spell: periods of help that the system holds, each with the number of its `need`,
    an unbroken time in need
    (null where a period is none). need: those times, with `code`,
    the main need. incident: what police told of
    children at home. assessment and factor: see `noted`. All but `factor` have `child_id`.
    """

    known: pl.DataFrame
    spell: pl.DataFrame
    need: pl.DataFrame
    incident: pl.DataFrame
    assessment: pl.DataFrame
    factor: pl.DataFrame


def social_care(world: World, seed: int) -> Case:
    """The case system as it stands on the last day."""
    lived, spell = homes(world), _spells(world, seed)
    incident = incidents(world, lived, seed)
    known = register(world, SYSTEM, _met(world, spell, incident, seed), seed)
    known = known.with_columns(pl.col("ethnicity").fill_null("NOBT")).join(
        _roles(world, spell, incident), on="person", how="left", maintain_order="left"
    )
    need = _needs(spell)
    assessment = assessments(world, need, lived, seed)
    factor = factors(world, assessment, lived, seed)
    need = with_main_need(need, factor, seed)

    def under(frame: pl.DataFrame, day: str) -> pl.DataFrame:
        return numbered(of_facts(known, frame, day))

    # Twins who share a file share the notice of an incident, too.
    told = under(incident, "date").unique(["event", "child_id"], keep="first", maintain_order=True)
    return Case(
        known=numbered(known), spell=under(spell, "from_date"), need=under(need, "from_date"),
        incident=told, assessment=under(assessment, "need_from"), factor=factor,
    )  # fmt: skip


def numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with `child_id`: the system's number for a person, whatever their role."""
    return rows.with_columns(child_id=pl.col("own").cast(pl.String).str.zfill(8))


def no_number(as_of: date) -> pl.Expr:
    """Why a child has no pupil number, as the returns say it: too young for school, or not known yet."""
    young = pl.col("birth") > as_of.replace(year=as_of.year - 5)
    return pl.when(young).then(pl.lit("UN1")).otherwise(pl.lit("UN4"))


def is_care() -> pl.Expr:
    """Whether a state is one of being looked after."""
    return pl.col("state").str.starts_with("looked_after")


def _spells(world: World, seed: int) -> pl.DataFrame:
    """Periods of help within the demo's years. Of early help, those that social care was told of."""
    own = world.spell.filter(pl.col("track") == TRACK, pl.col("from_date") <= world.as_of).drop("track")
    own = own.filter(pl.col("to_date").fill_null(FAR) > world.start)
    told = chance(seed, "early help told", own["spell"]) < shares(SYSTEM)["early_help"]["told"]
    own = own.filter((pl.col("state") != "early_help") | told)
    return _with_need(own.sort("person", "from_date", "spell"))


def _with_need(spell: pl.DataFrame) -> pl.DataFrame:
    """Periods in need that touch or overlap are one time in need, numbered by its first period."""
    named = runs(spell.filter(~pl.col("state").is_in(BEFORE)), "spell", "need").select("spell", "need")
    return spell.join(named, on="spell", how="left", maintain_order="left")


def _needs(spell: pl.DataFrame) -> pl.DataFrame:
    ends = pl.col("to_date").fill_null(FAR).max()
    inside = spell.filter(pl.col("need").is_not_null())
    return inside.group_by("need", maintain_order=True).agg(
        pl.col("person").first(), pl.col("from_date").min(),
        pl.when(ends < FAR).then(ends).alias("to_date"),
        pl.col("state").first().alias("first_state"), pl.col("state").last().alias("last_state"),
    )  # fmt: skip


def _met(world: World, spell: pl.DataFrame, incident: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Children with a period of help or a contact, and the parents that the system holds beside them."""
    said = [
        spell.select("person", met="from_date", until=pl.col("to_date").fill_null(FAR)),
        incident.select("person", met="date", until="date"),
    ]
    child = pl.concat(said).group_by("person").agg(pl.col("met").min(), pl.col("until").max()).sort("person")
    whole = pl.concat([child, *(_parents(world, child, parent, seed) for parent in ("mother", "father"))])
    met = whole.group_by("person").agg(pl.col("met").min(), pl.col("until").max()).sort("person")
    last = pl.min_horizontal(pl.lit(world.as_of), pl.col("until") + pl.duration(days=LATEST))
    return met.select("person", "met", pl.max_horizontal("met", last).alias("known_at"))


def _parents(world: World, child: pl.DataFrame, parent: str, seed: int) -> pl.DataFrame:
    """Mothers are held beside most children, fathers beside fewer; nobody who had died before."""
    pairs = child.join(world.person.select("person", parent), on="person").drop_nulls(parent)
    held = some(pairs, seed, f"{parent} held", shares(SYSTEM)["parent_held"][parent], parent)
    death = world.person.select(pl.col("person").alias(parent), "death")
    alive = held.join(death, on=parent).filter((pl.col("death") > pl.col("met")).fill_null(True))
    return alive.select(pl.col(parent).alias("person"), "met", "until")


def _roles(world: World, spell: pl.DataFrame, incident: pl.DataFrame) -> pl.DataFrame:
    """A young mother who was a child in need herself counts as a child."""
    children = pl.concat([spell.select("person"), incident.select("person")]).unique()
    parent = pl.when(pl.col("sex") == "F").then(pl.lit("mother")).otherwise(pl.lit("father"))
    is_child = pl.col("person").is_in(children["person"].implode())
    return world.person.select(
        "person", pl.when(is_child).then(pl.lit("child")).otherwise(parent).alias("role")
    )
