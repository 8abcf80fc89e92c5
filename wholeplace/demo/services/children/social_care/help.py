"""Help and protection in the safeguarding dataset: contacts, referrals, assessments, enquiries, plans, visits."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet
from wholeplace.demo.services.children.forms import (
    FAR,
    chosen,
    days,
    fact,
    repeated,
    shares,
    sheet,
)
from wholeplace.demo.services.children.social_care.case import Case
from wholeplace.demo.services.children.social_care.contacts import POLICE, no_action
from wholeplace.demo.services.children.social_care.noted import NO_FACTOR, SYSTEM
from wholeplace.demo.services.children.social_care.people import FORM, ID
from wholeplace.demo.world import World

CATEGORIES = {
    "neglect": "NEG",
    "emotional_abuse": "EMO",
    "domestic_abuse": "EMO",
    "physical_abuse": "PHY",
    "sexual_abuse": "SAB",
}
UNCLEAR = {"NEG": 0.50, "EMO": 0.38, "PHY": 0.08, "SAB": 0.04}  # assumed: where no factor says it
TEAMS = 4
PLAN = pl.format("CP{}", "spell")
ASSESSMENT = pl.format("A{}", "assessment")
OF_REFERRAL = (
    "reference", "need", "person", "child_id", "from_date", "closed", "code", "source", "reason", "nfa", "area",
    "first_state",
)  # fmt: skip


def helped(world: World, case: Case, seed: int) -> list[Sheet]:
    """The tables of help and protection."""
    need = referrals(world, case, seed)
    plans = protection(case, seed)
    enquiries = with_conference(case.spell, plans)
    return [
        _contacts(world, case, need, seed), _episodes(need), _assessments(case), _factors(case),
        *_in_need(world, case, seed),
        _enquiries(enquiries), _conferences(plans, enquiries), _plans(plans), *_under_plan(world, plans, seed),
        _early_help(case, seed),
    ]  # fmt: skip


def state(case: Case, name: str) -> pl.DataFrame:
    """Periods of one state."""
    return case.spell.filter(pl.col("state") == name)


def team(kind: str) -> pl.Expr:
    """The team of a part of the place, and one for those without a home in it."""
    part = (pl.col("area").str.slice(-4).cast(pl.Int64, strict=False) // 20 % TEAMS + 1).cast(pl.String)
    return pl.format(kind + " team {}", part.fill_null("5"))


def referrals(world: World, case: Case, seed: int) -> pl.DataFrame:
    """Referrals: each time in need, and those on which nothing was done.

    With `reference`, `source`, `closed`, `reason`, `nfa` (Y or N) and `area`; `need` is null for the latter.
    """
    nothing = no_action(case.incident, case.need, seed, world.as_of).with_columns(
        from_date="date", source=pl.lit(POLICE), reason=pl.lit("RC8"), nfa=pl.lit("Y"), code=pl.lit("N0"),
        reference=pl.format("N{}-{}", "event", "child_id"), need=pl.lit(None, dtype=pl.Int64),
        first_state=pl.lit(None, dtype=pl.String),
    )  # fmt: skip
    both = [_acted_on(case, seed).select(OF_REFERRAL), nothing.select(OF_REFERRAL)]
    return pl.concat(both).sort("child_id", "from_date", "reference")


def _acted_on(case: Case, seed: int) -> pl.DataFrame:
    """Times in need as referrals; those soon after an incident came from police."""
    need = case.need
    told = chosen(seed, "referral source", need["need"], shares(SYSTEM)["referral_source"])
    near = need.join(case.incident.select("person", _date="date"), on="person").filter(
        (pl.col("from_date") - pl.col("_date")).dt.total_days().is_between(0, 14)
    )
    by_police = pl.col("need").is_in(near["need"].implode())
    area = case.assessment.unique("need", keep="first", maintain_order=True).select("need", "area")
    return need.join(area, on="need", how="left", maintain_order="left").with_columns(
        source=pl.when(by_police).then(pl.lit(POLICE)).otherwise(pl.lit(told)), closed="to_date",
        reason=pl.when(pl.col("to_date").is_not_null()).then(_reason()), nfa=pl.lit("N"),
        reference=pl.format("R{}", "need"),
    )  # fmt: skip


def _reason() -> pl.Expr:
    """A short time in need ends after the assessment; a longer one when there is no more need."""
    short = (pl.col("to_date") - pl.col("from_date")).dt.total_days() < 60
    return (
        pl.when(short & (pl.col("last_state") == "child_in_need"))
        .then(pl.lit("RC8"))
        .otherwise(pl.lit("RC7"))
    )


def protection(case: Case, seed: int) -> pl.DataFrame:
    """Child protection plans with `category`, by what assessments noted of the child."""
    plans = state(case, "child_protection_plan")
    order = {name: rank for rank, name in enumerate(CATEGORIES)}
    noted = case.factor.filter(pl.col("holder") == "child", pl.col("factor").is_in(list(order)))
    noted = noted.join(case.assessment.select("assessment", "need"), on="assessment")
    first = noted.with_columns(_rank=pl.col("factor").replace_strict(order, return_dtype=pl.Int64))
    worst = first.group_by("need").agg(pl.col("factor").sort_by("_rank", descending=True).first())
    unclear = chosen(seed, "category", plans["spell"], UNCLEAR)
    found = plans.join(worst, on="need", how="left", maintain_order="left")
    named = pl.col("factor").replace_strict(CATEGORIES, default=None, return_dtype=pl.String)
    return found.with_columns(category=pl.coalesce(named, pl.lit(unclear))).drop("factor")


def with_conference(spell: pl.DataFrame, plans: pl.DataFrame) -> pl.DataFrame:
    """Enquiries with `plan` and `conference`: the plan that began within a month of the end, and its day."""
    enquiries = spell.filter(pl.col("state") == "section_47_enquiry")
    pairs = enquiries.join(plans.select("need", plan="spell", conference="from_date"), on="need")
    wait = (pl.col("conference") - pl.col("from_date")).dt.total_days()
    after = pl.col("conference") <= pl.col("to_date").fill_null(FAR) + pl.duration(days=31)
    pairs = pairs.filter(wait >= 0, after.fill_null(True)).sort("conference", "spell")
    pairs = pairs.unique("spell", keep="first", maintain_order=True).unique(
        "plan", keep="last", maintain_order=True
    )
    return enquiries.join(
        pairs.select("spell", "plan", "conference"), on="spell", how="left", maintain_order="left"
    )


def _contacts(world: World, case: Case, need: pl.DataFrame, seed: int) -> Sheet:
    """What police told, and the contact with which each other referral began."""
    told = case.incident.select(
        pl.format("K{}-{}", "event", "child_id").alias("id"), "child_id", "date", fact("event", "event"),
        "person",
        source=pl.lit(POLICE),
    )  # fmt: skip
    made = need.filter(pl.col("nfa") == "N")
    begun = made.select(
        pl.format("K{}", "reference").alias("id"), "child_id", pl.lit(None, dtype=pl.String).alias("_fact"),
        "person", "source",
        date=pl.col("from_date") - days(seed, "contact before", made["need"], 0, 3),
    )  # fmt: skip
    both = pl.concat([told, begun.select(told.columns)]).sort("date", "id")
    rows = both.select(
        pl.col("id").alias("cont_contact_id"), ID.alias("cont_person_id"),
        pl.col("date").alias("cont_contact_date"),
        pl.col("source").alias("cont_contact_source_code"), "_fact", _person="person",
    )  # fmt: skip
    return sheet(FORM, "contacts", rows)


def _episodes(need: pl.DataFrame) -> Sheet:
    """A row tells of the first period of need in it, where it began as one."""
    own = (pl.col("first_state") == "child_in_need").fill_null(False)
    rows = need.select(
        pl.col("reference").alias("cine_referral_id"), ID.alias("cine_person_id"),
        pl.col("from_date").alias("cine_referral_date"),
        pl.col("code").alias("cine_cin_primary_need_code"),
        pl.col("source").alias("cine_referral_source_code"),
        pl.col("nfa").alias("cine_referral_nfa"), pl.col("reason").alias("cine_close_reason"),
        pl.col("closed").alias("cine_close_date"), team("Assessment").alias("cine_referral_team"),
        pl.when(own).then(pl.format("spell:{}", "need")).alias("_fact"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "cin_episodes", rows, period=("cine_referral_date", "cine_close_date"))


def _assessments(case: Case) -> Sheet:
    rows = case.assessment.select(
        ASSESSMENT.alias("cina_assessment_id"), ID.alias("cina_person_id"),
        pl.format("R{}", "need").alias("cina_referral_id"), pl.col("date").alias("cina_assessment_start_date"),
        pl.lit("Y").alias("cina_assessment_child_seen"), pl.col("authorised").alias("cina_assessment_auth_date"),
        team("Assessment").alias("cina_assessment_team"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "cin_assessments", rows)


def _factors(case: Case) -> Sheet:
    """For each assessment the list of its factors, which tells of several facts."""
    codes = pl.format('"{}"', "code").str.join(", ").alias("codes")
    facts = fact("exposure", "exposure").drop_nulls().str.join(" ").replace({"": None})
    by_assessment = case.factor.sort("assessment", "code").group_by("assessment", maintain_order=True)
    listed = by_assessment.agg(codes, facts)
    whole = case.assessment.join(listed, on="assessment", how="left", maintain_order="left")
    said = pl.format("[{}]", pl.col("codes").fill_null(f'"{NO_FACTOR}"'))
    rows = whole.select(
        pl.format("AF{}", "assessment").alias("cinf_table_id"), ASSESSMENT.alias("cinf_assessment_id"),
        said.alias("cinf_assessment_factors_json"), "_fact", _person="person",
    )  # fmt: skip
    return sheet(FORM, "assessment_factors", rows)


def _in_need(world: World, case: Case, seed: int) -> list[Sheet]:
    held = state(case, "child_in_need")
    plans = held.select(
        pl.format("P{}", "spell").alias("cinp_cin_plan_id"),
        pl.format("R{}", "need").alias("cinp_referral_id"),
        ID.alias("cinp_person_id"), pl.col("from_date").alias("cinp_cin_plan_start_date"),
        pl.col("to_date").alias("cinp_cin_plan_end_date"), fact("spell", "spell"), _person="person",
    )  # fmt: skip
    seen = repeated(held, seed, "visit in need", "spell", 14, 42, world.as_of)
    visits = seen.select(
        pl.format("V{}-{}", "spell", "nth").alias("cinv_cin_visit_id"), ID.alias("cinv_person_id"),
        pl.col("date").alias("cinv_cin_visit_date"), pl.lit("Y").alias("cinv_cin_visit_seen"),
        _person="person",
    )  # fmt: skip
    period = ("cinp_cin_plan_start_date", "cinp_cin_plan_end_date")
    return [sheet(FORM, "cin_plans", plans, period=period), sheet(FORM, "cin_visits", visits)]


def _enquiries(enquiries: pl.DataFrame) -> Sheet:
    ended = pl.col("to_date").is_not_null()
    nothing = pl.when(pl.col("plan").is_null()).then(pl.lit("Y")).otherwise(pl.lit("N"))
    rows = enquiries.select(
        pl.format("E{}", "spell").alias("s47e_s47_enquiry_id"),
        pl.format("R{}", "need").alias("s47e_referral_id"),
        ID.alias("s47e_person_id"), pl.col("from_date").alias("s47e_s47_start_date"),
        pl.col("to_date").alias("s47e_s47_end_date"),
        pl.when(ended).then(nothing).alias("s47e_s47_nfa"),
        pl.lit("Safeguarding team").alias("s47e_s47_completed_by_team"), fact("spell", "spell"),
        _person="person",
    )  # fmt: skip
    return sheet(FORM, "s47_enquiry", rows, period=("s47e_s47_start_date", "s47e_s47_end_date"))


def _conferences(plans: pl.DataFrame, enquiries: pl.DataFrame) -> Sheet:
    """A plan is made at a conference; the enquiry before it is named where there was one."""
    led = enquiries.drop_nulls("plan").select(enquiry="spell", spell="plan")
    rows = plans.join(led, on="spell", how="left", maintain_order="left").select(
        pl.format("I{}", "spell").alias("icpc_icpc_id"),
        pl.format("E{}", "enquiry").alias("icpc_s47_enquiry_id"),
        ID.alias("icpc_person_id"), pl.format("CP{}", "spell").alias("icpc_cp_plan_id"),
        pl.format("R{}", "need").alias("icpc_referral_id"), pl.col("from_date").alias("icpc_icpc_date"),
        pl.lit("Y").alias("icpc_icpc_outcome_cp_flag"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "initial_cp_conference", rows)


def _plans(plans: pl.DataFrame) -> Sheet:
    rows = plans.select(
        PLAN.alias("cppl_cp_plan_id"), pl.format("R{}", "need").alias("cppl_referral_id"),
        pl.format("I{}", "spell").alias("cppl_icpc_id"), ID.alias("cppl_person_id"),
        pl.col("from_date").alias("cppl_cp_plan_start_date"), pl.col("to_date").alias("cppl_cp_plan_end_date"),
        pl.col("category").alias("cppl_cp_plan_initial_category"),
        pl.col("category").alias("cppl_cp_plan_latest_category"), fact("spell", "spell"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "cp_plans", rows, period=("cppl_cp_plan_start_date", "cppl_cp_plan_end_date"))


def _under_plan(world: World, plans: pl.DataFrame, seed: int) -> list[Sheet]:
    """Reviews of plans, and visits every three weeks or so."""
    reviews = reviews_of_plans(world, plans, seed).select(
        pl.format("CR{}-{}", "spell", "nth").alias("cppr_cp_review_id"), ID.alias("cppr_person_id"),
        PLAN.alias("cppr_cp_plan_id"), pl.col("date").alias("cppr_cp_review_date"),
        pl.lit("Y").alias("cppr_cp_review_quorate"), _person="person",
    )  # fmt: skip
    visits = repeated(plans, seed, "visit under plan", "spell", 7, 21, world.as_of).select(
        pl.format("CV{}-{}", "spell", "nth").alias("cppv_cp_visit_id"), ID.alias("cppv_person_id"),
        PLAN.alias("cppv_cp_plan_id"), pl.col("date").alias("cppv_cp_visit_date"),
        pl.lit("Y").alias("cppv_cp_visit_seen"), _person="person",
    )  # fmt: skip
    return [sheet(FORM, "cp_reviews", reviews), sheet(FORM, "cp_visits", visits)]


def reviews_of_plans(world: World, plans: pl.DataFrame, seed: int) -> pl.DataFrame:
    """A review within three months and then every six (DfE, Working Together to Safeguard Children, 2023)."""
    return repeated(plans, seed, "review of plan", "spell", 80, 170, world.as_of)


def _early_help(case: Case, seed: int) -> Sheet:
    held = state(case, "early_help")
    lead = pl.lit(chosen(seed, "early help lead", held["spell"], {"Family hub": 0.6, "School": 0.4}))
    rows = held.select(
        pl.format("H{}", "spell").alias("earl_episode_id"), ID.alias("earl_person_id"),
        pl.col("from_date").alias("earl_episode_start_date"),
        pl.col("to_date").alias("earl_episode_end_date"),
        lead.alias("earl_episode_organisation"),
        fact("spell", "spell"), _person="person",
    )  # fmt: skip
    return sheet(
        FORM, "early_help_episodes", rows, period=("earl_episode_start_date", "earl_episode_end_date")
    )
