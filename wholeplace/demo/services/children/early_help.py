"""The early help service's own case list: families, cases and needs, by the packaged template.

It opens a case for a child and holds the family around the child under its own numbers. Social care may be
assessing the same family; neither list shows the other's.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from wholeplace.demo.records import Sheet, of_facts, once, register
from wholeplace.demo.services.children.forms import (
    FAR,
    Form,
    chance,
    chosen,
    days,
    fact,
    home_at,
    homes,
    shares,
    sheet,
)
from wholeplace.demo.world import World
from wholeplace.sources.mapping import load_template

FORM = Form("early_help", "mapped", "early_help_local")
KEY = pl.format("E{}", "own")
SEEN = 60  # days after the opening by which a circumstance has come up


def sheets(world: World, seed: int) -> list[Sheet]:
    """People, cases and needs."""
    held = world.spell.filter(
        pl.col("track") == "childrens_help", pl.col("state") == "early_help",
        pl.col("from_date") <= world.as_of,
        pl.col("to_date").fill_null(FAR) > world.start,
    ).sort("spell")  # fmt: skip
    lived = homes(world)
    cases = home_at(held.with_columns(date="from_date"), lived).sort("spell")
    members = _members(world, cases, lived, seed)
    known = register(world, FORM.source, _met(world, members), seed)
    return [
        _people(world, known, members, seed), _cases(world, known, cases, seed),
        _needs(world, known, members, seed),
    ]  # fmt: skip


def _members(world: World, cases: pl.DataFrame, lived: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Who is on each case: the child, and the parents, carers, brothers and sisters in the home.

    Columns: case (the period's number), person, from_date, to_date.
    """
    child = cases.select("person", "household", "from_date", "to_date", "date", case="spell")
    home = _at_home(world, child, lived)
    drawn = chance(seed, "on early help case", home["other"], home["case"])
    share = pl.col("kin").replace_strict(
        {"child": 1.0, **shares(FORM.source)["held"]}, return_dtype=pl.Float64
    )
    alone = child.filter(pl.col("household").is_null()).select("case", "person", "from_date", "to_date")
    with_kin = home.filter(pl.lit(drawn) < share).select("case", "from_date", "to_date", person="other")
    both = pl.concat([alone, with_kin.select(alone.columns)])
    return both.unique(["case", "person"], keep="first", maintain_order=True)


def _at_home(world: World, child: pl.DataFrame, lived: pl.DataFrame) -> pl.DataFrame:
    """The child and close kin (`other`) in the home on the first day of each case, and what `kin` they are."""
    born = world.person.select("person", "birth", "mother", "father")
    child = child.join(born.drop("birth"), on="person")
    there = lived.select("household", _from="from_date", _to=pl.col("to_date").fill_null(FAR), other="person")
    home = child.join(there, on="household").filter(
        pl.col("date") >= pl.col("_from"), pl.col("date") < pl.col("_to")
    )
    home = home.join(born.select(other="person", _birth="birth", _mother="mother"), on="other")
    home = home.join(_carers(world), on="person", how="left", maintain_order="left")
    minor = pl.col("date") < pl.col("_birth").dt.offset_by("18y")
    kin = (
        pl.when(pl.col("other") == pl.col("person")).then(pl.lit("child"))
        .when((pl.col("other") == pl.col("mother")).fill_null(False)).then(pl.lit("mother"))
        .when((pl.col("other") == pl.col("father")).fill_null(False)).then(pl.lit("father"))
        .when((pl.col("other") == pl.col("carer")).fill_null(False)).then(pl.lit("father"))
        .when(minor & (pl.col("_mother") == pl.col("mother")).fill_null(False)).then(pl.lit("sibling"))
    )  # fmt: skip
    return home.with_columns(kin=kin).drop_nulls("kin").sort("case", "other")


def _met(world: World, members: pl.DataFrame) -> pl.DataFrame:
    last = pl.min_horizontal(pl.col("to_date").fill_null(FAR), pl.lit(world.as_of))
    held = members.group_by("person").agg(met=pl.col("from_date").min(), known_at=last.max()).sort("person")
    return held.select("person", "met", pl.max_horizontal("met", "known_at").alias("known_at"))


def _people(world: World, known: pl.DataFrame, members: pl.DataFrame, seed: int) -> Sheet:
    kin = _with_family(world, known, members)
    share = shares(FORM.source)["number"]["nhs_number"]
    told = pl.lit(chance(seed, "early help has nhs number", kin["person"]) < share)
    rows = kin.select(
        PERSON_ID=KEY, FAMILY_ID=pl.format("F{}", "family"), FIRST_NAME=pl.coalesce("known_as", "given"),
        LAST_NAME="surname",
        DATE_OF_BIRTH="birth", SEX="sex", ETHNICITY="ethnicity", UPN="upn",
        NHS_NUMBER=pl.when(told).then("nhs_number"), ADDRESS="one_line", POSTCODE="postcode",
        UPRN="uprn",
        MOTHER_ID="mother_key", FATHER_ID="father_key", CARER_ID="carer_key", _person="person", _own=KEY,
    )  # fmt: skip
    return sheet(FORM, "people", rows)


