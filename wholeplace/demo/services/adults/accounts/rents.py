"""The council's own homes: tenancies, the people listed on them, arrears of rent, and who waits for a home.

A tenancy keeps everyone who was ever put on it, so that somebody who has left stands beside those who stay;
a child who came later may be missing. Rents and balances are assumed: they are there to be read.
"""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet, register
from wholeplace.demo.services.adults.accounts.housing_register import waiting
from wholeplace.demo.services.adults.accounts.stays import LATE, council_homes, debts_of, occupations
from wholeplace.demo.services.adults.forms import Form, chance, filled, reference, sheet, told
from wholeplace.demo.world import World

FORM = Form("rents", "rents")
LISTED = 0.7  # assumed share of those who came after the tenancy began whom anybody put on it
TAKEN_OFF = 0.3  # assumed share of those who left whom anybody took off
TENURES = {"SEC": "Secure", "INT": "Introductory"}
RENT, RENT_BEDROOM, SERVICE = 85.0, 14.0, 6.5  # assumed pounds a week: a home, each bedroom, service charge
# Assumed pounds owed at each stage, from and to.
STAGES = {"arrears": (120, 900), "recovery": (500, 2500), "enforcement": (1000, 4000)}
# What is done at each stage, and after how many days.
ACTIONS = (
    ("arrears", "IC1", 10), ("arrears", "GAT", 17), ("arrears", "IC2", 31), ("arrears", "IC3", 60),
    ("recovery", "IC4", 7), ("recovery", "ZR3", 35), ("recovery", "ADT", 90),
    ("enforcement", "SPO", 5), ("enforcement", "CBL", 50),
)  # fmt: skip


def sheets(world: World, seed: int) -> list[Sheet]:
    """The system's tables: tenancies, households, members, properties, arrears actions, and lists of codes."""
    periods, members = occupations(world, seed)
    homes = council_homes(world, seed)
    let = periods.join(homes, on="address", how="semi").sort("stint")
    number = reference(seed, "tenancy", let["stint"], 100_001)
    let = let.with_columns(
        pl.format("{}/01", number).alias("tag"), pl.format("H{}", number).alias("house"), number.alias("number")
    ).join(_properties(world, let, seed), on="address").sort("number")  # fmt: skip
    people = _members(world, let, members, seed)
    debts = _debts(world, let, members, people, seed)
    return filled([
        _tenancies(world, let, people, debts), *_households(people, let), *_places(let), _actions(world, debts),
        *waiting(world, periods, members, FORM, seed),
        _codes("tenure", {"ten_type": "code", "ten_desc": "meaning"}, TENURES),
        _codes("period", {"prd_code": "code", "prd_desc": "meaning"}, {"W": "Weekly"}),
    ])  # fmt: skip


def _properties(world: World, let: pl.DataFrame, seed: int) -> pl.DataFrame:
    homes = world.address.join(let.select("address").unique(), on="address", how="semi").sort("address")
    reference_ = reference(seed, "council property", homes["address"], 1).cast(pl.String).str.zfill(8)
    return (
        homes.with_columns(reference_.alias("property"))
        .drop("area", "kind", "tenure")
        .rename({"number": "number_home"})
    )


