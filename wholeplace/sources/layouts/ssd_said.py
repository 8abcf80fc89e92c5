"""Circumstances and characteristics in the Standard Safeguarding Dataset, with whose they are and since when."""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Value, mapped, pick, where
from wholeplace.sources.layout import Tables
from wholeplace.sources.layouts.ssd_tables import NAME
from wholeplace.sources.spec import load_spec

HOLDERS = {"child": "self", "parent": "parent", "other": "other"}
FACTORS = "cinf_assessment_factors_json"
UNACCOMPANIED = r"(?i)unaccompanied|\buasc\b"
NO_RECOURSE = r"(?i)no recourse|\bnrpf\b"


def said(t: Tables) -> list[pl.DataFrame]:
    """What assessments, plans and the tables of characteristics say of a person's circumstances."""
    return [*_assessed(t), *_characteristics(t), *_in_care(t), *_after_care(t["care_leavers"])]


def _said(rows: pl.DataFrame, factor: Value, **more: Value) -> pl.DataFrame:
    factor = pl.lit(factor) if isinstance(factor, str) else factor
    return pick(rows, id="_person", factor=factor, **more)


def _ours(table: str, column: str) -> dict[str, str]:
    return load_spec(NAME)[table].canonical(column)


def _of_holder(rows: pl.DataFrame, column: str, ours: dict[str, str], start: str) -> pl.DataFrame:
    """Codes that stand for `factor@holder`."""
    parts = mapped(column, ours).str.split("@")
    holder = mapped(parts.list.get(1, null_on_oob=True), HOLDERS)
    return _said(rows, parts.list.first(), holder=holder, from_date=start, code=column)


def _assessed(t: Tables) -> list[pl.DataFrame]:
    factors = factor_codes(t["assessment_factors"])
    need = "cine_cin_primary_need_code"
    category = "cppl_cp_plan_latest_category"
    return [
        _of_holder(factors, "_code", _ours("assessment_factors", FACTORS), "cina_assessment_start_date"),
        _of_holder(t["cin_episodes"], need, _ours("cin_episodes", need), "cine_referral_date"),
        _said(
            t["cp_plans"], mapped(category, _ours("cp_plans", category)), code=category,
            from_date="cppl_cp_plan_start_date", to_date="cppl_cp_plan_end_date",
        ),
    ]  # fmt: skip


def factor_codes(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each code of the structured list of factors, whether a list of codes or an object of them.

    An object's code counts unless its value says no.
    """
    codes = (
        pl.col(FACTORS).str.to_uppercase()
        .str.replace_all(r'"[^"]*"\s*:\s*(?:"(?:N|NO|FALSE|0|)"|FALSE|0|NULL)', "")
        .str.extract_all(r'"[0-9]{1,2}[A-F]?"').list.eval(pl.element().str.strip_chars('"'))
    )  # fmt: skip
    return rows.with_columns(codes.alias("_code")).explode("_code", empty_as_null=True).drop_nulls("_code")


def _characteristics(t: Tables) -> list[pl.DataFrame]:
    disability, need = "disa_disability_code", "senn_active_ehcp_need_type"
    dates: dict[str, Value] = {
        "from_date": "immi_immigration_status_start_date", "to_date": "immi_immigration_status_end_date",
    }  # fmt: skip
    status = t["immigration_status"]
    words = pl.col("immi_immigration_status")
    return [
        _said(t["disability"], mapped(disability, _ours("disability", disability)), code=disability),
        _said(t["sen_need"], mapped(need, _ours("sen_need", need)), code=need),
        _said(where(t["person"], pl.col("pers_send_flag")), "special_educational_needs"),
        _said(where(status, words.str.contains(UNACCOMPANIED)), "unaccompanied_asylum_seeking", **dates),
        _said(where(status, words.str.contains(NO_RECOURSE)), "no_recourse_to_public_funds", **dates),
    ]


def _in_care(t: Tables) -> list[pl.DataFrame]:
    start, end = "miss_missing_episode_start_date", "miss_missing_episode_end_date"
    misuse = "clas_substance_misuse_date"
    return [
        _said(
            t["missing"], "missing_episodes", from_date=start, to_date=end, code="miss_missing_episode_type"
        ),
        _said(t["cla_substance_misuse"], "substance_misuse", from_date=misuse),
        _said(t["cla_convictions"], "offending", from_date="clac_cla_conviction_date"),
    ]


def _after_care(rows: pl.DataFrame) -> list[pl.DataFrame]:
    columns = ("clea_care_leaver_activity", "clea_care_leaver_accommodation")
    return [
        _said(
            rows, mapped(column, _ours("care_leavers", column)), code=column,
            from_date="clea_care_leaver_latest_contact",
        )
        for column in columns
    ]  # fmt: skip
