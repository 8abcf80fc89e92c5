"""The survey of special educational needs (SEN2) of the January before the last day: requests, assessments, plans.

It holds requests of the calendar year, plans made or ended in it,
and every plan in force on census day with
its placement. A plan's kind of school is not in it: the survey gives a number, not a kind.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from wholeplace.demo.records import Sheet, of_facts, once, register
from wholeplace.demo.services.children.forms import FAR, Form, chosen, fact, runs, shares, sheet
from wholeplace.demo.services.children.schools.roll import DIAGNOSED, SCHOOL
from wholeplace.demo.world import World

FORM = Form("send", "sen2", day="%Y-%m-%d")
WEEKS_TO_DECIDE = 6  # by law
DAYS_BETWEEN = 31  # a plan that starts so soon after an assessment is its outcome
SETTINGS = {"ehc_plan_other": "OLA", "ehc_plan_unstated": "OTH"}
UNIT = "ehc_plan_mainstream_unit"
KINDS = (
    "ehc_plan_mainstream", "ehc_plan_special", "ehc_plan_independent_special", "ehc_plan_further_education",
    "ehc_plan_alternative_provision",
)  # fmt: skip
SCHOOLS = 90
"""Schools of each kind, numbered one after another from 100,000 on."""
PERSON = pl.format("P{}", "own").alias("persontableid")


def school_list() -> str:
    """`schools.csv`: what kind of setting each school is, for which a council asks the register of schools."""
    numbered = [f"{100_000 + SCHOOLS * n + i},{kind}" for n, kind in enumerate(KINDS) for i in range(SCHOOLS)]
    return "\n".join(["urn,kind", *numbered, ""])


def census_day(as_of: date) -> date:
    """The third Thursday of the January before."""
    year = as_of.year if as_of >= date(as_of.year, 1, 21) else as_of.year - 1
    first = date(year, 1, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 14)


def sheets(world: World, seed: int) -> list[Sheet]:
    """One sheet a table that holds anything."""
    day = census_day(world.as_of)
    start = date(day.year - 1, 1, 1)
    asked, plans, stays = _spells(world, day)
    cases = _cases(asked, plans, start, day)
    stays = stays.join(cases.filter("active").select("plan", "case"), on="plan").filter(_running(day))
    known = register(world, FORM.source, _met(cases, day), seed)
    cases = of_facts(known, cases, "first").sort("case")
    return [one for one in _tables(world, known, cases, stays, day, seed) if one.rows.height]


def _running(day: date) -> pl.Expr:
    return pl.col("to_date").fill_null(FAR) > day


def _spells(world: World, day: date) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Assessments; plans, each an unbroken time with one (`plan`); and placements, a state of a plan each."""
    held = world.spell.filter(pl.col("track") == "send", pl.col("from_date") <= day).drop("track")
    held = held.with_columns(to_date=pl.when(pl.col("to_date") <= day).then("to_date")).sort(
        "person", "from_date", "spell"
    )
    asked = held.filter(pl.col("state") == "ehc_needs_assessment")
    stays = runs(held.filter(pl.col("state").str.starts_with("ehc_plan")), "spell", "plan")
    ends = pl.col("to_date").fill_null(FAR).max()
    plans = stays.group_by("plan", maintain_order=True).agg(
        pl.col("person").first(), start=pl.col("from_date").min(), end=pl.when(ends < FAR).then(ends),
        state=pl.col("state").first(),
    )  # fmt: skip
    return asked, plans, stays


def _cases(asked: pl.DataFrame, plans: pl.DataFrame, start: date, day: date) -> pl.DataFrame:
    """One row a request: an assessment with the plan it led to, or a plan assessed before the year.

    Columns: case (number of the assessment, else of the plan), person, spell, asked, decided (the
    assessment's end), plan, start, end, state, active (in force on census day), first (known by that day).
    """
    led = asked.drop("state").join(_led_to(asked, plans), on="spell", how="left", maintain_order="left")
    led = led.filter(pl.col("to_date").fill_null(FAR) >= start)
    new = led.join(plans.drop("person"), on="plan", how="left", maintain_order="left").select(
        "person", "spell", "plan", "start", "end", "state", case="spell", asked="from_date", decided="to_date"
    )
    none, no_day = pl.lit(None, dtype=pl.Int64), pl.lit(None, dtype=pl.Date)
    old = plans.join(new.select("plan").drop_nulls(), on="plan", how="anti", maintain_order="left")
    old = old.filter(pl.col("end").fill_null(FAR) >= start)
    old = old.with_columns(spell=none, case="plan", asked=no_day, decided=no_day)
    both = pl.concat([new, old.select(new.columns)])
    active = (pl.col("start") <= day) & (pl.col("end").fill_null(FAR) > day)
    return both.with_columns(active=active.fill_null(False), first=pl.coalesce("asked", "start"))


