"""The return of children looked after (SSDA903): one set of tables of the last collection year.

It holds every stay in care that touched the year, from its true first day, and says nothing of names.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.demo.records import Sheet, of_facts, once
from wholeplace.demo.services.children.forms import FAR, Form, chance, chosen, fact, repeated, sheet
from wholeplace.demo.services.children.social_care import stays as care
from wholeplace.demo.services.children.social_care.case import Case, no_number, numbered, social_care
from wholeplace.demo.world import World

FORM = Form("looked_after", "ssda903")
CHILD = pl.col("child_id").alias("CHILD")
NEED = {
    "N1": 0.7,
    "N4": 0.12,
    "N5": 0.13,
    "N8": 0.05,
}  # assumed: for a need that the case system could not say
UNSTATED = "Z12"
MISUSE = ("substance_misuse", "alcohol_misuse", "drug_misuse")
CHANGE = 330  # assumed: days with one social worker
WORKERS = {"LEFTRL": 0.5, "TSPROC": 0.25, "MANAGE": 0.15, "ABSENC": 0.1}  # assumed
CHECKS = {"HEALTH_CHECK": 0.9, "IMMUNISATIONS": 0.85, "TEETH_CHECK": 0.8, "HEALTH_ASSESSMENT": 0.9}  # assumed


def sheets(world: World, seed: int) -> list[Sheet]:
    """One sheet a module."""
    case, start = social_care(world, seed), year_start(world.as_of)
    stays = care.placements(world, case, seed)
    year = stays.filter(pl.col("to_date").fill_null(FAR) > start)
    breaks = _breaks(case, start)
    leavers = care.leavers(world, case, seed).filter(
        pl.col("age").is_between(17, 21), pl.col("to_date").fill_null(FAR) > start
    )
    whose = pl.concat([year["child_id"], breaks["child_id"], leavers["child_id"]])
    known = _with_birth_date(world, once(case.known).filter(pl.col("child_id").is_in(whose.implode())))
    return [
        one
        for one in (
            _header(known, world), _episodes(case, year, breaks, seed),
            _reviews(world, stays, known, start, seed),
            _outcomes(world, year, known, start, seed), _leavers(leavers, known),
            _missing(case, year, known, start, seed),
            _alone(world, case, year, known), _placed(year, known), _workers(world, year, known, start, seed),
        )
        if one.rows.height
    ]  # fmt: skip


def year_start(as_of: date) -> date:
    """The first day of the collection year that a date falls in."""
    return date(as_of.year - (as_of.month < 4), 4, 1)


def _with_birth_date(world: World, known: pl.DataFrame) -> pl.DataFrame:
    """The return is checked before it goes: no child is without a birth date."""
    born = world.person.select("person", _born="birth")
    found = known.join(born, on="person", how="left", maintain_order="left")
    return found.with_columns(birth=pl.coalesce("birth", "_born")).drop("_born")


def _breaks(case: Case, start: date) -> pl.DataFrame:
    held = case.spell.filter(pl.col("state") == "short_breaks", pl.col("to_date").fill_null(FAR) > start)
    return held.with_columns(
        place=pl.lit("U6"), provider=pl.lit("PR1"), begun=pl.lit("S"),
        home_postcode=pl.lit(None, dtype=pl.String),
        postcode=pl.lit(None, dtype=pl.String), period=pl.col("spell"),
        ended=pl.when(pl.col("to_date").is_not_null()).then(pl.lit("E8")),
    )  # fmt: skip


def _header(known: pl.DataFrame, world: World) -> Sheet:
    """Whether a girl in care has a child is asked of her; the youngest have no pupil number yet."""
    mothers = (
        world.person.drop_nulls("mother")
        .group_by(pl.col("mother").alias("person"))
        .agg(child=pl.col("birth").min())
    )
    rows = known.join(mothers, on="person", how="left", maintain_order="left").sort("child_id")
    girl = pl.col("sex") == "F"
    is_mother = girl & (pl.col("child") <= world.as_of).fill_null(False)
    rows = rows.select(
        CHILD, pl.col("sex").fill_null("U").alias("SEX"), pl.col("birth").alias("DOB"),
        pl.col("ethnicity").alias("ETHNIC"),
        pl.coalesce("upn", no_number(world.as_of)).alias("UPN"),
        pl.when(girl).then(is_mother.cast(pl.Int8)).alias("MOTHER"),
        pl.when(is_mother).then("child").alias("MC_DOB"), _person="person", _own="child_id",
    )  # fmt: skip
    return sheet(FORM, "header", rows)


def _episodes(case: Case, year: pl.DataFrame, breaks: pl.DataFrame, seed: int) -> Sheet:
    both = pl.concat(
        [year.with_columns(LS=care.legal_status(year["period"], seed)), breaks.with_columns(LS=pl.lit("V4"))],
        how="diagonal",
    )
    both = both.join(case.need.select("need", "code"), on="need", how="left", maintain_order="left")
    both = both.sort("child_id", "from_date", "spell")
    unclear = chosen(seed, "need in care", both["spell"], NEED)
    need = pl.when(pl.col("code") == "N0").then(pl.lit(unclear)).otherwise("code")
    moved = chosen(
        seed, "placement changed", both["spell"], {"CARPL": 0.5, "CREQB": 0.2, "LAREQ": 0.1, "OTHER": 0.2}
    )
    rows = both.select(
        CHILD, pl.col("from_date").alias("DECOM"), pl.col("begun").alias("RNE"), "LS",
        pl.coalesce(need, pl.lit("N1")).alias("CIN"),
        pl.col("place").fill_null(UNSTATED).alias("PLACE"), pl.col("provider").alias("PLACE_PROVIDER"),
        pl.col("to_date").alias("DEC"), pl.col("ended").alias("REC"),
        pl.when(pl.col("ended") == "X1").then(pl.lit(moved)).alias("REASON_PLACE_CHANGE"),
        pl.col("home_postcode").alias("HOME_POST"), pl.col("postcode").alias("PL_POST"),
        fact("spell", "spell"),
        _person="person",
    )  # fmt: skip
    return sheet(FORM, "episodes", rows, period=("DECOM", "DEC"))


def _with_birth(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Rows with the birth date and number of a child of the header."""
    header = known.select("child_id", pl.col("birth").alias("DOB"))
    found = rows.join(header, on="child_id", how="inner", maintain_order="left")
    return found.rename({"child_id": "CHILD", "person": "_person"})


