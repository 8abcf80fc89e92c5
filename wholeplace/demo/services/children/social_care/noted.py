"""What assessments note of a child's and the family's circumstances: mostly what is true, not all of it."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.services.children.forms import FAR, chance, chosen, days, home_at, repeated, shares
from wholeplace.demo.world import World
from wholeplace.sources.spec import load_codes

SYSTEM = "safeguarding"
NOTICED = 60  # days before and after an assessment in which a circumstance comes up
YEAR = 365
NO_FACTOR = "21"
MOST = 64  # assessments of one time in need
# A broad circumstance is written under one of the codes of its kinds.
KINDS = {
    "substance_misuse": ("alcohol_misuse", "drug_misuse"),
    "abuse_or_neglect": ("neglect", "emotional_abuse", "physical_abuse", "sexual_abuse"),
    "child_exploitation": ("child_criminal_exploitation", "child_sexual_exploitation"),
    "disability": ("physical_disability_or_illness",),
}
ABUSE = ("neglect", "emotional_abuse", "physical_abuse", "sexual_abuse", "domestic_abuse")
# What the main need is, the first that the first assessment bears out: code, holder, factors.
MAIN_NEED = (
    ("N1", "child", ABUSE),
    ("N2", "child", ("learning_disability", "physical_disability_or_illness")),
    ("N1", "parent", ("domestic_abuse",)),
    ("N5", "parent", ("alcohol_misuse", "drug_misuse")),
    ("N3", "parent", ("mental_ill_health", "learning_disability", "physical_disability_or_illness")),
    ("N6", "child", ("antisocial_behaviour", "gangs")),
)
UNCLEAR = {"N1": 0.35, "N4": 0.25, "N5": 0.30, "N8": 0.02, "N0": 0.08}  # assumed: where no factor says it


def assessments(world: World, need: pl.DataFrame, homes: pl.DataFrame, seed: int) -> pl.DataFrame:
    """One soon after each referral and one a year while the need lasts, each with its home there and then.

    Columns: assessment (number), need, person, need_from (its first day), date, authorised (null where not
    yet), household, area.
    """
    first = need.with_columns(
        nth=pl.lit(0, pl.Int64), date=pl.col("from_date") + days(seed, "assessed", need["need"], 0, 5)
    )
    later = repeated(need, seed, "assessed again", "need", YEAR, YEAR, world.as_of).with_columns(
        pl.col("nth") + 1
    )
    both = pl.concat([first, later.select(first.columns)]).filter(
        pl.col("date") <= world.as_of, pl.col("nth") < MOST
    )
    both = both.with_columns(assessment=pl.col("need") * MOST + pl.col("nth"))
    done = pl.col("date") + days(seed, "authorised", both["assessment"], 15, 60)
    done = pl.min_horizontal(done, pl.max_horizontal("date", "to_date"))
    dated = both.with_columns(authorised=pl.when(done <= world.as_of).then(done))
    asked = dated.select("assessment", "need", "person", "date", "authorised", need_from="from_date")
    return home_at(asked, homes).drop("address", "why", "kind", "postcode", "since").sort("assessment")


def factors(world: World, assessment: pl.DataFrame, homes: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Factors noted: `assessment`, `code`, `exposure` (null where it is not true), `factor`, `holder`."""
    people = pl.concat(_holders(world, assessment, homes))
    near = pl.col("from_date") <= pl.col("date") + pl.duration(days=NOTICED)
    near &= pl.col("to_date").fill_null(FAR) >= pl.col("date") - pl.duration(days=NOTICED)
    true = people.join(world.exposure.rename({"person": "whose"}), on="whose", how="inner").filter(near)
    true = true.sort("assessment", "exposure", "holder").unique(
        ["assessment", "exposure"], keep="first", maintain_order=True
    )
    drawn = chance(seed, "factor noted", true["exposure"], true["assessment"])
    seen = _kinds(true.filter(drawn < shares(SYSTEM)["factor"]["noted"]), seed)
    coded = seen.join(_codes(), on=["factor", "holder"], how="inner", maintain_order="left")
    mistaken = _mistaken(assessment, seed)
    both = pl.concat([coded.select(mistaken.columns), mistaken])
    return both.sort("assessment", "code", "exposure", nulls_last=True).unique(
        ["assessment", "code"], keep="first", maintain_order=True
    )


