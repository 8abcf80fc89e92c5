"""The school census: pupils of three terms, a set of tables for each, as the collection system exports them.

Schools send who is on their roll on census day, and the absence,
suspensions and meals of the months before.
"""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet, of_facts, once, register
from wholeplace.demo.services.children.forms import (
    FAR,
    Form,
    chance,
    chosen,
    fact,
    homes,
    shares,
    sheet,
    some,
)
from wholeplace.demo.services.children.schools.roll import (
    SCHOOL,
    SESSIONS,
    Term,
    met,
    pupils,
    terms,
    with_entry,
    with_needs,
    with_said,
)
from wholeplace.demo.world import World

FORM = Form(SCHOOL, "school_census", day="%Y-%b-%d 00:00:00")
REASONS = {
    "DB": 0.5,
    "PP": 0.15,
    "VA": 0.15,
    "PA": 0.07,
    "DA": 0.05,
    "BU": 0.03,
    "DM": 0.03,
    "TH": 0.02,
}  # assumed
YEARS = {-1: "N2", 0: "R", **{year: str(year) for year in range(1, 15)}}


def sheets(world: World, seed: int) -> list[Sheet]:
    """The tables of each term that hold anything."""
    lived = homes(world)
    made: list[Sheet] = []
    for term in terms(world.as_of):
        made += _term(world, lived, term, seed)
    return [one for one in made if one.rows.height]


def _term(world: World, lived: pl.DataFrame, term: Term, seed: int) -> list[Sheet]:
    on_roll = with_entry(pupils(world, lived, term.day, seed), term.day)
    known = register(world, SCHOOL, met(on_roll, term, seed), seed)
    about = on_roll.select("person", "year_group", "school", "entered")
    listed = _numbered(once(known), term).join(about, on="person", maintain_order="left").sort("pupil")
    with_need = with_needs(world, listed, term, seed)
    return [
        _roll(with_said(world, with_need, term, seed), term, seed), _addresses(listed, term),
        _meals(world, known, listed, term, seed), _need_types(with_need, term),
        _excluded(world, known, listed, term, seed), _left(world, lived, on_roll, term, seed),
    ]  # fmt: skip


def _numbered(rows: pl.DataFrame, term: Term) -> pl.DataFrame:
    """Rows with `pupil`: a number that is good for one term."""
    return rows.with_columns(pupil=pl.format(term.name[:2] + "{}", "own"))


def _under(known: pl.DataFrame, listed: pl.DataFrame, facts: pl.DataFrame, day: str) -> pl.DataFrame:
    """Facts with the `pupil`, `school` and `entered` of the row that they stand under."""
    rows = listed.select("registration", "pupil", "school", "entered")
    return of_facts(known, facts, day).join(rows, on="registration").sort("pupil", day)


def _keys(number: str, at: pl.Expr | int = 1) -> list[pl.Expr]:
    """The columns by which the collection ties rows together; they say nothing of anybody."""
    return [
        pl.col("school").alias("NativeId"), pl.lit("1").alias("sourceid"),
        (pl.lit(at) if isinstance(at, int) else at).alias(number),
    ]  # fmt: skip


def _own(term: Term, kind: str = "on") -> pl.Expr:
    return pl.format(f"{kind}:{term.year}{term.name}:{{}}", "pupil").alias("_own")


def _year() -> pl.Expr:
    return pl.col("year_group").replace_strict(YEARS, default="X", return_dtype=pl.String)


def _roll(rows: pl.DataFrame, term: Term, seed: int) -> Sheet:
    carer = pl.lit(chosen(seed, "who told of carer", rows["person"], {"P": 0.4, "S": 0.6}))
    said = pl.lit("N")
    table = rows.select(
        pl.col("pupil").alias("pupilonrolltableid"), *_keys("pupilonrollorderseqcolumn"),
        pl.col("school").alias("schoolcensustableid"), "upn", pl.col("uln").alias("uniquelearnernumber"),
        pl.col("surname"), pl.col("given").alias("forename"), pl.col("middle").alias("middlenames"),
        pl.col("birth").alias("dob"), "sex", "ethnicity", pl.col("entered").alias("entrydate"),
        _year().alias("ncyearactual"),
        pl.lit("C").alias("enrolstatus"), pl.col("provision").alias("senprovision"),
        pl.lit(SESSIONS).alias("termlysessionspossible"),
        pl.col("authorised").alias("termlysessionsauthorised"),
        pl.col("unauthorised").alias("termlysessionsunauthorised"),
        pl.when(pl.col("caring_burden").is_not_null()).then(carer).otherwise(said).alias("youngcarer"),
        pl.when(pl.col("armed_forces_family").is_not_null()).then(pl.lit("Y")).otherwise(said)
        .alias("servicechild"),
        pl.when(pl.col("care_experience").is_not_null()).then(pl.lit("A")).otherwise(said).alias("plaa"),
        "_fact", _own(term), _person="person",
    )  # fmt: skip
    return sheet(FORM, "pupil_on_roll", table, file=term.file.format("pupilonroll"))


