"""Homelessness: the council's case-level return, one case for each time a home came to the council for help.

The case is known by one applicant, with name and number; of the others it holds birth date and sex alone.
Reasons and ends are plain words, since the return's own codes are not public; their shares are assumed.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.demo.records import Sheet, register
from wholeplace.demo.services.adults.forms import (
    ISO_DAY,
    Form,
    chance,
    choose,
    filled,
    held_on,
    home_on,
    sheet,
    told,
)
from wholeplace.demo.world import World
from wholeplace.dynamics.draws import keyed

FORM = Form("homelessness", "mapped", "hclic", ISO_DAY)
APART = 90  # days without help after which somebody who comes again has a new case (assumed)
LATE = date(9999, 1, 1)
LOST = {
    "End of private rented tenancy": 0.35, "Family or friends no longer willing to accommodate": 0.35,
    "Relationship with partner ended": 0.1, "End of social rented tenancy": 0.08, "Other": 0.12,
}  # fmt: skip
NEEDS = {
    "domestic_abuse": "At risk of or experienced domestic abuse",
    "mental_ill_health": "History of mental health problems",
    "drug_misuse": "Drug dependency needs", "alcohol_misuse": "Alcohol dependency needs",
    "learning_disability": "Learning disability", "offending": "Offending history",
    "physical_disability_or_illness": "Physical ill health and disability",
    "rough_sleeping": "History of rough sleeping", "care_experience": "Care leaver",
}  # fmt: skip
TOLD = 0.7  # assumed share of needs that an applicant tells of
# Section by state: table, columns of the first and last day, and of why it ended.
SECTIONS = {
    "prevention": ("prevention", "PREVSTART", "PREVEND", "PREVENDREASON"),
    "relief": ("relief", "RELIEFSTART", "RELIEFEND", "RELIEFENDREASON"),
    "main_duty": ("final_duties", "FINALSTART", "FINALEND", "FINALENDREASON"),
    "temporary_accommodation": ("temporary_accommodation", "ENTRY_DATE", "EXITDATE", ""),
}
ENDED = {
    "Secured existing accommodation": 0.3, "Secured alternative accommodation": 0.4, "56 days elapsed": 0.2,
    "Contact lost": 0.1,
}  # fmt: skip
DUTY = {"main_duty": "MAIN", "other_duty": "INTENTIONAL"}


def sheets(world: World, seed: int) -> list[Sheet]:
    """The return's sections and the separate file of personal details, a row a case or a period of one."""
    spells = _spells(world, seed)
    cases = _cases(spells.filter(pl.col("person") == pl.col("lead")), seed)
    others = _others(spells, cases)
    whole = pl.concat([cases.select("person", "start"), others.select("person", "start")])
    met = whole.select("person", met="start", known_at=pl.col("start").dt.offset_by("-1d"))
    registered = register(world, FORM.source, met, seed)
    leads = told(_described(world, cases, seed), registered, "start").with_columns(
        pl.format("HL{}/{}", "own", "_run").alias("case")
    )
    others = told(others, registered, "start").join(leads.select("number", "case"), on="number")
    periods = _periods(spells, leads, seed)
    return filled([
        _personal(leads), _main(leads), _people(others), _support(world, leads, seed),
        *_duties(periods), _assistance(world, leads, seed), _reviews(world, periods, seed),
    ])  # fmt: skip


def _spells(world: World, seed: int) -> pl.DataFrame:
    """Each person's time under a duty, with the `lead`: who of those of the home under the same duty applied."""
    spells = world.spell.filter(
        pl.col("track") == "homelessness", pl.col("from_date") <= world.as_of,
        (pl.col("to_date") > world.start).fill_null(True),
    ).sort("spell")  # fmt: skip
    housed = home_on(world, spells, "from_date").join(world.person.select("person", "birth"), on="person")
    together = [pl.col("household").fill_null(-1 - pl.col("person")), "state", "from_date"]
    young = pl.col("birth").dt.offset_by("18y") > pl.col("from_date")
    ranked = housed.with_columns(pl.Series("_draw", keyed(seed, "applies", housed["person"])))
    ordered = ranked.sort(young, "_draw", "spell")
    return ordered.with_columns(pl.col("person").first().over(together).alias("lead")).sort("spell")


