"""Council rents and housing register (tables of the Universal Housing system): tenancies, arrears, applications.

The system writes 1 January 1900 for every date that is not known. A balance above nought is owed, below it is
credit: the system's own statements show it with its sign turned round. An arrears action is something done on
a day and says nothing of how long arrears last, so that actions are contacts; a period of debt recovery is
reported only where a notice or order is marked as standing and has its day. Being behind with rent is not
taken for problem debt. Rents, charges, needs and kinship words are codes of one council each: they are taken
in and counted, and nothing is made of them.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.sources.cells import FALSE, TRUE
from wholeplace.sources.facts import Facts, identifiers, key, mapped, pick, where
from wholeplace.sources.layout import Layout, RowRule, Tables
from wholeplace.sources.layouts.rents_register import register
from wholeplace.sources.spec import load_spec
from wholeplace.sources.values.names import known_title
from wholeplace.sources.values.sex import recorded_sex

NAME = "rents"
HOUSE, TENANCY, PROPERTY, ID = "house_ref", "tag_ref", "prop_ref", "_id"
UNKNOWN_DAY = date(1900, 1, 1)
LINES = ("post_preamble", "aline1", "aline2", "aline3", "aline4")
NO_HOME = r"(?i)garage|parking|shop|commercial|storage"


def build(t: Tables) -> Facts:
    """Members of households, the tenancies they live under, arrears, and the housing register."""
    t = {name: _known_days(frame) for name, frame in t.items()}
    members = t["member"].with_columns(key(HOUSE, "person_no").alias(ID))
    living = members.join(_tenancies(t), on=HOUSE, how="inner", maintain_order="left")
    tenants = _tenants(living)
    facts = Facts(
        record=[_records(members, living)],
        identifier=[
            *identifiers(members, id=ID, nino="ni_no"),
            *identifiers(tenants, id=ID, rent_account="u_saff_rentacc"),
        ],
        address=[_home(living), _correspondence(t["contacts"], members)],
        relation=[_together(living, "household", HOUSE), _together(tenants, "tenancy", TENANCY)],
        event=_events(t["araction"], tenants),
        spell_reported=[*_debt(tenants), _temporary(living)],
        exposure_reported=_insecure(living),
        money_reported=[_balance(t["tenagree"], tenants)],
    )  # fmt: skip
    return facts + register(t)


def _known_days(frame: pl.DataFrame) -> pl.DataFrame:
    days = [name for name, kind in frame.schema.items() if kind == pl.Date]
    return frame.with_columns(pl.col(days).replace({UNKNOWN_DAY: None})) if days else frame


def _tenancies(t: Tables) -> pl.DataFrame:
    """Tenancies with their home and end; one that is terminated without a day is known for its first day alone."""
    rows = t["tenagree"].drop("_row", "_line", "_file", "_of", "_table")
    gone = pl.col("terminated").fill_null(False) & pl.col("eot").is_null()
    until = pl.when(gone).then(pl.col("cot").dt.offset_by("1d")).otherwise("eot")
    dated = rows.with_columns(until.alias("_until")).filter(
        (pl.col("cot") <= pl.col("_until")).fill_null(True)
    )
    named = (
        t["tenure"]
        .select(pl.col("ten_type").alias("tenure"), "ten_desc")
        .unique("tenure", maintain_order=True)
    )
    housed = dated.join(_homes(t), on=PROPERTY, how="left", maintain_order="left")
    return housed.join(named, on="tenure", how="left", maintain_order="left")


def _homes(t: Tables) -> pl.DataFrame:
    properties = t["property"].select(
        PROPERTY, "u_llpg_ref", "short_address", "post_code", "u_temporary_accom"
    )
    text = pl.concat_str(LINES, separator=", ", ignore_nulls=True).replace({"": None})
    written = t["addresses"].select(PROPERTY, text.alias("_text"), pl.col("post_code").alias("_code"))
    whole = properties.unique(PROPERTY, keep="last", maintain_order=True).join(
        written.unique(PROPERTY, keep="last", maintain_order=True), on=PROPERTY, how="full", coalesce=True
    )
    flag = pl.col("u_temporary_accom").str.to_uppercase().is_in(TRUE).fill_null(False)
    return whole.select(
        PROPERTY, pl.col("u_llpg_ref").alias("_uprn"), pl.coalesce("short_address", "_text").alias("_address"),
        pl.coalesce("post_code", "_code").alias("_postcode"), flag.alias("_temporary"),
    )  # fmt: skip


def _tenants(living: pl.DataFrame) -> pl.DataFrame:
    """Those who hold the tenancy: marked responsible or liable; where nobody is marked, its first member."""
    marked = pl.col("responsible").fill_null(False) | pl.col("liablemember").fill_null(False)
    number = pl.col("person_no").cast(pl.Int64, strict=False)
    first = number == number.min().over(TENANCY)
    holds = pl.when(marked.any().over(TENANCY)).then(marked).otherwise(first)
    return where(living, holds).sort(TENANCY, number, maintain_order=True)


def _records(members: pl.DataFrame, living: pl.DataFrame) -> pl.DataFrame:
    seen = living.group_by(ID).agg(
        pl.col("cot").min().alias("_from"),
        pl.when(pl.col("_until").is_null().any()).then(None).otherwise(pl.col("_until").max()).alias("_to"),
    )
    known = members.join(seen, on=ID, how="left", maintain_order="left")
    return pick(
        known, id=ID, title=known_title(pl.col("title")), given_name="forename", family_name="surname",
        birth_date="dob", sex=recorded_sex(pl.col("gender")), seen_from="_from", seen_to="_to",
    )  # fmt: skip


def _lived_in() -> pl.Expr:
    return ~pl.col("ten_desc").str.contains(NO_HOME).fill_null(False)


def _home(living: pl.DataFrame) -> pl.DataFrame:
    kind = pl.when(_lived_in()).then(pl.lit("home")).otherwise(pl.lit("property"))
    return pick(
        living, id=ID, address_text="_address", postcode="_postcode", uprn="_uprn", kind=kind,
        from_date="cot", to_date="_until",
    )  # fmt: skip


def _correspondence(contacts: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    posts = contacts.select(pl.col("con_ref").alias(HOUSE), "con_address", "con_postcode").unique(
        maintain_order=True
    )
    posted = members.join(posts, on=HOUSE, how="inner", maintain_order="left")
    kind = pl.lit("correspondence")
    return pick(posted, id=ID, address_text="con_address", postcode="con_postcode", kind=kind)


def _together(people: pl.DataFrame, kind: str, reference: str) -> pl.DataFrame:
    homes = where(people, _lived_in())
    group = key(pl.lit(kind), reference)
    return pick(homes, id=ID, kind=pl.lit(kind), group=group, from_date="cot", to_date="_until")


def _events(actions: pl.DataFrame, tenants: pl.DataFrame) -> list[pl.DataFrame]:
    """Arrears actions with the stage that they belong to, and steps towards losing the home."""
    held = tenants.select(TENANCY, ID)
    stage = mapped("action_code", load_spec(NAME)["araction"].canonical("action_code"))
    acted = actions.join(held, on=TENANCY, how="inner", maintain_order="left")
    done = pick(
        where(acted, pl.col("action_date").is_not_null()), id=ID, kind=pl.lit("arrears_action"),
        date="action_date", code="action_code", outcome=stage,
    )  # fmt: skip
    steps = {"notice_served": "u_notice_served", "court_hearing": "courtdate", "eviction": "evictdate"}
    return [done, *(pick(tenants, id=ID, kind=pl.lit(kind), date=day) for kind, day in steps.items())]


def _debt(tenants: pl.DataFrame) -> list[pl.DataFrame]:
    """Recovery since a notice or order that still stands; arrears that the system marks without a day."""

    def since(mark: pl.Expr, state: str, day: str | None, code: str) -> pl.DataFrame:
        start = pl.col(day) if day else pl.lit(None, dtype=pl.Date)
        return pick(
            where(tenants, mark & (start.is_not_null() if day else True)), id=ID, track=pl.lit("debt"),
            state=pl.lit(state), from_date=start, to_date="_until", code=pl.lit(code),
        )  # fmt: skip

    ordered = pl.col("possorder").fill_null(False) | pl.col("suppossorder").fill_null(False)
    return [
        since(pl.col("arrears_case"), "arrears", None, "arrears case"),
        since(pl.col("nosp"), "recovery", "u_notice_served", "notice seeking possession"),
        since(ordered, "recovery", "courtdate", "possession order"),
    ]


def _temporary(living: pl.DataFrame) -> pl.DataFrame:
    return pick(
        where(living, pl.col("_temporary")), id=ID, track=pl.lit("homelessness"),
        state=pl.lit("temporary_accommodation"), from_date="cot", to_date="_until",
    )  # fmt: skip


def _insecure(living: pl.DataFrame) -> list[pl.DataFrame]:
    """Under notice, or in a home that is for the time being."""
    factor = pl.lit("insecure_housing")
    noticed = where(living, pl.col("nosp") & pl.col("u_notice_served").is_not_null())
    placed = where(living, pl.col("_temporary"))
    return [
        pick(noticed, id=ID, factor=factor, from_date="u_notice_served", to_date="_until", code=pl.lit("under notice")),
        pick(placed, id=ID, factor=factor, from_date="cot", to_date="_until", code=pl.lit("temporary accommodation")),
    ]  # fmt: skip


def _balance(tenancies: pl.DataFrame, tenants: pl.DataFrame) -> pl.DataFrame:
    """What stands on a rent account, told once: of the first who holds the tenancy."""
    bearer = tenants.unique(TENANCY, keep="first", maintain_order=True).select(TENANCY, ID)
    owed = tenancies.join(bearer, on=TENANCY, how="left", maintain_order="left")
    pence = (pl.col("cur_bal") * 100).round(0).cast(pl.Int64)
    return pick(
        owed, id=ID, item=pl.lit("rent_balance"), amount_pence=pence, per=pl.lit("balance"),
        payer=pl.lit("resident"),
    )  # fmt: skip


def _without(table: str, other: str, column: str) -> RowRule:
    """Rows whose reference is in no row of the other table."""

    def find(t: Tables) -> pl.DataFrame:
        referring = t[table].filter(pl.col(column).is_not_null())
        return referring.join(t[other], on=column, how="anti", maintain_order="left")

    return RowRule("orphan_row", table, find, column)


def _backwards(t: Tables) -> pl.DataFrame:
    return t["tenagree"].filter(pl.col("eot") < pl.col("cot"), pl.col("eot") != UNKNOWN_DAY)


def _unclear(t: Tables) -> pl.DataFrame:
    known = [*TRUE, *FALSE]
    return t["property"].filter(~pl.col("u_temporary_accom").str.to_uppercase().is_in(known))


LAYOUT = Layout(
    name=NAME,
    title="Council rents and housing register",
    service="council_housing",
    agency="council",
    build=build,
    past=("dob",),
    signed=("cur_bal", "action_balance"),
    row_rules=(
        _without("tenagree", "member", HOUSE),
        _without("tenagree", "property", PROPERTY),
        _without("araction", "tenagree", TENANCY),
        _without("wlmember", "wlapp", "app_ref"),
        RowRule("dates_out_of_order", "tenagree", _backwards, "eot"),
        RowRule("not_a_boolean", "property", _unclear, "u_temporary_accom"),
    ),
    resubmitted={
        "member": (HOUSE, "person_no"),
        "tenagree": (TENANCY,),
        "property": (PROPERTY,),
        "addresses": (PROPERTY,),
        "contacts": ("con_key",),
        "araction": (TENANCY, "araction_sid"),
        "wlapp": ("app_ref",),
        "wlmember": ("app_ref", "person_no"),
    },
)
