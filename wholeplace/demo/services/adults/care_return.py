"""What Client Level Data says of people and events: its columns, and the labels of both releases for what is true."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from wholeplace.sources.spec import load_codes, load_spec

OLDER, NEWER = 2023, 2025
# Reasons for support in the order in which one is chosen: factor and label.
REASONS = (
    ("learning_disability", "Learning Disability Support"), ("dementia", "Support with Memory & Cognition"),
    ("mental_ill_health", "Mental Health Support"),
    ("substance_misuse", "Social Support: Substance misuse support"),
    ("visual_impairment", "Sensory Support: Support for visual impairment"),
    ("isolation", "Social Support: Support for Social Isolation/Other"),
)  # fmt: skip
CONDITIONS = {
    "Autism Spectrum Disorder (ASD)": ("autism", "Yes"), "Dementia": ("dementia", "Yes"),
    "Visual Impairment": ("visual_impairment", "Visual impairment - severity unknown"),
    "Hearing Impairment": ("hearing_impairment", "Hearing impairment - severity unknown"),
}  # fmt: skip
BODILY = ("frailty", "falls", "disability", "physical_disability_or_illness")
FACTORS = tuple(
    dict.fromkeys([one[0] for one in (*REASONS, *CONDITIONS.values())] + [*BODILY, "work", "worklessness"])
)
SERVICE = {
    "low_level": "Short Term Support: Ongoing Low Level", "short_term": "Short Term Support: Other Short Term",
    "reablement": "Short Term Support: ST-Max", "home_care": "Long Term Support: Community",
    "prison": "Long Term Support: Prison", "residential": "Long Term Support: Residential Care",
    "nursing": "Long Term Support: Nursing Care", "direct_support": "Carer Support: Direct to Carer",
    "respite": "Carer Support: Support involving the person cared-for",
}  # fmt: skip
# By state: component, what its price is for, pounds, and units planned for a week.
COST: dict[str, tuple[str, str, float, float | None]] = {
    "low_level": ("Equipment", "Monthly", 28.0, None),
    "short_term": ("Other Short Term Support", "Weekly", 480.0, None),
    "reablement": ("Reablement", "Hourly", 31.0, 9.0), "home_care": ("Home Support", "Hourly", 23.5, 13.0),
    "prison": ("Other Long Term Support", "Weekly", 110.0, None),
    "residential": ("Long Term Residential Care", "Weekly", 1120.0, None),
    "nursing": ("Long Term Nursing Care", "Weekly", 1240.0, None),
    "direct_support": ("Direct Payment", "One-off", 300.0, None), "respite": ("Carer Respite", "Weekly", 520.0, None),
}  # fmt: skip
# By the kind of home, else by its tenure.
ACCOMMODATION = {
    "care_home": "Registered care home", "nursing_home": "Registered nursing home", "refuge": "Refuge",
    "temporary": "Placed in temporary accommodation by the council (inc. homelessness resettlement)",
    "hostel": "Night shelter / emergency hostel / direct access hostel",
    "owned": "Owner occupier or shared ownership scheme", "mortgaged": "Owner occupier or shared ownership scheme",
    "shared": "Owner occupier or shared ownership scheme", "social": "Tenant", "private": "Tenant - private landlord",
}  # fmt: skip
ETHNICITY = {
    code.canonical: code.code
    for codes in load_codes("cld")["ethnicity"].values() for code in codes
    if code.from_year == OLDER and code.label != "Arab (no code of its own in the schools' list)"
}  # fmt: skip


@cache
def _newer(name: str) -> dict[str, str]:
    """Labels of one list that another replaced in Release 2: they stand for the same words of ours."""
    every = [code for codes in load_codes("cld").get(name, {}).values() for code in codes]
    later = {code.label: code.code for code in every if code.from_year == NEWER}
    return {code.code: later[code.label] for code in every if code.from_year == OLDER and code.label in later}


def release_two(column: str, values: pl.Expr) -> pl.Expr:
    """A column's values with the labels of Release 2 in place of those of Release 1."""
    name = next(one.codes for one in load_spec("cld")["cld"].columns if one.name == column)
    return values.replace(_newer(name)) if name and _newer(name) else values


def columns_of(authority: str, last: date) -> dict[str, pl.Expr]:
    """The return's columns for the events of a year that ends on `last`, with labels of Release 1."""
    return {
        "LA Code": pl.lit(authority), "Reporting Period Start Date": pl.col("since"),
        "Reporting Period End Date": pl.col("until"),
        **_who(last), **_circumstances(), **_event(last), **_service(last),
    }  # fmt: skip