def _cases(spells: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Runs of an applicant's periods: `person`, `start`, `until`, `number`, and which of theirs it is."""
    ordered = spells.sort("person", "from_date", "spell").with_columns(pl.col("to_date").fill_null(LATE))
    before = pl.col("to_date").cum_max().over("person").shift(1).over("person")
    new = (pl.col("from_date") > before + pl.duration(days=APART)).fill_null(True)
    runs = ordered.with_columns(new.cast(pl.Int64).cum_sum().over("person").alias("_run"))
    cases = runs.group_by("person", "_run").agg(
        pl.col("from_date").min().alias("start"), pl.col("to_date").max().alias("until"), pl.col("household").first()
    ).sort("person", "_run")  # fmt: skip
    ids = pl.Series(keyed(seed, "homelessness case", cases["person"], cases["_run"]))
    return cases.with_columns(ids.alias("number"))


def _others(spells: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Everyone else of the home, numbered from 2 in each case."""
    mates = spells.filter(pl.col("person") != pl.col("lead")).select("person", "lead", "from_date", "birth")
    held = mates.join(cases.select("number", "start", "until", lead="person"), on="lead")
    within = held.filter(pl.col("from_date") >= pl.col("start"), pl.col("from_date") < pl.col("until"))
    each = within.unique(["number", "person"]).sort("number", "birth", "person").drop("birth")
    return each.with_columns(pl.int_range(2, pl.len() + 2).over("number").alias("person_no"))


def _described(world: World, cases: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Each case with why a home was lost and where the applicant was."""
    known = held_on(world, home_on(world, cases.drop("household"), "start"), ["domestic_abuse"], "start")
    drawn = choose(chance(known, seed, "home lost", "number"), LOST)
    abuse = pl.when("has_domestic_abuse").then(pl.lit("Domestic abuse"))
    return known.with_columns(
        reason=abuse.otherwise(drawn), need=chance(known, seed, "priority need", "number")
    )


def _personal(leads: pl.DataFrame) -> Sheet:
    shown = ~pl.col("hidden")
    columns = {
        "CASEREF": "case", "FORENAME": "given", "SURNAME": "surname", "DOB": "birth", "GENDER": _gender(),
        "NINO": "nino", "LASTADDRESS": pl.when(shown).then("one_line"), "LASTPOSTCODE": pl.when(shown).then("postcode"),
    }  # fmt: skip
    return sheet(FORM, "personal", leads.sort("case"), columns, own="case")


def _gender() -> pl.Expr:
    return pl.col("sex").replace_strict({"F": "Female", "M": "Male"}, default="Not known")


def _main(leads: pl.DataFrame) -> Sheet:
    current = pl.when(pl.col("tenure").is_in(["social", "private"])).then(pl.format("{} rented", "tenure"))
    columns = {
        "CASEREF": "case", "APPDATE": "start", "ASSESS_DATE": pl.col("start"), "REASONLOSS": "reason",
        "PNEED": pl.when(pl.col("need") < 0.7).then(pl.lit("Y")).otherwise(pl.lit("N")),
        "CURRENTACCOM": current.otherwise(pl.lit("other")),
    }  # fmt: skip
    return sheet(FORM, "main", leads.sort("case"), columns)


def _people(others: pl.DataFrame) -> Sheet:
    grown = (pl.col("start") - pl.col("birth")).dt.total_days() >= 18 * 365
    columns = {
        "CASEREF": "case", "PERSONNO": "person_no",
        "RELATIONSHIP": pl.when(grown).then(pl.lit("Partner or other adult")).otherwise(pl.lit("Child")),
        "PERSONDOB": "birth", "PERSONGENDER": _gender(),
    }  # fmt: skip
    new_identity = pl.col("opened").is_not_null()
    numbered = others.with_columns(
        pl.when(new_identity).then("own").otherwise("person_no").alias("person_no")
    )
    whole = numbered.with_columns(pl.format("{}|{}", "case", "person_no").alias("own")).sort("case", "own")
    return sheet(FORM, "people", whole, columns, own="own")


def _support(world: World, leads: pl.DataFrame, seed: int) -> Sheet:
    """What the applicants told of their needs on the day."""
    held = world.exposure.filter(pl.col("factor").is_in(list(NEEDS)))
    both = leads.select("case", "person", "start").join(held, on="person").sort("case", "exposure")
    open_then = (pl.col("from_date") <= pl.col("start")) & (pl.col("to_date") > pl.col("start")).fill_null(
        True
    )
    told_of = both.filter(open_then, pl.lit(chance(both, seed, "need told", "exposure")) < TOLD)
    needs = told_of.unique(["case", "factor"], keep="first", maintain_order=True).with_columns(
        pl.format("exposure:{}", "exposure").alias("fact")
    )
    columns = {
        "CASEREF": "case",
        "SUPPORTNEED": pl.col("factor").replace_strict(NEEDS),
        "SUPPORTDATE": "start",
    }
    return sheet(FORM, "support", needs, columns, fact="fact")


def _periods(spells: pl.DataFrame, leads: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The applicants' periods under a duty, with their case, and a word for how each ended."""
    own = spells.filter(pl.col("person") == pl.col("lead")).select(
        "person", "spell", "state", "from_date", "to_date"
    )
    held = own.join(leads.select("person", "case", "start", "until"), on="person")
    within = held.filter(pl.col("from_date") >= pl.col("start"), pl.col("from_date") < pl.col("until")).sort(
        "spell"
    )
    ended = choose(chance(within, seed, "duty ended", "spell"), ENDED)
    return within.with_columns(
        pl.format("spell:{}", "spell").alias("fact"),
        pl.when(pl.col("to_date").is_not_null()).then(ended).alias("ended"),
    )  # fmt: skip


def _duties(periods: pl.DataFrame) -> list[Sheet]:
    return [_duty(periods, state, *names) for state, names in SECTIONS.items()]


def _duty(periods: pl.DataFrame, state: str, table: str, first: str, last: str, why: str) -> Sheet:
    """One section: the lesser duties after relief share theirs with the main one."""
    states = list(DUTY) if state == "main_duty" else [state]
    rows = periods.filter(pl.col("state").is_in(states)).sort("case", "from_date", "spell")
    columns: dict[str, str | pl.Expr] = {"CASEREF": "case"}
    if state == "main_duty":
        columns["FINALDUTY"] = pl.col("state").replace_strict(DUTY)
    columns |= {first: "from_date", last: "to_date"} | ({why: "ended"} if why else {"TADUTY": pl.lit("188")})
    if state == "prevention":
        stayed = pl.col("ended").str.contains("existing|alternative")
        columns["ACCOM_PR"] = pl.when(stayed).then(pl.lit("Private rented sector"))
    return sheet(FORM, table, rows, columns, fact="fact", period=(first, last))


def _assistance(world: World, leads: pl.DataFrame, seed: int) -> Sheet:
    given = leads.sort("case").filter(
        pl.lit(chance(leads.sort("case"), seed, "support given", "number")) < 0.3
    )
    given = given.with_columns((pl.col("start") + pl.duration(days=21)).alias("day"))
    given = given.filter(pl.col("day") < pl.min_horizontal("until", pl.lit(world.as_of)))
    columns = {"CASEREF": "case", "ASSISTANCE": pl.lit("Tenancy support"), "ASSISTDATE": "day"}
    return sheet(FORM, "assistance", given, columns)


def _reviews(world: World, periods: pl.DataFrame, seed: int) -> Sheet:
    asked = periods.filter(pl.col("state").is_in(list(DUTY))).sort("spell")
    asked = asked.filter(pl.lit(chance(asked, seed, "decision reviewed", "spell")) < 0.05)
    day = (pl.col("from_date") + pl.duration(days=30)).alias("day")
    asked = asked.with_columns(day).filter(pl.col("day") < pl.col("to_date").fill_null(world.as_of))
    columns = {"CASEREF": "case", "REVIEWDATE": "day", "REVIEWOUTCOME": pl.lit("Decision upheld")}
    return sheet(FORM, "reviews", asked, columns)
