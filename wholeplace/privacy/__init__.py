"""Privacy: keyed ids, disclosure control, purposes and the access log, safe logging."""

from wholeplace.privacy.access import Verification, record_access, verify
from wholeplace.privacy.disclosure import (
    MARK,
    OPEN_TABLES,
    Protected,
    QueryPlan,
    apply,
    check_select,
    merged_areas,
    note_of,
    percent,
    plan_query,
    protect,
    protect_together,
    shown,
    without_values,
)
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey, load_or_make_key
from wholeplace.privacy.logging import safe_message, set_up
from wholeplace.privacy.purposes import Use, check_purpose
from wholeplace.privacy.record_ids import keyed_ids, record_ids

__all__ = [
    "DEMO_KEY",
    "MARK",
    "OPEN_TABLES",
    "PlaceKey",
    "Protected",
    "QueryPlan",
    "Use",
    "Verification",
    "apply",
    "check_purpose",
    "check_select",
    "keyed_ids",
    "load_or_make_key",
    "merged_areas",
    "note_of",
    "percent",
    "plan_query",
    "protect",
    "protect_together",
    "record_access",
    "record_ids",
    "safe_message",
    "set_up",
    "shown",
    "verify",
    "without_values",
]