def _who(last: date) -> dict[str, pl.Expr]:
    return {
        "NHS Number": pl.col("nhs_number"), "LA Person Unique Identifier": pl.col("own"),
        "First Name": pl.col("given"), "Last Name": pl.col("surname"),
        "Gender": pl.col("sex").replace_strict({"M": "Male", "F": "Female"}, default="Unknown"),
        "Ethnicity": pl.col("ethnicity").replace_strict(ETHNICITY, default=ETHNICITY["NOBT"]),
        "Date of Birth": pl.col("birth"), "Date of Death": _died(last), "Client Type": pl.col("client"),
        "Postcode": pl.when(~pl.col("hidden")).then("postcode"),
    }  # fmt: skip


def _died(last: date) -> pl.Expr:
    return pl.when(pl.col("death") <= last).then("death")


def _circumstances() -> dict[str, pl.Expr]:
    carer = pl.when("has_carer").then(pl.lit("Yes")).when("asked").then(pl.lit("No"))
    conditions = {
        name: pl.when(pl.col(f"has_{factor}")).then(pl.lit(yes)).otherwise(pl.lit("Unknown"))
        for name, (factor, yes) in CONDITIONS.items()
    }
    return {
        "Primary Support Reason": _reason(), "Accommodation Status": _accommodation(),
        "Employment Status": _employment(), "Has Unpaid Carer": carer.otherwise(pl.lit("Unknown")), **conditions,
    }  # fmt: skip


def _accommodation() -> pl.Expr:
    by_kind = pl.col("kind_home").replace_strict(ACCOMMODATION, default=None, return_dtype=pl.String)
    by_tenure = pl.col("tenure").replace_strict(ACCOMMODATION, default=None, return_dtype=pl.String)
    return pl.coalesce(by_kind, by_tenure, pl.lit("Unknown"))


def _reason() -> pl.Expr:
    carer = pl.when(pl.col("client") == "Carer").then(pl.lit("Social Support: Support to Carer"))
    lonely = pl.when(pl.col("asked_for") == "isolation").then(pl.lit(dict(REASONS)["isolation"]))
    known = [pl.when(pl.col(f"has_{factor}")).then(pl.lit(label)) for factor, label in REASONS]
    frail = pl.any_horizontal(pl.col([f"has_{factor}" for factor in BODILY]))
    physical = pl.when(frail).then(pl.lit("Physical Support: Personal care support"))
    return pl.coalesce(carer, lonely, *known, physical, pl.lit("Unknown"))


def _employment() -> pl.Expr:
    return (
        pl.when(pl.col("has_work")).then(pl.lit("Paid: 16 or more hours a week"))
        .when(pl.col("has_worklessness")).then(pl.lit("Not in Paid Employment (seeking work)"))
        .otherwise(pl.lit("Not in Paid Employment (not actively seeking work / retired)"))
    )  # fmt: skip


def _event(last: date) -> dict[str, pl.Expr]:
    ended = pl.col("event_end").is_not_null()
    died = pl.when(ended & (pl.col("event_end") >= _died(last)).fill_null(False)).then(
        pl.lit("NFA - Deceased")
    )
    planned = pl.when(ended & (pl.col("kind") == "Service")).then(pl.lit("Service ended as planned"))
    return {
        "Event Type": pl.col("kind"), "Event Reference": pl.format("{}-{}", pl.lit(str(last.year)), "_nth"),
        "Event Start Date": pl.col("start"), "Event End Date": pl.col("event_end"),
        "Event Outcome": pl.coalesce("outcome", died, planned), "Adult 1 Linked Person_ID": pl.col("cared"),
    }  # fmt: skip


def _service(last: date) -> dict[str, pl.Expr]:
    """The service with its component, price and hours; prices of earlier years are 4 % lower each (assumed)."""
    service = pl.col("kind") == "Service"

    def said(at: int, kind: type[pl.DataType]) -> pl.Expr:
        values = {state: one[at] for state, one in COST.items()}
        return pl.when(service).then(pl.col("state").replace_strict(values, default=None, return_dtype=kind))

    label = pl.col("state").replace_strict(SERVICE, default=None, return_dtype=pl.String)
    younger = pl.when(pl.col("birth").dt.offset_by("65y") > pl.col("start")).then(1.5).otherwise(1.0)
    paid = said(2, pl.Float64) * (0.85 + 0.3 * pl.col("price")) * younger * 0.96 ** (2026 - last.year)
    direct = pl.when(pl.col("direct") & (pl.col("state") == "home_care")).then(pl.lit("Direct Payment"))
    council_pays = pl.when(pl.col("price") < 0.6).then(pl.lit("Fully social care funded"))
    return {
        "Client Funding Status": council_pays.otherwise(pl.lit("Joint client and social care funded")),
        "Service Type": pl.when(service).then(label), "Service Component": said(0, pl.String),
        "Delivery Mechanism": pl.when(service).then(direct.otherwise(pl.lit("CASSR Commissioned Support"))),
        "Unit Cost": paid, "Cost Frequency (Unit Type)": said(1, pl.String),
        "Planned units per week": (said(3, pl.Float64) * (0.5 + pl.col("price"))).round(0),
    }  # fmt: skip
