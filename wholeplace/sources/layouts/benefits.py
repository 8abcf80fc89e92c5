"""Housing benefit and council tax support (tables of the Academy system): claims, their households, awards.

A claim's household has a row for each home, and its members stand under each. An award in force is an
assessment of type 1, or a discretionary one, with an amount above nought. Amounts of rent assessments are by
the week, as the system's own enquiry shows them; parts that the extract does not carry may come on top.
What period the amounts of council tax support are for is not published: they are awards without money. Ends
are read as the first day after, and 31 December 2099 as no end. Which member claims is not published either,
so that an amount is told once, of the claim's first member. Incomes are taken in and counted, nothing more.
"""

from __future__ import annotations

import re
from datetime import date

import polars as pl

from wholeplace.sources.facts import TRACE, Facts, identifiers, key, pick, where
from wholeplace.sources.files import RawTable
from wholeplace.sources.layout import Layout, RowRule, Tables, plain
from wholeplace.sources.spec import load_spec
from wholeplace.sources.values.names import known_title
from wholeplace.sources.values.one_string import parse_one_string
from wholeplace.sources.values.sex import recorded_sex

NAME = "benefits"
CLAIM, HOUSE, ID = "claim_id", "house_id", "_id"
ASSESSMENTS = ("hbrentass", "hbctaxcalc_statement")
LINES = ("addr1", "addr2", "addr3", "addr4")
FAR = date(9999, 1, 1)


def build(t: Tables) -> Facts:
    """Members of claims, their homes and households, and the awards that the claims are on."""
    members = _members(t)
    housed = members.join(_homes(t), on=[CLAIM, HOUSE], how="left", maintain_order="left")
    awards = _awards(t)
    return Facts(
        record=[_records(housed)],
        identifier=[*identifiers(members, id=ID, nino="nino"), _account(t["hbctaxclaim"], members)],
        address=[_address(housed)],
        relation=[_household(housed)],
        event=[_award_events(awards, housed)],
        exposure_reported=[_poverty(awards, housed)],
        money_reported=[_money(awards, members)],
    )


def _reference() -> pl.Expr:
    """Whose row it is: the person's number, the same in every home; else what tells members of one home apart."""
    in_home = pl.coalesce(
        pl.concat_str(pl.lit("m"), "member_id"),
        pl.concat_str(pl.lit("n"), pl.coalesce("name", pl.concat_str("surname", pl.lit(", "), "forename"))),
    )
    return pl.coalesce(
        key(CLAIM, pl.concat_str(pl.lit("p"), "person_ref")),
        key(CLAIM, HOUSE, in_home, pl.col("birth_date").cast(pl.String).fill_null("")),
    )


def _members(t: Tables) -> pl.DataFrame:
    """Members with their number and their names in parts, which come apart or as one text."""
    rows = t["hbmember"].with_columns(_reference().alias(ID)).filter(pl.col(ID).is_not_null())
    apart = pl.col("surname").is_not_null() | pl.col("forename").is_not_null()
    whole = parse_one_string(pl.when(~apart).then("name")).list.first()
    named = rows.with_columns(whole.alias("_who"))
    said = {name: pl.col("_who").struct.field(name) for name in ("title", "given_name", "family_name")}
    return named.with_columns(
        pl.coalesce(known_title(pl.col("title")), said["title"]).alias("title"),
        pl.coalesce("forename", said["given_name"]).alias("_given"),
        pl.coalesce("surname", said["family_name"]).alias("_family"),
        pl.col("_who").struct.field("middle_names").alias("_middle"),
    )


def _homes(t: Tables) -> pl.DataFrame:
    text = pl.concat_str(LINES, separator=", ", ignore_nulls=True).replace({"": None})
    in_order = (pl.col("from_date") <= pl.col("to_date")).fill_null(True)
    homes = t["hbhousehold"].filter(in_order).unique([CLAIM, HOUSE], keep="last", maintain_order=True)
    return homes.select(CLAIM, HOUSE, "from_date", "to_date", text.alias("_text"), "post_code", "uprn")


