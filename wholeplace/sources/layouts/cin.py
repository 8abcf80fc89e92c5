"""Children in need census (CIN): one XML message, all collection years from 2017.

Unborn children carry only an expected date of birth. No names, addresses or relatives. An enquiry has no end in
the census: it ends with the conference that it led to, else when one would have had to be held, 15 working days
from its start (DfE, Working Together to Safeguard Children, 2023).
"""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Facts, identifiers, mapped, pick, where
from wholeplace.sources.files import RawTable, RawXml
from wholeplace.sources.layout import Layout, RowRule, Tables
from wholeplace.sources.spec import load_spec
from wholeplace.sources.tree import Shape, descendants, tables_from_xml
from wholeplace.sources.values.ethnicity import canonical_ethnicity
from wholeplace.sources.values.sex import recorded_sex

NAME = "cin"
CHILD = "LAchildID"
TRACK = pl.lit("childrens_help")
ENQUIRY_DAYS = 21


def build(t: Tables) -> Facts:
    """Children, referrals, assessments with their factors, and periods in need, under enquiry and on a plan."""
    child = t["child"]
    born = pl.coalesce("PersonBirthDate", "ExpectedPersonBirthDate")
    kind = (
        pl.when(pl.col("PersonBirthDate").is_not_null()).then(pl.lit("exact")).otherwise(pl.lit("expected"))
    )
    sex = recorded_sex(pl.coalesce("Sex", "GenderCurrent"))
    record = pick(
        child, id=CHILD, sex=sex, birth_date=born, birth_date_kind=kind,
        death_date="PersonDeathDate", ethnicity=canonical_ethnicity(pl.col("Ethnicity"), "dfe"),
    )  # fmt: skip
    return Facts(
        record=[record],
        identifier=identifiers(child, id=CHILD, la_child_id=CHILD, upn="UPN", former_upn="FormerUPN"),
        event=_events(t),
        spell_reported=_spells(t),
        exposure_reported=[_factors(t["assessment_factor"]), _disabilities(t["disability"])],
    )


def _events(t: Tables) -> list[pl.DataFrame]:
    def event(table: str, kind: str, date: str, **more: str) -> pl.DataFrame:
        return pick(t[table], id=CHILD, kind=pl.lit(kind), date=date, **more)

    return [
        event(
            "cin_details", "referral", "CINreferralDate", code="ReferralSource", outcome="ReasonForClosure"
        ),
        event(
            "assessment", "assessment", "AssessmentActualStartDate", end_date="AssessmentAuthorisationDate"
        ),
        pick(
            t["cin_plan"].filter(~_ends_first().fill_null(False)), id=CHILD,
            kind=pl.lit("child_in_need_plan"), date="CINPlanStartDate", end_date="CINPlanEndDate",
        ),
        event("section47", "section_47_enquiry", "S47ActualStartDate", end_date="DateOfInitialCPC"),
        event("cin_details", "initial_child_protection_conference", "DateOfInitialCPC"),
        pick(
            where(t["cin_details"], pl.col("ReasonForClosure") == "RC1"), id=CHILD, kind=pl.lit("adopted"),
            date="CINclosureDate",
        ),
        event("cpp_review", "child_protection_review", "CPPreviewDate"),
        event("preproceedings", "pre_proceedings", "PPStartDate", outcome="PPOutcome"),
    ]  # fmt: skip


def _ends_first() -> pl.Expr:
    return pl.col("CINPlanEndDate") < pl.col("CINPlanStartDate")


def _spells(t: Tables) -> list[pl.DataFrame]:
    def spell(frame: pl.DataFrame, state: str, start: str, end: str, **more: str) -> pl.DataFrame:
        return pick(frame, id=CHILD, track=TRACK, state=pl.lit(state), from_date=start, to_date=end, **more)

    acted_on = t["cin_details"].filter(~pl.col("ReferralNFA").fill_null(False))
    plans = t["child_protection_plan"]
    return [
        spell(acted_on, "child_in_need", "CINreferralDate", "CINclosureDate", code="PrimaryNeedCode"),
        spell(t["section47"].with_columns(_over()), "section_47_enquiry", "S47ActualStartDate", "_over"),
        spell(plans, "child_protection_plan", "CPPstartDate", "CPPendDate", code="LatestCategoryOfAbuse"),
    ]


