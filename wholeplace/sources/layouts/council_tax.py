"""Council tax accounts (tables of the Academy system): who is liable or lives where, and from when to when.

Names are one text, which may name two people, a firm, executors or nobody. There is no birth date, so that
these records link only by name and home. A balance is what stands on the account on the day of the extract,
instalments not yet due among it: it is reported as money, and never as debt in arrears or problem debt.
Transactions and payment methods are taken in and counted, and nothing is made of them: what their codes mean
is each council's own.
"""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import TRACE, Facts, identifiers, key, mapped, pick, stack, where
from wholeplace.sources.layout import Layout, RowRule, Tables
from wholeplace.sources.spec import load_spec
from wholeplace.sources.values.one_string import parse_one_string

NAME = "council_tax"
ACCOUNT, PROPERTY, ID = "account_ref", "property_ref", "_id"
LINES = ("addr1", "addr2", "addr3", "addr4")
# Positions in which one may live elsewhere, or which name no resident (see the code list).
ELSEWHERE = ("2", "7", "8", "9", "10", "11", "12", "-1")


def build(t: Tables) -> Facts:
    """Everyone named on an account, where the account's occupations put them, and its balance."""
    people = _people(t)
    residents = people.join(_homes(t), on=ACCOUNT, how="inner", maintain_order="left")
    return Facts(
        record=[_records(people, residents)],
        identifier=identifiers(people, id=ID, council_tax_account=ACCOUNT, council_tax_party="party_ref"),
        address=[_address(residents), _correspondence(people)],
        relation=[_liable(people), _household(residents)],
        money_reported=[_balance(t["vw_acc_bal"], people)],
    )


def _people(t: Tables) -> pl.DataFrame:
    """One row for each person or body named: lead, liable and other residents, in that order."""
    named = stack([_lead(t), _liable_people(t), _others(t)])
    again = pl.int_range(pl.len()).over("_order", ACCOUNT, "party_ref", "_place")
    place = pl.concat_str("_place", pl.when(again > 0).then(pl.format("~{}", again)).otherwise(pl.lit("")))
    named = named.with_columns(place)
    parsed = named.with_columns(parse_one_string(pl.col("_name")).alias("_who"))
    parsed = parsed.filter(pl.col("_who").is_not_null())
    numbers = pl.int_ranges(1, pl.col("_who").list.len() + 1).alias("_number")
    single = parsed.with_columns(numbers).explode("_who", "_number", empty_as_null=True).unnest("_who")
    dead = pl.col("deceased") & (pl.col("name_kind") == "person")
    number = pl.format("#{}", "_number")
    return single.with_columns(
        pl.when(dead).then(pl.lit("executors")).otherwise("name_kind").alias("name_kind"),
        key(ACCOUNT, pl.col("party_ref").fill_null(""), pl.concat_str("_place", number)).alias(ID),
    )


def _lead(t: Tables) -> pl.DataFrame:
    """The account's first person, under the number of their own row where the liable are listed too."""
    rows = t["ctaccount"]
    own = t["ctliab_person"].select(ACCOUNT, "party_ref", _place("liab_pers_occ", "L").alias("_own"))
    listed = rows.join(
        own.unique([ACCOUNT, "party_ref"], keep="first", maintain_order=True),
        on=[ACCOUNT, "party_ref"],
        how="left",
        maintain_order="left",
    )
    apart = pl.concat_str("lead_liab_surname", pl.lit(", "), _spaced("lead_liab_title", "lead_liab_forename"))
    return listed.select(
        ACCOUNT, "party_ref", pl.coalesce("lead_liab_name", apart).alias("_name"),
        pl.coalesce("_own", pl.lit("lead")).alias("_place"), pl.col("lead_liab_pos").alias("_position"),
        pl.lit(0).alias("_order"), _lines("for_addr1", "for_addr2", "for_addr3", "for_addr4").alias("_to_text"),
        pl.col("for_postcode").alias("_to_postcode"), *TRACE,
    )  # fmt: skip


def _liable_people(t: Tables) -> pl.DataFrame:
    return t["ctliab_person"].select(
        ACCOUNT, "party_ref", pl.col("liab_name").alias("_name"), _place("liab_pers_occ", "L").alias("_place"),
        pl.col("liab_pos").alias("_position"), pl.lit(1).alias("_order"), *TRACE,
    )  # fmt: skip


def _others(t: Tables) -> pl.DataFrame:
    return t["ctnon_liab"].select(
        ACCOUNT, "party_ref", pl.col("nonliab_name").alias("_name"), _place("nonliab_occ", "N").alias("_place"),
        pl.lit("0").alias("_position"), pl.lit(2).alias("_order"), *TRACE,
    )  # fmt: skip


def _place(column: str, letter: str) -> pl.Expr:
    return pl.concat_str(pl.lit(letter), pl.col(column).cast(pl.String).fill_null(""))


def _spaced(*columns: str) -> pl.Expr:
    return pl.concat_str(columns, separator=" ", ignore_nulls=True)


def _lines(*columns: str) -> pl.Expr:
    return pl.concat_str(columns, separator=", ", ignore_nulls=True).replace({"": None})