def _members(world: World, let: pl.DataFrame, members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Everyone listed on a tenancy, as registered, with the number in its household (`person_no`) and key (`own`)."""
    began = let.select("stint", "number", "tag", "house", pl.col("from_date").alias("began"))
    here = members.join(began, on="stint").sort("number", "order")
    later = (pl.col("from_date") > pl.col("began")) & ~pl.col("liable")
    listed = pl.lit(chance(here, seed, "rents: listed", step="number")) < LISTED
    off = (pl.col("to_date") < world.as_of) & (
        pl.lit(chance(here, seed, "rents: taken off", step="number")) < TAKEN_OFF
    )
    kept = here.filter((pl.col("order") == 0) | ((~later | listed) & ~off.fill_null(False)))
    met = kept.select("person", met="from_date", known_at="from_date")
    known = told(kept.drop("birth"), register(world, FORM.source, met, seed), "from_date")
    known = known.unique(["number", "registration"], keep="first", maintain_order=True)
    number = pl.int_range(1, pl.len() + 1).over("number")
    new_identity = pl.col("opened").is_not_null()
    numbered = known.with_columns(pl.when(new_identity).then("own").otherwise(number).alias("person_no"))
    return numbered.with_columns(pl.format("{}|{}", "house", "person_no").alias("own"))


def _debts(
    world: World, let: pl.DataFrame, members: pl.DataFrame, people: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """Debts of rent by tenancy, with what is owed and the tenant who is named first.

    fact: a notice has its day, and so tells of recovery; nothing else tells how long a debt lasts.
    """
    leads = people.filter(pl.col("order") == 0).select("stint", "person")
    debts = debts_of(world, members, let, seed).filter("rent").drop("person")
    debts = debts.join(let.select("stint", "tag", "number"), on="stint").join(leads, on="stint").sort("spell")
    least, most = (
        pl.col("state").replace_strict({k: float(v[at]) for k, v in STAGES.items()}) for at in (0, 1)
    )
    drawn = pl.lit(chance(debts, seed, "rent owed", "spell"))
    return debts.with_columns(
        (least + (most - least) * drawn).alias("owed"),
        pl.when(pl.col("state") == "recovery").then(pl.format("spell:{}", "spell")).alias("fact"),
    )


def _tenancies(world: World, let: pl.DataFrame, people: pl.DataFrame, debts: pl.DataFrame) -> Sheet:
    """Each tenancy with what stands on its account, and the notice or order that still stands."""
    still = debts.filter(pl.col("to_date").fill_null(LATE) > world.as_of).sort("stint", "owed")
    still = still.unique("stint", keep="last", maintain_order=True)
    marks = still.select("stint", "state", "owed", "fact", pl.col("from_date").alias("since"))
    leads = people.filter(pl.col("order") == 0).select("stint", "person")
    whole = let.join(marks, on="stint", how="left").join(leads, on="stint", how="left").sort("number")
    ended = (pl.col("to_date") <= world.as_of).fill_null(False)
    noticed = pl.col("state").is_in(["recovery", "enforcement"]).fill_null(False) & ~ended
    court = (pl.col("state") == "enforcement").fill_null(False) & ~ended
    first_year = pl.col("from_date") > pl.lit(world.as_of).dt.offset_by("-1y")
    columns = {
        "tag_ref": "tag", "prop_ref": "property", "house_ref": "house", "cot": "from_date",
        "eot": pl.when(ended).then("to_date"),
        "tenure": pl.when(first_year).then(pl.lit("INT")).otherwise(pl.lit("SEC")), "prd_code": pl.lit("W"),
        "rent": RENT + RENT_BEDROOM * pl.col("bedrooms"), "service": pl.lit(SERVICE),
        "cur_bal": pl.when(~ended).then("owed").fill_null(0.0), "u_saff_rentacc": pl.col("number") + 800_000_000,
        "present": ~ended, "terminated": ended, "arrears_case": (pl.col("state").is_not_null() & ~ended),
        "nosp": noticed, "u_notice_served": pl.when(noticed).then("since"),
        "courtdate": pl.when(court).then("since"), "possorder": court,
    }  # fmt: skip
    return sheet(FORM, "tenagree", whole, columns, fact="fact")


def _households(people: pl.DataFrame, let: pl.DataFrame) -> list[Sheet]:
    child = pl.col("birth").dt.offset_by("18y") > pl.col("from_date")
    role = (
        pl.when(pl.col("order") == 0).then(pl.lit("TENANT")).when("liable").then(pl.lit("JOINT"))
        .when(child).then(pl.lit("CHILD")).otherwise(pl.lit("OTHER"))
    )  # fmt: skip
    columns = {
        "house_ref": "house", "person_no": "person_no", "title": "title", "forename": "given", "surname": "surname",
        "gender": "sex", "dob": "birth", "ni_no": "nino", "relationship": role, "responsible": pl.col("liable"),
    }  # fmt: skip
    return [
        sheet(FORM, "househ", let, {"house_ref": "house", "prop_ref": "property"}),
        sheet(FORM, "member", people, columns, own="own"),
    ]


def _places(let: pl.DataFrame) -> list[Sheet]:
    homes = let.unique("address").sort("property")
    columns = {
        "prop_ref": "property", "u_llpg_ref": "uprn", "short_address": pl.format("{} {}", "number_home", "street"),
        "post_code": "postcode", "num_bedrooms": "bedrooms", "cat_type": pl.lit("DWE"),
        "u_temporary_accom": pl.lit("N"),
    }  # fmt: skip
    return [sheet(FORM, "property", homes, columns)]


def _actions(world: World, debts: pl.DataFrame) -> Sheet:
    """Each letter, text or hearing while a debt lasts."""
    plan = pl.DataFrame(ACTIONS, schema=["state", "code", "days"], orient="row")
    done = debts.join(plan, on="state").with_columns(
        (pl.col("from_date") + pl.duration(days="days")).alias("day")
    )
    done = done.filter(
        pl.col("day") < pl.col("to_date").fill_null(LATE), pl.col("day").is_between(world.start, world.as_of)
    ).sort("day", "spell", "code")
    columns = {
        "tag_ref": "tag", "araction_sid": pl.col("spell") * 1000 + pl.col("days"), "action_date": "day",
        "action_code": "code", "action_balance": "owed",
    }  # fmt: skip
    return sheet(FORM, "araction", done, columns)


def _codes(table: str, columns: dict[str, str], meanings: dict[str, str]) -> Sheet:
    frame = pl.DataFrame({"code": list(meanings), "meaning": list(meanings.values())})
    return sheet(FORM, table, frame, columns)