def _with_family(world: World, known: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Registrations with `family` (a family is numbered by its first case) and the keys of parents and carer.

    Under a new identity nobody is of the family of before.
    """
    first = members.group_by("person").agg(first=pl.col("case").min())
    of_case = members.join(first, on="person").group_by("case").agg(family=pl.col("first").min())
    home = first.join(of_case, left_on="first", right_on="case").select("person", "family")
    kin = world.person.select("person", "mother", "father").join(_carers(world), on="person", how="left")
    number = known.sort("person", "registration").unique("person", keep="first").select("person", _key=KEY)
    found = once(known).sort("own").join(home, on="person", how="left", maintain_order="left")
    found = found.join(kin, on="person", how="left", maintain_order="left")
    for who in ("mother", "father", "carer"):
        own = number.rename({"person": who, "_key": f"{who}_key"})
        found = found.join(own, on=who, how="left", maintain_order="left")
    ours = pl.col("family", "mother_key", "father_key", "carer_key")
    return found.with_columns(pl.when(pl.col("opened").is_null()).then(ours))


def _carers(world: World) -> pl.DataFrame:
    """Who cares for a child as a parent would, without being one: `person`, `carer`; the first of several."""
    caring = world.tie.filter(pl.col("kind").is_in(["carer", "step_parent"]), pl.col("a") != pl.col("b"))
    return (
        caring.sort("a", "from_date", "b")
        .unique("a", keep="first", maintain_order=True)
        .select(person="a", carer="b")
    )


def _cases(world: World, known: pl.DataFrame, cases: pl.DataFrame, seed: int) -> Sheet:
    """A case closes because needs are met, the family leaves it, or social care takes over."""
    care = world.spell.filter(pl.col("track") == "childrens_help", pl.col("state") != "early_help").select(
        "person", up="from_date"
    )
    near = cases.join(care, on="person").filter(
        (pl.col("up") - pl.col("to_date")).dt.total_days().is_between(-14, 31)
    )
    held = of_facts(known, cases, "from_date").sort("spell")
    why = pl.lit(chosen(seed, "early help closed", held["spell"], shares(FORM.source)["closed"]))
    up = pl.col("spell").is_in(near["spell"].implode())
    closure = pl.when(up).then(pl.lit("stepped up to social care")).otherwise(why)
    assessed = pl.col("from_date") + days(seed, "early help assessed", held["spell"], 5, 30)
    assessed = pl.min_horizontal(assessed, pl.col("to_date").fill_null(FAR) - pl.duration(days=1))
    part = pl.col("area").str.slice(-4).cast(pl.Int64, strict=False) // 20 % 4 + 1
    rows = held.select(
        PERSON_ID=KEY, OPENED="from_date", CLOSED=pl.col("to_date") - pl.duration(days=1),
        CLOSURE=pl.when(pl.col("to_date").is_not_null()).then(closure),
        ASSESSED=pl.when(assessed <= world.as_of).then(assessed),
        TEAM=pl.format("Family hub {}", part.cast(pl.String).fill_null("5")),
        _person="person", _fact=pl.format("spell:{}", "spell"),
    )  # fmt: skip
    return sheet(FORM, "cases", rows, period=("OPENED", "CLOSED"))


def _words() -> pl.DataFrame:
    """The list's word for each factor, the first one of the template."""
    exposure = load_template("early_help_local", Path()).table["needs"].exposure[0]
    rows = [(factor, word) for word, factor in exposure.values.items()]
    return pl.DataFrame(rows, schema=["factor", "word"], orient="row").unique(
        "factor", keep="first", maintain_order=True
    )


def _needs(world: World, known: pl.DataFrame, members: pl.DataFrame, seed: int) -> Sheet:
    """Needs and strengths of everybody on a case, and when they were over, if the case was open to see it."""
    true = _noted(world, members, seed)
    both = pl.concat([true, _mistaken(members, world, seed).select(true.columns)])
    whole = of_facts(known, both, "day").sort("own", "day", "word", "told")
    rows = whole.unique(["own", "word", "day"], keep="first", maintain_order=True).select(
        PERSON_ID=KEY, NEEDS="word", NOTED_ON="day", ENDED_ON="ended", _person="person", _fact="told"
    )
    return sheet(FORM, "needs", rows, period=("NOTED_ON", "ENDED_ON"))


def _noted(world: World, members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """True circumstances that came up: `person`, `day`, `word`, `ended` and `told` (the fact)."""
    closed = pl.col("to_date").fill_null(FAR)
    said = world.exposure.rename({"from_date": "began", "to_date": "ended"}).join(_words(), on="factor")
    both = members.join(said, on="person").sort("case", "exposure").filter(
        pl.col("began") <= pl.col("from_date") + pl.duration(days=SEEN), pl.col("began") < closed,
        pl.col("ended").fill_null(FAR) > pl.col("from_date"),
    )  # fmt: skip
    drawn = chance(seed, "need noted", both["exposure"], both["case"])
    noted = both.filter(drawn < shares(FORM.source)["need"]["noted"])
    noted = noted.unique("exposure", keep="first", maintain_order=True)
    soon = pl.col("from_date") + days(seed, "need noted on", noted["exposure"], 0, 30)
    day = pl.min_horizontal(
        pl.max_horizontal(soon, "began"), closed - pl.duration(days=1), pl.lit(world.as_of)
    )
    ended = pl.when(pl.col("ended") <= closed).then("ended").alias("ended")
    noted = noted.with_columns(day=day).filter(pl.col("day") < pl.col("ended").fill_null(FAR))
    return noted.select("person", "day", "word", ended, fact("exposure", "exposure").alias("told"))


def _mistaken(members: pl.DataFrame, world: World, seed: int) -> pl.DataFrame:
    """Now and then a need is noted that is not there."""
    drawn = chance(seed, "need mistaken", members["person"], members["case"])
    wrong = members.filter(drawn < shares(FORM.source)["need"]["mistaken"])
    word = chosen(seed, "which need", wrong["person"], {"parenting": 0.4, "money": 0.3, "mental health": 0.3})
    return wrong.with_columns(
        day=pl.min_horizontal(pl.col("from_date") + pl.duration(days=10), pl.lit(world.as_of)), word=word,
        ended=pl.lit(None, dtype=pl.Date), told=pl.lit(None, dtype=pl.String),
    )  # fmt: skip