def _led_to(asked: pl.DataFrame, plans: pl.DataFrame) -> pl.DataFrame:
    """Assessments and the plan that began as each ended: `spell`, `plan`; the latest where several might have."""
    wait = (pl.col("start") - pl.col("to_date")).dt.total_days()
    pairs = asked.join(plans, on="person", suffix="_plan").filter(wait.is_between(-1, DAYS_BETWEEN))
    pairs = pairs.sort("plan", "from_date", "spell", descending=[False, True, False])
    pairs = pairs.unique("plan", keep="first", maintain_order=True)
    return pairs.unique("spell", keep="first", maintain_order=True).select("spell", "plan")


def _met(cases: pl.DataFrame, day: date) -> pl.DataFrame:
    """Whoever has neither a plan nor an open request is not looked up again."""
    last = (
        pl.when(pl.col("active") | pl.col("decided").is_null())
        .then(day)
        .otherwise(pl.max_horizontal("decided", "end"))
    )
    held = (
        cases.with_columns(last=last)
        .group_by("person")
        .agg(met=pl.col("first").min(), known_at=pl.col("last").max())
    )
    return held.select("person", "met", pl.max_horizontal("met", "known_at").alias("known_at")).sort("person")


def _tables(
    world: World, known: pl.DataFrame, cases: pl.DataFrame, stays: pl.DataFrame, day: date, seed: int
) -> list[Sheet]:
    made = cases.filter(pl.col("plan").is_not_null() & (pl.col("spell").is_not_null() | ~pl.col("active")))
    active = cases.filter("active")
    return [
        _survey(day), _people(known, cases, day), _requests(cases, day), _assessments(cases, day),
        _named(made),
        _details(made), _active(active, seed, day), _placements(stays), _needs(world, active, day, seed),
    ]  # fmt: skip


def _survey(day: date) -> Sheet:
    rows = pl.DataFrame(
        {"sen2tableid": ["1"], "collection": ["SEN2"], "year": [str(day.year)], "referencedate": [day]}
    )
    return sheet(FORM, "sen2", rows)


def _people(known: pl.DataFrame, cases: pl.DataFrame, day: date) -> Sheet:
    named = once(known).join(
        cases.select("registration").unique(), on="registration", how="semi", maintain_order="left"
    )
    none = (
        pl.when(pl.col("birth") > day.replace(year=day.year - 5)).then(pl.lit("UN1")).otherwise(pl.lit("UN5"))
    )
    rows = named.sort("own").select(
        PERSON, pl.lit("1").alias("sen2tableid"), "surname", pl.col("given").alias("forename"),
        pl.col("birth").alias("personbirthdate"), "sex", pl.col("ethnicity").fill_null("NOBT"), "postcode",
        "upn",
        pl.col("uln").alias("uniquelearnernumber"),
        pl.when(pl.col("upn").is_null()).then(none).alias("upnunknown"),
        _person="person", _own=pl.format("P{}", "own"),
    )  # fmt: skip
    return sheet(FORM, "person", rows)


