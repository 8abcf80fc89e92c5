"""Contacts and periods of support in the Standard Safeguarding Dataset."""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Value, mapped, pick, where
from wholeplace.sources.layout import FLAT_DATES, Tables
from wholeplace.sources.layouts.care_leavers import supported
from wholeplace.sources.layouts.ssd_tables import NAME
from wholeplace.sources.spec import load_spec
from wholeplace.sources.values.dates import parse_date

CARE = {"service": pl.lit("children_looked_after")}
CLOSED = "_closed"
ADOPTED = ("E11", "E12")


def events(t: Tables) -> list[pl.DataFrame]:
    """Dated contacts, under the words that the statutory returns of the same services use."""
    return [*_of_need(t), *_of_protection(t), *_of_care(t), *_of_permanence(t), *_of_plans(t)]


def _event(rows: pl.DataFrame, kind: str, date: Value, **more: Value) -> pl.DataFrame:
    return pick(rows, id="_person", kind=pl.lit(kind), date=date, **more)


def _of_need(t: Tables) -> list[pl.DataFrame]:
    return [
        _event(t["contacts"], "contact", "cont_contact_date", code="cont_contact_source_code"),
        _event(
            t["cin_episodes"], "referral", "cine_referral_date", code="cine_referral_source_code",
            outcome="cine_close_reason", team="cine_referral_team",
        ),
        _event(
            t["cin_assessments"], "assessment", "cina_assessment_start_date",
            end_date="cina_assessment_auth_date", team="cina_assessment_team",
        ),
        _event(t["cin_visits"], "visit", "cinv_cin_visit_date"),
    ]  # fmt: skip


def _of_protection(t: Tables) -> list[pl.DataFrame]:
    held = where(t["cp_reviews"], pl.col("cppr_cp_review_date").is_not_null())
    return [
        _event(
            t["s47_enquiry"], "section_47_enquiry", "s47e_s47_start_date", end_date="s47e_s47_end_date",
            team="s47e_s47_completed_by_team",
        ),
        _event(
            t["initial_cp_conference"], "initial_child_protection_conference", "icpc_icpc_date",
            team="icpc_icpc_team",
        ),
        _event(held, "child_protection_review", "cppr_cp_review_date"),
        _event(t["cp_visits"], "visit", "cppv_cp_visit_date"),
        _event(
            t["pre_proceedings"], "pre_proceedings", "prep_pre_pro_decision_date",
            outcome="prep_pre_pro_outcome",
        ),
    ]  # fmt: skip


def _of_care(t: Tables) -> list[pl.DataFrame]:
    held = t["cla_reviews"].filter(~pl.col("clar_cla_review_cancelled").fill_null(False))
    leavers = t["care_leavers"]
    return [
        _event(held, "review", "clar_cla_review_date", code="clar_cla_review_participation", **CARE),
        _event(t["cla_visits"], "visit", "clav_cla_visit_date", **CARE),
        _event(t["cla_health"], "health_check", "clah_health_check_date", code="clah_health_check_type", **CARE),
        _event(
            t["missing"], "missing_from_placement", "miss_missing_episode_start_date",
            end_date="miss_missing_episode_end_date", code="miss_missing_episode_type", **CARE,
        ),
        _event(
            t["sdq_scores"], "strengths_and_difficulties_questionnaire", "csdq_sdq_completed_date",
            code=pl.col("csdq_sdq_score").cast(pl.String), **CARE,
        ),
        _event(leavers, "care_leaver_contact", "clea_care_leaver_latest_contact", **CARE),
        _event(leavers, "pathway_plan_review", "clea_pathway_plan_review_date", **CARE),
    ]  # fmt: skip