def _reviews(world: World, stays: pl.DataFrame, known: pl.DataFrame, start: date, seed: int) -> Sheet:
    held = care.reviews(world, stays, seed).filter(pl.col("date") >= start)
    heard = chosen(
        seed,
        "heard at review",
        held["period"] * 64 + held["nth"],
        {"PN1": 0.6, "PN3": 0.05, "PN6": 0.25, "PN7": 0.1},
    )
    rows = _with_birth(held.with_columns(heard=pl.lit(heard)), known)
    young = (pl.col("date") - pl.col("DOB")).dt.total_days() < 4 * 365.25
    return sheet(
        FORM, "reviews",
        rows.select(
            "CHILD", "DOB", "_person", REVIEW="date",
            REVIEW_CODE=pl.when(young).then(pl.lit("PN0")).otherwise("heard"),
        ),
    )  # fmt: skip


def _outcomes(world: World, year: pl.DataFrame, known: pl.DataFrame, start: date, seed: int) -> Sheet:
    """Health and conduct of children in care for the whole year."""
    whole = year.group_by("period", maintain_order=True).agg(
        pl.col("person", "child_id").first(),
        pl.col("from_date").min(),
        pl.col("to_date").fill_null(FAR).max(),
    )
    whole = whole.filter(pl.col("from_date") <= start, pl.col("to_date") > world.as_of).unique(
        "child_id", keep="first", maintain_order=True
    )
    misuse, offending = (_held(world, whole, start, which) for which in (MISUSE, ("offending",)))
    score = (chance(seed, "strengths and difficulties", whole["person"]) * 28 + 2).floor().cast(pl.Int64)
    whole = whole.with_columns(_misuse=misuse, _offending=offending, _score=score)
    checks = {name: chance(seed, name, whole["person"]) < share for name, share in CHECKS.items()}
    rows = _with_birth(
        whole.with_columns(**{name: seen.cast(pl.Int8) for name, seen in checks.items()}), known
    )
    age = (pl.lit(world.as_of) - pl.col("DOB")).dt.total_days() / 365.25
    asked = age.is_between(4, 17)
    rows = rows.select(
        "CHILD", "DOB", pl.when(asked).then("_score").alias("SDQ_SCORE"),
        pl.when(~asked).then(pl.lit("SDQ1")).alias("SDQ_REASON"),
        CONVICTED=pl.col("_offending").cast(pl.Int8), SUBSTANCE_MISUSE=pl.col("_misuse").cast(pl.Int8),
        _person="_person",
        **{name: name for name in CHECKS},
    )  # fmt: skip
    return sheet(FORM, "oc2", rows)


