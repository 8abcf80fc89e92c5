"""Contacts, periods of support and placements in an Annex A workbook."""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Value, mapped, pick, where
from wholeplace.sources.layout import Tables
from wholeplace.sources.layouts.annex_a_values import NAME
from wholeplace.sources.layouts.care_leavers import supported
from wholeplace.sources.spec import code_map

STARTED, CEASED = "Date Started to be Looked After", "Date Ceased to be Looked After"
PLACED = "Start Date of Most Recent Placement"
UNSTATED = "looked_after_unstated"
ENQUIRY = "Strategy discussion initiating Section 47 Enquiry Start Date"
CONFERENCE = "Date of Initial Child Protection Conference"
# Kind, list, day, and the columns that end it or say more. Only the latest of many is in the workbook.
CONTACTS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("contact", "list_1", "Date of Contact", {"code": "Contact Source"}),
    ("referral", "list_3", "Date of referral", {"code": "Referral Source", "team": "Allocated Team"}),
    (
        "assessment", "list_4", "Continuous Assessment Start Date",
        {"end_date": "Continuous Assessment Date of Authorisation", "team": "Allocated Team"},
    ),
    ("section_47_enquiry", "list_5", ENQUIRY, {"end_date": CONFERENCE, "team": "Allocated Team"}),
    ("initial_child_protection_conference", "list_5", CONFERENCE, {"team": "Allocated Team"}),
    ("visit", "list_6", "Date Child Was Last Seen", {"team": "Allocated Team"}),
    ("visit", "list_7", "Date of the Last Statutory Visit", {"team": "Allocated Team"}),
    ("child_protection_review", "list_7", "Date of latest review conference", {}),
)  # fmt: skip
IN_CARE: tuple[tuple[str, str, str], ...] = (
    ("review", "list_8", "Date of Latest Statutory Review"),
    ("visit", "list_8", "Date of Last Social Work Visit"),
    ("health_check", "list_8", "Date of Last Health Assessment"),
    ("dental_check", "list_8", "Date of Last Dental Check"),
    ("care_leaver_contact", "list_9", "Latest Date of Contact"),
    ("pathway_plan_review", "list_9", "Latest Pathway Plan Review Date"),
    ("adoption_decision", "list_10", "Date of Decision that Child Should be Placed for Adoption"),
    ("placement_order", "list_10", "Date of Placement Order"),
    ("placed_for_adoption", "list_10", "Date Placed for Adoption"),
    ("adopted", "list_10", "Date of Adoption Order"),
)
OF_ADOPTERS = {
    "adopter_enquiry": "Date enquiry received",
    "adopter_application": "Date application submitted",
    "adopter_approval": "Date application approved",
}


def events(t: Tables) -> list[pl.DataFrame]:
    """Dated contacts, under the words that the statutory returns of the same services use."""
    help_ = {"service": pl.lit("early_help"), "end_date": pl.col("Assessment completion date")}
    care = {"service": pl.lit("children_looked_after")}
    adopted = (
        _event(where(t["list_6"], pl.col("Reason for Closure") == "RC1"), "adopted", "CIN Closure Date"),
        _event(
            where(t["list_8"], pl.col("Reason Ceased to be Looked After") == "E11"), "adopted", CEASED, **care
        ),
    )
    adoption = {"service": pl.lit("adoption")}
    return [
        _event(t["list_2"], "early_help_assessment", "Assessment start date", **help_),
        *(_event(t[table], kind, day, **more) for kind, table, day, more in CONTACTS),
        *(_event(t[table], kind, day, **care) for kind, table, day in IN_CARE),
        *adopted,
        *(_event(t["list_11"], kind, day, **adoption) for kind, day in OF_ADOPTERS.items()),
    ]


def _event(rows: pl.DataFrame, kind: str, date: str, **more: Value) -> pl.DataFrame:
    return pick(rows, id="_id", kind=pl.lit(kind), date=date, **more)


def spells(t: Tables) -> list[pl.DataFrame]:
    """Periods of need, enquiry, protection and care, and support after care."""
    eligible = "Eligibility Category"
    left = mapped(eligible, code_map(NAME, "leaver_status"))
    return [
        _in_need(t["list_6"]),
        _spell(t["list_5"], pl.lit("section_47_enquiry"), from_date=ENQUIRY, to_date=CONFERENCE),
        _spell(
            t["list_7"], pl.lit("child_protection_plan"), from_date="Child Protection Plan Start Date",
            to_date="Child Protection Plan End Date", code="Latest Category of Abuse",
        ),
        *_in_care(t["list_8"]),
        _spell(t["list_9"], left, code=eligible, **supported("Date of Birth", "Latest Date of Contact")),
    ]  # fmt: skip


def _spell(rows: pl.DataFrame, state: pl.Expr, **more: Value) -> pl.DataFrame:
    return pick(rows, id="_id", track=pl.lit("childrens_help"), state=state, **more)


def _in_need(rows: pl.DataFrame) -> pl.DataFrame:
    """A case said to be closed, without the day, is kept back: it would look open."""
    unended = (pl.col("Case Status") == "e") & pl.col("CIN Closure Date").is_null()
    return _spell(
        rows, pl.lit("child_in_need"), from_date="CIN Start Date", to_date="CIN Closure Date",
        code="Primary Need Code", withheld=pl.when(unended).then(pl.lit("no_end_date")),
    )  # fmt: skip


def _in_care(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Care until the latest placement, in a place not told, then that placement; a series of short breaks apart."""
    legal = mapped("Child's Legal Status", code_map(NAME, "legal_status"))
    told = rows.with_columns((legal == "short_breaks").fill_null(False).alias("_breaks"))
    breaks = told.filter("_breaks")
    placed = told.filter(~pl.col("_breaks") & pl.col(PLACED).is_not_null())
    earlier = placed.filter(pl.col(STARTED) < pl.col(PLACED))
    unknown = told.filter(~pl.col("_breaks") & pl.col(PLACED).is_null())
    state = mapped("Placement Type", code_map(NAME, "placement")).fill_null(UNSTATED)
    since = pl.max_horizontal(STARTED, PLACED)
    return [
        _spell(
            breaks, pl.lit("short_breaks"), from_date=STARTED, to_date=CEASED, code="Child's Legal Status"
        ),
        _spell(placed, state, from_date=since, to_date=CEASED, code="Placement Type"),
        _spell(earlier, pl.lit(UNSTATED), from_date=STARTED, to_date=PLACED),
        _spell(unknown, pl.lit(UNSTATED), from_date=STARTED, to_date=CEASED),
    ]


def placements(rows: pl.DataFrame) -> pl.DataFrame:
    """Where a looked-after child lives is never shown."""
    return pick(
        rows, id="_id", postcode="Placement postcode", kind=pl.lit("placement"), hidden=pl.lit(True),
        from_date=PLACED, to_date=CEASED,
    )  # fmt: skip