def _of_permanence(t: Tables) -> list[pl.DataFrame]:
    adopted = where(t["cla_episodes"], pl.col("clae_cla_episode_ceased_reason").is_in(ADOPTED))
    closed = where(t["cin_episodes"], pl.col("cine_close_reason") == "RC1")
    rows, earlier = t["permanence"], t["cla_previous_permanence"]
    ordered = parse_date(pl.col("lapp_previous_permanence_order_date"), FLAT_DATES)
    return [
        _event(adopted, "adopted", "clae_cla_episode_ceased_date", **CARE),
        _event(closed, "adopted", "cine_close_date"),
        _event(rows, "adoption_decision", "perm_adm_decision_date", **CARE),
        _event(rows, "placement_order", "perm_placement_order_date", **CARE),
        _event(rows, "placed_for_adoption", "perm_placed_for_adoption_date", **CARE),
        _event(
            rows, "permanence_order", "perm_permanence_order_date", code="perm_permanence_order_type", **CARE
        ),
        _event(earlier, "earlier_permanence", ordered, code="lapp_previous_permanence_option", **CARE),
    ]


def _of_plans(t: Tables) -> list[pl.DataFrame]:
    send = {"service": pl.lit("send")}
    return [
        _event(
            t["ehcp_requests"], "ehc_request", "ehcr_ehcp_req_date", code="ehcr_ehcp_req_outcome",
            end_date="ehcr_ehcp_req_outcome_date", **send,
        ),
        _event(t["ehcp_active_plans"], "ehc_plan_review", "ehcp_active_ehcp_last_review_date", **send),
    ]  # fmt: skip