def _held(world: World, rows: pl.DataFrame, start: date, factors: tuple[str, ...]) -> pl.Expr:
    """Whether a person held one of these factors at any time of the year."""
    held = world.exposure.filter(
        pl.col("factor").is_in(list(factors)), pl.col("to_date").fill_null(FAR) > start
    )
    return pl.col("person").is_in(held["person"].implode())


def _leavers(leavers: pl.DataFrame, known: pl.DataFrame) -> Sheet:
    """Care leavers of the year: what they do and where they live, suitably unless they have no home."""
    suitable = pl.when(pl.col("home") == "S").then(pl.lit("2")).otherwise(pl.lit("1"))
    rows = _with_birth(leavers.drop("birth"), known).select(
        "CHILD", "DOB", IN_TOUCH=pl.lit("YES"), ACTIV="activity", ACCOM=pl.concat_str("home", suitable),
        _person="_person",
        _fact=pl.format("spell:{}", "spell"),
    )  # fmt: skip
    return sheet(FORM, "oc3", rows)


def _missing(case: Case, year: pl.DataFrame, known: pl.DataFrame, start: date, seed: int) -> Sheet:
    away = care.missing(case, year, seed).filter(pl.col("date") >= start)
    rows = _with_birth(away, known).select(
        "CHILD", "DOB", MISSING=pl.lit("M"), MIS_START="date", MIS_END="back",
        _fact=pl.format("event:{}", "event"),
        _person="_person",
    )  # fmt: skip
    return sheet(FORM, "missing", rows)


def _alone(world: World, case: Case, year: pl.DataFrame, known: pl.DataFrame) -> Sheet:
    """Children in care who came to ask for asylum by themselves."""
    alone = world.exposure.filter(pl.col("factor") == "unaccompanied_asylum_seeking")
    said = numbered(of_facts(case.known, alone, "from_date")).filter(
        pl.col("child_id").is_in(year["child_id"].implode())
    )
    said = said.unique("child_id", keep="first", maintain_order=True)
    sex = known.select("child_id", SEX="sex")
    rows = _with_birth(said.join(sex, on="child_id", maintain_order="left"), known)
    return sheet(
        FORM, "uasc", rows.select("CHILD", "DOB", "SEX", fact("exposure", "exposure"), _person="_person")
    )


def _placed(year: pl.DataFrame, known: pl.DataFrame) -> Sheet:
    """Children placed for adoption."""
    placed = year.filter(pl.col("state") == "looked_after_placed_for_adoption")
    rows = _with_birth(placed, known).select("CHILD", "DOB", "_person", DATE_PLACED="from_date")
    return sheet(FORM, "placed_adoption", rows.with_columns(DATE_PLACED_CEASED=pl.lit(None, dtype=pl.Date)))


def _workers(world: World, year: pl.DataFrame, known: pl.DataFrame, start: date, seed: int) -> Sheet:
    """The social worker of each time in care: a new one about once a year."""
    cared = care.times_in_care(year)
    held = repeated(cared, seed, "new social worker", "period", 0, CHANGE, world.as_of).sort("period", "nth")
    until = pl.coalesce(pl.col("date").shift(-1).over("period"), "to_date")
    reason = chosen(seed, "why a new worker", held["period"] * 64 + held["nth"], WORKERS)
    reason = pl.when(pl.col("nth") == 0).then(pl.lit("FCONTA")).otherwise(pl.lit(reason))
    worker = pl.format("W{}", (pl.col("period") * 7 + pl.col("nth") * 13) % 90 + 100)
    rows = _with_birth(held.with_columns(until=until, reason=reason, worker=worker), known)
    rows = rows.filter((pl.col("until") > start).fill_null(True))
    rows = rows.select(
        "CHILD", "DOB", "_person", SW_ID="worker", SW_DECOM="date", SW_DEC="until", SW_REASON="reason"
    )
    return sheet(FORM, "sw_episodes", rows)
