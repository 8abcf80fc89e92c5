"""People in the safeguarding dataset: who they are, where they live, whose they are, and their numbers."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet, of_facts, once
from wholeplace.demo.services.children.forms import (
    Form,
    chance,
    fact,
    home_at,
    homes,
    shares,
    sheet,
    some,
)
from wholeplace.demo.services.children.social_care.case import Case, no_number, numbered
from wholeplace.demo.services.children.social_care.noted import SYSTEM
from wholeplace.demo.world import World

FORM = Form(SYSTEM, "ssd", day="%Y-%m-%d", file="ssd_{}.csv")
ID = pl.col("child_id")
DISABILITIES = {
    "physical_disability_or_illness": "MOB", "learning_disability": "LD", "hearing_impairment": "HEAR",
    "visual_impairment": "VIS", "autism": "AUT", "disability": "DDA",
}  # fmt: skip
PLACED = ("foster", "childrens_home")
PARTS = ("number", "street", "town", "postcode", "uprn")
OF_ADDRESS = ("person", "child_id", "since", "until", "why", "kind", "hidden", *PARTS)


def people(world: World, case: Case, seed: int) -> list[Sheet]:
    """The tables that say who people are."""
    known = once(case.known)
    kin = _with_parents(world, case, known)
    return [
        _person(world, known), _addresses(world, known, seed), _mothers(kin), _families(kin),
        _numbers(known, seed), _disabilities(world, case, seed), _immigration(world, case), _send(known),
    ]  # fmt: skip


def _is_child() -> pl.Expr:
    return pl.col("role") == "child"


def _person(world: World, known: pl.DataFrame) -> Sheet:
    death = world.person.select("person", "death")
    with_death = known.join(death, on="person", how="left", maintain_order="left")
    unknown = pl.when(_is_child() & pl.col("upn").is_null()).then(no_number(world.as_of))
    rows = with_death.select(
        ID.alias("pers_person_id"), pl.col("given").alias("pers_forename"),
        pl.col("surname").alias("pers_surname"),
        pl.col("sex").alias("pers_sex"), pl.col("ethnicity").alias("pers_ethnicity"),
        pl.col("birth").alias("pers_dob"), pl.col("nhs_number").alias("pers_common_child_id"),
        unknown.alias("pers_upn_unknown"),
        pl.when(pl.col("death") <= pl.col("known_at")).then("death").alias("pers_death_date"),
        pl.when(pl.col("role") == "mother").then(pl.lit("Y")).otherwise(pl.lit("N")).alias("pers_is_mother"),
        _person="person", _own="child_id",
    )  # fmt: skip
    return sheet(FORM, "person", rows)


def _addresses(world: World, known: pl.DataFrame, seed: int) -> Sheet:
    """The address held, and homes left while known. Placements and hidden homes are called so."""
    lived = homes(world)
    both = pl.concat([_held(world, known, lived), _left(world, known, lived, seed)])
    both = both.sort("child_id", "since", "until", nulls_last=True).unique(maintain_order=True)
    nth = pl.int_range(pl.len()).over("child_id") + 1
    rows = both.select(
        pl.format("{}-{}", ID, nth).alias("addr_table_id"), _json().alias("addr_address_json"),
        ID.alias("addr_person_id"), _kind_of_address().alias("addr_address_type"),
        pl.col("since").alias("addr_address_start_date"), pl.col("until").alias("addr_address_end_date"),
        pl.col("postcode").alias("addr_address_postcode"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "address", rows)


def _held(world: World, known: pl.DataFrame, lived: pl.DataFrame) -> pl.DataFrame:
    """The address as registered, with the kind of the home that is meant, and why and since when it is home."""
    parts = [part for part in PARTS if part != "postcode"]
    held = known.select(
        "person", "registration", "child_id", "hidden", *parts, meant="address", date="known_at"
    )
    now = home_at(held, lived).drop("postcode", "kind", "address")
    now = now.join(world.address.select(meant="address", kind="kind"), on="meant", how="left")
    now = now.join(known.select("registration", "postcode"), on="registration", how="left")
    return now.with_columns(until=pl.lit(None, dtype=pl.Date)).select(OF_ADDRESS)


def _left(world: World, known: pl.DataFrame, lived: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Homes left while the person was known, most of which stay on record."""
    gone = lived.select("person", "address", "why", "kind", since="from_date", until="to_date")
    mine = known.select("person", "child_id", "met", "known_at", hidden=pl.lit(False))
    before = mine.join(gone, on="person").filter(
        pl.col("until") > pl.col("met"), pl.col("until") <= pl.col("known_at")
    )
    drawn = chance(seed, "address kept", before["person"], before["address"])
    kept = before.filter(drawn < shares(SYSTEM)["address"]["kept"])
    return kept.join(world.address.select("address", *PARTS), on="address", how="left").select(OF_ADDRESS)


def _kind_of_address() -> pl.Expr:
    placed = pl.col("kind").is_in(PLACED) | (pl.col("why") == "care")
    return (
        pl.when(pl.col("hidden")).then(pl.lit("Confidential address"))
        .when(placed.fill_null(False)).then(pl.lit("Placement"))
        .otherwise(pl.lit("Home"))
    )  # fmt: skip