def spells(t: Tables) -> list[pl.DataFrame]:
    """Periods of early help, of need, enquiry, protection and care, and of plans for special needs."""
    acted_on = t["cin_episodes"].filter(~pl.col("cine_referral_nfa").fill_null(False))
    return [
        _help(t["early_help_episodes"], "early_help", "earl_episode_start_date", "earl_episode_end_date"),
        _help(
            acted_on, "child_in_need", "cine_referral_date", "cine_close_date",
            code="cine_cin_primary_need_code",
        ),
        _help(t["cin_plans"], "child_in_need", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
        _help(t["s47_enquiry"], "section_47_enquiry", "s47e_s47_start_date", "s47e_s47_end_date"),
        _help(
            t["cp_plans"], "child_protection_plan", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date",
            code="cppl_cp_plan_latest_category",
        ),
        *_in_care(t),
        _left_care(t),
        *_special(t),
    ]  # fmt: skip


def _help(
    rows: pl.DataFrame, state: Value, start: Value | None, end: Value | None, code: Value | None = None
) -> pl.DataFrame:
    said = {"from_date": start, "to_date": end, "code": code}
    state = pl.lit(state) if isinstance(state, str) else state
    given = {name: value for name, value in said.items() if value is not None}
    return pick(rows, id="_person", track=pl.lit("childrens_help"), state=state, **given)


def _in_care(t: Tables) -> list[pl.DataFrame]:
    """Time in care by placement; episodes where no placement tells of that time; short breaks by legal status.

    A child in an agreed series of short breaks (V3, V4) is not in care for the rest: placements and episodes
    that begin within the series are the same time told twice.
    """
    kinds = load_spec(NAME)["legal_status"].canonical("lega_legal_status")
    series = where(t["legal_status"], mapped("lega_legal_status", kinds) == "short_breaks")
    start, end = "clap_cla_placement_start_date", "clap_cla_placement_end_date"
    breaks = _spans(series, "lega_legal_status_start_date", "lega_legal_status_end_date")
    placements = _outside(t["cla_placement"], start, breaks)
    episodes = _outside(_unplaced(t), "clae_cla_episode_start_date", breaks)
    known = load_spec(NAME)["cla_placement"].canonical("clap_cla_placement_type")
    state = mapped("clap_cla_placement_type", known, default="looked_after_unstated")
    unstated = "looked_after_unstated"
    return [
        _help(placements, state.fill_null(unstated), start, end, "clap_cla_placement_type"),
        _help(episodes, unstated, "clae_cla_episode_start_date", "clae_cla_episode_ceased_date"),
        _help(
            series, "short_breaks", "lega_legal_status_start_date", "lega_legal_status_end_date",
            "lega_legal_status",
        ),
    ]  # fmt: skip


def _unplaced(t: Tables) -> pl.DataFrame:
    """Care episodes that name no known placement and begin outside all placements of the child."""
    placements = t["cla_placement"]
    named = placements.select(pl.col("clap_cla_placement_id").alias("clae_cla_placement_id"))
    rest = t["cla_episodes"].join(named, on="clae_cla_placement_id", how="anti", maintain_order="left")
    spans = _spans(placements, "clap_cla_placement_start_date", "clap_cla_placement_end_date")
    return _outside(rest, "clae_cla_episode_start_date", spans)


def _spans(rows: pl.DataFrame, start: str, end: str) -> pl.DataFrame:
    return rows.select("_person", pl.col(start).alias("_start"), pl.col(end).alias("_end"))


def _outside(rows: pl.DataFrame, start: str, spans: pl.DataFrame) -> pl.DataFrame:
    """Rows that begin in none of the person's spans (their end not included)."""
    within = (pl.col(start) >= pl.col("_start")) & (
        pl.col("_end").is_null() | (pl.col(start) < pl.col("_end"))
    )
    inside = rows.select("_row", "_person", start).join(spans, on="_person").filter(within)
    return rows.join(inside.select("_row").unique(), on="_row", how="anti", maintain_order="left")


def _left_care(t: Tables) -> pl.DataFrame:
    """No dates of support are given but the latest contact; without a birth date the period is kept back."""
    column = "clea_care_leaver_eligibility"
    state = mapped(column, load_spec(NAME)["care_leavers"].canonical(column))
    born = (
        t["person"].select("pers_dob", _person="pers_person_id").drop_nulls().unique("_person", keep="first")
    )
    rows = t["care_leavers"].join(born, on="_person", how="left", maintain_order="left")
    since = supported("pers_dob", "clea_care_leaver_latest_contact")
    return _help(rows, state, since["from_date"], since["to_date"], column)


def _special(t: Tables) -> list[pl.DataFrame]:
    """Assessment for a plan, from the request to the plan or decision, and the plan, whose setting is not told."""
    column = "ehcr_ehcp_req_outcome"
    requests = _with_end(t)
    weighed = mapped(column, load_spec(NAME)["ehcp_requests"].canonical(column))
    track, plan = pl.lit("send"), t["ehcp_named_plan"]
    return [
        pick(
            requests, id="_person", track=track, state=weighed, from_date="ehcr_ehcp_req_date",
            to_date=CLOSED, code=column,
        ),
        pick(
            plan, id="_person", track=track, state=pl.lit("ehc_plan_unstated"),
            from_date="ehcn_named_plan_start_date", to_date="ehcn_named_plan_ceased_date",
        ),
    ]  # fmt: skip


def _with_end(t: Tables) -> pl.DataFrame:
    """Requests with the day on which the plan began, else the day of the decision after assessment."""
    plans = t["ehcp_named_plan"].group_by("ehcn_ehcp_asmt_id").agg(
        pl.col("ehcn_named_plan_start_date").min().alias("_plan")
    )  # fmt: skip
    decided = t["ehcp_assessment"].join(
        plans, left_on="ehca_ehcp_assessment_id", right_on="ehcn_ehcp_asmt_id", how="left"
    )
    ends = decided.group_by("ehca_ehcp_request_id").agg(
        pl.coalesce("_plan", "ehca_ehcp_assessment_outcome_date").max().alias(CLOSED)
    )
    return t["ehcp_requests"].join(
        ends, left_on="ehcr_ehcp_request_id", right_on="ehca_ehcp_request_id", how="left",
        maintain_order="left",
    )  # fmt: skip
