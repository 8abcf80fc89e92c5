"""The labels of Client Level Data for what is true of people: those of Release 1, and which replaced them."""

from __future__ import annotations

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
SERVICE = {
    "low_level": "Short Term Support: Ongoing Low Level", "short_term": "Short Term Support: Other Short Term",
    "reablement": "Short Term Support: ST-Max", "home_care": "Long Term Support: Community",
    "prison": "Long Term Support: Prison", "residential": "Long Term Support: Residential Care",
    "nursing": "Long Term Support: Nursing Care", "direct_support": "Carer Support: Direct to Carer",
    "respite": "Carer Support: Support involving the person cared-for",
}  # fmt: skip
# By state: component, what its price is for, pounds, and units planned for a week.
COST: dict[str, tuple[str, str, float, float | None]] = {
    "low_level": ("Equipment", "Monthly", 28.0, None), "short_term": ("Other Short Term Support", "Weekly", 480.0, None),
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
