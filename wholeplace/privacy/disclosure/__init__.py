"""Disclosure control: the gate that every aggregate passes before it is shown or leaves the place."""

from wholeplace.privacy.disclosure.answers import apply
from wholeplace.privacy.disclosure.protect import MARK, Protected, note_of, percent, protect, shown
from wholeplace.privacy.disclosure.queries import OPEN_TABLES, QueryPlan, plan_query
from wholeplace.privacy.disclosure.sets import merged_areas, protect_together
from wholeplace.privacy.disclosure.sql import check_select, without_values

__all__ = [
    "MARK",
    "OPEN_TABLES",
    "Protected",
    "QueryPlan",
    "apply",
    "check_select",
    "merged_areas",
    "note_of",
    "percent",
    "plan_query",
    "protect",
    "protect_together",
    "shown",
    "without_values",
]