def _requests(cases: pl.DataFrame, day: date) -> Sheet:
    """H: decided before this collection. A: not yet decided."""
    by = pl.col("asked") + pl.duration(weeks=WEEKS_TO_DECIDE)
    decided = pl.min_horizontal(by, pl.col("decided").fill_null(FAR))
    done = (decided <= day).fill_null(False)
    outcome = (
        pl.when(pl.col("spell").is_null())
        .then(pl.lit("H"))
        .when(done)
        .then(pl.lit("Y"))
        .otherwise(pl.lit("A"))
    )
    rows = cases.select(
        pl.format("R{}", "case").alias("requeststableid"), PERSON, pl.col("asked").alias("receiveddate"),
        pl.when(done & pl.col("spell").is_not_null()).then(decided).alias("requestoutcomedate"),
        outcome.alias("requestoutcome"), fact("spell", "spell"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "requests", rows)


def _assessments(cases: pl.DataFrame, day: date) -> Sheet:
    """A plan in force since before the year has none; one that ended in the year has its old one named."""
    has = cases.filter(
        (pl.col("asked") + pl.duration(weeks=WEEKS_TO_DECIDE) <= day).fill_null(False)
        | pl.col("decided").is_not_null() | (pl.col("spell").is_null() & ~pl.col("active"))
    )  # fmt: skip
    outcome = (
        pl.when(pl.col("spell").is_null()).then(pl.lit("H"))
        .when(pl.col("plan").is_not_null()).then(pl.lit("Y"))
        .when(pl.col("decided").is_not_null()).then(pl.lit("N")).otherwise(pl.lit("A"))
    )  # fmt: skip
    rows = has.select(
        pl.format("A{}", "case").alias("assessmenttableid"),
        pl.format("R{}", "case").alias("requeststableid"),
        outcome.alias("assessmentoutcome"), pl.col("decided").alias("assessmentoutcomedate"),
        _person="person",
    )  # fmt: skip
    return sheet(FORM, "assessment", rows)


def _named(made: pl.DataFrame) -> Sheet:
    ceased = pl.col("end").is_not_null()
    rows = made.select(
        pl.format("N{}", "case").alias("namedplantableid"),
        pl.format("A{}", "case").alias("assessmenttableid"),
        pl.col("start").alias("startdate"), pl.col("end").alias("ceasedate"),
        pl.when(ceased).then(pl.lit("9")).alias("ceasereason"), fact("spell", "plan"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "namedplan", rows, period=("startdate", "ceasedate"))


def _setting() -> list[pl.Expr]:
    """Where a plan is carried out: a school by a number, a unit of it, or a code for what is no school."""
    code = pl.col("state").replace_strict(SETTINGS, default=None, return_dtype=pl.String)
    unit = pl.when(pl.col("state") == UNIT).then(pl.lit("1")).otherwise(pl.lit("0"))
    kind = pl.col("state").replace_strict(
        {kind: n for n, kind in enumerate(KINDS)}, default=0, return_dtype=pl.Int64
    )
    number = 100_000 + SCHOOLS * kind + pl.col("plan") % SCHOOLS
    return [
        pl.when(code.is_null()).then(number.cast(pl.String)).alias("urn"),
        code.alias("sensetting"), unit.alias("senunitindicator"),
    ]  # fmt: skip


def _details(made: pl.DataFrame) -> Sheet:
    rows = made.select(
        pl.format("D{}", "case").alias("plandetailtableid"),
        pl.format("N{}", "case").alias("namedplantableid"),
        *_setting(), pl.lit("1").alias("placementrank"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "plandetail", rows)


def _active(active: pl.DataFrame, seed: int, day: date) -> Sheet:
    """Plans are reviewed every year."""
    late = pl.lit(
        chosen(seed, "plan reviewed", active["plan"], {str(days): 1.0 for days in range(5, 365, 9)})
    ).cast(pl.Int64)
    review = pl.lit(day) - pl.duration(days=late)
    rows = active.select(
        pl.format("L{}", "plan").alias("activeplanstableid"),
        pl.format("R{}", "case").alias("requeststableid"),
        pl.when(review > pl.col("start")).then(review).alias("lastreview"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "activeplans", rows)


def _placements(stays: pl.DataFrame) -> Sheet:
    rows = stays.sort("spell").select(
        pl.format("T{}", "spell").alias("placementdetailtableid"),
        pl.format("L{}", "plan").alias("activeplanstableid"),
        *_setting(), pl.lit("1").alias("placementrank"), pl.col("from_date").alias("entrydate"),
        pl.col("to_date").alias("leavingdate"), fact("spell", "spell"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "placementdetail", rows, period=("entrydate", "leavingdate"))


def _needs(world: World, active: pl.DataFrame, day: date, seed: int) -> Sheet:
    """The main need of each plan: a diagnosis where there is one."""
    held = world.exposure.filter(pl.col("factor").is_in(list(DIAGNOSED)), pl.col("from_date") <= day)
    held = held.sort("person", "exposure").unique("person", keep="first", maintain_order=True)
    found = active.join(
        held.select("person", "factor", "exposure"), on="person", how="left", maintain_order="left"
    )
    typed = pl.lit(chosen(seed, "type of need", found["person"], shares(SCHOOL)["need_type"]))
    said = pl.coalesce(
        pl.col("factor").replace_strict(DIAGNOSED, default=None, return_dtype=pl.String), typed
    )
    rows = found.select(
        pl.format("E{}", "plan").alias("senneedtableid"),
        pl.format("L{}", "plan").alias("activeplanstableid"),
        said.alias("sentype"), pl.lit("1").alias("sentyperank"), fact("exposure", "exposure"),
        _person="person",
    )  # fmt: skip
    return sheet(FORM, "senneed", rows)
