"""All frames of a made place from its lives."""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.demo.homes import Start
from wholeplace.demo.lives.dwellings.adopted import adoptions, with_adopters
from wholeplace.demo.lives.dwellings.placed import placements
from wholeplace.demo.lives.dwellings.residences import residences
from wholeplace.demo.lives.dwellings.stays import home_stays
from wholeplace.demo.lives.run import Lived
from wholeplace.demo.lives.safe import safe_frame
from wholeplace.demo.lives.told.events import event_frame
from wholeplace.demo.lives.told.index import Told, dates
from wholeplace.demo.lives.told.intervals import stretches
from wholeplace.demo.lives.told.members import memberships
from wholeplace.demo.lives.told.people import person_frame
from wholeplace.demo.lives.told.spells import exposure_frame, personal, spell_frame
from wholeplace.demo.lives.told.ties import couples, tie_frame
from wholeplace.demo.names import give_identifiers, give_names, rename, renumber
from wholeplace.demo.world import ADDRESS, World

NEW_NAME = {"adopted": "adoption", "gender_recognition": "gender_recognition", "protected": "protection"}


def world_of(lived: Lived, start: Start, as_of: date, seed: int) -> World:
    """The made place that these lives are of."""
    told = Told(lived, lived.model.start, as_of, seed)
    own, homes = (stretches(told, of_home=of_home) for of_home in (False, True))
    adopted = adoptions(told, own)
    members = with_adopters(told, memberships(told), adopted)
    rows = personal(told, members, own, homes)
    homeless = homes.filter(pl.col("state") == "temporary_accommodation")
    placed = placements(told, rows, start.address, members, adopted)
    stays = home_stays(told, start.address, members, homeless)
    residence = residences(told, members, stays, placed, start.address, adopted)
    pairs = couples(told, members)
    safe = safe_frame(told, members, adopted, residence, start.address)
    person = _lived(person_frame(told), residence)
    name, identifier = _named(told, person, pairs, residence, safe, adopted)
    return World(
        title=start.authority.name,
        authority=start.authority.code,
        start=told.start,
        as_of=as_of,
        seed=seed,
        person=person,
        name=name,
        identifier=identifier,
        address=start.address.select(pl.col(column).cast(kind) for column, kind in ADDRESS.items()),
        residence=residence,
        tie=_of(person, tie_frame(told, members, pairs, placed, adopted), "a", "b"),
        spell=_of(person, spell_frame(told, rows), "person"),
        exposure=_of(person, exposure_frame(told, rows), "person"),
        event=_of(person, event_frame(told, rows, pairs, members), "person"),
        safe=_of(person, safe, "person"),
    )


def _lived(person: pl.DataFrame, residence: pl.DataFrame) -> pl.DataFrame:
    """People who lived in the place for a day at least: somebody may come and go on one day."""
    kept = person.join(residence, on="person", how="semi").sort("person")
    known = pl.col("person").implode()
    return kept.with_columns(
        pl.when(pl.col(tie).is_in(known)).then(tie).alias(tie) for tie in ("mother", "father")
    )


def _of(person: pl.DataFrame, frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Rows whose people are all known."""
    for column in columns:
        frame = frame.join(
            person.select(pl.col("person").alias(column)), on=column, how="semi", maintain_order="left"
        )
    return frame


def _named(
    told: Told,
    person: pl.DataFrame,
    pairs: pl.DataFrame,
    residence: pl.DataFrame,
    safe: pl.DataFrame,
    adopted: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Names and identifiers, changed for those who were given new ones."""
    together = pairs.select(
        *(pl.Series(side, told.person_id[pairs[side].to_numpy()]) for side in ("a", "b")),
        dates(pairs["from"].to_numpy()).alias("from_date"),
        dates(pairs["to"].to_numpy()).alias("to_date"),
    )
    name = give_names(person, together, told.seed, told.as_of)
    changed = safe.filter(pl.col("kind").is_in(list(NEW_NAME))).sort("person", "from_date")
    changed = changed.unique("person", keep="first", maintain_order=True)
    changed = changed.join(_adopters_name(told, name, adopted), on=["person", "from_date"], how="left")
    name = _renamed(name, person, changed.sort("person"), residence, told.seed)
    identifier = give_identifiers(
        person, residence.select("person", "from_date", "to_date"), told.seed, told.as_of
    )
    for scheme in ("nhs_number", "upn"):
        new = changed.select("person", "from_date", "carried_over")
        identifier = renumber(identifier, new, scheme, told.seed)
    return name, identifier


def _adopters_name(told: Told, name: pl.DataFrame, adopted: pl.DataFrame) -> pl.DataFrame:
    """person, from_date, surname: what the adopter of each adopted child is called on the day of the order."""
    made = adopted.filter("made")
    rows = made.select(
        pl.Series("child", told.person_id[made["person"].to_numpy()]),
        pl.Series("person", told.person_id[made["adopter"].to_numpy()]),
        dates(made["to"].to_numpy()).alias("day"),
    ).join(name, on="person")
    in_use = (pl.col("from_date") <= pl.col("day")) & (pl.col("to_date") > pl.col("day")).fill_null(True)
    return rows.filter(in_use).select(person="child", from_date="day", surname="surname")


def _renamed(
    name: pl.DataFrame, person: pl.DataFrame, changed: pl.DataFrame, residence: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """Names with the new ones; those who are hidden together have one new surname. changed: with `surname`."""
    born = person.select("person", "sex", "birth")
    rows = changed.join(born, on="person", how="left").sort("person").with_columns(
        pl.col("kind").replace(NEW_NAME).alias("why"),
        pl.when(pl.col("kind") == "gender_recognition").then(pl.col("sex").replace({"F": "M", "M": "F"})).alias("sex"),
    )  # fmt: skip
    at = residence.select("person", "from_date", "household").unique(["person", "from_date"], keep="first")
    rows = rows.join(at, on=["person", "from_date"], how="left", maintain_order="left")
    hidden = (pl.col("kind") == "protected") & pl.col("household").is_not_null()
    eldest = pl.col("person").sort_by("birth", "person").first().over("household", "from_date")
    head = rows.with_columns(pl.when(hidden).then(eldest).otherwise("person").alias("head"))
    columns = ("person", "from_date", "why", "sex", "surname")
    first = head.filter(pl.col("person") == pl.col("head"))
    name = rename(name, person, first.select(columns), seed)
    theirs = name.join(first.select("person", "from_date"), on=["person", "from_date"], how="semi")
    rest = head.filter(pl.col("person") != pl.col("head")).drop("surname")
    rest = rest.join(
        theirs.select(head="person", surname="surname"), on="head", how="left", maintain_order="left"
    )
    return rename(name, person, rest.select(columns), seed)
