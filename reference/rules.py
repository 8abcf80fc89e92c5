"""The open checkers' rules beside ours: which our reading holds, and which it leaves to those checkers.

`rules_enforced.csv` is kept by hand, in our own words: one row for each rule of the checkers. our_rules are rules
of `wholeplace/data/rules.csv`; where names the columns at which they stand; left_because says why the rule, or
what our rules do not cover of it, is left to the checker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from reference.tables import DATA, LAYOUTS, REPOSITORY, TableFault, read_rows

DOCS = REPOSITORY / "docs"
ENFORCED = Path(__file__).with_name("rules_enforced.csv")
OUR_RULES = REPOSITORY / "wholeplace" / "data" / "rules.csv"
SELF = "left to the checker"

REASONS = {
    "within_row": "compares fields of one row",
    "between_rows": "compares rows of one child",
    "between_tables": "compares tables of the return",
    "previous_year": "needs last year's return",
    "other_data": "needs data from outside the return",
    "window": "holds dates against the collection year",
    "practice": "judges practice, ages or legal limits",
    "form": "looks at the form of a local id",
    "derived": "concerns what the department works out itself",
    "whole_return": "counts over the whole return",
    "narrower": "takes fewer codes than the open schema",
    "unlisted": "needs a list of values that is not in the open schema",
}

NEEDS_TYPE = {
    "unknown_code": {"code"}, "code_of_other_year": {"code"}, "unparseable_date": {"date", "datetime"},
    "missing_required_date": {"date"}, "unparseable_required_date": {"date"}, "date_in_future": {"date"},
    "dates_out_of_order": {"date"}, "not_a_boolean": {"boolean"}, "not_a_number": {"integer", "decimal"},
    "impossible_number": {"integer", "decimal"}, "not_a_postcode": {"postcode"}, "failed_check": {"upn"},
}  # fmt: skip
"""Rules of ours that only columns of these types can break."""

NEEDS_NEED = {
    "missing_key": {"key"}, "missing_value": {"required"}, "missing_required_date": {"required"},
    "unparseable_required_date": {"required"}, "unparseable_date": {"optional"},
}  # fmt: skip


class Checker(NamedTuple):
    """One open checker's rule list, and the page that compares it."""

    layout: str
    title: str
    rules: str
    page: str
    source: str


CHECKERS = (
    Checker(
        "ssda903",
        "Children looked after (SSDA903): rules compared",
        "ssda903/rules_lac2026_27.csv",
        "rules-903.md",
        "the open checker csc-validator-be-903 of Data to Insight, rule set for 2026 to 2027",
    ),
    Checker(
        "cin",
        "Children in need census: rules compared",
        "cin/rules_cin2025_26.csv",
        "rules-cin.md",
        "the open checker csc-validator-be-cin of Data to Insight, rule set for 2025 to 2026",
    ),
)


def write_pages(data: Path = DATA, docs: Path = DOCS) -> None:
    """Writes one page for each checker. Raises TableFault where the table does not fit rules or layouts."""
    for checker in CHECKERS:
        (docs / checker.page).write_text(page(checker, data), encoding="utf-8", newline="\n")


def page(checker: Checker, data: Path = DATA) -> str:
    """The page that compares one checker's rules with ours."""
    ours = {row["rule"]: row for row in read_rows(ENFORCED) if row["collection"] == checker.layout}
    theirs = [row["code"] for row in read_rows(data / checker.rules)]
    if set(ours) != set(theirs):
        raise TableFault(f"{checker.layout}: rules without a row or gone: {sorted(set(ours) ^ set(theirs))}")
    faults = [fault for row in ours.values() for fault in _faults(row, checker.layout)]
    if faults:
        raise TableFault(f"{checker.layout}: " + "; ".join(faults))
    return "\n".join([*_introduction(checker, ours), *(_line(row) for row in ours.values()), ""])


def _faults(row: Mapping[str, str], layout: str) -> list[str]:
    known = {rule["rule"] for rule in read_rows(OUR_RULES)}
    columns = {f"{c['table']}.{c['column']}": c for c in read_rows(LAYOUTS / f"{layout}.csv")}
    rules, places = row["our_rules"].split(), row["where"].split()
    held = [columns[place] for place in places if place in columns]
    return [
        *(f"{row['rule']} names no rule of ours: {rule}" for rule in rules if rule not in known),
        *(f"{row['rule']} names no column: {place}" for place in places if place not in columns),
        *(f"{row['rule']}: {rule} cannot stand there" for rule in rules if not _can_stand(rule, held)),
        *([f"{row['rule']} says nothing"] if not rules and not row["left_because"] else []),
        *([f"{row['rule']}: reason unknown"] if row["left_because"] not in {"", *REASONS} else []),
    ]


def _can_stand(rule: str, columns: list[dict[str, str]]) -> bool:
    return any(
        column["type"] in NEEDS_TYPE.get(rule, {column["type"]})
        and column["required"] in NEEDS_NEED.get(rule, {column["required"]})
        for column in columns
    )


def _introduction(checker: Checker, rows: Mapping[str, Mapping[str, str]]) -> list[str]:
    held = Counter(_standing(row) for row in rows.values())
    left = Counter(row["left_because"] for row in rows.values() if not row["our_rules"])
    return [
        f"# {checker.title}",
        "",
        f"Wholeplace reads a return to learn from it; it does not clear it for submission. This page lists the "
        f"{len(rows)} rules of {checker.source}, in our own words. It says which of them our reading holds and"
        " which are left to that checker, which should be run on every return before it is sent.",
        "",
        f"Held whole: {held['whole']}. Held in part: {held['part']}. {SELF.capitalize()}: {held['left']}.",
        "",
        "| why a rule is left | rules |",
        "|---|---:|",
        *(f"| {REASONS[reason]} | {count} |" for reason, count in left.most_common()),
        "",
        "The rules of ours that are named below, with what they do to a row, are in `wholeplace/data/rules.csv`."
        " A code that is not of the list becomes unknown and the row is kept; a row is refused only without a"
        " key, without a date that it means nothing without, as an exact repeat of another, or, in the looked"
        " after return, where its child has no header row.",
        "",
        "| rule | concerns | our reading | at |",
        "|---|---|---|---|",
    ]


def _standing(row: Mapping[str, str]) -> str:
    if not row["our_rules"]:
        return "left"
    return "part" if row["left_because"] else "whole"


def _line(row: Mapping[str, str]) -> str:
    rules = ", ".join(f"`{rule}`" for rule in row["our_rules"].split())
    rest = REASONS.get(row["left_because"], "")
    said = f"{rules}; the rest {rest}: {SELF}" if rules and rest else rules or f"{SELF}: {rest}"
    places = ", ".join(row["where"].split())
    return f"| {row['rule']} | {row['concerns']} | {said} | {places} |"
