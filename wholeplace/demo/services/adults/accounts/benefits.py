"""Housing benefit and council tax support: claims of poor households, their homes, members and awards.

A claim is one person's and follows them from home to home; those who lived with them stand under each home.
Who gets which help is assumed: housing benefit goes to tenants over pension age and, of younger ones, to the
few whom universal credit has not reached; support with council tax goes to any household that claims.
Amounts are assumed: they are there to be read.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.demo.records import Sheet, register
from wholeplace.demo.services.adults.accounts.stays import LATE, account_numbers, occupations
from wholeplace.demo.services.adults.forms import Form, chance, choose, days, filled, reference, sheet, told
from wholeplace.demo.world import World

FORM = Form("benefits", "benefits")
CLAIMS = 0.75  # assumed share of poor households that claim support with council tax
LEGACY = 0.20  # assumed share of tenants of working age who are on housing benefit still
PENSION_AGE = "66y"
OPEN = date(2099, 12, 31)  # what the system writes for no end
RENT_HELP, RENT_HELP_BEDROOM, TAX_HELP = 70.0, 12.0, 16.5  # assumed pounds a week
EXTRA, EXTRA_WEEKS, EXTRA_SHARE = 25.0, 13, 0.04  # assumed: discretionary payments, for tenants alone
INCOMES = {
    "SRP": ("STATE RETIREMENT PENSION", 0.4),
    "UC": ("UNIVERSAL CREDIT", 0.35),
    "ERN": ("EARNINGS", 0.25),
}


def sheets(world: World, seed: int) -> list[Sheet]:
    """The system's tables: claims, homes, members, awards of each kind, incomes, and the council tax account."""
    periods, members = occupations(world, seed)
    homes = _claimed(world, periods, members, seed)
    people = _members(world, homes, members, seed)
    claimants = people.filter("claims").select("claim", "person", "own").unique("claim", keep="first")
    awards = _awards(world, homes, seed).join(claimants, on="claim", how="left").sort("claim", "from", "kind")
    return filled([
        _claims(homes, world), _households(world, homes), _people(people), *_assessments(awards),
        _accounts(homes, periods, seed), *_incomes(homes, seed),
    ])  # fmt: skip


