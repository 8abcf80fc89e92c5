"""The pages that compare the open checkers' rules with ours say only what the layouts and rules can hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from reference import rules
from reference.rules import CHECKERS, DOCS, ENFORCED, REASONS, page
from reference.tables import TableFault, read_rows, write_table

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "returns"
needs_samples = pytest.mark.skipif(not SHARED.is_dir(), reason="the public sample returns are not here")


def _given(tmp_path: Path, theirs: list[str], ours: list[tuple[str, ...]], monkeypatch) -> rules.Checker:
    write_table("list", ("code",), [(code,) for code in theirs], tmp_path)
    write_table(
        "ours", ("collection", "rule", "concerns", "our_rules", "where", "left_because"), ours, tmp_path
    )
    monkeypatch.setattr(rules, "ENFORCED", tmp_path / "ours.csv")
    return rules.Checker("ssda903", "Compared", "list.csv", "page.md", "a checker")


def test_a_page_counts_what_is_held_and_what_is_left(tmp_path: Path, monkeypatch) -> None:
    ours = [
        ("ssda903", "101", "sex code", "unknown_code missing_value", "header.SEX", ""),
        ("ssda903", "165", "mother marker", "not_a_boolean", "header.MOTHER", "between_tables"),
        ("ssda903", "202", "sex against last year", "", "", "previous_year"),
    ]
    text = page(_given(tmp_path, ["202", "165", "101"], ours, monkeypatch), tmp_path)
    assert "Held whole: 1. Held in part: 1. Left to the checker: 1." in text
    assert "| 101 | sex code | `unknown_code`, `missing_value` | header.SEX |" in text
    assert "| 202 | sex against last year | left to the checker: needs last year's return |  |" in text


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("ssda903", "1", "x", "no_such_rule", "header.SEX", ""), "names no rule of ours"),
        (("ssda903", "1", "x", "unknown_code", "header.SEXES", ""), "names no column"),
        (("ssda903", "1", "x", "unknown_code", "header.DOB", ""), "cannot stand there"),
        (("ssda903", "1", "x", "missing_required_date", "episodes.DEC", ""), "cannot stand there"),
        (("ssda903", "1", "x", "", "", ""), "says nothing"),
        (("ssda903", "1", "x", "", "", "tired"), "reason unknown"),
        (("ssda903", "2", "x", "", "", "practice"), "without a row or gone"),
    ],
)
def test_a_claim_that_cannot_hold_is_refused(
    row: tuple[str, ...], fault: str, tmp_path: Path, monkeypatch
) -> None:
    with pytest.raises(TableFault, match=fault):
        page(_given(tmp_path, ["1"], [row], monkeypatch), tmp_path)


def test_every_reason_is_used_and_every_rule_named_once() -> None:
    rows = read_rows(ENFORCED)
    assert {row["left_because"] for row in rows} - {""} == set(REASONS)
    assert len({(row["collection"], row["rule"]) for row in rows}) == len(rows) == 322 + 109


@needs_samples
@pytest.mark.samples
@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.layout)
def test_the_pages_are_those_that_the_rule_lists_give(checker: rules.Checker) -> None:
    assert page(checker, SHARED) == (DOCS / checker.page).read_text(encoding="utf-8")