def _addresses(listed: pl.DataFrame, term: Term) -> Sheet:
    """A home that the school was told to hide is left out."""
    prefix = "addressesonroll" if term.name == "autumn" else "addresses"
    rows = listed.filter(~pl.col("hidden")).select(
        pl.col("pupil").alias("pupilonrolltableid"), *_keys(f"{prefix}orderseqcolumn"),
        pl.format("{}-1", "pupil").alias(f"{prefix}tableid"), "postcode", pl.col("number").alias("paon"),
        "street",
        "town", pl.col("uprn").alias("uniquepropertyreferencenumber"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "address_on_roll", rows, file=term.file.format(prefix))


def _meals(world: World, known: pl.DataFrame, listed: pl.DataFrame, term: Term, seed: int) -> Sheet:
    """Free school meals of pupils in poverty, from when the school was told."""
    poor = world.exposure.filter(
        pl.col("factor") == "poverty",
        pl.col("from_date") <= term.day,
        pl.col("to_date").fill_null(FAR) > term.day,
    )
    told = some(poor, seed, "meals claimed", shares(SCHOOL)["meals"]["claimed"], "exposure")
    found = _under(known, listed, told.with_columns(date=pl.lit(term.day)), "date")
    found = found.unique("pupil", keep="first", maintain_order=True)
    prefix = "fsmperiodsonroll" if term.name == "autumn" else "fsmperiod"
    rows = found.select(
        pl.col("pupil").alias("pupilonrolltableid"), *_keys(f"{prefix}orderseqcolumn"),
        pl.format("{}-1", "pupil").alias(f"{prefix}tableid"),
        pl.max_horizontal("from_date", "entered").alias("fsmstartdate"),
        pl.when(pl.col("to_date") <= term.day).then("to_date").alias("fsmenddate"),
        pl.lit("ENG").alias("ukcountry"),
        fact("exposure", "exposure"), _person="person",
    )  # fmt: skip
    return sheet(
        FORM, "fsm_period", rows, file=term.file.format(prefix), period=("fsmstartdate", "fsmenddate")
    )


def _need_types(listed: pl.DataFrame, term: Term) -> Sheet:
    """Types of need are asked in spring alone."""
    asked = listed.filter(pl.col("provision") != "N", pl.lit(term.name == "spring"))
    rows = asked.select(
        pl.col("pupil").alias("pupilonrolltableid"), pl.format("{}-1", "pupil").alias("senneedstableid"),
        *_keys("senneedsorderseqcolumn"), pl.lit(1).alias("sentyperank"), pl.col("need").alias("sentype"),
        fact("exposure", "exposure"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "sen_need", rows, file=term.file.format("senneeds"))


def _excluded(world: World, known: pl.DataFrame, listed: pl.DataFrame, term: Term, seed: int) -> Sheet:
    """Suspensions and exclusions since the census before."""
    out = world.event.filter(
        pl.col("kind").str.contains("exclusion|suspension"),
        pl.col("date") > term.before,
        pl.col("date") <= term.day,
    )
    found = _under(known, listed, out.sort("event"), "date")
    length = 1 + (chance(seed, "suspended for", found["event"]) * 8).floor().cast(pl.Int64)
    found = found.with_columns(nth=pl.int_range(pl.len()).over("pupil") + 1, length=length)
    prefix = "termlyexclusionsonroll"
    for_good = pl.col("kind").str.contains("permanent")
    rows = found.select(
        pl.col("pupil").alias("pupilonrolltableid"), *_keys(f"{prefix}orderseqcolumn", pl.col("nth")),
        pl.format("{}-{}", "pupil", "nth").alias(f"{prefix}tableid"), pl.col("date").alias("startdate"),
        pl.col("length").alias("sessions"),
        pl.when(for_good).then(pl.lit("PERM")).otherwise(pl.lit("SUSP")).alias("category"),
        pl.lit(chosen(seed, "why suspended", found["event"], REASONS)).alias("reason1"),
        fact("event", "event"),
        _person="person",
    )  # fmt: skip
    return sheet(FORM, "exclusion_on_roll", rows, file=term.file.format(prefix))


def _left(world: World, lived: pl.DataFrame, on_roll: pl.DataFrame, term: Term, seed: int) -> Sheet:
    """Pupils of the census before who have left the place since."""
    before = with_entry(pupils(world, lived, term.before, seed), term.before)
    gone = before.join(on_roll, on="person", how="anti", maintain_order="left")
    ends = lived.filter(pl.col("to_date") > term.before, pl.col("to_date") <= term.day)
    stays = lived.filter(pl.col("from_date") <= term.day, pl.col("to_date").fill_null(FAR) > term.day)
    left = (
        ends.join(stays.select("person"), on="person", how="anti")
        .group_by("person")
        .agg(pl.col("to_date").max())
    )
    gone = gone.join(left, on="person", maintain_order="left")
    known = register(world, SCHOOL, gone.select("person", met="entered", known_at=pl.lit(term.before)), seed)
    listed = _numbered(once(known), term).join(
        gone.select("person", "year_group", "school", "entered", "to_date"), on="person"
    )
    rows = listed.sort("pupil").select(
        pl.col("pupil").alias("pupilnolongeronrolltableid"), *_keys("pupilnolongeronrollorderseqcolumn"),
        pl.col("school").alias("schoolcensustableid"), "upn", pl.col("uln").alias("uniquelearnernumber"),
        "surname",
        pl.col("given").alias("forename"), pl.col("middle").alias("middlenames"),
        pl.col("birth").alias("dob"), "sex",
        "ethnicity", pl.col("entered").alias("entrydate"), pl.col("to_date").alias("leavingdate"),
        _year().alias("ncyearleaving"),
        _own(term, "off"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "pupil_off_roll", rows, file=term.file.format("pupilnolongeronroll"))