def _json() -> pl.Expr:
    names = ("PAON", "STREET", "TOWN", "POSTCODE", "UPRN")
    parts = [pl.col(part).fill_null("").alias(name) for part, name in zip(PARTS, names, strict=True)]
    return pl.struct(parts).struct.json_encode()


def _with_parents(world: World, case: Case, known: pl.DataFrame) -> pl.DataFrame:
    """Children with the numbers of the parents who are held: `mother_id`, `father_id`.

    A child with a new identity is nobody's of before under it.
    """
    ties = world.person.select("person", "mother", "father")
    first = case.known.sort("person", "registration").unique("person", keep="first")
    held = first.select("person", "child_id")
    children = known.filter(_is_child(), pl.col("opened").is_null())
    kin = children.join(ties, on="person", how="left", maintain_order="left")
    for parent in ("mother", "father"):
        own = held.rename({"person": parent, "child_id": f"{parent}_id"})
        kin = kin.join(own, on=parent, how="left", maintain_order="left")
    return kin


def _mothers(kin: pl.DataFrame) -> Sheet:
    rows = kin.drop_nulls("mother_id").select(
        pl.format("M{}", "child_id").alias("moth_table_id"), pl.col("mother_id").alias("moth_person_id"),
        ID.alias("moth_childs_person_id"), pl.col("birth").alias("moth_childs_dob"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "mother", rows)


def _families(kin: pl.DataFrame) -> Sheet:
    """A family is a mother (else a father), the children, and a father who is known."""
    tied = kin.with_columns(family=pl.coalesce("mother_id", "father_id")).drop_nulls("family")
    members = [tied.select("family", "person", "child_id")] + [
        tied.drop_nulls(f"{who}_id").select("family", person=who, child_id=f"{who}_id")
        for who in ("mother", "father")
    ]
    each = pl.concat(members).unique(["family", "child_id"], keep="first", maintain_order=True)
    rows = each.sort("family", "child_id").select(
        pl.format("F{}-{}", "family", "child_id").alias("fami_table_id"),
        pl.format("F{}", "family").alias("fami_family_id"), ID.alias("fami_person_id"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "family", rows)


def _numbers(known: pl.DataFrame, seed: int) -> Sheet:
    """Pupil and learner numbers of children, and here and there a parent's National Insurance number."""
    told, child = shares(SYSTEM)["number"], known.filter(_is_child())
    held = [
        (child, "upn", "Unique Pupil Number"),
        (some(child, seed, "uln kept", told["uln"], "person"), "uln", "Unique Learner Number"),
        (
            some(known.filter(~_is_child()), seed, "nino kept", told["nino"], "person"),
            "nino", "National Insurance Number",
        ),
    ]  # fmt: skip
    rows = [
        frame.drop_nulls(scheme).select(
            pl.format("{}-" + scheme, ID).alias("link_table_id"), ID.alias("link_person_id"),
            pl.lit(name).alias("link_identifier_type"), pl.col(scheme).alias("link_identifier_value"),
            _person="person",
        )
        for frame, scheme, name in held
    ]  # fmt: skip
    return sheet(FORM, "linked_identifiers", pl.concat(rows))


def _disabilities(world: World, case: Case, seed: int) -> Sheet:
    """Disabilities of children, most of those that there are."""
    held = world.exposure.filter(pl.col("factor").is_in(list(DISABILITIES)))
    said = some(held, seed, "disability recorded", shares(SYSTEM)["disability"]["recorded"], "exposure")
    children = (
        case.known.filter(_is_child())
        .select("person", "known_at")
        .unique("person", keep="first", maintain_order=True)
    )
    said = said.join(children, on="person").filter(pl.col("from_date") <= pl.col("known_at")).drop("known_at")
    named = numbered(of_facts(case.known, said, "from_date")).unique(
        ["registration", "factor"], keep="first", maintain_order=True
    )
    rows = named.sort("child_id", "factor").select(
        ID.alias("disa_person_id"), pl.format("D{}", "exposure").alias("disa_table_id"),
        pl.col("factor").replace_strict(DISABILITIES).alias("disa_disability_code"),
        fact("exposure", "exposure"),
        _person="person",
    )  # fmt: skip
    return sheet(FORM, "disability", rows)


def _immigration(world: World, case: Case) -> Sheet:
    alone = world.exposure.filter(pl.col("factor") == "unaccompanied_asylum_seeking")
    rows = numbered(of_facts(case.known, alone, "from_date")).select(
        ID.alias("immi_person_id"), pl.format("I{}", "exposure").alias("immi_immigration_status_id"),
        pl.lit("Unaccompanied asylum seeking child").alias("immi_immigration_status"),
        pl.col("from_date").alias("immi_immigration_status_start_date"),
        pl.col("to_date").alias("immi_immigration_status_end_date"), fact("exposure", "exposure"),
        _person="person",
    )  # fmt: skip
    return sheet(FORM, "immigration_status", rows)


def _send(known: pl.DataFrame) -> Sheet:
    rows = known.filter(_is_child()).drop_nulls("upn").select(
        pl.format("S{}", "child_id").alias("send_table_id"), pl.col("upn").alias("send_upn"),
        pl.col("uln").alias("send_uln"), ID.alias("send_person_id"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "send", rows)
