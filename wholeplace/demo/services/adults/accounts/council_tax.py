"""Council tax: an account for each time a home changes hands, its liable people as one text, what is owed on it.

The system knows no birth dates and no numbers of people. It hears late of people who move out, keeps the name
of somebody who has left beside the one who stays, and holds accounts that are nobody's: landlords' and
executors'. Its reader makes no debt of a balance, so that no row counts as telling of one. Amounts are assumed:
they are there to be read.
"""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet, register
from wholeplace.demo.services.adults.accounts.stays import (
    DWELLINGS,
    LATE,
    account_numbers,
    debts_of,
    occupations,
)
from wholeplace.demo.services.adults.forms import Form, chance, choose, days, reference, sheet, told
from wholeplace.demo.world import World

FORM = Form("council_tax", "council_tax")
STYLES = {"comma": 0.45, "titled": 0.30, "initial": 0.10, "initials": 0.05, "family_first": 0.10}
METHODS = {"DD": ("DIRECT DEBIT", 0.7), "SO": ("STANDING ORDER", 0.05), "CA": ("CASH OR CARD", 0.25)}
NOTED = 0.6  # assumed share of other adults in the home whom an account lists
# Assumed pounds still owed at each stage, from and to, and what the stage's steps are called and add.
STAGES = {"arrears": (60, 500), "recovery": (250, 1500), "enforcement": (500, 3000)}
STEPS = {"arrears": ("RM1", 0.0), "recovery": ("LOC", 95.0), "enforcement": ("ENF", 75.0)}
CODES = {
    "RM1": "REMINDER ISSUED", "LOC": "SUMMONS AND LIABILITY ORDER COSTS", "ENF": "ENFORCEMENT AGENT FEE",
    "SPD": "SINGLE PERSON DISCOUNT",
}  # fmt: skip
DISCOUNT = -420.0  # assumed: a quarter of a year's bill


def sheets(world: World, seed: int) -> list[Sheet]:
    """The system's tables: accounts, liable and other residents, occupations, properties, balances, transactions."""
    periods, members = occupations(world, seed)
    accounts = periods.join(account_numbers(periods, seed), on="stint").sort("account")
    people = _people(world, accounts, members, seed)
    accounts = accounts.join(people.select("stint").unique(), on="stint", how="semi", maintain_order="left")
    leads = people.filter(pl.col("order") == 0)
    nobodys = pl.concat([_landlords(world, accounts, seed), _executors(world, accounts, leads, seed)])
    debts = _debts(world, accounts, members, seed)
    taken = _occupied(world, accounts, leads, seed)
    occupied = pl.concat([taken, nobodys.select(taken.columns)])
    return [
        _accounts(leads, nobodys, seed), *_listed(people), *_homes(world, occupied, seed),
        _balances(world, occupied, leads, debts, seed), *_transactions(world, people, accounts, debts), _methods(),
    ]  # fmt: skip


