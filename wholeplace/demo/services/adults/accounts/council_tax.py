"""Council tax: an account for each time a home changes hands, its liable people as one text, what is owed on it.

The system knows no birth dates and no numbers of people. It hears late of people who move out, keeps the name
of somebody who has left beside the one who stays, and holds accounts that are nobody's: landlords' and
executors'.
"""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet, register
from wholeplace.demo.services.adults.accounts.council_tax_owed import money
from wholeplace.demo.services.adults.accounts.stays import (
    DWELLINGS,
    account_numbers,
    occupations,
)
from wholeplace.demo.services.adults.forms import Form, chance, choose, days, reference, sheet, told
from wholeplace.demo.world import World

FORM = Form("council_tax", "council_tax")
STYLES = {"comma": 0.45, "titled": 0.30, "initial": 0.10, "initials": 0.05, "family_first": 0.10}
METHODS = {"DD": ("DIRECT DEBIT", 0.7), "SO": ("STANDING ORDER", 0.05), "CA": ("CASH OR CARD", 0.25)}
NOTED = 0.6  # assumed share of other adults in the home whom an account lists


def sheets(world: World, seed: int) -> list[Sheet]:
    """The system's tables: accounts, liable and other residents, occupations, properties, balances, transactions."""
    periods, members = occupations(world, seed)
    accounts = periods.join(account_numbers(periods, seed), on="stint").sort("account")
    people = _people(world, accounts, members, seed)
    accounts = accounts.join(people.select("stint").unique(), on="stint", how="semi", maintain_order="left")
    leads = people.filter(pl.col("order") == 0)
    nobodys = pl.concat([_landlords(world, accounts, seed), _executors(world, accounts, leads, seed)])
    taken = _occupied(world, accounts, leads, seed)
    occupied = pl.concat([taken, nobodys.select(taken.columns)])
    return [
        _accounts(leads, nobodys, seed), *_listed(people), *_homes(world, occupied, seed),
        *money(world, occupied["account"], accounts, people, members, FORM, seed), _methods(),
    ]  # fmt: skip


def _people(world: World, accounts: pl.DataFrame, members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Everyone whom an account names, as registered, with the record's own key (`own`) and their text (`name`)."""
    grown = pl.col("birth").dt.offset_by("18y")
    there = pl.col("to_date").is_null() | (grown < pl.col("to_date"))
    adults = members.filter(grown <= world.as_of, there).join(
        accounts.select("stint", "account", "check", "address"), on="stint"
    )
    noted = pl.col("liable") | (chance(adults, seed, "council tax: listed", step="stint") < NOTED)
    since = pl.max_horizontal("from_date", grown)
    named = adults.filter(noted).with_columns(since.alias("since")).sort("stint", "order")
    registered = register(world, FORM.source, named.select("person", met="since", known_at="since"), seed)
    known = told(named.drop("birth", "from_date", "to_date"), registered, "since")
    return _written(_placed(known), world, seed).sort("account", "order")


def _placed(known: pl.DataFrame) -> pl.DataFrame:
    """Where each person stands on the account, and so the key of their record."""
    several = (pl.col("liable").sum().over("stint") > 1).alias("several")
    place = (
        pl.when(~pl.col("liable")).then(pl.format("N{}", pl.col("order") + 1))
        .when(several).then(pl.format("L{}", pl.col("order") + 1)).otherwise(pl.lit("lead"))
    )  # fmt: skip
    parted = known.with_columns(pl.format("P{}", "own").alias("party"), several)
    return parted.with_columns(pl.concat_str("account", "party", place + "#1", separator="|").alias("own"))


def _written(placed: pl.DataFrame, world: World, seed: int) -> pl.DataFrame:
    """Each person's name and position as the account has them."""
    tenure = world.address.select("address", "tenure")
    drawn = placed.with_columns(
        choose(chance(placed, seed, "name style", "stint"), STYLES).alias("style"),
        (chance(placed, seed, "in capitals", "stint") < 0.75).alias("capitals"),
        chance(placed, seed, "position", "stint").alias("_drawn"),
    )
    whole = drawn.join(tenure, on="address", how="left", maintain_order="left")
    return whole.with_columns(_position().alias("position"), _text().alias("name"))


def _position() -> pl.Expr:
    """What makes somebody liable: 1 with others, 4 as a tenant, 2 as the freeholder, 6 as the resident."""
    alone = pl.when(pl.col("tenure").is_in(["social", "private"])).then(pl.lit("4"))
    alone = alone.otherwise(pl.when(pl.col("_drawn") < 0.3).then(pl.lit("2")).otherwise(pl.lit("6")))
    return pl.when("several").then(pl.lit("1")).otherwise(alone)


def _text() -> pl.Expr:
    """The name as one text, in the way in which whoever opened the account wrote names."""
    first, middle = pl.col("given").str.slice(0, 1), pl.col("middle").str.slice(0, 1)
    titled, lettered = _spaced("title", "given"), _spaced("title", first, middle)
    style = pl.col("style")
    text = (
        pl.when(style == "comma").then(pl.concat_str("surname", titled, separator=", ", ignore_nulls=True))
        .when(style == "titled").then(_spaced(titled, "surname"))
        .when(style == "initial").then(_spaced("title", first, "surname"))
        .when(style == "initials").then(pl.concat_str("surname", lettered, separator=", ", ignore_nulls=True))
        .otherwise(_spaced("surname", titled))
    )  # fmt: skip
    return pl.when("capitals").then(text.str.to_uppercase()).otherwise(text)


def _spaced(*parts: str | pl.Expr) -> pl.Expr:
    return pl.concat_str(parts, separator=" ", ignore_nulls=True)


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


def _methods() -> Sheet:
    ways = pl.DataFrame({"code": list(METHODS), "meaning": [name for name, _ in METHODS.values()]})
    return sheet(FORM, "ctpaymethod", ways, {"paymeth_code": "code", "paymeth_desc": "meaning"})
