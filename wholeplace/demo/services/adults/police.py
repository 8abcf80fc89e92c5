"""Police: crimes and incidents with who had which part in them, by the few things a call handler takes down.

A person is known by name, birth date, sex and one contact, any of which may be missing, and is entered afresh
about as often as an officer does not find them. Children come as victims, as missing, or as present.
Shares are assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from wholeplace.demo.records import Sheet, register
from wholeplace.demo.services.adults.forms import (
    Form,
    chance,
    choose,
    filled,
    home_on,
    reference,
    sheet,
    told,
)
from wholeplace.demo.world import World
from wholeplace.dynamics.draws import keyed

FORM = Form("police", "police")
AFRESH = 0.25  # of parts taken by somebody the force knows already, those entered as a new person
BORN_KNOWN, HOME_KNOWN, PHONE_KNOWN, NINO_KNOWN = 0.8, 0.7, 0.3, 0.05


class Kind(NamedTuple):
    """What police make of an event, or of the start of an exposure: as a crime (its types), else as an incident."""

    role: str
    opening: str  # code of the incident, as it was opened
    crimes: Mapping[str, float]  # type of crime and its share among those that are crimes
    crime: float  # share recorded as a crime
    share: float = 1.0  # share that police hear of


ABUSE = {
    "Domestic abuse: assault without injury": 0.45, "Domestic abuse: assault with injury": 0.3,
    "Domestic abuse: harassment": 0.25,
}  # fmt: skip
HARM = {
    "Burglary": 0.2,
    "Theft from the person": 0.35,
    "Assault without injury": 0.3,
    "Criminal damage": 0.15,
}
DEED = {
    "Shoplifting": 0.35,
    "Possession of drugs": 0.25,
    "Assault without injury": 0.25,
    "Vehicle offence": 0.15,
}
EVENTS = {
    "police_domestic_abuse": Kind("VICTIM", "Domestic incident", ABUSE, 0.55),
    "police_antisocial": Kind("SUSPECT", "Antisocial behaviour: nuisance", {"Public order": 1.0}, 0.1),
    "police_missing": Kind("MISSING", "Missing person", {"": 1.0}, 0.0),
    "police_offence": Kind("OFFENDER", "Report of crime", DEED, 1.0),
    "police_crime_victim": Kind("VICTIM", "Report of crime", HARM, 1.0),
}
OTHER_EVENT = Kind("SUBJECT", "Concern for safety", {"": 1.0}, 0.0)
EXPOSURES = {
    "crime_victim": Kind("VICTIM", "Report of crime", HARM, 0.8, 0.5),
}
CLASSES = {
    "Domestic": "8N",
    "Assault": "105A",
    "Burglary": "28",
    "Theft": "39",
    "Shoplifting": "46",
    "Vehicle": "48",
}


def sheets(world: World, seed: int) -> list[Sheet]:
    """Persons, crimes, incidents, and the parts of persons in them."""
    happened = _happened(world, seed)
    parts = _parts(world, happened)
    met = parts.select("person", met="date", known_at="date")
    known = told(parts, register(world, FORM.source, met, seed), "date")
    entered = _entered(known, seed)
    crimes, incidents = happened.filter("is_crime"), happened.filter(~pl.col("is_crime"))
    return filled([_persons(entered, seed), _crimes(crimes), _incidents(incidents), _roles(world, entered)])


def _happened(world: World, seed: int) -> pl.DataFrame:
    """What police heard of: `date`, `person`, `other`, `role`, `opening`, `type`, whether a crime, its reference."""
    heard = _heard(world)
    kinds = EVENTS | EXPOSURES | dict.fromkeys(set(heard["kind"]) - set(EVENTS) - set(EXPOSURES), OTHER_EVENT)
    typed = [_typed(heard.filter(pl.col("kind") == name), kinds[name], seed) for name in sorted(kinds)]
    placed = home_on(world, pl.concat(typed).sort("id"), "date")
    where = world.address.select("address", "postcode", "area")
    ids = reference(seed, "police event", placed["id"], 1_000_001)
    letters = pl.when("is_crime").then(pl.lit("CR")).otherwise(pl.lit("IN"))
    written = pl.format("{}{}/{}", letters, ids, pl.col("date").dt.strftime("%y"))
    whole = placed.join(where, on="address", how="left", maintain_order="left")
    return whole.with_columns(written.alias("reference"))


def _heard(world: World) -> pl.DataFrame:
    """Events that police come to, and the days on which exposures that they hear of began."""
    events = world.event.filter(pl.col("kind").str.starts_with("police_")).with_columns(
        fact=pl.format("event:{}", "event"), id=pl.col("event") * 2
    )
    begun = world.exposure.filter(pl.col("factor").is_in(list(EXPOSURES))).with_columns(
        kind="factor", date="from_date", fact=pl.format("exposure:{}", "exposure"), id=pl.col("exposure") * 2 + 1,
        other=pl.lit(None, dtype=pl.Int64),
    )  # fmt: skip
    shown = ("id", "person", "other", "kind", "date", "fact")
    whole = pl.concat([events.select(shown), begun.select(shown)])
    return whole.filter(pl.col("date").is_between(world.start, world.as_of))


def _typed(heard: pl.DataFrame, kind: Kind, seed: int) -> pl.DataFrame:
    heard = heard.sort("id").filter(pl.lit(chance(heard.sort("id"), seed, "police hear", "id")) < kind.share)
    return heard.with_columns(
        role=pl.lit(kind.role), opening=pl.lit(kind.opening),
        is_crime=chance(heard, seed, "recorded as crime", "id") < kind.crime,
        type=choose(chance(heard, seed, "type of crime", "id"), kind.crimes),
        outcome=chance(heard, seed, "outcome", "id"),
    )  # fmt: skip


def _parts(world: World, happened: pl.DataFrame) -> pl.DataFrame:
    """Who had a part: the person it is about, and the other, who is suspected of what was done to them."""
    first = happened.select("id", "person", "date", "role", "reference", "fact", "household")
    second = happened.filter(pl.col("other").is_not_null()).select(
        "id", pl.col("other").alias("person"), "date",
        pl.when(pl.col("role") == "VICTIM").then(pl.lit("SUSPECT")).otherwise(pl.lit("WITNESS")).alias("role"),
        "reference", "fact", "household",
    )  # fmt: skip
    parts = pl.concat([first, second]).sort("date", "id", "role")
    births = [
        world.person.select(
            pl.col(parent).alias("person"), grown=pl.col("birth").dt.offset_by("18y")
        ).drop_nulls()
        for parent in ("mother", "father")
    ]
    youngest = pl.concat(births).group_by("person").agg(pl.col("grown").max())
    return parts.join(youngest, on="person", how="left", maintain_order="left").with_columns(
        (pl.col("grown") > pl.col("date")).fill_null(False).alias("children")
    )


def _entered(known: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Parts with the person reference (`own`) that the officer found, or made anew."""
    new_identity = known["opened"].is_not_null()
    afresh = (chance(known, seed, "entered afresh", "registration", "id") < AFRESH) & ~new_identity
    again = pl.Series(keyed(seed, "nominal", known["registration"], known["id"] + 1))
    once = pl.Series(keyed(seed, "nominal", known["registration"]))
    nominal = known.with_columns(pl.when(afresh).then(again).otherwise(once).alias("nominal"), afresh=afresh)
    ids = nominal.filter("afresh").select("nominal").unique().sort("nominal")
    numbers = ids.with_columns(
        reference(seed, "person reference", ids["nominal"], 1_000_001).alias("_number")
    )
    held = nominal.join(numbers, on="nominal", how="left", maintain_order="left")
    return held.with_columns(pl.format("N{}", pl.coalesce("_number", "own")).alias("own"))