def _records(housed: pl.DataFrame) -> pl.DataFrame:
    """Each home's row of a member; the last day of having been seen only where every home has ended."""
    left = pl.col("to_date").is_not_null().all().over(ID)
    return pick(
        housed, id=ID, title="title", given_name="_given", middle_names="_middle", family_name="_family",
        birth_date="birth_date", sex=recorded_sex(pl.col("gender")), seen_from="from_date",
        seen_to=pl.when(left).then("to_date"),
    )  # fmt: skip


def _address(housed: pl.DataFrame) -> pl.DataFrame:
    return pick(
        housed, id=ID, address_text="_text", postcode="post_code", uprn="uprn",
        from_date="from_date", to_date="to_date",
    )  # fmt: skip


def _household(housed: pl.DataFrame) -> pl.DataFrame:
    known = where(housed, pl.col("from_date").is_not_null())
    group = key(CLAIM, HOUSE)
    return pick(known, id=ID, kind=pl.lit("household"), group=group, from_date="from_date", to_date="to_date")


def _account(claims: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The council tax account of the claim: its reference ends in the account's check digit, which is left off."""
    accounts = claims.select(CLAIM, pl.col("ctax_ref").str.strip_chars().str.head(-1).alias("_account"))
    held = members.join(accounts.unique(), on=CLAIM, how="inner", maintain_order="left")
    return pick(
        where(held, pl.col("_account") != ""), id=ID, scheme=pl.lit("council_tax_account"), value="_account"
    )


def _awards(t: Tables) -> pl.DataFrame:
    """Assessments in force by claim: kind HB, DHP or CTS, dates and weekly pence (null for CTS)."""
    rent, tax = (_in_force(t[table]) for table in ASSESSMENTS)
    kind = pl.when(_discretionary() & (pl.col("type_ind") > 1)).then(pl.lit("DHP")).otherwise(pl.lit("HB"))
    pence = (pl.col("model_amt") * 100).round(0).cast(pl.Int64)
    none = pl.lit(None, dtype=pl.Int64)
    parts = [
        rows.select(CLAIM, "from_date", "to_date", what.alias("_kind"), amount.alias("_pence"), *TRACE)
        for rows, what, amount in ((rent, kind, pence), (tax, pl.lit("CTS"), none))
    ]
    return pl.concat(parts)


def _discretionary() -> pl.Expr:
    return pl.col("dhp_ind").fill_null(False)


def _in_force(rows: pl.DataFrame) -> pl.DataFrame:
    paid = ((pl.col("type_ind") == 1) | _discretionary()) & (pl.col("model_amt") > 0)
    return where(rows, paid & (pl.col("from_date") < pl.col("to_date").fill_null(FAR)))


def _joined_up(awards: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Awards that follow one another, or overlap, as one: each change of amount starts a row of its own."""
    ordered = awards.sort(*by, "from_date", maintain_order=True).with_columns(
        pl.col("to_date").fill_null(FAR)
    )
    before = pl.col("to_date").cum_max().over(by).shift(1).over(by)
    starts = (pl.col("from_date") > before.dt.offset_by("1d")).fill_null(True)
    numbered = ordered.with_columns(starts.cast(pl.UInt32).cum_sum().over(by).alias("_span"))
    spans = numbered.group_by(*by, "_span", maintain_order=True)
    return spans.agg(pl.col("from_date").min(), pl.col("to_date").max())


def _on_award(spans: pl.DataFrame, housed: pl.DataFrame) -> pl.DataFrame:
    """Members of each claim while on an award and in the claim's home: dates cut to both."""
    homes = housed.with_columns(pl.col("from_date").fill_null(date.min), pl.col("to_date").fill_null(FAR))
    both = homes.join(spans, on=CLAIM, how="inner", maintain_order="left", suffix="_award")
    start = pl.max_horizontal("from_date", "from_date_award").alias("_from")
    end = pl.min_horizontal("to_date", "to_date_award").alias("_to")
    together = both.with_columns(start, end).filter(pl.col("_from") < pl.col("_to"))
    return together.with_columns(pl.col("_to").replace({FAR: None}))


def _poverty(awards: pl.DataFrame, housed: pl.DataFrame) -> pl.DataFrame:
    """Being on an award is what the factor means: it is given to households of low income alone."""
    poor = _on_award(_joined_up(awards, CLAIM), housed)
    return pick(
        poor, id=ID, factor=pl.lit("poverty"), from_date="_from", to_date="_to",
        code=pl.lit("means-tested benefit"),
    )  # fmt: skip


def _award_events(awards: pl.DataFrame, housed: pl.DataFrame) -> pl.DataFrame:
    begun = _on_award(_joined_up(awards, CLAIM, "_kind"), housed)
    return pick(begun, id=ID, kind=pl.lit("benefit_award"), date="_from", end_date="_to", code="_kind")


def _money(awards: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    number = pl.coalesce("person_ref", "member_id").cast(pl.Int64, strict=False)
    first = members.sort(CLAIM, number, maintain_order=True, nulls_last=True)
    bearer = first.unique(CLAIM, keep="first", maintain_order=True).select(CLAIM, ID)
    paid = awards.filter(pl.col("_pence").is_not_null()).join(
        bearer, on=CLAIM, how="left", maintain_order="left"
    )
    items = {"HB": "housing_benefit", "DHP": "discretionary_housing_payment"}
    return pick(
        paid, id=ID, item=pl.col("_kind").replace_strict(items), amount_pence="_pence", per=pl.lit("week"),
        from_date="from_date", to_date="to_date", payer=pl.lit("council"),
    )  # fmt: skip


def _assessment(raw: RawTable) -> str | None:
    """Which of the two tables of assessments a file is: their columns are the same, so its name must say."""
    columns = load_spec(NAME)[ASSESSMENTS[0]].names("key", "required")
    if not set(map(plain, columns)) <= set(map(plain, raw.header)):
        return None
    said = [table for table in ASSESSMENTS if re.search(plain(table), plain(f"{raw.file} {raw.name}"))]
    return said[0] if len(said) == 1 else ""


def _no_number(t: Tables) -> pl.DataFrame:
    return t["hbmember"].filter(_reference().is_null())


def _without(table: str, other: str, *columns: str) -> RowRule:
    """Rows of a claim, or home, of which the other table has none."""

    def find(t: Tables) -> pl.DataFrame:
        return t[table].join(t[other], on=columns, how="anti", maintain_order="left")

    return RowRule("orphan_row", table, find, columns[-1])


def _backwards(table: str) -> RowRule:
    def find(t: Tables) -> pl.DataFrame:
        return t[table].filter(pl.col("to_date") < pl.col("from_date"))

    return RowRule("dates_out_of_order", table, find, "to_date")


LAYOUT = Layout(
    name=NAME,
    title="Housing benefit and council tax support",
    service="benefits",
    agency="council",
    build=build,
    match=_assessment,
    past=("birth_date",),
    row_rules=(
        RowRule("missing_key", "hbmember", _no_number),
        _without("hbmember", "hbhousehold", CLAIM, HOUSE),
        _without("hbhousehold", "hbmember", CLAIM, HOUSE),
        *(_without(table, "hbmember", CLAIM) for table in (*ASSESSMENTS, "hbctaxclaim")),
        *(_backwards(table) for table in ("hbhousehold", *ASSESSMENTS)),
    ),
    resubmitted={
        "hbmember": (CLAIM, HOUSE, "member_id", "person_ref", "name", "surname", "forename"),
        "hbhousehold": (CLAIM, HOUSE),
        "hbclaim": (CLAIM,),
        **dict.fromkeys(ASSESSMENTS, (CLAIM, "from_date", "type_ind", "dhp_ind")),
    },
)