def _claimed(world: World, periods: pl.DataFrame, members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Spans of poverty that a household claimed for, by claim and home: from `from` to `to`, with its `exposure`."""
    spans = _poor(world, periods, members)
    first = spans.filter(pl.col("order") == pl.col("order").min().over("stint"))
    first = first.filter(pl.lit(chance(first, seed, "claims", "person")) < CLAIMS)
    slow = days(chance(first, seed, "days to claim", "exposure"), 0, 45)
    dated = first.with_columns(
        (pl.col("begun") + slow).alias("from"), pl.when(pl.col("over") <= world.as_of).then("over").alias("to")
    ).filter(pl.col("from") < pl.col("to").fill_null(world.as_of))  # fmt: skip
    claimants = dated.select("person").unique().sort("person")
    numbers = claimants.with_columns(reference(seed, "claim", claimants["person"], 500_001).alias("claim"))
    about = world.address.select("address", "tenure", "bedrooms")
    claimed = dated.join(numbers, on="person").join(about, on="address").sort("claim", "from", "exposure")
    return claimed.with_columns(pl.col("stint").rle_id().over("claim").alias("_nth")).with_columns(
        (pl.col("_nth").min().over("claim", "stint") + 1).alias("house")
    )


def _poor(world: World, periods: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """When those who answer for a home were poor in it: from `begun` until `over`."""
    poor = world.exposure.filter(pl.col("factor") == "poverty").select(
        "person", "exposure", start="from_date", end="to_date"
    )
    liable = members.filter("liable").join(periods.select("stint", "address"), on="stint")
    both = liable.join(poor, on="person").with_columns(
        begun=pl.max_horizontal("start", "from_date", pl.lit(world.start)),
        over=pl.min_horizontal("end", "to_date"),
    )
    within = pl.col("begun") < pl.min_horizontal(pl.col("over").fill_null(LATE), pl.lit(world.as_of))
    return both.filter(within).sort("stint", "order", "exposure")


def _members(world: World, homes: pl.DataFrame, members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Everyone under each home of a claim, as registered, with the record's key (`own`)."""
    claims = homes.group_by("claim", "stint", "house").agg(
        pl.col("person").first().alias("claimant"), pl.col("from").min().alias("began"),
        pl.col("to").fill_null(LATE).max().alias("ended"),
    )  # fmt: skip
    here = members.join(claims, on="stint").filter(pl.col("to_date").fill_null(LATE) > pl.col("began"))
    here = here.with_columns(pl.max_horizontal("from_date", "began").alias("met")).sort(
        "claim", "house", "order"
    )
    met = here.select("person", "met", known_at="met")
    known = told(here.drop("birth"), register(world, FORM.source, met, seed), "met")
    known = known.unique(["claim", "house", "registration"], keep="first", maintain_order=True)
    poor = _poverty_of(world, known)
    known = known.join(poor, on=["claim", "house", "person"], how="left")
    return known.sort("claim", "house", "order", "registration").with_columns(
        pl.format("{}|p{}", "claim", "own").alias("own"), person_ref="own",
        claims=pl.col("person") == pl.col("claimant"),
    )  # fmt: skip


def _poverty_of(world: World, members: pl.DataFrame) -> pl.DataFrame:
    """The poverty (`fact`) of each member while the claim was in a home: being on an award tells of it."""
    poor = world.exposure.filter(pl.col("factor") == "poverty").select(
        "person", "exposure", start="from_date", end="to_date"
    )
    held = members.select("claim", "house", "person", "began", "ended").join(poor, on="person")
    within = held.filter(
        pl.col("start") < pl.col("ended"), pl.col("end").fill_null(LATE) > pl.col("began")
    ).sort("exposure")  # fmt: skip
    first = within.unique(["claim", "house", "person"], keep="first", maintain_order=True)
    return first.select("claim", "house", "person", pl.format("exposure:{}", "exposure").alias("fact"))


def _awards(world: World, homes: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Awards by financial year, as amounts change each April: `claim`, `kind`, `from`, `to`, `amount` a week."""
    tenant = pl.col("tenure").is_in(["social", "private"])
    old = pl.col("birth").dt.offset_by(PENSION_AGE) <= pl.col("from")
    legacy = pl.lit(chance(homes, seed, "legacy claim", "claim")) < LEGACY
    rent = homes.filter(tenant & (old | legacy)).with_columns(
        amount=RENT_HELP + RENT_HELP_BEDROOM * pl.col("bedrooms"), kind=pl.lit("HB")
    )
    tax = homes.with_columns(amount=pl.lit(TAX_HELP), kind=pl.lit("CTS"))
    years = [_in_year(pl.concat([rent, tax]), year) for year in range(world.start.year, world.as_of.year + 1)]
    extra = rent.filter(pl.lit(chance(rent, seed, "discretionary payment", "exposure")) < EXTRA_SHARE).with_columns(
        pl.min_horizontal(pl.col("to").fill_null(LATE), pl.col("from").dt.offset_by(f"{EXTRA_WEEKS}w")).alias("to"),
        amount=pl.lit(EXTRA), kind=pl.lit("DHP"),
    )  # fmt: skip
    kept = [frame.select("claim", "kind", "from", "to", "amount", "exposure") for frame in (*years, extra)]
    whole = pl.concat(kept).filter(pl.col("from") <= world.as_of).sort("claim", "kind", "from", "exposure")
    whole = whole.unique(["claim", "kind", "from"], keep="first", maintain_order=True)
    return whole.with_columns(pl.format("exposure:{}", "exposure").alias("fact"))


def _in_year(awards: pl.DataFrame, year: int) -> pl.DataFrame:
    """The part of each award that lies in the year from April, raised by 3 % each year (assumed)."""
    first, after = date(year, 4, 1), date(year + 1, 4, 1)
    cut = awards.with_columns(
        pl.max_horizontal("from", pl.lit(first)).alias("from"),
        pl.when(pl.col("to") < after).then("to").when(pl.lit(year) < pl.lit(2100)).then(pl.lit(after)).alias("_to"),
        (pl.col("amount") * 1.03 ** (year - 2021)).alias("amount"),
    )  # fmt: skip
    return cut.filter(pl.col("from") < pl.col("_to")).drop("to").rename({"_to": "to"})


def _end(name: str) -> pl.Expr:
    return pl.col(name).fill_null(OPEN)


def _claims(homes: pl.DataFrame, world: World) -> Sheet:
    live = homes.group_by("claim").agg(pl.col("to").is_null().any().alias("live")).sort("claim")
    digit = pl.col("claim") * 7 % 10
    columns = {"claim_id": "claim", "check_digit": digit, "status_ind": pl.col("live").cast(pl.Int8)}
    return sheet(FORM, "hbclaim", live, columns)


def _households(world: World, homes: pl.DataFrame) -> Sheet:
    """The homes of each claim, each from when it was claimed for until it was left or the claim moved on."""
    each = homes.group_by("claim", "house", "address").agg(
        pl.col("from").min(),
        pl.when(pl.col("to").is_null().any()).then(None).otherwise(pl.col("to").max()).alias("to"),
    )
    where = world.address.select("address", "number", "street", "town", "postcode", "uprn")
    whole = each.join(where, on="address").sort("claim", "house")
    columns = {
        "claim_id": "claim", "house_id": "house", "from_date": "from", "to_date": _end("to"),
        "addr1": pl.format("{} {}", "number", "street").str.to_uppercase(), "addr2": pl.col("town").str.to_uppercase(),
        "post_code": "postcode", "uprn": "uprn",
    }  # fmt: skip
    return sheet(FORM, "hbhousehold", whole, columns, period=("from_date", "to_date"))


def _people(people: pl.DataFrame) -> Sheet:
    sex = pl.col("sex").replace_strict({"M": "1", "F": "2"}, default=None)
    columns = {
        "claim_id": "claim", "house_id": "house", "person_ref": "person_ref", "title": "title", "forename": "given",
        "surname": "surname", "birth_date": "birth", "gender": sex, "nino": "nino",
    }  # fmt: skip
    return sheet(FORM, "hbmember", people, columns, own="own", fact="fact")


def _assessments(awards: pl.DataFrame) -> list[Sheet]:
    """Awards in force: of rent (discretionary ones marked) and of council tax."""
    extra = pl.col("kind") == "DHP"
    columns = {
        "claim_id": "claim", "from_date": "from", "to_date": _end("to"),
        "type_ind": pl.when(extra).then(2).otherwise(1), "dhp_ind": extra, "model_amt": "amount",
    }  # fmt: skip
    ends = ("from_date", "to_date")
    rent, tax = awards.filter(pl.col("kind") != "CTS"), awards.filter(pl.col("kind") == "CTS")
    return [
        sheet(FORM, "hbrentass", rent, columns, fact="fact", period=ends),
        sheet(FORM, "hbctaxcalc_statement", tax, columns, fact="fact", period=ends),
    ]


def _accounts(homes: pl.DataFrame, periods: pl.DataFrame, seed: int) -> Sheet:
    """The council tax account of each home of a claim, its check digit written after it."""
    numbers = account_numbers(periods, seed)
    each = homes.select("claim", "house", "stint").unique().join(numbers, on="stint").sort("claim", "house")
    columns = {
        "claim_id": "claim", "ctax_claim_id": pl.format("{}-{}", "claim", "house"),
        "ctax_ref": pl.format("{}{}", "account", "check"),
    }  # fmt: skip
    return sheet(FORM, "hbctaxclaim", each, columns)


def _incomes(homes: pl.DataFrame, seed: int) -> list[Sheet]:
    each = homes.select("claim", "house").unique().sort("claim", "house")
    drawn = chance(each, seed, "income", "claim", "house")
    code = choose(drawn, {name: share for name, (_, share) in INCOMES.items()})
    columns = {
        "claim_id": "claim", "house_id": "house", "inc_code": code, "inc_amt": 90 + 110 * drawn,
        "freq_period": pl.lit(1), "freq_len": pl.lit(7),
    }  # fmt: skip
    codes = pl.DataFrame({"code": list(INCOMES), "meaning": [name for name, _ in INCOMES.values()]})
    return [
        sheet(FORM, "hbincome", each, columns),
        sheet(FORM, "hbinccode", codes, {"code": "code", "descrip1": "meaning"}),
    ]