def _homes(t: Tables) -> pl.DataFrame:
    """Each occupation of a property: its dates, and where it is.

    One that is no longer live and has no end is known for its first day alone.
    """
    ended = (pl.col("live_ind") == False).fill_null(False) & pl.col("vacation_date").is_null()  # noqa: E712
    first = pl.col("occupation_date")
    until = pl.when(ended).then(first.dt.offset_by("1d")).otherwise("vacation_date")
    occupied = t["ctoccupation"].filter((first <= until).fill_null(True)).with_columns(until.alias("_until"))
    where_ = t["ctproperty"].select(PROPERTY, "uprn", "postcode", _lines(*LINES).alias("_text"))
    whole = occupied.join(where_.unique(PROPERTY, keep="last", maintain_order=True), on=PROPERTY, how="left")
    return whole.select(ACCOUNT, PROPERTY, "occupation_date", "_until", "uprn", "postcode", "_text")


def _records(people: pl.DataFrame, residents: pl.DataFrame) -> pl.DataFrame:
    seen = residents.group_by(ID).agg(
        pl.col("occupation_date").min().alias("_from"),
        pl.when(pl.col("_until").is_null().any()).then(None).otherwise(pl.col("_until").max()).alias("_to"),
    )
    known = people.join(seen, on=ID, how="left", maintain_order="left")
    return pick(
        known, id=ID, title="title", given_name="given_name", middle_names="middle_names",
        family_name="family_name", name_kind="name_kind", seen_from="_from", seen_to="_to",
    )  # fmt: skip


def _at_home() -> pl.Expr:
    """Whether the account's property is the person's home, as far as position and post say."""
    posted_elsewhere = (pl.col("_to_postcode") != pl.col("postcode")).fill_null(False)
    away = pl.when(pl.col("_position").is_null()).then(posted_elsewhere)
    return ~away.otherwise(pl.col("_position").is_in(ELSEWHERE)) & (pl.col("name_kind") == "person")


def _address(residents: pl.DataFrame) -> pl.DataFrame:
    kind = pl.when(_at_home()).then(pl.lit("home")).otherwise(pl.lit("property"))
    return pick(
        residents, id=ID, address_text="_text", postcode="postcode", uprn="uprn", kind=kind,
        from_date="occupation_date", to_date="_until",
    )  # fmt: skip


def _correspondence(people: pl.DataFrame) -> pl.DataFrame:
    return pick(
        people, id=ID, address_text="_to_text", postcode="_to_postcode", kind=pl.lit("correspondence")
    )


def _liable(people: pl.DataFrame) -> pl.DataFrame:
    """All who answer for the account together: the lead, and those whose position makes them liable."""
    part = mapped("_position", load_spec(NAME)["ctliab_person"].canonical("liab_pos"))
    answers = where(people, (part == "liable") | (pl.col("_order") == 0))
    return pick(answers, id=ID, kind=pl.lit("liable"), group=key(pl.lit("account"), ACCOUNT))


def _household(residents: pl.DataFrame) -> pl.DataFrame:
    group = key(pl.lit("occupation"), ACCOUNT, PROPERTY, "occupation_date")
    return pick(
        where(residents, _at_home()), id=ID, kind=pl.lit("household"), group=group,
        from_date="occupation_date", to_date="_until",
    )  # fmt: skip


def _balance(balances: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """What stands on an account, told once: of the first of those who answer for it. Above nought is owed."""
    first = people.filter(pl.col("_order") < 2).sort("_order", "_number", maintain_order=True)
    bearer = first.unique(ACCOUNT, keep="first", maintain_order=True).select(ACCOUNT, ID)
    owed = balances.join(bearer, on=ACCOUNT, how="left", maintain_order="left")
    pence = (pl.col("total") * 100).round(0).cast(pl.Int64)
    return pick(
        owed, id=ID, item=pl.lit("council_tax_balance"), amount_pence=pence, per=pl.lit("balance"),
        payer=pl.lit("resident"),
    )  # fmt: skip


def _accounts(t: Tables) -> pl.DataFrame:
    return pl.concat(
        [t[name].select(ACCOUNT) for name in ("ctaccount", "ctliab_person", "ctnon_liab")]
    ).unique()


def _of_no_account(table: str) -> RowRule:
    """Rows of an account on which nobody is named."""

    def find(t: Tables) -> pl.DataFrame:
        return t[table].join(_accounts(t), on=ACCOUNT, how="anti", maintain_order="left")

    return RowRule("orphan_row", table, find, ACCOUNT)


def _of_no_property(t: Tables) -> pl.DataFrame:
    return t["ctoccupation"].join(t["ctproperty"], on=PROPERTY, how="anti", maintain_order="left")


def _backwards(t: Tables) -> pl.DataFrame:
    return t["ctoccupation"].filter(pl.col("vacation_date") < pl.col("occupation_date"))


LAYOUT = Layout(
    name=NAME,
    title="Council tax accounts",
    service="council_tax",
    agency="council",
    build=build,
    signed=("total", "tran_amount"),
    row_rules=(
        _of_no_account("ctoccupation"),
        _of_no_account("vw_acc_bal"),
        RowRule("orphan_row", "ctoccupation", _of_no_property, PROPERTY),
        RowRule("dates_out_of_order", "ctoccupation", _backwards, "vacation_date"),
    ),
    resubmitted={
        "ctaccount": (ACCOUNT,),
        "ctliab_person": (ACCOUNT, "party_ref", "liab_pers_occ"),
        "ctnon_liab": (ACCOUNT, "party_ref", "nonliab_occ"),
        "ctoccupation": (ACCOUNT, PROPERTY, "occupation_date"),
        "ctproperty": (PROPERTY,),
        "vw_acc_bal": (ACCOUNT,),
    },
)