def _over() -> pl.Expr:
    """The conference, if it is not before the enquiry, else the day by which there is one."""
    start, held = pl.col("S47ActualStartDate"), pl.col("DateOfInitialCPC")
    return pl.when(held >= start).then(held).otherwise(start.dt.offset_by(f"{ENQUIRY_DAYS}d")).alias("_over")


def _ours(table: str, column: str) -> dict[str, str]:
    return load_spec(NAME)[table].canonical(column)


def _factors(factors: pl.DataFrame) -> pl.DataFrame:
    """Assessment factors: our factor and whose it is, as the code list says (`factor@holder`)."""
    said = mapped("AssessmentFactors", _ours("assessment_factor", "AssessmentFactors")).str.split("@")
    holder = mapped(
        said.list.get(1, null_on_oob=True), {"child": "self", "parent": "parent", "other": "other"}
    )
    return pick(
        factors, id=CHILD, factor=said.list.first(), holder=holder, code="AssessmentFactors",
        from_date="AssessmentActualStartDate",
    )  # fmt: skip


def _disabilities(rows: pl.DataFrame) -> pl.DataFrame:
    return pick(
        rows, id=CHILD, factor=mapped("Disability", _ours("disability", "Disability")), code="Disability"
    )


ELEMENTS = {
    "child": "Child",
    "disability": "Disability",
    "cin_details": "CINdetails",
    "assessment": "Assessments",
    "assessment_factor": "AssessmentFactors",
    "cin_plan": "CINPlanDates",
    "section47": "Section47",
    "child_protection_plan": "ChildProtectionPlans",
    "cpp_review": "CPPreviewDate",
    "preproceedings": "PreProceedingsandFGDM",
}
ABOVE = {
    CHILD: "^Child/ChildIdentifiers/LAchildID",
    "CINreferralDate": "^CINdetails/CINreferralDate",
    "AssessmentActualStartDate": "^Assessments/AssessmentActualStartDate",
    "AssessmentAuthorisationDate": "^Assessments/AssessmentAuthorisationDate",
    "CPPstartDate": "^ChildProtectionPlans/CPPstartDate",
}
HOLDS = {"cin_details": "CINreferralDate", "assessment": "Assessment", "child_protection_plan": "CPPstart"}


def _path(table: str, column: str) -> str:
    """Where a column of a table is read from: its own element, or the element above that holds it."""
    if column == ELEMENTS[table]:
        return "."
    if table == "child":
        return "ChildCharacteristics/Ethnicity" if column == "Ethnicity" else f"ChildIdentifiers/{column}"
    is_own = column in ABOVE and column.startswith(HOLDS.get(table, "-"))
    return column if is_own else ABOVE.get(column, column)


def from_xml(raw: RawXml) -> list[RawTable] | None:
    """The tables of a CIN message; None for any other document."""
    if raw.root.name != "Message" or not any(node.name == "Children" for node in raw.root.children):
        return None
    spec = load_spec(NAME)
    shapes = [
        Shape(table, element, {column: _path(table, column) for column in spec[table].names()})
        for table, element in ELEMENTS.items()
    ]
    return tables_from_xml(raw, shapes)


def collection_year(raw: RawXml) -> int | None:
    """The year that the message's header states."""
    year = next((node.text for node in descendants(raw.root, "Year")), "")
    return int(year) if year.isdigit() and len(year) == 4 else None


LAYOUT = Layout(
    name=NAME,
    title="Children in need census",
    service="childrens_social_care",
    agency="council",
    build=build,
    from_xml=from_xml,
    xml_year=collection_year,
    dates=("%Y-%m-%d",),
    past=("PersonBirthDate",),
    row_rules=(
        RowRule(
            "dates_out_of_order", "cin_plan", lambda t: where(t["cin_plan"], _ends_first()), "CINPlanEndDate"
        ),
    ),
    resubmitted={"child": (CHILD,), "cin_details": (CHILD, "CINreferralDate")},
)