def _codes() -> pl.DataFrame:
    """Code by factor and holder, the first code of each: from the census's own list."""
    said = [
        (code, *options[0].canonical.split("@"))
        for code, options in load_codes("cin")["assessment_factor"].items()
        if options[0].canonical
    ]
    frame = pl.DataFrame(said, schema=["code", "factor", "holder"], orient="row")
    return frame.unique(["factor", "holder"], keep="first", maintain_order=True)


def _holders(world: World, assessment: pl.DataFrame, homes: pl.DataFrame) -> list[pl.DataFrame]:
    """Whose circumstances bear on a child: their own, a parent's wherever they live, others' in the home."""
    parents = ("mother", "father")
    known = assessment.select("assessment", "person", "date", "household").join(
        world.person.select("person", *parents), on="person", how="left", maintain_order="left"
    )
    own = known.select("assessment", "date", whose="person", holder=pl.lit("child"))
    of_parents = [
        known.drop_nulls(who).select("assessment", "date", whose=who, holder=pl.lit("parent"))
        for who in parents
    ]
    there = homes.filter(~pl.col("kind").is_in(["foster", "childrens_home"])).select(
        "household", "from_date", "to_date", whose="person"
    )
    home = known.join(there, on="household", how="inner").filter(
        pl.col("date") >= pl.col("from_date"), pl.col("date") < pl.col("to_date").fill_null(FAR)
    )
    kin = [pl.col("whose").ne_missing(pl.col(column)) for column in ("person", *parents)]
    return [own, *of_parents, home.filter(*kin).select("assessment", "date", "whose", holder=pl.lit("other"))]


def _kinds(seen: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Broad circumstances as one of their kinds, the same at each assessment."""
    named = pl.col("factor")
    for broad, kinds in KINDS.items():
        which = chosen(seed, f"kind of {broad}", seen["exposure"], dict.fromkeys(kinds, 1.0))
        named = pl.when(pl.col("factor") == broad).then(pl.lit(which)).otherwise(named)
    return seen.with_columns(named.alias("factor"))


def _mistaken(assessment: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Now and then a factor is noted that is not there."""
    drawn = chance(seed, "factor mistaken", assessment["assessment"])
    wrong = assessment.filter(drawn < shares(SYSTEM)["factor"]["mistaken"])
    code = chosen(seed, "which mistake", wrong["assessment"], {"4B": 2, "1B": 1, "16A": 2, "17A": 1, "3B": 1})
    rows = wrong.select("assessment", code.alias("code"), exposure=pl.lit(None, dtype=pl.Int64))
    return rows.join(_codes(), on="code", how="left", maintain_order="left")


def with_main_need(need: pl.DataFrame, factor: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Times in need with `code`: the main need that the first assessment bears out."""
    first = factor.filter(pl.col("assessment") % MOST == 0).with_columns(need=pl.col("assessment") // MOST)
    said = [
        pl.when(pl.col("holder") == holder, pl.col("factor").is_in(which)).then(pl.lit(rank))
        for rank, (_, holder, which) in enumerate(MAIN_NEED)
    ]
    ranked = first.group_by("need").agg(pl.coalesce(said).min().alias("_rank"))
    found = need.join(ranked, on="need", how="left", maintain_order="left")
    named = pl.col("_rank").replace_strict(
        dict(enumerate(code for code, *_ in MAIN_NEED)), return_dtype=pl.String
    )
    unclear = chosen(seed, "main need", need["need"], UNCLEAR)
    return found.with_columns(pl.coalesce(named, pl.lit(unclear)).alias("code")).drop("_rank")