def _persons(entered: pl.DataFrame, seed: int) -> Sheet:
    each = entered.sort("nominal", "date").unique("nominal", keep="first", maintain_order=True)
    draws = {
        name: pl.lit(chance(each, seed, name, "nominal"))
        for name in ("born", "home", "phone", "nino", "given")
    }
    initial = (draws["given"] < 0.04) & pl.col("given").is_not_null()
    home = (draws["home"] < HOME_KNOWN) & ~pl.col("hidden")
    born = draws["born"] < BORN_KNOWN
    aged = ((pl.col("date") - pl.col("birth")).dt.total_days() / 365.25).floor().cast(pl.Int64)
    # Ofcom keeps 07700 900000 to 900999 for numbers that are nobody's.
    phone = pl.format("07700 900{}", (pl.col("nominal") % 1000).cast(pl.String).str.zfill(3))
    columns = {
        "Person Reference": "own",
        "Given Name": pl.when(initial).then(pl.col("given").str.slice(0, 1)).otherwise("given"), "Surname": "surname",
        "Date of Birth": pl.when(born).then("birth"), "Age": pl.when(~born).then(aged), "Gender": "sex",
        "Home Address": pl.when(home).then("one_line"), "Postcode": pl.when(home).then("postcode"),
        "Telephone": pl.when(draws["phone"] < PHONE_KNOWN).then(phone),
        "National Insurance Number": pl.when(draws["nino"] < NINO_KNOWN).then("nino"),
    }  # fmt: skip
    return sheet(FORM, "person", each.sort("own"), columns, own="own")


def _crimes(crimes: pl.DataFrame) -> Sheet:
    found = [pl.when(pl.col("type").str.contains(word)).then(pl.lit(code)) for word, code in CLASSES.items()]
    solved = pl.when(pl.col("outcome") < 0.12).then(pl.lit("Charged")).when(pl.col("outcome") < 0.2)
    columns = {
        "Crime Reference": "reference", "Home Office Classification": pl.coalesce(*found, pl.lit("99")),
        "Crime Type": "type",
        "Crime Outcome": solved.then(pl.lit("Caution")).otherwise(pl.lit("No suspect, or evidential difficulties")),
        "Crime Status": pl.lit("Closed"), "Date of Offence": "date", "Reported Date": pl.col("date"),
        "Event Postcode": "postcode", "Event Area": "area",
    }  # fmt: skip
    return sheet(FORM, "crime", crimes.sort("reference"), columns, fact="fact")


def _incidents(incidents: pl.DataFrame) -> Sheet:
    columns = {
        "Incident Reference": "reference", "NSIR Opening Code": "opening", "NSIR Closing Code": pl.col("opening"),
        "Date of Incident": "date", "Event Postcode": "postcode", "Event Area": "area",
    }  # fmt: skip
    return sheet(FORM, "incident", incidents.sort("reference"), columns, fact="fact")


def _roles(world: World, entered: pl.DataFrame) -> Sheet:
    once = entered.unique(["own", "reference"], keep="first", maintain_order=True).sort(
        "reference", "role", "own"
    )
    before = pl.int_range(pl.len()).over("own")
    columns = {
        "Person Reference": "own", "Event Reference": "reference", "Role": "role",
        "Repeat Victim": pl.when(pl.col("role") == "VICTIM").then(before > 0),
        "Children Present": pl.when(pl.col("fact").str.starts_with("event")).then("children"),
    }  # fmt: skip
    return sheet(FORM, "person_event", once, columns, fact="fact")