def _people(world: World, accounts: pl.DataFrame, members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Everyone whom an account names, as registered, with the record's own key (`own`) and their text (`name`)."""
    adult = pl.col("birth").dt.offset_by("18y") <= world.as_of
    named = members.filter(adult).join(accounts.select("stint", "account", "check", "address"), on="stint")
    noted = pl.col("liable") | (chance(named, seed, "council tax: listed", step="stint") < NOTED)
    named = named.filter(noted)
    adulthood = pl.max_horizontal("from_date", pl.col("birth").dt.offset_by("18y"))
    named = named.with_columns(adulthood.alias("since")).sort("stint", "order")
    registered = register(world, FORM.source, named.select("person", met="since", known_at="since"), seed)
    known = told(named.drop("birth", "from_date", "to_date"), registered, "since")
    several = pl.col("liable").sum().over("stint") > 1
    place = (
        pl.when("liable").then(pl.when(several).then(pl.format("L{}", pl.col("order") + 1)).otherwise(pl.lit("lead")))
        .otherwise(pl.format("N{}", pl.col("order") + 1))
    )  # fmt: skip
    party = pl.format("P{}", pl.col("own").cast(pl.String).str.zfill(7))
    placed = known.with_columns(party.alias("party"), place.alias("place"), several.alias("several"))
    keyed = placed.with_columns(pl.format("{}|{}|{}#1", "account", "party", "place").alias("own"))
    tenure = world.address.select("address", "tenure")
    styled = keyed.join(tenure, on="address", how="left", maintain_order="left").with_columns(
        choose(chance(keyed, seed, "name style", "stint"), STYLES).alias("style"),
        (chance(keyed, seed, "in capitals", "stint") < 0.75).alias("capitals"),
        chance(keyed, seed, "position", "stint").alias("_drawn"),
    )
    return styled.with_columns(_position().alias("position")).with_columns(
        _text().alias("name")
    ).sort("account", "order")  # fmt: skip


def _position() -> pl.Expr:
    """What makes somebody liable: 1 with others, 4 as a tenant, 2 as the freeholder, 6 as the resident."""
    alone = pl.when(pl.col("tenure").is_in(["social", "private"])).then(pl.lit("4"))
    alone = alone.otherwise(pl.when(pl.col("_drawn") < 0.3).then(pl.lit("2")).otherwise(pl.lit("6")))
    return pl.when("several").then(pl.lit("1")).otherwise(alone)


def _text() -> pl.Expr:
    """The name as one text, in the way in which whoever opened the account wrote names."""
    first, middle = pl.col("given").str.slice(0, 1), pl.col("middle").str.slice(0, 1)
    initials = pl.concat_str([first, middle], separator=" ", ignore_nulls=True)
    style = pl.col("style")
    text = (
        pl.when(style == "comma").then(pl.format("{}, {} {}", "surname", "title", "given"))
        .when(style == "titled").then(pl.format("{} {} {}", "title", "given", "surname"))
        .when(style == "initial").then(pl.format("{} {} {}", "title", first, "surname"))
        .when(style == "initials").then(pl.format("{}, {} {}", "surname", "title", initials))
        .otherwise(pl.format("{} {} {}", "surname", "title", "given"))
    )  # fmt: skip
    return pl.when("capitals").then(text.str.to_uppercase()).otherwise(text)


def _landlords(world: World, accounts: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Accounts of shared and empty homes: `account`, `check`, `address`, `name`, `occupation`, `vacation`."""
    lived = accounts.select("address").unique()
    empty = world.address.filter(pl.col("kind").is_in(DWELLINGS)).join(lived, on="address", how="anti")
    shared = world.address.filter(pl.col("kind") == "hmo")
    homes = pl.concat([empty, shared]).sort("address")
    owner = pl.format("{} PROPERTIES LTD", pl.col("street").str.to_uppercase())
    landlord = (pl.col("tenure") == "private") | (pl.col("kind") == "hmo")
    number = reference(seed, "landlord's account", homes["address"], 79_000_001)
    return homes.select(
        number.cast(pl.String).alias("account"), pl.lit("1").alias("check"), "address",
        pl.when(landlord).then(owner).otherwise(pl.lit("THE OWNER")).alias("name"),
        pl.lit(world.start).alias("occupation"), pl.lit(None, dtype=pl.Date).alias("vacation"),
    )  # fmt: skip


def _executors(world: World, accounts: pl.DataFrame, leads: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Accounts of homes left empty by a death, until somebody else comes or the estate is settled."""
    died = leads.select("stint", "person", "title", "given", "surname").join(
        world.person.select("person", "death"), on="person"
    )
    following = accounts.sort("address", "from_date").with_columns(
        pl.col("from_date").shift(-1).over("address").alias("next")
    )
    empty = following.join(died, on="stint").filter(
        pl.col("to_date") == pl.col("death"), (pl.col("next") > pl.col("to_date")).fill_null(True)
    ).sort("stint")  # fmt: skip
    settled = days(chance(empty, seed, "estate settled", "stint"), 120, 420)
    until = pl.min_horizontal("next", pl.col("to_date") + settled)
    number = reference(seed, "executors' account", empty["stint"], 78_000_001)
    initial = pl.col("given").str.slice(0, 1)
    return empty.select(
        number.cast(pl.String).alias("account"), pl.lit("1").alias("check"), "address",
        pl.format("EXECUTORS OF THE LATE {} {} {}", "title", initial, "surname").str.to_uppercase().alias("name"),
        pl.col("to_date").alias("occupation"), pl.when(until <= world.as_of).then(until).alias("vacation"),
    )  # fmt: skip


def _accounts(leads: pl.DataFrame, nobodys: pl.DataFrame, seed: int) -> Sheet:
    named = ["account", "check", "party", "position", "name", "own", "person"]
    others = nobodys.with_columns(
        party=pl.lit(None, dtype=pl.String), position=pl.lit("7"), own=pl.format("{}||lead#1", "account"),
        person=pl.lit(None, dtype=pl.Int64),
    )  # fmt: skip
    whole = pl.concat([leads.select(named), others.select(named)]).sort("account")
    drawn = chance(whole.select(pl.col("account").cast(pl.Int64)), seed, "pays by", "account")
    ways = choose(drawn, {code: share for code, (_, share) in METHODS.items()})
    columns = {
        "account_ref": "account", "account_cd": "check", "party_ref": "party", "lead_liab_pos": "position",
        "lead_liab_name": "name", "paymeth_code": ways,
    }  # fmt: skip
    return sheet(FORM, "ctaccount", whole, columns, own="own")


def _listed(people: pl.DataFrame) -> list[Sheet]:
    """Those liable together, and other adults of the home."""
    number = pl.col("order") + 1
    together = people.filter(pl.col("liable"), pl.col("several"))
    others = people.filter(~pl.col("liable"))
    liable = {
        "account_ref": "account", "party_ref": "party", "liab_pers_occ": number, "liab_pos": "position",
        "liab_name": "name",
    }  # fmt: skip
    rest = {"account_ref": "account", "party_ref": "party", "nonliab_occ": number, "nonliab_name": "name"}
    return [
        sheet(FORM, "ctliab_person", together, liable, own="own"),
        sheet(FORM, "ctnon_liab", others, rest, own="own"),
    ]


def _occupied(world: World, accounts: pl.DataFrame, leads: pl.DataFrame, seed: int) -> pl.DataFrame:
    """When the council was told that each home was taken and left: in time, some weeks after, or not yet."""
    taken = pl.col("from_date") + days(chance(accounts, seed, "moves in: told", "stint"), -60, 40, 0)
    left = pl.col("to_date") + days(chance(accounts, seed, "moves out: told", "stint"), -21, 21, 0)
    untold = leads.filter("gone_unknown")["stint"].implode()
    followed = pl.col("from_date").shift(-1).over("address", order_by="from_date").is_not_null()
    told_of = (left <= world.as_of) & (followed | ~pl.col("stint").is_in(untold))
    return accounts.with_columns(
        pl.min_horizontal(taken, pl.col("to_date"), pl.lit(world.as_of)).alias("occupation"),
        pl.when(told_of).then(left).alias("vacation"),
    ).select("account", "address", "occupation", "vacation")


def _homes(world: World, occupied: pl.DataFrame, seed: int) -> list[Sheet]:
    homes = world.address.join(occupied.select("address").unique(), on="address", how="semi").sort("address")
    number = reference(seed, "council tax property", homes["address"], 1)
    homes = homes.with_columns(number.cast(pl.String).str.zfill(11).alias("property"))
    stays = occupied.join(homes.select("address", "property"), on="address").sort("account", "occupation")
    dates = {
        "account_ref": "account", "property_ref": "property", "occupation_date": "occupation",
        "vacation_date": "vacation", "live_ind": pl.col("vacation").is_null(),
    }  # fmt: skip
    line = pl.format("{} {}", "number", "street").str.to_uppercase()
    where = {
        "property_ref": "property", "uprn": "uprn", "addr1": line, "addr2": pl.col("town").str.to_uppercase(),
        "postcode": "postcode",
    }  # fmt: skip
    return [
        sheet(FORM, "ctoccupation", stays, dates),
        sheet(FORM, "ctproperty", homes.sort("property"), where),
    ]


def _debts(world: World, accounts: pl.DataFrame, members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Debts of council tax by account, with what is owed."""
    numbers = accounts.select("stint", "account")
    debts = debts_of(world, members, accounts, seed).filter("tax").join(numbers, on="stint").sort("spell")
    least = pl.col("state").replace_strict({k: v[0] for k, v in STAGES.items()}, return_dtype=pl.Float64)
    most = pl.col("state").replace_strict({k: v[1] for k, v in STAGES.items()}, return_dtype=pl.Float64)
    return debts.with_columns(
        (least + (most - least) * chance(debts, seed, "amount owed", "spell")).alias("amount")
    )


def _balances(
    world: World, occupied: pl.DataFrame, leads: pl.DataFrame, debts: pl.DataFrame, seed: int
) -> Sheet:
    """What stands on each account on the last day: what is still in debt, some credits, and mostly nought."""
    still = debts.filter(pl.col("to_date").fill_null(LATE) > world.as_of).sort("account", "amount")
    still = still.unique("account", keep="last", maintain_order=True)
    accounts = occupied.select("account").unique().sort("account")
    numbered = accounts.with_columns(pl.col("account").cast(pl.Int64).alias("_id"))
    drawn = chance(numbered, seed, "credit", "_id")
    named = leads.select("account", "person")
    whole = (
        accounts.with_columns(pl.when(drawn < 0.08).then(-600 * drawn).otherwise(0.0).alias("credit"))
        .join(still.select("account", "amount"), on="account", how="left")
        .join(named, on="account", how="left").sort("account")
    )  # fmt: skip
    columns = {"account_ref": "account", "total": pl.coalesce("amount", "credit")}
    return sheet(FORM, "vw_acc_bal", whole, columns)


def _transactions(
    world: World, people: pl.DataFrame, accounts: pl.DataFrame, debts: pl.DataFrame
) -> list[Sheet]:
    """Reminders and costs of each stage of a debt, and this year's discounts of those who live alone."""
    leads = people.filter(pl.col("order") == 0).select("account", "person")
    steps = debts.select(
        "account", pl.max_horizontal("from_date", pl.lit(world.start)).alias("date"),
        pl.col("state").replace_strict({k: v[0] for k, v in STEPS.items()}).alias("code"),
        pl.col("state").replace_strict({k: v[1] for k, v in STEPS.items()}).alias("amount"),
    ).join(leads, on="account")  # fmt: skip
    bill = world.as_of.replace(year=world.as_of.year - 1, month=4, day=1)
    adults = people.group_by("stint").agg(pl.len().alias("adults"))
    live = accounts.filter(pl.col("from_date") <= bill, pl.col("to_date").fill_null(LATE) > bill).join(
        adults, on="stint"
    )
    single = live.filter(pl.col("adults") == 1).select(
        "account", pl.lit(bill).alias("date"), pl.lit("SPD").alias("code"), pl.lit(DISCOUNT).alias("amount"),
    ).join(leads, on="account")  # fmt: skip
    whole = (
        pl.concat([steps, single.select(steps.columns)])
        .sort("date", "account", "code")
        .unique(maintain_order=True)
    )
    columns = {"account_ref": "account", "process_date": "date", "tran_code": "code", "tran_amount": "amount"}
    codes = pl.DataFrame({"code": list(CODES), "meaning": list(CODES.values())})
    return [
        sheet(FORM, "cttransaction", whole, columns),
        sheet(FORM, "cttrancode", codes, {"tran_code": "code", "tran_desc": "meaning"}),
    ]


def _methods() -> Sheet:
    ways = pl.DataFrame({"code": list(METHODS), "meaning": [name for name, _ in METHODS.values()]})
    return sheet(FORM, "ctpaymethod", ways, {"paymeth_code": "code", "paymeth_desc": "meaning"})
